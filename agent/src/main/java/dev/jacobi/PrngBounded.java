package dev.jacobi;

import dev.jacobi.array.core.Shape;
import dev.jacobi.array.random.Continuous;
import dev.jacobi.array.random.Vectors;

/** Functions of {@link Prng} that draw real numbers of distributions with bounds, scales and places. */
abstract class PrngBounded extends PrngContinuous {
    /**
     * Draws numbers of the normal distribution with mean 0 and variance 1 between two bounds.
     *
     * @param key the key, two u32
     * @param lower what numbers are above
     * @param upper what numbers are below
     * @return the a number
     * @throws JacobiException if the key is none
     */
    public static NDArray truncatedNormal(NDArray key, double lower, double upper) {
        return Prng.truncatedNormal(key, NDArray.of(lower, DType.F64), NDArray.of(upper, DType.F64));
    }

    /**
     * Draws numbers of the normal distribution with mean 0 and variance 1 between two bounds.
     *
     * @param key the key, two u32
     * @param lower what numbers are above
     * @param upper what numbers are below
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none
     */
    public static NDArray truncatedNormal(NDArray key, double lower, double upper, int... shape) {
        return Prng.truncatedNormal(key, NDArray.of(lower, DType.F64), NDArray.of(upper, DType.F64), shape);
    }

    /**
     * Draws numbers of the normal distribution with mean 0 and variance 1 between two bounds.
     *
     * @param key the key, two u32
     * @param lower what numbers are above, an array
     * @param upper what numbers are below, an array
     * @return the numbers of the shape that the parameters have together
     * @throws JacobiException if the key is none, or parameters cannot be broadcast together
     */
    public static NDArray truncatedNormal(NDArray key, NDArray lower, NDArray upper) {
        return Continuous.truncatedNormal(key, lower, upper, null, null);
    }

    /**
     * Draws numbers of the normal distribution with mean 0 and variance 1 between two bounds.
     *
     * @param key the key, two u32
     * @param lower what numbers are above, an array
     * @param upper what numbers are below, an array
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none, or parameters cannot be broadcast to the shape
     */
    public static NDArray truncatedNormal(NDArray key, NDArray lower, NDArray upper, int... shape) {
        return Continuous.truncatedNormal(key, lower, upper, Shape.of(shape), null);
    }

    /**
     * Draws numbers of the normal distribution with mean 0 and variance 1 between two bounds.
     *
     * @param key the key, two u32
     * @param lower what numbers are above, an array
     * @param upper what numbers are below, an array
     * @param shape the shape of the result; null for that of the parameters together
     * @param dtype the type of the numbers, real; null for the default
     * @return the numbers
     * @throws JacobiException if the key is none, parameters cannot be broadcast to the shape, or the type is not real
     */
    public static NDArray truncatedNormal(NDArray key, NDArray lower, NDArray upper, int[] shape, DType dtype) {
        return Continuous.truncatedNormal(key, lower, upper, shape == null ? null : Shape.of(shape), dtype);
    }

    /**
     * Draws numbers of Weibull's distribution.
     *
     * @param key the key, two u32
     * @param scale what numbers are multiplied with
     * @param concentration the shape parameter
     * @return the a number
     * @throws JacobiException if the key is none
     */
    public static NDArray weibullMin(NDArray key, double scale, double concentration) {
        return Prng.weibullMin(key, NDArray.of(scale, DType.F64), NDArray.of(concentration, DType.F64));
    }

    /**
     * Draws numbers of Weibull's distribution.
     *
     * @param key the key, two u32
     * @param scale what numbers are multiplied with
     * @param concentration the shape parameter
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none
     */
    public static NDArray weibullMin(NDArray key, double scale, double concentration, int... shape) {
        return Prng.weibullMin(key, NDArray.of(scale, DType.F64), NDArray.of(concentration, DType.F64), shape);
    }

    /**
     * Draws numbers of Weibull's distribution.
     *
     * @param key the key, two u32
     * @param scale what numbers are multiplied with, an array
     * @param concentration the shape parameter, an array
     * @return the numbers of the shape that the parameters have together
     * @throws JacobiException if the key is none, or parameters cannot be broadcast together
     */
    public static NDArray weibullMin(NDArray key, NDArray scale, NDArray concentration) {
        return Continuous.weibullMin(key, scale, concentration, null, null);
    }

    /**
     * Draws numbers of Weibull's distribution.
     *
     * @param key the key, two u32
     * @param scale what numbers are multiplied with, an array
     * @param concentration the shape parameter, an array
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none, or parameters cannot be broadcast to the shape
     */
    public static NDArray weibullMin(NDArray key, NDArray scale, NDArray concentration, int... shape) {
        return Continuous.weibullMin(key, scale, concentration, Shape.of(shape), null);
    }

    /**
     * Draws numbers of Weibull's distribution.
     *
     * @param key the key, two u32
     * @param scale what numbers are multiplied with, an array
     * @param concentration the shape parameter, an array
     * @param shape the shape of the result; null for that of the parameters together
     * @param dtype the type of the numbers, real; null for the default
     * @return the numbers
     * @throws JacobiException if the key is none, parameters cannot be broadcast to the shape, or the type is not real
     */
    public static NDArray weibullMin(NDArray key, NDArray scale, NDArray concentration, int[] shape, DType dtype) {
        return Continuous.weibullMin(key, scale, concentration, shape == null ? null : Shape.of(shape), dtype);
    }

    /**
     * Draws numbers of Wald's distribution, the inverse normal one, with scale 1.
     *
     * @param key the key, two u32
     * @param mean the mean
     * @return the a number
     * @throws JacobiException if the key is none
     */
    public static NDArray wald(NDArray key, double mean) {
        return Prng.wald(key, NDArray.of(mean, DType.F64));
    }

    /**
     * Draws numbers of Wald's distribution, the inverse normal one, with scale 1.
     *
     * @param key the key, two u32
     * @param mean the mean
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none
     */
    public static NDArray wald(NDArray key, double mean, int... shape) {
        return Prng.wald(key, NDArray.of(mean, DType.F64), shape);
    }

    /**
     * Draws numbers of Wald's distribution, the inverse normal one, with scale 1.
     *
     * @param key the key, two u32
     * @param mean the mean, an array
     * @return the numbers of the shape that the parameters have together
     * @throws JacobiException if the key is none
     */
    public static NDArray wald(NDArray key, NDArray mean) {
        return Continuous.wald(key, mean, null, null);
    }

    /**
     * Draws numbers of Wald's distribution, the inverse normal one, with scale 1.
     *
     * @param key the key, two u32
     * @param mean the mean, an array
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none, or parameters cannot be broadcast to the shape
     */
    public static NDArray wald(NDArray key, NDArray mean, int... shape) {
        return Continuous.wald(key, mean, Shape.of(shape), null);
    }

    /**
     * Draws numbers of Wald's distribution, the inverse normal one, with scale 1.
     *
     * @param key the key, two u32
     * @param mean the mean, an array
     * @param shape the shape of the result; null for that of the parameters together
     * @param dtype the type of the numbers, real; null for the default
     * @return the numbers
     * @throws JacobiException if the key is none, parameters cannot be broadcast to the shape, or the type is not real
     */
    public static NDArray wald(NDArray key, NDArray mean, int[] shape, DType dtype) {
        return Continuous.wald(key, mean, shape == null ? null : Shape.of(shape), dtype);
    }

    /**
     * Draws numbers of the distribution whose density rises to one number and falls from there.
     *
     * @param key the key, two u32
     * @param left where the density begins
     * @param mode where it is greatest
     * @param right where it ends
     * @return the a number
     * @throws JacobiException if the key is none
     */
    public static NDArray triangular(NDArray key, double left, double mode, double right) {
        return Prng.triangular(key, NDArray.of(left, DType.F64), NDArray.of(mode, DType.F64), NDArray.of(right, DType.F64));
    }

    /**
     * Draws numbers of the distribution whose density rises to one number and falls from there.
     *
     * @param key the key, two u32
     * @param left where the density begins
     * @param mode where it is greatest
     * @param right where it ends
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none
     */
    public static NDArray triangular(NDArray key, double left, double mode, double right, int... shape) {
        return Prng.triangular(key, NDArray.of(left, DType.F64), NDArray.of(mode, DType.F64), NDArray.of(right, DType.F64), shape);
    }

    /**
     * Draws numbers of the distribution whose density rises to one number and falls from there.
     *
     * @param key the key, two u32
     * @param left where the density begins, an array
     * @param mode where it is greatest, an array
     * @param right where it ends, an array
     * @return the numbers of the shape that the parameters have together
     * @throws JacobiException if the key is none, or parameters cannot be broadcast together
     */
    public static NDArray triangular(NDArray key, NDArray left, NDArray mode, NDArray right) {
        return Continuous.triangular(key, left, mode, right, null, null);
    }

    /**
     * Draws numbers of the distribution whose density rises to one number and falls from there.
     *
     * @param key the key, two u32
     * @param left where the density begins, an array
     * @param mode where it is greatest, an array
     * @param right where it ends, an array
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none, or parameters cannot be broadcast to the shape
     */
    public static NDArray triangular(NDArray key, NDArray left, NDArray mode, NDArray right, int... shape) {
        return Continuous.triangular(key, left, mode, right, Shape.of(shape), null);
    }

    /**
     * Draws numbers of the distribution whose density rises to one number and falls from there.
     *
     * @param key the key, two u32
     * @param left where the density begins, an array
     * @param mode where it is greatest, an array
     * @param right where it ends, an array
     * @param shape the shape of the result; null for that of the parameters together
     * @param dtype the type of the numbers, real; null for the default
     * @return the numbers
     * @throws JacobiException if the key is none, parameters cannot be broadcast to the shape, or the type is not real
     */
    public static NDArray triangular(NDArray key, NDArray left, NDArray mode, NDArray right, int[] shape, DType dtype) {
        return Continuous.triangular(key, left, mode, right, shape == null ? null : Shape.of(shape), dtype);
    }

    /**
     * Draws numbers of Maxwell's distribution with random signs. The result has the axes of the shape, and then those of the parameters.
     *
     * @param key the key, two u32
     * @param loc what is added
     * @param scale what numbers are multiplied with
     * @return the a number
     * @throws JacobiException if the key is none
     */
    public static NDArray doubleSidedMaxwell(NDArray key, double loc, double scale) {
        return Prng.doubleSidedMaxwell(key, NDArray.of(loc, DType.F64), NDArray.of(scale, DType.F64));
    }

    /**
     * Draws numbers of Maxwell's distribution with random signs. The result has the axes of the shape, and then those of the parameters.
     *
     * @param key the key, two u32
     * @param loc what is added
     * @param scale what numbers are multiplied with
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none
     */
    public static NDArray doubleSidedMaxwell(NDArray key, double loc, double scale, int... shape) {
        return Prng.doubleSidedMaxwell(key, NDArray.of(loc, DType.F64), NDArray.of(scale, DType.F64), shape);
    }

    /**
     * Draws numbers of Maxwell's distribution with random signs. The result has the axes of the shape, and then those of the parameters.
     *
     * @param key the key, two u32
     * @param loc what is added, an array
     * @param scale what numbers are multiplied with, an array
     * @return the numbers of the shape that the parameters have together
     * @throws JacobiException if the key is none, or parameters cannot be broadcast together
     */
    public static NDArray doubleSidedMaxwell(NDArray key, NDArray loc, NDArray scale) {
        return Vectors.doubleSidedMaxwell(key, loc, scale, null, null);
    }

    /**
     * Draws numbers of Maxwell's distribution with random signs. The result has the axes of the shape, and then those of the parameters.
     *
     * @param key the key, two u32
     * @param loc what is added, an array
     * @param scale what numbers are multiplied with, an array
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none, or parameters cannot be broadcast to the shape
     */
    public static NDArray doubleSidedMaxwell(NDArray key, NDArray loc, NDArray scale, int... shape) {
        return Vectors.doubleSidedMaxwell(key, loc, scale, Shape.of(shape), null);
    }

    /**
     * Draws numbers of Maxwell's distribution with random signs. The result has the axes of the shape, and then those of the parameters.
     *
     * @param key the key, two u32
     * @param loc what is added, an array
     * @param scale what numbers are multiplied with, an array
     * @param shape the shape of the result; null for that of the parameters together
     * @param dtype the type of the numbers, real; null for the default
     * @return the numbers
     * @throws JacobiException if the key is none, parameters cannot be broadcast to the shape, or the type is not real
     */
    public static NDArray doubleSidedMaxwell(NDArray key, NDArray loc, NDArray scale, int[] shape, DType dtype) {
        return Vectors.doubleSidedMaxwell(key, loc, scale, shape == null ? null : Shape.of(shape), dtype);
    }
}
