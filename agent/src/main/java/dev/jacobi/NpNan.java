package dev.jacobi;

import dev.jacobi.array.algorithms.Nans;
import dev.jacobi.array.algorithms.Reductions;
import dev.jacobi.array.algorithms.Running;
import dev.jacobi.ir.Prim;

/** Functions of {@link Np} that leave NaN out: sums, extremes and places. */
abstract class NpNan extends NpQuantiles {
    /**
     * The sum of all elements that are numbers.
     *
     * @param a the array
     * @return the sums
     */
    public static NDArray nansum(NDArray a) {
        return nansum(a, null, false);
    }

    /**
     * The sum of the elements along an axis that are numbers.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the sums
     * @throws JacobiException if there is no such axis
     */
    public static NDArray nansum(NDArray a, int axis) {
        return nansum(a, new int[] {axis}, false);
    }

    /**
     * The sum of the elements along axes that are numbers.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @return the sums
     * @throws JacobiException if there is no such axis
     */
    public static NDArray nansum(NDArray a, int[] axes) {
        return nansum(a, axes, false);
    }

    /**
     * The sum of the elements along an axis that are numbers.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param keepDims whether reduced axes stay, with one element each
     * @return the sums
     * @throws JacobiException if there is no such axis
     */
    public static NDArray nansum(NDArray a, int axis, boolean keepDims) {
        return nansum(a, new int[] {axis}, keepDims);
    }

    /**
     * The sum of the elements along axes that are numbers.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @return the sums
     * @throws JacobiException if there is no such axis
     */
    public static NDArray nansum(NDArray a, int[] axes, boolean keepDims) {
        return Reductions.sum(Running.withoutNaN(a, NDArray.scalar(0L)), axes, null, keepDims, null, null);
    }

    /**
     * The sum of the elements along axes that a mask chooses that are numbers.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @param where bools that say which elements count; null means all
     * @return the sums
     * @throws JacobiException if there is no such axis
     */
    public static NDArray nansum(NDArray a, int[] axes, boolean keepDims, NDArray where) {
        return Reductions.sum(Running.withoutNaN(a, NDArray.scalar(0L)), axes, null, keepDims, null, where);
    }

    /**
     * The sum of the elements along axes that a mask chooses that are numbers.
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
    public static NDArray nansum(NDArray a, int[] axes, DType dtype, boolean keepDims, NDArray initial, NDArray where) {
        return Reductions.sum(Running.withoutNaN(a, NDArray.scalar(0L)), axes, dtype, keepDims, initial, where);
    }

    /**
     * The product of all elements that are numbers.
     *
     * @param a the array
     * @return the products
     */
    public static NDArray nanprod(NDArray a) {
        return nanprod(a, null, false);
    }

    /**
     * The product of the elements along an axis that are numbers.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the products
     * @throws JacobiException if there is no such axis
     */
    public static NDArray nanprod(NDArray a, int axis) {
        return nanprod(a, new int[] {axis}, false);
    }

    /**
     * The product of the elements along axes that are numbers.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @return the products
     * @throws JacobiException if there is no such axis
     */
    public static NDArray nanprod(NDArray a, int[] axes) {
        return nanprod(a, axes, false);
    }

    /**
     * The product of the elements along an axis that are numbers.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param keepDims whether reduced axes stay, with one element each
     * @return the products
     * @throws JacobiException if there is no such axis
     */
    public static NDArray nanprod(NDArray a, int axis, boolean keepDims) {
        return nanprod(a, new int[] {axis}, keepDims);
    }

    /**
     * The product of the elements along axes that are numbers.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @return the products
     * @throws JacobiException if there is no such axis
     */
    public static NDArray nanprod(NDArray a, int[] axes, boolean keepDims) {
        return Reductions.prod(Running.withoutNaN(a, NDArray.scalar(1L)), axes, null, keepDims, null, null);
    }

    /**
     * The product of the elements along axes that a mask chooses that are numbers.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @param where bools that say which elements count; null means all
     * @return the products
     * @throws JacobiException if there is no such axis
     */
    public static NDArray nanprod(NDArray a, int[] axes, boolean keepDims, NDArray where) {
        return Reductions.prod(Running.withoutNaN(a, NDArray.scalar(1L)), axes, null, keepDims, null, where);
    }

    /**
     * The product of the elements along axes that a mask chooses that are numbers.
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
    public static NDArray nanprod(NDArray a, int[] axes, DType dtype, boolean keepDims, NDArray initial, NDArray where) {
        return Reductions.prod(Running.withoutNaN(a, NDArray.scalar(1L)), axes, dtype, keepDims, initial, where);
    }

    /**
     * The greatest of all elements that are numbers; NaN where there is none.
     *
     * @param a the array
     * @return the greatest elements
     */
    public static NDArray nanmax(NDArray a) {
        return nanmax(a, null, false);
    }

    /**
     * The greatest of the elements along an axis that are numbers; NaN where there is none.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the greatest elements
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray nanmax(NDArray a, int axis) {
        return nanmax(a, new int[] {axis}, false);
    }

    /**
     * The greatest of the elements along axes that are numbers; NaN where there is none.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @return the greatest elements
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray nanmax(NDArray a, int[] axes) {
        return nanmax(a, axes, false);
    }

    /**
     * The greatest of the elements along an axis that are numbers; NaN where there is none.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param keepDims whether reduced axes stay, with one element each
     * @return the greatest elements
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray nanmax(NDArray a, int axis, boolean keepDims) {
        return nanmax(a, new int[] {axis}, keepDims);
    }

    /**
     * The greatest of the elements along axes that are numbers; NaN where there is none.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @return the greatest elements
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray nanmax(NDArray a, int[] axes, boolean keepDims) {
        return Nans.extreme("nanmax", Prim.REDUCE_MAX, a, axes, keepDims, null, null);
    }

    /**
     * The greatest of the elements along axes that a mask chooses that are numbers; NaN where there is none.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @param initial what comes first; null means nothing
     * @param where bools that say which elements count; null means all
     * @return the greatest elements
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray nanmax(NDArray a, int[] axes, boolean keepDims, NDArray initial, NDArray where) {
        return Nans.extreme("nanmax", Prim.REDUCE_MAX, a, axes, keepDims, initial, where);
    }

    /**
     * The least of all elements that are numbers; NaN where there is none.
     *
     * @param a the array
     * @return the least elements
     */
    public static NDArray nanmin(NDArray a) {
        return nanmin(a, null, false);
    }

    /**
     * The least of the elements along an axis that are numbers; NaN where there is none.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the least elements
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray nanmin(NDArray a, int axis) {
        return nanmin(a, new int[] {axis}, false);
    }

    /**
     * The least of the elements along axes that are numbers; NaN where there is none.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @return the least elements
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray nanmin(NDArray a, int[] axes) {
        return nanmin(a, axes, false);
    }

    /**
     * The least of the elements along an axis that are numbers; NaN where there is none.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param keepDims whether reduced axes stay, with one element each
     * @return the least elements
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray nanmin(NDArray a, int axis, boolean keepDims) {
        return nanmin(a, new int[] {axis}, keepDims);
    }

    /**
     * The least of the elements along axes that are numbers; NaN where there is none.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @return the least elements
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray nanmin(NDArray a, int[] axes, boolean keepDims) {
        return Nans.extreme("nanmin", Prim.REDUCE_MIN, a, axes, keepDims, null, null);
    }

    /**
     * The least of the elements along axes that a mask chooses that are numbers; NaN where there is none.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @param keepDims whether reduced axes stay, with one element each
     * @param initial what comes first; null means nothing
     * @param where bools that say which elements count; null means all
     * @return the least elements
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray nanmin(NDArray a, int[] axes, boolean keepDims, NDArray initial, NDArray where) {
        return Nans.extreme("nanmin", Prim.REDUCE_MIN, a, axes, keepDims, initial, where);
    }

    /**
     * Where the greatest number of the flattened array is; -1 where there is none.
     *
     * @param a the array
     * @return an integer
     * @throws JacobiException if there is no element
     */
    public static NDArray nanargmax(NDArray a) {
        return Nans.arg("nanargmax", Prim.ARGMAX, a, null, false);
    }

    /**
     * Where the greatest number along an axis is; -1 where there is none.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return integers
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray nanargmax(NDArray a, int axis) {
        return nanargmax(a, axis, false);
    }

    /**
     * Where the greatest number along an axis is; -1 where there is none.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param keepDims whether reduced axes stay, with one element each
     * @return integers
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray nanargmax(NDArray a, int axis, boolean keepDims) {
        return Nans.arg("nanargmax", Prim.ARGMAX, a, axis, keepDims);
    }

    /**
     * Where the least number of the flattened array is; -1 where there is none.
     *
     * @param a the array
     * @return an integer
     * @throws JacobiException if there is no element
     */
    public static NDArray nanargmin(NDArray a) {
        return Nans.arg("nanargmin", Prim.ARGMIN, a, null, false);
    }

    /**
     * Where the least number along an axis is; -1 where there is none.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return integers
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray nanargmin(NDArray a, int axis) {
        return nanargmin(a, axis, false);
    }

    /**
     * Where the least number along an axis is; -1 where there is none.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param keepDims whether reduced axes stay, with one element each
     * @return integers
     * @throws JacobiException if there is no such axis, or no element
     */
    public static NDArray nanargmin(NDArray a, int axis, boolean keepDims) {
        return Nans.arg("nanargmin", Prim.ARGMIN, a, axis, keepDims);
    }
}
