package dev.jacobi;

import dev.jacobi.array.scipy.ConfluentFunctions;
import dev.jacobi.array.scipy.GammaFunctions;
import dev.jacobi.array.scipy.IncompleteFunctions;

/** Functions of {@link Special}: the gamma function and its kin. */
abstract class SpecialGamma extends SpecialErrors {
    /**
     * The logarithm of the absolute value of the gamma function.
     *
     * @param x numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gammaln(NDArray x) {
        return GammaFunctions.gammaln(x);
    }

    /**
     * The sign of the gamma function, 1 or -1; NaN at the negative whole numbers.
     *
     * @param x numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gammasgn(NDArray x) {
        return GammaFunctions.gammasgn(x);
    }

    /**
     * The gamma function.
     *
     * @param x numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gamma(NDArray x) {
        return GammaFunctions.gamma(x);
    }

    /**
     * The beta function, gamma(a) gamma(b) / gamma(a + b).
     *
     * @param a numbers
     * @param b numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray beta(NDArray a, NDArray b) {
        return GammaFunctions.beta(a, b);
    }

    /**
     * The beta function, gamma(a) gamma(b) / gamma(a + b), for one number as second operand.
     *
     * @param a numbers
     * @param b a number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray beta(NDArray a, double b) {
        return beta(a, NDArray.scalar(b));
    }

    /**
     * The logarithm of the absolute value of the beta function.
     *
     * @param a numbers
     * @param b numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray betaln(NDArray a, NDArray b) {
        return GammaFunctions.betaln(a, b);
    }

    /**
     * The logarithm of the absolute value of the beta function, for one number as second operand.
     *
     * @param a numbers
     * @param b a number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray betaln(NDArray a, double b) {
        return betaln(a, NDArray.scalar(b));
    }

    /**
     * The derivative of {@link #gammaln}.
     *
     * @param x numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray digamma(NDArray x) {
        return GammaFunctions.digamma(x);
    }

    /**
     * The derivative of some order of {@link #digamma}.
     *
     * @param n orders, whole numbers from 0 on, by which there is no derivative
     * @param x positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray polygamma(NDArray n, NDArray x) {
        return GammaFunctions.polygamma(n, x);
    }

    /**
     * The derivative of some order of {@link #digamma}, for one number as second operand.
     *
     * @param n orders, whole numbers from 0 on, by which there is no derivative
     * @param x positive a number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray polygamma(NDArray n, double x) {
        return polygamma(n, NDArray.scalar(x));
    }

    /**
     * The derivative of one order of {@link #digamma}.
     *
     * @param n the order, from 0 on
     * @param x positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray polygamma(long n, NDArray x) {
        return polygamma(NDArray.scalar(n), x);
    }

    /**
     * Hurwitz's zeta function, the sum of (q + k)^-x over k from 0.
     *
     * @param x numbers above 1
     * @param q numbers that are no whole ones up to 0
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray zeta(NDArray x, NDArray q) {
        return GammaFunctions.zeta(x, q);
    }

    /**
     * Hurwitz's zeta function, the sum of (q + k)^-x over k from 0, for one number as second operand.
     *
     * @param x numbers above 1
     * @param q a number that are no whole ones up to 0
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray zeta(NDArray x, double q) {
        return zeta(x, NDArray.scalar(q));
    }

    /**
     * Riemann's zeta function, the sum of k^-x over k from 1.
     *
     * @param x numbers above 1
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray zeta(NDArray x) {
        return zeta(x, 1.0);
    }

    /**
     * The logarithm of the gamma function of several dimensions.
     *
     * @param a numbers above (d - 1) / 2
     * @param d the dimension, from 1 on
     * @return an array of the same shape
     * @throws JacobiException if the dimension is less than 1 or the numbers are complex
     */
    public static NDArray multigammaln(NDArray a, int d) {
        return GammaFunctions.multigammaln(a, d);
    }

    /**
     * The factorial, gamma(n + 1); 0 of negative numbers.
     *
     * @param n numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray factorial(NDArray n) {
        return GammaFunctions.factorial(n);
    }

    /**
     * The rising factorial, gamma(z + m) / gamma(z).
     *
     * @param z numbers
     * @param m numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray poch(NDArray z, NDArray m) {
        return GammaFunctions.poch(z, m);
    }

    /**
     * The rising factorial, gamma(z + m) / gamma(z), for one number as second operand.
     *
     * @param z numbers
     * @param m a number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray poch(NDArray z, double m) {
        return poch(z, NDArray.scalar(m));
    }

    /**
     * The first Bernoulli numbers.
     *
     * @param n the number of the last one, from 0 on
     * @return an array of n + 1 numbers
     * @throws JacobiException if the number is negative
     */
    public static NDArray bernoulli(int n) {
        return GammaFunctions.bernoulli(n);
    }

    /**
     * Kummer's confluent hypergeometric function, the sum of a (a + 1) ... (a + k - 1) / (b (b + 1) ... (b + k - 1)) x^k / k! over k from 0; where a is 0 it is 1, and infinite where only b is.
     *
     * @param a numbers, not negative
     * @param b numbers, not negative
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray hyp1f1(NDArray a, NDArray b, NDArray x) {
        return ConfluentFunctions.kummer(a, b, x);
    }

    /**
     * The lower regularised incomplete gamma function: the integral of t^(a - 1) exp(-t) / gamma(a) from 0 to x.
     *
     * @param a positive numbers
     * @param x numbers from 0 on
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gammainc(NDArray a, NDArray x) {
        return IncompleteFunctions.gammainc(a, x);
    }

    /**
     * The lower regularised incomplete gamma function: the integral of t^(a - 1) exp(-t) / gamma(a) from 0 to x, for one number as second operand.
     *
     * @param a positive numbers
     * @param x a number from 0 on
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gammainc(NDArray a, double x) {
        return gammainc(a, NDArray.scalar(x));
    }

    /**
     * The upper regularised incomplete gamma function, 1 - gammainc(a, x).
     *
     * @param a positive numbers
     * @param x numbers from 0 on
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gammaincc(NDArray a, NDArray x) {
        return IncompleteFunctions.gammaincc(a, x);
    }

    /**
     * The upper regularised incomplete gamma function, 1 - gammainc(a, x), for one number as second operand.
     *
     * @param a positive numbers
     * @param x a number from 0 on
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gammaincc(NDArray a, double x) {
        return gammaincc(a, NDArray.scalar(x));
    }

    /**
     * The regularised incomplete beta function: the integral of t^(a - 1) (1 - t)^(b - 1) / beta(a, b) from 0 to x. It has derivatives by all operands.
     *
     * @param a positive numbers
     * @param b positive numbers
     * @param x numbers from 0 to 1
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray betainc(NDArray a, NDArray b, NDArray x) {
        return IncompleteFunctions.betainc(a, b, x);
    }

    /**
     * The regularised incomplete beta function for two numbers.
     *
     * @param a a positive number
     * @param b a positive number
     * @param x numbers from 0 to 1
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray betainc(double a, double b, NDArray x) {
        return betainc(NDArray.scalar(a), NDArray.scalar(b), x);
    }
}
