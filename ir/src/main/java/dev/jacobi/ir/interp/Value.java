package dev.jacobi.ir.interp;

import dev.jacobi.ir.DType;

/**
 * An array value inside the interpreter. {@code refs} counts the variables that hold it: an update whose operand is held by no
 * variable any more may write in place. The caller's tensors are held by one reference that is never released.
 */
final class Value {
    public final DType dtype;
    public final int[] dims;
    public final Object data;
    int refs;

    Value(DType dtype, int[] dims, Object data) {
        this.dtype = dtype;
        this.dims = dims;
        this.data = data;
    }

    public static Value alloc(DType dtype, int... dims) {
        return new Value(dtype, dims, dtype.array(count(dims)));
    }

    static Value scalar(DType dtype, long bits) {
        Value v = alloc(dtype);
        v.set(0, bits);
        return v;
    }

    static int count(int[] dims) {
        return count(dims, 0);
    }

    /** The product of the extents from an axis on. */
    static int count(int[] dims, int from) {
        int n = 1;
        for (int i = from; i < dims.length; i++) {
            n = Math.multiplyExact(n, dims[i]);
        }
        return n;
    }

    /** Extents with one more in front. */
    static int[] stacked(int n, int[] row) {
        int[] dims = new int[row.length + 1];
        dims[0] = n;
        System.arraycopy(row, 0, dims, 1, row.length);
        return dims;
    }

    public int size() {
        return count(dims);
    }

    /** Bits of an element, in {@link dev.jacobi.ir.Lit}'s form. */
    long get(int i) {
        return switch (dtype) {
            case BOOL -> ((boolean[]) data)[i] ? 1 : 0;
            case I8 -> ((byte[]) data)[i];
            case I16 -> ((short[]) data)[i];
            case F16, BF16 -> ((short[]) data)[i] & 0xFFFFL;
            case U16 -> ((char[]) data)[i];
            case I32 -> ((int[]) data)[i];
            case I64 -> ((long[]) data)[i];
            case F32 -> Float.floatToRawIntBits(((float[]) data)[i]) & 0xFFFFFFFFL;
            case F64 -> Double.doubleToRawLongBits(((double[]) data)[i]);
        };
    }

    public void set(int i, long bits) {
        switch (dtype) {
            case BOOL -> ((boolean[]) data)[i] = bits != 0;
            case I8 -> ((byte[]) data)[i] = (byte) bits;
            case I16, F16, BF16 -> ((short[]) data)[i] = (short) bits;
            case U16 -> ((char[]) data)[i] = (char) bits;
            case I32 -> ((int[]) data)[i] = (int) bits;
            case I64 -> ((long[]) data)[i] = bits;
            case F32 -> ((float[]) data)[i] = Float.intBitsToFloat((int) bits);
            case F64 -> ((double[]) data)[i] = Double.longBitsToDouble(bits);
        }
    }

    Value copy() {
        return part(0, dims);
    }

    /** A new array of consecutive elements. */
    Value part(int from, int[] shape) {
        Value v = alloc(dtype, shape);
        v.put(0, this, from, v.size());
        return v;
    }

    /** Copies {@code n} elements of a value of the same dtype to here. */
    void put(int at, Value from, int start, int n) {
        System.arraycopy(from.data, start, data, at, n);
    }

    /** The value to write to: this one when no variable needs it any more, else a copy. */
    Value writable() {
        return refs == 0 ? this : copy();
    }
}
