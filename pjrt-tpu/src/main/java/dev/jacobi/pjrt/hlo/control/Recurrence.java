package dev.jacobi.pjrt.hlo.control;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.pjrt.hlo.lanes.Elementwise;
import dev.jacobi.pjrt.hlo.lanes.EmitContext;
import dev.jacobi.pjrt.hlo.lanes.LaneTensors;
import dev.jacobi.pjrt.hlo.lanes.LaneValue;
import dev.jacobi.pjrt.hlo.structural.AxisReductions;
import dev.jacobi.pjrt.hlo.text.RegionText.Tensor;
import java.util.List;

/**
 * What a trip makes of a number that it hands on: {@code c -> a*c + b}, or {@code c -> max(c + a, b)} and likewise with min, with {@code a} and {@code b} that differ by trip. Such functions one after
 * the other are one of them again, so the values before all trips are found in log n steps.
 *
 * @param op null for a*c + b, else MAX or MIN
 * @param a null where it changes nothing
 * @param b null where it changes nothing
 * @param cut the trips that hand on a number of their own, whatever they got: not even what is no number comes through; null for none
 */
record Recurrence(Prim op, LaneValue a, LaneValue b, LaneValue cut) {
    /** It hands on what it got. */
    static final Recurrence SAME = new Recurrence(null, null, null, null);

    /** It hands on a number of the trip's own. */
    static Recurrence of(LaneValue b) {
        return new Recurrence(null, LaneValue.of(Lit.zero(b.dtype)), b, null);
    }

    boolean isOwn() {
        return op == null && a != null && a.lit != null && a.lit.equals(Lit.zero(a.dtype));
    }

    /** What is written for the arithmetic between these. */
    private static final class Write {
        private final Elementwise to;

        Write(EmitContext e) {
            to = new Elementwise(e.l);
        }

        LaneValue of(Prim p, LaneValue x, LaneValue y) {
            return x == null ? y : y == null ? x : to.emit(p, Params.NONE, List.of(x, y), x.dtype);
        }

        LaneValue negated(LaneValue x) {
            return x == null ? null : to.emit(Prim.NEG, Params.NONE, List.of(x), x.dtype);
        }
    }

    /** The same function and then {@code p} with a number; {@code left}: the number stands on the left. Null where that is no such function. */
    Recurrence then(EmitContext e, Prim p, LaneValue v, boolean left) {
        var write = new Write(e);
        boolean free = v.dtype.isInt() || e.fast();
        if (p == Prim.MAX || p == Prim.MIN) {
            if (op == null && a == null && (b == null || free && v.dtype.isFloat())) {
                return new Recurrence(p, b, v, null);
            }
            return op == p ? new Recurrence(p, a, write.of(p, b, v), null) : null;
        } else if (!free) {
            return null;
        } else if (p == Prim.ADD || p == Prim.SUB && !left) {
            LaneValue by = p == Prim.ADD ? v : write.negated(v);
            if (op == null) {
                return new Recurrence(null, a, write.of(Prim.ADD, b, by), cut);
            }
            return v.dtype.isFloat() ? new Recurrence(op, write.of(Prim.ADD, a, by), write.of(Prim.ADD, b, by), null) : null;
        } else if (p == Prim.SUB && op == null) {
            LaneValue minus = a == null ? LaneValue.of(v.dtype.isFloat() ? Lit.real(v.dtype, -1) : Lit.of(v.dtype, -1)) : write.negated(a);
            return new Recurrence(null, minus, write.of(Prim.ADD, v, write.negated(b)), cut);
        } else if (p == Prim.MUL && op == null) {
            return new Recurrence(null, a == null ? v : write.of(Prim.MUL, a, v), b == null ? null : write.of(Prim.MUL, b, v), cut);
        }
        return null;
    }

    /** The sum of this and another function of the same number, or their difference. Null where that is no such function. */
    Recurrence plus(EmitContext e, Prim p, Recurrence other, DType d) {
        if (op != null || other.op != null || cut != null || other.cut != null || d.isFloat() && !e.fast()) {
            return null;
        }
        var write = new Write(e);
        LaneValue one = LaneValue.of(one(d));
        boolean minus = p == Prim.SUB;
        LaneValue more = other.b == null || !minus ? other.b : write.negated(other.b);
        return new Recurrence(null, write.of(p, a == null ? one : a, other.a == null ? one : other.a), write.of(Prim.ADD, b, more), null);
    }

    /** One or the other, by a truth that does not depend on the number. */
    static Recurrence select(EmitContext e, LaneValue p, Recurrence yes, Recurrence no, DType d) {
        if (yes.op == null && no.op == null) {
            LaneValue one = LaneValue.of(one(d));
            LaneValue zero = LaneValue.of(Lit.zero(d));
            LaneValue a = yes.a == null && no.a == null ? null : e.l.select(p, yes.a == null ? one : yes.a, no.a == null ? one : no.a);
            LaneValue b = yes.b == null && no.b == null ? null : e.l.select(p, yes.b == null ? zero : yes.b, no.b == null ? zero : no.b);
            return d.isInt() || e.fast() || a == null && b == null ? new Recurrence(null, a, b, d.isInt() ? null : cut(e, p, yes, no)) : null;
        } else if (no.equals(SAME)) {
            LaneValue a = yes.a == null ? null : e.l.select(p, yes.a, LaneValue.of(Lit.zero(d)));
            LaneValue b = yes.b == null ? null : e.l.select(p, yes.b, LaneValue.of(FoldIdentity.ofNothing(yes.op, d)));
            return new Recurrence(yes.op, a, b, null);
        }
        return null;
    }

    private static LaneValue cut(EmitContext e, LaneValue p, Recurrence yes, Recurrence no) {
        LaneValue never = LaneValue.of(Lit.of(DType.BOOL, 0));
        LaneValue always = LaneValue.of(Lit.of(DType.BOOL, 1));
        LaneValue first = yes.isOwn() ? always : yes.cut;
        LaneValue second = no.isOwn() ? always : no.cut;
        return first == null && second == null ? null : e.l.select(p, first == null ? never : first, second == null ? never : second);
    }

    private static Lit one(DType d) {
        return d.isFloat() ? Lit.real(d, 1) : Lit.of(d, 1);
    }

    /** The numbers after each trip, over the lanes of the trips, from the one before the first. */
    LaneValue after(EmitContext e, LaneValue init, int lane) {
        List<LaneValue> parts = java.util.stream.Stream.of(a, b, cut, init).filter(v -> v != null).toList();
        List<Integer> with = LaneTensors.union(LaneTensors.union(parts), List.of(lane));
        int axis = with.indexOf(lane);
        DType d = init.dtype;
        Tensor start = e.l.full(init, with);
        if (isOwn()) {
            return LaneValue.of(e.l.full(b, with), with);
        }
        if (op == null && cut == null && d.isInt() && a != null && a.lit != null && (b == null || b.lit != null)) {
            return LaneValue.of(repeated(e, start, axis, a.lit.asLong(), b == null ? 0 : b.lit.asLong()), with);
        }
        Prim over = op == null ? Prim.ADD : op;
        Lit nothing = op == null ? Lit.zero(d) : FoldIdentity.ofNothing(op, d);
        Tensor sum = b == null ? null : e.l.full(b, with);
        Tensor factor = a == null ? null : e.l.full(a, with);
        Tensor ends = cut == null ? null : e.l.full(cut, with);
        Tensor zero = cut == null ? null : e.l.full(LaneValue.of(Lit.zero(d)), with);
        if (factor == null && ends == null) {
            Tensor sums = sum == null ? null : new AxisReductions(e).prefix(over, sum, axis, false);
            return LaneValue.of(sums == null ? start : e.arithmetic.apply(over, start, sums), with);
        }
        Lit same = op == null ? one(d) : Lit.zero(d);
        Prim join = op == null ? Prim.MUL : Prim.ADD;
        int n = e.l.extents.get(lane);
        for (int step = 1; step < n; step *= 2) {
            if (sum != null) {
                Tensor before = shifted(e, sum, nothing, axis, step);
                before = factor == null ? before : e.arithmetic.apply(join, before, factor);
                before = ends == null ? before : e.o.select(ends, zero, before);
                sum = e.arithmetic.apply(over, before, sum);
            }
            factor = factor == null ? null : e.arithmetic.apply(join, factor, shifted(e, factor, same, axis, step));
            ends = ends == null ? null : e.o.or(ends, shifted(e, ends, Lit.of(DType.BOOL, 0), axis, step));
        }
        Tensor all = factor == null ? start : e.arithmetic.apply(join, start, factor);
        all = ends == null ? all : e.o.select(ends, zero, all);
        return LaneValue.of(sum == null ? all : e.arithmetic.apply(over, all, sum), with);
    }

    /** The number after the last trip alone, where that takes less than those after all of them; else null. */
    LaneValue last(EmitContext e, LaneValue init, int lane) {
        DType d = init.dtype;
        if (cut != null || b == null || b.dtype != d) {
            return null;
        }
        Prim over = op == null ? Prim.ADD : op;
        var write = new Elementwise(e.l);
        var folds = new AxisReductions(e);
        if (a == null) {
            return write.emit(over, Params.NONE, List.of(init, folds.overLane(over, b, lane)), d);
        } else if (op != null || a.lit == null || !d.isInt()) {
            return null;
        }
        // The trip before the last one multiplies by the factor once more than the last, and so on.
        int n = e.l.extents.get(lane);
        LaneValue powers = LaneValue.of(powers(e, a.lit, n), List.of(lane));
        LaneValue terms = write.emit(Prim.MUL, Params.NONE, List.of(b, powers), d);
        LaneValue first = write.emit(Prim.MUL, Params.NONE, List.of(init, LaneValue.of(Lit.of(d, power(a.lit.asLong(), n)))), d);
        return write.emit(Prim.ADD, Params.NONE, List.of(first, folds.overLane(Prim.ADD, terms, lane)), d);
    }

    /** What the same function a*c + b makes of numbers when it is done once more in each lane: twice, four times and so on where that bit of how often is set. */
    private static Tensor repeated(EmitContext e, Tensor start, int axis, long a, long b) {
        DType d = start.dtype();
        int[] shape = start.shape();
        Tensor often = e.arithmetic.apply(Prim.ADD, e.o.iota(d, axis, shape), e.o.constant(d, 1, shape));
        Tensor v = start;
        long factor = a;
        long sum = b;
        for (int bit = 0; shape[axis] >> bit > 0; bit++) {
            Tensor has = e.o.compare("NE", e.o.and(often, e.o.constant(d, 1L << bit, shape)), e.o.constant(d, 0, shape));
            Tensor more = e.arithmetic.apply(Prim.ADD, e.o.mul(v, e.o.constant(Lit.of(d, factor), shape)), e.o.constant(Lit.of(d, sum), shape));
            v = e.o.select(has, more, v);
            sum = sum * factor + sum;
            factor *= factor;
        }
        return v;
    }

    /** The powers n - 1 to 0 of a number, which wrap around. */
    private static Tensor powers(EmitContext e, Lit of, int n) {
        DType d = of.dtype();
        Tensor exponents = e.arithmetic.apply(Prim.SUB, e.o.constant(d, n - 1, n), e.o.iota(d, 0, n));
        Tensor all = e.o.constant(d, 1, n);
        for (int bit = 0; n - 1 >> bit > 0; bit++) {
            Tensor mask = e.o.constant(d, 1L << bit, n);
            Tensor has = e.o.compare("NE", e.o.and(exponents, mask), e.o.constant(d, 0, n));
            all = e.o.select(has, e.o.mul(all, e.o.constant(Lit.of(d, power(of.asLong(), 1 << bit)), n)), all);
        }
        return all;
    }

    /** A power, of which the low bits are right. */
    private static long power(long of, int exponent) {
        long all = 1;
        for (int k = 31 - Integer.numberOfLeadingZeros(exponent); k >= 0; k--) {
            all *= all;
            all = (exponent >> k & 1) == 1 ? all * of : all;
        }
        return all;
    }

    private static Tensor shifted(EmitContext e, Tensor t, Lit fill, int axis, int step) {
        return e.o.shift(t, e.o.constant(fill), axis, step);
    }
}
