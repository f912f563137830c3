package dev.jacobi.array.algorithms;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Reduction;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Running sums and products, differences of neighbours, and what is made of them. */
public final class Running {
    private Running() {
    }

    static NDArray scan(Prim p, NDArray x, int axis) {
        return x.dtype().isComplex() && p == Prim.CUM_MUL ? complexProducts(x, axis) : Reduction.cumulative(p, x, axis, false);
    }

    /** Products of the last 2, 4, 8 .. elements up to each. */
    private static NDArray complexProducts(NDArray x, int axis) {
        int n = x.shapeOf().get(axis).value();
        NDArray y = x;
        for (int d = 1; d < n; d *= 2) {
            NDArray ones = Ops.full(1, x.dtype(), x.shapeOf().with(axis, Extent.of(d)));
            y = Ops.mul(y, Structural.concat(List.of(ones, Joins.part(y, axis, Extent.of(0), Extent.of(n - d))), axis));
        }
        return y;
    }

    /** The running sum or product along an axis; null flattens. {@code skip} takes NaN for what leaves the others as they are. */
    public static NDArray cumulative(String what, Prim p, NDArray a, Integer axis, DType dtype, boolean skip, boolean wide) {
        NDArray flat = Shapes.leading(AxisNumbers.flatUnless(a, axis), 1);
        int k = axis == null ? 0 : AxisNumbers.of(what, axis, flat.rank());
        DType own = a.dtype() == DType.BOOL || wide ? Reductions.accumulated(a.dtype()) : a.dtype();
        DType d = dtype != null ? dtype : own;
        return Reductions.strong(Operation.fused(Structural.key(what, k, d, skip), List.of(flat), in -> {
            NDArray x = in.get(0);
            NDArray y = skip ? Ops.where(Ops.isNaN(x), Ops.constant(p == Prim.CUM_ADD ? 0 : 1, x.dtype()), x) : x;
            NDArray z = Ops.to(y, d);
            return z.dtype() == DType.BOOL ? Ops.to(scan(p, Ops.to(z, DType.I32), k), DType.BOOL) : scan(p, z, k);
        }));
    }

    /** With the neutral element in front. */
    public static NDArray startingAtNothing(NDArray sums, int axis, double neutral) {
        int k = AxisNumbers.of("cumulativeSum", axis, sums.rank());
        NDArray first = Ops.full(neutral, sums.dtype(), sums.shapeOf().with(k, Extent.of(1)));
        return Structural.concat(List.of(first, sums), k);
    }

    /** The n-th differences of neighbours along an axis; what goes before and behind may be null. */
    public static NDArray diff(NDArray a, int n, int axis, NDArray before, NDArray behind) {
        if (a.rank() == 0 || n < 0) {
            throw new JacobiException("diff: an array of shape " + a.shapeOf() + " has no differences of order " + n + "; give one with an axis, and an order that is not negative.");
        }
        int k = AxisNumbers.of("diff", axis, a.rank());
        if (n == 0) {
            return a;
        }
        var parts = new ArrayList<NDArray>();
        if (before != null) {
            parts.add(end(before, a, k));
        }
        parts.add(a);
        if (behind != null) {
            parts.add(end(behind, a, k));
        }
        NDArray all = parts.size() == 1 ? a : Joins.concatenate("diff", parts, k);
        return Operation.fused(Structural.key("diff", n, k), List.of(all), in -> {
            NDArray x = in.get(0);
            for (int i = 0; i < n; i++) {
                x = difference(x, k);
            }
            return x;
        });
    }

    private static NDArray end(NDArray v, NDArray a, int axis) {
        return v.rank() > 0 ? v : Structural.broadcastTo(v, a.shapeOf().with(axis, Extent.of(1)));
    }

    private static NDArray difference(NDArray x, int axis) {
        Extent n = x.shapeOf().get(axis);
        if (n.is(0)) {
            return x;
        }
        NDArray high = Joins.part(x, axis, Extent.of(1), n.minus(1));
        NDArray low = Joins.part(x, axis, Extent.of(0), n.minus(1));
        return x.dtype() == DType.BOOL ? Ops.ne(high, low) : Ops.sub(high, low);
    }

    /** Slopes along axes: central differences, one-sided ones at the ends. Distances are 1, one number for each axis, or the coordinates along each. */
    public static List<NDArray> gradient(NDArray f, List<NDArray> spacing, int[] axes) {
        NDArray x = Ops.inexact(f);
        List<Integer> along = AxisNumbers.of("gradient", axes, f.rank());
        if (spacing.size() > 1 && spacing.size() != along.size()) {
            throw new JacobiException("gradient: there are " + spacing.size() + " distances for " + along.size() + " axes; give one for each, or one for all.");
        }
        var out = new ArrayList<NDArray>();
        for (int j = 0; j < along.size(); j++) {
            int k = along.get(j);
            NDArray h = spacing.isEmpty() ? NDArray.scalar(1.0) : spacing.get(spacing.size() == 1 ? 0 : j);
            if (f.shapeOf().get(k).isKnown() && f.shapeOf().get(k).value() < 2) {
                throw new JacobiException("gradient: axis " + k + " of an array of shape " + f.shapeOf() + " has less than two elements, between which there could be a slope.");
            }
            out.add(Operation.fused(Structural.key("gradient", k), List.of(x, h), in -> in.get(1).rank() == 0 ? slope(in.get(0), in.get(1), k) : uneven(in.get(0), in.get(1), k)));
        }
        return out;
    }

    private static NDArray slope(NDArray x, NDArray h, int k) {
        Extent n = x.shapeOf().get(k);
        Extent one = Extent.of(1);
        Extent two = Extent.of(2);
        NDArray inner = Ops.mul(Ops.sub(Joins.part(x, k, two, n.minus(2)), Joins.part(x, k, Extent.of(0), n.minus(2))), Ops.num(0.5));
        NDArray first = Ops.sub(Joins.part(x, k, one, one), Joins.part(x, k, Extent.of(0), one));
        NDArray last = Ops.sub(Joins.part(x, k, n.minus(1), one), Joins.part(x, k, n.minus(2), one));
        return Ops.div(Structural.concat(List.of(first, inner, last), k), h);
    }

    /** The coordinates' distances differ: second order inside. */
    private static NDArray uneven(NDArray x, NDArray at, int k) {
        NDArray c = Ops.to(at, x.dtype());
        Extent n = x.shapeOf().get(k);
        Extent one = Extent.of(1);
        Shape wide = new Shape(IntStream.range(0, x.rank()).mapToObj(j -> j == k ? n.minus(1) : one).toList());
        NDArray h = Structural.reshape(difference(c, 0), wide);
        NDArray low = Joins.part(h, k, Extent.of(0), n.minus(2));
        NDArray high = Joins.part(h, k, one, n.minus(2));
        NDArray a = Ops.div(Ops.neg(high), Ops.mul(low, Ops.add(low, high)));
        NDArray b = Ops.div(Ops.sub(high, low), Ops.mul(low, high));
        NDArray d = Ops.div(low, Ops.mul(high, Ops.add(low, high)));
        NDArray inner = Ops.add(Ops.add(Ops.mul(a, Joins.part(x, k, Extent.of(0), n.minus(2))), Ops.mul(b, Joins.part(x, k, one, n.minus(2)))),
            Ops.mul(d, Joins.part(x, k, Extent.of(2), n.minus(2))));
        NDArray first = Ops.div(Ops.sub(Joins.part(x, k, one, one), Joins.part(x, k, Extent.of(0), one)), Joins.part(h, k, Extent.of(0), one));
        NDArray last = Ops.div(Ops.sub(Joins.part(x, k, n.minus(1), one), Joins.part(x, k, n.minus(2), one)), Joins.part(h, k, n.minus(2), one));
        return Structural.concat(List.of(first, inner, last), k);
    }

    /** The area under straight lines between points along an axis; {@code x} has coordinates, one per element or one line for all, or is null for the distance {@code dx}. */
    public static NDArray trapezoid(NDArray y, NDArray x, NDArray dx, int axis) {
        int k = AxisNumbers.of("trapezoid", axis, y.rank());
        List<NDArray> in = x == null ? List.of(Ops.inexact(y), dx) : Promotion.inexact(y, x);
        return Operation.fused(Structural.key("trapezoid", k, x == null), in, z -> {
            NDArray v = Shapes.move(z.get(0), k, y.rank() - 1);
            int last = v.rank() - 1;
            Extent n = v.shapeOf().get(last).minus(1);
            NDArray pairs = Ops.add(Joins.part(v, last, Extent.of(1), n), Joins.part(v, last, Extent.of(0), n));
            NDArray h = z.get(1);
            if (x != null) {
                NDArray c = h.rank() == 1 ? h : Shapes.move(h, k, h.rank() - 1);
                h = difference(c, c.rank() - 1);
            }
            NDArray sum = Reduction.reduce(Prim.REDUCE_ADD, Ops.mul(pairs, h), List.of(last));
            return Ops.mul(sum, Ops.num(0.5));
        });
    }

    /** Jumps of more than {@code discont} (null: half a period) between neighbours made smaller by whole periods. */
    public static NDArray unwrap(NDArray p, NDArray discont, int axis, NDArray period) {
        int k = AxisNumbers.of("unwrap", axis, p.rank());
        NDArray x = Ops.inexact(p);
        NDArray jump = discont == null ? Ops.mul(period, Ops.num(0.5)) : discont;
        return Operation.fused(Structural.key("unwrap", k), List.of(x, jump, period), in -> {
            if (in.get(0).shapeOf().get(k).is(0)) {
                return in.get(0);
            }
            NDArray dd = difference(in.get(0), k);
            NDArray whole = in.get(2);
            NDArray half = Ops.mul(whole, Ops.num(0.5));
            NDArray shifted = Ops.add(dd, half);
            NDArray rest = Ops.sub(shifted, Ops.mul(Ops.floor(Ops.div(shifted, whole)), whole));
            NDArray small = Ops.sub(rest, half);
            NDArray at = Ops.where(Ops.and(Ops.eq(small, Ops.neg(half)), Ops.lt(Ops.num(0L), dd)), half, small);
            NDArray correct = Ops.where(Ops.lt(Ops.abs(dd), in.get(1)), Ops.num(0.0), Ops.sub(at, dd));
            NDArray sums = Reduction.cumulative(Prim.CUM_ADD, Ops.to(correct, in.get(0).dtype()), k, false);
            NDArray first = Joins.part(in.get(0), k, Extent.of(0), Extent.of(1));
            Extent n = in.get(0).shapeOf().get(k).minus(1);
            return Structural.concat(List.of(first, Ops.add(Joins.part(in.get(0), k, Extent.of(1), n), sums)), k);
        });
    }

    /** The array with NaN replaced by a number. */
    public static NDArray withoutNaN(NDArray a, NDArray with) {
        return !a.dtype().isInexact() ? a : Ops.where(Ops.isNaN(a), Ops.to(with, a.dtype()), a);
    }
}
