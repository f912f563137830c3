package dev.jacobi;

import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.numpy.Made;

/** Functions of {@link Np} that make arrays of numbers, of Java arrays, and of other arrays. */
abstract class NpCreation extends NpGrids {
    /** The ratio of a circle's circumference to its diameter. */
    public static final double PI = Math.PI;
    /** The base of natural logarithms. */
    public static final double E = Math.E;
    /** Positive infinity. */
    public static final double INF = Double.POSITIVE_INFINITY;
    /** What is no number. */
    public static final double NAN = Double.NaN;
    /** What the sum of 1/k up to n is more than the logarithm of n, for large n. */
    public static final double EULER_GAMMA = 0.57721566490153286;

    /**
     * A copy of a number or of a Java array of any rank; an array is its own.
     *
     * @param object a number, a boolean, a Java array of them without jagged rows, or an array
     * @return the array; doubles become f32 and longs i32 unless 64 bits are the default
     * @throws JacobiException if it is something else, or jagged
     */
    public static NDArray array(Object object) {
        return NDArray.of(object);
    }

    /**
     * A copy of a number or of a Java array of any rank, converted.
     *
     * @param object a number, a boolean, a Java array of them without jagged rows, or an array
     * @param dtype the type of elements
     * @return the array
     * @throws JacobiException if it is something else, or jagged
     */
    public static NDArray array(Object object, DType dtype) {
        return NDArray.of(object, dtype);
    }

    /**
     * A copy of a number or of a Java array of any rank; an array is its own.
     *
     * @param object a number, a boolean, a Java array of them without jagged rows, or an array
     * @return the array; doubles become f32 and longs i32 unless 64 bits are the default
     * @throws JacobiException if it is something else, or jagged
     */
    public static NDArray asarray(Object object) {
        return NDArray.of(object);
    }

    /**
     * A copy of a number or of a Java array of any rank, converted.
     *
     * @param object a number, a boolean, a Java array of them without jagged rows, or an array
     * @param dtype the type of elements
     * @return the array
     * @throws JacobiException if it is something else, or jagged
     */
    public static NDArray asarray(Object object, DType dtype) {
        return NDArray.of(object, dtype);
    }

    /**
     * An array of zeros.
     *
     * @param shape the extents
     * @return an array of the default type of reals
     * @throws JacobiException if an extent is negative
     */
    public static NDArray zeros(int... shape) {
        return Made.full(0L, JavaArrays.standard(DType.F64), Made.shape("zeros", shape));
    }

    /**
     * An array of zeros.
     *
     * @param shape the extents
     * @param dtype the type of elements
     * @return the array
     * @throws JacobiException if an extent is negative
     */
    public static NDArray zeros(int[] shape, DType dtype) {
        return Made.full(0L, dtype, Made.shape("zeros", shape));
    }

    /**
     * An array of zeros as another one is.
     *
     * @param a an array, whose shape and type count
     * @return an array of that shape and type
     */
    public static NDArray zerosLike(NDArray a) {
        return Made.full(JavaArrays.scalar(0L, a.dtype(), a.isWeak()), a.shapeOf());
    }

    /**
     * An array of zeros with the shape of another one.
     *
     * @param a an array, whose shape counts
     * @param dtype the type of elements
     * @return an array of that shape
     */
    public static NDArray zerosLike(NDArray a, DType dtype) {
        return Made.full(0L, dtype, a.shapeOf());
    }

    /**
     * An array of ones.
     *
     * @param shape the extents
     * @return an array of the default type of reals
     * @throws JacobiException if an extent is negative
     */
    public static NDArray ones(int... shape) {
        return Made.full(1L, JavaArrays.standard(DType.F64), Made.shape("ones", shape));
    }

    /**
     * An array of ones.
     *
     * @param shape the extents
     * @param dtype the type of elements
     * @return the array
     * @throws JacobiException if an extent is negative
     */
    public static NDArray ones(int[] shape, DType dtype) {
        return Made.full(1L, dtype, Made.shape("ones", shape));
    }

    /**
     * An array of ones as another one is.
     *
     * @param a an array, whose shape and type count
     * @return an array of that shape and type
     */
    public static NDArray onesLike(NDArray a) {
        return Made.full(JavaArrays.scalar(1L, a.dtype(), a.isWeak()), a.shapeOf());
    }

    /**
     * An array of ones with the shape of another one.
     *
     * @param a an array, whose shape counts
     * @param dtype the type of elements
     * @return an array of that shape
     */
    public static NDArray onesLike(NDArray a, DType dtype) {
        return Made.full(1L, dtype, a.shapeOf());
    }

    /**
     * An array of zeros, as programs have no undefined values.
     *
     * @param shape the extents
     * @return an array of the default type of reals
     * @throws JacobiException if an extent is negative
     */
    public static NDArray empty(int... shape) {
        return Made.full(0L, JavaArrays.standard(DType.F64), Made.shape("empty", shape));
    }

    /**
     * An array of zeros, as programs have no undefined values.
     *
     * @param shape the extents
     * @param dtype the type of elements
     * @return the array
     * @throws JacobiException if an extent is negative
     */
    public static NDArray empty(int[] shape, DType dtype) {
        return Made.full(0L, dtype, Made.shape("empty", shape));
    }

    /**
     * An array of zeros, as programs have no undefined values as another one is.
     *
     * @param a an array, whose shape and type count
     * @return an array of that shape and type
     */
    public static NDArray emptyLike(NDArray a) {
        return Made.full(JavaArrays.scalar(0L, a.dtype(), a.isWeak()), a.shapeOf());
    }

    /**
     * An array of zeros, as programs have no undefined values with the shape of another one.
     *
     * @param a an array, whose shape counts
     * @param dtype the type of elements
     * @return an array of that shape
     */
    public static NDArray emptyLike(NDArray a, DType dtype) {
        return Made.full(0L, dtype, a.shapeOf());
    }

    /**
     * An array all elements of which are a number.
     *
     * @param shape the extents
     * @param value a number, or an array that is broadcast
     * @return an array of the type of the number
     * @throws JacobiException if an extent is negative
     */
    public static NDArray full(int[] shape, NDArray value) {
        return Made.full(Casts.settled(value), Made.shape("full", shape));
    }

    /**
     * An array all elements of which are a number.
     *
     * @param shape the extents
     * @param value a number, or an array that is broadcast
     * @param dtype the type of elements
     * @return the array
     * @throws JacobiException if an extent is negative
     */
    public static NDArray full(int[] shape, NDArray value, DType dtype) {
        return Made.full(Casts.to(value, dtype), Made.shape("full", shape));
    }

    /**
     * An array all elements of which are a number.
     *
     * @param shape the extents
     * @param value the number
     * @return an array of the default type of reals
     * @throws JacobiException if an extent is negative
     */
    public static NDArray full(int[] shape, double value) {
        return full(shape, NDArray.scalar(value));
    }

    /**
     * An array all elements of which are a number.
     *
     * @param shape the extents
     * @param value the number
     * @param dtype the type of elements
     * @return the array
     * @throws JacobiException if an extent is negative
     */
    public static NDArray full(int[] shape, double value, DType dtype) {
        return full(shape, NDArray.scalar(value), dtype);
    }

    /**
     * An array all elements of which are a number.
     *
     * @param shape the extents
     * @param value the number
     * @return an array of the default type of integers
     * @throws JacobiException if an extent is negative
     */
    public static NDArray full(int[] shape, long value) {
        return full(shape, NDArray.scalar(value));
    }

    /**
     * An array all elements of which are a number.
     *
     * @param shape the extents
     * @param value the number
     * @param dtype the type of elements
     * @return the array
     * @throws JacobiException if an extent is negative
     */
    public static NDArray full(int[] shape, long value, DType dtype) {
        return full(shape, NDArray.scalar(value), dtype);
    }

    /**
     * An array of the shape and the type of another one, all elements of which are a number.
     *
     * @param a an array, whose shape and type count
     * @param value a number, or an array that is broadcast
     * @return the array
     */
    public static NDArray fullLike(NDArray a, NDArray value) {
        return Made.full(Casts.to(value, a.dtype(), a.isWeak()), a.shapeOf());
    }

    /**
     * An array of the shape and the type of another one, all elements of which are a number.
     *
     * @param a an array, whose shape and type count
     * @param value the number
     * @return the array
     */
    public static NDArray fullLike(NDArray a, double value) {
        return fullLike(a, NDArray.scalar(value));
    }

    /**
     * An array of the shape and the type of another one, all elements of which are a number.
     *
     * @param a an array, whose shape and type count
     * @param value the number
     * @return the array
     */
    public static NDArray fullLike(NDArray a, long value) {
        return fullLike(a, NDArray.scalar(value));
    }
}
