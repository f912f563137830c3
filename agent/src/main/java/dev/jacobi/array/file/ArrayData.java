package dev.jacobi.array.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An array as files have it.
 *
 * @param dtype NumPy's name of the element type: {@code bool}, {@code int8} .. {@code int64}, {@code uint8} .. {@code uint64}, {@code float16}, {@code float32}, {@code float64}, {@code bfloat16},
 *     {@code complex64}, {@code complex128}
 * @param shape the length of each axis; empty for a single value
 * @param littleEndianRowMajor the elements, the last axis varying fastest, each in little-endian order; a bool is one byte, 0 or 1; the buffer's bytes from position to limit
 */
public record ArrayData(String dtype, long[] shape, ByteBuffer littleEndianRowMajor) {
    /**
     * An array of bytes that are there.
     *
     * @throws IllegalArgumentException if there is no such type, an axis is negative, or the bytes are not as many as type and shape need
     */
    public ArrayData {
        long bytes = byteCount(dtype, shape);
        if (bytes != littleEndianRowMajor.remaining()) {
            throw new IllegalArgumentException("An array of " + dtype + " of shape " + Arrays.toString(shape) + " has " + bytes + " bytes; the buffer has " + littleEndianRowMajor.remaining() + ".");
        }
        shape = shape.clone();
        littleEndianRowMajor = littleEndianRowMajor.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** The elements' bytes in a view with a position of its own, which is at the first. */
    @Override
    public ByteBuffer littleEndianRowMajor() {
        return littleEndianRowMajor.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    ElementType type() {
        return ElementType.ofNumpy(dtype);
    }

    /** How many bytes an array has; refuses types that there are not and shapes that are none. */
    static long byteCount(String dtype, long[] shape) {
        ElementType type = ElementType.ofNumpy(dtype);
        if (type == null) {
            throw new IllegalArgumentException("There is no element type " + dtype + " in files of arrays; there are " + ElementType.names() + ".");
        }
        long bytes = byteCount(type, shape);
        if (bytes < 0) {
            throw new IllegalArgumentException("The shape " + Arrays.toString(shape) + " of an array of " + dtype + " has a negative length, or more bytes than can be counted.");
        }
        return bytes;
    }

    /** How many bytes an array has, or -1 if a length is negative or the bytes are more than a long counts. */
    static long byteCount(ElementType type, long[] shape) {
        long bytes = type.bytes();
        boolean empty = false;
        boolean tooMany = false;
        for (long n : shape) {
            if (n < 0) {
                return -1;
            }
            empty |= n == 0;
            tooMany |= n > 0 && bytes > Long.MAX_VALUE / n;
            bytes = tooMany || n == 0 ? bytes : bytes * n;
        }
        return empty ? 0 : tooMany ? -1 : bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ArrayData a && dtype.equals(a.dtype) && Arrays.equals(shape, a.shape) && littleEndianRowMajor.equals(a.littleEndianRowMajor);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * dtype.hashCode() + Arrays.hashCode(shape)) + littleEndianRowMajor.hashCode();
    }

    @Override
    public String toString() {
        return dtype + Arrays.toString(shape);
    }
}
