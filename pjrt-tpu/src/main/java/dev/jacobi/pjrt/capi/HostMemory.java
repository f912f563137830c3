package dev.jacobi.pjrt.capi;

import dev.jacobi.ir.DType;
import dev.jacobi.llvm.host.Elements;
import dev.jacobi.llvm.jit.Bridge;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;

/** Memory of the process beside the Java heap, of any size, that elements of Java arrays are copied to and from. */
public final class HostMemory implements AutoCloseable {
    private static final int CHUNK = 1 << 24;
    private final long address;
    private final long bytes;
    private final Cleaner.Cleanable cleanable;

    /** So many bytes, not cleared. */
    public HostMemory(long bytes) {
        this.bytes = bytes;
        long a = Bridge.call(Bridge.symbol("malloc"), Math.max(1, bytes));
        if (a == 0) {
            throw new PjrtException(ErrorCode.RESOURCE_EXHAUSTED, "the process has no " + bytes + " bytes left to pass an array to the device");
        }
        this.address = a;
        this.cleanable = PluginObject.CLEANER.apply(this, () -> Bridge.call(Bridge.symbol("free"), a));
    }

    /** Memory that holds the elements of an array. */
    public static HostMemory of(DType type, Object array) {
        int n = Array.getLength(array);
        var m = new HostMemory((long) n * type.bytes());
        m.copy(type, array, n, true);
        return m;
    }

    /** Where it starts. */
    public long address() {
        return address;
    }

    /** How long it is. */
    public long bytes() {
        return bytes;
    }

    /** The first n elements as a new array of the type that holds them in Java: {@code short[]} for f16 and bf16. */
    public Object elements(DType type, int n) {
        Object array = type.array(n);
        copy(type, array, n, false);
        return array;
    }

    private void copy(DType type, Object array, int n, boolean out) {
        for (int from = 0; from < n; from += CHUNK) {
            int count = Math.min(CHUNK, n - from);
            ByteBuffer b = PluginMemory.view(address + (long) from * type.bytes(), (long) count * type.bytes());
            var elements = new Elements(b);
            if (out) {
                elements.put(0, array, from, count);
            } else {
                elements.get(0, array, from, count);
            }
        }
        Reference.reachabilityFence(this);
    }

    /** Frees it; a second time does nothing. */
    @Override
    public void close() {
        cleanable.clean();
    }
}
