package dev.jacobi;

import dev.jacobi.array.core.Parts;
import dev.jacobi.array.numpy.Arithmetic;
import dev.jacobi.array.numpy.Choices;
import dev.jacobi.array.numpy.Numbers;

/** Functions of {@link Np}: parts of complex numbers, and tests of numbers. */
abstract class NpMath extends NpExtremes {
    /**
     * The real parts; numbers that are not complex are their own.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray real(NDArray x) {
        return Parts.real(x);
    }

    /**
     * The imaginary parts; 0 for numbers that are not complex.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray imag(NDArray x) {
        return Numbers.imaginaryPart(x);
    }

    /**
     * Complex numbers with the other sign of the imaginary part; others are their own.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray conjugate(NDArray x) {
        return Arithmetic.conjugate(x);
    }

    /**
     * The same as {@link #conjugate}.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray conj(NDArray x) {
        return Arithmetic.conjugate(x);
    }

    /**
     * The angles of complex numbers in radians, from -pi to pi.
     *
     * @param z numbers
     * @return an array of the same shape
     */
    public static NDArray angle(NDArray z) {
        return Numbers.angle(z, false);
    }

    /**
     * The angles of complex numbers.
     *
     * @param z numbers
     * @param deg whether angles are in degrees, not in radians
     * @return an array of the same shape
     */
    public static NDArray angle(NDArray z, boolean deg) {
        return Numbers.angle(z, deg);
    }

    /**
     * Whether numbers are NaN; of complex ones whether a part is.
     *
     * @param x numbers
     * @return an array of bool of the same shape
     */
    public static NDArray isnan(NDArray x) {
        return Numbers.isNaN(x);
    }

    /**
     * Whether numbers are infinite; of complex ones whether a part is.
     *
     * @param x numbers
     * @return an array of bool of the same shape
     */
    public static NDArray isinf(NDArray x) {
        return Numbers.isInf(x);
    }

    /**
     * Whether numbers are neither infinite nor NaN; of complex ones whether both parts are.
     *
     * @param x numbers
     * @return an array of bool of the same shape
     */
    public static NDArray isfinite(NDArray x) {
        return Numbers.isFinite(x);
    }

    /**
     * Whether numbers are the positive infinity.
     *
     * @param x numbers
     * @return an array of bool of the same shape
     * @throws JacobiException if the numbers are complex
     */
    public static NDArray isposinf(NDArray x) {
        return Numbers.isInfinity("isposinf", x, Double.POSITIVE_INFINITY);
    }

    /**
     * Whether numbers are the negative infinity.
     *
     * @param x numbers
     * @return an array of bool of the same shape
     * @throws JacobiException if the numbers are complex
     */
    public static NDArray isneginf(NDArray x) {
        return Numbers.isInfinity("isneginf", x, Double.NEGATIVE_INFINITY);
    }

    /**
     * Whether imaginary parts are not 0.
     *
     * @param x numbers
     * @return an array of bool of the same shape
     */
    public static NDArray iscomplex(NDArray x) {
        return Numbers.imaginary("iscomplex", x, false);
    }

    /**
     * Whether imaginary parts are 0.
     *
     * @param x numbers
     * @return an array of bool of the same shape
     */
    public static NDArray isreal(NDArray x) {
        return Numbers.imaginary("isreal", x, true);
    }

    /**
     * Numbers with 0 in place of NaN, and the largest numbers of the type in place of infinities.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray nanToNum(NDArray x) {
        return Numbers.nanToNum(x, NDArray.scalar(0.0), null, null);
    }

    /**
     * Numbers with others in place of NaN and infinities.
     *
     * @param x numbers
     * @param nan what stands in place of NaN
     * @param posinf what stands in place of the positive infinity, or null for the largest number
     * @param neginf what stands in place of the negative infinity, or null for the least number
     * @return an array of the same shape
     */
    public static NDArray nanToNum(NDArray x, NDArray nan, NDArray posinf, NDArray neginf) {
        return Numbers.nanToNum(x, nan, posinf, neginf);
    }

    /**
     * Numbers with others in place of NaN and infinities.
     *
     * @param x numbers
     * @param nan what stands in place of NaN
     * @param posinf what stands in place of the positive infinity
     * @param neginf what stands in place of the negative infinity
     * @return an array of the same shape
     */
    public static NDArray nanToNum(NDArray x, double nan, double posinf, double neginf) {
        return nanToNum(x, NDArray.scalar(nan), NDArray.scalar(posinf), NDArray.scalar(neginf));
    }

    /**
     * Whether numbers differ by at most 1e-8 + 1e-5 |b|.
     *
     * @param a numbers
     * @param b what they are compared with
     * @return an array of bool of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray isclose(NDArray a, NDArray b) {
        return Numbers.isClose(a, b, NDArray.scalar(1e-5), NDArray.scalar(1e-8), false);
    }

    /**
     * Whether numbers differ by at most {@code atol + rtol |b|}.
     *
     * @param a numbers
     * @param b what they are compared with
     * @param rtol the relative tolerance
     * @param atol the absolute tolerance
     * @param equalNan whether two NaN are close
     * @return an array of bool of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray isclose(NDArray a, NDArray b, double rtol, double atol, boolean equalNan) {
        return Numbers.isClose(a, b, NDArray.scalar(rtol), NDArray.scalar(atol), equalNan);
    }

    /**
     * Whether all numbers differ by at most 1e-8 + 1e-5 |b|.
     *
     * @param a numbers
     * @param b what they are compared with
     * @return an array of bool without axes
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray allclose(NDArray a, NDArray b) {
        return Numbers.all(isclose(a, b));
    }

    /**
     * Whether all numbers differ by at most {@code atol + rtol |b|}.
     *
     * @param a numbers
     * @param b what they are compared with
     * @param rtol the relative tolerance
     * @param atol the absolute tolerance
     * @param equalNan whether two NaN are close
     * @return an array of bool without axes
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray allclose(NDArray a, NDArray b, double rtol, double atol, boolean equalNan) {
        return Numbers.all(isclose(a, b, rtol, atol, equalNan));
    }

    /**
     * Whether two arrays have the same shape and equal elements.
     *
     * @param a an array
     * @param b another one
     * @return an array of bool without axes
     */
    public static NDArray arrayEqual(NDArray a, NDArray b) {
        return arrayEqual(a, b, false);
    }

    /**
     * Whether two arrays have the same shape and equal elements.
     *
     * @param a an array
     * @param b another one
     * @param equalNan whether NaN is equal to NaN
     * @return an array of bool without axes
     */
    public static NDArray arrayEqual(NDArray a, NDArray b, boolean equalNan) {
        return Choices.arrayEqual(a, b, equalNan);
    }

    /**
     * Whether two arrays are equal when they are broadcast to one shape; they are not where that is impossible.
     *
     * @param a an array
     * @param b another one
     * @return an array of bool without axes
     */
    public static NDArray arrayEquiv(NDArray a, NDArray b) {
        return Choices.arrayEquiv(a, b);
    }
}
