package dev.jacobi;

import dev.jacobi.array.scipy.Multivariate;
import dev.jacobi.array.scipy.Ranks;
import java.util.List;

/** Distributions, as {@code jax.scipy.stats} has them, and statistics of samples. A name is that of the distribution and of its function: {@code normPdf}, {@code poissonLogpmf}. All are element by element, of arrays of any shape, which are broadcast. */
public final class Stats extends StatsCounts {
    private Stats() {
    }

    /**
     * The logarithm of the probability of counts of several outcomes.
     *
     * @param x counts along the last axis
     * @param n the numbers of all trials
     * @param p the probabilities along the last axis
     * @return an array without the last axis
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray multinomialLogpmf(NDArray x, NDArray n, NDArray p) {
        return Multivariate.multinomial(x, n, p);
    }

    /**
     * The probability of counts of several outcomes.
     *
     * @param x counts along the last axis
     * @param n the numbers of all trials
     * @param p the probabilities along the last axis
     * @return an array without the last axis
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray multinomialPmf(NDArray x, NDArray n, NDArray p) {
        return Multivariate.exp(multinomialLogpmf(x, n, p));
    }

    /**
     * The logarithm of the probability of counts of several outcomes of a known number of trials.
     *
     * @param x counts along the last axis
     * @param n the number of all trials
     * @param p the probabilities along the last axis
     * @return an array without the last axis
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray multinomialLogpmf(NDArray x, long n, NDArray p) {
        return multinomialLogpmf(x, NDArray.scalar(n), p);
    }

    /**
     * The probability of counts of several outcomes of a known number of trials.
     *
     * @param x counts along the last axis
     * @param n the number of all trials
     * @param p the probabilities along the last axis
     * @return an array without the last axis
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray multinomialPmf(NDArray x, long n, NDArray p) {
        return multinomialPmf(x, NDArray.scalar(n), p);
    }

    /**
     * The logarithm of the density of Dirichlet's distribution.
     *
     * @param x probabilities along the first axis
     * @param alpha a vector of positive numbers
     * @return an array without the first axis
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray dirichletLogpdf(NDArray x, NDArray alpha) {
        return Multivariate.dirichlet(x, alpha);
    }

    /**
     * The density of Dirichlet's distribution.
     *
     * @param x probabilities along the first axis
     * @param alpha a vector of positive numbers
     * @return an array without the first axis
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray dirichletPdf(NDArray x, NDArray alpha) {
        return Multivariate.exp(dirichletLogpdf(x, alpha));
    }

    /**
     * The logarithm of the density of the normal distribution of vectors.
     *
     * @param x vectors along the last axis
     * @param mean a vector or a number
     * @param cov the covariances, a positive definite matrix
     * @return an array without the last axis
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray multivariateNormalLogpdf(NDArray x, NDArray mean, NDArray cov) {
        return Multivariate.normal(x, mean, cov);
    }

    /**
     * The density of the normal distribution of vectors.
     *
     * @param x vectors along the last axis
     * @param mean a vector or a number
     * @param cov the covariances, a positive definite matrix
     * @return an array without the last axis
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray multivariateNormalPdf(NDArray x, NDArray mean, NDArray cov) {
        return Multivariate.exp(multivariateNormalLogpdf(x, mean, cov));
    }

    /**
     * The ranks of all elements, from 1; equal ones get the mean of their ranks.
     *
     * @param a numbers
     * @return an array of one axis
     * @throws JacobiException if an operand is complex
     */
    public static NDArray rankdata(NDArray a) {
        return Ranks.rankdata(a, "average");
    }

    /**
     * The ranks of all elements, from 1.
     *
     * @param a numbers
     * @param method what equal elements get: average, min, max, dense or ordinal
     * @return an array of one axis
     * @throws JacobiException if there is no such method
     */
    public static NDArray rankdata(NDArray a, String method) {
        return Ranks.rankdata(a, method);
    }

    /**
     * The most frequent elements along the first axis; of several the least. All NaN count as one element, which is the greatest.
     *
     * @param a the array
     * @return the elements, and how often each is there, without that axis; NaN and 0, both as reals, where the axis is empty
     */
    public static List<NDArray> mode(NDArray a) {
        return Ranks.mode(a, 0, false);
    }

    /**
     * The most frequent elements along an axis; of several the least.
     *
     * @param a the array
     * @param axis the axis, from the end if negative; null flattens the array first
     * @return the elements, and how often each is there, without the axis; NaN and 0, both as reals, where the axis is empty
     * @throws JacobiException if there is no such axis
     */
    public static List<NDArray> mode(NDArray a, Integer axis) {
        return Ranks.mode(a, axis, false);
    }

    /**
     * The most frequent elements along an axis; of several the least.
     *
     * @param a the array
     * @param axis the axis, from the end if negative; null flattens the array first
     * @param keepDims whether the axis is kept with the length 1
     * @return the elements, and how often each is there; NaN and 0, both as reals, where the axis is empty
     * @throws JacobiException if there is no such axis
     */
    public static List<NDArray> mode(NDArray a, Integer axis, boolean keepDims) {
        return Ranks.mode(a, axis, keepDims);
    }

    /**
     * The standard error of the mean along the first axis.
     *
     * @param a numbers
     * @return an array without that axis
     * @throws JacobiException if the array has no axis
     */
    public static NDArray sem(NDArray a) {
        return Ranks.sem(a, new int[] {0}, 1, false);
    }

    /**
     * The standard error of the mean along an axis.
     *
     * @param a numbers
     * @param axis the axis, from the end if negative
     * @return an array without the axis
     * @throws JacobiException if there is no such axis
     */
    public static NDArray sem(NDArray a, int axis) {
        return Ranks.sem(a, new int[] {axis}, 1, false);
    }

    /**
     * The standard error of the mean along axes.
     *
     * @param a numbers
     * @param axes the axes; null for all
     * @param ddof what is taken from the number of elements
     * @param keepDims whether the axes are kept with the length 1
     * @return an array without the axes
     * @throws JacobiException if there is no such axis
     */
    public static NDArray sem(NDArray a, int[] axes, double ddof, boolean keepDims) {
        return Ranks.sem(a, axes, ddof, keepDims);
    }
}
