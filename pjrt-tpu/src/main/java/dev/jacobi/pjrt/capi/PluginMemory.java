package dev.jacobi.pjrt.capi;

import dev.jacobi.llvm.jit.Bridge;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads memory that a plugin owns. A null pointer is an empty range, whatever its length. */
public final class PluginMemory {
    private PluginMemory() {
    }

    /** A copy of bytes. */
    public static byte[] bytes(long address, long size) {
        if (address == 0 || size <= 0) {
            return new byte[0];
        }
        if (size > Integer.MAX_VALUE - 8) {
            throw new PjrtException(ErrorCode.OUT_OF_RANGE, "the plugin returned " + size + " bytes, which no Java array can hold");
        }
        var out = new byte[(int) size];
        Bridge.buffer(address, size).get(out);
        return out;
    }

    /** A copy of 8-byte words. */
    public static long[] words(long address, long count) {
        if (address == 0 || count <= 0) {
            return new long[0];
        }
        var out = new long[Math.toIntExact(count)];
        view(address, 8 * count).asLongBuffer().get(out);
        return out;
    }

    /** A copy of 4-byte words. */
    public static int[] ints(long address, long count) {
        if (address == 0 || count <= 0) {
            return new int[0];
        }
        var out = new int[Math.toIntExact(count)];
        view(address, 4 * count).asIntBuffer().get(out);
        return out;
    }

    /** Memory at an address in the machine's byte order. */
    public static ByteBuffer view(long address, long size) {
        return Bridge.buffer(address, size).order(ByteOrder.nativeOrder());
    }
}
