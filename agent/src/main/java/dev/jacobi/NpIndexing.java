package dev.jacobi;

import dev.jacobi.array.core.Extent;
import dev.jacobi.array.algorithms.Joins;
import dev.jacobi.array.algorithms.Reductions;
import dev.jacobi.array.algorithms.Searching;
import dev.jacobi.array.algorithms.Takes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Functions of {@link Np} that read and replace elements at places that indices say. */
abstract class NpIndexing extends NpJoining {
    /**
     * The elements of the flattened array that indices say; what is outside is NaN, or the least or greatest number of integer types.
     *
     * @param a the array
     * @param indices integers; negative ones count from the end
     * @return an array of the indices' shape
     */
    public static NDArray take(NDArray a, NDArray indices) {
        return Takes.take(a, indices, null, null, null);
    }

    /**
     * One slice along an axis.
     *
     * @param a the array
     * @param index the number of the slice
     * @param axis the axis; negative numbers count from the last
     * @return an array with an axis less
     * @throws JacobiException if there is no such axis
     */
    public static NDArray take(NDArray a, int index, int axis) {
        return take(a, NDArray.scalar((long) index), axis);
    }

    /**
     * The slices along an axis that indices say; what is outside is NaN, or the least or greatest number of integer types.
     *
     * @param a the array
     * @param indices integers; negative ones count from the end
     * @param axis the axis; negative numbers count from the last
     * @return an array with the indices' axes in place of that axis
     * @throws JacobiException if there is no such axis
     */
    public static NDArray take(NDArray a, NDArray indices, int axis) {
        return Takes.take(a, indices, axis, null, null);
    }

    /**
     * The slices along an axis that indices say.
     *
     * @param a the array
     * @param indices integers; negative ones count from the end
     * @param axis the axis; negative numbers count from the last
     * @param mode "fill", "clip" to the nearest element, or "wrap" around
     * @return an array with the indices' axes in place of that axis
     * @throws JacobiException if there is no such axis or mode
     */
    public static NDArray take(NDArray a, NDArray indices, int axis, String mode) {
        return Takes.take(a, indices, axis, mode, null);
    }

    /**
     * The slices along an axis that indices say.
     *
     * @param a the array
     * @param indices integers; negative ones count from the end
     * @param axis the axis; negative numbers count from the last
     * @param mode "fill", "clip" to the nearest element, or "wrap" around
     * @param fillValue what stands for elements outside in the mode "fill"
     * @return an array with the indices' axes in place of that axis
     * @throws JacobiException if there is no such axis or mode
     */
    public static NDArray take(NDArray a, NDArray indices, int axis, String mode, NDArray fillValue) {
        return Takes.take(a, indices, axis, mode, fillValue);
    }

    /**
     * The elements that indices say along an axis, line by line; what is outside is NaN, or the least or greatest number of integer types.
     *
     * @param a the array
     * @param indices integers, with as many axes as the array
     * @param axis the axis; negative numbers count from the last
     * @return an array of the indices' shape
     * @throws JacobiException if the shapes do not fit
     */
    public static NDArray takeAlongAxis(NDArray a, NDArray indices, int axis) {
        return Takes.takeAlong(a, indices, axis, null);
    }

    /**
     * The elements that indices say along an axis, line by line.
     *
     * @param a the array
     * @param indices integers, with as many axes as the array
     * @param axis the axis; negative numbers count from the last
     * @param mode "fill", "clip" to the nearest element, or "wrap" around
     * @return an array of the indices' shape
     * @throws JacobiException if the shapes do not fit, or there is no such mode
     */
    public static NDArray takeAlongAxis(NDArray a, NDArray indices, int axis, String mode) {
        return Takes.takeAlong(a, indices, axis, mode);
    }

    /**
     * The elements that indices say along an axis, line by line; what is outside is NaN, or the least or greatest number of integer types.
     *
     * @param a the array
     * @param indices integers, with as many axes as the array, or with one if there is no axis
     * @param axis the axis; negative numbers count from the last; null flattens the array first
     * @return an array of the indices' shape
     * @throws JacobiException if the shapes do not fit
     */
    public static NDArray takeAlongAxis(NDArray a, NDArray indices, Integer axis) {
        return Takes.takeAlong(a, indices, axis, null);
    }

    /**
     * A copy with the elements that indices say along an axis replaced, line by line; indices outside do nothing.
     *
     * @param a the array
     * @param indices integers, with as many axes as the array
     * @param values what replaces them
     * @param axis the axis; negative numbers count from the last
     * @return the changed array
     * @throws JacobiException if the shapes do not fit
     */
    public static NDArray putAlongAxis(NDArray a, NDArray indices, NDArray values, int axis) {
        return Takes.putAlong(a, indices, values, axis, null);
    }

    /**
     * An array without the zeros at its beginnings and ends, along all axes; outside of compiled functions.
     *
     * @param filt the array
     * @return the part between the first and the last elements that are not zero; an array without elements if there are none
     * @throws JacobiException if a function is being compiled
     */
    public static NDArray trimZeros(NDArray filt) {
        return Searching.trimmed(filt, true, true, null);
    }

    /**
     * An array without the zeros at its beginnings or ends, along all axes; outside of compiled functions.
     *
     * @param filt the array
     * @param trim where zeros are left out: "f" at the front, "b" at the back, "fb" at both
     * @return the part between the first and the last elements that are not zero; an array without elements if there are none
     * @throws JacobiException if a function is being compiled
     */
    public static NDArray trimZeros(NDArray filt, String trim) {
        return trimZeros(filt, trim, null);
    }

    /**
     * An array without the zeros at its beginnings or ends; outside of compiled functions.
     *
     * @param filt the array
     * @param trim where zeros are left out: "f" at the front, "b" at the back, "fb" at both
     * @param axes along which axes; null means all
     * @return the part between the first and the last elements that are not zero; an array without elements if there are none
     * @throws JacobiException if a function is being compiled, or there is no such axis
     */
    public static NDArray trimZeros(NDArray filt, String trim, int[] axes) {
        boolean front = trim.toLowerCase(Locale.ROOT).contains("f");
        boolean back = trim.toLowerCase(Locale.ROOT).contains("b");
        return front || back ? Searching.trimmed(filt, front, back, axes) : filt;
    }

    /**
     * A copy with elements of the flattened array replaced; indices outside mean the nearest element.
     *
     * @param a the array
     * @param indices integers; negative ones count from the end
     * @param values what replaces them; fewer are used again
     * @return the changed array
     */
    public static NDArray put(NDArray a, NDArray indices, NDArray values) {
        return Takes.put(a, indices, values, null);
    }

    /**
     * A copy with elements of the flattened array replaced.
     *
     * @param a the array
     * @param indices integers; negative ones count from the end
     * @param values what replaces them; fewer are used again
     * @param mode "fill", "clip" to the nearest element, or "wrap" around
     * @return the changed array
     * @throws JacobiException if there is no such mode
     */
    public static NDArray put(NDArray a, NDArray indices, NDArray values, String mode) {
        return Takes.put(a, indices, values, mode);
    }

    /**
     * A copy with values where a mask holds.
     *
     * @param a the array
     * @param mask bools, of the array's shape
     * @param values what comes there one after another; fewer are used again
     * @return the changed array
     */
    public static NDArray place(NDArray a, NDArray mask, NDArray values) {
        return Takes.place(a, mask, values);
    }

    /**
     * The elements of the flattened array for which a condition holds, outside of compiled functions.
     *
     * @param condition bools, one for each slice
     * @param a the array
     * @return an array of one axis
     * @throws JacobiException if a function is being compiled
     */
    public static NDArray compress(NDArray condition, NDArray a) {
        return Joins.compress("compress", condition, a, null, -1, NDArray.scalar(0L));
    }

    /**
     * The slices along an axis for which a condition holds, outside of compiled functions.
     *
     * @param condition bools, one for each slice
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return the shorter array
     * @throws JacobiException if a function is being compiled, or there is no such axis
     */
    public static NDArray compress(NDArray condition, NDArray a, int axis) {
        return Joins.compress("compress", condition, a, axis, -1, NDArray.scalar(0L));
    }

    /**
     * The first slices along an axis for which a condition holds.
     *
     * @param condition bools, one for each slice
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @param size how many there are in the result
     * @param fillValue what missing ones are
     * @return an array with so many slices
     * @throws JacobiException if there is no such axis
     */
    public static NDArray compress(NDArray condition, NDArray a, int axis, int size, NDArray fillValue) {
        return Joins.compress("compress", condition, a, axis, size, fillValue);
    }

    /**
     * The elements for which a condition holds, outside of compiled functions.
     *
     * @param condition bools, of the array's shape
     * @param a the array
     * @return an array of one axis
     * @throws JacobiException if a function is being compiled
     */
    public static NDArray extract(NDArray condition, NDArray a) {
        return Joins.compress("extract", condition, a, null, -1, NDArray.scalar(0L));
    }

    /**
     * The first elements for which a condition holds.
     *
     * @param condition bools, of the array's shape
     * @param a the array
     * @param size how many there are in the result
     * @param fillValue what missing ones are
     * @return an array of so many elements
     */
    public static NDArray extract(NDArray condition, NDArray a, int size, NDArray fillValue) {
        return Joins.compress("extract", condition, a, null, size, fillValue);
    }

    /**
     * A copy with its main diagonal replaced.
     *
     * @param a the array
     * @param value what stands on the diagonal
     * @return the changed array
     * @throws JacobiException if it has less than two axes
     */
    public static NDArray fillDiagonal(NDArray a, double value) {
        return fillDiagonal(a, NDArray.scalar(value));
    }

    /**
     * A copy with its main diagonal replaced.
     *
     * @param a the array
     * @param value what stands on the diagonal, one for all or one each
     * @return the changed array
     * @throws JacobiException if it has less than two axes
     */
    public static NDArray fillDiagonal(NDArray a, NDArray value) {
        return Takes.fillDiagonal(a, value, false);
    }

    /**
     * A copy with its main diagonal replaced.
     *
     * @param a the array
     * @param value what stands on the diagonal, one for all or one each
     * @param wrap whether it begins again below in a tall matrix
     * @return the changed array
     * @throws JacobiException if it has less than two axes
     */
    public static NDArray fillDiagonal(NDArray a, NDArray value, boolean wrap) {
        return Takes.fillDiagonal(a, value, wrap);
    }

    /**
     * The main diagonal of the matrices of the first two axes.
     *
     * @param a the array
     * @return an array with an axis less, the diagonal last
     * @throws JacobiException if it has less than two axes
     */
    public static NDArray diagonal(NDArray a) {
        return diagonal(a, 0, 0, 1);
    }

    /**
     * A diagonal of the matrices of two axes.
     *
     * @param a the array
     * @param offset how far above the main diagonal
     * @param axis1 the axis of rows
     * @param axis2 the axis of columns
     * @return an array with an axis less, the diagonal last
     * @throws JacobiException if there is no such axis
     */
    public static NDArray diagonal(NDArray a, int offset, int axis1, int axis2) {
        return Reductions.diagonal(a, offset, axis1, axis2);
    }

    /**
     * The places in a flattened array that indices along its axes mean; those outside are clamped.
     *
     * @param multiIndex indices along each axis
     * @param dims the extents of the axes
     * @return integers
     * @throws JacobiException if there are not as many arrays as axes
     */
    public static NDArray ravelMultiIndex(List<NDArray> multiIndex, int... dims) {
        return Takes.ravelIndex(multiIndex, dims, "clip");
    }

    /**
     * The places in a flattened array that indices along its axes mean.
     *
     * @param multiIndex indices along each axis
     * @param dims the extents of the axes
     * @param mode "clip" or "wrap"
     * @return integers
     * @throws JacobiException if there are not as many arrays as axes
     */
    public static NDArray ravelMultiIndex(List<NDArray> multiIndex, int[] dims, String mode) {
        return Takes.ravelIndex(multiIndex, dims, mode);
    }

    /**
     * The indices along each axis that places in a flattened array mean.
     *
     * @param indices places in the flattened array
     * @param shape the extents of the axes
     * @return an array of integers for each axis
     */
    public static List<NDArray> unravelIndex(NDArray indices, int... shape) {
        return Takes.unravelIndex(indices, Arrays.stream(shape).mapToObj(Extent::of).toList());
    }

    /**
     * Elements of the flattened array.
     *
     * @param a the array
     * @param indices which ones; negative ones count from the last
     * @param mode what an index out of range means: "fill" NaN or the least integer, "clip" the nearest element, "wrap" that many further round
     * @return an array of the shape of the indices
     * @throws JacobiException if there is no such mode
     */
    public static NDArray take(NDArray a, NDArray indices, String mode) {
        return take(ravel(a), indices, 0, mode);
    }
}
