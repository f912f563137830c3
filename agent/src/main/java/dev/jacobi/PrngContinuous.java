package dev.jacobi;

import dev.jacobi.array.core.Shape;
import dev.jacobi.array.random.Basic;
import dev.jacobi.array.random.Continuous;
import dev.jacobi.array.random.Vectors;

/** Functions of {@link Prng} that draw real numbers of distributions with a formula. */
abstract class PrngContinuous {
    /**
     * Draws numbers of the exponential distribution with mean 1.
     *
     * @param key the key, two u32
     * @param shape the shape of the result; none for one number
     * @return the numbers
     * @throws JacobiException if the key is none
     */
    public static NDArray exponential(NDArray key, int... shape) {
        return Continuous.exponential(key, Shape.of(shape), null);
    }

    /**
     * Draws numbers of the exponential distribution with mean 1.
     *
     * @param key the key, two u32
     * @param shape the shape of the result
     * @param dtype the type of the numbers, real; null for the default
     * @return the numbers
     * @throws JacobiException if the key is none, or the type is not real
     */
    public static NDArray exponential(NDArray key, int[] shape, DType dtype) {
        return Continuous.exponential(key, Shape.of(shape), dtype);
    }

    /**
     * Draws numbers of Laplace's distribution with mean 0 and scale 1.
     *
     * @param key the key, two u32
     * @param shape the shape of the result; none for one number
     * @return the numbers
     * @throws JacobiException if the key is none
     */
    public static NDArray laplace(NDArray key, int... shape) {
        return Continuous.laplace(key, Shape.of(shape), null);
    }

    /**
     * Draws numbers of Laplace's distribution with mean 0 and scale 1.
     *
     * @param key the key, two u32
     * @param shape the shape of the result
     * @param dtype the type of the numbers, real; null for the default
     * @return the numbers
     * @throws JacobiException if the key is none, or the type is not real
     */
    public static NDArray laplace(NDArray key, int[] shape, DType dtype) {
        return Continuous.laplace(key, Shape.of(shape), dtype);
    }

    /**
     * Draws numbers of the logistic distribution with mean 0 and scale 1.
     *
     * @param key the key, two u32
     * @param shape the shape of the result; none for one number
     * @return the numbers
     * @throws JacobiException if the key is none
     */
    public static NDArray logistic(NDArray key, int... shape) {
        return Continuous.logistic(key, Shape.of(shape), null);
    }

    /**
     * Draws numbers of the logistic distribution with mean 0 and scale 1.
     *
     * @param key the key, two u32
     * @param shape the shape of the result
     * @param dtype the type of the numbers, real; null for the default
     * @return the numbers
     * @throws JacobiException if the key is none, or the type is not real
     */
    public static NDArray logistic(NDArray key, int[] shape, DType dtype) {
        return Continuous.logistic(key, Shape.of(shape), dtype);
    }

    /**
     * Draws numbers of Cauchy's distribution around 0 with scale 1.
     *
     * @param key the key, two u32
     * @param shape the shape of the result; none for one number
     * @return the numbers
     * @throws JacobiException if the key is none
     */
    public static NDArray cauchy(NDArray key, int... shape) {
        return Continuous.cauchy(key, Shape.of(shape), null);
    }

    /**
     * Draws numbers of Cauchy's distribution around 0 with scale 1.
     *
     * @param key the key, two u32
     * @param shape the shape of the result
     * @param dtype the type of the numbers, real; null for the default
     * @return the numbers
     * @throws JacobiException if the key is none, or the type is not real
     */
    public static NDArray cauchy(NDArray key, int[] shape, DType dtype) {
        return Continuous.cauchy(key, Shape.of(shape), dtype);
    }

    /**
     * Draws numbers of Gumbel's distribution with location 0 and scale 1.
     *
     * @param key the key, two u32
     * @param shape the shape of the result; none for one number
     * @return the numbers
     * @throws JacobiException if the key is none
     */
    public static NDArray gumbel(NDArray key, int... shape) {
        return Continuous.gumbel(key, Shape.of(shape), null);
    }

    /**
     * Draws numbers of Gumbel's distribution with location 0 and scale 1.
     *
     * @param key the key, two u32
     * @param shape the shape of the result
     * @param dtype the type of the numbers, real; null for the default
     * @return the numbers
     * @throws JacobiException if the key is none, or the type is not real
     */
    public static NDArray gumbel(NDArray key, int[] shape, DType dtype) {
        return Continuous.gumbel(key, Shape.of(shape), dtype);
    }

    /**
     * Draws numbers of Maxwell's distribution: lengths of vectors of three normal numbers.
     *
     * @param key the key, two u32
     * @param shape the shape of the result; none for one number
     * @return the numbers
     * @throws JacobiException if the key is none
     */
    public static NDArray maxwell(NDArray key, int... shape) {
        return Vectors.maxwell(key, Shape.of(shape), null);
    }

    /**
     * Draws numbers of Maxwell's distribution: lengths of vectors of three normal numbers.
     *
     * @param key the key, two u32
     * @param shape the shape of the result
     * @param dtype the type of the numbers, real; null for the default
     * @return the numbers
     * @throws JacobiException if the key is none, or the type is not real
     */
    public static NDArray maxwell(NDArray key, int[] shape, DType dtype) {
        return Vectors.maxwell(key, Shape.of(shape), dtype);
    }

    /**
     * Draws 1 and -1, which are equally likely.
     *
     * @param key the key, two u32
     * @param shape the shape of the result; none for one number
     * @return the numbers
     * @throws JacobiException if the key is none
     */
    public static NDArray rademacher(NDArray key, int... shape) {
        return Basic.rademacher(key, Shape.of(shape), null);
    }

    /**
     * Draws 1 and -1, which are equally likely.
     *
     * @param key the key, two u32
     * @param shape the shape of the result
     * @param dtype the type of the numbers, any; null for the default
     * @return the numbers
     * @throws JacobiException if the key is none, or the type is not any
     */
    public static NDArray rademacher(NDArray key, int[] shape, DType dtype) {
        return Basic.rademacher(key, Shape.of(shape), dtype);
    }

    /**
     * Draws numbers of Pareto's distribution, which are 1 or more.
     *
     * @param key the key, two u32
     * @param b the shape parameter: greater ones make great numbers rarer
     * @return the a number
     * @throws JacobiException if the key is none
     */
    public static NDArray pareto(NDArray key, double b) {
        return Prng.pareto(key, NDArray.of(b, DType.F64));
    }

    /**
     * Draws numbers of Pareto's distribution, which are 1 or more.
     *
     * @param key the key, two u32
     * @param b the shape parameter: greater ones make great numbers rarer
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none
     */
    public static NDArray pareto(NDArray key, double b, int... shape) {
        return Prng.pareto(key, NDArray.of(b, DType.F64), shape);
    }

    /**
     * Draws numbers of Pareto's distribution, which are 1 or more.
     *
     * @param key the key, two u32
     * @param b the shape parameter: greater ones make great numbers rarer, an array
     * @return the numbers of the shape that the parameters have together
     * @throws JacobiException if the key is none
     */
    public static NDArray pareto(NDArray key, NDArray b) {
        return Continuous.pareto(key, b, null, null);
    }

    /**
     * Draws numbers of Pareto's distribution, which are 1 or more.
     *
     * @param key the key, two u32
     * @param b the shape parameter: greater ones make great numbers rarer, an array
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none, or parameters cannot be broadcast to the shape
     */
    public static NDArray pareto(NDArray key, NDArray b, int... shape) {
        return Continuous.pareto(key, b, Shape.of(shape), null);
    }

    /**
     * Draws numbers of Pareto's distribution, which are 1 or more.
     *
     * @param key the key, two u32
     * @param b the shape parameter: greater ones make great numbers rarer, an array
     * @param shape the shape of the result; null for that of the parameters together
     * @param dtype the type of the numbers, real; null for the default
     * @return the numbers
     * @throws JacobiException if the key is none, parameters cannot be broadcast to the shape, or the type is not real
     */
    public static NDArray pareto(NDArray key, NDArray b, int[] shape, DType dtype) {
        return Continuous.pareto(key, b, shape == null ? null : Shape.of(shape), dtype);
    }

    /**
     * Draws numbers of Rayleigh's distribution: lengths of vectors of two normal numbers.
     *
     * @param key the key, two u32
     * @param scale what numbers are multiplied with
     * @return the a number
     * @throws JacobiException if the key is none
     */
    public static NDArray rayleigh(NDArray key, double scale) {
        return Prng.rayleigh(key, NDArray.of(scale, DType.F64));
    }

    /**
     * Draws numbers of Rayleigh's distribution: lengths of vectors of two normal numbers.
     *
     * @param key the key, two u32
     * @param scale what numbers are multiplied with
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none
     */
    public static NDArray rayleigh(NDArray key, double scale, int... shape) {
        return Prng.rayleigh(key, NDArray.of(scale, DType.F64), shape);
    }

    /**
     * Draws numbers of Rayleigh's distribution: lengths of vectors of two normal numbers.
     *
     * @param key the key, two u32
     * @param scale what numbers are multiplied with, an array
     * @return the numbers of the shape that the parameters have together
     * @throws JacobiException if the key is none
     */
    public static NDArray rayleigh(NDArray key, NDArray scale) {
        return Continuous.rayleigh(key, scale, null, null);
    }

    /**
     * Draws numbers of Rayleigh's distribution: lengths of vectors of two normal numbers.
     *
     * @param key the key, two u32
     * @param scale what numbers are multiplied with, an array
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none, or parameters cannot be broadcast to the shape
     */
    public static NDArray rayleigh(NDArray key, NDArray scale, int... shape) {
        return Continuous.rayleigh(key, scale, Shape.of(shape), null);
    }

    /**
     * Draws numbers of Rayleigh's distribution: lengths of vectors of two normal numbers.
     *
     * @param key the key, two u32
     * @param scale what numbers are multiplied with, an array
     * @param shape the shape of the result; null for that of the parameters together
     * @param dtype the type of the numbers, real; null for the default
     * @return the numbers
     * @throws JacobiException if the key is none, parameters cannot be broadcast to the shape, or the type is not real
     */
    public static NDArray rayleigh(NDArray key, NDArray scale, int[] shape, DType dtype) {
        return Continuous.rayleigh(key, scale, shape == null ? null : Shape.of(shape), dtype);
    }

    /**
     * Draws exponentials of normal numbers with mean 0.
     *
     * @param key the key, two u32
     * @param sigma the standard deviation of the logarithms
     * @return the a number
     * @throws JacobiException if the key is none
     */
    public static NDArray lognormal(NDArray key, double sigma) {
        return Prng.lognormal(key, NDArray.of(sigma, DType.F64));
    }

    /**
     * Draws exponentials of normal numbers with mean 0.
     *
     * @param key the key, two u32
     * @param sigma the standard deviation of the logarithms
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none
     */
    public static NDArray lognormal(NDArray key, double sigma, int... shape) {
        return Prng.lognormal(key, NDArray.of(sigma, DType.F64), shape);
    }

    /**
     * Draws exponentials of normal numbers with mean 0.
     *
     * @param key the key, two u32
     * @param sigma the standard deviation of the logarithms, an array
     * @return the numbers of the shape that the parameters have together
     * @throws JacobiException if the key is none
     */
    public static NDArray lognormal(NDArray key, NDArray sigma) {
        return Continuous.lognormal(key, sigma, null, null);
    }

    /**
     * Draws exponentials of normal numbers with mean 0.
     *
     * @param key the key, two u32
     * @param sigma the standard deviation of the logarithms, an array
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none, or parameters cannot be broadcast to the shape
     */
    public static NDArray lognormal(NDArray key, NDArray sigma, int... shape) {
        return Continuous.lognormal(key, sigma, Shape.of(shape), null);
    }

    /**
     * Draws exponentials of normal numbers with mean 0.
     *
     * @param key the key, two u32
     * @param sigma the standard deviation of the logarithms, an array
     * @param shape the shape of the result; null for that of the parameters together
     * @param dtype the type of the numbers, real; null for the default
     * @return the numbers
     * @throws JacobiException if the key is none, parameters cannot be broadcast to the shape, or the type is not real
     */
    public static NDArray lognormal(NDArray key, NDArray sigma, int[] shape, DType dtype) {
        return Continuous.lognormal(key, sigma, shape == null ? null : Shape.of(shape), dtype);
    }
}
