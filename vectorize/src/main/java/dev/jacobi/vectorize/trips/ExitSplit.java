package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
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
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.simplify.Simplify;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A counted loop that data end early, by what the loop does not change: {@code for (i ..) { if (x[i] < 0) break; .. }}. The first such trip is looked for before, in blocks whose trips may go together; the trips
 * before it are a for, and what that trip does itself stands behind. A check that stands before the test ends the search, too, and fails before anything is written. Loops in other loops, which may be short, stay as they are.
 */
public final class ExitSplit implements Optimisation {
    private static final int MOST_EQUATIONS = 40;
    private static final int BLOCK = 256;

    @Override
    public String name() {
        return "exit-split";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.WHILE)) {
            return in;
        }
        var changed = new boolean[1];
        Func out = Rewrite.run(in, (e, r) -> {
            if (e.prim() == Prim.COND) {
                return false;
            }
            Search s = e.prim() == Prim.WHILE ? Search.of(e) : null;
            if (s == null) {
                // what is inside of loops stays
                boolean loop = !Regions.of(e).isEmpty();
                if (loop) {
                    keep(e, r);
                }
                return loop;
            }
            s.split(r);
            changed[0] = true;
            return true;
        });
        return changed[0] ? new Simplify().run(out) : in;
    }

    /** Appends a copy of an equation with all that is in it. */
    private static void keep(Eqn e, Rewrite r) {
        var copy = new Rewrite(r.b);
        Regions.captures(e).forEach(v -> copy.replace(v, r.atom(v)));
        Eqn now = copy.copy(e);
        r.b.append(now);
        r.replace(e.out(), now.out());
    }

    /** A loop with its test: the counter, its bound, the flag that ends the loop, and the value that the flag gets. */
    private record Search(RegionView loop, RegionView.Slot counter, Atom bound, RegionView.Slot flag, Atom test, List<Eqn> slice) {
        /** The loop as such a search; null when it is none. */
        static Search of(Eqn e) {
            RegionView loop = RegionView.of(e);
            Region cond = Regions.of(e).get(0);
            Eqn and = def(cond.body(), cond.out().get(0));
            if (and == null || and.prim() != Prim.AND || cond.body().size() != 3) {
                return null;
            }
            Eqn x = def(cond.body(), and.in().get(0));
            Eqn y = def(cond.body(), and.in().get(1));
            Eqn not = x != null && x.prim() == Prim.NOT ? x : y;
            Eqn less = not == x ? y : x;
            if (not == null || less == null || not.prim() != Prim.NOT || less.prim() != Prim.LT) {
                return null;
            }
            RegionView.Slot flag = slot(loop, not.in().get(0));
            RegionView.Slot counter = slot(loop, less.in().get(0));
            Atom bound = less.in().get(1);
            if (flag == null || counter == null || !(counter.init() instanceof Lit from && from.asLong() >= 0) || slot(loop, bound) != null || !flag.init().equals(Lit.bool(false)) || !counts(loop, counter, flag.yield())) {
                return null;
            }
            List<Eqn> slice = slice(loop, counter, flag.yield());
            return slice == null ? null : new Search(loop, counter, bound, flag, flag.yield(), slice);
        }

        private static Eqn def(List<Eqn> body, Atom a) {
            return body.stream().filter(x -> x.out().contains(a)).findFirst().orElse(null);
        }

        private static RegionView.Slot slot(RegionView loop, Atom a) {
            return loop.slots().stream().filter(s -> s.params().contains(a)).findFirst().orElse(null);
        }

        /** Whether the counter is one more in the next trip when the loop goes on. */
        private static boolean counts(RegionView loop, RegionView.Slot counter, Atom test) {
            List<Eqn> body = loop.body().body();
            Eqn next = def(body, counter.yield());
            if (next != null && next.prim() == Prim.SELECT && next.in().get(0).equals(test)) {
                next = def(body, next.in().get(2));
            } else if (next != null && next.prim() == Prim.COND && next.in().get(0).equals(test)) {
                Region goesOn = Regions.of(next).get(0);
                Atom yield = goesOn.out().get(next.out().indexOf(counter.yield()));
                Eqn inside = def(goesOn.body(), yield);
                next = inside == null ? def(body, yield) : inside;
            }
            return next != null && next.prim() == Prim.ADD && next.in().get(0).equals(counter.param()) && next.in().get(1).equals(Lit.of(counter.param().dtype(), 1));
        }

        /** What the test is made of, with the checks that stand before it: arithmetic and elements of arrays that the loop does not change; else null. */
        private static List<Eqn> slice(RegionView loop, RegionView.Slot counter, Atom test) {
            List<Eqn> body = loop.body().body();
            Set<Integer> inside = Regions.defined(loop.body());
            var need = new HashSet<Atom>(List.of(test));
            var slice = new ArrayList<Eqn>();
            boolean found = false;
            for (int k = body.size() - 1; k >= 0; k--) {
                Eqn x = body.get(k);
                found |= x.out().contains(test);
                if (x.out().stream().anyMatch(need::contains) || found && x.prim() == Prim.CHECK) {
                    boolean element = x.prim() == Prim.INDEX && x.result().type().isScalar();
                    boolean plain = element || x.computesScalars() && x.prim().form() != Prim.Form.FUNCTION;
                    if (!plain && x.prim() != Prim.CHECK && x.prim() != Prim.DIM) {
                        return null;
                    }
                    need.removeAll(x.out());
                    need.addAll(x.in());
                    slice.add(0, x);
                }
            }
            need.remove(counter.param());
            boolean free = need.stream().noneMatch(a -> a instanceof Var v && inside.contains(v.id()));
            return found && free && slice.size() <= MOST_EQUATIONS ? slice : null;
        }

        void split(Rewrite r) {
            Builder b = r.b;
            Atom from = counter.init();
            Atom to = r.atom(bound);
            Lit block = Lit.of(from.dtype(), BLOCK);
            // a block's start that wraps around is below zero
            Var at = b.loopWhile(List.of(from, to), c -> {
                Var more = b.emit(Prim.AND, b.emit(Prim.LT, c.get(0), to), b.emit(Prim.GE, c.get(0), Lit.zero(from.dtype())));
                return b.emit(Prim.AND, more, b.emit(Prim.EQ, c.get(1), to));
            }, c -> {
                Var length = b.emit(Prim.MIN, b.emit(Prim.SUB, to, c.get(0)), block);
                Var hit = b.reduce(Prim.MIN, Dim.UNKNOWN, length, to, k -> {
                    Var trip = b.emit(Prim.ADD, c.get(0), k);
                    var copy = new Rewrite(b).replace(counter.param(), trip);
                    outside(copy, r);
                    return b.emit(Prim.SELECT, stops(b, copy, 0), trip, to);
                });
                return List.of(b.emit(Prim.ADD, c.get(0), block), hit);
            }).get(1);
            Var some = b.emit(Prim.LT, from, to);
            // at most as many as there are in all, which bounds the work where nothing is known of the search
            Var trips = b.emit(Prim.SELECT, some, b.emit(Prim.SUB, b.emit(Prim.MIN, at, to), from), Lit.of(from.dtype(), 0));
            Var found = b.emit(Prim.LT, at, to);
            // what fails there fails before anything is written
            b.cond(found, () -> {
                var copy = new Rewrite(b).replace(counter.param(), at);
                outside(copy, r);
                copy.append(slice);
                return List.of();
            }, List::of);
            List<Var> before = b.loop(trips, loop.inits(), c -> trip(c.subList(1, c.size()), false, r));
            r.replace(loop.eqn().out(), b.cond(found, () -> trip(before, true, r), () -> before));
        }

        private void outside(Rewrite copy, Rewrite r) {
            Regions.captures(loop.eqn()).forEach(v -> copy.replace(v, r.atom(v)));
        }

        /** Appends a trip of which it is known whether it is the last; what it hands on. */
        private List<Atom> trip(List<Var> carry, boolean last, Rewrite r) {
            var copy = new Rewrite(r.b).replace(loop.slots().stream().map(RegionView.Slot::param).toList(), carry);
            outside(copy, r);
            for (Eqn x : loop.body().body()) {
                if (x.prim() != Prim.CHECK || slice.stream().noneMatch(y -> y == x)) {
                    copy.append(x);
                }
                if (x.out().contains(test)) {
                    copy.replace((Var) test, Lit.bool(last));
                }
            }
            return copy.atoms(loop.body().out());
        }

        /** Whether a trip ends the loop: its test, or a check before that. */
        private Atom stops(Builder b, Rewrite copy, int k) {
            for (int j = k; j < slice.size(); j++) {
                Eqn x = slice.get(j);
                if (x.prim() == Prim.CHECK) {
                    int next = j + 1;
                    return b.cond(copy.atom(x.in().get(0)), () -> List.of(stops(b, copy, next)), () -> List.of(Lit.bool(true))).get(0);
                }
                b.append(copy.eqn(x));
            }
            return copy.atom(test);
        }
    }
}
