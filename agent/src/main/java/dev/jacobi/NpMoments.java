package dev.jacobi;

import dev.jacobi.array.algorithms.Moments;

/** Functions of {@link Np} for means and variances. */
abstract class NpMoments extends NpGreatest {
    /**
     * The mean of all elements; of integers a real number.
     *
     * @param a the array
     * @return the means
     */
    public static NDArray mean(NDArray a) {
        return mean(a, null, false);
    }

    /**
     * The mean of the elements along an axis; of integers a real number.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the means
     * @throws JacobiException if there is no such axis
     */
    public static NDArray mean(NDArray a, int axis) {
        return mean(a, new int[] {axis}, false);
    }

    /**
     * The mean of the elements along axes; of integers a real number.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @return the means
     * @throws JacobiException if there is no such axis
     */
    public static NDArray mean(NDArray a, int[] axes) {
        return mean(a, axes, false);
    }

    /**
     * The mean of the elements along an axis; of integers a real number.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param keepDims whether reduced axes stay, with one element each
     * @return the means
     * @throws JacobiException if there is no such axis
     */
    public static NDArray mean(NDArray a, int axis, boolean keepDims) {
        return mean(a, new int[] {axis}, keepDims);
    }

    /**
     * The mean of the elements along axes; of integers a real number.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @return the means
     * @throws JacobiException if there is no such axis
     */
    public static NDArray mean(NDArray a, int[] axes, boolean keepDims) {
        return Moments.mean(a, axes, null, keepDims, null);
    }

    /**
     * The mean of the elements along axes that a mask chooses; of integers a real number.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @param where bools that say which elements count; null means all
     * @return the means
     * @throws JacobiException if there is no such axis
     */
    public static NDArray mean(NDArray a, int[] axes, boolean keepDims, NDArray where) {
        return Moments.mean(a, axes, null, keepDims, where);
    }

    /**
     * The mean of the elements along axes that a mask chooses; of integers a real number.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param dtype the type of the result; null means that of the function
     * @param keepDims whether reduced axes stay, with one element each
     * @param where bools that say which elements count; null means all
     * @return the means
     * @throws JacobiException if there is no such axis
     */
    public static NDArray mean(NDArray a, int[] axes, DType dtype, boolean keepDims, NDArray where) {
        return Moments.mean(a, axes, dtype, keepDims, where);
    }

    /**
     * The mean squared distance from the mean of all elements.
     *
     * @param a the array
     * @return the variances
     */
    public static NDArray var(NDArray a) {
        return var(a, null, 0.0, false);
    }

    /**
     * The mean squared distance from the mean of the elements along an axis.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the variances
     * @throws JacobiException if there is no such axis
     */
    public static NDArray var(NDArray a, int axis) {
        return var(a, new int[] {axis}, 0.0, false);
    }

    /**
     * The mean squared distance from the mean of the elements along axes.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @return the variances
     * @throws JacobiException if there is no such axis
     */
    public static NDArray var(NDArray a, int[] axes) {
        return var(a, axes, 0.0, false);
    }

    /**
     * The mean squared distance from the mean of the elements along an axis.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param keepDims whether reduced axes stay, with one element each
     * @return the variances
     * @throws JacobiException if there is no such axis
     */
    public static NDArray var(NDArray a, int axis, boolean keepDims) {
        return var(a, new int[] {axis}, 0.0, keepDims);
    }

    /**
     * The mean squared distance from the mean of the elements along an axis.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param ddof what is taken from the number of elements
     * @return the variances
     * @throws JacobiException if there is no such axis
     */
    public static NDArray var(NDArray a, int axis, double ddof) {
        return var(a, new int[] {axis}, ddof, false);
    }

    /**
     * The mean squared distance from the mean of the elements along axes.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param ddof what is taken from the number of elements
     * @param keepDims whether reduced axes stay, with one element each
     * @return the variances
     * @throws JacobiException if there is no such axis
     */
    public static NDArray var(NDArray a, int[] axes, double ddof, boolean keepDims) {
        return Moments.var(a, axes, null, ddof, keepDims, null);
    }

    /**
     * The mean squared distance from the mean of the elements along axes that a mask chooses.
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
    public static NDArray var(NDArray a, int[] axes, DType dtype, double ddof, boolean keepDims, NDArray where) {
        return Moments.var(a, axes, dtype, ddof, keepDims, where);
    }

    /**
     * The root of the mean squared distance from the mean of all elements.
     *
     * @param a the array
     * @return the standard deviations
     */
    public static NDArray std(NDArray a) {
        return std(a, null, 0.0, false);
    }

    /**
     * The root of the mean squared distance from the mean of the elements along an axis.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the standard deviations
     * @throws JacobiException if there is no such axis
     */
    public static NDArray std(NDArray a, int axis) {
        return std(a, new int[] {axis}, 0.0, false);
    }

    /**
     * The root of the mean squared distance from the mean of the elements along axes.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @return the standard deviations
     * @throws JacobiException if there is no such axis
     */
    public static NDArray std(NDArray a, int[] axes) {
        return std(a, axes, 0.0, false);
    }

    /**
     * The root of the mean squared distance from the mean of the elements along an axis.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param keepDims whether reduced axes stay, with one element each
     * @return the standard deviations
     * @throws JacobiException if there is no such axis
     */
    public static NDArray std(NDArray a, int axis, boolean keepDims) {
        return std(a, new int[] {axis}, 0.0, keepDims);
    }

    /**
     * The root of the mean squared distance from the mean of the elements along an axis.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param ddof what is taken from the number of elements
     * @return the standard deviations
     * @throws JacobiException if there is no such axis
     */
    public static NDArray std(NDArray a, int axis, double ddof) {
        return std(a, new int[] {axis}, ddof, false);
    }

    /**
     * The root of the mean squared distance from the mean of the elements along axes.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param ddof what is taken from the number of elements
     * @param keepDims whether reduced axes stay, with one element each
     * @return the standard deviations
     * @throws JacobiException if there is no such axis
     */
    public static NDArray std(NDArray a, int[] axes, double ddof, boolean keepDims) {
        return Moments.std(a, axes, null, ddof, keepDims, null);
    }

    /**
     * The root of the mean squared distance from the mean of the elements along axes that a mask chooses.
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
    public static NDArray std(NDArray a, int[] axes, DType dtype, double ddof, boolean keepDims, NDArray where) {
        return Moments.std(a, axes, dtype, ddof, keepDims, where);
    }

    /**
     * The mean of all elements.
     *
     * @param a the array
     * @return the mean
     */
    public static NDArray average(NDArray a) {
        return Moments.average(a, null, null, false);
    }

    /**
     * The weighted mean of the elements along an axis.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param weights how much each element counts, or each slice along the axis; null means as much
     * @return the means
     * @throws JacobiException if the weights do not fit
     */
    public static NDArray average(NDArray a, int axis, NDArray weights) {
        return Moments.average(a, new int[] {axis}, weights, false);
    }

    /**
     * The weighted mean of the elements along axes.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param weights how much each element counts, or each slice along the axis; null means as much
     * @param keepDims whether reduced axes stay, with one element each
     * @return the means
     * @throws JacobiException if the weights do not fit
     */
    public static NDArray average(NDArray a, int[] axes, NDArray weights, boolean keepDims) {
        return Moments.average(a, axes, weights, keepDims);
    }
}
