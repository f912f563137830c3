package dev.jacobi;

import dev.jacobi.array.numpy.Spaces;
import java.util.List;

/** Functions of {@link Np} that make numbers in order. */
abstract class NpRanges extends NpTypes {
    /**
     * The numbers from 0 up to another, which is not among them, each 1 more than the one before.
     *
     * @param stop the end
     * @return an array with one axis, of the default type of integers
     */
    public static NDArray arange(long stop) {
        return Spaces.range(0, stop, 1, null);
    }

    /**
     * The numbers from one up to another, which is not among them, each 1 more than the one before.
     *
     * @param start the first number
     * @param stop the end
     * @return an array with one axis, of the default type of integers
     */
    public static NDArray arange(long start, long stop) {
        return Spaces.range(start, stop, 1, null);
    }

    /**
     * The numbers from one to another, which is not among them.
     *
     * @param start the first number
     * @param stop the end
     * @param step how much more each number is than the one before
     * @return an array with one axis, of the default type of integers
     * @throws JacobiException if the step is 0
     */
    public static NDArray arange(long start, long stop, long step) {
        return Spaces.range(start, stop, step, null);
    }

    /**
     * The numbers from 0 up to another, which is not among them, each 1 more than the one before.
     *
     * @param stop the end
     * @param dtype the type of elements
     * @return an array with one axis
     * @throws JacobiException if the type is complex or bool
     */
    public static NDArray arange(long stop, DType dtype) {
        return Spaces.range(0, stop, 1, dtype);
    }

    /**
     * The numbers from one to another, which is not among them.
     *
     * @param start the first number
     * @param stop the end
     * @param step how much more each number is than the one before
     * @param dtype the type of elements
     * @return an array with one axis
     * @throws JacobiException if the step is 0, or the type complex or bool
     */
    public static NDArray arange(long start, long stop, long step, DType dtype) {
        return Spaces.range(start, stop, step, dtype);
    }

    /**
     * The numbers from 0 up to another, which is not among them, each 1 more than the one before.
     *
     * @param stop the end
     * @return an array with one axis, of the default type of reals
     */
    public static NDArray arange(double stop) {
        return Spaces.range(0.0, stop, 1.0, null);
    }

    /**
     * The numbers from one up to another, which is not among them, each 1 more than the one before.
     *
     * @param start the first number
     * @param stop the end
     * @return an array with one axis, of the default type of reals
     */
    public static NDArray arange(double start, double stop) {
        return Spaces.range(start, stop, 1.0, null);
    }

    /**
     * The numbers from one to another, which is not among them.
     *
     * @param start the first number
     * @param stop the end
     * @param step how much more each number is than the one before
     * @return an array with one axis, of the default type of reals
     * @throws JacobiException if the step is 0
     */
    public static NDArray arange(double start, double stop, double step) {
        return Spaces.range(start, stop, step, null);
    }

    /**
     * The numbers from 0 up to another, which is not among them, each 1 more than the one before.
     *
     * @param stop the end
     * @param dtype the type of elements
     * @return an array with one axis
     * @throws JacobiException if the type is complex or bool
     */
    public static NDArray arange(double stop, DType dtype) {
        return Spaces.range(0.0, stop, 1.0, dtype);
    }

    /**
     * The numbers from one to another, which is not among them.
     *
     * @param start the first number
     * @param stop the end
     * @param step how much more each number is than the one before
     * @param dtype the type of elements
     * @return an array with one axis
     * @throws JacobiException if the step is 0, or the type complex or bool
     */
    public static NDArray arange(double start, double stop, double step, DType dtype) {
        return Spaces.range(start, stop, step, dtype);
    }

    /**
     * Fifty numbers from one to another at equal distances.
     *
     * @param start the first number
     * @param stop the last number
     * @return an array with one axis, of the default type of reals
     */
    public static NDArray linspace(double start, double stop) {
        return linspace(start, stop, 50);
    }

    /**
     * Numbers from one to another at equal distances.
     *
     * @param start the first number
     * @param stop the last number
     * @param num how many
     * @return an array with one axis, of the default type of reals
     * @throws JacobiException if the number is negative
     */
    public static NDArray linspace(double start, double stop, int num) {
        return linspace(NDArray.scalar(start), NDArray.scalar(stop), num, true, null, 0);
    }

    /**
     * Numbers from one to another at equal distances.
     *
     * @param start the first number
     * @param stop the last number
     * @param num how many
     * @param endpoint whether the last number is among them
     * @return an array with one axis, of the default type of reals
     * @throws JacobiException if the number is negative
     */
    public static NDArray linspace(double start, double stop, int num, boolean endpoint) {
        return linspace(NDArray.scalar(start), NDArray.scalar(stop), num, endpoint, null, 0);
    }

    /**
     * Numbers from one to another at equal distances.
     *
     * @param start the first numbers
     * @param stop the last numbers
     * @param num how many
     * @return the numbers along a new first axis
     * @throws JacobiException if the number is negative, or the shapes cannot be broadcast to one
     */
    public static NDArray linspace(NDArray start, NDArray stop, int num) {
        return linspace(start, stop, num, true, null, 0);
    }

    /**
     * Numbers from one to another at equal distances; whole ones are rounded down.
     *
     * @param start the first numbers
     * @param stop the last numbers
     * @param num how many
     * @param endpoint whether the last numbers are among them
     * @param dtype the type of elements, or null for the common one of both, made real
     * @param axis the axis of the result along which they are
     * @return the numbers along a new axis
     * @throws JacobiException if the number is negative, there is no such axis, or the shapes cannot be broadcast to one
     */
    public static NDArray linspace(NDArray start, NDArray stop, int num, boolean endpoint, DType dtype, int axis) {
        return Spaces.linear(start, stop, num, endpoint, dtype, axis);
    }

    /**
     * Numbers from one to another at equal distances, and the distance.
     *
     * @param start the first numbers
     * @param stop the last numbers
     * @param num how many
     * @param endpoint whether the last numbers are among them
     * @param dtype the type of elements, or null for the common one of both, made real
     * @param axis the axis of the result along which they are
     * @return the numbers along a new axis, and their distances, NaN where there are none
     * @throws JacobiException if the number is negative, there is no such axis, or the shapes cannot be broadcast to one
     */
    public static List<NDArray> linspaceWithStep(NDArray start, NDArray stop, int num, boolean endpoint, DType dtype, int axis) {
        return List.of(Spaces.linear(start, stop, num, endpoint, dtype, axis), Spaces.distance(start, stop, num, endpoint, dtype));
    }

    /**
     * Powers of 10 with exponents from one number to another at equal distances.
     *
     * @param start the first exponent
     * @param stop the last exponent
     * @param num how many
     * @return an array with one axis, of the default type of reals
     * @throws JacobiException if the number is negative
     */
    public static NDArray logspace(double start, double stop, int num) {
        return logspace(NDArray.scalar(start), NDArray.scalar(stop), num, true, NDArray.scalar(10.0), null, 0);
    }

    /**
     * Powers of a base with exponents from one number to another at equal distances.
     *
     * @param start the first numbers
     * @param stop the last numbers
     * @param num how many
     * @param endpoint whether the last numbers are among them
     * @param base the base
     * @param dtype the type of elements, or null for the common one of both, made real
     * @param axis the axis of the result along which they are
     * @return the powers along a new axis
     * @throws JacobiException if the number is negative, there is no such axis, or the shapes cannot be broadcast to one
     */
    public static NDArray logspace(NDArray start, NDArray stop, int num, boolean endpoint, NDArray base, DType dtype, int axis) {
        return Spaces.logarithmic(start, stop, num, endpoint, base, dtype, axis);
    }

    /**
     * Numbers from one to another, each the same multiple of the one before.
     *
     * @param start the first number
     * @param stop the last number
     * @param num how many
     * @return an array with one axis, of the default type of reals
     * @throws JacobiException if the number is negative
     */
    public static NDArray geomspace(double start, double stop, int num) {
        return geomspace(NDArray.scalar(start), NDArray.scalar(stop), num, true, null, 0);
    }

    /**
     * Numbers from one to another, each the same multiple of the one before.
     *
     * @param start the first numbers
     * @param stop the last numbers
     * @param num how many
     * @param endpoint whether the last numbers are among them
     * @param dtype the type of elements, or null for the common one of both, made real
     * @param axis the axis of the result along which they are
     * @return the numbers along a new axis
     * @throws JacobiException if the number is negative, there is no such axis, or the shapes cannot be broadcast to one
     */
    public static NDArray geomspace(NDArray start, NDArray stop, int num, boolean endpoint, DType dtype, int axis) {
        return Spaces.geometric(start, stop, num, endpoint, dtype, axis);
    }
}
