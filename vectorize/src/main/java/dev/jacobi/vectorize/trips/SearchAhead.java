package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.Facts;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.simplify.Simplify;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A loop that only looks for something: while it goes on, its trips change nothing but a counter, by the same step each, and whether one goes on depends on the counter and on what the loop does not change. So
 * trips can be looked at in blocks, whose trips may go together, and the loop itself starts at the first one that does not go on for certain. That trip, and what may follow it, is the loop's own business: which exit it takes,
 * what it hands on, a failing check, a counter that wraps around. So the form of the loop does not matter: {@code while (++i < n)}, {@code i <= last}, from the end to the front, a flag in the condition.
 * Loops in other loops, which may be short, stay as they are.
 */
public final class SearchAhead implements Optimisation {
    private static final int MOST_EQUATIONS = 40;
    /** Trips that are looked at one by one before that. */
    private static final int ALONE = 8;
    /** Trips of the first block, as many searches end soon, how many times as many each further one has, and the most. */
    private static final int FIRST = 16;
    private static final int GROWTH = 4;
    private static final int BLOCK = 1_024;
    private static final int MOST_LIMITS = 6;

    @Override
    public String name() {
        return "search-ahead";
    }

    @Override
    public Func run(Func in) {
        Set<Eqn> loops = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Atom> searched = new HashSet<>();
        Regions.eachOutsideLoops(in.body(), e -> {
            if (e.prim() == Prim.WHILE) {
                // a loop that starts where blocks have been looked through has been here before
                if (Regions.any(Regions.of(e).get(1).body(), x -> x.prim() == Prim.REDUCE)) {
                    searched.addAll(e.out());
                } else if (Collections.disjoint(searched, e.in())) {
                    loops.add(e);
                }
            } else if ((e.prim() == Prim.MAX || e.prim() == Prim.MIN) && searched.contains(e.in().get(0))) {
                searched.addAll(e.out());
            }
        });
        if (loops.isEmpty()) {
            return in;
        }
        boolean[] found = {false};
        Func out = Rewrite.run(in, (e, r) -> {
            Search s = loops.contains(r.old()) ? Search.of(e) : null;
            if (s != null) {
                s.start(r);
                found[0] = true;
            }
            return s != null;
        });
        return found[0] ? new Simplify().run(out) : in;
    }

    /** A loop that is such a search: the counter, its step, and what decides besides that a trip goes on. */
    private record Search(RegionView loop, RegionView.Slot counter, Lit step, Going counts) {
        /** Whether the counter goes on as well: always, or where a value is as said. */
        private record Going(Atom value, boolean when) {
        }

        /** The loop as such a search; null when it is none. */
        static Search of(Eqn e) {
            RegionView loop = RegionView.of(e);
            Region cond = Regions.of(e).get(0);
            Region body = Regions.of(e).get(1);
            List<Eqn> all = new ArrayList<>(cond.body());
            all.addAll(body.body());
            if (Regions.size(all) > MOST_EQUATIONS || !all.stream().allMatch(Search::isPlain) || !Regions.any(all, x -> x.prim() == Prim.INDEX) || gainsLittle(all)) {
                return null;
            }
            Search found = null;
            for (RegionView.Slot s : loop.slots()) {
                Search as = found == null ? counted(loop, s) : null;
                found = as == null ? found : as;
                if (as == null && !stays(loop, s)) {
                    return null;
                }
            }
            return found;
        }

        /** Whether trips go together hardly faster than one by one: they divide, or read where elements say. */
        private static boolean gainsLittle(List<Eqn> body) {
            Set<Atom> read = new HashSet<>();
            boolean[] slow = {false};
            Regions.each(body, e -> {
                slow[0] |= (e.prim() == Prim.DIV || e.prim() == Prim.REM) && e.result().dtype().isInt() && !(e.in().get(1) instanceof Lit) || e.prim() == Prim.INDEX && e.in().stream().anyMatch(read::contains);
                if (e.prim() == Prim.INDEX || e.in().stream().anyMatch(read::contains)) {
                    read.addAll(e.out());
                }
            });
            return slow[0];
        }

        private static boolean isPlain(Eqn e) {
            if (e.prim() == Prim.COND) {
                return Regions.of(e).size() == 2 && e.in().get(0).dtype() == DType.BOOL
                    && Regions.of(e).stream().allMatch(r -> r.params().isEmpty() && r.body().stream().allMatch(Search::isPlain)) && e.out().stream().allMatch(v -> v.type().isScalar());
            }
            return e.prim() == Prim.INDEX && e.result().type().isScalar() || e.computesScalars() && e.prim().form() != Prim.Form.FUNCTION || e.prim() == Prim.CHECK || e.prim() == Prim.DIM;
        }

        /** Whether a carry that is no counter may be what it was in the beginning while the loop goes on: what a trip chooses, as flags are, and not what it makes of the carry. */
        private static boolean stays(RegionView loop, RegionView.Slot s) {
            if (s.yield().equals(s.param())) {
                return true;
            }
            boolean flag = s.param().type().isScalar() && (s.param().dtype() == DType.BOOL && s.init() instanceof Lit || s.param().dtype().isInt());
            Eqn made = Regions.definition(loop.body().body(), s.yield());
            return flag && (s.param().dtype() == DType.BOOL || s.yield() instanceof Lit || made != null && (made.prim() == Prim.SELECT || made.prim() == Prim.COND))
                && !BackwardSlice.of(loop.body().body(), List.of(s.yield())).from().contains(s.param());
        }

        /** With this carry as its counter; null when it is none. */
        private static Search counted(RegionView loop, RegionView.Slot s) {
            if (s.param().dtype() != DType.I32 && s.param().dtype() != DType.I64 || !s.param().type().isScalar()) {
                return null;
            }
            Definitions defs = Definitions.in(loop.body().body());
            Eqn next = defs.of(s.yield());
            Lit step = step(next, s.param());
            if (step != null) {
                return new Search(loop, s, step, null);
            }
            if (next == null || next.prim() != Prim.SELECT) {
                return null;
            }
            for (int k = 1; k < 3; k++) {
                step = step(defs.of(next.in().get(k)), s.param());
                if (step != null) {
                    return new Search(loop, s, step, new Going(next.in().get(0), k == 1));
                }
            }
            return null;
        }

        private static Lit step(Eqn e, Var param) {
            return e != null && e.prim() == Prim.ADD && e.in().get(0).equals(param) && e.in().get(1) instanceof Lit by && by.asLong() != 0 ? by : null;
        }

        /** Appends the search, and the loop from there on. */
        void start(Rewrite r) {
            Builder b = r.b;
            DType t = counter.param().dtype();
            List<Limit> limits = limits();
            // many searches end at once
            List<Var> few = b.loopWhile(List.of(counter.init(), Lit.of(t, 0), Lit.bool(true)), c -> b.emit(Prim.AND, c.get(2), b.emit(Prim.LT, c.get(1), Lit.of(t, ALONE))), c -> {
                Atom goes = goesOn(r, c.get(0));
                return List.of(b.emit(Prim.SELECT, goes, b.emit(Prim.ADD, c.get(0), step), c.get(0)), b.emit(Prim.ADD, c.get(1), Lit.of(t, 1)), goes);
            });
            Atom at = b.loopWhile(List.of(few.get(0), Lit.of(t, FIRST), few.get(2)), c -> c.get(2), c -> {
                Supplier<List<? extends Atom>> end = () -> List.of(c.get(0), Lit.bool(false));
                // first what keeps the counter and a constant from wrapping around, by which the sum is known to be one
                List<Var> now = b.cond(all(b, exact(r, c.get(0), limits)), () -> b.cond(all(b, limits.stream().map(l -> b.emit(l.holds, l.counted(b, c.get(0)), r.atom(l.end))).toList()),
                    () -> block(r, limits, c.get(0), c.get(1)), end), end);
                return List.of(now.get(0), b.emit(Prim.MIN, b.emit(Prim.MUL, c.get(1), Lit.of(t, GROWTH)), Lit.of(t, BLOCK)), now.get(1));
            }).get(0);
            if (limits.stream().anyMatch(Limit::crossed)) {
                // no step has wrapped around, so that the counter is beyond where it began: by that the trips that are left are bounded
                at = b.emit(step.asLong() > 0 ? Prim.MAX : Prim.MIN, at, counter.init());
            }
            Eqn same = r.copy(loop.eqn());
            List<Atom> from = new ArrayList<>(same.in());
            from.set(loop.slots().indexOf(counter), at);
            b.append(new Eqn(same.prim(), from, same.params(), same.out()));
        }

        /** Looks through a block; where the counter is then, and whether all trips went on. */
        private List<Atom> block(Rewrite r, List<Limit> limits, Atom i, Atom most) {
            Builder b = r.b;
            Lit one = Lit.of(most.dtype(), 1);
            Atom last = b.emit(Prim.SUB, b.emit(Prim.MIN, most, Lit.of(most.dtype(), BLOCK)), one);
            for (Limit l : limits) {
                if (l.crossed) {
                    Atom left = step.asLong() > 0 ? b.emit(Prim.SUB, r.atom(l.end), l.counted(b, i)) : b.emit(Prim.SUB, l.counted(b, i), r.atom(l.end));
                    left = l.holds == Prim.LE || l.holds == Prim.GE ? left : b.emit(Prim.SUB, left, one);
                    long by = Math.abs(step.asLong());
                    last = b.emit(Prim.MIN, last, by == 1 ? left : b.emit(Prim.DIV, left, Lit.of(left.dtype(), by)));
                }
            }
            Atom trips = b.emit(Prim.ADD, last, one);
            Var gone = b.reduce(Prim.MIN, Dim.UNKNOWN, trips, trips, k -> b.emit(Prim.SELECT, goesOn(r, b.emit(Prim.ADD, i, steps(b, k))), trips, k));
            // a length that has wrapped around is no length
            Var some = b.emit(Prim.GT, trips, Lit.zero(trips.dtype()));
            Var next = b.emit(Prim.ADD, i, steps(b, b.emit(Prim.SELECT, some, gone, Lit.zero(trips.dtype()))));
            return List.of(next, b.emit(Prim.AND, some, b.emit(Prim.EQ, gone, trips)));
        }

        private List<Atom> exact(Rewrite r, Atom i, List<Limit> limits) {
            List<Atom> all = new ArrayList<>();
            for (Limit l : limits) {
                if (l.plus != null) {
                    long most = i.dtype() == DType.I32 ? Integer.MAX_VALUE : Long.MAX_VALUE;
                    long plus = l.plus.asLong();
                    all.add(plus > 0 ? r.b.emit(Prim.LE, i, Lit.of(i.dtype(), most - plus)) : r.b.emit(Prim.GE, i, Lit.of(i.dtype(), -most - plus)));
                }
            }
            return all;
        }

        private static Atom all(Builder b, List<? extends Atom> conditions) {
            Atom all = Lit.bool(true);
            for (Atom c : conditions) {
                all = all.equals(Lit.bool(true)) ? c : b.emit(Prim.AND, all, c);
            }
            return all;
        }

        private Atom steps(Builder b, Var trips) {
            return step.asLong() == 1 ? trips : b.emit(Prim.MUL, trips, step);
        }

        /**
         * A comparison of the counter, or of that and a constant, with what stays the same: on which side of it a block has to begin, and whether a later trip may be on the other one. In a block that ends
         * before, the comparison has one answer. Where a block would have to begin on the other side the loop goes its trips one by one.
         */
        private record Limit(Lit plus, Prim holds, Atom end, boolean crossed) {
            Atom counted(Builder b, Atom i) {
                return plus == null ? i : b.emit(Prim.ADD, i, plus);
            }
        }

        private List<Limit> limits() {
            Set<Integer> inside = Regions.defined(loop.body());
            Region cond = Regions.of(loop.eqn()).get(0);
            inside.addAll(Regions.defined(cond));
            List<Eqn> all = new ArrayList<>();
            Regions.each(cond.body(), all::add);
            Regions.each(loop.body().body(), all::add);
            Definitions defs = Definitions.in(all);
            Set<Limit> found = new LinkedHashSet<>();
            for (Eqn e : all) {
                if (e.prim().group() == Prim.Group.COMPARE && e.prim() != Prim.EQ && found.size() < MOST_LIMITS) {
                    for (int k = 0; k < 2; k++) {
                        Atom x = e.in().get(k);
                        Atom end = e.in().get(1 - k);
                        Eqn sum = defs.of(x);
                        boolean counted = counter.params().contains(x);
                        boolean plus = sum != null && sum.prim() == Prim.ADD && counter.params().contains(sum.in().get(0)) && sum.in().get(1) instanceof Lit;
                        if ((counted || plus) && !(end instanceof Var v && inside.contains(v.id()))) {
                            found.add(limit(counted ? null : (Lit) sum.in().get(1), k == 0 ? e.prim() : Facts.mirror(e.prim()), end));
                        }
                    }
                }
            }
            return List.copyOf(found);
        }

        private Limit limit(Lit plus, Prim p, Atom end) {
            // on the one side is what is below the end, or what is no more than it
            boolean below = p == Prim.LT || p == Prim.GE || p == Prim.NE;
            if (step.asLong() > 0) {
                boolean past = end instanceof Lit l && (counter.init() instanceof Lit from ? from.asLong() + (plus == null ? 0 : plus.asLong()) >= l.asLong() : l.asLong() <= 0);
                return past ? new Limit(plus, below ? Prim.GE : Prim.GT, end, false) : new Limit(plus, below ? Prim.LT : Prim.LE, end, true);
            }
            boolean last = end instanceof Lit || p == Prim.GE || p == Prim.GT || p == Prim.NE;
            return !last ? new Limit(plus, below ? Prim.LT : Prim.LE, end, false) : new Limit(plus, below && p != Prim.NE ? Prim.GE : Prim.GT, end, true);
        }

        /** Whether the trip in which the counter is {@code i} goes on, and leaves all other carries as they were in the beginning. */
        private Atom goesOn(Rewrite r, Atom i) {
            Rewrite copy = r.beside();
            for (RegionView.Slot s : loop.slots()) {
                s.params().forEach(p -> copy.replace(p, s == counter ? i : s.init()));
            }
            Region cond = Regions.of(loop.eqn()).get(0);
            List<Lit> no = List.of(Lit.bool(false));
            return run(copy, cond.body(), () -> r.b.cond(copy.atom(cond.out().get(0)), () -> run(copy, loop.body().body(), () -> List.of(stays(r.b, copy)), no), () -> no), no).get(0);
        }

        private Atom stays(Builder b, Rewrite copy) {
            List<Atom> all = new ArrayList<>();
            if (counts != null) {
                all.add(counts.when() ? copy.atom(counts.value()) : b.emit(Prim.NOT, copy.atom(counts.value())));
            }
            for (RegionView.Slot s : loop.slots()) {
                Atom now = copy.atom(s.yield());
                if (s != counter && !s.yield().equals(s.param()) && !now.equals(s.init())) {
                    all.add(s.param().dtype() != DType.BOOL ? b.emit(Prim.EQ, now, s.init()) : s.init().equals(Lit.bool(true)) ? now : b.emit(Prim.NOT, now));
                }
            }
            return all(b, all);
        }

        /** Appends equations and gives what comes {@code then}, or {@code stop} where a check fails. */
        private static List<? extends Atom> run(Rewrite copy, List<Eqn> eqns, Supplier<List<? extends Atom>> then, List<? extends Atom> stop) {
            for (int k = 0; k < eqns.size(); k++) {
                Eqn e = eqns.get(k);
                List<Eqn> rest = eqns.subList(k + 1, eqns.size());
                if (e.prim() == Prim.CHECK) {
                    return copy.b.cond(copy.atom(e.in().get(0)), () -> run(copy, rest, then, stop), () -> stop);
                }
                if (e.prim() == Prim.COND && Regions.any(List.of(e), x -> x.prim() == Prim.CHECK)) {
                    List<Var> out = copy.b.cond(copy.atom(e.in().get(0)), () -> branch(copy, e, 1), () -> branch(copy, e, 0));
                    for (int j = 0; j < e.out().size(); j++) {
                        copy.replace(e.out().get(j), out.get(j));
                    }
                    return copy.b.cond(out.get(e.out().size()), () -> run(copy, rest, then, stop), () -> stop);
                }
                copy.append(e);
            }
            return then.get();
        }

        /** What a branch gives, and whether its checks hold. */
        private static List<? extends Atom> branch(Rewrite copy, Eqn e, int which) {
            Region region = Regions.of(e).get(which);
            List<Atom> failed = new ArrayList<>();
            e.out().forEach(v -> failed.add(Lit.zero(v.dtype())));
            failed.add(Lit.bool(false));
            return run(copy, region.body(), () -> {
                List<Atom> out = new ArrayList<>(copy.atoms(region.out()));
                out.add(Lit.bool(true));
                return out;
            }, failed);
        }
    }
}
