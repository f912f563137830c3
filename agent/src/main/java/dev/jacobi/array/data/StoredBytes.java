package dev.jacobi.array.data;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.ArrayValue;
import dev.jacobi.array.core.Block;
import dev.jacobi.array.core.JavaArrays;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Stored arrays as bytes. */
final class StoredBytes {
    private StoredBytes() {
    }

    /** The bytes of all elements of an array that is not complex, which share its memory. */
    static ByteBuffer of(NDArray x) {
        return block(x).view(0, Math.toIntExact(bytes(x))).order(ByteOrder.LITTLE_ENDIAN);
    }

    static Block block(NDArray x) {
        return ((ArrayValue.Stored) x.value()).parts().get(0);
    }

    static long bytes(NDArray x) {
        long n = x.dtype().bytes();
        for (int d : x.shape()) {
            n *= d;
        }
        return n;
    }

    /** An array of these bytes. */
    static NDArray array(DType dtype, boolean weak, int[] shape, ByteBuffer bytes) {
        NDArray x = JavaArrays.empty(dtype, shape);
        if (bytes.hasRemaining()) {
            block(x).view(0, bytes.remaining()).put(bytes);
        }
        return new NDArray(dtype, weak, x.value());
    }
}
