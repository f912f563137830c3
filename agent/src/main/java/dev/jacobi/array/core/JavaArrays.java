package dev.jacobi.array.core;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.ir.Half;
import dev.jacobi.ir.Lit;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Between Java's numbers and arrays, of any rank, and stored arrays. */
public final class JavaArrays {
    /** Bytes that are looked at through one buffer. */
    private static final int CHUNK = 1 << 20;

    private JavaArrays() {
    }

    /** The type that elements of a Java class have, as wide as they are. */
    public static DType dtype(Class<?> c) {
        return c == double.class || c == Double.class ? DType.F64 : c == float.class || c == Float.class ? DType.F32 : c == int.class || c == Integer.class ? DType.I32
            : c == long.class || c == Long.class ? DType.I64 : c == boolean.class || c == Boolean.class ? DType.BOOL : c == short.class || c == Short.class ? DType.I16
            : c == byte.class || c == Byte.class ? DType.I8 : c == char.class || c == Character.class ? DType.U16 : null;
    }

    /** The type that is the default for elements that are this wide. */
    public static DType standard(DType d) {
        return Precision.ofProcess().isWide() ? d : d == DType.F64 ? DType.F32 : d == DType.I64 ? DType.I32 : d == DType.U64 ? DType.U32 : d == DType.COMPLEX128 ? DType.COMPLEX64 : d;
    }

    /**
     * A number, or an array of numbers of any rank, copied, as the type that is the default for them.
     *
     * @throws JacobiException if a long number does not fit that
     */
    public static NDArray of(Object v) {
        Class<?> c = v.getClass();
        while (c.isArray()) {
            c = c.getComponentType();
        }
        DType own = dtype(c);
        DType to = own == null ? DType.F32 : standard(own);
        if (own == DType.I64 && to == DType.I32) {
            NDArray x = of(v, own);
            Block b = ((ArrayValue.Stored) x.value()).parts().get(0);
            for (long i = 0; i < x.size(); i++) {
                Casts.mustFit(integer(b, i, own), to);
            }
            return Casts.to(x, to);
        }
        return of(v, to);
    }

    /** A number, or an array of numbers of any rank, copied and converted. */
    public static NDArray of(Object v, DType dtype) {
        Class<?> c = v.getClass();
        var dims = new ArrayList<Integer>();
        Object first = v;
        while (c.isArray()) {
            int n = first == null ? 0 : Array.getLength(first);
            dims.add(n);
            c = c.getComponentType();
            first = n == 0 ? null : Array.get(first, 0);
        }
        DType own = dtype(c);
        if (own == null) {
            throw new JacobiException("An array is made of numbers, booleans, or Java arrays of them, but here is a " + v.getClass().getTypeName()
                + "; give a Java array, or join arrays with Np.stack.");
        }
        int[] shape = dims.stream().mapToInt(Integer::intValue).toArray();
        NDArray x = empty(own, shape);
        copyIn(v, shape, 0, new Cursor(((ArrayValue.Stored) x.value()).parts().get(0)), own);
        return dtype == own ? x : Casts.to(x, dtype);
    }

    /** An array of undefined elements. */
    public static NDArray empty(DType dtype, int... dims) {
        long n = Elements.bytes(dtype);
        for (int d : dims) {
            if (d < 0) {
                throw new JacobiException("An array cannot have the shape " + Arrays.toString(dims) + ": an extent is negative.");
            }
            n = Math.multiplyExact(n, d);
        }
        NativeHeap heap = ArrayRuntime.ofProcess().heap();
        var parts = new ArrayList<Block>();
        for (int k = 0; k < (dtype.isComplex() ? 2 : 1); k++) {
            parts.add(heap.allocate(n));
        }
        return new NDArray(dtype, false, new ArrayValue.Stored(parts, dims));
    }

    /** Where the next elements of a block are. */
    private static final class Cursor {
        private final Block block;
        private long at;

        Cursor(Block block) {
            this.block = block;
        }

        ByteBuffer next(int bytes) {
            ByteBuffer b = block.view(at, bytes);
            at += bytes;
            return b;
        }
    }

    private static void copyIn(Object v, int[] dims, int axis, Cursor to, DType d) {
        if (axis == dims.length) {
            put(to.next(Elements.bytes(d)), Array.get(new Object[] {v}, 0), d);
            return;
        }
        if (v == null || Array.getLength(v) != dims[axis]) {
            throw new JacobiException("A Java array is " + (v == null ? "missing a row" : "jagged: along axis " + axis + " there are rows of " + dims[axis] + " and of " + Array.getLength(v))
                + "; all rows of an array have the same length.");
        }
        if (axis < dims.length - 1) {
            for (int i = 0; i < dims[axis]; i++) {
                copyIn(Array.get(v, i), dims, axis + 1, to, d);
            }
            return;
        }
        int most = CHUNK / Elements.bytes(d);
        for (int from = 0; from < dims[axis]; from += most) {
            int n = Math.min(most, dims[axis] - from);
            putAll(to.next(n * Elements.bytes(d)), v, from, n, d);
        }
    }

    private static void putAll(ByteBuffer b, Object v, int from, int n, DType d) {
        switch (d) {
            case F64 -> b.asDoubleBuffer().put((double[]) v, from, n);
            case F32 -> b.asFloatBuffer().put((float[]) v, from, n);
            case I32 -> b.asIntBuffer().put((int[]) v, from, n);
            case I64 -> b.asLongBuffer().put((long[]) v, from, n);
            case I16 -> b.asShortBuffer().put((short[]) v, from, n);
            case U16 -> b.asCharBuffer().put((char[]) v, from, n);
            case I8 -> b.put((byte[]) v, from, n);
            case BOOL -> {
                for (int i = 0; i < n; i++) {
                    b.put((byte) (((boolean[]) v)[from + i] ? 1 : 0));
                }
            }
            case U8, U32, U64, BF16, F16, COMPLEX64, COMPLEX128 -> throw new IllegalArgumentException("no Java array has elements of " + d);
        }
    }

    private static void put(ByteBuffer b, Object v, DType d) {
        switch (d) {
            case F64 -> b.putDouble((Double) v);
            case F32 -> b.putFloat((Float) v);
            case I32 -> b.putInt((Integer) v);
            case I64 -> b.putLong((Long) v);
            case I16 -> b.putShort((Short) v);
            case U16 -> b.putChar((Character) v);
            case I8 -> b.put((Byte) v);
            case BOOL -> b.put((byte) ((Boolean) v ? 1 : 0));
            case U8, U32, U64, BF16, F16, COMPLEX64, COMPLEX128 -> throw new IllegalArgumentException("no Java number is " + d);
        }
    }

    /** The elements as a boxed number, or as a Java array with as many axes, of the class that has such numbers. */
    public static Object toJava(NDArray x) {
        var s = (ArrayValue.Stored) x.value();
        Block b = s.parts().get(0);
        if (s.dims().length == 0) {
            return boxed(b, x.dtype());
        }
        Class<?> c = x.dtype().ir().array(0).getClass().getComponentType();
        Object out = Array.newInstance(c, s.dims());
        copyOut(x, out);
        return out;
    }

    private static Object boxed(Block b, DType d) {
        return switch (d) {
            case F64 -> real(b, 0, d);
            case F32 -> (float) real(b, 0, d);
            case BOOL -> integer(b, 0, d) != 0;
            case I8 -> (byte) integer(b, 0, d);
            case I16 -> (short) integer(b, 0, d);
            case U16 -> (char) integer(b, 0, d);
            case I32 -> (int) integer(b, 0, d);
            case I64, U8, U32, U64 -> integer(b, 0, d);
            case BF16, F16, COMPLEX64, COMPLEX128 -> real(b, 0, d);
        };
    }

    /** The elements in a row, as the Java array that the compiler has for them. */
    public static Object flat(NDArray x) {
        return row(((ArrayValue.Stored) x.value()).parts().get(0), x.size(), x.dtype());
    }

    /** The first n elements of a part, as the Java array that the compiler has for them. */
    public static Object row(Block part, int n, DType d) {
        Object out = d.ir().array(n);
        copyOut(out, new int[] {n}, 0, new Cursor(part), d);
        return out;
    }

    /** An array of elements in a row, as the compiler has them. */
    public static NDArray ofFlat(Object elements, DType dtype, boolean weak, int... dims) {
        NDArray x = empty(dtype, dims);
        Block b = ((ArrayValue.Stored) x.value()).parts().get(0);
        int n = Array.getLength(elements);
        int bytes = Elements.bytes(dtype);
        for (int at = 0, most = CHUNK / bytes; at < n; at += most) {
            int count = Math.min(most, n - at);
            ByteBuffer to = b.view((long) at * bytes, count * bytes);
            switch (dtype.ir()) {
                case F16, BF16 -> to.asShortBuffer().put((short[]) elements, at, count);
                case BOOL, I8, I16, U16, I32, I64, F32, F64 -> putAll(to, elements, at, count, plain(dtype));
            }
        }
        return new NDArray(dtype, weak, x.value());
    }

    private static DType plain(DType d) {
        return d == DType.U8 ? DType.I8 : d == DType.U32 ? DType.I32 : d == DType.U64 ? DType.I64 : d.real();
    }

    /** Copies the elements into a Java array of this shape and of the class that has such numbers. */
    public static void copyOut(NDArray x, Object to) {
        var s = (ArrayValue.Stored) x.value();
        copyOut(to, s.dims(), 0, new Cursor(s.parts().get(0)), x.dtype());
    }

    private static void copyOut(Object to, int[] dims, int axis, Cursor from, DType d) {
        if (axis < dims.length - 1) {
            for (int i = 0; i < dims[axis]; i++) {
                copyOut(Array.get(to, i), dims, axis + 1, from, d);
            }
            return;
        }
        int most = CHUNK / Elements.bytes(d);
        for (int at = 0; at < dims[axis]; at += most) {
            int n = Math.min(most, dims[axis] - at);
            getAll(from.next(n * Elements.bytes(d)), to, at, n, d);
        }
    }

    private static void getAll(ByteBuffer b, Object to, int at, int n, DType d) {
        switch (d.ir()) {
            case F64 -> b.asDoubleBuffer().get((double[]) to, at, n);
            case F32 -> b.asFloatBuffer().get((float[]) to, at, n);
            case I32 -> b.asIntBuffer().get((int[]) to, at, n);
            case I64 -> b.asLongBuffer().get((long[]) to, at, n);
            case I16, F16, BF16 -> b.asShortBuffer().get((short[]) to, at, n);
            case U16 -> b.asCharBuffer().get((char[]) to, at, n);
            case I8 -> b.get((byte[]) to, at, n);
            case BOOL -> {
                for (int i = 0; i < n; i++) {
                    ((boolean[]) to)[at + i] = b.get() != 0;
                }
            }
        }
    }

    /** A number of this value, which is in the range of the type. */
    public static NDArray scalar(double v, DType dtype, boolean weak) {
        NDArray x = empty(dtype);
        List<Block> parts = ((ArrayValue.Stored) x.value()).parts();
        set(parts.get(0), 0, dtype, v);
        if (dtype.isComplex()) {
            set(parts.get(1), 0, dtype, 0);
        }
        return new NDArray(dtype, weak, x.value());
    }

    /** The same of an integer, all bits of which count. */
    public static NDArray scalar(long v, DType dtype, boolean weak) {
        if (dtype.isComplex()) {
            return scalar((double) v, dtype, weak);
        }
        NDArray x = empty(dtype);
        set(((ArrayValue.Stored) x.value()).parts().get(0), 0, dtype, v);
        return new NDArray(dtype, weak, x.value());
    }

    private static void set(Block b, long i, DType d, double v) {
        ByteBuffer to = b.view(i * Elements.bytes(d), Elements.bytes(d));
        switch (d.ir()) {
            case F64 -> to.putDouble(v);
            case F32 -> to.putFloat((float) v);
            case F16, BF16 -> to.putShort((short) Lit.real(d.ir(), v).bits());
            case BOOL -> to.put((byte) (v != 0 ? 1 : 0));
            case I8, I16, U16, I32, I64 -> set(b, i, d, (long) v);
        }
    }

    private static void set(Block b, long i, DType d, long v) {
        ByteBuffer to = b.view(i * Elements.bytes(d), Elements.bytes(d));
        switch (d.ir()) {
            case I64 -> to.putLong(v);
            case I32 -> to.putInt((int) v);
            case I16, U16 -> to.putShort((short) v);
            case I8 -> to.put((byte) v);
            case BOOL -> to.put((byte) (v != 0 ? 1 : 0));
            case F32 -> to.putFloat((float) v);
            case F64, F16, BF16 -> set(b, i, d, (double) v);
        }
    }

    /** Element i of a part as a double; unsigned integers are not negative. */
    public static double real(Block b, long i, DType d) {
        ByteBuffer v = b.view(i * Elements.bytes(d), Elements.bytes(d));
        return switch (d.ir()) {
            case F64 -> v.getDouble(0);
            case F32 -> v.getFloat(0);
            case F16, BF16 -> Half.toFloat(d.ir(), v.getShort(0));
            case BOOL, I8, I16, U16, I32, I64 -> {
                long n = integer(b, i, d);
                yield d == DType.U64 && n < 0 ? (n >>> 1) * 2.0 : n;
            }
        };
    }

    /** Element i of a part as a long: integers and bool; u64 has its bits. */
    public static long integer(Block b, long i, DType d) {
        ByteBuffer v = b.view(i * Elements.bytes(d), Elements.bytes(d));
        return switch (d) {
            case BOOL, I8 -> v.get(0);
            case U8 -> v.get(0) & 0xFF;
            case I16 -> v.getShort(0);
            case U16 -> v.getChar(0);
            case I32 -> v.getInt(0);
            case U32 -> v.getInt(0) & 0xFFFFFFFFL;
            case I64, U64 -> v.getLong(0);
            case F64, F32, F16, BF16, COMPLEX64, COMPLEX128 -> (long) real(b, i, d);
        };
    }
}
