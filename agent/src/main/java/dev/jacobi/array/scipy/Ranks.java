package dev.jacobi.array.scipy;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.algorithms.AxisNumbers;
import dev.jacobi.array.algorithms.Moments;
import dev.jacobi.array.algorithms.Reductions;
import dev.jacobi.array.algorithms.Shapes;
import dev.jacobi.array.algorithms.Sorting;
import dev.jacobi.array.algorithms.Takes;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.ir.Prim;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Ranks of elements, most frequent elements, and errors of means. */
public final class Ranks {
    private Ranks() {
    }

    /** Which of its elements each pair of a vector compares: a row for each element. */
    private static NDArray column(NDArray x) {
        return Structural.reshape(x, new Shape(List.of(x.shapeOf().get(0), Extent.of(1))));
    }

    private static NDArray count(NDArray bools) {
        return Reductions.sum(bools, new int[] {1}, null, false, null, null);
    }

    /** The ranks of all elements, from 1: by the number of smaller and of equal ones. */
    public static NDArray rankdata(NDArray a, String method) {
        NDArray x = Structural.reshape(a, new Shape(List.of(a.shapeOf().size())));
        DType real = JavaArrays.standard(DType.F64);
        NDArray c = column(x);
        NDArray less = count(x.lt(c));
        NDArray equal = count(x.eq(c));
        NDArray i = Structural.iota(DType.I32, x.shapeOf(), 0);
        NDArray before = i.lt(column(i));
        NDArray out = switch (method) {
            case "average" -> Casts.to(less, real).plus(Casts.to(equal, real).plus(1.0).times(0.5));
            case "min" -> less.plus(1);
            case "max" -> less.plus(equal);
            case "dense" -> {
                // an element counts once: where no equal one comes before it
                NDArray first = count(x.eq(c).and(before)).eq(0);
                yield count(x.lt(c).and(first)).plus(1);
            }
            case "ordinal" -> less.plus(count(x.eq(c).and(before))).plus(1);
            default -> throw new JacobiException("rankdata: there is no method '" + method + "'; give average, min, max, dense or ordinal.");
        };
        return Casts.to(out, real);
    }

    /** The most frequent element along an axis, the least of those, and how often it is there; a null axis flattens. All NaN are one element, the greatest. */
    public static List<NDArray> mode(NDArray a, Integer axis, boolean keepDims) {
        NDArray x = axis == null ? Shapes.ravel(a) : Shapes.leading(a, 1);
        int k = axis == null ? 0 : AxisNumbers.of("mode", axis, x.rank());
        Shape all = axis == null && keepDims ? new Shape(Collections.nCopies(a.rank(), Extent.of(1))) : null;
        if (x.shapeOf().get(k).is(0)) {
            Shape left = all != null ? all : keepDims ? x.shapeOf().with(k, Extent.of(1)) : x.shapeOf().without(List.of(k));
            DType real = JavaArrays.standard(DType.F64);
            return List.of(Structural.full(JavaArrays.scalar(Double.NaN, real, false), left), Structural.full(JavaArrays.scalar(0, real, false), left));
        }
        NDArray sorted = Sorting.sort(x, k, false);
        Shape s = sorted.shapeOf();
        NDArray one = Structural.reshape(sorted, s.inserted(k, Extent.of(1)));
        NDArray other = Structural.reshape(sorted, s.inserted(k + 1, Extent.of(1)));
        NDArray equal = x.dtype().isInexact() ? one.eq(other).or(one.ne(one).and(other.ne(other))) : one.eq(other);
        NDArray counts = Reductions.sum(equal, new int[] {k + 1}, null, false, null, null);
        NDArray first = Reductions.arg("mode", Prim.ARGMAX, counts, k, true);
        return Stream.of(Takes.takeAlong(sorted, first, k, "clip"), Takes.takeAlong(counts, first, k, "clip"))
            .map(y -> all != null ? Structural.reshape(y, all) : keepDims ? y : Structural.reshape(y, y.shapeOf().without(List.of(k)))).toList();
    }

    /** The standard error of the mean. */
    public static NDArray sem(NDArray a, int[] axes, double ddof, boolean keepDims) {
        NDArray x = Promotion.inexact(a).get(0);
        Extent n = Extent.of(1);
        if (axes == null) {
            n = x.shapeOf().size();
        } else {
            for (int k : axes) {
                n = n.times(x.shapeOf().get(k < 0 ? k + x.rank() : k));
            }
        }
        NDArray std = Moments.std(x, axes, null, ddof, keepDims, null);
        return std.dividedBy(SpecialReals.sqrt(Casts.to(n.number(), x.dtype())));
    }
}
