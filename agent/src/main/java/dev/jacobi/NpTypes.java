package dev.jacobi;

import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.numpy.Choices;
import java.util.List;

/** Functions of {@link Np} about types and shapes. */
abstract class NpTypes extends NpLogic {
    /**
     * Elements as another type; of complex numbers the real part, and for bool whether they are not 0.
     *
     * @param x an array
     * @param dtype the type
     * @return the converted array
     */
    public static NDArray astype(NDArray x, DType dtype) {
        return dtype == DType.BOOL ? Choices.truth(x) : Casts.to(x, dtype);
    }

    /**
     * The type that an operation on arrays of two types has.
     *
     * @param a a type
     * @param b another one
     * @return their common type
     */
    public static DType promoteTypes(DType a, DType b) {
        return Promotion.of(a, false, b, false).dtype();
    }

    /**
     * The type that an operation on arrays has.
     *
     * @param arrays arrays
     * @return their common type
     * @throws JacobiException if there are none
     */
    public static DType resultType(NDArray... arrays) {
        return Promotion.of(List.of(arrays)).dtype();
    }

    /**
     * The type that stands for another one where 64 bits are not the default.
     *
     * @param dtype a type
     * @return that type, or the one of the same kind with 32 bits
     */
    public static DType canonicalDtype(DType dtype) {
        return JavaArrays.standard(dtype);
    }

    /**
     * The limits of a type of reals or complex numbers.
     *
     * @param dtype the type
     * @return the limits
     * @throws JacobiException if it is a type of integers or bool
     */
    public static FloatInfo finfo(DType dtype) {
        return FloatInfo.of(dtype);
    }

    /**
     * The limits of a type of integers.
     *
     * @param dtype the type
     * @return the limits
     * @throws JacobiException if it is a type of other numbers or bool
     */
    public static IntInfo iinfo(DType dtype) {
        return IntInfo.of(dtype);
    }

    /**
     * Whether an array is of complex numbers.
     *
     * @param x an array
     * @return true for complex64 and complex128
     */
    public static boolean iscomplexobj(NDArray x) {
        return x.dtype().isComplex();
    }

    /**
     * Whether an array is not of complex numbers.
     *
     * @param x an array
     * @return false for complex64 and complex128
     */
    public static boolean isrealobj(NDArray x) {
        return !x.dtype().isComplex();
    }

    /**
     * Whether something is one number.
     *
     * @param x a Java object, or an array
     * @return true for numbers, booleans, and arrays without axes
     */
    public static boolean isscalar(Object x) {
        return x instanceof Number || x instanceof Boolean || x instanceof Character || x instanceof NDArray a && a.rank() == 0;
    }

    /**
     * The number of axes.
     *
     * @param a an array
     * @return 0 for a number
     */
    public static int ndim(NDArray a) {
        return a.rank();
    }

    /**
     * The extents of the axes.
     *
     * @param a an array
     * @return a new Java array
     */
    public static int[] shape(NDArray a) {
        return a.shape();
    }

    /**
     * How many elements there are.
     *
     * @param a an array
     * @return the product of the extents
     */
    public static int size(NDArray a) {
        return a.size();
    }

    /**
     * How many elements there are along an axis.
     *
     * @param a an array
     * @param axis its number; negative ones count from the last
     * @return the extent
     * @throws JacobiException if there is no such axis
     */
    public static int size(NDArray a, int axis) {
        return a.shape(axis);
    }
}
