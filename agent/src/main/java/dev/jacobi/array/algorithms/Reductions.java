package dev.jacobi.array.algorithms;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Indexing;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Reduction;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;

/** Sums, products, extremes and their kin with NumPy's settings and JAX's types: small integers are summed in the default width, halves as floats. */
public final class Reductions {
    private Reductions() {
    }

    /** The type of sums and products: integers at least as wide as the default. */
    static DType accumulated(DType d) {
        DType least = Ops.index();
        return d == DType.BOOL ? least : !d.isInteger() || d.bits() >= least.bits() ? d : d.isUnsigned() ? least == DType.I64 ? DType.U64 : DType.U32 : least;
    }

    /** Halves are computed with as floats. */
    static DType computed(DType d) {
        return d == DType.F16 || d == DType.BF16 ? DType.F32 : d;
    }

    /** What is reduced, the mask and the first value, which may be null. */
    private static List<NDArray> operands(NDArray a, NDArray initial, NDArray where) {
        var in = new ArrayList<>(List.of(a));
        if (initial != null) {
            in.add(initial);
        }
        if (where != null) {
            in.add(where);
        }
        return in;
    }

    private static NDArray masked(NDArray x, NDArray where, NDArray neutral) {
        if (where == null) {
            return x;
        }
        return Ops.where(where, x, neutral);
    }

    /** With the reduced axes again, of one element each. */
    static NDArray kept(NDArray r, Shape of, List<Integer> axes, boolean keepDims) {
        Shape s = of;
        for (int k : axes) {
            s = s.with(k, Extent.of(1));
        }
        return keepDims ? Structural.reshape(r, s) : r;
    }

    private static NDArray sumOrProduct(String what, NDArray a, int[] axes, DType dtype, boolean keepDims, NDArray initial, NDArray where) {
        boolean product = what.equals("prod");
        List<Integer> over = AxisNumbers.of(what, axes, a.rank());
        DType result = dtype != null ? dtype : accumulated(a.dtype());
        Object key = Structural.key(what, over, result, keepDims, initial != null, where != null);
        return strong(Operation.fused(key, operands(a, initial, where), in -> {
            DType in32 = computed(result);
            NDArray x = masked(Ops.to(in.get(0), in32), where == null ? null : in.get(in.size() - 1), Ops.constant(product ? 1 : 0, in32));
            NDArray r = product ? product(x, over) : Reduction.reduce(in32 == DType.BOOL ? Prim.REDUCE_OR : Prim.REDUCE_ADD, x, over);
            if (initial != null) {
                NDArray first = Ops.to(in.get(1), in32);
                r = product ? Ops.mul(first, r) : Ops.add(first, r);
            }
            return Ops.to(kept(r, x.shapeOf(), over, keepDims), result);
        }));
    }

    /** Results of reductions do not take the type of what they are combined with. */
    static NDArray strong(NDArray x) {
        return x.isWeak() ? new NDArray(x.dtype(), false, x.value()) : x;
    }

    private static NDArray product(NDArray x, List<Integer> axes) {
        if (x.dtype() == DType.BOOL) {
            return Reduction.reduce(Prim.REDUCE_AND, x, axes);
        }
        if (!x.dtype().isComplex()) {
            return Reduction.reduce(Prim.REDUCE_MUL, x, axes);
        }
        NDArray last = lastAxis(x, axes);
        int k = last.rank() - 1;
        Extent n = last.shapeOf().get(k);
        return n.is(0) ? Ops.full(1, x.dtype(), last.shapeOf().part(0, k)) : Joins.slice(Running.scan(Prim.CUM_MUL, last, k), k, n.value() - 1);
    }

    /** The sum over axes. */
    public static NDArray sum(NDArray a, int[] axes, DType dtype, boolean keepDims, NDArray initial, NDArray where) {
        return sumOrProduct("sum", a, axes, dtype, keepDims, initial, where);
    }

    /** The product over axes. */
    public static NDArray prod(NDArray a, int[] axes, DType dtype, boolean keepDims, NDArray initial, NDArray where) {
        return sumOrProduct("prod", a, axes, dtype, keepDims, initial, where);
    }

    /** The greatest element over axes. */
    public static NDArray max(NDArray a, int[] axes, boolean keepDims, NDArray initial, NDArray where) {
        return extreme("max", Prim.REDUCE_MAX, a, axes, keepDims, initial, where);
    }

    /** The least element over axes. */
    public static NDArray min(NDArray a, int[] axes, boolean keepDims, NDArray initial, NDArray where) {
        return extreme("min", Prim.REDUCE_MIN, a, axes, keepDims, initial, where);
    }

    /** The greatest ({@code REDUCE_MAX}) or least elements over axes; of none the number of the type that leaves all others as they are. */
    public static NDArray extreme(String what, Prim p, NDArray a, int... axes) {
        List<Integer> over = AxisNumbers.of(what, axes, a.rank());
        return strong(Operation.fused(Structural.key(what + "OrNone", over), List.of(a), in -> extreme(what, p, in.get(0), over, false)));
    }

    private static NDArray extreme(String what, Prim p, NDArray a, int[] axes, boolean keepDims, NDArray initial, NDArray where) {
        List<Integer> over = AxisNumbers.of(what, axes, a.rank());
        if (where != null && initial == null) {
            throw new JacobiException(what + ": where a mask leaves out all elements there is no extreme one; give an initial value, too.");
        }
        if (initial == null) {
            over.forEach(k -> notEmpty(what, a, k));
        }
        return strong(Operation.fused(Structural.key(what, over, keepDims, initial != null, where != null), operands(a, initial, where), in -> {
            NDArray x = masked(in.get(0), where == null ? null : in.get(in.size() - 1), neutral(p, a.dtype()));
            NDArray r = extreme(what, p, x, over, keepDims);
            NDArray first = initial == null ? null : Ops.to(in.get(1), a.dtype());
            return initial == null ? r : p == Prim.REDUCE_MAX ? Ops.max(first, r) : Ops.min(first, r);
        }));
    }

    static void notEmpty(String what, NDArray a, int axis) {
        if (a.shapeOf().get(axis).is(0)) {
            throw new JacobiException(what + ": an array of shape " + a.shapeOf() + " has no elements along axis " + axis + ", and nothing is the " + what + " of none.");
        }
    }

    static NDArray neutral(Prim p, DType d) {
        return p == Prim.REDUCE_MAX ? Ops.constant(Ops.least(d), d) : Ops.greatest(d);
    }

    /** The least or greatest elements without further settings; of none what leaves all others as they are. */
    static NDArray extreme(String what, Prim p, NDArray x, List<Integer> over, boolean keepDims) {
        if (x.dtype().isComplex()) {
            throw new JacobiException(what + ": complex numbers have no order; take real(), imag() or abs() first.");
        }
        if (over.stream().anyMatch(k -> x.shapeOf().get(k).is(0))) {
            return kept(Structural.full(neutral(p, x.dtype()), x.shapeOf().without(over)), x.shapeOf(), over, keepDims);
        }
        Prim q = x.dtype() != DType.BOOL ? p : p == Prim.REDUCE_MAX ? Prim.REDUCE_OR : Prim.REDUCE_AND;
        return kept(Reduction.reduce(q, x, over), x.shapeOf(), over, keepDims);
    }

    /** Whether all ({@code REDUCE_AND}) or some ({@code REDUCE_OR}) are not zero. */
    public static NDArray bool(String what, Prim p, NDArray a, int[] axes, boolean keepDims, NDArray where) {
        List<Integer> over = AxisNumbers.of(what, axes, a.rank());
        return Operation.fused(Structural.key(what, over, keepDims, where != null), operands(a, null, where), in -> {
            NDArray x = masked(truth(in.get(0)), where == null ? null : in.get(1), Ops.constant(p == Prim.REDUCE_AND ? 1 : 0, DType.BOOL));
            return kept(Reduction.reduce(p, x, over), x.shapeOf(), over, keepDims);
        });
    }

    /** Which elements are not zero. */
    static NDArray truth(NDArray a) {
        return a.dtype() == DType.BOOL ? a : Ops.ne(a, Ops.constant(0, a.dtype()));
    }

    /** How many are not zero. */
    public static NDArray countNonzero(NDArray a, int[] axes, boolean keepDims) {
        List<Integer> over = AxisNumbers.of("countNonzero", axes, a.rank());
        DType d = Ops.index();
        return Operation.fused(Structural.key("countNonzero", over, keepDims, d), List.of(a), in -> {
            NDArray x = Ops.to(truth(in.get(0)), d);
            return kept(Reduction.reduce(Prim.REDUCE_ADD, x, over), x.shapeOf(), over, keepDims);
        });
    }

    static NDArray count(NDArray a) {
        return countNonzero(a, null, false);
    }

    /** The greatest element less the least one. */
    public static NDArray ptp(NDArray a, int[] axes, boolean keepDims) {
        return Ops.sub(max(a, axes, keepDims, null, null), min(a, axes, keepDims, null, null));
    }

    /** Where the least or greatest element along an axis is; null flattens. */
    public static NDArray arg(String what, Prim p, NDArray a, Integer axis, boolean keepDims) {
        NDArray flat = axis == null ? Shapes.ravel(a) : a;
        int k = axis == null ? 0 : AxisNumbers.of(what, axis, a.rank());
        notEmpty(what, flat, k);
        if (a.dtype().isComplex()) {
            throw new JacobiException(what + ": complex numbers have no order; take real(), imag() or abs() first.");
        }
        DType d = Ops.index();
        return Operation.fused(Structural.key(what, axis == null, k, keepDims, d), List.of(a), in -> {
            NDArray x = axis == null ? Shapes.ravel(in.get(0)) : in.get(0);
            NDArray r = Ops.to(Reduction.arg(p, x.dtype() == DType.BOOL ? Ops.to(x, DType.I8) : x, k), d);
            return kept(r, in.get(0).shapeOf(), axis == null ? Reduction.allAxes(in.get(0)) : List.of(k), keepDims);
        });
    }

    /** These axes as one, which is the last. */
    static NDArray lastAxis(NDArray x, List<Integer> axes) {
        if (axes.size() == x.rank()) {
            return x.rank() == 0 ? Shapes.ravel(x) : Shapes.ravel(Structural.transpose(x, axes.stream().sorted().toList()));
        }
        var order = new ArrayList<Integer>();
        for (int k = 0; k < x.rank(); k++) {
            if (!axes.contains(k)) {
                order.add(k);
            }
        }
        int rest = order.size();
        axes.stream().sorted().forEach(order::add);
        NDArray y = Structural.transpose(x, order);
        var extents = new ArrayList<>(y.shapeOf().part(0, rest).extents());
        extents.add(y.shapeOf().part(rest, y.rank()).size());
        return Shapes.reshape(y, extents);
    }

    /** The sum of a diagonal of the matrices that two axes make. */
    public static NDArray trace(NDArray a, int offset, int axis1, int axis2, DType dtype) {
        return sum(diagonal(a, offset, axis1, axis2), new int[] {-1}, dtype, false, null, null);
    }

    /** A diagonal of the matrices that two axes make, as the last axis. */
    public static NDArray diagonal(NDArray a, int offset, int axis1, int axis2) {
        int p = AxisNumbers.of("diagonal", axis1, a.rank());
        int q = AxisNumbers.of("diagonal", axis2, a.rank());
        if (p == q) {
            throw new JacobiException("diagonal: the axes " + axis1 + " and " + axis2 + " are the same; a matrix has two.");
        }
        return Operation.fused(Structural.key("diagonal", offset, p, q), List.of(a), in -> {
            NDArray x = Shapes.move("diagonal", in.get(0), new int[] {p, q}, new int[] {a.rank() - 2, a.rank() - 1});
            int r = x.rank();
            Extent rows = x.shapeOf().get(r - 2);
            Extent columns = x.shapeOf().get(r - 1);
            int down = Math.max(0, -offset);
            int right = Math.max(0, offset);
            Extent n = down == 0 && right == 0 ? rows.min(columns) : rows.minus(down).min(columns.minus(right)).max(Extent.of(0));
            NDArray i = Structural.iota(DType.I32, new Shape(List.of(n)), 0);
            NDArray place = Ops.add(Ops.mul(Ops.add(i, Ops.num((long) down)), columns.number()), Ops.add(i, Ops.num((long) right)));
            var flat = new ArrayList<>(x.shapeOf().part(0, r - 2).extents());
            flat.add(rows.times(columns));
            return Indexing.take(Shapes.reshape(x, flat), place, r - 2);
        });
    }
}
