package dev.jacobi;

import dev.jacobi.array.algorithms.AxisNumbers;
import dev.jacobi.array.algorithms.Joins;
import dev.jacobi.array.algorithms.Shapes;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.lax.Slices;
import java.util.List;

/** Functions of {@link Lax} that pad, join, make and arrange arrays. */
abstract class LaxShapes extends LaxSlices {
    /**
     * The array with elements of one value around and between its elements.
     *
     * @param operand an array
     * @param value the value
     * @param config for each axis how many are in front, behind and between; negative numbers in front and behind crop
     * @return the padded array
     */
    public static NDArray pad(NDArray operand, double value, int[][] config) {
        return pad(operand, NDArray.scalar(value), config);
    }

    /**
     * The array with elements of one value around and between its elements.
     *
     * @param operand an array
     * @param value the value, an array without axes
     * @param config for each axis how many are in front, behind and between; negative numbers in front and behind crop
     * @return the padded array
     */
    public static NDArray pad(NDArray operand, NDArray value, int[][] config) {
        return Slices.pad(operand, value, config);
    }

    /**
     * Arrays one after another along an axis.
     *
     * @param operands arrays whose other axes agree
     * @param axis the axis; negative ones count from the end
     * @return the joined array
     * @throws JacobiException if other axes differ
     */
    public static NDArray concatenate(List<NDArray> operands, int axis) {
        for (NDArray x : operands) {
            if (x.dtype() != operands.get(0).dtype()) {
                throw new JacobiException("concatenate: the arrays have elements of " + operands.get(0).dtype() + " and " + x.dtype() + "; convert one with astype(), or use Np.concatenate.");
            }
        }
        return Joins.concatenate("concatenate", operands, axis);
    }

    /**
     * The same elements in another shape.
     *
     * @param operand an array
     * @param shape the shape of the result
     * @return the array in that shape
     * @throws JacobiException if the shape has another number of elements
     */
    public static NDArray reshape(NDArray operand, int... shape) {
        return Shapes.reshape(operand, shape);
    }

    /**
     * The array with its axes in another order.
     *
     * @param operand an array
     * @param axes each axis once
     * @return the array whose axis k is that axis of the operand
     */
    public static NDArray transpose(NDArray operand, int... axes) {
        return Shapes.transpose("transpose", operand, axes);
    }

    /**
     * The array backwards along some axes.
     *
     * @param operand an array
     * @param axes the axes
     * @return the reversed array
     */
    public static NDArray rev(NDArray operand, int... axes) {
        return Structural.reverse(operand, AxisNumbers.of("rev", axes, operand.rank()));
    }

    /**
     * The array without axes of one element.
     *
     * @param operand an array
     * @param axes the axes
     * @return the array without them
     * @throws JacobiException if one of them has more elements
     */
    public static NDArray squeeze(NDArray operand, int... axes) {
        return Shapes.squeeze(operand, axes);
    }

    /**
     * The array with new axes of one element.
     *
     * @param operand an array
     * @param axes where the new axes are in the result
     * @return the array with them
     */
    public static NDArray expandDims(NDArray operand, int... axes) {
        return Shapes.expand("expandDims", operand, axes);
    }

    /**
     * The array repeated along new axes in front.
     *
     * @param operand an array
     * @param sizes the lengths of the new axes
     * @return the larger array
     */
    public static NDArray broadcast(NDArray operand, int... sizes) {
        return Slices.broadcast(operand, sizes);
    }

    /**
     * The array repeated along the axes of a shape that are not its own.
     *
     * @param operand an array
     * @param shape the shape of the result
     * @param axes which axis of the shape each of the operand is, rising
     * @return an array of that shape
     */
    public static NDArray broadcastInDim(NDArray operand, int[] shape, int... axes) {
        return Slices.broadcastInDim(operand, shape, axes);
    }

    /**
     * The numbers from 0 on.
     *
     * @param dtype the type of elements
     * @param size the length
     * @return a vector
     */
    public static NDArray iota(DType dtype, int size) {
        return Structural.iota(dtype, Shape.of(size), 0);
    }

    /**
     * The place along an axis at each element.
     *
     * @param dtype the type of elements
     * @param shape the shape of the result
     * @param axis the axis; negative ones count from the end
     * @return an array of that shape
     */
    public static NDArray broadcastedIota(DType dtype, int[] shape, int axis) {
        return Structural.iota(dtype, Shape.of(shape), AxisNumbers.of("broadcastedIota", axis, shape.length));
    }

    /**
     * An array of one value.
     *
     * @param shape the shape of the result
     * @param value the value
     * @return an array of reals
     */
    public static NDArray full(int[] shape, double value) {
        return Structural.full(Casts.settled(NDArray.scalar(value)), Shape.of(shape));
    }

    /**
     * An array of one value.
     *
     * @param shape the shape of the result
     * @param value the value
     * @return an array of integers
     */
    public static NDArray full(int[] shape, long value) {
        return Structural.full(Casts.settled(NDArray.scalar(value)), Shape.of(shape));
    }

    /**
     * An array of one truth value.
     *
     * @param shape the shape of the result
     * @param value the value
     * @return an array of {@code bool}
     */
    public static NDArray full(int[] shape, boolean value) {
        return Structural.full(JavaArrays.scalar(value ? 1L : 0L, DType.BOOL, false), Shape.of(shape));
    }

    /**
     * An array of one value.
     *
     * @param shape the shape of the result
     * @param value the value, an array without axes
     * @return an array of the type of the value
     */
    public static NDArray full(int[] shape, NDArray value) {
        return Structural.full(Casts.settled(value), Shape.of(shape));
    }
}
