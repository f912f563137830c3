package dev.jacobi;

import dev.jacobi.array.core.Shape;
import dev.jacobi.array.random.Counts;
import dev.jacobi.array.random.Vectors;

/** Functions of {@link Prng} that draw vectors and matrices. */
abstract class PrngVectors extends PrngCounts {
    /**
     * Draws vectors of the normal distribution by the Cholesky factor of the covariance.
     *
     * @param key the key, two u32
     * @param mean the mean, an array whose last axis is the vector's
     * @param cov the covariance, a positive definite matrix
     * @return vectors along the last axis, as many as means
     * @throws JacobiException if the key is none, or the shapes do not fit
     */
    public static NDArray multivariateNormal(NDArray key, NDArray mean, NDArray cov) {
        return Vectors.multivariateNormal(key, mean, cov, null, null);
    }

    /**
     * Draws vectors of the normal distribution by the Cholesky factor of the covariance.
     *
     * @param key the key, two u32
     * @param mean the mean, an array whose last axis is the vector's
     * @param cov the covariance, a positive definite matrix
     * @param shape how many vectors: the shape of the result without the last axis
     * @return vectors along the last axis
     * @throws JacobiException if the key is none, or the shapes do not fit
     */
    public static NDArray multivariateNormal(NDArray key, NDArray mean, NDArray cov, int... shape) {
        return Vectors.multivariateNormal(key, mean, cov, Shape.of(shape), null);
    }

    /**
     * Draws vectors of numbers that are not negative and have the sum 1.
     *
     * @param key the key, two u32
     * @param alpha the concentrations, along the last axis
     * @return vectors along the last axis, as many as those of alpha
     * @throws JacobiException if the key is none, or alpha has no axis
     */
    public static NDArray dirichlet(NDArray key, NDArray alpha) {
        return Vectors.dirichlet(key, alpha, null, null);
    }

    /**
     * Draws vectors of numbers that are not negative and have the sum 1.
     *
     * @param key the key, two u32
     * @param alpha the concentrations, along the last axis
     * @param shape how many vectors: the shape of the result without the last axis
     * @return vectors along the last axis
     * @throws JacobiException if the key is none, or the shapes do not fit
     */
    public static NDArray dirichlet(NDArray key, NDArray alpha, int... shape) {
        return Vectors.dirichlet(key, alpha, Shape.of(shape), null);
    }

    /**
     * Draws vectors of numbers that are not negative and have the sum 1.
     *
     * @param key the key, two u32
     * @param alpha the concentrations, along the last axis
     * @param shape how many vectors; null for as many as those of alpha
     * @param dtype the type of the numbers, real; null for the default
     * @return vectors along the last axis
     * @throws JacobiException if the key is none, or the shapes do not fit
     */
    public static NDArray dirichlet(NDArray key, NDArray alpha, int[] shape, DType dtype) {
        return Vectors.dirichlet(key, alpha, shape == null ? null : Shape.of(shape), dtype);
    }

    /**
     * Draws points in the unit ball of a norm, which are equally likely everywhere in it.
     *
     * @param key the key, two u32
     * @param d how many coordinates a point has
     * @return one point of the ball of the Euclidean norm
     * @throws JacobiException if the key is none
     */
    public static NDArray ball(NDArray key, int d) {
        return Prng.ball(key, d, 2);
    }

    /**
     * Draws points in the unit ball of a norm, which are equally likely everywhere in it.
     *
     * @param key the key, two u32
     * @param d how many coordinates a point has
     * @param p the norm: 2 for the Euclidean one
     * @param shape how many points: the shape of the result without the last axis
     * @return points along the last axis
     * @throws JacobiException if the key is none
     */
    public static NDArray ball(NDArray key, int d, double p, int... shape) {
        return Prng.ball(key, d, NDArray.of(p, DType.F64), shape, null);
    }

    /**
     * Draws points in the unit ball of a norm, which are equally likely everywhere in it.
     *
     * @param key the key, two u32
     * @param d how many coordinates a point has
     * @param p the norm, an array without axes
     * @param shape how many points: the shape of the result without the last axis
     * @param dtype the type of the numbers, real; null for the default
     * @return points along the last axis
     * @throws JacobiException if the key is none
     */
    public static NDArray ball(NDArray key, int d, NDArray p, int[] shape, DType dtype) {
        return Vectors.ball(key, d, p, Shape.of(shape), dtype);
    }

    /**
     * Draws orthogonal matrices, which are equally likely in all directions.
     *
     * @param key the key, two u32
     * @param n the number of rows and columns
     * @param shape how many matrices: the shape of the result without the last two axes
     * @return matrices along the last two axes
     * @throws JacobiException if the key is none
     */
    public static NDArray orthogonal(NDArray key, int n, int... shape) {
        return Vectors.orthogonal(key, n, Shape.of(shape), null, n);
    }

    /**
     * Draws matrices with orthonormal columns, or rows where there are more columns.
     *
     * @param key the key, two u32
     * @param n the number of rows
     * @param shape how many matrices: the shape of the result without the last two axes
     * @param dtype the type of the numbers, real; null for the default
     * @param m the number of columns
     * @return matrices along the last two axes
     * @throws JacobiException if the key is none
     */
    public static NDArray orthogonal(NDArray key, int n, int[] shape, DType dtype, int m) {
        return Vectors.orthogonal(key, n, Shape.of(shape), dtype, m);
    }

    /**
     * Draws how often each of several events happens in some trials.
     *
     * @param key the key, two u32
     * @param n the number of trials
     * @param p how likely the events are, along the last axis
     * @return the numbers along the last axis, reals that are whole
     * @throws JacobiException if the key is none
     */
    public static NDArray multinomial(NDArray key, double n, NDArray p) {
        return Prng.multinomial(key, NDArray.scalar(n), p);
    }

    /**
     * Draws how often each of several events happens in some trials.
     *
     * @param key the key, two u32
     * @param n the number of trials, an array
     * @param p how likely the events are, along the last axis
     * @return the numbers along the last axis, reals that are whole
     * @throws JacobiException if the key is none, or parameters cannot be broadcast to the shape
     */
    public static NDArray multinomial(NDArray key, NDArray n, NDArray p) {
        return Counts.multinomial(key, n, p, null, null);
    }

    /**
     * Draws how often each of several events happens in some trials.
     *
     * @param key the key, two u32
     * @param n the number of trials, an array
     * @param p how likely the events are, along the last axis
     * @param shape the shape of the result with the events' axis; null for that of p
     * @param dtype the type of the numbers; null for real ones
     * @return the numbers along the last axis
     * @throws JacobiException if the key is none, or parameters cannot be broadcast to the shape
     */
    public static NDArray multinomial(NDArray key, NDArray n, NDArray p, int[] shape, DType dtype) {
        return Counts.multinomial(key, n, p, shape == null ? null : Shape.of(shape), dtype);
    }
}
