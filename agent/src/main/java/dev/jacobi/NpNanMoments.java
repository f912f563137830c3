package dev.jacobi;

import dev.jacobi.array.algorithms.Moments;
import dev.jacobi.array.algorithms.Nans;
import dev.jacobi.array.algorithms.Quantiles;

/** Functions of {@link Np} that leave NaN out: means, variances and quantiles. */
abstract class NpNanMoments extends NpNan {
    /**
     * The mean of all elements that are numbers.
     *
     * @param a the array
     * @return the means
     */
    public static NDArray nanmean(NDArray a) {
        return nanmean(a, null, false);
    }

    /**
     * The mean of the elements along an axis that are numbers.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the means
     * @throws JacobiException if there is no such axis
     */
    public static NDArray nanmean(NDArray a, int axis) {
        return nanmean(a, new int[] {axis}, false);
    }

    /**
     * The mean of the elements along axes that are numbers.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @return the means
     * @throws JacobiException if there is no such axis
     */
    public static NDArray nanmean(NDArray a, int[] axes) {
        return nanmean(a, axes, false);
    }

    /**
     * The mean of the elements along an axis that are numbers.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param keepDims whether reduced axes stay, with one element each
     * @return the means
     * @throws JacobiException if there is no such axis
     */
    public static NDArray nanmean(NDArray a, int axis, boolean keepDims) {
        return nanmean(a, new int[] {axis}, keepDims);
    }

    /**
     * The mean of the elements along axes that are numbers.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @return the means
     * @throws JacobiException if there is no such axis
     */
    public static NDArray nanmean(NDArray a, int[] axes, boolean keepDims) {
        return Moments.mean(a, axes, null, keepDims, Nans.numbers(a, null));
    }

    /**
     * The mean of the elements along axes that a mask chooses that are numbers.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @param where bools that say which elements count; null means all
     * @return the means
     * @throws JacobiException if there is no such axis
     */
    public static NDArray nanmean(NDArray a, int[] axes, boolean keepDims, NDArray where) {
        return Moments.mean(a, axes, null, keepDims, Nans.numbers(a, where));
    }

    /**
     * The mean of the elements along axes that a mask chooses that are numbers.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param dtype the type of the result; null means that of the function
     * @param keepDims whether reduced axes stay, with one element each
     * @param where bools that say which elements count; null means all
     * @return the means
     * @throws JacobiException if there is no such axis
     */
    public static NDArray nanmean(NDArray a, int[] axes, DType dtype, boolean keepDims, NDArray where) {
        return Moments.mean(a, axes, dtype, keepDims, Nans.numbers(a, where));
    }

    /**
     * The mean squared distance from the mean of all elements that are numbers.
     *
     * @param a the array
     * @return the variances
     */
    public static NDArray nanvar(NDArray a) {
        return nanvar(a, null, 0.0, false);
    }

    /**
     * The mean squared distance from the mean of the elements along an axis that are numbers.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the variances
     * @throws JacobiException if there is no such axis
     */
    public static NDArray nanvar(NDArray a, int axis) {
        return nanvar(a, new int[] {axis}, 0.0, false);
    }

    /**
     * The mean squared distance from the mean of the elements along axes that are numbers.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param ddof what is taken from the number of elements
     * @param keepDims whether reduced axes stay, with one element each
     * @return the variances
     * @throws JacobiException if there is no such axis
     */
    public static NDArray nanvar(NDArray a, int[] axes, double ddof, boolean keepDims) {
        return nanvar(a, axes, null, ddof, keepDims, null);
    }

    /**
     * The mean squared distance from the mean of the elements along axes that a mask chooses that are numbers.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param dtype the type of the result; null means that of the function
     * @param ddof what is taken from the number of elements
     * @param keepDims whether reduced axes stay, with one element each
     * @param where bools that say which elements count; null means all
     * @return the variances
     * @throws JacobiException if there is no such axis
     */
    public static NDArray nanvar(NDArray a, int[] axes, DType dtype, double ddof, boolean keepDims, NDArray where) {
        return Moments.var(a, axes, dtype, ddof, keepDims, Nans.numbers(a, where));
    }

    /**
     * The root of the mean squared distance from the mean of all elements that are numbers.
     *
     * @param a the array
     * @return the standard deviations
     */
    public static NDArray nanstd(NDArray a) {
        return nanstd(a, null, 0.0, false);
    }

    /**
     * The root of the mean squared distance from the mean of the elements along an axis that are numbers.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the standard deviations
     * @throws JacobiException if there is no such axis
     */
    public static NDArray nanstd(NDArray a, int axis) {
        return nanstd(a, new int[] {axis}, 0.0, false);
    }

    /**
     * The root of the mean squared distance from the mean of the elements along axes that are numbers.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param ddof what is taken from the number of elements
     * @param keepDims whether reduced axes stay, with one element each
     * @return the standard deviations
     * @throws JacobiException if there is no such axis
     */
    public static NDArray nanstd(NDArray a, int[] axes, double ddof, boolean keepDims) {
        return nanstd(a, axes, null, ddof, keepDims, null);
    }

    /**
     * The root of the mean squared distance from the mean of the elements along axes that a mask chooses that are numbers.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param dtype the type of the result; null means that of the function
     * @param ddof what is taken from the number of elements
     * @param keepDims whether reduced axes stay, with one element each
     * @param where bools that say which elements count; null means all
     * @return the standard deviations
     * @throws JacobiException if there is no such axis
     */
    public static NDArray nanstd(NDArray a, int[] axes, DType dtype, double ddof, boolean keepDims, NDArray where) {
        return Moments.std(a, axes, dtype, ddof, keepDims, Nans.numbers(a, where));
    }

    /**
     * The median of all elements that are numbers.
     *
     * @param a the array
     * @return the median
     * @throws JacobiException if there is no element
     */
    public static NDArray nanmedian(NDArray a) {
        return Quantiles.median(a, null, false, true);
    }

    /**
     * The median of the elements along an axis that are numbers.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the medians
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray nanmedian(NDArray a, int axis) {
        return nanmedian(a, new int[] {axis}, false);
    }

    /**
     * The median of the elements along axes that are numbers.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @return the medians
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray nanmedian(NDArray a, int[] axes, boolean keepDims) {
        return Quantiles.median(a, axes, keepDims, true);
    }

    /**
     * The quantiles of those that are numbers of all elements, on straight lines between neighbours.
     *
     * @param a the array
     * @param q from 0 to 1
     * @return the quantile
     * @throws JacobiException if there is no element
     */
    public static NDArray nanquantile(NDArray a, double q) {
        return nanquantile(a, NDArray.scalar(q));
    }

    /**
     * The quantiles of those that are numbers of all elements, on straight lines between neighbours.
     *
     * @param a the array
     * @param q from 0 to 1
     * @return the quantiles
     * @throws JacobiException if there is no element
     */
    public static NDArray nanquantile(NDArray a, NDArray q) {
        return nanquantile(a, q, null, "linear", false);
    }

    /**
     * The quantiles of those that are numbers along an axis, on straight lines between neighbours.
     *
     * @param a the array
     * @param q from 0 to 1
     * @param axis the axis; negative numbers count from the last
     * @return the quantiles
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray nanquantile(NDArray a, double q, int axis) {
        return nanquantile(a, NDArray.scalar(q), axis);
    }

    /**
     * The quantiles of those that are numbers along an axis, on straight lines between neighbours.
     *
     * @param a the array
     * @param q from 0 to 1
     * @param axis the axis; negative numbers count from the last
     * @return the quantiles, with q's axes first
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray nanquantile(NDArray a, NDArray q, int axis) {
        return nanquantile(a, q, new int[] {axis}, "linear", false);
    }

    /**
     * The quantiles of those that are numbers along axes.
     *
     * @param a the array
     * @param q from 0 to 1
     * @param axes the axes; null means all
     * @param method linear, lower, higher, midpoint or nearest
     * @param keepDims whether reduced axes stay, with one element each
     * @return the quantiles, with q's axes first
     * @throws JacobiException if there is no such axis or method, or no element
     */
    public static NDArray nanquantile(NDArray a, NDArray q, int[] axes, String method, boolean keepDims) {
        return Quantiles.quantile(a, q, axes, method, keepDims, true);
    }

    /**
     * The percentiles of those that are numbers of all elements, on straight lines between neighbours.
     *
     * @param a the array
     * @param q from 0 to 100
     * @return the percentile
     * @throws JacobiException if there is no element
     */
    public static NDArray nanpercentile(NDArray a, double q) {
        return nanpercentile(a, NDArray.scalar(q));
    }

    /**
     * The percentiles of those that are numbers of all elements, on straight lines between neighbours.
     *
     * @param a the array
     * @param q from 0 to 100
     * @return the percentiles
     * @throws JacobiException if there is no element
     */
    public static NDArray nanpercentile(NDArray a, NDArray q) {
        return nanpercentile(a, q, null, "linear", false);
    }

    /**
     * The percentiles of those that are numbers along an axis, on straight lines between neighbours.
     *
     * @param a the array
     * @param q from 0 to 100
     * @param axis the axis; negative numbers count from the last
     * @return the percentiles
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray nanpercentile(NDArray a, double q, int axis) {
        return nanpercentile(a, NDArray.scalar(q), axis);
    }

    /**
     * The percentiles of those that are numbers along an axis, on straight lines between neighbours.
     *
     * @param a the array
     * @param q from 0 to 100
     * @param axis the axis; negative numbers count from the last
     * @return the percentiles, with q's axes first
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray nanpercentile(NDArray a, NDArray q, int axis) {
        return nanpercentile(a, q, new int[] {axis}, "linear", false);
    }

    /**
     * The percentiles of those that are numbers along axes.
     *
     * @param a the array
     * @param q from 0 to 100
     * @param axes the axes; null means all
     * @param method linear, lower, higher, midpoint or nearest
     * @param keepDims whether reduced axes stay, with one element each
     * @return the percentiles, with q's axes first
     * @throws JacobiException if there is no such axis or method, or no element
     */
    public static NDArray nanpercentile(NDArray a, NDArray q, int[] axes, String method, boolean keepDims) {
        return Quantiles.quantile(a, Quantiles.parts(q, a), axes, method, keepDims, true);
    }
}
