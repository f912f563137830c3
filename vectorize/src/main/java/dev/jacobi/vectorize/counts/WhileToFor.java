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

    /** An induction variable: carry number k moves by {@code step} (a literal, or a value from outside the loop). */
    private record Induction(int k, Atom step, boolean negated) {
        /** The step when it is a literal. */
        Long constant() {
            return step instanceof Lit l ? Long.valueOf(negated ? -l.asLong() : l.asLong()) : null;
        }

        /** A step of unknown value is taken to be positive; a check will say so. */
        boolean up() {
            return constant() == null ? !negated : constant() > 0;
        }

        boolean counts(Prim op) {
            return TripCount.counts(op, up(), constant() != null, constant() == null ? 0 : Math.abs(constant()));
        }
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
        private Distances distances;
        /** The number of trips where it is a distance. */
        private Poly trips;

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
            for (int k = 0; k < body.params().size(); k++) {
                Induction i = induction(k);
                if (i != null) {
                    inductions.put(k, i);
                }
            }
            if (cond.body().stream().anyMatch(Regions::hasEffect)) {
                return false;
            }
            Test t = test(cond.out().get(0));
            boolean afterBody = t == null;
            if (afterBody) {
                t = bottomTest();
            }
            if (t == null || !fits(t, afterBody) || careful && (afterBody || !isPlain(t))) {
                return false;
            }
            trips = careful || afterBody ? null : trips(t);
            if (trips == null && t.other < 0 && !inductions.get(t.k).counts(t.op)) {
                return false;
            }
            emit(t, afterBody);
            return true;
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

        /** What a carried byte, short or char is before it is cut to its type, which is noted; any other value as it is. */
        private Atom widened(int k, Atom y) {
            Eqn wide = defs.of(y);
            Eqn cut = wide != null && wide.prim() == Prim.CONVERT ? defs.of(wide.in().get(0)) : null;
            if (cut == null || cut.prim() != Prim.CONVERT || y.dtype() != DType.I32 || cut.in().get(0).dtype() != DType.I32 || most(cut.result().dtype()) == 0) {
                return y;
            }
            narrow.put(k, cut.result().dtype());
            return cut.in().get(0);
        }

        /** The largest bound up to which a narrow variable counts without wrapping around. */
        private long last(Test t, long step) {
            return most(narrow.get(t.k)) - step + (t.op == Prim.LT ? 1 : 0);
        }

        /** The greatest value of a type of less than 32 bits; 0 for others. */
        private static int most(DType t) {
            return t == DType.I8 ? Byte.MAX_VALUE : t == DType.I16 ? Short.MAX_VALUE : t == DType.U16 ? Character.MAX_VALUE : 0;
        }

        /** True when no check is needed for the count. */
        private boolean isPlain(Test t) {
            Induction i = inductions.get(t.k);
            return t.other < 0 && t.shift.equals(Lit.zero(e.in().get(t.k).dtype())) && i.constant() != null && TripCount.isPlain(t.op, e.in().get(t.k), i.up(), Lit.of(e.in().get(t.k).dtype(), Math.abs(i.constant())));
        }

        /** Recognises carry k as an induction variable. */
        private Induction induction(int k) {
            Var p = body.params().get(k);
            if (!p.type().isScalar() || (p.dtype() != DType.I32 && p.dtype() != DType.I64)) {
                return null;
            }
            Atom y = widened(k, body.out().get(k));
            long sum = 0;
            for (int guard = 0; guard < 64; guard++) {
                Eqn d = defs.of(y);
                Definitions.Offset moved = Definitions.Offset.of(d);
                if (moved != null) {
                    sum += moved.by();
                    if (moved.base().equals(p)) {
                        return new Induction(k, Lit.of(p.dtype(), sum), false);
                    }
                    y = moved.base();
                    continue;
                }
                if (d == null || (d.prim() != Prim.ADD && d.prim() != Prim.SUB)) {
                    return null;
                }
                Atom a = d.in().get(0);
                Atom b = d.in().get(1);
                boolean swapped = d.prim() == Prim.ADD && b.equals(p);
                Atom step = swapped ? a : b;
                return sum == 0 && (swapped || a.equals(p)) && step instanceof Var v && !inside.contains(v.id())
                    ? new Induction(k, step, d.prim() == Prim.SUB) : null;
            }
            return null;
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

        /** Two i32 variables that approach each other from below and above, as when reversing an array. */
        private boolean towards(int k, Prim op, int other) {
            Long up = inductions.get(k).constant();
            Long down = inductions.get(other).constant();
            return (op == Prim.LT || op == Prim.LE) && up != null && down != null && up >= 0 && down <= 0 && up - down > 0 && up - down < 1 << 20
                && e.in().get(k).dtype() == DType.I32;
        }

        /** The trips of {@code for (i = a, j = b; i < j; i += up, j -= down)}, counted by the distance, which must not overflow. */
        private Atom meeting(Test t) {
            Builder b = r.b;
            Atom low = e.in().get(t.k);
            Atom high = e.in().get(t.other);
            b.checkEarly(b.emit(Prim.GE, low, Lit.i32(0)), Params.Code.MEMORY, TripCount.WHERE);
            b.checkEarly(b.emit(Prim.GE, high, Lit.i32(-1)), Params.Code.MEMORY, TripCount.WHERE);
            Atom distance = b.folded(Prim.SUB, high, low);
            long size = inductions.get(t.k).constant() - inductions.get(t.other).constant();
            return TripCount.emit(b, t.op == Prim.LT ? Prim.GT : Prim.GE, distance, false, Lit.i32((int) size), Lit.i32(0));
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
            if (f == null || !(e.in().get(f) instanceof Lit l) || l.asBool() == stops) {
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
                        if (body.out().get(i.k).equals(x)) {
                            return new Test(i.k, op, bound, Lit.of(bound.dtype(), i.constant()));
                        } else if (body.params().get(i.k).equals(x)) {
                            return new Test(i.k, op, bound, Lit.zero(bound.dtype()));
                        }
                    }
                }
            }
            return null;
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

        private Atom count(Test t, Induction i) {
            Builder b = r.b;
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
            Atom size = i.constant() == null ? r.atom(i.step) : Lit.of(start.dtype(), Math.abs(i.constant()));
            return trips != null ? distances.count(b, trips, t.op, start, i.up(), size, bound) : TripCount.emit(b, t.op, start, i.up(), size, bound);
        }

        /** The trips as the distance of the ends; null where there is no simple one. */
        private Poly trips(Test t) {
            Induction i = inductions.get(t.k);
            distances = new Distances(defs, a -> a instanceof Var v && inside.contains(v.id()) && !carries.containsKey(v) || !invariant(a, 0) ? null : before(a));
            Atom size = i.constant() == null ? i.step : Lit.of(body.params().get(t.k).dtype(), Math.abs(i.constant()));
            return t.other >= 0 || narrow.containsKey(t.k) || !t.shift.equals(Lit.zero(size.dtype())) ? null : distances.trips(t.op, e.in().get(t.k), i.up(), size, t.bound);
        }

        /** Checks that an end of the loop's range was computed without wrapping around. */
        private void unwrapped(Eqn end) {
            if (!careful && end != null && (end.prim() == Prim.ADD || end.prim() == Prim.SUB)) {
                TripCount.checkBound(r.b, end, end.in().stream().map(this::before).toList());
            }
        }

        private void emit(Test t, boolean afterBody) {
            Induction i = inductions.get(t.k);
            Builder b = r.b;
            Atom n = t.other >= 0 ? meeting(t) : count(t, i);
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
                r.replace(body.params().get(x.k), at(x, trip));
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
                r.replace(e.out().get(x.k), at(x, trips));
            }
        }

        /** start + trip * step, in the variable's own type. */
        private Atom at(Induction x, Atom trip) {
            Atom start = e.in().get(x.k);
            Atom k = trip.dtype() == start.dtype() ? trip : r.b.convert(trip, start.dtype());
            Atom moved = r.b.folded(Prim.MUL, k, x.constant() != null ? Lit.of(start.dtype(), x.constant()) : r.atom(x.step));
            return x.constant() == null && x.negated ? r.b.emit(Prim.SUB, start, moved) : r.b.folded(Prim.ADD, start, moved);
        }
    }
}
