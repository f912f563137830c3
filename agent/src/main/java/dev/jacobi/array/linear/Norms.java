package dev.jacobi.array.linear;

import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.algorithms.AxisNumbers;
import dev.jacobi.array.algorithms.Reductions;
import dev.jacobi.array.algorithms.Shapes;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Parts;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Reduction;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.numpy.Arithmetic;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;

/** Norms of vectors and of matrices. */
public final class Norms {
    private Norms() {
    }

    /**
     * The norm of the vectors along one axis, or of the matrices of two. {@code ord} is a number or "fro" or "nuc", or null for the root of the sum of squares; {@code axes} null means all, for which an
     * {@code ord} asks for an array of one or two axes.
     */
    public static NDArray norm(String what, NDArray a, Object ord, int[] axes, boolean keepDims) {
        NDArray x = Promotion.inexact(a).get(0);
        List<Integer> all = AxisNumbers.of(what, axes, a.rank());
        if (ord != null && (all.isEmpty() || all.size() > 2)) {
            throw new JacobiException(what + ": an array of shape " + a.shapeOf() + " has " + all.size() + " axes to take the norm of order " + ord + " of; name one or two.");
        }
        Object order = ord instanceof Number n ? Double.valueOf(n.doubleValue()) : ord;
        return Operation.fused(Structural.key("norm", String.valueOf(order), all, keepDims), List.of(x), in -> {
            NDArray y = in.get(0);
            NDArray n = order == null ? root(squares(y), all) : all.size() == 1 ? vectors(what, y, order, all) : matrices(what, y, order, all);
            return keepDims ? kept(n, y.shapeOf(), all) : n;
        });
    }

    private static NDArray kept(NDArray n, Shape whole, List<Integer> axes) {
        Shape s = whole;
        for (int k : axes) {
            s = s.with(k, Extent.of(1));
        }
        return Structural.reshape(n, s);
    }

    static NDArray squares(NDArray x) {
        NDArray re = Parts.real(x);
        NDArray squares = Elementwise.apply(Prim.MUL, re, re);
        if (!x.dtype().isComplex()) {
            return squares;
        }
        NDArray im = Parts.imaginary(x);
        return Elementwise.apply(Prim.ADD, squares, Elementwise.apply(Prim.MUL, im, im));
    }

    private static NDArray root(NDArray squares, List<Integer> axes) {
        return Elementwise.unary(Prim.SQRT, Reduction.reduce(Prim.REDUCE_ADD, squares, axes));
    }

    private static NDArray vectors(String what, NDArray x, Object ord, List<Integer> axes) {
        if (!(ord instanceof Double p)) {
            throw new JacobiException(what + ": vectors have no norm '" + ord + "'; give a number.");
        }
        NDArray size = Arithmetic.absolute(x);
        if (Double.isInfinite(p)) {
            return p > 0 ? greatest(size, axes) : least(size, axes);
        } else if (p == 0) {
            return Reduction.reduce(Prim.REDUCE_ADD, Casts.to(Elementwise.compare(Prim.NE, size, Matrices.number(0, size)), size.dtype()), axes);
        } else if (p == 1) {
            return Reduction.reduce(Prim.REDUCE_ADD, size, axes);
        } else if (p == 2) {
            return root(squares(x), axes);
        }
        NDArray sum = Reduction.reduce(Prim.REDUCE_ADD, Arithmetic.power(size, Matrices.number(p, size)), axes);
        return Arithmetic.power(sum, Matrices.number(1 / p, sum));
    }

    /** The greatest of numbers that are not negative, which is 0 where there are none. */
    private static NDArray greatest(NDArray x, List<Integer> axes) {
        return Reductions.max(x, places(axes), false, Matrices.number(0, x), null);
    }

    /** The least one, which none of no numbers is. */
    private static NDArray least(NDArray x, List<Integer> axes) {
        return Reductions.min(x, places(axes), false, null, null);
    }

    private static int[] places(List<Integer> axes) {
        return axes.stream().mapToInt(k -> k).toArray();
    }

    private static NDArray matrices(String what, NDArray x, Object ord, List<Integer> axes) {
        if (ord.equals("fro")) {
            return root(squares(x), axes);
        }
        NDArray y = Shapes.move(what, x, new int[] {axes.get(0), axes.get(1)}, new int[] {x.rank() - 2, x.rank() - 1});
        List<Integer> last = List.of(y.rank() - 2);
        if (ord.equals("nuc")) {
            return Reduction.reduce(Prim.REDUCE_ADD, Factors.values(y), last);
        } else if (ord.equals(2.0)) {
            return greatest(Factors.values(y), last);
        } else if (ord.equals(-2.0)) {
            return least(Factors.values(y), last);
        }
        double p = ord instanceof Double d ? d : Double.NaN;
        if (Math.abs(p) != 1 && !Double.isInfinite(p)) {
            throw new JacobiException(what + ": matrices have no norm '" + ord + "'; there are 1, -1, 2, -2, both infinities, fro and nuc.");
        }
        NDArray sums = Reduction.reduce(Prim.REDUCE_ADD, Arithmetic.absolute(y), List.of(Double.isInfinite(p) ? y.rank() - 1 : y.rank() - 2));
        return p > 0 ? greatest(sums, last) : least(sums, last);
    }

    /** The norm of vectors along axes that are taken as one, or of all elements. */
    public static NDArray ofVectors(NDArray a, double ord, int[] axes, boolean keepDims) {
        List<Integer> all = AxisNumbers.of("vectorNorm", axes, a.rank());
        if (all.size() == 1) {
            return norm("vectorNorm", a, ord, new int[] {all.get(0)}, keepDims);
        }
        NDArray x = Promotion.inexact(a).get(0);
        return Operation.fused(Structural.key("vectorNorm", ord, all, keepDims), List.of(x), in -> {
            NDArray n = vectors("vectorNorm", in.get(0), ord, all);
            return keepDims ? kept(n, in.get(0).shapeOf(), new ArrayList<>(all)) : n;
        });
    }
}
