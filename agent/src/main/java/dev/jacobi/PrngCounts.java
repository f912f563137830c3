package dev.jacobi;

import dev.jacobi.array.core.Shape;
import dev.jacobi.array.random.Basic;
import dev.jacobi.array.random.Continuous;
import dev.jacobi.array.random.Counts;
import dev.jacobi.array.random.Gammas;

/** Functions of {@link Prng} that draw numbers of events. */
abstract class PrngCounts extends PrngGamma {
    /**
     * Draws numbers of the distribution whose density falls as exp(-|x|^p).
     *
     * @param key the key, two u32
     * @param p the exponent: 2 for the normal distribution, 1 for that of Laplace
     * @return the a number
     * @throws JacobiException if the key is none
     */
    public static NDArray generalizedNormal(NDArray key, double p) {
        return Prng.generalizedNormal(key, NDArray.of(p, DType.F64));
    }

    /**
     * Draws numbers of the distribution whose density falls as exp(-|x|^p).
     *
     * @param key the key, two u32
     * @param p the exponent: 2 for the normal distribution, 1 for that of Laplace
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none
     */
    public static NDArray generalizedNormal(NDArray key, double p, int... shape) {
        return Prng.generalizedNormal(key, NDArray.of(p, DType.F64), shape);
    }

    /**
     * Draws numbers of the distribution whose density falls as exp(-|x|^p).
     *
     * @param key the key, two u32
     * @param p the exponent: 2 for the normal distribution, 1 for that of Laplace, an array
     * @return the numbers of the shape that the parameters have together
     * @throws JacobiException if the key is none
     */
    public static NDArray generalizedNormal(NDArray key, NDArray p) {
        return Gammas.generalizedNormal(key, p, null, null);
    }

    /**
     * Draws numbers of the distribution whose density falls as exp(-|x|^p).
     *
     * @param key the key, two u32
     * @param p the exponent: 2 for the normal distribution, 1 for that of Laplace, an array
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none, or parameters cannot be broadcast to the shape
     */
    public static NDArray generalizedNormal(NDArray key, NDArray p, int... shape) {
        return Gammas.generalizedNormal(key, p, Shape.of(shape), null);
    }

    /**
     * Draws numbers of the distribution whose density falls as exp(-|x|^p).
     *
     * @param key the key, two u32
     * @param p the exponent: 2 for the normal distribution, 1 for that of Laplace, an array
     * @param shape the shape of the result; null for that of the parameters together
     * @param dtype the type of the numbers, real; null for the default
     * @return the numbers
     * @throws JacobiException if the key is none, parameters cannot be broadcast to the shape, or the type is not real
     */
    public static NDArray generalizedNormal(NDArray key, NDArray p, int[] shape, DType dtype) {
        return Gammas.generalizedNormal(key, p, shape == null ? null : Shape.of(shape), dtype);
    }

    /**
     * Draws numbers of Poisson's distribution: how many events happen in some time.
     *
     * @param key the key, two u32
     * @param lam how many happen on average
     * @return the a number
     * @throws JacobiException if the key is none
     */
    public static NDArray poisson(NDArray key, double lam) {
        return Prng.poisson(key, NDArray.of(lam, DType.F64));
    }

    /**
     * Draws numbers of Poisson's distribution: how many events happen in some time.
     *
     * @param key the key, two u32
     * @param lam how many happen on average
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none
     */
    public static NDArray poisson(NDArray key, double lam, int... shape) {
        return Prng.poisson(key, NDArray.of(lam, DType.F64), shape);
    }

    /**
     * Draws numbers of Poisson's distribution: how many events happen in some time.
     *
     * @param key the key, two u32
     * @param lam how many happen on average, an array
     * @return the numbers of the shape that the parameters have together
     * @throws JacobiException if the key is none
     */
    public static NDArray poisson(NDArray key, NDArray lam) {
        return Counts.poisson(key, lam, null, null);
    }

    /**
     * Draws numbers of Poisson's distribution: how many events happen in some time.
     *
     * @param key the key, two u32
     * @param lam how many happen on average, an array
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none, or parameters cannot be broadcast to the shape
     */
    public static NDArray poisson(NDArray key, NDArray lam, int... shape) {
        return Counts.poisson(key, lam, Shape.of(shape), null);
    }

    /**
     * Draws numbers of Poisson's distribution: how many events happen in some time.
     *
     * @param key the key, two u32
     * @param lam how many happen on average, an array
     * @param shape the shape of the result; null for that of the parameters together
     * @param dtype the type of the numbers, an integer; null for the default
     * @return the numbers
     * @throws JacobiException if the key is none, parameters cannot be broadcast to the shape, or the type is not an integer
     */
    public static NDArray poisson(NDArray key, NDArray lam, int[] shape, DType dtype) {
        return Counts.poisson(key, lam, shape == null ? null : Shape.of(shape), dtype);
    }

    /**
     * Draws how often something is tried until it happens, 1 or more times.
     *
     * @param key the key, two u32
     * @param p how likely it happens
     * @return the a number
     * @throws JacobiException if the key is none
     */
    public static NDArray geometric(NDArray key, double p) {
        return Prng.geometric(key, NDArray.scalar(p));
    }

    /**
     * Draws how often something is tried until it happens, 1 or more times.
     *
     * @param key the key, two u32
     * @param p how likely it happens
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none
     */
    public static NDArray geometric(NDArray key, double p, int... shape) {
        return Prng.geometric(key, NDArray.scalar(p), shape);
    }

    /**
     * Draws how often something is tried until it happens, 1 or more times.
     *
     * @param key the key, two u32
     * @param p how likely it happens, an array
     * @return the numbers of the shape that the parameters have together
     * @throws JacobiException if the key is none
     */
    public static NDArray geometric(NDArray key, NDArray p) {
        return Continuous.geometric(key, p, null, null);
    }

    /**
     * Draws how often something is tried until it happens, 1 or more times.
     *
     * @param key the key, two u32
     * @param p how likely it happens, an array
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none, or parameters cannot be broadcast to the shape
     */
    public static NDArray geometric(NDArray key, NDArray p, int... shape) {
        return Continuous.geometric(key, p, Shape.of(shape), null);
    }

    /**
     * Draws how often something is tried until it happens, 1 or more times.
     *
     * @param key the key, two u32
     * @param p how likely it happens, an array
     * @param shape the shape of the result; null for that of the parameters together
     * @param dtype the type of the numbers, an integer; null for the default
     * @return the numbers
     * @throws JacobiException if the key is none, parameters cannot be broadcast to the shape, or the type is not an integer
     */
    public static NDArray geometric(NDArray key, NDArray p, int[] shape, DType dtype) {
        return Continuous.geometric(key, p, shape == null ? null : Shape.of(shape), dtype);
    }

    /**
     * Draws how often something happens in some trials.
     *
     * @param key the key, two u32
     * @param n how many trials there are
     * @param p how likely it happens
     * @return the a number, reals that are whole
     * @throws JacobiException if the key is none
     */
    public static NDArray binomial(NDArray key, double n, double p) {
        return Prng.binomial(key, NDArray.scalar(n), NDArray.scalar(p));
    }

    /**
     * Draws how often something happens in some trials.
     *
     * @param key the key, two u32
     * @param n how many trials there are
     * @param p how likely it happens
     * @param shape the shape of the result
     * @return the numbers, reals that are whole
     * @throws JacobiException if the key is none
     */
    public static NDArray binomial(NDArray key, double n, double p, int... shape) {
        return Prng.binomial(key, NDArray.scalar(n), NDArray.scalar(p), shape);
    }

    /**
     * Draws how often something happens in some trials.
     *
     * @param key the key, two u32
     * @param n how many trials there are, an array
     * @param p how likely it happens, an array
     * @return the numbers, reals that are whole of the shape that the parameters have together
     * @throws JacobiException if the key is none, or parameters cannot be broadcast together
     */
    public static NDArray binomial(NDArray key, NDArray n, NDArray p) {
        return Counts.binomial(key, n, p, null, null);
    }

    /**
     * Draws how often something happens in some trials.
     *
     * @param key the key, two u32
     * @param n how many trials there are, an array
     * @param p how likely it happens, an array
     * @param shape the shape of the result
     * @return the numbers, reals that are whole
     * @throws JacobiException if the key is none, or parameters cannot be broadcast to the shape
     */
    public static NDArray binomial(NDArray key, NDArray n, NDArray p, int... shape) {
        return Counts.binomial(key, n, p, Shape.of(shape), null);
    }

    /**
     * Draws how often something happens in some trials.
     *
     * @param key the key, two u32
     * @param n how many trials there are, an array
     * @param p how likely it happens, an array
     * @param shape the shape of the result; null for that of the parameters together
     * @param dtype the type of the numbers, real; null for the default
     * @return the numbers, reals that are whole
     * @throws JacobiException if the key is none, parameters cannot be broadcast to the shape, or the type is not real
     */
    public static NDArray binomial(NDArray key, NDArray n, NDArray p, int[] shape, DType dtype) {
        return Counts.binomial(key, n, p, shape == null ? null : Shape.of(shape), dtype);
    }

    /**
     * Draws whether something happens.
     *
     * @param key the key, two u32
     * @param p how likely it happens
     * @return true where it does
     * @throws JacobiException if the key is none
     */
    public static NDArray bernoulli(NDArray key, double p) {
        return Prng.bernoulli(key, NDArray.scalar(p));
    }

    /**
     * Draws whether something happens.
     *
     * @param key the key, two u32
     * @param p how likely it happens
     * @param shape the shape of the result
     * @return true where it does
     * @throws JacobiException if the key is none
     */
    public static NDArray bernoulli(NDArray key, double p, int... shape) {
        return Prng.bernoulli(key, NDArray.scalar(p), shape);
    }

    /**
     * Draws whether something happens.
     *
     * @param key the key, two u32
     * @param p how likely it happens, an array
     * @return true where it does of the shape that the parameters have together
     * @throws JacobiException if the key is none
     */
    public static NDArray bernoulli(NDArray key, NDArray p) {
        return Basic.bernoulli(key, p, null);
    }

    /**
     * Draws whether something happens.
     *
     * @param key the key, two u32
     * @param p how likely it happens, an array
     * @param shape the shape of the result
     * @return true where it does
     * @throws JacobiException if the key is none, or parameters cannot be broadcast to the shape
     */
    public static NDArray bernoulli(NDArray key, NDArray p, int... shape) {
        return Basic.bernoulli(key, p, Shape.of(shape));
    }

    /**
     * Draws whether something happens that is as likely as not.
     *
     * @param key the key, two u32
     * @return true if it does
     * @throws JacobiException if the key is none
     */
    public static NDArray bernoulli(NDArray key) {
        return Prng.bernoulli(key, NDArray.scalar(0.5));
    }

    /**
     * Draws for each element of an array, of which only the shape counts, whether something happens. A compiled function does so for any length.
     *
     * @param key the key, two u32
     * @param p how likely it happens
     * @param x the array
     * @return an array of bool of that shape, true where it does
     * @throws JacobiException if the key is none
     */
    public static NDArray bernoulliLike(NDArray key, double p, NDArray x) {
        return Prng.bernoulliLike(key, NDArray.scalar(p), x);
    }

    /**
     * Draws for each element of an array, of which only the shape counts, whether something happens. A compiled function does so for any length.
     *
     * @param key the key, two u32
     * @param p how likely it happens, an array
     * @param x the array
     * @return an array of bool of that shape, true where it does
     * @throws JacobiException if the key is none, or parameters cannot be broadcast to the shape
     */
    public static NDArray bernoulliLike(NDArray key, NDArray p, NDArray x) {
        return Basic.bernoulli(key, p, x.shapeOf());
    }
}
