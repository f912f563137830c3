package dev.jacobi;

import dev.jacobi.array.algorithms.AxisNumbers;
import dev.jacobi.array.algorithms.Reductions;
import dev.jacobi.array.algorithms.Sorting;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Reduction;
import dev.jacobi.array.lax.Windows;
import dev.jacobi.ir.Prim;
import java.util.List;

/** Functions of {@link Lax} that order elements, and combine those of windows. */
abstract class LaxWindows extends LaxReductions {
    /**
     * The place of the greatest element along an axis, the first of equal ones.
     *
     * @param operand an array
     * @param axis the axis; negative ones count from the end
     * @param dtype the type of elements
     * @return integers of that type
     */
    public static NDArray argmax(NDArray operand, int axis, DType dtype) {
        AxisNumbers.integers("argmax", dtype);
        return Casts.to(Reductions.arg("argmax", Prim.ARGMAX, operand, axis, false), dtype);
    }

    /**
     * The place of the smallest element along an axis, the first of equal ones.
     *
     * @param operand an array
     * @param axis the axis; negative ones count from the end
     * @param dtype the type of elements
     * @return integers of that type
     */
    public static NDArray argmin(NDArray operand, int axis, DType dtype) {
        AxisNumbers.integers("argmin", dtype);
        return Casts.to(Reductions.arg("argmin", Prim.ARGMIN, operand, axis, false), dtype);
    }

    /**
     * The elements in rising order along the last axis, NaN last.
     *
     * @param operand an array
     * @return the sorted array
     */
    public static NDArray sort(NDArray operand) {
        return Sorting.sort(operand, -1, false);
    }

    /**
     * The elements in rising order along an axis, NaN last.
     *
     * @param operand an array
     * @param dimension the axis
     * @return the sorted array
     */
    public static NDArray sort(NDArray operand, int dimension) {
        return Sorting.sort(operand, dimension, false);
    }

    /**
     * Arrays of one shape sorted together along an axis; equal keys stay in their order.
     *
     * @param operands arrays of one shape
     * @param dimension the axis
     * @param numKeys how many of the first arrays are compared
     * @return the sorted arrays
     */
    public static List<NDArray> sort(List<NDArray> operands, int dimension, int numKeys) {
        return Reduction.sort(operands, AxisNumbers.of("sort", dimension, operands.get(0).rank()), numKeys);
    }

    /**
     * Values sorted by keys along the last axis.
     *
     * @param keys what is compared
     * @param values an array of that shape
     * @return the keys and the values
     */
    public static List<NDArray> sortKeyVal(NDArray keys, NDArray values) {
        return sort(List.of(keys, values), -1, 1);
    }

    /**
     * The greatest elements along the last axis, falling, and their places.
     *
     * @param operand an array
     * @param k how many
     * @return elements and places
     * @throws JacobiException if there are not so many
     */
    public static List<NDArray> topK(NDArray operand, int k) {
        return Sorting.topK(operand, k, -1);
    }

    /**
     * The elements of windows combined.
     *
     * @param operand an array
     * @param init what combinations start from, and what stands in the padding
     * @param op 'add', 'mul', 'max' or 'min'
     * @param dims the lengths of windows along each axis
     * @param strides the distances of windows along each axis
     * @param padding 'SAME', 'SAME_LOWER' or 'VALID', or two widths, in front and behind, for each axis
     * @return an element for each window
     * @throws JacobiException if settings do not fit the axes, or there is no such operator
     */
    public static NDArray reduceWindow(NDArray operand, double init, String op, int[] dims, int[] strides, String padding) {
        return reduceWindow(operand, NDArray.scalar(init), op, dims, strides, padding);
    }

    /**
     * The elements of windows combined.
     *
     * @param operand an array
     * @param init what combinations start from, and what stands in the padding
     * @param op 'add', 'mul', 'max' or 'min'
     * @param dims the lengths of windows along each axis
     * @param strides the distances of windows along each axis
     * @param padding 'SAME', 'SAME_LOWER' or 'VALID', or two widths, in front and behind, for each axis
     * @return an element for each window
     * @throws JacobiException if settings do not fit the axes, or there is no such operator
     */
    public static NDArray reduceWindow(NDArray operand, NDArray init, String op, int[] dims, int[] strides, String padding) {
        return Windows.reduce(operand, init, op, dims, strides, padding, null);
    }

    /**
     * The elements of windows with gaps combined.
     *
     * @param operand an array
     * @param init what combinations start from, and what stands in the padding
     * @param op 'add', 'mul', 'max' or 'min'
     * @param dims the lengths of windows along each axis
     * @param strides the distances of windows along each axis
     * @param padding 'SAME', 'SAME_LOWER' or 'VALID', or two widths, in front and behind, for each axis
     * @param dilation the distances of elements in windows along each axis
     * @return an element for each window
     * @throws JacobiException if settings do not fit the axes, or there is no such operator
     */
    public static NDArray reduceWindow(NDArray operand, NDArray init, String op, int[] dims, int[] strides, String padding, int[] dilation) {
        return Windows.reduce(operand, init, op, dims, strides, padding, dilation);
    }

    /**
     * The elements of windows combined.
     *
     * @param operand an array
     * @param init what combinations start from, and what stands in the padding
     * @param op 'add', 'mul', 'max' or 'min'
     * @param dims the lengths of windows along each axis
     * @param strides the distances of windows along each axis
     * @param padding 'SAME', 'SAME_LOWER' or 'VALID', or two widths, in front and behind, for each axis
     * @return an element for each window
     * @throws JacobiException if settings do not fit the axes, or there is no such operator
     */
    public static NDArray reduceWindow(NDArray operand, double init, String op, int[] dims, int[] strides, int[][] padding) {
        return reduceWindow(operand, NDArray.scalar(init), op, dims, strides, padding);
    }

    /**
     * The elements of windows combined.
     *
     * @param operand an array
     * @param init what combinations start from, and what stands in the padding
     * @param op 'add', 'mul', 'max' or 'min'
     * @param dims the lengths of windows along each axis
     * @param strides the distances of windows along each axis
     * @param padding 'SAME', 'SAME_LOWER' or 'VALID', or two widths, in front and behind, for each axis
     * @return an element for each window
     * @throws JacobiException if settings do not fit the axes, or there is no such operator
     */
    public static NDArray reduceWindow(NDArray operand, NDArray init, String op, int[] dims, int[] strides, int[][] padding) {
        return Windows.reduce(operand, init, op, dims, strides, padding, null);
    }

    /**
     * The elements of windows with gaps combined.
     *
     * @param operand an array
     * @param init what combinations start from, and what stands in the padding
     * @param op 'add', 'mul', 'max' or 'min'
     * @param dims the lengths of windows along each axis
     * @param strides the distances of windows along each axis
     * @param padding 'SAME', 'SAME_LOWER' or 'VALID', or two widths, in front and behind, for each axis
     * @param dilation the distances of elements in windows along each axis
     * @return an element for each window
     * @throws JacobiException if settings do not fit the axes, or there is no such operator
     */
    public static NDArray reduceWindow(NDArray operand, NDArray init, String op, int[] dims, int[] strides, int[][] padding, int[] dilation) {
        return Windows.reduce(operand, init, op, dims, strides, padding, dilation);
    }
}
