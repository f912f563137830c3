package dev.jacobi.array.algorithms;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Parts;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.numpy.Arithmetic;
import dev.jacobi.ir.Prim;
import java.util.List;

/** What the formulas of this package are written in: {@link Arithmetic} where that has the function, and what only they need. Operands are promoted and broadcast. */
final class Ops {
    private Ops() {
    }

    static NDArray add(NDArray a, NDArray b) {
        return Arithmetic.add(a, b);
    }

    /** The difference; of bool whether just one holds, which is what differences of them are. */
    static NDArray sub(NDArray a, NDArray b) {
        return a.dtype() == DType.BOOL && b.dtype() == DType.BOOL ? Elementwise.apply(Prim.XOR, a, b) : Arithmetic.subtract(a, b);
    }

    static NDArray mul(NDArray a, NDArray b) {
        return Arithmetic.multiply(a, b);
    }

    /** The quotient of reals or complex numbers; integers become reals. */
    static NDArray div(NDArray a, NDArray b) {
        return Arithmetic.divide(a, b);
    }

    /** The remainder of integers with a sign, which has the divisor's sign. */
    static NDArray mod(NDArray a, NDArray b) {
        List<NDArray> in = Promotion.all(a, b);
        NDArray rest = Elementwise.apply(Prim.REM, in.get(0), in.get(1));
        NDArray zero = like(0, rest);
        NDArray other = Elementwise.apply(Prim.AND, ne(rest, zero), ne(lt(rest, zero), lt(in.get(1), zero)));
        return where(other, add(rest, in.get(1)), rest);
    }

    static NDArray conj(NDArray a) {
        return Arithmetic.conjugate(a);
    }

    static NDArray neg(NDArray a) {
        return a.dtype().isComplex() ? Parts.complex(neg(Parts.real(a)), neg(Parts.imaginary(a))) : Elementwise.unary(Prim.NEG, a);
    }

    /** The square of the absolute value, a real. */
    static NDArray squaredSize(NDArray a) {
        return a.dtype().isComplex() ? add(mul(Parts.real(a), Parts.real(a)), mul(Parts.imaginary(a), Parts.imaginary(a))) : mul(a, a);
    }

    static NDArray eq(NDArray a, NDArray b) {
        return equal(Prim.EQ, Prim.AND, a, b);
    }

    static NDArray ne(NDArray a, NDArray b) {
        return equal(Prim.NE, Prim.OR, a, b);
    }

    private static NDArray equal(Prim p, Prim both, NDArray a, NDArray b) {
        List<NDArray> in = Promotion.all(a, b);
        NDArray x = in.get(0);
        NDArray y = in.get(1);
        return !x.dtype().isComplex() ? Elementwise.compare(p, x, y)
            : Elementwise.apply(both, Elementwise.compare(p, Parts.real(x), Parts.real(y)), Elementwise.compare(p, Parts.imaginary(x), Parts.imaginary(y)));
    }

    static NDArray lt(NDArray a, NDArray b) {
        List<NDArray> in = Promotion.all(a, b);
        return Elementwise.compare(Prim.LT, in.get(0), in.get(1));
    }

    static NDArray le(NDArray a, NDArray b) {
        List<NDArray> in = Promotion.all(a, b);
        return Elementwise.compare(Prim.LE, in.get(0), in.get(1));
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

    /** {@code a} where the condition, of any type, is not zero, else {@code b}. */
    static NDArray where(NDArray condition, NDArray a, NDArray b) {
        List<NDArray> in = Promotion.all(a, b);
        return Elementwise.select(Casts.to(condition, DType.BOOL), in.get(0), in.get(1));
    }

    static NDArray min(NDArray a, NDArray b) {
        return Arithmetic.minimum(a, b);
    }

    static NDArray max(NDArray a, NDArray b) {
        return Arithmetic.maximum(a, b);
    }

    /** Which elements are not numbers; of integers none. */
    static NDArray isNaN(NDArray a) {
        return ne(a, a);
    }

    static NDArray floor(NDArray a) {
        return Elementwise.unary(Prim.FLOOR, a);
    }

    static NDArray sqrt(NDArray a) {
        return Elementwise.unary(Prim.SQRT, a);
    }

    static NDArray abs(NDArray a) {
        return a.dtype().isComplex() ? Elementwise.apply(Prim.HYPOT, Parts.real(a), Parts.imaginary(a)) : a.dtype().isUnsigned() || a.dtype() == DType.BOOL ? a : Elementwise.unary(Prim.ABS, a);
    }

    static NDArray num(double v) {
        return NDArray.scalar(v);
    }

    static NDArray num(long v) {
        return NDArray.scalar(v);
    }

    /** A number of an array's type. */
    static NDArray like(double v, NDArray a) {
        return JavaArrays.scalar(v, a.dtype(), false);
    }

    /** A number of a type. */
    static NDArray constant(double v, DType d) {
        return JavaArrays.scalar(v, d, false);
    }

    static NDArray zeros(DType d, Shape shape) {
        return Structural.full(constant(0, d), shape);
    }

    static NDArray full(double v, DType d, Shape shape) {
        return Structural.full(constant(v, d), shape);
    }

    static NDArray to(NDArray a, DType d) {
        return Casts.to(a, d);
    }

    /** As an array of reals or complex numbers. */
    static NDArray inexact(NDArray a) {
        return Promotion.inexact(a).get(0);
    }

    /** The type that a program has for indices. */
    static DType index() {
        return JavaArrays.standard(DType.I64);
    }

    /** The least number of a type, from which greatest ones are found: minus infinity of reals. */
    static double least(DType d) {
        return d.isReal() ? Double.NEGATIVE_INFINITY : d.isUnsigned() || d == DType.BOOL ? 0 : -Math.scalb(1.0, d.bits() - 1);
    }

    /** The greatest number of a type that has less than 64 bits, as a double. */
    static NDArray greatest(DType d) {
        return d.isReal() ? constant(Double.POSITIVE_INFINITY, d) : d == DType.BOOL ? constant(1, d)
            : JavaArrays.scalar(d.isUnsigned() ? d.bits() == 64 ? -1L : (1L << d.bits()) - 1 : d.bits() == 64 ? Long.MAX_VALUE : (1L << (d.bits() - 1)) - 1, d, false);
    }

    /** A number that has to be known now, which {@code advice} says how to do without. */
    static int known(String what, NDArray x, String advice) {
        if (Operation.isTraced(x) || Operation.isTraced()) {
            throw new JacobiException(what + ": how long the result is depends on the elements, which are not known while a function is compiled; " + advice);
        }
        return (int) Math.round(x.item());
    }
}
