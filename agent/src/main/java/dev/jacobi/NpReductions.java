package dev.jacobi;

import dev.jacobi.array.algorithms.Reductions;

/** Functions of {@link Np} that make one element of many: sums, products, extremes. */
abstract class NpReductions extends NpIndexing {
    /**
     * The sum of all elements; of small integers in the default width.
     *
     * @param a the array
     * @return the sums
     */
    public static NDArray sum(NDArray a) {
        return sum(a, null, false);
    }

    /**
     * The sum of the elements along an axis; of small integers in the default width.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the sums
     * @throws JacobiException if there is no such axis
     */
    public static NDArray sum(NDArray a, int axis) {
        return sum(a, new int[] {axis}, false);
    }

    /**
     * The sum of the elements along axes; of small integers in the default width.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @return the sums
     * @throws JacobiException if there is no such axis
     */
    public static NDArray sum(NDArray a, int[] axes) {
        return sum(a, axes, false);
    }

    /**
     * The sum of the elements along an axis; of small integers in the default width.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param keepDims whether reduced axes stay, with one element each
     * @return the sums
     * @throws JacobiException if there is no such axis
     */
    public static NDArray sum(NDArray a, int axis, boolean keepDims) {
        return sum(a, new int[] {axis}, keepDims);
    }

    /**
     * The sum of the elements along axes; of small integers in the default width.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @return the sums
     * @throws JacobiException if there is no such axis
     */
    public static NDArray sum(NDArray a, int[] axes, boolean keepDims) {
        return Reductions.sum(a, axes, null, keepDims, null, null);
    }

    /**
     * The sum of the elements along axes that a mask chooses; of small integers in the default width.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @param where bools that say which elements count; null means all
     * @return the sums
     * @throws JacobiException if there is no such axis
     */
    public static NDArray sum(NDArray a, int[] axes, boolean keepDims, NDArray where) {
        return Reductions.sum(a, axes, null, keepDims, null, where);
    }

    /**
     * The sum of the elements along axes that a mask chooses; of small integers in the default width.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param dtype the type of the result; null means that of the function
     * @param keepDims whether reduced axes stay, with one element each
     * @param initial what comes first; null means nothing
     * @param where bools that say which elements count; null means all
     * @return the sums
     * @throws JacobiException if there is no such axis
     */
    public static NDArray sum(NDArray a, int[] axes, DType dtype, boolean keepDims, NDArray initial, NDArray where) {
        return Reductions.sum(a, axes, dtype, keepDims, initial, where);
    }

    /**
     * The product of all elements; of small integers in the default width.
     *
     * @param a the array
     * @return the products
     */
    public static NDArray prod(NDArray a) {
        return prod(a, null, false);
    }

    /**
     * The product of the elements along an axis; of small integers in the default width.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the products
     * @throws JacobiException if there is no such axis
     */
    public static NDArray prod(NDArray a, int axis) {
        return prod(a, new int[] {axis}, false);
    }

    /**
     * The product of the elements along axes; of small integers in the default width.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @return the products
     * @throws JacobiException if there is no such axis
     */
    public static NDArray prod(NDArray a, int[] axes) {
        return prod(a, axes, false);
    }

    /**
     * The product of the elements along an axis; of small integers in the default width.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param keepDims whether reduced axes stay, with one element each
     * @return the products
     * @throws JacobiException if there is no such axis
     */
    public static NDArray prod(NDArray a, int axis, boolean keepDims) {
        return prod(a, new int[] {axis}, keepDims);
    }

    /**
     * The product of the elements along axes; of small integers in the default width.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @return the products
     * @throws JacobiException if there is no such axis
     */
    public static NDArray prod(NDArray a, int[] axes, boolean keepDims) {
        return Reductions.prod(a, axes, null, keepDims, null, null);
    }

    /**
     * The product of the elements along axes that a mask chooses; of small integers in the default width.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @param where bools that say which elements count; null means all
     * @return the products
     * @throws JacobiException if there is no such axis
     */
    public static NDArray prod(NDArray a, int[] axes, boolean keepDims, NDArray where) {
        return Reductions.prod(a, axes, null, keepDims, null, where);
    }

    /**
     * The product of the elements along axes that a mask chooses; of small integers in the default width.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param dtype the type of the result; null means that of the function
     * @param keepDims whether reduced axes stay, with one element each
     * @param initial what comes first; null means nothing
     * @param where bools that say which elements count; null means all
     * @return the products
     * @throws JacobiException if there is no such axis
     */
    public static NDArray prod(NDArray a, int[] axes, DType dtype, boolean keepDims, NDArray initial, NDArray where) {
        return Reductions.prod(a, axes, dtype, keepDims, initial, where);
    }

    /**
     * The greatest of all elements; NaN where there is one.
     *
     * @param a the array
     * @return the greatest elements
     */
    public static NDArray max(NDArray a) {
        return max(a, null, false);
    }

    /**
     * The greatest of the elements along an axis; NaN where there is one.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the greatest elements
     * @throws JacobiException if there is no such axis, or no element and no initial value
     */
    public static NDArray max(NDArray a, int axis) {
        return max(a, new int[] {axis}, false);
    }

    /**
     * The greatest of the elements along axes; NaN where there is one.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @return the greatest elements
     * @throws JacobiException if there is no such axis, or no element and no initial value
     */
    public static NDArray max(NDArray a, int[] axes) {
        return max(a, axes, false);
    }

    /**
     * The greatest of the elements along an axis; NaN where there is one.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param keepDims whether reduced axes stay, with one element each
     * @return the greatest elements
     * @throws JacobiException if there is no such axis, or no element and no initial value
     */
    public static NDArray max(NDArray a, int axis, boolean keepDims) {
        return max(a, new int[] {axis}, keepDims);
    }

    /**
     * The greatest of the elements along axes; NaN where there is one.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @return the greatest elements
     * @throws JacobiException if there is no such axis, or no element and no initial value
     */
    public static NDArray max(NDArray a, int[] axes, boolean keepDims) {
        return Reductions.max(a, axes, keepDims, null, null);
    }

    /**
     * The greatest of the elements along axes that a mask chooses; NaN where there is one.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @param initial what comes first; null means nothing
     * @param where bools that say which elements count; null means all
     * @return the greatest elements
     * @throws JacobiException if there is no such axis, or no element and no initial value
     */
    public static NDArray max(NDArray a, int[] axes, boolean keepDims, NDArray initial, NDArray where) {
        return Reductions.max(a, axes, keepDims, initial, where);
    }

    /**
     * The least of all elements; NaN where there is one.
     *
     * @param a the array
     * @return the least elements
     */
    public static NDArray min(NDArray a) {
        return min(a, null, false);
    }

    /**
     * The least of the elements along an axis; NaN where there is one.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the least elements
     * @throws JacobiException if there is no such axis, or no element and no initial value
     */
    public static NDArray min(NDArray a, int axis) {
        return min(a, new int[] {axis}, false);
    }

    /**
     * The least of the elements along axes; NaN where there is one.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @return the least elements
     * @throws JacobiException if there is no such axis, or no element and no initial value
     */
    public static NDArray min(NDArray a, int[] axes) {
        return min(a, axes, false);
    }

    /**
     * The least of the elements along an axis; NaN where there is one.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param keepDims whether reduced axes stay, with one element each
     * @return the least elements
     * @throws JacobiException if there is no such axis, or no element and no initial value
     */
    public static NDArray min(NDArray a, int axis, boolean keepDims) {
        return min(a, new int[] {axis}, keepDims);
    }

    /**
     * The least of the elements along axes; NaN where there is one.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @return the least elements
     * @throws JacobiException if there is no such axis, or no element and no initial value
     */
    public static NDArray min(NDArray a, int[] axes, boolean keepDims) {
        return Reductions.min(a, axes, keepDims, null, null);
    }

    /**
     * The least of the elements along axes that a mask chooses; NaN where there is one.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @param initial what comes first; null means nothing
     * @param where bools that say which elements count; null means all
     * @return the least elements
     * @throws JacobiException if there is no such axis, or no element and no initial value
     */
    public static NDArray min(NDArray a, int[] axes, boolean keepDims, NDArray initial, NDArray where) {
        return Reductions.min(a, axes, keepDims, initial, where);
    }

    /**
     * The greatest of all elements; NaN where there is one.
     *
     * @param a the array
     * @return the greatest element
     * @throws JacobiException if there is no element
     */
    public static NDArray amax(NDArray a) {
        return max(a);
    }

    /**
     * The greatest of the elements along an axis; NaN where there is one.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the greatest elements
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray amax(NDArray a, int axis) {
        return max(a, axis);
    }

    /**
     * The least of all elements; NaN where there is one.
     *
     * @param a the array
     * @return the least element
     * @throws JacobiException if there is no element
     */
    public static NDArray amin(NDArray a) {
        return min(a);
    }

    /**
     * The least of the elements along an axis; NaN where there is one.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the least elements
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray amin(NDArray a, int axis) {
        return min(a, axis);
    }

    /**
     * The greatest elements along axes: another name of {@link #max(NDArray, int[], boolean)}.
     *
     * @param a the array
     * @param axes the axes; null for all
     * @param keepDims whether the axes stay, with one element
     * @return the greatest elements
     * @throws JacobiException if there is no such axis, or it has no elements
     */
    public static NDArray amax(NDArray a, int[] axes, boolean keepDims) {
        return max(a, axes, keepDims);
    }

    /**
     * The least elements along axes: another name of {@link #min(NDArray, int[], boolean)}.
     *
     * @param a the array
     * @param axes the axes; null for all
     * @param keepDims whether the axes stay, with one element
     * @return the least elements
     * @throws JacobiException if there is no such axis, or it has no elements
     */
    public static NDArray amin(NDArray a, int[] axes, boolean keepDims) {
        return min(a, axes, keepDims);
    }
}
