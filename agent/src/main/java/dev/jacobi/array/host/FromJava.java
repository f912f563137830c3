package dev.jacobi.array.host;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.ArrayValue;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elements;
import dev.jacobi.array.core.JavaArrays;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;

/** Makes stored arrays of buffers and streams. */
public final class FromJava {
    private static final int CHUNK = 1 << 20;

    private FromJava() {
    }

    /** Gives bytes: fills a buffer, and says -1 if there are no more. */
    @FunctionalInterface
    public interface Source {
        int read(ByteBuffer to) throws IOException;
    }

    /** An array of the elements from a buffer's position on: bytes are little-endian elements, the parts of complex ones one after another; numbers are converted. */
    public static NDArray of(Buffer from, DType dtype, int... shape) {
        if (from instanceof ByteBuffer b) {
            ByteBuffer bytes = b.duplicate();
            try {
                NDArray x = read(to -> some(bytes, to), dtype, shape);
                nothingLeft(bytes.remaining() / dtype.bytes(), bytes.remaining(), dtype, shape);
                return x;
            } catch (IOException e) {
                throw new JacobiException(e.getMessage());
            }
        }
        DType own = from instanceof DoubleBuffer ? DType.F64 : from instanceof FloatBuffer ? DType.F32 : from instanceof IntBuffer ? DType.I32 : from instanceof LongBuffer ? DType.I64
            : from instanceof ShortBuffer ? DType.I16 : DType.U16;
        NDArray x = JavaArrays.empty(own, shape);
        long n = count(shape);
        if (from.remaining() != n) {
            nothingLeft(from.remaining() - n, from.remaining(), dtype, shape);
        }
        copy(x, from, (int) n, own);
        return Casts.to(x, dtype);
    }

    private static void nothingLeft(long more, long all, DType dtype, int... shape) {
        if (more != 0) {
            throw new JacobiException("fromBuffer: an array of " + dtype + " of shape " + Arrays.toString(shape) + " has " + count(shape) + " elements, and the buffer does not have as many (" + all
                + " remain, " + Math.abs(more) + (more > 0 ? " too many)." : " too few)."));
        }
    }

    private static long count(int... shape) {
        return Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
    }

    private static int some(ByteBuffer from, ByteBuffer to) {
        if (!from.hasRemaining()) {
            return -1;
        }
        int n = Math.min(from.remaining(), to.remaining());
        to.put(from.duplicate().limit(from.position() + n));
        from.position(from.position() + n);
        return n;
    }

    private static void copy(NDArray x, Buffer from, int n, DType d) {
        int size = Elements.bytes(d);
        for (int at = 0; at < n; at += CHUNK) {
            int count = Math.min(CHUNK, n - at);
            ByteBuffer to = StoredElements.stored(x).parts().get(0).view((long) at * size, count * size);
            int p = from.position() + at;
            if (from instanceof DoubleBuffer b) {
                to.asDoubleBuffer().put(b.slice(p, count));
            } else if (from instanceof FloatBuffer b) {
                to.asFloatBuffer().put(b.slice(p, count));
            } else if (from instanceof IntBuffer b) {
                to.asIntBuffer().put(b.slice(p, count));
            } else if (from instanceof LongBuffer b) {
                to.asLongBuffer().put(b.slice(p, count));
            } else if (from instanceof ShortBuffer b) {
                to.asShortBuffer().put(b.slice(p, count));
            } else {
                to.asCharBuffer().put(((CharBuffer) from).slice(p, count));
            }
        }
    }

    /** The same of a stream. */
    public static NDArray read(InputStream in, DType dtype, int... shape) throws IOException {
        byte[] bytes = new byte[(int) Math.min(CHUNK, count(shape) * dtype.bytes())];
        return read(to -> {
            int n = in.read(bytes, 0, Math.min(bytes.length, to.remaining()));
            if (n > 0) {
                to.put(bytes, 0, n);
            }
            return n;
        }, dtype, shape);
    }

    /** An array of the next bytes: little-endian elements, row by row, the parts of complex ones one after another. */
    public static NDArray read(Source in, DType dtype, int... shape) throws IOException {
        NDArray x = JavaArrays.empty(dtype, shape);
        ArrayValue.Stored s = StoredElements.stored(x);
        long bytes = count(shape) * dtype.bytes();
        int size = Elements.bytes(dtype);
        for (long at = 0; at < bytes; at += CHUNK) {
            int n = (int) Math.min(CHUNK, bytes - at);
            if (dtype.isComplex()) {
                ByteBuffer pairs = ByteBuffer.allocate(n).order(ByteOrder.LITTLE_ENDIAN);
                fill(in, pairs, at, bytes, dtype, shape);
                parted(pairs.flip(), s.parts().get(0).view(at / 2, n / 2), s.parts().get(1).view(at / 2, n / 2), size);
            } else {
                ByteBuffer to = s.parts().get(0).view(at, n);
                fill(in, to.duplicate(), at, bytes, dtype, shape);
                if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
                    to.duplicate().put(ToJava.ordered(to, size));
                }
            }
        }
        return x;
    }

    private static void fill(Source in, ByteBuffer to, long at, long bytes, DType dtype, int... shape) throws IOException {
        while (to.hasRemaining()) {
            if (in.read(to) < 0) {
                throw new EOFException("An array of " + dtype + " of shape " + Arrays.toString(shape) + " has " + bytes + " bytes, and there are only " + (at + to.position()) + ".");
            }
        }
    }

    private static void parted(ByteBuffer pairs, ByteBuffer re, ByteBuffer im, int size) {
        while (pairs.hasRemaining()) {
            if (size == Float.BYTES) {
                re.putInt(pairs.getInt());
                im.putInt(pairs.getInt());
            } else {
                re.putLong(pairs.getLong());
                im.putLong(pairs.getLong());
            }
        }
    }
}
