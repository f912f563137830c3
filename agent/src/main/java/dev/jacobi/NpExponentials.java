package dev.jacobi;

import dev.jacobi.array.numpy.ComplexFunctions;
import dev.jacobi.array.numpy.Numbers;
import dev.jacobi.array.numpy.RealFunctions;
import dev.jacobi.ir.Prim;

/** Functions of {@link Np}: powers of e, 2 and 10, logarithms and roots. Integers become reals, and complex numbers are taken unless a function says otherwise. */
abstract class NpExponentials extends NpPowers {
    /**
     * The powers of e.
     *
     * @param x exponents
     * @return an array of the same shape
     */
    public static NDArray exp(NDArray x) {
        return RealFunctions.of("exp", x, Prim.EXP, ComplexFunctions::exp);
    }

    /**
     * The powers of 2.
     *
     * @param x exponents
     * @return an array of the same shape
     */
    public static NDArray exp2(NDArray x) {
        return RealFunctions.of("exp2", x, RealFunctions::exp2, ComplexFunctions::exp2);
    }

    /**
     * The powers of e less 1, without loss of digits where that is small.
     *
     * @param x exponents
     * @return an array of the same shape
     */
    public static NDArray expm1(NDArray x) {
        return RealFunctions.of("expm1", x, Prim.EXPM1, ComplexFunctions::expm1);
    }

    /**
     * The natural logarithms; NaN below 0, where complex numbers have some.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray log(NDArray x) {
        return RealFunctions.of("log", x, Prim.LOG, ComplexFunctions::log);
    }

    /**
     * The logarithms to the base 2.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray log2(NDArray x) {
        return RealFunctions.of("log2", x, RealFunctions::log2, ComplexFunctions::log2);
    }

    /**
     * The logarithms to the base 10.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray log10(NDArray x) {
        return RealFunctions.of("log10", x, Prim.LOG10, ComplexFunctions::log10);
    }

    /**
     * The natural logarithms of 1 more, without loss of digits where x is small.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray log1p(NDArray x) {
        return RealFunctions.of("log1p", x, Prim.LOG1P, ComplexFunctions::log1p);
    }

    /**
     * The square roots; NaN below 0, where complex numbers have some.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray sqrt(NDArray x) {
        return RealFunctions.of("sqrt", x, Prim.SQRT, ComplexFunctions::sqrt);
    }

    /**
     * The cube roots.
     *
     * @param x numbers
     * @return an array of the same shape
     * @throws JacobiException if the numbers are complex
     */
    public static NDArray cbrt(NDArray x) {
        return RealFunctions.of("cbrt", x, Prim.CBRT, null);
    }

    /**
     * The products of numbers with themselves; integers stay such.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray square(NDArray x) {
        return Numbers.square(x);
    }

    /**
     * 1 divided by the numbers.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray reciprocal(NDArray x) {
        return RealFunctions.of("reciprocal", x, y -> Numbers.inverse(y), ComplexFunctions::reciprocal);
    }

    /**
     * The logarithms of the sums of the powers of e, without overflow.
     *
     * @param x exponents
     * @param y exponents
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray logaddexp(NDArray x, NDArray y) {
        return RealFunctions.of("logaddexp", x, y, RealFunctions::logAddExp, ComplexFunctions::logAddExp);
    }

    /**
     * The logarithms of the sums of the powers of e, without overflow, for one number that takes the type of the array.
     *
     * @param x exponents
     * @param y exponents
     * @return an array of the same shape
     */
    public static NDArray logaddexp(NDArray x, double y) {
        return logaddexp(x, NDArray.scalar(y));
    }

    /**
     * The logarithms to the base 2 of the sums of the powers of 2, without overflow.
     *
     * @param x exponents
     * @param y exponents
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray logaddexp2(NDArray x, NDArray y) {
        return RealFunctions.of("logaddexp2", x, y, RealFunctions::logAddExp2, ComplexFunctions::logAddExp2);
    }

    /**
     * The logarithms to the base 2 of the sums of the powers of 2, without overflow, for one number that takes the type of the array.
     *
     * @param x exponents
     * @param y exponents
     * @return an array of the same shape
     */
    public static NDArray logaddexp2(NDArray x, double y) {
        return logaddexp2(x, NDArray.scalar(y));
    }

    /**
     * The modified Bessel function of the first kind of order 0.
     *
     * @param x numbers
     * @return an array of the same shape
     * @throws JacobiException if the numbers are complex
     */
    public static NDArray i0(NDArray x) {
        return RealFunctions.of("i0", x, RealFunctions::i0, null);
    }

    /**
     * sin(pi x) / (pi x), which is 1 at 0.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray sinc(NDArray x) {
        return RealFunctions.of("sinc", x, RealFunctions::sinc, ComplexFunctions::sinc);
    }
}
