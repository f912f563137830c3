package dev.jacobi.ir.interp;

import dev.jacobi.ir.DType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Values on their way between equations of the interpreter: bits for a scalar, a {@link Value} for an array. */
record Args(long[] bits, Value[] arrays, DType[] dtypes) {
    static Args empty(int n) {
        return new Args(new long[n], new Value[n], new DType[n]);
    }

    static Args of(Value... values) {
        Args a = empty(values.length);
        for (int i = 0; i < values.length; i++) {
            a.put(i, values[i]);
        }
        return a;
    }

    static Args scalar(DType dtype, long bits) {
        return new Args(new long[] {bits}, new Value[1], new DType[] {dtype});
    }

    int size() {
        return bits.length;
    }

    void put(int i, Value v) {
        dtypes[i] = v.dtype;
        if (v.dims.length == 0) {
            bits[i] = v.get(0);
        } else {
            arrays[i] = v;
        }
    }

    boolean isScalar(int i) {
        return arrays[i] == null;
    }

    /** Operand {@code i} as a value, a scalar as one without axes. */
    Value value(int i) {
        return arrays[i] != null ? arrays[i] : Value.scalar(dtypes[i], bits[i]);
    }

    /** Element {@code k} of operand {@code i}; a scalar stands for every element. */
    long at(int i, int k) {
        return arrays[i] != null ? arrays[i].get(k) : bits[i];
    }

    /** Scalar operands from {@code from} as array extents; a negative one counts as zero. */
    int[] extents(int from, int n) {
        int[] r = new int[n];
        for (int i = 0; i < n; i++) {
            r[i] = Math.toIntExact(Math.max(0, bits[from + i]));
        }
        return r;
    }

    Args slice(int from, int to) {
        return new Args(Arrays.copyOfRange(bits, from, to), Arrays.copyOfRange(arrays, from, to),
            Arrays.copyOfRange(dtypes, from, to));
    }

    /** The last value, or results of one equation, as a list of values. */
    List<Value> values() {
        return IntStream.range(0, size()).mapToObj(this::value).toList();
    }
}
