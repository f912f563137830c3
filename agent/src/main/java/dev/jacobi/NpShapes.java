package dev.jacobi;

import dev.jacobi.array.algorithms.AxisNumbers;
import dev.jacobi.array.algorithms.Shapes;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import java.util.List;

/** Functions of {@link Np} that move elements to other places and shapes. */
abstract class NpShapes extends NpCreation {
    /**
     * The same elements in another shape, the last axis varying fastest.
     *
     * @param a the array
     * @param shape the new extents; one may be -1, which is worked out
     * @return the array in that shape
     * @throws JacobiException if the numbers of elements differ
     */
    public static NDArray reshape(NDArray a, int... shape) {
        return Shapes.reshape(a, shape);
    }

    /**
     * All elements along one axis.
     *
     * @param a the array
     * @return an array of one axis
     */
    public static NDArray ravel(NDArray a) {
        return Shapes.ravel(a);
    }

    /**
     * The array with its axes in reverse order.
     *
     * @param a the array
     * @return the array with axes in another order
     */
    public static NDArray transpose(NDArray a) {
        return Shapes.transpose("transpose", a, null);
    }

    /**
     * The array with its axes in another order.
     *
     * @param a the array
     * @param axes which axis of the array each axis of the result is
     * @return the array with axes in that order
     * @throws JacobiException if the axes are not those of the array
     */
    public static NDArray transpose(NDArray a, int... axes) {
        return Shapes.transpose("transpose", a, axes);
    }

    /**
     * The array with its axes in another order.
     *
     * @param a the array
     * @param axes which axis of the array each axis of the result is
     * @return the array with axes in that order
     * @throws JacobiException if the axes are not those of the array
     */
    public static NDArray permuteDims(NDArray a, int... axes) {
        return Shapes.transpose("permuteDims", a, axes);
    }

    /**
     * The array with its last two axes swapped.
     *
     * @param a the array
     * @return the transposed matrices
     * @throws JacobiException if it has less than two axes
     */
    public static NDArray matrixTranspose(NDArray a) {
        return Shapes.swap("matrixTranspose", a, -2, -1);
    }

    /**
     * The array with two axes swapped.
     *
     * @param a the array
     * @param axis1 an axis
     * @param axis2 another one
     * @return the array with axes in another order
     * @throws JacobiException if there is no such axis
     */
    public static NDArray swapaxes(NDArray a, int axis1, int axis2) {
        return Shapes.swap("swapaxes", a, axis1, axis2);
    }

    /**
     * The array with one axis in another place, the others in their order.
     *
     * @param a the array
     * @param source the axis
     * @param destination where it goes
     * @return the array with axes in another order
     * @throws JacobiException if there is no such axis
     */
    public static NDArray moveaxis(NDArray a, int source, int destination) {
        return moveaxis(a, new int[] {source}, new int[] {destination});
    }

    /**
     * The array with axes in other places, the others in their order.
     *
     * @param a the array
     * @param source the axes
     * @param destination where each goes
     * @return the array with axes in another order
     * @throws JacobiException if there are no such axes
     */
    public static NDArray moveaxis(NDArray a, int[] source, int[] destination) {
        return Shapes.move("moveaxis", a, source, destination);
    }

    /**
     * The array with one axis first.
     *
     * @param a the array
     * @param axis the axis
     * @return the array with axes in another order
     * @throws JacobiException if there is no such axis
     */
    public static NDArray rollaxis(NDArray a, int axis) {
        return rollaxis(a, axis, 0);
    }

    /**
     * The array with one axis in front of another.
     *
     * @param a the array
     * @param axis the axis
     * @param start in front of which axis it goes
     * @return the array with axes in another order
     * @throws JacobiException if there is no such axis
     */
    public static NDArray rollaxis(NDArray a, int axis, int start) {
        int from = AxisNumbers.of("rollaxis", axis, a.rank());
        int to = start == a.rank() ? start : AxisNumbers.of("rollaxis", start, a.rank());
        return moveaxis(a, from, from < to ? to - 1 : to);
    }

    /**
     * The array with new axes of one element.
     *
     * @param a the array
     * @param axes where the new axes are in the result
     * @return the array with more axes
     * @throws JacobiException if there are no such axes
     */
    public static NDArray expandDims(NDArray a, int... axes) {
        return Shapes.expand("expandDims", a, axes);
    }

    /**
     * The array without its axes of one element.
     *
     * @param a the array
     * @return the array with fewer axes
     */
    public static NDArray squeeze(NDArray a) {
        return Shapes.squeeze(a, null);
    }

    /**
     * The array without some axes, which have one element.
     *
     * @param a the array
     * @param axes which are left out
     * @return the array with fewer axes
     * @throws JacobiException if there are no such axes, or one has several elements
     */
    public static NDArray squeeze(NDArray a, int... axes) {
        return Shapes.squeeze(a, axes);
    }

    /**
     * The array with its elements repeated along new axes and those of one element.
     *
     * @param a the array
     * @param shape a shape with the same last axes, but for those of one element
     * @return an array of that shape
     * @throws JacobiException if the shapes do not fit
     */
    public static NDArray broadcastTo(NDArray a, int... shape) {
        return Structural.broadcastTo(a, Shape.of(shape));
    }

    /**
     * All arrays broadcast to one shape.
     *
     * @param arrays the arrays
     * @return the arrays, which have the same shape
     * @throws JacobiException if the shapes do not fit
     */
    public static List<NDArray> broadcastArrays(NDArray... arrays) {
        return Shapes.broadcastAll("broadcastArrays", List.of(arrays));
    }

    /**
     * The shape that arrays of these shapes have when they are combined.
     *
     * @param shapes the shapes
     * @return the common shape
     * @throws JacobiException if the shapes do not fit
     */
    public static int[] broadcastShapes(int[]... shapes) {
        return Shapes.broadcastShapes(shapes);
    }

    /**
     * The array backwards along all axes.
     *
     * @param a the array
     * @return the array in reverse order
     */
    public static NDArray flip(NDArray a) {
        return flip(a, null);
    }

    /**
     * The array backwards along an axis.
     *
     * @param a the array
     * @param axis the axis
     * @return the array in reverse order
     * @throws JacobiException if there is no such axis
     */
    public static NDArray flip(NDArray a, int axis) {
        return flip(a, new int[] {axis});
    }

    /**
     * The array backwards along some axes.
     *
     * @param a the array
     * @param axes the axes; null means all
     * @return the array in reverse order
     * @throws JacobiException if there are no such axes
     */
    public static NDArray flip(NDArray a, int[] axes) {
        return Structural.reverse(a, AxisNumbers.of("flip", axes, a.rank()).stream().sorted().toList());
    }

    /**
     * The array backwards along its second axis.
     *
     * @param a the array
     * @return the array in reverse order
     * @throws JacobiException if it has less than two axes
     */
    public static NDArray fliplr(NDArray a) {
        return flip(a, 1);
    }

    /**
     * The array backwards along its first axis.
     *
     * @param a the array
     * @return the array in reverse order
     * @throws JacobiException if it has no axes
     */
    public static NDArray flipud(NDArray a) {
        return flip(a, 0);
    }

    /**
     * The array turned by a quarter from its first axis to its second.
     *
     * @param a the array
     * @return the turned array
     * @throws JacobiException if it has less than two axes
     */
    public static NDArray rot90(NDArray a) {
        return rot90(a, 1, new int[] {0, 1});
    }

    /**
     * The array turned by quarters from its first axis to its second.
     *
     * @param a the array
     * @param k how many quarters
     * @return the turned array
     * @throws JacobiException if it has less than two axes
     */
    public static NDArray rot90(NDArray a, int k) {
        return rot90(a, k, new int[] {0, 1});
    }

    /**
     * The array turned by quarters in a plane.
     *
     * @param a the array
     * @param k how many quarters
     * @param axes the two axes, from the first to the second
     * @return the turned array
     * @throws JacobiException if there is no such axis
     */
    public static NDArray rot90(NDArray a, int k, int[] axes) {
        return Shapes.rot90(a, k, axes[0], axes[1]);
    }

    /**
     * The flattened array shifted, in its shape; what leaves at one end enters at the other.
     *
     * @param a the array
     * @param shift by how many places towards higher indices
     * @return the shifted array
     */
    public static NDArray roll(NDArray a, int shift) {
        return roll(a, NDArray.scalar((long) shift));
    }

    /**
     * The flattened array shifted, in its shape; what leaves at one end enters at the other.
     *
     * @param a the array
     * @param shift by how many places towards higher indices
     * @return the shifted array
     */
    public static NDArray roll(NDArray a, NDArray shift) {
        return Shapes.reshape(Shapes.roll(Shapes.ravel(a), shift, null), a.shapeOf().extents());
    }

    /**
     * The array shifted along an axis; what leaves at one end enters at the other.
     *
     * @param a the array
     * @param shift by how many places towards higher indices
     * @param axis the axis; negative numbers count from the last
     * @return the shifted array
     * @throws JacobiException if there is no such axis
     */
    public static NDArray roll(NDArray a, int shift, int axis) {
        return roll(a, NDArray.scalar((long) shift), axis);
    }

    /**
     * The array shifted along an axis; what leaves at one end enters at the other.
     *
     * @param a the array
     * @param shift by how many places towards higher indices
     * @param axis the axis; negative numbers count from the last
     * @return the shifted array
     * @throws JacobiException if there is no such axis
     */
    public static NDArray roll(NDArray a, NDArray shift, int axis) {
        return Shapes.roll(a, shift, new int[] {axis});
    }

    /**
     * The array shifted along several axes; what leaves at one end enters at the other.
     *
     * @param a the array
     * @param shifts by how many places towards higher indices, for each axis, or one number for all
     * @param axes the axes
     * @return the shifted array
     * @throws JacobiException if there are no such axes
     */
    public static NDArray roll(NDArray a, int[] shifts, int[] axes) {
        return Shapes.roll(a, NDArray.of(shifts), axes);
    }
}
