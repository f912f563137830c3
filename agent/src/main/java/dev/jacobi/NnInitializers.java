package dev.jacobi;

import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.lax.Calc;
import dev.jacobi.array.nn.Initial;

/** Functions of {@link Nn} that make first weights of random keys. */
abstract class NnInitializers extends NnLayers {
    /**
     * Weights that are zero.
     *
     * @param key not used
     * @param shape the shape of the result
     * @param dtype the type of elements
     * @return weights of that shape
     */
    public static NDArray zeros(NDArray key, int[] shape, DType dtype) {
        return constant(key, shape, dtype, 0);
    }

    /**
     * Weights that are one.
     *
     * @param key not used
     * @param shape the shape of the result
     * @param dtype the type of elements
     * @return weights of that shape
     */
    public static NDArray ones(NDArray key, int[] shape, DType dtype) {
        return constant(key, shape, dtype, 1);
    }

    /**
     * Weights of one value.
     *
     * @param key not used
     * @param shape the shape of the result
     * @param dtype the type of elements
     * @param value the value
     * @return weights of that shape
     */
    public static NDArray constant(NDArray key, int[] shape, DType dtype, double value) {
        return Structural.full(JavaArrays.scalar(value, dtype, false), Shape.of(shape));
    }

    /**
     * Weights from 0 to a number.
     *
     * @param key a key of random numbers
     * @param shape the shape of the result
     * @param dtype the type of elements
     * @param scale the number
     * @return weights of that shape
     */
    public static NDArray uniform(NDArray key, int[] shape, DType dtype, double scale) {
        return Initial.scaled(Prng.uniform(key, shape, dtype), scale);
    }

    /**
     * Weights of a normal distribution.
     *
     * @param key a key of random numbers
     * @param shape the shape of the result
     * @param dtype the type of elements
     * @param stddev the standard deviation
     * @return weights of that shape
     */
    public static NDArray normal(NDArray key, int[] shape, DType dtype, double stddev) {
        return Initial.scaled(Prng.normal(key, shape, dtype), stddev);
    }

    /**
     * Weights of a uniform distribution, whose variance is 2 divided by the numbers that come in and go out.
     *
     * @param key a key of random numbers
     * @param shape the shape of the result
     * @param dtype the type of elements
     * @return weights of that shape
     * @throws JacobiException if the shape has less than two axes
     */
    public static NDArray glorotUniform(NDArray key, int[] shape, DType dtype) {
        return Initial.variance(key, shape, dtype, 1, "fan_avg", "uniform", -2, -1);
    }

    /**
     * Weights of a normal distribution, cut, whose variance is 2 divided by the numbers that come in and go out.
     *
     * @param key a key of random numbers
     * @param shape the shape of the result
     * @param dtype the type of elements
     * @return weights of that shape
     * @throws JacobiException if the shape has less than two axes
     */
    public static NDArray glorotNormal(NDArray key, int[] shape, DType dtype) {
        return Initial.variance(key, shape, dtype, 1, "fan_avg", "truncated_normal", -2, -1);
    }

    /**
     * Weights the same as glorotUniform.
     *
     * @param key a key of random numbers
     * @param shape the shape of the result
     * @param dtype the type of elements
     * @return weights of that shape
     * @throws JacobiException if the shape has less than two axes
     */
    public static NDArray xavierUniform(NDArray key, int[] shape, DType dtype) {
        return Initial.variance(key, shape, dtype, 1, "fan_avg", "uniform", -2, -1);
    }

    /**
     * Weights the same as glorotNormal.
     *
     * @param key a key of random numbers
     * @param shape the shape of the result
     * @param dtype the type of elements
     * @return weights of that shape
     * @throws JacobiException if the shape has less than two axes
     */
    public static NDArray xavierNormal(NDArray key, int[] shape, DType dtype) {
        return Initial.variance(key, shape, dtype, 1, "fan_avg", "truncated_normal", -2, -1);
    }

    /**
     * Weights of a uniform distribution, whose variance is 1 divided by the numbers that come in.
     *
     * @param key a key of random numbers
     * @param shape the shape of the result
     * @param dtype the type of elements
     * @return weights of that shape
     * @throws JacobiException if the shape has less than two axes
     */
    public static NDArray lecunUniform(NDArray key, int[] shape, DType dtype) {
        return Initial.variance(key, shape, dtype, 1, "fan_in", "uniform", -2, -1);
    }

    /**
     * Weights of a normal distribution, cut, whose variance is 1 divided by the numbers that come in.
     *
     * @param key a key of random numbers
     * @param shape the shape of the result
     * @param dtype the type of elements
     * @return weights of that shape
     * @throws JacobiException if the shape has less than two axes
     */
    public static NDArray lecunNormal(NDArray key, int[] shape, DType dtype) {
        return Initial.variance(key, shape, dtype, 1, "fan_in", "truncated_normal", -2, -1);
    }

    /**
     * Weights of a uniform distribution, whose variance is 2 divided by the numbers that come in.
     *
     * @param key a key of random numbers
     * @param shape the shape of the result
     * @param dtype the type of elements
     * @return weights of that shape
     * @throws JacobiException if the shape has less than two axes
     */
    public static NDArray heUniform(NDArray key, int[] shape, DType dtype) {
        return Initial.variance(key, shape, dtype, 2, "fan_in", "uniform", -2, -1);
    }

    /**
     * Weights of a normal distribution, cut, whose variance is 2 divided by the numbers that come in.
     *
     * @param key a key of random numbers
     * @param shape the shape of the result
     * @param dtype the type of elements
     * @return weights of that shape
     * @throws JacobiException if the shape has less than two axes
     */
    public static NDArray heNormal(NDArray key, int[] shape, DType dtype) {
        return Initial.variance(key, shape, dtype, 2, "fan_in", "truncated_normal", -2, -1);
    }

    /**
     * Weights the same as heUniform.
     *
     * @param key a key of random numbers
     * @param shape the shape of the result
     * @param dtype the type of elements
     * @return weights of that shape
     * @throws JacobiException if the shape has less than two axes
     */
    public static NDArray kaimingUniform(NDArray key, int[] shape, DType dtype) {
        return Initial.variance(key, shape, dtype, 2, "fan_in", "uniform", -2, -1);
    }

    /**
     * Weights the same as heNormal.
     *
     * @param key a key of random numbers
     * @param shape the shape of the result
     * @param dtype the type of elements
     * @return weights of that shape
     * @throws JacobiException if the shape has less than two axes
     */
    public static NDArray kaimingNormal(NDArray key, int[] shape, DType dtype) {
        return Initial.variance(key, shape, dtype, 2, "fan_in", "truncated_normal", -2, -1);
    }

    /**
     * Weights of a variance that depends on how many numbers come in and go out.
     *
     * @param key a key of random numbers
     * @param shape the shape of the result
     * @param dtype the type of elements
     * @param scale the factor of the variance
     * @param mode 'fan_in', 'fan_out' or 'fan_avg'
     * @param distribution 'normal', 'uniform' or 'truncated_normal'
     * @return weights of that shape
     * @throws JacobiException if there is no such mode or distribution, or the shape has less than two axes
     */
    public static NDArray varianceScaling(NDArray key, int[] shape, DType dtype, double scale, String mode, String distribution) {
        return Initial.variance(key, shape, dtype, scale, mode, distribution, -2, -1);
    }

    /**
     * Some elements are zero, the others larger, so that the mean stays.
     *
     * @param key a key of random numbers
     * @param rate how many elements become zero, from 0 to 1
     * @param x an array
     * @return an array of the same shape
     */
    public static NDArray dropout(NDArray key, double rate, NDArray x) {
        return dropout(key, NDArray.scalar(rate), x);
    }

    /**
     * Some elements are zero, the others larger, so that the mean stays.
     *
     * @param key a key of random numbers
     * @param rate how many elements become zero, from 0 to 1
     * @param x an array
     * @return an array of the same shape
     */
    public static NDArray dropout(NDArray key, NDArray rate, NDArray x) {
        NDArray keep = NDArray.scalar(1.0).minus(rate);
        NDArray kept = Prng.bernoulli(key, keep, x.shape());
        NDArray precise = rate.isWeak() && x.dtype() == DType.F64 ? NDArray.scalar(1.0).minus(Casts.to(rate, DType.F64)) : keep;
        return Calc.where(kept, x.dividedBy(precise), Calc.like(0, x));
    }
}
