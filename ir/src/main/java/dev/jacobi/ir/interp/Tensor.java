package dev.jacobi.ir.interp;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import java.lang.reflect.Array;
import java.util.stream.IntStream;

/**
 * A value of the reference interpreter. {@code data} is a flat row-major {@code boolean[]}, {@code byte[]},
 * {@code short[]} (i16, f16, bf16), {@code char[]}, {@code int[]}, {@code long[]}, {@code float[]} or
 * {@code double[]}; a scalar has no dims and one element. Elements may also be {@link Elsewhere}: they are copied to such an array whenever {@link #data} is asked for.
 */
public record Tensor(DType dtype, int[] dims, Object data) {
    /** Elements that are in no Java array: in other memory of the process, or on a device. They do not change. */
    public interface Elsewhere {
        /** A new Java array of them. */
        Object array();
    }

    @Override
    public Object data() {
        return data instanceof Elsewhere e ? e.array() : data;
    }

    /** Where the elements are if not in a Java array; else null. */
    public Elsewhere elsewhere() {
        return data instanceof Elsewhere e ? e : null;
    }

    /** A scalar. */
    public static Tensor of(Lit v) {
        Value s = Value.scalar(v.dtype(), v.bits());
        return new Tensor(s.dtype, s.dims, s.data);
    }

    /** A tensor over a Java array, which is not copied; without {@code dims} it has one axis. */
    public static Tensor of(Object array, int... dims) {
        DType d = array instanceof boolean[] ? DType.BOOL : array instanceof byte[] ? DType.I8 : array instanceof short[] ? DType.I16
            : array instanceof char[] ? DType.U16 : array instanceof int[] ? DType.I32 : array instanceof long[] ? DType.I64
            : array instanceof float[] ? DType.F32 : array instanceof double[] ? DType.F64 : null;
        if (d == null) {
            throw new IllegalArgumentException(array.getClass().getTypeName() + " is not an array of a primitive type");
        }
        return new Tensor(d, dims.length > 0 ? dims : new int[] {Array.getLength(array)}, array);
    }

    /** Number of elements. */
    public int size() {
        return Value.count(dims);
    }

    /** An element by its row-major number. */
    public Lit get(int i) {
        return new Lit(dtype, new Value(dtype, dims, data()).get(i));
    }

    /** The bits of all elements, for comparisons. */
    public long[] bits() {
        Value v = new Value(dtype, dims, data());
        return IntStream.range(0, size()).mapToLong(v::get).toArray();
    }
}
