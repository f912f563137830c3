package dev.jacobi;

import dev.jacobi.array.core.Casts;
import dev.jacobi.array.algorithms.Running;
import dev.jacobi.array.algorithms.Shapes;
import dev.jacobi.ir.Prim;
import java.util.List;

/** Functions of {@link Np} for running sums, differences and areas. */
abstract class NpRunning extends NpNanMoments {
    /**
     * The running sums of the flattened array.
     *
     * @param a the array
     * @return the sums up to each element
     */
    public static NDArray cumsum(NDArray a) {
        return Running.cumulative("cumsum", Prim.CUM_ADD, a, null, null, false, false);
    }

    /**
     * The running sums along an axis.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the sums up to each element
     * @throws JacobiException if there is no such axis
     */
    public static NDArray cumsum(NDArray a, int axis) {
        return cumsum(a, axis, null);
    }

    /**
     * The running sums along an axis.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param dtype the type of the result; null means that of the function
     * @return the sums up to each element
     * @throws JacobiException if there is no such axis
     */
    public static NDArray cumsum(NDArray a, int axis, DType dtype) {
        return Running.cumulative("cumsum", Prim.CUM_ADD, a, axis, dtype, false, false);
    }

    /**
     * The running products of the flattened array.
     *
     * @param a the array
     * @return the products up to each element
     */
    public static NDArray cumprod(NDArray a) {
        return Running.cumulative("cumprod", Prim.CUM_MUL, a, null, null, false, false);
    }

    /**
     * The running products along an axis.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the products up to each element
     * @throws JacobiException if there is no such axis
     */
    public static NDArray cumprod(NDArray a, int axis) {
        return cumprod(a, axis, null);
    }

    /**
     * The running products along an axis.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param dtype the type of the result; null means that of the function
     * @return the products up to each element
     * @throws JacobiException if there is no such axis
     */
    public static NDArray cumprod(NDArray a, int axis, DType dtype) {
        return Running.cumulative("cumprod", Prim.CUM_MUL, a, axis, dtype, false, false);
    }

    /**
     * The running sums of the flattened array, in which NaN counts as zero.
     *
     * @param a the array
     * @return the sums up to each element
     */
    public static NDArray nancumsum(NDArray a) {
        return Running.cumulative("nancumsum", Prim.CUM_ADD, a, null, null, true, false);
    }

    /**
     * The running sums along an axis, in which NaN counts as zero.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the sums up to each element
     * @throws JacobiException if there is no such axis
     */
    public static NDArray nancumsum(NDArray a, int axis) {
        return nancumsum(a, axis, null);
    }

    /**
     * The running sums along an axis, in which NaN counts as zero.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param dtype the type of the result; null means that of the function
     * @return the sums up to each element
     * @throws JacobiException if there is no such axis
     */
    public static NDArray nancumsum(NDArray a, int axis, DType dtype) {
        return Running.cumulative("nancumsum", Prim.CUM_ADD, a, axis, dtype, true, false);
    }

    /**
     * The running products of the flattened array, in which NaN counts as one.
     *
     * @param a the array
     * @return the products up to each element
     */
    public static NDArray nancumprod(NDArray a) {
        return Running.cumulative("nancumprod", Prim.CUM_MUL, a, null, null, true, false);
    }

    /**
     * The running products along an axis, in which NaN counts as one.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the products up to each element
     * @throws JacobiException if there is no such axis
     */
    public static NDArray nancumprod(NDArray a, int axis) {
        return nancumprod(a, axis, null);
    }

    /**
     * The running products along an axis, in which NaN counts as one.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param dtype the type of the result; null means that of the function
     * @return the products up to each element
     * @throws JacobiException if there is no such axis
     */
    public static NDArray nancumprod(NDArray a, int axis, DType dtype) {
        return Running.cumulative("nancumprod", Prim.CUM_MUL, a, axis, dtype, true, false);
    }

    /**
     * The running sums along an axis; small integers in the default width.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the sums up to each element
     * @throws JacobiException if there is no such axis
     */
    public static NDArray cumulativeSum(NDArray a, int axis) {
        return cumulativeSum(a, axis, null, false);
    }

    /**
     * The running sums along an axis; small integers in the default width.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param dtype the type of the result; null means that of the function
     * @param includeInitial whether the sum of nothing comes first
     * @return the sums up to each element
     * @throws JacobiException if there is no such axis
     */
    public static NDArray cumulativeSum(NDArray a, int axis, DType dtype, boolean includeInitial) {
        NDArray all = Running.cumulative("cumulativeSum", Prim.CUM_ADD, a, axis, dtype, false, true);
        return includeInitial ? Running.startingAtNothing(all, axis, 0) : all;
    }

    /**
     * The running products along an axis; small integers in the default width.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the products up to each element
     * @throws JacobiException if there is no such axis
     */
    public static NDArray cumulativeProd(NDArray a, int axis) {
        return cumulativeProd(a, axis, null, false);
    }

    /**
     * The running products along an axis; small integers in the default width.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param dtype the type of the result; null means that of the function
     * @param includeInitial whether the product of nothing comes first
     * @return the products up to each element
     * @throws JacobiException if there is no such axis
     */
    public static NDArray cumulativeProd(NDArray a, int axis, DType dtype, boolean includeInitial) {
        NDArray all = Running.cumulative("cumulativeProd", Prim.CUM_MUL, a, axis, dtype, false, true);
        return includeInitial ? Running.startingAtNothing(all, axis, 1) : all;
    }

    /**
     * The differences of neighbours along the last axis.
     *
     * @param a the array
     * @return an array shorter by one
     * @throws JacobiException if it has no axes
     */
    public static NDArray diff(NDArray a) {
        return diff(a, 1, -1);
    }

    /**
     * The n-th differences of neighbours along an axis.
     *
     * @param a the array
     * @param n how often differences are taken
     * @param axis the axis; negative numbers count from the last
     * @return an array shorter by n
     * @throws JacobiException if there is no such axis
     */
    public static NDArray diff(NDArray a, int n, int axis) {
        return diff(a, n, axis, null, null);
    }

    /**
     * The n-th differences of neighbours along an axis.
     *
     * @param a the array
     * @param n how often differences are taken
     * @param axis the axis; negative numbers count from the last
     * @param prepend what comes before; null means nothing
     * @param append what comes behind; null means nothing
     * @return the differences
     * @throws JacobiException if there is no such axis
     */
    public static NDArray diff(NDArray a, int n, int axis, NDArray prepend, NDArray append) {
        return Running.diff(a, n, axis, prepend, append);
    }

    /**
     * The differences of neighbours in the flattened array.
     *
     * @param a the array
     * @return an array of one axis
     */
    public static NDArray ediff1d(NDArray a) {
        return ediff1d(a, null, null);
    }

    /**
     * The differences of neighbours in the flattened array, and more around them.
     *
     * @param a the array
     * @param toEnd what follows; null means nothing
     * @param toBegin what comes first; null means nothing
     * @return an array of one axis
     */
    public static NDArray ediff1d(NDArray a, NDArray toEnd, NDArray toBegin) {
        NDArray d = Running.diff(Shapes.ravel(a), 1, 0, null, null);
        NDArray e = toBegin == null ? d : concatenate(Shapes.ravel(Casts.to(toBegin, a.dtype())), d);
        return toEnd == null ? e : concatenate(e, Shapes.ravel(Casts.to(toEnd, a.dtype())));
    }

    /**
     * The slopes along an axis: central differences, one-sided ones at the ends.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the slopes
     * @throws JacobiException if there is no such axis, or less than two elements
     */
    public static NDArray gradient(NDArray a, int axis) {
        return gradient(a, NDArray.scalar(1.0), axis);
    }

    /**
     * The slopes along an axis: central differences, one-sided ones at the ends.
     *
     * @param a the array
     * @param spacing the distance of neighbours
     * @param axis the axis; negative numbers count from the last
     * @return the slopes
     * @throws JacobiException if there is no such axis, or less than two elements
     */
    public static NDArray gradient(NDArray a, double spacing, int axis) {
        return gradient(a, NDArray.scalar(spacing), axis);
    }

    /**
     * The slopes along an axis: central differences, one-sided ones at the ends.
     *
     * @param a the array
     * @param spacing the distance of neighbours, or the coordinates along the axis
     * @param axis the axis; negative numbers count from the last
     * @return the slopes
     * @throws JacobiException if there is no such axis, or less than two elements
     */
    public static NDArray gradient(NDArray a, NDArray spacing, int axis) {
        return Running.gradient(a, List.of(spacing), new int[] {axis}).get(0);
    }

    /**
     * The slopes along all axes: central differences, one-sided ones at the ends.
     *
     * @param a the array
     * @param spacing the distances, or the coordinates, along each axis; one stands for all, none for 1
     * @return an array for each axis
     * @throws JacobiException if the distances do not fit, or an axis has less than two elements
     */
    public static List<NDArray> gradient(NDArray a, NDArray... spacing) {
        return Running.gradient(a, List.of(spacing), null);
    }

    /**
     * The area below straight lines between points at distance 1 along the last axis.
     *
     * @param y the heights
     * @return the areas
     * @throws JacobiException if it has no axes
     */
    public static NDArray trapezoid(NDArray y) {
        return trapezoid(y, 1.0, -1);
    }

    /**
     * The area below straight lines between points along the last axis.
     *
     * @param y the heights
     * @param x the coordinates of points, along one axis or as many as heights
     * @return the areas
     * @throws JacobiException if it has no axes
     */
    public static NDArray trapezoid(NDArray y, NDArray x) {
        return trapezoid(y, x, -1);
    }

    /**
     * The area below straight lines between points along an axis.
     *
     * @param y the heights
     * @param x the coordinates of points, along one axis or as many as heights
     * @param axis the axis; negative numbers count from the last
     * @return the areas
     * @throws JacobiException if there is no such axis
     */
    public static NDArray trapezoid(NDArray y, NDArray x, int axis) {
        return Running.trapezoid(y, x, null, axis);
    }

    /**
     * The area below straight lines between points at one distance along an axis.
     *
     * @param y the heights
     * @param dx the distance of points
     * @param axis the axis; negative numbers count from the last
     * @return the areas
     * @throws JacobiException if there is no such axis
     */
    public static NDArray trapezoid(NDArray y, double dx, int axis) {
        return Running.trapezoid(y, null, NDArray.scalar(dx), axis);
    }

    /**
     * Angles whose jumps of more than half a turn between neighbours along the last axis are made smaller by whole turns.
     *
     * @param p angles
     * @return the angles without jumps
     * @throws JacobiException if it has no axes
     */
    public static NDArray unwrap(NDArray p) {
        return unwrap(p, -1);
    }

    /**
     * Angles whose jumps of more than half a turn between neighbours are made smaller by whole turns.
     *
     * @param p angles
     * @param axis the axis; negative numbers count from the last
     * @return the angles without jumps
     * @throws JacobiException if there is no such axis
     */
    public static NDArray unwrap(NDArray p, int axis) {
        return unwrap(p, null, axis, NDArray.scalar(2 * Math.PI));
    }

    /**
     * Angles whose jumps between neighbours are made smaller by whole periods.
     *
     * @param p angles
     * @param discont from which jump on; null means half a period
     * @param axis the axis; negative numbers count from the last
     * @param period the whole turn
     * @return the angles without jumps
     * @throws JacobiException if there is no such axis
     */
    public static NDArray unwrap(NDArray p, NDArray discont, int axis, NDArray period) {
        return Running.unwrap(p, discont, axis, period);
    }
}
