package dev.jacobi.array.algorithms;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Indexing;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Reduction;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;

/** Quantiles: elements are sorted, and the one at a part of the way, or one between two, is taken. */
public final class Quantiles {
    private static final List<String> METHODS = List.of("linear", "lower", "higher", "midpoint", "nearest");

    private Quantiles() {
    }

    /** The quantiles {@code q}, from 0 to 1, over axes; q's axes come first in the result. {@code skip} leaves NaN out; otherwise what has one is NaN. */
    public static NDArray quantile(NDArray a, NDArray q, int[] axes, String method, boolean keepDims, boolean skip) {
        if (!METHODS.contains(method)) {
            throw new JacobiException("quantile: there is no method '" + method + "'; there are " + String.join(", ", METHODS) + ".");
        }
        if (a.dtype().isComplex()) {
            throw new JacobiException("quantile: complex numbers have no order; take real(), imag() or abs() first.");
        }
        List<Integer> over = AxisNumbers.of("quantile", axes, a.rank());
        over.forEach(k -> Reductions.notEmpty("quantile", a, k));
        List<NDArray> in = new ArrayList<>(Promotion.inexact(a, q));
        DType result = in.get(0).dtype();
        return Reductions.strong(Operation.fused(Structural.key("quantile", over, method, keepDims, skip), in, x -> {
            NDArray sorted = sorted(Reductions.lastAxis(x.get(0), over));
            NDArray part = Shapes.ravel(x.get(1));
            NDArray y = skip ? skipping(sorted, part, method) : whole(sorted, part, method);
            return Ops.to(shaped(y, x.get(0).shapeOf(), over, x.get(1).shapeOf(), keepDims), result);
        }));
    }

    private static NDArray sorted(NDArray x) {
        return Reduction.sort(List.of(x), x.rank() - 1, 1).get(0);
    }

    /** With the axes of q, which are one and the first now, and those kept. */
    private static NDArray shaped(NDArray y, Shape of, List<Integer> over, Shape q, boolean keepDims) {
        Shape rest = of;
        for (int k : over) {
            rest = rest.with(k, Extent.of(1));
        }
        return Structural.reshape(y, q.followedBy(keepDims ? rest : of.without(over)));
    }

    private static NDArray whole(NDArray sorted, NDArray q, String method) {
        int k = sorted.rank() - 1;
        NDArray at = Ops.mul(q, Ops.sub(Ops.to(sorted.shapeOf().get(k).number(), q.dtype()), Ops.constant(1, q.dtype())));
        NDArray low = Ops.floor(at);
        NDArray between = Ops.sub(at, low);
        NDArray high = Elementwise.unary(Prim.CEIL, at);
        NDArray a = front(Indexing.take(sorted, Ops.to(low, DType.I32), k));
        NDArray b = front(Indexing.take(sorted, Ops.to(high, DType.I32), k));
        NDArray y = mixed(a, b, along(between, a.rank()), method);
        NDArray last = Structural.reshape(Joins.part(sorted, k, sorted.shapeOf().get(k).minus(1), Extent.of(1)), sorted.shapeOf().part(0, k));
        return Ops.where(Ops.isNaN(last), Ops.constant(Double.NaN, y.dtype()), y);
    }

    /** Of the elements of each line that are numbers; NaN of lines without. */
    private static NDArray skipping(NDArray sorted, NDArray q, String method) {
        int k = sorted.rank() - 1;
        NDArray numbers = Ops.to(Ops.not(Ops.isNaN(sorted)), sorted.dtype());
        NDArray count = Reduction.reduce(Prim.REDUCE_ADD, numbers, List.of(k));
        NDArray last = Ops.max(Ops.sub(count, Ops.constant(1, count.dtype())), Ops.constant(0, count.dtype()));
        NDArray at = Ops.mul(Structural.reshape(last, last.shapeOf().inserted(k, Extent.of(1))), q);
        NDArray low = Ops.floor(at);
        NDArray high = Ops.min(Elementwise.unary(Prim.CEIL, at), Structural.reshape(last, last.shapeOf().inserted(k, Extent.of(1))));
        NDArray a = Takes.takeAlong(sorted, Ops.to(low, DType.I32), k, "clip");
        NDArray b = Takes.takeAlong(sorted, Ops.to(high, DType.I32), k, "clip");
        NDArray y = front(mixed(a, b, Ops.sub(at, low), method));
        return Ops.where(Ops.eq(count, Ops.constant(0, count.dtype())), Ops.constant(Double.NaN, y.dtype()), y);
    }

    /** The last axis as the first. */
    private static NDArray front(NDArray x) {
        return Shapes.move(x, x.rank() - 1, 0);
    }

    /** A vector along the first axis of several. */
    private static NDArray along(NDArray x, int rank) {
        Shape s = x.shapeOf();
        for (int k = 1; k < rank; k++) {
            s = s.inserted(k, Extent.of(1));
        }
        return Structural.reshape(x, s);
    }

    private static NDArray mixed(NDArray low, NDArray high, NDArray share, String method) {
        return switch (method) {
            case "lower" -> Ops.add(low, Ops.mul(share, Ops.like(0, share)));
            case "higher" -> Ops.add(high, Ops.mul(share, Ops.like(0, share)));
            case "midpoint" -> Ops.mul(Ops.add(low, high), Ops.like(0.5, low));
            case "nearest" -> Ops.where(Ops.le(share, Ops.like(0.5, share)), low, high);
            default -> Ops.add(Ops.mul(low, Ops.sub(Ops.like(1, share), share)), Ops.mul(high, share));
        };
    }

    /** The median: the mean of the two in the middle. */
    public static NDArray median(NDArray a, int[] axes, boolean keepDims, boolean skip) {
        return quantile(a, NDArray.scalar(0.5), axes, "midpoint", keepDims, skip);
    }

    /** Percents of an array as parts of one; Java numbers as precisely as the array's elements. */
    public static NDArray parts(NDArray percents, NDArray a) {
        NDArray p = percents.isWeak() && a.dtype() == DType.F64 ? Ops.to(percents, DType.F64) : Ops.inexact(percents);
        return Ops.div(p, JavaArrays.scalar(100, p.dtype(), p.isWeak()));
    }
}
