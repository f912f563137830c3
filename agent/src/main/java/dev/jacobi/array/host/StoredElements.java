package dev.jacobi.array.host;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.ArrayValue;
import dev.jacobi.array.core.Block;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.text.ArrayElements;
import java.util.Arrays;
import java.util.List;

/** The elements of a stored array by their index in row-major order. */
public final class StoredElements implements ArrayElements {
    private final DType dtype;
    private final int[] dims;
    private final List<Block> parts;

    /** Of an array whose elements are known. */
    public StoredElements(NDArray x) {
        ArrayValue.Stored s = stored(x);
        dtype = x.dtype();
        dims = s.dims();
        parts = s.parts();
    }

    /** Where the elements are; those of a value of a program are not known yet. */
    public static ArrayValue.Stored stored(NDArray x) {
        if (x.value() instanceof ArrayValue.Stored s) {
            return s;
        }
        throw new JacobiException("The elements of an array of " + x.dtype() + " of shape " + x.shapeOf()
            + " are not known while the function that computes them is being compiled; return the array as a result, or work on it with Np and Lax"
            + " (Np.where and Lax.cond choose, Debug.print prints when the function runs).");
    }

    /** Whether the elements are known now. */
    public static boolean isKnown(NDArray x) {
        return x.value() instanceof ArrayValue.Stored;
    }

    /** The index of an element at a place along each axis, of which negative ones count from the end. */
    public long place(int... at) {
        long index = 0;
        boolean inside = at.length == dims.length;
        for (int k = 0; inside && k < dims.length; k++) {
            int i = at[k] < 0 ? at[k] + dims[k] : at[k];
            inside = i >= 0 && i < dims[k];
            index = index * dims[k] + i;
        }
        if (!inside) {
            throw new JacobiException("An array of shape " + Arrays.toString(dims).replace('[', '(').replace(']', ')')
                + " has no element at " + Arrays.toString(at) + "; a place has a number for each axis, from 0 or from the end.");
        }
        return index;
    }

    /** What an array is in a program that is being made. */
    public static String text(NDArray x) {
        return "Traced(" + x.dtype() + x.shapeOf().extents().toString().replace(" ", "") + ")";
    }

    @Override
    public String dtype() {
        return dtype.text();
    }

    @Override
    public long[] shape() {
        return Arrays.stream(dims).asLongStream().toArray();
    }

    @Override
    public long integer(long index) {
        return JavaArrays.integer(parts.get(0), index, dtype);
    }

    @Override
    public double real(long index) {
        return JavaArrays.real(parts.get(0), index, dtype.real());
    }

    @Override
    public double imaginary(long index) {
        return dtype.isComplex() ? JavaArrays.real(parts.get(1), index, dtype.real()) : 0;
    }
}
