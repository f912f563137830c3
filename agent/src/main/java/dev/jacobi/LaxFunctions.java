package dev.jacobi;

import dev.jacobi.array.lax.Bits;
import dev.jacobi.array.lax.Calc;
import dev.jacobi.array.lax.Scalars;
import dev.jacobi.ir.Prim;

/** Functions of {@link Lax} that work element by element on arrays of one type and shape. */
abstract class LaxFunctions extends LaxControl {
    /**
     * The absolute value of each element.
     *
     * @param x an array
     * @return |x|
     */
    public static NDArray abs(NDArray x) {
        return x.abs();
    }

    /**
     * Each element with the other sign.
     *
     * @param x an array
     * @return -x
     */
    public static NDArray neg(NDArray x) {
        return x.neg();
    }

    /**
     * The sum of each two elements.
     *
     * @param x an array
     * @param y another array
     * @return x + y
     */
    public static NDArray add(NDArray x, NDArray y) {
        return x.plus(y);
    }

    /**
     * The difference of each two elements.
     *
     * @param x an array
     * @param y another array
     * @return x - y
     */
    public static NDArray sub(NDArray x, NDArray y) {
        return x.minus(y);
    }

    /**
     * The product of each two elements.
     *
     * @param x an array
     * @param y another array
     * @return x y
     */
    public static NDArray mul(NDArray x, NDArray y) {
        return x.times(y);
    }

    /**
     * The quotient of each two elements, of integers rounded towards zero.
     *
     * @param x an array
     * @param y another array
     * @return x / y; -1 where an integer is divided by zero
     */
    public static NDArray div(NDArray x, NDArray y) {
        return Bits.div(x, y);
    }

    /**
     * The remainder of each two elements, with the sign of the first.
     *
     * @param x an array
     * @param y another array
     * @return the remainders; an integer itself where it is divided by zero
     */
    public static NDArray rem(NDArray x, NDArray y) {
        return Bits.rem(x, y);
    }

    /**
     * The greater one of each two elements.
     *
     * @param x an array
     * @param y another array
     * @return the greater ones; NaN if one is
     */
    public static NDArray max(NDArray x, NDArray y) {
        return Calc.max(x, y);
    }

    /**
     * The smaller one of each two elements.
     *
     * @param x an array
     * @param y another array
     * @return the smaller ones; NaN if one is
     */
    public static NDArray min(NDArray x, NDArray y) {
        return Calc.min(x, y);
    }

    /**
     * Each element to the power of another.
     *
     * @param x an array
     * @param y another array
     * @return x to the power of y
     */
    public static NDArray pow(NDArray x, NDArray y) {
        return x.pow(y);
    }

    /**
     * Each element to the power of a whole number, by multiplications.
     *
     * @param x an array
     * @param n the exponent
     * @return x to the power of n
     * @throws JacobiException if integers shall have a negative exponent
     */
    public static NDArray integerPow(NDArray x, int n) {
        return Scalars.integerPow(x, n);
    }

    /**
     * The square of each element.
     *
     * @param x an array
     * @return x x
     */
    public static NDArray square(NDArray x) {
        return x.times(x);
    }

    /**
     * The square root of each element.
     *
     * @param x an array
     * @return the roots; NaN of negative elements
     */
    public static NDArray sqrt(NDArray x) {
        return Calc.sqrt(x);
    }

    /**
     * The reciprocal square root of each element.
     *
     * @param x an array
     * @return 1 / sqrt(x)
     */
    public static NDArray rsqrt(NDArray x) {
        return Scalars.rsqrt(x);
    }

    /**
     * The exponential of each element.
     *
     * @param x an array
     * @return an array of reals
     */
    public static NDArray exp(NDArray x) {
        return Calc.real(Prim.EXP, x);
    }

    /**
     * The exponential of each element less 1, right for small elements.
     *
     * @param x an array
     * @return an array of reals
     */
    public static NDArray expm1(NDArray x) {
        return Calc.real(Prim.EXPM1, x);
    }

    /**
     * The natural logarithm of each element.
     *
     * @param x an array
     * @return an array of reals
     */
    public static NDArray log(NDArray x) {
        return Calc.real(Prim.LOG, x);
    }

    /**
     * The natural logarithm of 1 and each element, right for small elements.
     *
     * @param x an array
     * @return an array of reals
     */
    public static NDArray log1p(NDArray x) {
        return Calc.real(Prim.LOG1P, x);
    }

    /**
     * The sine of each element.
     *
     * @param x an array
     * @return an array of reals
     */
    public static NDArray sin(NDArray x) {
        return Calc.real(Prim.SIN, x);
    }

    /**
     * The cosine of each element.
     *
     * @param x an array
     * @return an array of reals
     */
    public static NDArray cos(NDArray x) {
        return Calc.real(Prim.COS, x);
    }

    /**
     * The tangent of each element.
     *
     * @param x an array
     * @return an array of reals
     */
    public static NDArray tan(NDArray x) {
        return Calc.real(Prim.TAN, x);
    }

    /**
     * The hyperbolic tangent of each element.
     *
     * @param x an array
     * @return an array of reals
     */
    public static NDArray tanh(NDArray x) {
        return Calc.real(Prim.TANH, x);
    }

    /**
     * The error function of each element.
     *
     * @param x an array
     * @return an array of reals
     */
    public static NDArray erf(NDArray x) {
        return Calc.real(Prim.ERF, x);
    }

    /**
     * The inverse of the error function of each element.
     *
     * @param x an array
     * @return an array of reals
     */
    public static NDArray erfInv(NDArray x) {
        return Calc.real(Prim.ERF_INV, x);
    }

    /**
     * The logarithm of the absolute value of the gamma function of each element.
     *
     * @param x an array
     * @return an array of reals
     */
    public static NDArray lgamma(NDArray x) {
        return Calc.real(Prim.LGAMMA, x);
    }

    /**
     * The derivative of {@link #lgamma} at each element.
     *
     * @param x an array
     * @return an array of reals
     */
    public static NDArray digamma(NDArray x) {
        return Calc.real(Prim.DIGAMMA, x);
    }

    /**
     * One less the error function of each element, right also where that is small for types up to 32 bits.
     *
     * @param x an array
     * @return 1 - erf(x)
     */
    public static NDArray erfc(NDArray x) {
        return Scalars.erfc(x);
    }

    /**
     * The logistic function of each element.
     *
     * @param x an array
     * @return 1 / (1 + exp(-x))
     */
    public static NDArray logistic(NDArray x) {
        return Scalars.logistic(x);
    }

    /**
     * The lower regularised incomplete gamma function.
     *
     * @param a the order, above 0
     * @param x where the integral ends
     * @return an array of reals
     * @throws JacobiException if the shapes cannot be broadcast to one, or numbers are complex
     */
    public static NDArray igamma(NDArray a, NDArray x) {
        return Special.gammainc(a, x);
    }

    /**
     * The upper regularised incomplete gamma function, 1 - igamma(a, x).
     *
     * @param a the order, above 0
     * @param x where the integral begins
     * @return an array of reals
     * @throws JacobiException if the shapes cannot be broadcast to one, or numbers are complex
     */
    public static NDArray igammac(NDArray a, NDArray x) {
        return Special.gammaincc(a, x);
    }

    /**
     * The regularised incomplete beta function.
     *
     * @param a the first order, above 0
     * @param b the second order, above 0
     * @param x where the integral ends, from 0 to 1
     * @return an array of reals
     * @throws JacobiException if the shapes cannot be broadcast to one, or numbers are complex
     */
    public static NDArray betainc(NDArray a, NDArray b, NDArray x) {
        return Special.betainc(a, b, x);
    }

    /**
     * The modified Bessel function of order 0 times exp(-|x|).
     *
     * @param x an array
     * @return an array of reals
     * @throws JacobiException if numbers are complex
     */
    public static NDArray besselI0e(NDArray x) {
        return Special.i0e(x);
    }

    /**
     * The modified Bessel function of order 1 times exp(-|x|).
     *
     * @param x an array
     * @return an array of reals
     * @throws JacobiException if numbers are complex
     */
    public static NDArray besselI1e(NDArray x) {
        return Special.i1e(x);
    }
}
