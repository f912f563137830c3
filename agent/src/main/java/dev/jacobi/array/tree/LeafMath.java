package dev.jacobi.array.tree;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Reduction;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.numpy.Arithmetic;
import dev.jacobi.array.numpy.Relations;
import dev.jacobi.ir.Prim;

/** What trees of arrays need of arithmetic. */
public final class LeafMath {
    private LeafMath() {
    }

    /** An array of one number, of another one's shape and type. */
    public static NDArray fullLike(NDArray x, NDArray number) {
        return Structural.full(Casts.to(number, x.dtype(), x.isWeak()), x.shapeOf());
    }

    /** The sum of all elements. */
    public static NDArray sum(NDArray x) {
        NDArray y = x.dtype() == DType.BOOL ? Casts.to(x, DType.I32) : x;
        return Reduction.reduce(Prim.REDUCE_ADD, y, Reduction.allAxes(y));
    }

    /** The sum of the squares of the absolute values. */
    public static NDArray squares(NDArray x) {
        NDArray a = x.dtype().isComplex() ? Arithmetic.absolute(x) : x;
        return sum(Arithmetic.multiply(a, a));
    }

    /** The sum of products of elements at one place. */
    public static NDArray dot(NDArray a, NDArray b) {
        return sum(Arithmetic.multiply(a, b));
    }

    /** The square root of each element. */
    public static NDArray sqrt(NDArray x) {
        return Elementwise.unary(Prim.SQRT, x);
    }

    /** Whether each element is not 0. */
    public static NDArray all(NDArray x) {
        NDArray y = truth(x);
        return Reduction.reduce(Prim.REDUCE_AND, y, Reduction.allAxes(y));
    }

    /** Whether some element is not 0. */
    public static NDArray any(NDArray x) {
        NDArray y = truth(x);
        return Reduction.reduce(Prim.REDUCE_OR, y, Reduction.allAxes(y));
    }

    private static NDArray truth(NDArray x) {
        return x.dtype() == DType.BOOL ? x : Relations.compare(Prim.NE, x, NDArray.scalar(0));
    }

    /** Whether both hold. */
    public static NDArray and(NDArray a, NDArray b) {
        return Elementwise.apply(Prim.AND, a, b);
    }

    /** Whether one holds. */
    public static NDArray or(NDArray a, NDArray b) {
        return Elementwise.apply(Prim.OR, a, b);
    }

    /** A truth value as an array. */
    public static NDArray of(boolean v) {
        return NDArray.of(v, DType.BOOL);
    }
}
