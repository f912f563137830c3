package dev.jacobi.array.random;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.ir.Prim;

/** Arithmetic on arrays of one type and numbers of that type, in which the distributions are written. */
final class Reals {
    private Reals() {
    }

    /** A number of a type that is not weak. */
    static NDArray number(double v, DType d) {
        return JavaArrays.scalar(v, d, false);
    }

    static NDArray whole(long v, DType d) {
        return JavaArrays.scalar(v, d, false);
    }

    static NDArray full(double v, DType d, Shape shape) {
        return Structural.full(number(v, d), shape);
    }

    static NDArray to(NDArray x, DType d) {
        NDArray y = Casts.to(x, d);
        return y.isWeak() ? new NDArray(d, false, y.value()) : y;
    }

    static NDArray add(NDArray a, NDArray b) {
        return Elementwise.apply(Prim.ADD, a, b);
    }

    static NDArray add(NDArray a, double b) {
        return add(a, number(b, a.dtype()));
    }

    static NDArray sub(NDArray a, NDArray b) {
        return Elementwise.apply(Prim.SUB, a, b);
    }

    static NDArray sub(NDArray a, double b) {
        return sub(a, number(b, a.dtype()));
    }

    static NDArray sub(double a, NDArray b) {
        return sub(number(a, b.dtype()), b);
    }

    static NDArray mul(NDArray a, NDArray b) {
        return Elementwise.apply(Prim.MUL, a, b);
    }

    static NDArray mul(NDArray a, double b) {
        return mul(a, number(b, a.dtype()));
    }

    static NDArray div(NDArray a, NDArray b) {
        return Elementwise.apply(Prim.DIV, a, b);
    }

    static NDArray div(NDArray a, double b) {
        return div(a, number(b, a.dtype()));
    }

    static NDArray div(double a, NDArray b) {
        return div(number(a, b.dtype()), b);
    }

    static NDArray pow(NDArray a, NDArray b) {
        return Elementwise.apply(Prim.POW, a, b);
    }

    static NDArray max(NDArray a, NDArray b) {
        return Elementwise.apply(Prim.MAX, a, b);
    }

    static NDArray min(NDArray a, NDArray b) {
        return Elementwise.apply(Prim.MIN, a, b);
    }

    static NDArray neg(NDArray a) {
        return Elementwise.unary(Prim.NEG, a);
    }

    static NDArray abs(NDArray a) {
        return Elementwise.unary(Prim.ABS, a);
    }

    static NDArray floor(NDArray a) {
        return Elementwise.unary(Prim.FLOOR, a);
    }

    static NDArray sqrt(NDArray a) {
        return Elementwise.unary(Prim.SQRT, a);
    }

    static NDArray exp(NDArray a) {
        return Elementwise.unary(Prim.EXP, a);
    }

    static NDArray log(NDArray a) {
        return Elementwise.unary(Prim.LOG, a);
    }

    static NDArray log1p(NDArray a) {
        return Elementwise.unary(Prim.LOG1P, a);
    }

    static NDArray constant(NDArray a) {
        return Elementwise.unary(Prim.STOP_GRADIENT, a);
    }

    static NDArray is(Prim comparison, NDArray a, NDArray b) {
        return Elementwise.compare(comparison, a, b);
    }

    static NDArray is(Prim comparison, NDArray a, double b) {
        return is(comparison, a, number(b, a.dtype()));
    }

    static NDArray and(NDArray a, NDArray b) {
        return Elementwise.apply(Prim.AND, a, b);
    }

    static NDArray or(NDArray a, NDArray b) {
        return Elementwise.apply(Prim.OR, a, b);
    }

    static NDArray not(NDArray a) {
        return Elementwise.unary(Prim.NOT, a);
    }

    static NDArray select(NDArray condition, NDArray a, NDArray b) {
        return Elementwise.select(condition, a, b);
    }

    static NDArray select(NDArray condition, NDArray a, double b) {
        return select(condition, a, number(b, a.dtype()));
    }

    static NDArray select(NDArray condition, double a, NDArray b) {
        return select(condition, number(a, b.dtype()), b);
    }
}
