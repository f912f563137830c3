package dev.jacobi.vectorize.counts;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.Facts;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.analysis.ShapeRoots;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.pass.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * while to for: a loop whose exit test compares an induction variable (start + k * step) with a value that the loop
 * does not change gets a trip count. All induction variables become affine functions of the trip's number, which is
 * exact in wrap-around arithmetic. Where the count would be wrong because of overflow (a bound near the type's end)
 * a check is put before the loop.
 */
public final class WhileToFor implements Optimisation {
    private final boolean careful;

    /** A check that the number of trips is right goes before loops where overflow could make it wrong. */
    public WhileToFor() {
        this(false);
    }

    /** With {@code careful}, only loops whose count needs no check. */
    public WhileToFor(boolean careful) {
        this.careful = careful;
    }

    @Override
    public String name() {
        return "while-to-for";
    }

    @Override
    public Set<Property> keeps() {
        return careful ? Optimisation.super.keeps() : Set.of(Property.DIFFERENTIABLE);
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body())) {
            return in;
        }
        var defs = Definitions.in(in.body());
        var shapes = new ShapeRoots[1];
        return Rewrite.ofLoops(in, (e, r) -> e.prim() == Prim.WHILE && new Loop(e, defs, () -> shapes[0] = shapes[0] == null ? ShapeRoots.of(in) : shapes[0], r, careful).convert());
    }

    /** One while loop on its way to become a for. */
    private static final class Loop {
        private final boolean careful;
        private final Eqn e;
        private final Definitions defs;
        private final Supplier<ShapeRoots> shapes;
        private final Rewrite r;
        private final Region cond;
        private final Region body;
        /** The number of the carry that a parameter of the condition or the body is. */
        private final Map<Atom, Integer> carries = new HashMap<>();
        private final Map<Integer, Induction> inductions = new HashMap<>();
        /** The types of induction variables that are bytes, shorts or chars, by the carry's number. */
        private final Map<Integer, DType> narrow = new HashMap<>();
        private final Set<Integer> inside = new HashSet<>();
        /** Whether a flag that each trip sets has been set in front of the loop in the same way. */
        private boolean asked;

        Loop(Eqn e, Definitions defs, Supplier<ShapeRoots> shapes, Rewrite r, boolean careful) {
            this.careful = careful;
            this.e = e;
            this.defs = defs;
            this.shapes = shapes;
            this.r = r;
            var w = (Params.While) e.params();
            cond = w.cond();
            body = w.body();
            for (int k = 0; k < cond.params().size(); k++) {
                carries.put(cond.params().get(k), k);
                carries.put(body.params().get(k), k);
            }
            inside.addAll(Regions.defined(cond));
            inside.addAll(Regions.defined(body));
        }

        boolean convert() {
            Induction.find(body, defs, inside, inductions, narrow);
            if (cond.body().stream().anyMatch(Regions::hasEffect)) {
                return false;
            }
            List<Test> all = tests(cond.out().get(0));
            if (all.size() > 1) {
                return together(all);
            }
            Test t = all.isEmpty() ? bottomTest() : all.get(0);
            boolean afterBody = all.isEmpty() && !asked;
            if (t == null || !fits(t, afterBody) || careful && (afterBody || !isPlain(t))) {
                return false;
            }
            if (t.other < 0 && !isCounted(t, afterBody)) {
                return false;
            }
            emit(t.other >= 0 ? meeting(t) : count(t, afterBody), afterBody);
            return true;
        }

        /** A loop that goes on while each of several tests holds makes the fewest trips that one of them allows, {@code while (i < n && j < m) { .. i++; j++; }}. That a number is not some other one may hold for ever. */
        private boolean together(List<Test> all) {
            DType type = body.params().get(all.get(0).k).dtype();
            if (careful || !all.stream().allMatch(t -> t.other < 0 && t.op != Prim.NE && t.op != Prim.EQ && body.params().get(t.k).dtype() == type && !narrow.containsKey(t.k) && isCounted(t, false))) {
                return false;
            }
            inductions.keySet().removeIf(narrow::containsKey);
            emit(all.stream().map(t -> count(t, false)).reduce((x, y) -> r.b.folded(Prim.MIN, x, y)).orElseThrow(), false);
            return true;
        }

        /** What a condition consists of; empty where something in it is no test. */
        private List<Test> tests(Atom ok) {
            Eqn c = defs.of(ok, Prim.AND);
            if (c == null) {
                return Optional.ofNullable(test(ok)).stream().toList();
            }
            List<List<Test>> parts = c.in().stream().map(this::tests).toList();
            return parts.stream().anyMatch(List::isEmpty) ? List.of() : parts.stream().flatMap(List::stream).toList();
        }

        private boolean isCounted(Test t, boolean afterBody) {
            return inductions.get(t.k).counts(t.op) || !afterBody && trips(t, distances()) != null;
        }

        /** Leaves out narrow variables of which no check says that they do not wrap around: all but one that counts up from a number to a bound. False when the test is of one of them. */
        private boolean fits(Test t, boolean afterBody) {
            Long step = inductions.get(t.k).constant();
            boolean counted = !careful && !afterBody && t.other < 0 && t.shift.equals(Lit.zero(DType.I32)) && (t.op == Prim.LT || t.op == Prim.LE) && step != null && step > 0 && step < Byte.MAX_VALUE
                && e.in().get(t.k) instanceof Lit l && l.asLong() >= 0 && l.asLong() <= Byte.MAX_VALUE;
            // a bound that is a number is compared here: a check that is never true would leave each call to the original
            boolean ends = counted && !(narrow.containsKey(t.k) && t.bound instanceof Lit n && n.asLong() > last(t, step));
            inductions.keySet().removeIf(k -> narrow.containsKey(k) && (!ends || k != t.k));
            return inductions.containsKey(t.k) && (t.other < 0 || inductions.containsKey(t.other));
        }

        /** The largest bound up to which a narrow variable counts without wrapping around. */
        private long last(Test t, long step) {
            return Induction.most(narrow.get(t.k)) - step + (t.op == Prim.LT ? 1 : 0);
        }

        /** True when no check is needed for the count. */
        private boolean isPlain(Test t) {
            Induction i = inductions.get(t.k);
            return t.other < 0 && t.shift.equals(Lit.zero(e.in().get(t.k).dtype())) && i.constant() != null && TripCount.isPlain(t.op, e.in().get(t.k), i.up(), Lit.of(e.in().get(t.k).dtype(), Math.abs(i.constant())));
        }

        /**
         * The loop goes on while {@code x + shift <op> bound}, x being induction variable {@code k} and the shift something that the loop does not change; or, when
         * {@code other} is not negative, while x <op> that induction variable.
         */
        private record Test(int k, Prim op, Atom bound, Atom shift, int other) {
            Test(int k, Prim op, Atom bound, Atom shift) {
                this(k, op, bound, shift, -1);
            }
        }

        /** Reads a bool of the condition region as a test of an induction variable. */
        private Test test(Atom ok) {
            Eqn c = defs.of(ok);
            if (c == null || c.prim().group() != Prim.Group.COMPARE && c.prim() != Prim.NOT) {
                return null;
            }
            if (c.prim() == Prim.NOT) {
                Test t = test(c.in().get(0));
                return t == null ? null : new Test(t.k, Facts.negated(t.op), t.bound, t.shift, t.other);
            }
            Test t = test(c.prim(), c.in().get(0), c.in().get(1));
            return t != null ? t : test(Facts.mirror(c.prim()), c.in().get(1), c.in().get(0));
        }

        private Test test(Prim op, Atom x, Atom bound) {
            Integer k = carries.get(x);
            // i + 1 < n: what is tested moves as i does
            Atom shift = Lit.zero(x.dtype());
            Eqn sum = k == null ? defs.of(x) : null;
            for (int side = 0; sum != null && sum.prim() == Prim.ADD && k == null && side < 2; side++) {
                Atom by = sum.in().get(1 - side);
                if (carries.get(sum.in().get(side)) != null && invariant(by, 0)) {
                    k = carries.get(sum.in().get(side));
                    shift = by;
                }
            }
            Definitions.Offset moved = k == null ? Definitions.Offset.of(sum) : null;
            if (moved != null) {
                k = carries.get(moved.base());
                shift = Lit.of(x.dtype(), moved.by());
            }
            if (k == null && isFrom(sum, op, bound)) {
                return new Test(carries.get(sum.in().get(1)), Facts.mirror(op), sum.in().get(0), shift);
            }
            if (k == null || !inductions.containsKey(k)) {
                return null;
            }
            Integer other = carries.get(bound);
            if (other != null && shift.equals(Lit.zero(x.dtype())) && inductions.containsKey(other)) {
                return towards(k, op, other) ? new Test(k, op, null, shift, other) : null;
            }
            if (!invariant(bound, 0)) {
                return null;
            }
            return new Test(k, op, bound, shift);
        }

        /** {@code m - i >= 0}, or > 0, where i counts up from 0: {@code i <= m}. The first such difference is m itself, and no later one that is computed is less than the negative step. */
        private boolean isFrom(Eqn difference, Prim op, Atom bound) {
            Integer k = difference == null || difference.prim() != Prim.SUB ? null : carries.get(difference.in().get(1));
            Induction i = inductions.get(k);
            return i != null && (op == Prim.GE || op == Prim.GT) && bound.equals(Lit.zero(bound.dtype())) && e.in().get(k).equals(bound) && i.constant() != null && i.constant() > 0
                && !narrow.containsKey(k) && invariant(difference.in().get(0), 0);
        }

        /** Two i32 variables that approach each other from below and above, as when reversing an array. */
        private boolean towards(int k, Prim op, int other) {
            Long up = inductions.get(k).constant();
            Long down = inductions.get(other).constant();
            return (op == Prim.LT || op == Prim.LE) && up != null && down != null && up >= 0 && down <= 0 && up - down > 0 && up - down < 1 << 20
                && e.in().get(k).dtype() == DType.I32;
        }

        private Atom meeting(Test t) {
            long size = inductions.get(t.k).constant() - inductions.get(t.other).constant();
            return TripCount.meeting(r.b, t.op, e.in().get(t.k), e.in().get(t.other), size);
        }

        /**
         * do-while: the condition is a carried flag (or its negation) that lets the first trip through and is set by the
         * body to a test of the induction variable's next value.
         */
        private Test bottomTest() {
            Atom go = cond.out().get(0);
            Eqn not = defs.of(go);
            boolean stops = not != null && not.prim() == Prim.NOT;
            Integer f = carries.get(stops ? not.in().get(0) : go);
            if (f == null || e.in().get(f) instanceof Lit l && l.asBool() == stops) {
                return null;
            }
            Eqn c = defs.of(body.out().get(f));
            boolean inner = c != null && c.prim() == Prim.NOT;
            boolean negate = inner != stops;
            if (inner) {
                c = defs.of(c.in().get(0));
            }
            if (c == null || c.prim().group() != Prim.Group.COMPARE || c.in().get(0).dtype().isFloat()) {
                return null;
            }
            for (boolean swap : new boolean[] {false, true}) {
                Atom x = c.in().get(swap ? 1 : 0);
                Atom bound = c.in().get(swap ? 0 : 1);
                Prim op = swap ? Facts.mirror(c.prim()) : c.prim();
                op = negate ? Facts.negated(op) : op;
                for (Induction i : inductions.values()) {
                    if (i.constant() != null && invariant(bound, 0)) {
                        boolean next = body.out().get(i.k()).equals(x);
                        if (!(e.in().get(f) instanceof Lit)) {
                            // the first trip is asked for the same as the others
                            asked = next && says(defs.of(e.in().get(f)), stops, op, e.in().get(i.k()), bound);
                            return asked ? new Test(i.k(), op, bound, Lit.zero(bound.dtype())) : null;
                        } else if (next) {
                            return new Test(i.k(), op, bound, Lit.of(bound.dtype(), i.constant()));
                        } else if (body.params().get(i.k()).equals(x)) {
                            return new Test(i.k(), op, bound, Lit.zero(bound.dtype()));
                        }
                    }
                }
            }
            return null;
        }

        /** Whether a comparison, or its contrary, says of these two what another one does. */
        private static boolean says(Eqn c, boolean negate, Prim op, Atom x, Atom y) {
            Prim other = c == null || c.prim().group() != Prim.Group.COMPARE || !c.in().get(0).dtype().isInt() ? null : negate ? Facts.negated(c.prim()) : c.prim();
            if (other == Prim.EQ || other == Prim.NE) {
                return op == other && (c.in().equals(List.of(x, y)) || c.in().equals(List.of(y, x)));
            }
            return other != null && op != Prim.EQ && op != Prim.NE && below(op, x, y).equals(below(other, c.in().get(0), c.in().get(1)));
        }

        /** What is less than 0 where a comparison holds. */
        private static Poly below(Prim op, Atom x, Atom y) {
            boolean up = op == Prim.GT || op == Prim.GE;
            return number(up ? y : x).minus(number(up ? x : y)).plus(op == Prim.LE || op == Prim.GE ? -1 : 0);
        }

        private static Poly number(Atom a) {
            return a instanceof Lit l ? Poly.of(l.asLong()) : Poly.var(((Var) a).id());
        }

        /** True when a value does not change from trip to trip and can be computed before the loop. */
        private boolean invariant(Atom a, int depth) {
            if (!(a instanceof Var v) || !inside.contains(v.id())) {
                return true;
            }
            Integer k = carries.get(v);
            if (k != null) {
                return body.out().get(k).equals(body.params().get(k));
            }
            Eqn d = defs.of(v);
            if (d == null || depth > 20) {
                return false;
            }
            if (d.prim() == Prim.DIM) {
                return origin(d.in().get(0)) != null;
            }
            return d.prim().isElementwise() && d.in().stream().allMatch(x -> invariant(x, depth + 1));
        }

        /** An array from before the loop with the extents of {@code a}; null when they may differ. */
        private Atom origin(Atom a) {
            Var v = shapes.get().root((Var) a);
            return inside.contains(v.id()) ? null : v;
        }

        /** Computes an invariant value before the loop. */
        private Atom before(Atom a) {
            if (!(a instanceof Var v) || !inside.contains(v.id())) {
                return r.atom(a);
            }
            Integer k = carries.get(v);
            if (k != null) {
                return e.in().get(k);
            }
            Eqn d = defs.of(v);
            List<Atom> in = d.prim() == Prim.DIM ? List.of(r.atom(origin(d.in().get(0)))) : d.in().stream().map(this::before).toList();
            return r.b.emitAll(d.prim(), d.params(), in).get(0);
        }

        private Atom count(Test t, boolean afterBody) {
            Builder b = r.b;
            Induction i = inductions.get(t.k);
            Atom start = e.in().get(t.k);
            if (!t.shift.equals(Lit.zero(start.dtype()))) {
                start = b.folded(Prim.ADD, start, before(t.shift));
            }
            Atom bound = before(t.bound);
            if (narrow.containsKey(t.k)) {
                b.checkEarly(b.emit(Prim.LE, bound, Lit.i32((int) last(t, i.constant()))), Params.Code.MEMORY, TripCount.WHERE);
            }
            unwrapped(defs.of(t.bound));
            unwrapped(defs.of(e.in().get(t.k))); // where the loop goes down, its largest index
            Atom size = i.constant() == null ? r.atom(i.step()) : Lit.of(start.dtype(), Math.abs(i.constant()));
            Distances distances = distances();
            Poly trips = afterBody ? null : trips(t, distances);
            return trips != null ? distances.count(b, trips, t.op, start, i.up(), size, bound) : TripCount.emit(b, t.op, start, i.up(), size, bound);
        }

        /** The trips as the distance of the ends; null where there is no simple one. */
        private Poly trips(Test t, Distances distances) {
            Induction i = inductions.get(t.k);
            Atom size = i.constant() == null ? i.step() : Lit.of(body.params().get(t.k).dtype(), Math.abs(i.constant()));
            return careful || t.other >= 0 || narrow.containsKey(t.k) || !t.shift.equals(Lit.zero(size.dtype())) ? null : distances.trips(t.op, e.in().get(t.k), i.up(), size, t.bound);
        }

        private Distances distances() {
            return new Distances(defs, a -> a instanceof Var v && inside.contains(v.id()) && !carries.containsKey(v) || !invariant(a, 0) ? null : before(a));
        }

        /** Checks that an end of the loop's range was computed without wrapping around. */
        private void unwrapped(Eqn end) {
            if (!careful && end != null && (end.prim() == Prim.ADD || end.prim() == Prim.SUB)) {
                TripCount.checkBound(r.b, end, end.in().stream().map(this::before).toList());
            }
        }

        private void emit(Atom count, boolean afterBody) {
            Builder b = r.b;
            Atom n = count;
            if (afterBody) {
                n = b.folded(Prim.ADD, b.folded(Prim.MAX, n, Lit.zero(n.dtype())), Lit.of(n.dtype(), 1));
                b.checkEarly(b.emit(Prim.GE, n, Lit.of(n.dtype(), 1)), Params.Code.MEMORY, TripCount.WHERE);
            }
            var rest = new ArrayList<Integer>();
            for (int k = 0; k < e.in().size(); k++) {
                if (!inductions.containsKey(k)) {
                    rest.add(k);
                }
            }
            Var trip = b.fresh(n.type());
            var params = new ArrayList<>(List.of(trip));
            rest.forEach(k -> params.add(body.params().get(k)));
            b.open();
            for (Induction x : inductions.values()) {
                r.replace(body.params().get(x.k()), at(x, trip));
            }
            r.append(body.body());
            Region region = b.close(params, rest.stream().map(k -> r.atom(body.out().get(k))).toList());
            var in = new ArrayList<>(List.of(n));
            rest.forEach(k -> in.add(e.in().get(k)));
            List<Var> out = b.emitAll(Prim.FOR, new Params.Loop(Dim.UNKNOWN, region), in);
            for (int k = 0; k < rest.size(); k++) {
                r.replace(e.out().get(rest.get(k)), out.get(k));
            }
            Atom trips = b.folded(Prim.MAX, n, Lit.zero(n.dtype()));
            for (Induction x : inductions.values()) {
                r.replace(e.out().get(x.k()), at(x, trips));
            }
        }

        /** start + trip * step, in the variable's own type. */
        private Atom at(Induction x, Atom trip) {
            Atom start = e.in().get(x.k());
            Atom k = trip.dtype() == start.dtype() ? trip : r.b.convert(trip, start.dtype());
            Atom moved = r.b.folded(Prim.MUL, k, x.constant() != null ? Lit.of(start.dtype(), x.constant()) : r.atom(x.step()));
            return x.constant() == null && x.negated() ? r.b.emit(Prim.SUB, start, moved) : r.b.folded(Prim.ADD, start, moved);
        }
    }
}
