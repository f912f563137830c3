package dev.jacobi;

import dev.jacobi.array.algorithms.Quantiles;

/** Functions of {@link Np} for medians and quantiles. */
abstract class NpQuantiles extends NpMoments {
    /**
     * The median of all elements; the mean of the two in the middle where there are two.
     *
     * @param a the array
     * @return the median
     * @throws JacobiException if there is no element
     */
    public static NDArray median(NDArray a) {
        return Quantiles.median(a, null, false, false);
    }

    /**
     * The median of the elements along an axis.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the medians
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray median(NDArray a, int axis) {
        return median(a, new int[] {axis}, false);
    }

    /**
     * The median of the elements along axes.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @return the medians
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray median(NDArray a, int[] axes, boolean keepDims) {
        return Quantiles.median(a, axes, keepDims, false);
    }

    /**
     * The quantiles of all elements, on straight lines between neighbours.
     *
     * @param a the array
     * @param q from 0 to 1
     * @return the quantile
     * @throws JacobiException if there is no element
     */
    public static NDArray quantile(NDArray a, double q) {
        return quantile(a, NDArray.scalar(q));
    }

    /**
     * The quantiles of all elements, on straight lines between neighbours.
     *
     * @param a the array
     * @param q from 0 to 1
     * @return the quantiles
     * @throws JacobiException if there is no element
     */
    public static NDArray quantile(NDArray a, NDArray q) {
        return quantile(a, q, null, "linear", false);
    }

    /**
     * The quantiles along an axis, on straight lines between neighbours.
     *
     * @param a the array
     * @param q from 0 to 1
     * @param axis the axis; negative numbers count from the last
     * @return the quantiles
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray quantile(NDArray a, double q, int axis) {
        return quantile(a, NDArray.scalar(q), axis);
    }

    /**
     * The quantiles along an axis, on straight lines between neighbours.
     *
     * @param a the array
     * @param q from 0 to 1
     * @param axis the axis; negative numbers count from the last
     * @return the quantiles, with q's axes first
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray quantile(NDArray a, NDArray q, int axis) {
        return quantile(a, q, new int[] {axis}, "linear", false);
    }

    /**
     * The quantiles along axes.
     *
     * @param a the array
     * @param q from 0 to 1
     * @param axes the axes; null means all
     * @param method linear, lower, higher, midpoint or nearest
     * @param keepDims whether reduced axes stay, with one element each
     * @return the quantiles, with q's axes first
     * @throws JacobiException if there is no such axis or method, or no element
     */
    public static NDArray quantile(NDArray a, NDArray q, int[] axes, String method, boolean keepDims) {
        return Quantiles.quantile(a, q, axes, method, keepDims, false);
    }

    /**
     * The percentiles of all elements, on straight lines between neighbours.
     *
     * @param a the array
     * @param q from 0 to 100
     * @return the percentile
     * @throws JacobiException if there is no element
     */
    public static NDArray percentile(NDArray a, double q) {
        return percentile(a, NDArray.scalar(q));
    }

    /**
     * The percentiles of all elements, on straight lines between neighbours.
     *
     * @param a the array
     * @param q from 0 to 100
     * @return the percentiles
     * @throws JacobiException if there is no element
     */
    public static NDArray percentile(NDArray a, NDArray q) {
        return percentile(a, q, null, "linear", false);
    }

    /**
     * The percentiles along an axis, on straight lines between neighbours.
     *
     * @param a the array
     * @param q from 0 to 100
     * @param axis the axis; negative numbers count from the last
     * @return the percentiles
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray percentile(NDArray a, double q, int axis) {
        return percentile(a, NDArray.scalar(q), axis);
    }

    /**
     * The percentiles along an axis, on straight lines between neighbours.
     *
     * @param a the array
     * @param q from 0 to 100
     * @param axis the axis; negative numbers count from the last
     * @return the percentiles, with q's axes first
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray percentile(NDArray a, NDArray q, int axis) {
        return percentile(a, q, new int[] {axis}, "linear", false);
    }

    /**
     * The percentiles along axes.
     *
     * @param a the array
     * @param q from 0 to 100
     * @param axes the axes; null means all
     * @param method linear, lower, higher, midpoint or nearest
     * @param keepDims whether reduced axes stay, with one element each
     * @return the percentiles, with q's axes first
     * @throws JacobiException if there is no such axis or method, or no element
     */
    public static NDArray percentile(NDArray a, NDArray q, int[] axes, String method, boolean keepDims) {
        return Quantiles.quantile(a, Quantiles.parts(q, a), axes, method, keepDims, false);
    }
}
