package dev.jacobi.llvm.bound;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.buffer.Differences;
import dev.jacobi.llvm.buffer.SameExtents;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Between which values each integer of a function certainly lies, as code that computes both ends from the function's scalar arguments and the extents of
 * its arrays: f64 values, made by an {@link Arithmetic} when they are asked for. What an array holds is not known, so what is read from one may be any
 * value of its type. Arithmetic that may wrap around gives any value, too.
 */
public final class ValueRanges {
    private static final int DEPTH = 40;
    private static final Atom UNKNOWN = Lit.f64(Integer.MAX_VALUE);

    /** Smallest and largest value. */
    public record Range(Atom lo, Atom hi) {
    }

    /** An axis of an array. */
    private record Extent(Var array, int axis) {
    }

    private final Arithmetic math;
    private final Map<Var, Eqn> definitions = new HashMap<>();
    private final Map<Var, SameExtents.Place> places = new HashMap<>();
    private final Map<Var, Range> known = new HashMap<>();
    private final SameExtents like = new SameExtents(definitions, places);
    private final Map<Var, Atom> arguments = new HashMap<>();
    private final Map<Var, Atom[]> extents = new HashMap<>();
    /** An input's axis for each extent that has a name. */
    private final Map<Dim, Extent> named = new HashMap<>();
    /** Arrays whose elements' values are being looked for. */
    private final Set<Var> stored = new HashSet<>();
    private final ValueRanges caller;
    private final Set<Var> inputs;

    /** Of a function that is called with these arguments by the caller; both are null for the entry, whose inputs the built code has. */
    public ValueRanges(Arithmetic math, Func f, ValueRanges caller, List<Atom> arguments) {
        this.math = math;
        this.caller = caller;
        this.inputs = Set.copyOf(f.in());
        for (int k = 0; caller != null && k < f.in().size(); k++) {
            this.arguments.put(f.in().get(k), arguments.get(k));
        }
        for (Var v : f.in()) {
            for (int d = 0; d < v.type().rank(); d++) {
                named.putIfAbsent(v.type().dims().get(d), new Extent(v, d));
            }
        }
        define(f.body());
    }

    private void define(List<Eqn> body) {
        for (Eqn e : body) {
            e.out().forEach(v -> definitions.put(v, e));
            for (Region r : Regions.of(e)) {
                r.params().forEach(v -> places.put(v, new SameExtents.Place(e, null)));
                define(r.body());
            }
            RegionView.of(e).carried().forEach(c -> c.params().forEach(v -> places.put(v, new SameExtents.Place(e, c))));
        }
    }

    /** The equation that makes the value; null for inputs, parameters of regions and literals. */
    Eqn definition(Atom a) {
        return a instanceof Var v ? definitions.get(v) : null;
    }

    /** The loop whose index this is, or null. */
    public Eqn loopOf(Atom a) {
        SameExtents.Place p = a instanceof Var v ? places.get(v) : null;
        return p != null && p.slot() == null ? p.e() : null;
    }

    static boolean isCounted(Eqn e) {
        return e.prim() == Prim.FOR || e.prim() == Prim.MAP || e.prim() == Prim.REDUCE || e.prim() == Prim.SCAN || e.prim() == Prim.HIST;
    }

    /** The range of an integer or bool scalar. */
    public Range of(Atom a) {
        return of(a, DEPTH);
    }

    private Range of(Atom a, int depth) {
        if (a instanceof Lit l) {
            return l.dtype().isFloat() ? any(l.dtype()) : new Range(Lit.f64(l.asLong()), Lit.f64(l.asLong()));
        }
        Var v = (Var) a;
        Range r = known.get(v);
        if (r == null) {
            r = depth == 0 || v.dtype().isFloat() || !v.type().isScalar() ? any(v.dtype()) : compute(v, depth - 1);
            known.put(v, r);
        }
        return r;
    }

    private Range compute(Var v, int depth) {
        if (inputs.contains(v)) {
            if (caller != null) {
                return caller.of(arguments.get(v), depth);
            }
            Atom exact = v.dtype() == DType.BOOL ? null : math.wide(v);
            return exact == null ? any(DType.BOOL) : new Range(exact, exact);
        }
        SameExtents.Place p = places.get(v);
        if (p != null) {
            return parameter(p, v, depth);
        }
        Eqn e = definitions.get(v);
        return e == null ? any(v.dtype()) : result(e, v, depth);
    }

    private Range parameter(SameExtents.Place p, Var v, int depth) {
        if (p.slot() == null) {
            Atom last = math.sub(of(p.e().in().get(0), depth).hi, Lit.f64(1));
            return new Range(Lit.f64(0), math.max(last, Lit.f64(0)));
        }
        known.put(v, any(v.dtype())); // should what it is compared with ask for it in turn
        Range counted = p.e().prim() == Prim.WHILE ? new CountedWhile(math, this, p.e()).of(v) : null;
        // What every trip leaves as it is
        return counted != null ? counted : p.slot().role() == RegionView.Role.CARRY && p.slot().yield().equals(p.slot().param()) ? of(p.slot().init(), depth) : any(v.dtype());
    }

    private Range result(Eqn e, Var v, int depth) {
        if (e.prim() == Prim.COND) {
            Range all = null;
            for (Region r : Regions.of(e)) {
                all = hull(all, of(r.out().get(e.out().indexOf(v)), depth));
            }
            return all;
        }
        if (e.prim() == Prim.DIM) {
            Atom n = extent(e.in().get(0), ((Params.Axis) e.params()).axis(), depth);
            return new Range(n instanceof Lit || isExact(e.in().get(0)) ? n : Lit.f64(0), n);
        }
        if (e.prim() == Prim.INDEX && depth > 0) {
            return elements(e.in().get(0), new HashSet<>(), depth - 1, v.dtype());
        }
        if (e.prim() == Prim.REDUCE) {
            return extreme(RegionView.ofResult(e, v), depth);
        }
        if ((e.prim() == Prim.WHILE || e.prim() == Prim.FOR) && v.dtype() == DType.I32) {
            return counted(RegionView.ofResult(e, v), RegionView.of(e).body(), depth);
        }
        if (e.out().size() != 1 || e.in().stream().anyMatch(a -> !a.type().isScalar() || a.dtype().isFloat())) {
            return any(v.dtype());
        }
        Range r = v.dtype() == DType.BOOL ? truth(e, depth) : scalar(e, depth);
        return r == null ? any(v.dtype()) : r;
    }

    /** A number that is counted up as an index ends no further than the array does. */
    private Range counted(RegionView.Slot s, Region body, int depth) {
        Atom end = s.role() == RegionView.Role.CARRY ? CheckedCounter.end(s, body, this::definition) : null;
        if (end == null) {
            return any(DType.I32);
        }
        Range start = of(s.init(), depth);
        return new Range(start.lo, math.max(start.hi, of(end, depth).hi));
    }

    /** A fold by min or max has one of its terms, or what it starts from, which it does not pass. */
    private Range extreme(RegionView.Slot s, int depth) {
        if (s.role() != RegionView.Role.FOLD || s.op() != Prim.MIN && s.op() != Prim.MAX) {
            return any(s.result().dtype());
        }
        Range start = of(s.init(), depth);
        Range all = hull(start, of(s.yield(), depth));
        return s.op() == Prim.MIN ? new Range(all.lo, start.hi) : new Range(start.lo, all.hi);
    }

    /** What is certainly true is at least 1, what is certainly false at most 0. */
    private Range truth(Eqn e, int depth) {
        if (e.in().size() != 2) {
            return null;
        }
        Range a = of(e.in().get(0), depth);
        Range b = of(e.in().get(1), depth);
        Prim p = e.prim();
        if (p == Prim.AND) {
            return new Range(math.min(a.lo, b.lo), math.min(a.hi, b.hi));
        } else if (p == Prim.OR) {
            return new Range(math.max(a.lo, b.lo), math.max(a.hi, b.hi));
        } else if (p == Prim.LE || p == Prim.GT) {
            Range r = new Range(math.truth(math.atMost(a.hi, b.lo)), math.truth(math.atMost(a.lo, b.hi)));
            return p == Prim.LE ? r : opposite(r);
        } else if (p == Prim.GE || p == Prim.LT) {
            Range r = new Range(math.truth(math.atMost(b.hi, a.lo)), math.truth(math.atMost(b.lo, a.hi)));
            return p == Prim.GE ? r : opposite(r);
        }
        return null;
    }

    private Range opposite(Range r) {
        return new Range(math.sub(Lit.f64(1), r.hi), math.sub(Lit.f64(1), r.lo));
    }

    private Range scalar(Eqn e, int depth) {
        Prim p = e.prim();
        Range type = any(e.result().dtype());
        Range a = e.in().isEmpty() ? null : of(e.in().get(0), depth);
        if (p == Prim.CONVERT) {
            return math.within(a, type);
        } else if (p == Prim.NEG) {
            return math.within(new Range(math.neg(a.hi), math.neg(a.lo)), type);
        } else if (p == Prim.SELECT) {
            return hull(of(e.in().get(1), depth), of(e.in().get(2), depth));
        } else if (e.in().size() != 2) {
            return null;
        }
        Range b = of(e.in().get(1), depth);
        if (p == Prim.ADD) {
            return math.within(new Range(math.add(a.lo, b.lo), math.add(a.hi, b.hi)), type);
        } else if (p == Prim.SUB) {
            Range apart = math.within(new Range(math.sub(a.lo, b.hi), math.sub(a.hi, b.lo)), type);
            return new Range(apart.lo, e.result().dtype() == DType.I32 ? difference(e, apart.hi, math.sub(a.lo, b.hi), depth) : apart.hi);
        } else if (p == Prim.MUL) {
            Range ends = hull(product(a.lo, b), product(a.hi, b));
            return math.within(ends, type);
        } else if (p == Prim.MIN) {
            return new Range(math.min(a.lo, b.lo), math.min(a.hi, b.hi));
        } else if (p == Prim.MAX) {
            return new Range(math.max(a.lo, b.lo), math.max(a.hi, b.hi));
        } else if (p == Prim.REM) {
            Atom m = math.max(math.neg(b.lo), b.hi);
            return new Range(math.neg(m), m);
        }
        if (e.in().get(1) instanceof Lit l) {
            return byConstant(p, a, l.asLong(), e.result().dtype(), type);
        }
        return p == Prim.DIV ? quotient(a, b) : null;
    }

    /** The greatest difference, which is at most {@code most}, and at least {@code least} unless it wraps around. */
    private Atom difference(Eqn e, Atom most, Atom least, int depth) {
        Atom low = any(DType.I32).lo;
        Atom high = any(DType.I32).hi;
        Atom out = most;
        for (Set<Differences.Form> forms : new Differences(this::definition).most(e.in().get(0), e.in().get(1))) {
            Atom bound = low;
            Atom exact = math.truth(math.atMost(low, least));
            for (Differences.Form f : forms) {
                bound = math.max(bound, value(f, depth));
                for (Atom sum : f.sums()) {
                    // a sum that may have wrapped around has the range of its type
                    exact = math.min(exact, math.truth(math.atMost(math.add(of(sum, depth).hi, Lit.f64(1)), high)));
                }
            }
            out = math.min(out, math.select(math.atMost(Lit.f64(1), exact), bound, most));
        }
        return out;
    }

    /** The greatest value of a sum of integers. */
    private Atom value(Differences.Form f, int depth) {
        Atom sum = Lit.f64(f.constant());
        for (var part : f.parts().entrySet()) {
            Range r = of(part.getKey(), depth);
            sum = math.add(sum, math.mul(Lit.f64(part.getValue()), part.getValue() > 0 ? r.hi : r.lo));
        }
        return sum;
    }

    /** What is divided by a whole number does not grow. */
    private Range quotient(Range a, Range b) {
        Atom most = math.max(math.max(a.hi, math.neg(a.lo)), Lit.f64(0));
        // one more covers whatever the division rounds to
        Atom m = math.add(math.div(most, math.max(b.lo, Lit.f64(1))), Lit.f64(1));
        return new Range(math.neg(m), m);
    }

    /** Operations whose second operand is a constant. */
    private Range byConstant(Prim p, Range a, long c, DType t, Range type) {
        long shift = c & t.bits() - 1;
        if (p == Prim.DIV && c > 0 || p == Prim.SHR || p == Prim.USHR && shift == 0) {
            double by = p == Prim.DIV ? 1.0 / c : 1.0 / (1L << shift);
            // One more on either side covers whatever the division rounds to.
            return math.within(new Range(math.sub(math.mul(a.lo, Lit.f64(by)), Lit.f64(1)), math.add(math.mul(a.hi, Lit.f64(by)), Lit.f64(1))), type);
        } else if (p == Prim.USHR) {
            Atom most = Lit.f64(Math.scalb(1.0, t.bits() - (int) shift));
            Atom part = math.add(math.mul(a.hi, Lit.f64(1.0 / (1L << shift))), Lit.f64(1));
            return new Range(Lit.f64(0), math.select(math.atLeastZero(a.lo), part, most));
        } else if (p == Prim.SHL && shift < t.bits() - 1) {
            Atom by = Lit.f64(1L << shift);
            return math.within(new Range(math.mul(a.lo, by), math.mul(a.hi, by)), type);
        } else if (p == Prim.AND && c >= 0) {
            return new Range(Lit.f64(0), Lit.f64(c));
        }
        return null;
    }

    private Range product(Atom x, Range b) {
        Atom one = math.mul(x, b.lo);
        Atom other = math.mul(x, b.hi);
        return new Range(math.min(one, other), math.max(one, other));
    }

    private Range hull(Range a, Range b) {
        return a == null ? b : new Range(math.min(a.lo, b.lo), math.max(a.hi, b.hi));
    }

    private static Range any(DType t) {
        int bits = t == DType.BOOL ? 1 : t.isFloat() ? 64 : t.bits();
        boolean unsigned = t == DType.BOOL || t == DType.U16;
        return new Range(Lit.f64(unsigned ? 0 : -Math.scalb(1.0, bits - 1)), Lit.f64(Math.scalb(1.0, unsigned ? bits : bits - 1) - 1));
    }

    // Arrays.

    /**
     * The values of an array's elements: those that it was made with, and those that were stored. Null for an array in {@code seen}, whose elements are on the way to the result already; an array of which a stored value is an
     * element itself has any.
     */
    private Range elements(Atom array, Set<Var> seen, int depth, DType t) {
        Eqn e = definition(array);
        SameExtents.Place p = array instanceof Var v ? places.get(v) : null;
        if (depth == 0 || !(array instanceof Var v) || e == null && (p == null || p.slot() == null)) {
            return any(t);
        } else if (!seen.add(v)) {
            return null;
        } else if (!stored.add(v)) {
            return any(t);
        }
        try {
            RegionView.Slot s = e == null ? p.slot() : Regions.of(e).isEmpty() || e.prim() == Prim.COND ? null : RegionView.ofResult(e, v);
            if (s != null) {
                boolean carries = s.role() == RegionView.Role.CARRY || s.role() == RegionView.Role.DEST;
                return carries ? either(elements(s.init(), seen, depth - 1, t), elements(s.yield(), seen, depth - 1, t)) : any(t);
            }
            if (e.prim() == Prim.COND) {
                return Regions.of(e).stream().map(r -> elements(r.out().get(e.out().indexOf(v)), seen, depth - 1, t)).reduce(null, this::either);
            } else if (e.prim() == Prim.FULL) {
                return of(e.in().get(0), depth - 1);
            } else if (e.prim() == Prim.INDEX || e.prim() == Prim.COPY || e.prim() == Prim.UPDATE) {
                Range before = elements(e.in().get(0), seen, depth - 1, t);
                return e.prim() != Prim.UPDATE ? before : either(before, e.written().type().isScalar() ? of(e.written(), depth - 1) : elements(e.written(), seen, depth - 1, t));
            }
            return any(t);
        } finally {
            stored.remove(v);
        }
    }

    private Range either(Range a, Range b) {
        return b == null ? a : a == null ? b : hull(a, b);
    }

    /** The most elements that an array can have. */
    Atom elements(Atom array) {
        Atom n = Lit.f64(1);
        for (int d = 0; d < array.type().rank(); d++) {
            n = math.mul(n, extent(array, d, DEPTH));
        }
        return n;
    }

    private boolean isExact(Atom array) {
        return like.root(array) instanceof Var v && inputs.contains(v) && (caller == null || caller.isExact(arguments.get(v)));
    }

    /** An upper bound of an extent. */
    private Atom extent(Atom array, int axis, int depth) {
        Atom root = like.root(array);
        if (depth == 0 || !(root instanceof Var v)) {
            return UNKNOWN;
        }
        if (inputs.contains(v)) {
            return caller == null ? math.extent(v, axis) : caller.extent(arguments.get(v), axis, depth - 1);
        }
        Atom[] found = extents.get(v);
        if (found == null) {
            // who asks for an extent that is being computed gets no bound: an array may grow from trip to trip
            found = new Atom[v.type().rank()];
            extents.put(v, found);
        }
        if (found[axis] == null) {
            found[axis] = UNKNOWN;
            Dim d = v.type().dims().get(axis);
            Extent same = d.isUnknown() ? null : named.get(d);
            found[axis] = d.isConst() ? Lit.f64(d.add()) : same != null ? extent(same.array, same.axis, depth - 1) : made(v, axis, depth - 1);
        }
        return found[axis];
    }

    /** An upper bound of an extent of an array by what makes it. */
    private Atom made(Var v, int axis, int depth) {
        Eqn e = definitions.get(v);
        if (e == null || e.prim() == Prim.FOR || e.prim() == Prim.WHILE) {
            SameExtents.Place p = places.get(v);
            RegionView.Slot s = e != null ? RegionView.ofResult(e, v) : p != null ? p.slot() : null;
            return s != null && s.role() == RegionView.Role.CARRY ? carried(s, axis, depth) : UNKNOWN;
        }
        Atom n = null;
        if (e.prim() == Prim.INDEX) {
            return extent(e.in().get(0), axis + e.in().size() - 1, depth);
        } else if (e.prim() == Prim.COND) {
            return Regions.of(e).stream().map(r -> extent(r.out().get(e.out().indexOf(v)), axis, depth)).reduce(math::max).orElse(UNKNOWN);
        } else if (e.prim() == Prim.ACC_NEW || e.prim() == Prim.IOTA) {
            n = e.in().get(axis);
        } else if (e.prim() == Prim.FULL || e.prim() == Prim.RESHAPE || e.prim() == Prim.BROADCAST) {
            n = e.in().get(1 + axis);
        } else if (e.prim() == Prim.MAP && axis == 0) {
            n = e.in().get(0);
        }
        return n == null ? UNKNOWN : math.max(of(n, depth).hi, Lit.f64(0));
    }

    /** Of an array that a loop carries: the array from in front of the loop, or one that a trip has handed on. */
    private Atom carried(RegionView.Slot s, int axis, int depth) {
        return math.max(extent(s.init(), axis, depth), extent(s.yield(), axis, depth));
    }
}
