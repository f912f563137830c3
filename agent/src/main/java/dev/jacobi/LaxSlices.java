package dev.jacobi;

import dev.jacobi.array.algorithms.AxisNumbers;
import dev.jacobi.array.core.Indexing;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.lax.Slices;
import dev.jacobi.ir.Prim;
import java.util.List;

/** Functions of {@link Lax} that take and replace parts of arrays. */
abstract class LaxSlices extends LaxSelections {
    /**
     * The elements between two corners.
     *
     * @param operand an array
     * @param start the first place along each axis
     * @param limit the place behind the last along each axis
     * @return a part of the array
     * @throws JacobiException if that is not within the array
     */
    public static NDArray slice(NDArray operand, int[] start, int[] limit) {
        return Slices.slice(operand, start, limit, null);
    }

    /**
     * The elements between two corners, some left out.
     *
     * @param operand an array
     * @param start the first place along each axis
     * @param limit the place behind the last along each axis
     * @param strides the distance of elements along each axis
     * @return a part of the array
     * @throws JacobiException if that is not within the array
     */
    public static NDArray slice(NDArray operand, int[] start, int[] limit, int[] strides) {
        return Slices.slice(operand, start, limit, strides);
    }

    /**
     * The elements from a place to another along the first axis.
     *
     * @param operand an array
     * @param start the first place; negative ones count from the end
     * @param limit the place behind the last, negative ones count from the end; null for all
     * @return a part of the array
     */
    public static NDArray sliceInDim(NDArray operand, Integer start, Integer limit) {
        return Slices.sliceInDim(operand, start, limit, 1, 0);
    }

    /**
     * The same, some left out.
     *
     * @param operand an array
     * @param start the first place; negative ones count from the end
     * @param limit the place behind the last, negative ones count from the end; null for all
     * @param stride the distance of elements
     * @return a part of the array
     */
    public static NDArray sliceInDim(NDArray operand, Integer start, Integer limit, int stride) {
        return Slices.sliceInDim(operand, start, limit, stride, 0);
    }

    /**
     * The same along an axis.
     *
     * @param operand an array
     * @param start the first place; negative ones count from the end
     * @param limit the place behind the last, negative ones count from the end; null for all
     * @param stride the distance of elements
     * @param axis the axis; negative ones count from the end
     * @return a part of the array
     */
    public static NDArray sliceInDim(NDArray operand, Integer start, Integer limit, int stride, int axis) {
        return Slices.sliceInDim(operand, start, limit, stride, axis);
    }

    /**
     * One place of the first axis, which stays.
     *
     * @param operand an array
     * @param index the place, which counts from the end when negative
     * @return a part of the array
     */
    public static NDArray indexInDim(NDArray operand, int index) {
        return Slices.indexInDim(operand, index, 0, true);
    }

    /**
     * One place of an axis.
     *
     * @param operand an array
     * @param index the place, which counts from the end when negative
     * @param axis the axis; negative ones count from the end
     * @param keepDims whether the axis stays, with one element
     * @return a part of the array
     */
    public static NDArray indexInDim(NDArray operand, int index, int axis, boolean keepDims) {
        return Slices.indexInDim(operand, index, axis, keepDims);
    }

    /**
     * A part of given lengths; starts are moved so that it fits.
     *
     * @param operand an array
     * @param starts the first place along each axis; negative ones count from the end
     * @param sizes the length along each axis
     * @return a part of the array
     * @throws JacobiException if the part does not fit into the array
     */
    public static NDArray dynamicSlice(NDArray operand, int[] starts, int... sizes) {
        return Slices.dynamic("dynamicSlice", operand, Slices.numbers(starts), Shape.of(sizes));
    }

    /**
     * A part of given lengths at a place that is computed; starts are moved so that it fits.
     *
     * @param operand an array
     * @param starts the first place along each axis; negative ones count from the end
     * @param sizes the length along each axis
     * @return a part of the array
     * @throws JacobiException if the part does not fit into the array
     */
    public static NDArray dynamicSlice(NDArray operand, List<NDArray> starts, int... sizes) {
        return Slices.dynamic("dynamicSlice", operand, starts, Shape.of(sizes));
    }

    /**
     * So many elements along the first axis.
     *
     * @param operand an array
     * @param start the first place; negative ones count from the end
     * @param size the length
     * @return a part of the array
     * @throws JacobiException if the part does not fit into the array
     */
    public static NDArray dynamicSliceInDim(NDArray operand, int start, int size) {
        return dynamicSliceInDim(operand, NDArray.scalar((long) start), size, 0);
    }

    /**
     * So many elements along an axis.
     *
     * @param operand an array
     * @param start the first place; negative ones count from the end
     * @param size the length
     * @param axis the axis; negative ones count from the end
     * @return a part of the array
     * @throws JacobiException if the part does not fit into the array
     */
    public static NDArray dynamicSliceInDim(NDArray operand, int start, int size, int axis) {
        return dynamicSliceInDim(operand, NDArray.scalar((long) start), size, axis);
    }

    /**
     * So many elements along an axis, from a place that is computed.
     *
     * @param operand an array
     * @param start the first place; negative ones count from the end
     * @param size the length
     * @param axis the axis; negative ones count from the end
     * @return a part of the array
     * @throws JacobiException if the part does not fit into the array
     */
    public static NDArray dynamicSliceInDim(NDArray operand, NDArray start, int size, int axis) {
        return Slices.dynamicInDim("dynamicSliceInDim", operand, start, size, axis);
    }

    /**
     * One place of the first axis, which stays.
     *
     * @param operand an array
     * @param index the place, which counts from the end when negative
     * @return a part of the array
     */
    public static NDArray dynamicIndexInDim(NDArray operand, int index) {
        return dynamicIndexInDim(operand, NDArray.scalar((long) index), 0, true);
    }

    /**
     * One place of an axis, which stays.
     *
     * @param operand an array
     * @param index the place, which counts from the end when negative
     * @param axis the axis; negative ones count from the end
     * @return a part of the array
     */
    public static NDArray dynamicIndexInDim(NDArray operand, int index, int axis) {
        return dynamicIndexInDim(operand, NDArray.scalar((long) index), axis, true);
    }

    /**
     * One place of an axis.
     *
     * @param operand an array
     * @param index the place, which counts from the end when negative
     * @param axis the axis; negative ones count from the end
     * @param keepDims whether the axis stays, with one element
     * @return a part of the array
     */
    public static NDArray dynamicIndexInDim(NDArray operand, int index, int axis, boolean keepDims) {
        return dynamicIndexInDim(operand, NDArray.scalar((long) index), axis, keepDims);
    }

    /**
     * One place of an axis, which is computed.
     *
     * @param operand an array
     * @param index the place, which counts from the end when negative
     * @param axis the axis; negative ones count from the end
     * @param keepDims whether the axis stays, with one element
     * @return a part of the array
     */
    public static NDArray dynamicIndexInDim(NDArray operand, NDArray index, int axis, boolean keepDims) {
        return Slices.dynamicIndex(operand, index, axis, keepDims);
    }

    /**
     * The array with a part replaced; starts are moved so that it fits.
     *
     * @param operand an array
     * @param update what replaces it
     * @param starts the first place along each axis; negative ones count from the end
     * @return the changed array
     * @throws JacobiException if the part does not fit into the array
     */
    public static NDArray dynamicUpdateSlice(NDArray operand, NDArray update, int... starts) {
        return Slices.update("dynamicUpdateSlice", operand, update, Slices.numbers(starts));
    }

    /**
     * The array with a part replaced at a place that is computed; starts are moved so that it fits.
     *
     * @param operand an array
     * @param update what replaces it
     * @param starts the first place along each axis; negative ones count from the end
     * @return the changed array
     * @throws JacobiException if the part does not fit into the array
     */
    public static NDArray dynamicUpdateSlice(NDArray operand, NDArray update, List<NDArray> starts) {
        return Slices.update("dynamicUpdateSlice", operand, update, starts);
    }

    /**
     * The array with a part replaced from a place of an axis on.
     *
     * @param operand an array
     * @param update what replaces it
     * @param start the first place; negative ones count from the end
     * @param axis the axis; negative ones count from the end
     * @return the changed array
     * @throws JacobiException if the part does not fit into the array
     */
    public static NDArray dynamicUpdateSliceInDim(NDArray operand, NDArray update, int start, int axis) {
        return dynamicUpdateSliceInDim(operand, update, NDArray.scalar((long) start), axis);
    }

    /**
     * The array with a part replaced from a place of an axis on, which is computed.
     *
     * @param operand an array
     * @param update what replaces it
     * @param start the first place; negative ones count from the end
     * @param axis the axis; negative ones count from the end
     * @return the changed array
     * @throws JacobiException if the part does not fit into the array
     */
    public static NDArray dynamicUpdateSliceInDim(NDArray operand, NDArray update, NDArray start, int axis) {
        return Slices.updateInDim("dynamicUpdateSliceInDim", operand, update, start, axis);
    }

    /**
     * The array with one place of an axis replaced.
     *
     * @param operand an array
     * @param update what replaces it, with or without the axis
     * @param index the place, which counts from the end when negative
     * @param axis the axis; negative ones count from the end
     * @return the changed array
     */
    public static NDArray dynamicUpdateIndexInDim(NDArray operand, NDArray update, int index, int axis) {
        return dynamicUpdateIndexInDim(operand, update, NDArray.scalar((long) index), axis);
    }

    /**
     * The array with one place of an axis, which is computed, replaced.
     *
     * @param operand an array
     * @param update what replaces it, with or without the axis
     * @param index the place, which counts from the end when negative
     * @param axis the axis; negative ones count from the end
     * @return the changed array
     */
    public static NDArray dynamicUpdateIndexInDim(NDArray operand, NDArray update, NDArray index, int axis) {
        return Slices.updateIndex(operand, update, index, axis);
    }

    /**
     * The slices of an array at places of an axis; places outside are the nearest ones.
     *
     * @param operand an array
     * @param indices integers
     * @param axis the axis; negative ones count from the end
     * @return an array with the axes of the indices in place of that axis
     */
    public static NDArray gather(NDArray operand, NDArray indices, int axis) {
        AxisNumbers.integers("gather", indices.dtype());
        return Indexing.take(operand, indices, AxisNumbers.of("gather", axis, operand.rank()));
    }

    /**
     * The array whose slices at places of the first axis are replaced; of several for one place the last counts; places outside are left out.
     *
     * @param operand an array
     * @param indices integers
     * @param updates what goes there: its first axes are those of the indices
     * @return the changed array
     * @throws JacobiException if the updates have another type
     */
    public static NDArray scatter(NDArray operand, NDArray indices, NDArray updates) {
        AxisNumbers.integers("scatter", indices.dtype());
        return Indexing.scatter(null, operand, indices, updates, 0);
    }

    /**
     * The array whose slices at places of the first axis are added; places outside are left out.
     *
     * @param operand an array
     * @param indices integers
     * @param updates what goes there: its first axes are those of the indices
     * @return the changed array
     * @throws JacobiException if the updates have another type
     */
    public static NDArray scatterAdd(NDArray operand, NDArray indices, NDArray updates) {
        AxisNumbers.integers("scatterAdd", indices.dtype());
        return Indexing.scatter(Prim.ADD, operand, indices, updates, 0);
    }

    /**
     * The array whose slices at places of the first axis are multiplied; places outside are left out.
     *
     * @param operand an array
     * @param indices integers
     * @param updates what goes there: its first axes are those of the indices
     * @return the changed array
     * @throws JacobiException if the updates have another type
     */
    public static NDArray scatterMul(NDArray operand, NDArray indices, NDArray updates) {
        AxisNumbers.integers("scatterMul", indices.dtype());
        return Indexing.scatter(Prim.MUL, operand, indices, updates, 0);
    }

    /**
     * The array whose slices at places of the first axis are compared, of which the smaller ones stay; places outside are left out.
     *
     * @param operand an array
     * @param indices integers
     * @param updates what goes there: its first axes are those of the indices
     * @return the changed array
     * @throws JacobiException if the updates have another type
     */
    public static NDArray scatterMin(NDArray operand, NDArray indices, NDArray updates) {
        AxisNumbers.integers("scatterMin", indices.dtype());
        return Indexing.scatter(Prim.MIN, operand, indices, updates, 0);
    }

    /**
     * The array whose slices at places of the first axis are compared, of which the greater ones stay; places outside are left out.
     *
     * @param operand an array
     * @param indices integers
     * @param updates what goes there: its first axes are those of the indices
     * @return the changed array
     * @throws JacobiException if the updates have another type
     */
    public static NDArray scatterMax(NDArray operand, NDArray indices, NDArray updates) {
        AxisNumbers.integers("scatterMax", indices.dtype());
        return Indexing.scatter(Prim.MAX, operand, indices, updates, 0);
    }
}
