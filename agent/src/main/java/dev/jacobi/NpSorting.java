package dev.jacobi;

import dev.jacobi.array.core.Casts;
import dev.jacobi.array.algorithms.Joins;
import dev.jacobi.array.algorithms.Searching;
import dev.jacobi.array.algorithms.Shapes;
import dev.jacobi.array.algorithms.Sorting;
import java.util.List;

/** Functions of {@link Np} that sort, search and count. */
abstract class NpSorting extends NpRunning {
    /**
     * The elements along the last axis in ascending order, NaN last.
     *
     * @param a the array
     * @return the sorted array
     * @throws JacobiException if it has no axes
     */
    public static NDArray sort(NDArray a) {
        return sort(a, -1, false);
    }

    /**
     * The elements along an axis in ascending order, NaN last.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the sorted array
     * @throws JacobiException if there is no such axis
     */
    public static NDArray sort(NDArray a, int axis) {
        return sort(a, axis, false);
    }

    /**
     * The elements along an axis in order.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param descending whether the greatest come first
     * @return the sorted array
     * @throws JacobiException if there is no such axis
     */
    public static NDArray sort(NDArray a, int axis, boolean descending) {
        return Sorting.sort(a, axis, descending);
    }

    /**
     * The elements along an axis in ascending order, NaN last.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last; null flattens the array first
     * @return the sorted array
     * @throws JacobiException if there is no such axis
     */
    public static NDArray sort(NDArray a, Integer axis) {
        return Sorting.sort(a, axis, false);
    }

    /**
     * The elements along the last axis, as complex numbers, in the order of real and then of imaginary parts.
     *
     * @param a the array
     * @return the sorted array
     * @throws JacobiException if it has no axes
     */
    public static NDArray sortComplex(NDArray a) {
        return Sorting.sort(Casts.to(a, a.dtype().complex()), -1, false);
    }

    /**
     * Where each element of the sorted last axis comes from; equal ones keep their order.
     *
     * @param a the array
     * @return integers
     * @throws JacobiException if it has no axes
     */
    public static NDArray argsort(NDArray a) {
        return argsort(a, -1, false);
    }

    /**
     * Where each element of the sorted axis comes from; equal ones keep their order.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return integers
     * @throws JacobiException if there is no such axis
     */
    public static NDArray argsort(NDArray a, int axis) {
        return argsort(a, axis, false);
    }

    /**
     * Where each element of the sorted axis comes from; equal ones keep their order.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param descending whether the greatest come first
     * @return integers
     * @throws JacobiException if there is no such axis
     */
    public static NDArray argsort(NDArray a, int axis, boolean descending) {
        return Sorting.argsort(a, axis, descending);
    }

    /**
     * Where each element of the sorted axis comes from; equal ones keep their order.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last; null flattens the array first
     * @return integers
     * @throws JacobiException if there is no such axis
     */
    public static NDArray argsort(NDArray a, Integer axis) {
        return Sorting.argsort(a, axis, false);
    }

    /**
     * The order by several keys along the last axis.
     *
     * @param keys arrays of one shape, of which the last one counts first
     * @return integers
     * @throws JacobiException if there are no keys
     */
    public static NDArray lexsort(List<NDArray> keys) {
        return lexsort(keys, -1);
    }

    /**
     * The order by several keys along an axis.
     *
     * @param keys arrays of one shape, of which the last one counts first
     * @param axis the axis; negative numbers count from the last
     * @return integers
     * @throws JacobiException if there are no keys, or no such axis
     */
    public static NDArray lexsort(List<NDArray> keys, int axis) {
        return Sorting.lexsort(keys, axis);
    }

    /**
     * The elements along the last axis with smaller ones before the k-th and greater ones behind it; those before it rise here, and those behind it fall.
     *
     * @param a the array
     * @param kth which element is in its place
     * @return the array in another order
     * @throws JacobiException if it has no axes, or no such element
     */
    public static NDArray partition(NDArray a, int kth) {
        return partition(a, kth, -1);
    }

    /**
     * The elements along an axis with smaller ones before the k-th and greater ones behind it; those before it rise here, and those behind it fall.
     *
     * @param a the array
     * @param kth which element is in its place
     * @param axis the axis; negative numbers count from the last
     * @return the array in another order
     * @throws JacobiException if there is no such axis, or no such element
     */
    public static NDArray partition(NDArray a, int kth, int axis) {
        Sorting.place("partition", a, kth, axis);
        return Sorting.partition(a, kth, axis);
    }

    /**
     * Where each element of {@link #partition} comes from, along the last axis.
     *
     * @param a the array
     * @param kth which element is in its place
     * @return i32
     * @throws JacobiException if it has no axes, or no such element
     */
    public static NDArray argpartition(NDArray a, int kth) {
        return argpartition(a, kth, -1);
    }

    /**
     * Where each element of {@link #partition} comes from, along an axis.
     *
     * @param a the array
     * @param kth which element is in its place
     * @param axis the axis; negative numbers count from the last
     * @return i32
     * @throws JacobiException if there is no such axis, or no such element
     */
    public static NDArray argpartition(NDArray a, int kth, int axis) {
        Sorting.place("argpartition", a, kth, axis);
        return Sorting.argpartition(a, kth, axis);
    }

    /**
     * The greatest elements along the last axis, and where they are; of equal ones the first.
     *
     * @param a the array
     * @param k how many
     * @return the values in descending order, and their indices
     * @throws JacobiException if there are not so many
     */
    public static List<NDArray> topK(NDArray a, int k) {
        return topK(a, k, -1);
    }

    /**
     * The greatest elements along an axis, and where they are; of equal ones the first.
     *
     * @param a the array
     * @param k how many
     * @param axis the axis; negative numbers count from the last
     * @return the values in descending order, and their indices
     * @throws JacobiException if there are not so many
     */
    public static List<NDArray> topK(NDArray a, int k, int axis) {
        return Sorting.topK(a, k, axis);
    }

    /**
     * Where in a sorted array a value would go, in front of equal elements.
     *
     * @param a a sorted array of one axis
     * @param v the value
     * @return an integer
     * @throws JacobiException if the array has not one axis
     */
    public static NDArray searchsorted(NDArray a, double v) {
        return searchsorted(a, NDArray.scalar(v));
    }

    /**
     * Where in a sorted array values would go, in front of equal elements.
     *
     * @param a a sorted array of one axis
     * @param v the values
     * @return integers
     * @throws JacobiException if the array has not one axis
     */
    public static NDArray searchsorted(NDArray a, NDArray v) {
        return searchsorted(a, v, "left");
    }

    /**
     * Where in a sorted array values would go.
     *
     * @param a a sorted array of one axis
     * @param v the values
     * @param side "left", in front of equal elements, or "right", behind them
     * @return integers
     * @throws JacobiException if the array has not one axis
     */
    public static NDArray searchsorted(NDArray a, NDArray v, String side) {
        if (!"left".equals(side) && !"right".equals(side)) {
            throw new JacobiException("searchsorted: there is no side '" + side + "'; say 'left' or 'right'.");
        }
        return Searching.searchsorted(a, v, side.equals("right"));
    }

    /**
     * Where in an array, once it is sorted, values would go.
     *
     * @param a an array of one axis
     * @param v the values
     * @param side "left", in front of equal elements, or "right", behind them
     * @param sorter the order of the array, as argsort gives it
     * @return integers
     * @throws JacobiException if the array has not one axis
     */
    public static NDArray searchsorted(NDArray a, NDArray v, String side, NDArray sorter) {
        return searchsorted(take(a, sorter), v, side);
    }

    /**
     * The indices of elements that are not zero, outside of compiled functions.
     *
     * @param a the array
     * @return integers for each axis
     * @throws JacobiException if a function is being compiled
     */
    public static List<NDArray> nonzero(NDArray a) {
        return Searching.nonzero("nonzero", a, -1, NDArray.scalar(0L));
    }

    /**
     * The indices of the first elements that are not zero; missing ones are 0.
     *
     * @param a the array
     * @param size how many there are in the result
     * @return integers for each axis
     */
    public static List<NDArray> nonzero(NDArray a, int size) {
        return nonzero(a, size, NDArray.scalar(0L));
    }

    /**
     * The indices of the first elements that are not zero.
     *
     * @param a the array
     * @param size how many there are in the result
     * @param fillValue the index of missing ones
     * @return integers for each axis
     */
    public static List<NDArray> nonzero(NDArray a, int size, NDArray fillValue) {
        return Searching.nonzero("nonzero", a, size, fillValue);
    }

    /**
     * The indices of elements that are not zero, outside of compiled functions.
     *
     * @param condition the array
     * @return integers for each axis
     * @throws JacobiException if a function is being compiled
     */
    public static List<NDArray> where(NDArray condition) {
        return nonzero(condition);
    }

    /**
     * The indices of the first elements that are not zero; missing ones are 0.
     *
     * @param condition the array
     * @param size how many there are in the result
     * @return integers for each axis
     */
    public static List<NDArray> where(NDArray condition, int size) {
        return nonzero(condition, size);
    }

    /**
     * The indices of elements that are not zero, one row each, outside of compiled functions.
     *
     * @param a the array
     * @return a matrix of integers
     * @throws JacobiException if a function is being compiled
     */
    public static NDArray argwhere(NDArray a) {
        return Joins.stack("argwhere", nonzero(a), 1);
    }

    /**
     * The indices of the first elements that are not zero, one row each; missing ones are 0.
     *
     * @param a the array
     * @param size how many there are in the result
     * @return a matrix of integers
     */
    public static NDArray argwhere(NDArray a, int size) {
        return Joins.stack("argwhere", nonzero(a, size), 1);
    }

    /**
     * The places of elements of the flattened array that are not zero, outside of compiled functions.
     *
     * @param a the array
     * @return integers
     * @throws JacobiException if a function is being compiled
     */
    public static NDArray flatnonzero(NDArray a) {
        return nonzero(Shapes.ravel(a)).get(0);
    }

    /**
     * The places of the first elements of the flattened array that are not zero; missing ones are 0.
     *
     * @param a the array
     * @param size how many there are in the result
     * @return integers
     */
    public static NDArray flatnonzero(NDArray a, int size) {
        return nonzero(Shapes.ravel(a), size).get(0);
    }

    /**
     * The number of the bin that each value is in; a border belongs to the bin above it.
     *
     * @param x values
     * @param bins borders, rising or falling
     * @return integers
     * @throws JacobiException if the borders have not one axis
     */
    public static NDArray digitize(NDArray x, NDArray bins) {
        return digitize(x, bins, false);
    }

    /**
     * The number of the bin that each value is in.
     *
     * @param x values
     * @param bins borders, rising or falling
     * @param right whether a border belongs to the bin below it
     * @return integers
     * @throws JacobiException if the borders have not one axis
     */
    public static NDArray digitize(NDArray x, NDArray bins, boolean right) {
        return Searching.digitize(x, bins, right);
    }
}
