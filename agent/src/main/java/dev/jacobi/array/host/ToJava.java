package dev.jacobi.array.host;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.ArrayValue;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elements;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Operation;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;

/** Copies elements of stored arrays into Java arrays and buffers. */
public final class ToJava {
    /** Bytes that one view of memory has at most. */
    private static final int CHUNK = 1 << 30;
    /** Bytes of complex numbers that are put together at once. */
    private static final int PAIRS = 1 << 16;

    private ToJava() {
    }

    /** All elements, row by row, as elements of a Java array that holds a type: {@code double[]} for F64. Complex numbers have no such form. */
    public static Object flat(NDArray x, DType as) {
        ArrayValue.Stored own = StoredElements.stored(x);
        if (x.dtype().isComplex()) {
            throw new JacobiException("Complex numbers are no elements of a Java array; take real() and imag(), or abs().");
        }
        if (x.dtype() == as) {
            return JavaArrays.row(own.parts().get(0), x.size(), as);
        }
        NDArray converted = Operation.now(() -> Casts.to(x, as));
        return JavaArrays.row(StoredElements.stored(converted).parts().get(0), x.size(), as);
    }

    /** The type of a Java array that holds all values of a type. */
    public static DType natural(DType d) {
        return switch (d) {
            case BOOL, I8, I16, I32, I64, U16, F32, F64 -> d;
            case U8 -> DType.I16;
            case U32, U64 -> DType.I64;
            case F16, BF16, COMPLEX64 -> DType.F32;
            case COMPLEX128 -> DType.F64;
        };
    }

    /** A Java array with as many axes, or a boxed number where there are none; of complex numbers with an axis more, of both parts. */
    public static Object nested(NDArray x) {
        DType d = natural(x.dtype());
        int[] dims = StoredElements.stored(x).dims();
        if (!x.dtype().isComplex()) {
            Object flat = flat(x, d);
            return dims.length == 0 ? Array.get(flat, 0) : split(flat, dims, 0, new int[1]);
        }
        Object re = JavaArrays.row(StoredElements.stored(x).parts().get(0), x.size(), d);
        Object im = JavaArrays.row(StoredElements.stored(x).parts().get(1), x.size(), d);
        Object pairs = d.ir().array(Math.multiplyExact(2, x.size()));
        for (int i = 0; i < x.size(); i++) {
            System.arraycopy(re, i, pairs, 2 * i, 1);
            System.arraycopy(im, i, pairs, 2 * i + 1, 1);
        }
        int[] more = Arrays.copyOf(dims, dims.length + 1);
        more[dims.length] = 2;
        return split(pairs, more, 0, new int[1]);
    }

    private static Object split(Object flat, int[] dims, int axis, int[] at) {
        if (dims.length == 1) {
            return flat;
        }
        if (axis == dims.length - 1) {
            Object row = Array.newInstance(flat.getClass().getComponentType(), dims[axis]);
            System.arraycopy(flat, at[0], row, 0, dims[axis]);
            at[0] += dims[axis];
            return row;
        }
        Class<?> row = flat.getClass();
        for (int k = axis + 1; k < dims.length - 1; k++) {
            row = row.arrayType();
        }
        Object out = Array.newInstance(row, dims[axis]);
        for (int i = 0; i < dims[axis]; i++) {
            Array.set(out, i, split(flat, dims, axis + 1, at));
        }
        return out;
    }

    /** Writes all elements, row by row and little-endian; the parts of complex numbers follow each other. */
    public static void write(NDArray x, WritableByteChannel out) throws IOException {
        ArrayValue.Stored s = StoredElements.stored(x);
        int size = Elements.bytes(x.dtype());
        int each = x.dtype().isComplex() ? PAIRS : CHUNK / size;
        for (int from = 0; from < x.size(); from += each) {
            int n = Math.min(each, x.size() - from);
            ByteBuffer b = x.dtype().isComplex() ? pairs(s, from, n, size) : ordered(s.parts().get(0).view((long) from * size, n * size), size);
            while (b.hasRemaining()) {
                out.write(b);
            }
        }
    }

    private static ByteBuffer pairs(ArrayValue.Stored s, int from, int n, int size) {
        ByteBuffer out = ByteBuffer.allocate(2 * n * size).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer re = s.parts().get(0).view((long) from * size, n * size);
        ByteBuffer im = s.parts().get(1).view((long) from * size, n * size);
        for (int i = 0; i < n; i++) {
            if (size == Float.BYTES) {
                out.putInt(re.getInt()).putInt(im.getInt());
            } else {
                out.putLong(re.getLong()).putLong(im.getLong());
            }
        }
        return out.flip();
    }

    /** Elements in the machine's order of bytes as little-endian ones, or the other way round. */
    static ByteBuffer ordered(ByteBuffer b, int size) {
        if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN || size == 1) {
            return b;
        }
        ByteBuffer out = ByteBuffer.allocate(b.remaining());
        for (int i = 0; i < out.capacity(); i++) {
            out.put(i, b.get(b.position() + (i / size) * size + size - 1 - i % size));
        }
        return out;
    }

    /** All bytes as {@link #write} writes them. */
    public static byte[] bytes(NDArray x) {
        long n = (long) x.size() * x.dtype().bytes();
        if (n > Integer.MAX_VALUE - 8) {
            throw new JacobiException("An array of " + n + " bytes does not fit into a byte[]; save it, or copy it in parts.");
        }
        ByteBuffer out = ByteBuffer.allocate((int) n);
        try {
            write(x, new Into(out));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.array();
    }

    /** A channel that fills a buffer. */
    private record Into(ByteBuffer out) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer b) {
            int n = b.remaining();
            out.put(b);
            return n;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // memory stays as it is
        }
    }
}
