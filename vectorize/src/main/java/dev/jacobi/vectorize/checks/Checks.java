package dev.jacobi.vectorize.checks;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ArrayExtents;
import dev.jacobi.ir.analysis.IntFacts;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.pass.Property;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Removes checks that are proven, and moves others out of loops: a check of an affine index becomes one of its extreme
 * values before the outermost loop it can leave, for the case that the loops run at all. The moved check may fail
 * where Java would have stopped earlier or not come to it; failing only means that the original bytecode runs.
 * A check in a branch is moved only when the branch's condition is what bounds the index. Extremes are
 * computed in i64 without overflow. Extents of the function's arrays become values computed once at its start.
 */
public final class Checks implements Optimisation {
    private final boolean careful;
    private final boolean again;

    /** Checks are removed where they are proven and moved out of loops where that helps; with {@code careful}, checks that are not proven stay where they are. */
    public Checks(boolean careful) {
        this(careful, false);
    }

    private Checks(boolean careful, boolean again) {
        this.careful = careful;
        this.again = again;
    }

    /** The same once more, for those that the first time has left in loops or branches; where there are none, nothing is looked at. */
    public static Checks again(boolean careful) {
        return new Checks(careful, true);
    }

    @Override
    public String name() {
        return "checks";
    }

    @Override
    public Set<Property> keeps() {
        return careful ? Optimisation.super.keeps() : Set.of(Property.DIFFERENTIABLE);
    }

    @Override
    public Func run(Func in) {
        if (again && in.body().stream().noneMatch(e -> Regions.of(e).stream().anyMatch(r -> Regions.any(r.body(), c -> c.prim() == Prim.CHECK)))) {
            return in;
        }
        var walk = new Walk(in, careful);
        walk.block(in.body());
        return new Emit(in, walk).run();
    }

    /** A check to be made before a loop: p >= 0 unless one of the trip counts is not positive. */
    private record Moved(Poly p, List<Atom> trips, Params.Check why) {
    }

    /** Checks in a branch that could be made before a loop, if all branches had them: as {@code moves}. */
    private record Candidate(List<Eqn> checks, List<Map.Entry<Around, Moved>> moves) {
        boolean covers(Candidate o) {
            return moves.stream().map(Candidate::where).toList().containsAll(o.moves.stream().map(Candidate::where).toList());
        }

        private static List<Object> where(Map.Entry<Around, Moved> m) {
            return List.of(m.getKey(), m.getValue().p(), m.getValue().trips());
        }
    }

    /** What must not be negative for a check to hold, and what is asked for that before loops. */
    private record Moves(List<Poly> goals, List<Map.Entry<Around, Moved>> all) {
        /** Whether all of it is asked before this loop. */
        boolean isOutside(Around loop) {
            return all.stream().allMatch(m -> m.getKey() == loop);
        }
    }

    /** A loop around a walk, how many loops there are where its body begins, and how many conditions hold around it. */
    record Around(Eqn loop, int level, int conditions) {
        /** Walks over the regions of an equation, which is the first of the loops around them if it is one. */
        static void regions(Eqn e, IntValues values, Deque<Around> loops, UnaryOperator<List<Eqn>> block) {
            int conditions = values.conditions();
            boolean loop = e.prim() != Prim.COND;
            values.regions(e, body -> {
                if (loop) {
                    loops.push(new Around(e, values.depth(), conditions));
                }
                List<Eqn> now = block.apply(body);
                if (loop) {
                    loops.pop();
                }
                return now;
            });
        }
    }

    /** Whether this is the comparison by which a check that was moved out of a loop holds if the loop has no trips. */
    static boolean isNoTrip(Eqn e) {
        return e != null && (e.prim() == Prim.LE || e.prim() == Prim.LT) && e.in().get(0) instanceof Var && e.in().get(1) instanceof Lit l && l.asLong() == (e.prim() == Prim.LE ? 0 : 1);
    }

    /** Looks at the function and decides. */
    private static final class Walk {
        final IntValues values;
        private final boolean careful;
        final Set<Eqn> proven = Collections.newSetFromMap(new IdentityHashMap<>());
        final Map<Eqn, List<Moved>> before = new IdentityHashMap<>();
        final Map<Integer, Poly> extents = new HashMap<>();
        private final List<Around> loops = new ArrayList<>();
        private final Set<Integer> inputs = new HashSet<>();
        private final Set<Integer> trips = new HashSet<>();
        private final Set<Eqn> ofDifferences = Collections.newSetFromMap(new IdentityHashMap<>());
        private List<Candidate> candidates = new ArrayList<>();
        /** What the branches around ask, and in how many loops. */
        private final Deque<Map.Entry<Integer, Atom>> asked = new ArrayDeque<>();

        Walk(Func f, boolean careful) {
            this.careful = careful;
            values = new IntValues(f);
            f.in().forEach(v -> inputs.add(v.id()));
        }

        void block(List<Eqn> body) {
            for (Eqn e : body) {
                List<Region> rs = Regions.of(e);
                boolean loop = e.prim() != Prim.COND;
                var ofBranches = new ArrayList<List<Candidate>>();
                List<Candidate> outer = candidates;
                for (int k = 0; k < rs.size(); k++) {
                    Region r = rs.get(k);
                    int conditions = values.conditions();
                    candidates = new ArrayList<>();
                    ofBranches.add(candidates);
                    values.region(e, k, () -> {
                        if (loop) {
                            loops.add(new Around(e, values.depth(), conditions));
                            Var trip = RegionView.of(e).trip();
                            trips.add(trip == null ? -1 : trip.id());
                        } else {
                            asked.push(Map.entry(loops.size(), e.in().get(0)));
                        }
                        block(r.body());
                        if (loop) {
                            loops.remove(loops.size() - 1);
                        } else {
                            asked.pop();
                        }
                    });
                }
                candidates = outer;
                if (e.prim() == Prim.COND) {
                    inAllBranches(ofBranches, usual(e));
                }
                if (e.prim() == Prim.CHECK && check(e)) {
                    proven.add(e);
                }
                values.define(e);
                if (e.prim() == Prim.DIM) {
                    extents.put(e.result().id(), values.exact(e.result()));
                }
            }
        }

        boolean isInput(Var array) {
            return inputs.contains(array.id());
        }

        private boolean check(Eqn e) {
            if (values.isCertain(e.in().get(0))) {
                return true;
            }
            if (careful || loops.isEmpty()) {
                return false;
            }
            if (!values.inCondition() && !move(e, SafeSums::unwrapped, true)) {
                move(e, SafeSums::asItIs, true);
            }
            return movesOut(e) || move(e, SafeSums::asItIs, false);
        }

        /** Moves a check out for what its operands would be without wrapping around; where numbers from outside of all loops do better as they are than as what they were computed of, with these. */
        private boolean movesOut(Eqn e) {
            int mark = values.facts.mark();
            Moves whole = moves(e, SafeSums::unwrapped, false);
            if (whole != null && whole.isOutside(loops.get(0))) {
                return accept(whole);
            }
            values.facts.reset(mark);
            int level = loops.get(0).level();
            Moves steps = moves(e, (a, of, goals) -> SafeSums.unwrappedInLoops(a, of, level, goals), false);
            if (steps != null && steps.isOutside(loops.get(0))) {
                return accept(steps);
            }
            values.facts.reset(mark);
            return whole != null && move(e, SafeSums::unwrapped, false);
        }

        /** The branch for two trips' numbers that are not equal, {@code j != i}: what it asks it asks in nearly all trips. -1 where there is no such branch. */
        private int usual(Eqn cond) {
            Eqn test = values.definition(cond.in().get(0));
            boolean ofTrips = test != null && (test.prim() == Prim.EQ || test.prim() == Prim.NE) && test.in().stream().map(values::exact).allMatch(p -> p != null && p.variables().length == 1 && trips.contains(p.variables()[0]));
            return !ofTrips ? -1 : test.prim() == Prim.EQ ? 0 : 1;
        }

        /** Checks that every branch makes, or this one, unless that is -1, are made whatever the branch taken. */
        private void inAllBranches(List<List<Candidate>> branches, int nearlyAlways) {
            for (Candidate c : branches.stream().flatMap(List::stream).toList()) {
                var checks = new ArrayList<Eqn>();
                boolean everywhere = true;
                for (List<Candidate> b : branches) {
                    // What the moved checks leave open for a branch follows from its condition.
                    List<Candidate> same = b.stream().filter(c::covers).toList();
                    everywhere &= !same.isEmpty() || nearlyAlways >= 0 && b != branches.get(nearlyAlways) && !proven.containsAll(c.checks()) && c.checks().stream().noneMatch(ofDifferences::contains);
                    same.forEach(o -> checks.addAll(o.checks()));
                }
                if (everywhere && values.conditions() > c.moves().get(0).getKey().conditions()) {
                    candidates.add(new Candidate(checks, c.moves()));
                } else if (everywhere) {
                    proven.addAll(checks);
                    accept(c.moves());
                }
            }
        }

        private boolean accept(Moves moves) {
            accept(moves.all());
            return true;
        }

        private void accept(List<Map.Entry<Around, Moved>> moves) {
            for (var m : moves) {
                List<Moved> list = before.computeIfAbsent(m.getKey().loop(), x -> new ArrayList<>());
                if (!list.contains(m.getValue())) {
                    list.add(m.getValue());
                }
            }
        }

        /** Moves a check out, its operands taken so; {@code anyway}: out of branches, without regard to their conditions, which only makes it a candidate. */
        private boolean move(Eqn e, SafeSums.Reading reading, boolean anyway) {
            int mark = values.facts.mark();
            Moves moves = anyway && values.conditions() == loops.get(loops.size() - 1).conditions() ? null : moves(e, reading, anyway);
            if (moves != null && anyway && !moves.all().isEmpty()) {
                ofDifferences.addAll(moves.goals().stream().anyMatch(g -> SafeSums.isOfDifference(g, trips)) ? List.of(e) : List.of());
                values.facts.reset(mark);
                candidates.add(new Candidate(List.of(e), moves.all()));
                return true;
            }
            return moves != null && accept(moves);
        }

        /** How a check could be moved out, which then is known to hold; null where it cannot. */
        private Moves moves(Eqn e, SafeSums.Reading reading, boolean anyway) {
            var goals = new ArrayList<Poly>();
            try {
                if (!SafeSums.goals(e.in().get(0), reading, values, goals)) {
                    return null;
                }
            } catch (ArithmeticException tooLarge) {
                return null;
            }
            var moves = new Moves(goals, new ArrayList<>());
            boolean bounded = !anyway && values.conditions() > loops.get(0).conditions() && goals.stream().anyMatch(this::followsFromBranch);
            int mark = values.facts.mark();
            for (Poly p : new LinkedHashSet<>(goals)) {
                if (!values.facts.prove(p) && !move(p, (Params.Check) e.params(), anyway, bounded, moves.all())) {
                    values.facts.reset(mark);
                    return null;
                }
            }
            return moves;
        }

        /** Whether a polynomial is not negative because of what a branch asks. Where one of the branches is taken in all trips or in none, nothing is said of the trips. */
        private boolean followsFromBranch(Poly p) {
            boolean ofTrips = asked.stream().allMatch(a -> a.getKey() == 0 || a.getValue() instanceof Var v && values.depthOf(v.id()) >= loops.get(0).level());
            return ofTrips && values.facts.prove(p) && isBounded(p, loops.get(0), loops.get(0).conditions());
        }

        /** Whether one of the conditions beyond so many bounds a polynomial in a loop. */
        private boolean isBounded(Poly p, Around loop, int conditions) {
            var bounds = new Bounds(values, loop.level(), conditions, true);
            return bounds.lower(p) != null && bounds.usedCondition();
        }

        /** Moves p >= 0 out of as many loops as possible, at least one; {@code bounded}: a branch's condition is known to bound the index. */
        private boolean move(Poly p, Params.Check why, boolean anyway, boolean bounded, List<Map.Entry<Around, Moved>> moves) {
            Poly now = p;
            Around to = null;
            var assumed = new ArrayList<Poly>();
            boolean condition = bounded;
            int asks = values.conditions();
            for (int k = loops.size() - 1; k >= 0; k--) {
                Around loop = loops.get(k);
                boolean searches = loop.loop().prim() == Prim.WHILE;
                if (searches && anyway) {
                    break;
                }
                var bounds = new Bounds(values, loop.level(), loop.conditions(), !anyway);
                Poly q = bounds.lower(now);
                var sides = new ArrayList<Poly>();
                for (Poly s : assumed) {
                    sides.add(bounds.lower(s));
                }
                sides.addAll(bounds.assumed());
                condition |= bounds.usedCondition();
                if (!SafeSums.guard(q, sides, values.facts) || values.facts.range(q).hi() < 0 || sides.stream().anyMatch(s -> s.mentions(v -> values.depthOf(v) >= loop.level()))) {
                    break;
                }
                // nothing but its condition says how far a search goes, and in a branch of its trips nothing but that of the branch
                boolean branch = values.conditions() > loop.conditions() + 1;
                boolean endless = searches && !(branch ? isBounded(now, loop, loop.conditions() + 1) : bounds.usedCondition());
                if (endless || asks > loop.conditions() && !condition && !anyway) {
                    // a loop that the index does not go by may be left for one around it
                    if (!sides.isEmpty() || !q.equals(now)) {
                        break;
                    }
                    boolean inItsCondition = values.inCondition() && k == loops.size() - 1;
                    asks = searches && (!branch || inItsCondition) ? loop.conditions() : asks;
                    continue;
                }
                now = q;
                to = loop;
                assumed = sides;
            }
            if (to == null) {
                return false;
            }
            var all = new ArrayList<>(assumed);
            all.add(now);
            for (Poly q : all) {
                if (!values.facts.prove(q)) {
                    moves.add(Map.entry(to, new Moved(q, trips(to), why)));
                    values.facts.add(q, IntFacts.CHECKED);
                }
            }
            return true;
        }

        /** Trip counts of the loops left that are known before the loop {@code to}. */
        private List<Atom> trips(Around to) {
            var trips = new ArrayList<Atom>();
            for (Around l : loops.subList(loops.indexOf(to), loops.size())) {
                if (l.loop().prim() != Prim.WHILE && l.loop().in().get(0) instanceof Var n && definedBefore(n, to)) {
                    trips.add(n);
                }
            }
            return trips;
        }

        private boolean definedBefore(Var n, Around to) {
            int index = Regions.trip(to.loop()).id();
            return values.depthOf(n.id()) < to.level() && values.orderOf(n.id()) < values.orderOf(index);
        }
    }

    /** Writes the function as decided. */
    private static final class Emit {
        private final Func in;
        private final Walk walk;
        private final Rewrite r;
        private final PolyCode code;

        Emit(Func in, Walk walk) {
            this.in = in;
            this.walk = walk;
            r = Rewrite.inPlace(new Builder(walk.values.shapes.ids), this::rule);
            code = new PolyCode(r.b, walk.values, in, r::atom);
        }

        Func run() {
            for (int s = Regions.firstFreeId(in), end = walk.values.shapes.end(); s < end; s++) {
                ArrayExtents.Extent x = walk.values.shapes.extent(s);
                if (walk.isInput(x.array()) && needed(s)) {
                    code.known.put(s, r.b.dim(x.array(), x.axis()));
                }
            }
            r.append(in.body());
            return r.b.build(in.in(), r.atoms(in.out()));
        }

        private boolean needed(int symbol) {
            return walk.extents.values().stream().anyMatch(p -> p.asVar() == symbol)
                || walk.before.values().stream().flatMap(List::stream).anyMatch(m -> m.p().mentions(symbol));
        }

        private boolean rule(Eqn e, Rewrite r) {
            if (e.prim() == Prim.CHECK && walk.proven.contains(r.old())) {
                return true;
            }
            if (e.prim() == Prim.DIM) {
                Poly p = walk.extents.get(r.old().result().id());
                Atom known = p == null ? null : p.isConst() ? Lit.i32((int) p.constant()) : code.known.get(p.asVar());
                if (known != null) {
                    r.replace(r.old().result(), known);
                    return true;
                }
            }
            for (Moved m : walk.before.isEmpty() ? List.<Moved>of() : walk.before.getOrDefault(r.old(), List.of())) {
                emit(m);
            }
            return false;
        }

        private void emit(Moved m) {
            Atom ok = r.b.emit(Prim.GE, code.value(m.p()), Lit.i64(0));
            for (Atom n : m.trips()) {
                Atom trips = r.atom(n);
                ok = r.b.emit(Prim.OR, r.b.emit(Prim.LE, trips, Lit.zero(trips.dtype())), ok);
            }
            r.b.checkEarly(ok, m.why().code(), m.why().where());
        }
    }
}
