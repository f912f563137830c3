package dev.jacobi;

import dev.jacobi.array.core.Shape;
import dev.jacobi.array.random.Basic;
import dev.jacobi.array.random.Continuous;

/**
 * Random numbers, the same that JAX's functions of these names draw with its default generator, threefry2x32. A key says which: the same key gives the same numbers on every machine, and a key that
 * numbers were drawn with must not be used for others; {@link #split} and {@link #foldIn} make new ones of it. In compiled functions a key is an argument like any other.
 *
 * <pre>{@code
 * NDArray key = Prng.key(42);
 * NDArray keys = Prng.split(key);
 * NDArray noise = Prng.normal(Np.take(keys, 0, 0), 1000);
 * NDArray dice = Prng.randint(Np.take(keys, 1, 0), new int[] {10}, 1, 7);
 * }</pre>
 *
 * <p>A key is an array of two u32. Arguments are in JAX's order: the key, parameters, the shape, the type of elements.
 *
 * <p>Derivatives of gamma numbers by their shape parameter, and of beta, dirichlet, chisquare, t, f and generalizedNormal ones, are those of the number below which as
 * much of the distribution lies, as in JAX. Derivatives of these derivatives are not known and count as zero; JAX refuses them.
 */
public final class Prng extends PrngPicks {
    private Prng() {
    }

    /**
     * Makes a key of a number. Different ones have nothing to do with each other.
     *
     * @param seed the number; its low 32 bits count unless 64 bits are the default
     * @return two u32
     */
    public static NDArray key(long seed) {
        return Prng.key(NDArray.scalar(seed));
    }

    /**
     * Makes a key of a number that a program computes.
     *
     * @param seed the number, an integer array without axes
     * @return two u32
     * @throws JacobiException if it is none
     */
    public static NDArray key(NDArray seed) {
        return Basic.key(seed);
    }

    /**
     * The words of a key, which are the key itself here.
     *
     * @param key the key
     * @return two u32
     * @throws JacobiException if the key is none
     */
    public static NDArray keyData(NDArray key) {
        return Basic.keyData(key);
    }

    /**
     * Makes two keys of one, which must not be used any more.
     *
     * @param key the key, two u32
     * @return the keys, each along the last axis of the result
     * @throws JacobiException if the key is none
     */
    public static NDArray split(NDArray key) {
        return Basic.split(key, Shape.of(2));
    }

    /**
     * Makes keys of one, which must not be used any more.
     *
     * @param key the key, two u32
     * @param shape how many: the axes of the result without the last
     * @return the keys, each along the last axis of the result
     * @throws JacobiException if the key is none
     */
    public static NDArray split(NDArray key, int... shape) {
        return Basic.split(key, Shape.of(shape));
    }

    /**
     * Makes a key of another one and a number, such as that of a step.
     *
     * @param key the key, two u32
     * @param data the number, of which the low 32 bits count
     * @return the key of this number
     * @throws JacobiException if the key is none
     */
    public static NDArray foldIn(NDArray key, long data) {
        return Prng.foldIn(key, NDArray.of(data, DType.I64));
    }

    /**
     * Makes a key of another one and a number that a program computes.
     *
     * @param key the key, two u32
     * @param data the number, an integer array without axes
     * @return the key of this number
     * @throws JacobiException if the key is none
     */
    public static NDArray foldIn(NDArray key, NDArray data) {
        return Basic.foldIn(key, data);
    }

    /**
     * Draws random bits, of as many as numbers have by default.
     *
     * @param key the key, two u32
     * @param shape the shape of the result; none for one number
     * @return unsigned integers
     * @throws JacobiException if the key is none
     */
    public static NDArray bits(NDArray key, int... shape) {
        return Basic.bits(key, Shape.of(shape), null);
    }

    /**
     * Draws random bits.
     *
     * @param key the key, two u32
     * @param shape the shape of the result
     * @param dtype an unsigned type
     * @return the integers
     * @throws JacobiException if the key is none, or the type is not unsigned
     */
    public static NDArray bits(NDArray key, int[] shape, DType dtype) {
        return Basic.bits(key, Shape.of(shape), dtype);
    }

    /**
     * Draws real numbers from 0 up to, but not including, 1, which are equally likely.
     *
     * @param key the key, two u32
     * @param shape the shape of the result; none for one number
     * @return the numbers
     * @throws JacobiException if the key is none
     */
    public static NDArray uniform(NDArray key, int... shape) {
        return Basic.uniform(key, Shape.of(shape), null);
    }

    /**
     * Draws real numbers from 0 up to, but not including, 1, which are equally likely.
     *
     * @param key the key, two u32
     * @param shape the shape of the result
     * @param dtype the type of the numbers, real; null for the default
     * @return the numbers
     * @throws JacobiException if the key is none, or the type is not real
     */
    public static NDArray uniform(NDArray key, int[] shape, DType dtype) {
        return Basic.uniform(key, Shape.of(shape), dtype);
    }

    /**
     * Draws real numbers from one up to another, which are equally likely.
     *
     * @param key the key, two u32
     * @param shape the shape of the result
     * @param dtype the type of the numbers, real; null for the default
     * @param minval the least
     * @param maxval what they are below, but for rounding
     * @return the numbers
     * @throws JacobiException if the key is none, or the type is not real
     */
    public static NDArray uniform(NDArray key, int[] shape, DType dtype, double minval, double maxval) {
        return Prng.uniform(key, shape, dtype, NDArray.of(minval, DType.F64), NDArray.of(maxval, DType.F64));
    }

    /**
     * Draws real numbers from one up to another, which are equally likely.
     *
     * @param key the key, two u32
     * @param shape the shape of the result
     * @param dtype the type of the numbers, real; null for the default
     * @param minval the least, an array
     * @param maxval what they are below, but for rounding, an array
     * @return the numbers
     * @throws JacobiException if the key is none, parameters cannot be broadcast to the shape, or the type is not real
     */
    public static NDArray uniform(NDArray key, int[] shape, DType dtype, NDArray minval, NDArray maxval) {
        return Basic.uniform(key, Shape.of(shape), dtype, minval, maxval);
    }

    /**
     * Draws a real number from 0 up to, but not including, 1 for each element of an array, of which only the shape counts. A compiled function does so for any length.
     *
     * @param key the key, two u32
     * @param x the array
     * @return numbers of the default type
     * @throws JacobiException if the key is none
     */
    public static NDArray uniformLike(NDArray key, NDArray x) {
        return Basic.uniform(key, x.shapeOf(), null);
    }

    /**
     * Draws numbers of the normal distribution with mean 0 and variance 1.
     *
     * @param key the key, two u32
     * @param shape the shape of the result; none for one number
     * @return the numbers
     * @throws JacobiException if the key is none
     */
    public static NDArray normal(NDArray key, int... shape) {
        return Continuous.normal(key, Shape.of(shape), null);
    }

    /**
     * Draws numbers of the normal distribution with mean 0 and variance 1.
     *
     * @param key the key, two u32
     * @param shape the shape of the result
     * @param dtype the type of the numbers, real or complex; null for the default
     * @return the numbers
     * @throws JacobiException if the key is none, or the type is not real or complex
     */
    public static NDArray normal(NDArray key, int[] shape, DType dtype) {
        return Continuous.normal(key, Shape.of(shape), dtype);
    }

    /**
     * Draws a number of the normal distribution with mean 0 and variance 1 for each element of an array, of which only the shape counts. A compiled function does so for any length.
     *
     * @param key the key, two u32
     * @param x the array
     * @return numbers of the default type
     * @throws JacobiException if the key is none
     */
    public static NDArray normalLike(NDArray key, NDArray x) {
        return Continuous.normal(key, x.shapeOf(), null);
    }

    /**
     * Draws integers from one up to, but not including, another, which are equally likely.
     *
     * @param key the key, two u32
     * @param shape the shape of the result
     * @param minval the least
     * @param maxval what they are below
     * @return integers of the default type
     * @throws JacobiException if the key is none
     */
    public static NDArray randint(NDArray key, int[] shape, long minval, long maxval) {
        return Prng.randint(key, shape, NDArray.of(minval, DType.I64), NDArray.of(maxval, DType.I64));
    }

    /**
     * Draws integers from one up to, but not including, another, which are equally likely.
     *
     * @param key the key, two u32
     * @param shape the shape of the result
     * @param minval the least
     * @param maxval what they are below
     * @param dtype an integer type; null for the default
     * @return the integers
     * @throws JacobiException if the key is none, or the type is not an integer
     */
    public static NDArray randint(NDArray key, int[] shape, long minval, long maxval, DType dtype) {
        return Prng.randint(key, shape, NDArray.of(minval, DType.I64), NDArray.of(maxval, DType.I64), dtype);
    }

    /**
     * Draws integers from one up to, but not including, another, which are equally likely.
     *
     * @param key the key, two u32
     * @param shape the shape of the result
     * @param minval the least, an array of integers
     * @param maxval what they are below, an array of integers
     * @return integers of the default type
     * @throws JacobiException if the key is none, or parameters cannot be broadcast to the shape
     */
    public static NDArray randint(NDArray key, int[] shape, NDArray minval, NDArray maxval) {
        return Basic.randint(key, Shape.of(shape), minval, maxval, null);
    }

    /**
     * Draws integers from one up to, but not including, another, which are equally likely.
     *
     * @param key the key, two u32
     * @param shape the shape of the result
     * @param minval the least, an array of integers
     * @param maxval what they are below, an array of integers
     * @param dtype an integer type; null for the default
     * @return the integers
     * @throws JacobiException if the key is none, parameters cannot be broadcast to the shape, or the type is not an integer
     */
    public static NDArray randint(NDArray key, int[] shape, NDArray minval, NDArray maxval, DType dtype) {
        return Basic.randint(key, Shape.of(shape), minval, maxval, dtype);
    }
}
