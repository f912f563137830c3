package dev.jacobi;

import dev.jacobi.array.algorithms.Reductions;
import dev.jacobi.ir.Prim;

/** Functions of {@link Np} that ask for places, truth and counts. */
abstract class NpGreatest extends NpReductions {
    /**
     * Whether there is one that is not zero among all elements.
     *
     * @param a the array
     * @return bools
     */
    public static NDArray any(NDArray a) {
        return any(a, null, false);
    }

    /**
     * Whether there is one that is not zero among the elements along an axis.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return bools
     * @throws JacobiException if there is no such axis
     */
    public static NDArray any(NDArray a, int axis) {
        return any(a, new int[] {axis}, false);
    }

    /**
     * Whether there is one that is not zero among the elements along axes.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @return bools
     * @throws JacobiException if there is no such axis
     */
    public static NDArray any(NDArray a, int[] axes) {
        return any(a, axes, false);
    }

    /**
     * Whether there is one that is not zero among the elements along an axis.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param keepDims whether reduced axes stay, with one element each
     * @return bools
     * @throws JacobiException if there is no such axis
     */
    public static NDArray any(NDArray a, int axis, boolean keepDims) {
        return any(a, new int[] {axis}, keepDims);
    }

    /**
     * Whether there is one that is not zero among the elements along axes.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @return bools
     * @throws JacobiException if there is no such axis
     */
    public static NDArray any(NDArray a, int[] axes, boolean keepDims) {
        return Reductions.bool("any", Prim.REDUCE_OR, a, axes, keepDims, null);
    }

    /**
     * Whether there is one that is not zero among the elements along axes that a mask chooses.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @param where bools that say which elements count; null means all
     * @return bools
     * @throws JacobiException if there is no such axis
     */
    public static NDArray any(NDArray a, int[] axes, boolean keepDims, NDArray where) {
        return Reductions.bool("any", Prim.REDUCE_OR, a, axes, keepDims, where);
    }

    /**
     * Whether none is zero among all elements.
     *
     * @param a the array
     * @return bools
     */
    public static NDArray all(NDArray a) {
        return all(a, null, false);
    }

    /**
     * Whether none is zero among the elements along an axis.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return bools
     * @throws JacobiException if there is no such axis
     */
    public static NDArray all(NDArray a, int axis) {
        return all(a, new int[] {axis}, false);
    }

    /**
     * Whether none is zero among the elements along axes.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @return bools
     * @throws JacobiException if there is no such axis
     */
    public static NDArray all(NDArray a, int[] axes) {
        return all(a, axes, false);
    }

    /**
     * Whether none is zero among the elements along an axis.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param keepDims whether reduced axes stay, with one element each
     * @return bools
     * @throws JacobiException if there is no such axis
     */
    public static NDArray all(NDArray a, int axis, boolean keepDims) {
        return all(a, new int[] {axis}, keepDims);
    }

    /**
     * Whether none is zero among the elements along axes.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @return bools
     * @throws JacobiException if there is no such axis
     */
    public static NDArray all(NDArray a, int[] axes, boolean keepDims) {
        return Reductions.bool("all", Prim.REDUCE_AND, a, axes, keepDims, null);
    }

    /**
     * Whether none is zero among the elements along axes that a mask chooses.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @param where bools that say which elements count; null means all
     * @return bools
     * @throws JacobiException if there is no such axis
     */
    public static NDArray all(NDArray a, int[] axes, boolean keepDims, NDArray where) {
        return Reductions.bool("all", Prim.REDUCE_AND, a, axes, keepDims, where);
    }

    /**
     * The greatest less the least of all elements.
     *
     * @param a the array
     * @return the distances
     */
    public static NDArray ptp(NDArray a) {
        return ptp(a, null, false);
    }

    /**
     * The greatest less the least of the elements along an axis.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the distances
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray ptp(NDArray a, int axis) {
        return ptp(a, new int[] {axis}, false);
    }

    /**
     * The greatest less the least of the elements along axes.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @return the distances
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray ptp(NDArray a, int[] axes) {
        return ptp(a, axes, false);
    }

    /**
     * The greatest less the least of the elements along an axis.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param keepDims whether reduced axes stay, with one element each
     * @return the distances
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray ptp(NDArray a, int axis, boolean keepDims) {
        return ptp(a, new int[] {axis}, keepDims);
    }

    /**
     * The greatest less the least of the elements along axes.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @return the distances
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray ptp(NDArray a, int[] axes, boolean keepDims) {
        return Reductions.ptp(a, axes, keepDims);
    }

    /**
     * How many are not zero among all elements.
     *
     * @param a the array
     * @return integers
     */
    public static NDArray countNonzero(NDArray a) {
        return countNonzero(a, null, false);
    }

    /**
     * How many are not zero among the elements along an axis.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return integers
     * @throws JacobiException if there is no such axis
     */
    public static NDArray countNonzero(NDArray a, int axis) {
        return countNonzero(a, new int[] {axis}, false);
    }

    /**
     * How many are not zero among the elements along axes.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @return integers
     * @throws JacobiException if there is no such axis
     */
    public static NDArray countNonzero(NDArray a, int[] axes) {
        return countNonzero(a, axes, false);
    }

    /**
     * How many are not zero among the elements along an axis.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param keepDims whether reduced axes stay, with one element each
     * @return integers
     * @throws JacobiException if there is no such axis
     */
    public static NDArray countNonzero(NDArray a, int axis, boolean keepDims) {
        return countNonzero(a, new int[] {axis}, keepDims);
    }

    /**
     * How many are not zero among the elements along axes.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @return integers
     * @throws JacobiException if there is no such axis
     */
    public static NDArray countNonzero(NDArray a, int[] axes, boolean keepDims) {
        return Reductions.countNonzero(a, axes, keepDims);
    }

    /**
     * Where the greatest element of the flattened array is; the first of equal ones, and the first NaN.
     *
     * @param a the array
     * @return an integer
     * @throws JacobiException if there is no element
     */
    public static NDArray argmax(NDArray a) {
        return Reductions.arg("argmax", Prim.ARGMAX, a, null, false);
    }

    /**
     * Where the greatest element along an axis is; the first of equal ones, and the first NaN.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return integers
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray argmax(NDArray a, int axis) {
        return argmax(a, axis, false);
    }

    /**
     * Where the greatest element along an axis is; the first of equal ones, and the first NaN.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param keepDims whether reduced axes stay, with one element each
     * @return integers
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray argmax(NDArray a, int axis, boolean keepDims) {
        return Reductions.arg("argmax", Prim.ARGMAX, a, axis, keepDims);
    }

    /**
     * Where the least element of the flattened array is; the first of equal ones, and the first NaN.
     *
     * @param a the array
     * @return an integer
     * @throws JacobiException if there is no element
     */
    public static NDArray argmin(NDArray a) {
        return Reductions.arg("argmin", Prim.ARGMIN, a, null, false);
    }

    /**
     * Where the least element along an axis is; the first of equal ones, and the first NaN.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return integers
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray argmin(NDArray a, int axis) {
        return argmin(a, axis, false);
    }

    /**
     * Where the least element along an axis is; the first of equal ones, and the first NaN.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param keepDims whether reduced axes stay, with one element each
     * @return integers
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray argmin(NDArray a, int axis, boolean keepDims) {
        return Reductions.arg("argmin", Prim.ARGMIN, a, axis, keepDims);
    }

    /**
     * The sum of the main diagonal of the matrices of the first two axes.
     *
     * @param a the array
     * @return the sums
     * @throws JacobiException if it has less than two axes
     */
    public static NDArray trace(NDArray a) {
        return trace(a, 0, 0, 1);
    }

    /**
     * The sum of a diagonal of the matrices of two axes.
     *
     * @param a the array
     * @param offset how far above the main diagonal
     * @param axis1 the axis of rows
     * @param axis2 the axis of columns
     * @return the sums
     * @throws JacobiException if there is no such axis
     */
    public static NDArray trace(NDArray a, int offset, int axis1, int axis2) {
        return Reductions.trace(a, offset, axis1, axis2, null);
    }
}
