package dev.jacobi.array.algorithms;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;

/** Means and variances. Numbers of elements are values of the program, so that one serves all lengths. */
public final class Moments {
    private Moments() {
    }

    private static List<NDArray> operands(NDArray a, NDArray where) {
        return where == null ? List.of(a) : List.of(a, where);
    }

    /** The type of means of integers is the default real one. */
    static DType inexact(DType d) {
        return d.isInexact() ? d : JavaArrays.standard(DType.F64);
    }

    /** How many elements are reduced to one, as a number of a type. */
    private static NDArray count(NDArray x, List<Integer> over, NDArray where, DType d, boolean keepDims) {
        if (where != null) {
            NDArray all = Structural.broadcastTo(Ops.to(where, DType.BOOL), x.shapeOf());
            return Reductions.sum(all, over.stream().mapToInt(k -> k).toArray(), d, keepDims, null, null);
        }
        Extent n = Extent.of(1);
        for (int k : over) {
            n = n.times(x.shapeOf().get(k));
        }
        return Ops.to(n.number(), d);
    }

    /** The mean over axes. */
    public static NDArray mean(NDArray a, int[] axes, DType dtype, boolean keepDims, NDArray where) {
        List<Integer> over = AxisNumbers.of("mean", axes, a.rank());
        DType result = dtype != null ? dtype : inexact(a.dtype());
        return Reductions.strong(Operation.fused(Structural.key("mean", over, result, keepDims), operands(a, where),
            in -> mean(in.get(0), over, result, keepDims, in.size() > 1 ? in.get(1) : null)));
    }

    private static NDArray mean(NDArray x, List<Integer> over, DType result, boolean keepDims, NDArray where) {
        DType in32 = Reductions.computed(result);
        NDArray sum = Reductions.sum(x, over.stream().mapToInt(k -> k).toArray(), in32, keepDims, null, where);
        return Ops.to(quotient(sum, count(x, over, where, in32.real(), keepDims)), result);
    }

    /** Divided by real numbers; integers towards zero. */
    private static NDArray quotient(NDArray sum, NDArray n) {
        return sum.dtype().isComplex() ? Ops.div(sum, Ops.to(n, sum.dtype())) : Elementwise.apply(Prim.DIV, sum, n);
    }

    /** The mean squared distance from the mean; {@code ddof} is taken from the number of elements. */
    public static NDArray var(NDArray a, int[] axes, DType dtype, double ddof, boolean keepDims, NDArray where) {
        return variance("var", a, axes, dtype, ddof, keepDims, where);
    }

    /** The root of the variance. */
    public static NDArray std(NDArray a, int[] axes, DType dtype, double ddof, boolean keepDims, NDArray where) {
        return variance("std", a, axes, dtype, ddof, keepDims, where);
    }

    private static NDArray variance(String what, NDArray a, int[] axes, DType dtype, double ddof, boolean keepDims, NDArray where) {
        List<Integer> over = AxisNumbers.of(what, axes, a.rank());
        if (dtype != null && !dtype.isInexact()) {
            throw new JacobiException(what + ": the type of the result cannot be " + dtype + "; give a type of reals.");
        }
        DType result = dtype != null ? dtype : inexact(a.dtype()).real();
        DType in32 = Reductions.computed(dtype != null ? inexact(Promotion.of(a.dtype(), false, dtype, false).dtype()) : inexact(a.dtype()));
        boolean root = what.equals("std");
        return Reductions.strong(Operation.fused(Structural.key(what, over, result, in32, ddof, keepDims), operands(a, where), in -> {
            NDArray mask = in.size() > 1 ? in.get(1) : null;
            NDArray v = variance(Ops.to(in.get(0), in32), over, ddof, keepDims, mask);
            return Ops.to(root ? Ops.sqrt(v) : v, result);
        }));
    }

    private static NDArray variance(NDArray given, List<Integer> over, double ddof, boolean keepDims, NDArray where) {
        // what is left out may be NaN, which would reach the derivatives through the difference from the mean
        NDArray x = where == null ? given : Ops.where(where, given, Ops.constant(0, given.dtype()));
        NDArray far = Ops.sub(x, mean(x, over, x.dtype(), true, where));
        NDArray squares = Ops.squaredSize(far);
        DType d = squares.dtype();
        NDArray n = Ops.sub(count(x, over, where, d, keepDims), Ops.constant(ddof, d));
        NDArray sum = Reductions.sum(squares, over.stream().mapToInt(k -> k).toArray(), d, keepDims, null, where);
        NDArray some = Ops.lt(Ops.constant(0, d), n);
        return Ops.where(some, Ops.div(sum, Ops.where(some, n, Ops.constant(1, d))), Ops.constant(Double.NaN, d));
    }

    /** The mean in which elements count as much as their weights say: as many as elements, or one per slice along one axis. */
    public static NDArray average(NDArray a, int[] axes, NDArray weights, boolean keepDims) {
        if (weights == null) {
            return mean(a, axes, null, keepDims, null);
        }
        List<Integer> over = AxisNumbers.of("average", axes, a.rank());
        NDArray w = weights(a, over, weights);
        List<NDArray> in = Promotion.inexact(a, w);
        int[] along = over.stream().mapToInt(k -> k).toArray();
        return Reductions.strong(Operation.fused(Structural.key("average", over, keepDims), in, x -> {
            NDArray y = Structural.broadcastTo(x.get(1), x.get(0).shapeOf());
            return Ops.div(Reductions.sum(Ops.mul(x.get(0), y), along, null, keepDims, null, null), Reductions.sum(y, along, null, keepDims, null, null));
        }));
    }

    private static NDArray weights(NDArray a, List<Integer> over, NDArray w) {
        if (w.rank() == a.rank()) {
            return w;
        }
        if (w.rank() != over.size()) {
            throw new JacobiException("average: weights of shape " + w.shapeOf() + " do not go with an array of shape " + a.shapeOf() + "; give one for each element, or one for each slice along the axis.");
        }
        var extents = new ArrayList<Extent>();
        for (int k = 0; k < a.rank(); k++) {
            extents.add(over.contains(k) ? w.shapeOf().get(over.indexOf(k)) : Extent.of(1));
        }
        var order = over.stream().sorted().map(over::indexOf).toList();
        return Structural.reshape(Structural.transpose(w, order), new Shape(extents));
    }
}
