package dev.jacobi;

import dev.jacobi.array.scipy.BesselFunctions;
import dev.jacobi.array.scipy.ErrorFunctions;
import dev.jacobi.array.scipy.ExponentialIntegrals;
import dev.jacobi.array.scipy.FresnelIntegrals;
import java.util.List;

/** Functions of {@link Special}: error functions, Bessel functions and exponential integrals. */
abstract class SpecialErrors {
    /**
     * The error function, 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x.
     *
     * @param x numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray erf(NDArray x) {
        return ErrorFunctions.erf(x);
    }

    /**
     * The complement of the error function, 1 - erf(x), with full precision where that is small.
     *
     * @param x numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray erfc(NDArray x) {
        return ErrorFunctions.erfc(x);
    }

    /**
     * The inverse of the error function.
     *
     * @param x numbers from -1 to 1; outside the result is NaN
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray erfinv(NDArray x) {
        return ErrorFunctions.erfinv(x);
    }

    /**
     * The distribution function of the normal distribution, the integral of its density up to x.
     *
     * @param x numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray ndtr(NDArray x) {
        return ErrorFunctions.ndtr(x);
    }

    /**
     * The logarithm of the distribution function of the normal distribution, with full precision where that is small.
     *
     * @param x numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray logNdtr(NDArray x) {
        return ErrorFunctions.logNdtr(x);
    }

    /**
     * The inverse of the distribution function of the normal distribution.
     *
     * @param p probabilities from 0 to 1; outside the result is NaN
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray ndtri(NDArray p) {
        return ErrorFunctions.ndtri(p);
    }

    /**
     * The modified Bessel function of the first kind of order 0.
     *
     * @param x numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray i0(NDArray x) {
        return BesselFunctions.i0(x);
    }

    /**
     * The modified Bessel function of the first kind of order 0 times exp(-|x|), which does not overflow.
     *
     * @param x numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray i0e(NDArray x) {
        return BesselFunctions.i0e(x);
    }

    /**
     * The modified Bessel function of the first kind of order 1.
     *
     * @param x numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray i1(NDArray x) {
        return BesselFunctions.i1(x);
    }

    /**
     * The modified Bessel function of the first kind of order 1 times exp(-|x|), which does not overflow.
     *
     * @param x numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray i1e(NDArray x) {
        return BesselFunctions.i1e(x);
    }

    /**
     * The exponential integral, that of exp(-t) / t from x on.
     *
     * @param x positive numbers; below 0 the result is NaN
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray exp1(NDArray x) {
        return ExponentialIntegrals.exp1(x);
    }

    /**
     * The exponential integral, the principal value of that of exp(t) / t up to x.
     *
     * @param x numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray expi(NDArray x) {
        return ExponentialIntegrals.expi(x);
    }

    /**
     * The Fresnel integrals: of sin(pi t^2 / 2) and of cos(pi t^2 / 2) from 0 to x.
     *
     * @param x numbers
     * @return two arrays of the same shape, that of the sine first
     * @throws JacobiException if an operand is complex
     */
    public static List<NDArray> fresnel(NDArray x) {
        return FresnelIntegrals.both(x);
    }

    /**
     * The generalised exponential integral, that of exp(-x t) / t^n from 1 on.
     *
     * @param n orders, whole numbers from 0 on, by which there is no derivative
     * @param x numbers from 0 on
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray expn(NDArray n, NDArray x) {
        return ExponentialIntegrals.expn(n, x);
    }

    /**
     * The generalised exponential integral, that of exp(-x t) / t^n from 1 on, for one number as second operand.
     *
     * @param n orders, whole numbers from 0 on, by which there is no derivative
     * @param x a number from 0 on
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray expn(NDArray n, double x) {
        return expn(n, NDArray.scalar(x));
    }

    /**
     * The generalised exponential integral of one order.
     *
     * @param n the order, from 0 on
     * @param x numbers from 0 on
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray expn(long n, NDArray x) {
        return expn(NDArray.scalar(n), x);
    }

    /**
     * The dilogarithm of 1 - x: the integral of log(t) / (1 - t) from 1 to x.
     *
     * @param x numbers from 0 on; below the result is NaN
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray spence(NDArray x) {
        return ExponentialIntegrals.spence(x);
    }
}
