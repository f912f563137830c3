package dev.jacobi.pjrt.client;

import dev.jacobi.ir.DType;
import dev.jacobi.llvm.jit.Bridge;
import java.lang.ref.Cleaner;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;

/** Memory of the process beside the Java heap, of any size, that elements of Java arrays are copied to and from. */
public final class HostMemory implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final int CHUNK = 1 << 24;
    private final long address;
    private final long bytes;
    private final Cleaner.Cleanable cleanable;

    /** So many bytes, not cleared. */
    public HostMemory(long bytes) {
        this.bytes = bytes;
        long a = Bridge.call(Bridge.symbol("malloc"), Math.max(1, bytes));
        if (a == 0) {
            throw new PjrtException(Code.RESOURCE_EXHAUSTED, "the process has no " + bytes + " bytes left to pass an array to the device");
        }
        this.address = a;
        this.cleanable = CLEANER.register(this, () -> Bridge.call(Bridge.symbol("free"), a));
    }

    /** Memory that holds the elements of an array. */
    public static HostMemory of(DType type, Object array) {
        int n = Array.getLength(array);
        var m = new HostMemory((long) n * type.bytes());
        m.copy(type, array, n, true);
        return m;
    }

    long address() {
        return address;
    }

    public long bytes() {
        return bytes;
    }

    /** The first n elements as a new array of the type that holds them in Java: {@code short[]} for f16 and bf16. */
    public Object elements(DType type, int n) {
        Object array = switch (type) {
            case BOOL -> new boolean[n];
            case I8 -> new byte[n];
            case I16, F16, BF16 -> new short[n];
            case U16 -> new char[n];
            case I32 -> new int[n];
            case I64 -> new long[n];
            case F32 -> new float[n];
            case F64 -> new double[n];
        };
        copy(type, array, n, false);
        return array;
    }

    private void copy(DType type, Object array, int n, boolean out) {
        for (int from = 0; from < n; from += CHUNK) {
            int count = Math.min(CHUNK, n - from);
            ByteBuffer b = Native.view(address + (long) from * type.bytes(), (long) count * type.bytes());
            chunk(type, array, from, count, b, out);
        }
        java.lang.ref.Reference.reachabilityFence(this);
    }

    private static void chunk(DType type, Object array, int from, int count, ByteBuffer b, boolean out) {
        switch (type) {
            case BOOL -> bools((boolean[]) array, from, count, b, out);
            case I8 -> {
                if (out) {
                    b.put((byte[]) array, from, count);
                } else {
                    b.get((byte[]) array, from, count);
                }
            }
            case I16, F16, BF16 -> {
                if (out) {
                    b.asShortBuffer().put((short[]) array, from, count);
                } else {
                    b.asShortBuffer().get((short[]) array, from, count);
                }
            }
            case U16 -> {
                if (out) {
                    b.asCharBuffer().put((char[]) array, from, count);
                } else {
                    b.asCharBuffer().get((char[]) array, from, count);
                }
            }
            case I32 -> {
                if (out) {
                    b.asIntBuffer().put((int[]) array, from, count);
                } else {
                    b.asIntBuffer().get((int[]) array, from, count);
                }
            }
            case I64 -> {
                if (out) {
                    b.asLongBuffer().put((long[]) array, from, count);
                } else {
                    b.asLongBuffer().get((long[]) array, from, count);
                }
            }
            case F32 -> {
                if (out) {
                    b.asFloatBuffer().put((float[]) array, from, count);
                } else {
                    b.asFloatBuffer().get((float[]) array, from, count);
                }
            }
            case F64 -> {
                if (out) {
                    b.asDoubleBuffer().put((double[]) array, from, count);
                } else {
                    b.asDoubleBuffer().get((double[]) array, from, count);
                }
            }
        }
    }

    private static void bools(boolean[] array, int from, int count, ByteBuffer b, boolean out) {
        for (int i = 0; i < count; i++) {
            if (out) {
                b.put(i, (byte) (array[from + i] ? 1 : 0));
            } else {
                array[from + i] = b.get(i) != 0;
            }
        }
    }

    /** Frees it; a second time does nothing. */
    @Override
    public void close() {
        cleanable.clean();
    }
}
