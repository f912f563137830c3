package dev.jacobi;

import dev.jacobi.array.core.Shape;
import dev.jacobi.array.random.Gammas;

/**
 * Functions of {@link Prng} that draw numbers of the gamma distribution and those made of it. Derivatives by a shape parameter are
 * implicit ones, as JAX's: those of the number below which as much of the distribution lies. They are derivatives of the first order; those of higher orders are not told,
 * and count as zero.
 */
abstract class PrngGamma extends PrngBounded {
    /**
     * Draws numbers of the gamma distribution with scale 1.
     *
     * @param key the key, two u32
     * @param a the shape parameter, above 0
     * @return the a number
     * @throws JacobiException if the key is none
     */
    public static NDArray gamma(NDArray key, double a) {
        return Prng.gamma(key, NDArray.of(a, DType.F64));
    }

    /**
     * Draws numbers of the gamma distribution with scale 1.
     *
     * @param key the key, two u32
     * @param a the shape parameter, above 0
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none
     */
    public static NDArray gamma(NDArray key, double a, int... shape) {
        return Prng.gamma(key, NDArray.of(a, DType.F64), shape);
    }

    /**
     * Draws numbers of the gamma distribution with scale 1.
     *
     * @param key the key, two u32
     * @param a the shape parameter, above 0, an array
     * @return the numbers of the shape that the parameters have together
     * @throws JacobiException if the key is none
     */
    public static NDArray gamma(NDArray key, NDArray a) {
        return Gammas.gamma(key, a, null, null);
    }

    /**
     * Draws numbers of the gamma distribution with scale 1.
     *
     * @param key the key, two u32
     * @param a the shape parameter, above 0, an array
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none, or parameters cannot be broadcast to the shape
     */
    public static NDArray gamma(NDArray key, NDArray a, int... shape) {
        return Gammas.gamma(key, a, Shape.of(shape), null);
    }

    /**
     * Draws numbers of the gamma distribution with scale 1.
     *
     * @param key the key, two u32
     * @param a the shape parameter, above 0, an array
     * @param shape the shape of the result; null for that of the parameters together
     * @param dtype the type of the numbers, real; null for the default
     * @return the numbers
     * @throws JacobiException if the key is none, parameters cannot be broadcast to the shape, or the type is not real
     */
    public static NDArray gamma(NDArray key, NDArray a, int[] shape, DType dtype) {
        return Gammas.gamma(key, a, shape == null ? null : Shape.of(shape), dtype);
    }

    /**
     * Draws logarithms of numbers of the gamma distribution with scale 1, which are exact also where those are nearly 0.
     *
     * @param key the key, two u32
     * @param a the shape parameter, above 0
     * @return the a number
     * @throws JacobiException if the key is none
     */
    public static NDArray loggamma(NDArray key, double a) {
        return Prng.loggamma(key, NDArray.of(a, DType.F64));
    }

    /**
     * Draws logarithms of numbers of the gamma distribution with scale 1, which are exact also where those are nearly 0.
     *
     * @param key the key, two u32
     * @param a the shape parameter, above 0
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none
     */
    public static NDArray loggamma(NDArray key, double a, int... shape) {
        return Prng.loggamma(key, NDArray.of(a, DType.F64), shape);
    }

    /**
     * Draws logarithms of numbers of the gamma distribution with scale 1, which are exact also where those are nearly 0.
     *
     * @param key the key, two u32
     * @param a the shape parameter, above 0, an array
     * @return the numbers of the shape that the parameters have together
     * @throws JacobiException if the key is none
     */
    public static NDArray loggamma(NDArray key, NDArray a) {
        return Gammas.loggamma(key, a, null, null);
    }

    /**
     * Draws logarithms of numbers of the gamma distribution with scale 1, which are exact also where those are nearly 0.
     *
     * @param key the key, two u32
     * @param a the shape parameter, above 0, an array
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none, or parameters cannot be broadcast to the shape
     */
    public static NDArray loggamma(NDArray key, NDArray a, int... shape) {
        return Gammas.loggamma(key, a, Shape.of(shape), null);
    }

    /**
     * Draws logarithms of numbers of the gamma distribution with scale 1, which are exact also where those are nearly 0.
     *
     * @param key the key, two u32
     * @param a the shape parameter, above 0, an array
     * @param shape the shape of the result; null for that of the parameters together
     * @param dtype the type of the numbers, real; null for the default
     * @return the numbers
     * @throws JacobiException if the key is none, parameters cannot be broadcast to the shape, or the type is not real
     */
    public static NDArray loggamma(NDArray key, NDArray a, int[] shape, DType dtype) {
        return Gammas.loggamma(key, a, shape == null ? null : Shape.of(shape), dtype);
    }

    /**
     * Draws numbers of the beta distribution, from 0 to 1.
     *
     * @param key the key, two u32
     * @param a the first shape parameter, above 0
     * @param b the second shape parameter, above 0
     * @return the a number
     * @throws JacobiException if the key is none
     */
    public static NDArray beta(NDArray key, double a, double b) {
        return Prng.beta(key, NDArray.of(a, DType.F64), NDArray.of(b, DType.F64));
    }

    /**
     * Draws numbers of the beta distribution, from 0 to 1.
     *
     * @param key the key, two u32
     * @param a the first shape parameter, above 0
     * @param b the second shape parameter, above 0
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none
     */
    public static NDArray beta(NDArray key, double a, double b, int... shape) {
        return Prng.beta(key, NDArray.of(a, DType.F64), NDArray.of(b, DType.F64), shape);
    }

    /**
     * Draws numbers of the beta distribution, from 0 to 1.
     *
     * @param key the key, two u32
     * @param a the first shape parameter, above 0, an array
     * @param b the second shape parameter, above 0, an array
     * @return the numbers of the shape that the parameters have together
     * @throws JacobiException if the key is none, or parameters cannot be broadcast together
     */
    public static NDArray beta(NDArray key, NDArray a, NDArray b) {
        return Gammas.beta(key, a, b, null, null);
    }

    /**
     * Draws numbers of the beta distribution, from 0 to 1.
     *
     * @param key the key, two u32
     * @param a the first shape parameter, above 0, an array
     * @param b the second shape parameter, above 0, an array
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none, or parameters cannot be broadcast to the shape
     */
    public static NDArray beta(NDArray key, NDArray a, NDArray b, int... shape) {
        return Gammas.beta(key, a, b, Shape.of(shape), null);
    }

    /**
     * Draws numbers of the beta distribution, from 0 to 1.
     *
     * @param key the key, two u32
     * @param a the first shape parameter, above 0, an array
     * @param b the second shape parameter, above 0, an array
     * @param shape the shape of the result; null for that of the parameters together
     * @param dtype the type of the numbers, real; null for the default
     * @return the numbers
     * @throws JacobiException if the key is none, parameters cannot be broadcast to the shape, or the type is not real
     */
    public static NDArray beta(NDArray key, NDArray a, NDArray b, int[] shape, DType dtype) {
        return Gammas.beta(key, a, b, shape == null ? null : Shape.of(shape), dtype);
    }

    /**
     * Draws sums of squares of normal numbers.
     *
     * @param key the key, two u32
     * @param df how many squares, the degrees of freedom
     * @return the a number
     * @throws JacobiException if the key is none
     */
    public static NDArray chisquare(NDArray key, double df) {
        return Prng.chisquare(key, NDArray.of(df, DType.F64));
    }

    /**
     * Draws sums of squares of normal numbers.
     *
     * @param key the key, two u32
     * @param df how many squares, the degrees of freedom
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none
     */
    public static NDArray chisquare(NDArray key, double df, int... shape) {
        return Prng.chisquare(key, NDArray.of(df, DType.F64), shape);
    }

    /**
     * Draws sums of squares of normal numbers.
     *
     * @param key the key, two u32
     * @param df how many squares, the degrees of freedom, an array
     * @return the numbers of the shape that the parameters have together
     * @throws JacobiException if the key is none
     */
    public static NDArray chisquare(NDArray key, NDArray df) {
        return Gammas.chisquare(key, df, null, null);
    }

    /**
     * Draws sums of squares of normal numbers.
     *
     * @param key the key, two u32
     * @param df how many squares, the degrees of freedom, an array
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none, or parameters cannot be broadcast to the shape
     */
    public static NDArray chisquare(NDArray key, NDArray df, int... shape) {
        return Gammas.chisquare(key, df, Shape.of(shape), null);
    }

    /**
     * Draws sums of squares of normal numbers.
     *
     * @param key the key, two u32
     * @param df how many squares, the degrees of freedom, an array
     * @param shape the shape of the result; null for that of the parameters together
     * @param dtype the type of the numbers, real; null for the default
     * @return the numbers
     * @throws JacobiException if the key is none, parameters cannot be broadcast to the shape, or the type is not real
     */
    public static NDArray chisquare(NDArray key, NDArray df, int[] shape, DType dtype) {
        return Gammas.chisquare(key, df, shape == null ? null : Shape.of(shape), dtype);
    }

    /**
     * Draws numbers of Student's distribution.
     *
     * @param key the key, two u32
     * @param df the degrees of freedom
     * @return the a number
     * @throws JacobiException if the key is none
     */
    public static NDArray t(NDArray key, double df) {
        return Prng.t(key, NDArray.of(df, DType.F64));
    }

    /**
     * Draws numbers of Student's distribution.
     *
     * @param key the key, two u32
     * @param df the degrees of freedom
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none
     */
    public static NDArray t(NDArray key, double df, int... shape) {
        return Prng.t(key, NDArray.of(df, DType.F64), shape);
    }

    /**
     * Draws numbers of Student's distribution.
     *
     * @param key the key, two u32
     * @param df the degrees of freedom, an array
     * @return the numbers of the shape that the parameters have together
     * @throws JacobiException if the key is none
     */
    public static NDArray t(NDArray key, NDArray df) {
        return Gammas.t(key, df, null, null);
    }

    /**
     * Draws numbers of Student's distribution.
     *
     * @param key the key, two u32
     * @param df the degrees of freedom, an array
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none, or parameters cannot be broadcast to the shape
     */
    public static NDArray t(NDArray key, NDArray df, int... shape) {
        return Gammas.t(key, df, Shape.of(shape), null);
    }

    /**
     * Draws numbers of Student's distribution.
     *
     * @param key the key, two u32
     * @param df the degrees of freedom, an array
     * @param shape the shape of the result; null for that of the parameters together
     * @param dtype the type of the numbers, real; null for the default
     * @return the numbers
     * @throws JacobiException if the key is none, parameters cannot be broadcast to the shape, or the type is not real
     */
    public static NDArray t(NDArray key, NDArray df, int[] shape, DType dtype) {
        return Gammas.t(key, df, shape == null ? null : Shape.of(shape), dtype);
    }

    /**
     * Draws numbers of Fisher's distribution: quotients of means of squares.
     *
     * @param key the key, two u32
     * @param dfnum the degrees of freedom above
     * @param dfden the degrees of freedom below
     * @return the a number
     * @throws JacobiException if the key is none
     */
    public static NDArray f(NDArray key, double dfnum, double dfden) {
        return Prng.f(key, NDArray.of(dfnum, DType.F64), NDArray.of(dfden, DType.F64));
    }

    /**
     * Draws numbers of Fisher's distribution: quotients of means of squares.
     *
     * @param key the key, two u32
     * @param dfnum the degrees of freedom above
     * @param dfden the degrees of freedom below
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none
     */
    public static NDArray f(NDArray key, double dfnum, double dfden, int... shape) {
        return Prng.f(key, NDArray.of(dfnum, DType.F64), NDArray.of(dfden, DType.F64), shape);
    }

    /**
     * Draws numbers of Fisher's distribution: quotients of means of squares.
     *
     * @param key the key, two u32
     * @param dfnum the degrees of freedom above, an array
     * @param dfden the degrees of freedom below, an array
     * @return the numbers of the shape that the parameters have together
     * @throws JacobiException if the key is none, or parameters cannot be broadcast together
     */
    public static NDArray f(NDArray key, NDArray dfnum, NDArray dfden) {
        return Gammas.f(key, dfnum, dfden, null, null);
    }

    /**
     * Draws numbers of Fisher's distribution: quotients of means of squares.
     *
     * @param key the key, two u32
     * @param dfnum the degrees of freedom above, an array
     * @param dfden the degrees of freedom below, an array
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none, or parameters cannot be broadcast to the shape
     */
    public static NDArray f(NDArray key, NDArray dfnum, NDArray dfden, int... shape) {
        return Gammas.f(key, dfnum, dfden, Shape.of(shape), null);
    }

    /**
     * Draws numbers of Fisher's distribution: quotients of means of squares.
     *
     * @param key the key, two u32
     * @param dfnum the degrees of freedom above, an array
     * @param dfden the degrees of freedom below, an array
     * @param shape the shape of the result; null for that of the parameters together
     * @param dtype the type of the numbers, real; null for the default
     * @return the numbers
     * @throws JacobiException if the key is none, parameters cannot be broadcast to the shape, or the type is not real
     */
    public static NDArray f(NDArray key, NDArray dfnum, NDArray dfden, int[] shape, DType dtype) {
        return Gammas.f(key, dfnum, dfden, shape == null ? null : Shape.of(shape), dtype);
    }
}
