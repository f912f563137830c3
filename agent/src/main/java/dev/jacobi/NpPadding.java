package dev.jacobi;

import dev.jacobi.array.algorithms.Padding;
import dev.jacobi.array.algorithms.Shapes;
import java.util.Arrays;
import java.util.List;

/** Functions of {@link Np} that make arrays longer, or repeat them. */
abstract class NpPadding extends NpShapes {
    /**
     * The array with zeros around it.
     *
     * @param a the array
     * @param width how many elements come before and behind, along each axis
     * @return the longer array
     * @throws JacobiException if a width is negative
     */
    public static NDArray pad(NDArray a, int width) {
        return pad(a, new int[][] {{width, width}}, "constant");
    }

    /**
     * The array with zeros around it.
     *
     * @param a the array
     * @param widths for each axis how many elements come before and behind it; one pair stands for all axes
     * @return the longer array
     * @throws JacobiException if there are too few pairs, or a width is negative
     */
    public static NDArray pad(NDArray a, int[][] widths) {
        return pad(a, widths, "constant");
    }

    /**
     * The array with more elements around it: zeros, or what is made of those at the edge.
     *
     * @param a the array
     * @param widths for each axis how many elements come before and behind it; one pair stands for all axes
     * @param mode constant, edge, reflect, symmetric, wrap, linear_ramp, maximum, minimum, mean, median or empty
     * @return the longer array
     * @throws JacobiException if there is no such mode, or the widths do not fit
     */
    public static NDArray pad(NDArray a, int[][] widths, String mode) {
        return pad(a, widths, mode, 0);
    }

    /**
     * The array with more elements around it: of one value, or what is made of those at the edge.
     *
     * @param a the array
     * @param widths for each axis how many elements come before and behind it; one pair stands for all axes
     * @param mode constant, edge, reflect, symmetric, wrap, linear_ramp, maximum, minimum, mean, median or empty
     * @param constantValues the value of elements for "constant", and at the outer end for "linear_ramp"
     * @return the longer array
     * @throws JacobiException if there is no such mode, or the widths do not fit
     */
    public static NDArray pad(NDArray a, int[][] widths, String mode, double constantValues) {
        return pad(a, widths, mode, NDArray.scalar(constantValues));
    }

    /**
     * The array with more elements around it: of one value, or what is made of those at the edge.
     *
     * @param a the array
     * @param widths for each axis how many elements come before and behind it; one pair stands for all axes
     * @param mode constant, edge, reflect, symmetric, wrap, linear_ramp, maximum, minimum, mean, median or empty
     * @param constantValues the value of elements for "constant", and at the outer end for "linear_ramp"
     * @return the longer array
     * @throws JacobiException if there is no such mode, or the widths do not fit
     */
    public static NDArray pad(NDArray a, int[][] widths, String mode, NDArray constantValues) {
        return Padding.pad(a, widths, mode, constantValues);
    }

    /**
     * The array with one axis at least.
     *
     * @param a the array
     * @return the array itself, or one of an axis with one element
     */
    public static NDArray atleast1d(NDArray a) {
        return Shapes.leading(a, 1);
    }

    /**
     * The array with two axes at least, new ones in front.
     *
     * @param a the array
     * @return the array, with new axes of one element
     */
    public static NDArray atleast2d(NDArray a) {
        return Shapes.leading(a, 2);
    }

    /**
     * The array with three axes at least; a vector lies along the second, a matrix along the first two.
     *
     * @param a the array
     * @return the array, with new axes of one element
     */
    public static NDArray atleast3d(NDArray a) {
        return Shapes.atLeast3d(a);
    }

    /**
     * The array repeated as a whole along its axes.
     *
     * @param a the array
     * @param reps how often along each axis; fewer count from the last
     * @return the longer array
     */
    public static NDArray tile(NDArray a, int... reps) {
        return Shapes.tile(a, reps);
    }

    /**
     * Every element of the flattened array several times in a row.
     *
     * @param a the array
     * @param repeats how often
     * @return an array of one axis
     * @throws JacobiException if the number is negative
     */
    public static NDArray repeat(NDArray a, int repeats) {
        return Shapes.repeat(a, repeats, null);
    }

    /**
     * Every slice along an axis several times in a row.
     *
     * @param a the array
     * @param repeats how often
     * @param axis the axis; negative numbers count from the last
     * @return the longer array
     * @throws JacobiException if the number is negative, or there is no such axis
     */
    public static NDArray repeat(NDArray a, int repeats, int axis) {
        return Shapes.repeat(a, repeats, axis);
    }

    /**
     * Every slice along an axis as often as its number says.
     *
     * @param a the array
     * @param repeats how often each slice
     * @param axis the axis; negative numbers count from the last
     * @return the longer array
     * @throws JacobiException if there is no such axis
     */
    public static NDArray repeat(NDArray a, int[] repeats, int axis) {
        if (Arrays.stream(repeats).anyMatch(n -> n < 0)) {
            throw new JacobiException("repeat: elements cannot be repeated " + Arrays.toString(repeats) + " times; give numbers that are not negative.");
        }
        return repeat(a, NDArray.of(repeats), axis, Arrays.stream(repeats).sum());
    }

    /**
     * Every slice along an axis as often as its number, which may be computed, says.
     *
     * @param a the array
     * @param repeats how often each slice
     * @param axis the axis; negative numbers count from the last
     * @param totalRepeatLength how many slices there are altogether; more are left out, missing ones are the last again
     * @return the longer array
     * @throws JacobiException if there is no such axis
     */
    public static NDArray repeat(NDArray a, NDArray repeats, int axis, int totalRepeatLength) {
        return Shapes.repeat(a, repeats, axis, totalRepeatLength);
    }

    /**
     * The elements one after another, and again from the first, as far as a shape goes.
     *
     * @param a the array
     * @param shape the new extents
     * @return an array of that shape
     */
    public static NDArray resize(NDArray a, int... shape) {
        return Shapes.resize(a, shape);
    }

    /**
     * The slices along the first axis.
     *
     * @param a the array
     * @return arrays with an axis less
     * @throws JacobiException if there is no such axis
     */
    public static List<NDArray> unstack(NDArray a) {
        return Shapes.unstack(a, 0);
    }

    /**
     * The slices along an axis.
     *
     * @param a the array
     * @param axis the axis; negative numbers count from the last
     * @return arrays with an axis less
     * @throws JacobiException if there is no such axis
     */
    public static List<NDArray> unstack(NDArray a, int axis) {
        return Shapes.unstack(a, axis);
    }

    /**
     * The array with more elements around it: zeros, or what is made of those at the edge.
     *
     * @param a the array
     * @param width how many elements come before and behind, along each axis
     * @param mode constant, edge, reflect, symmetric, wrap, linear_ramp, maximum, minimum, mean, median or empty
     * @return the longer array
     * @throws JacobiException if there is no such mode, or the width is negative
     */
    public static NDArray pad(NDArray a, int width, String mode) {
        return pad(a, new int[][] {{width, width}}, mode);
    }

    /**
     * The array with elements of one value around it.
     *
     * @param a the array
     * @param width how many elements come before and behind, along each axis
     * @param mode constant, or linear_ramp
     * @param constantValues the value
     * @return the longer array
     * @throws JacobiException if there is no such mode, or the width is negative
     */
    public static NDArray pad(NDArray a, int width, String mode, double constantValues) {
        return pad(a, new int[][] {{width, width}}, mode, constantValues);
    }
}
