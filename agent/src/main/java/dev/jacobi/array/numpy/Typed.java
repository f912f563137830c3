package dev.jacobi.array.numpy;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.ir.Prim;
import java.util.function.UnaryOperator;

/** The words that formulas are written in: operations on arrays that are not complex and have one type, in which numbers take the type of what they are combined with. */
final class Typed {
    private Typed() {
    }

    /** A number of an array's type. */
    static NDArray number(NDArray x, double v) {
        return JavaArrays.scalar(v, x.dtype(), true);
    }

    /** An integer of an array's type; of unsigned types these are its bits. */
    static NDArray integer(NDArray x, long v) {
        return JavaArrays.scalar(v, x.dtype(), true);
    }

    static NDArray add(NDArray x, NDArray y) {
        return Elementwise.apply(Prim.ADD, x, y);
    }

    static NDArray add(NDArray x, double y) {
        return add(x, number(x, y));
    }

    static NDArray sub(NDArray x, NDArray y) {
        return Elementwise.apply(Prim.SUB, x, y);
    }

    static NDArray sub(double x, NDArray y) {
        return sub(number(y, x), y);
    }

    static NDArray mul(NDArray x, NDArray y) {
        return Elementwise.apply(Prim.MUL, x, y);
    }

    static NDArray mul(NDArray x, double y) {
        return mul(x, number(x, y));
    }

    static NDArray div(NDArray x, NDArray y) {
        return Elementwise.apply(Prim.DIV, x, y);
    }

    static NDArray div(NDArray x, double y) {
        return div(x, number(x, y));
    }

    static NDArray div(double x, NDArray y) {
        return div(number(y, x), y);
    }

    static NDArray neg(NDArray x) {
        return Elementwise.unary(Prim.NEG, x);
    }

    static NDArray abs(NDArray x) {
        return Elementwise.unary(Prim.ABS, x);
    }

    static NDArray square(NDArray x) {
        return mul(x, x);
    }

    static NDArray min(NDArray x, NDArray y) {
        return Elementwise.apply(Prim.MIN, x, y);
    }

    static NDArray max(NDArray x, NDArray y) {
        return Elementwise.apply(Prim.MAX, x, y);
    }

    static NDArray copySign(NDArray size, NDArray sign) {
        return Elementwise.apply(Prim.COPYSIGN, size, sign);
    }

    static NDArray eq(NDArray x, NDArray y) {
        return Elementwise.compare(Prim.EQ, x, y);
    }

    static NDArray eq(NDArray x, double y) {
        return eq(x, number(x, y));
    }

    static NDArray ne(NDArray x, NDArray y) {
        return Elementwise.compare(Prim.NE, x, y);
    }

    static NDArray ne(NDArray x, double y) {
        return ne(x, number(x, y));
    }

    static NDArray lt(NDArray x, NDArray y) {
        return Elementwise.compare(Prim.LT, x, y);
    }

    static NDArray lt(NDArray x, double y) {
        return lt(x, number(x, y));
    }

    static NDArray gt(NDArray x, NDArray y) {
        return Elementwise.compare(Prim.GT, x, y);
    }

    static NDArray gt(NDArray x, double y) {
        return gt(x, number(x, y));
    }

    static NDArray isNan(NDArray x) {
        return ne(x, x);
    }

    static NDArray isInfinite(NDArray x) {
        return eq(abs(x), Double.POSITIVE_INFINITY);
    }

    static NDArray and(NDArray x, NDArray y) {
        return Elementwise.apply(Prim.AND, x, y);
    }

    static NDArray or(NDArray x, NDArray y) {
        return Elementwise.apply(Prim.OR, x, y);
    }

    static NDArray not(NDArray x) {
        return Elementwise.unary(Prim.NOT, x);
    }

    static NDArray where(NDArray c, NDArray x, NDArray y) {
        return Elementwise.select(c, x, y);
    }

    static NDArray where(NDArray c, double x, NDArray y) {
        return where(c, number(y, x), y);
    }

    static NDArray where(NDArray c, NDArray x, double y) {
        return where(c, x, number(x, y));
    }

    /** Computed with the precision of a float at least: what has 16 bits is rounded once, at the end. */
    static NDArray precisely(NDArray x, UnaryOperator<NDArray> f) {
        return x.dtype() == DType.F16 || x.dtype() == DType.BF16 ? Casts.to(f.apply(Casts.to(x, DType.F32)), x.dtype()) : f.apply(x);
    }
}
