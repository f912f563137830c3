package dev.jacobi.array.core;

import dev.jacobi.DType;
import dev.jacobi.spi.ArrayEngine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/** Arguments and results of a call of compiled code: arrays by their addresses and extents, numbers by their bits, in 8-byte words outside of the heap. Kept by a thread for its next calls. */
public final class StoredWords {
    private static final int FEWEST = 256;
    private final LongBuffer words;
    private final long address;
    /** A call is under way, which may call back. */
    private boolean busy;

    private StoredWords(ArrayEngine engine, int n) {
        ByteBuffer b = ByteBuffer.allocateDirect(8 * Math.max(n, FEWEST)).order(ByteOrder.nativeOrder());
        words = b.asLongBuffer();
        address = engine.address(b);
    }

    /** Words for a call: those that the thread has kept, unless they are too few or a call that is under way needs them. */
    public static StoredWords of(ThreadLocal<StoredWords> kept, ArrayEngine engine, int n) {
        StoredWords w = kept.get();
        if (w != null && !w.busy && w.words.capacity() >= n) {
            return w;
        }
        var made = new StoredWords(engine, n);
        if (w == null || !w.busy) {
            kept.set(made);
        }
        return made;
    }

    /** Calls code whose results stand behind so many words of arguments. */
    public void call(ArrayEngine.Code code, int arguments) {
        busy = true;
        try {
            code.call(address, address + 8L * arguments);
        } finally {
            busy = false;
        }
    }

    /** Puts one part of an array; the next place. A number without axes is given by value. */
    public int put(int at, DType d, Block part, int[] dims) {
        if (dims.length == 0) {
            words.put(at, bits(d, part));
            return at + 1;
        }
        words.put(at, part.address());
        for (int k = 0; k < dims.length; k++) {
            words.put(at + 1 + k, dims[k]);
        }
        return at + 1 + dims.length;
    }

    private static long bits(DType d, Block part) {
        ByteBuffer b = part.view(0, Elements.bytes(d));
        return switch (Elements.bytes(d)) {
            case 1 -> b.get(0) & 0xFFL;
            case 2 -> b.getShort(0) & 0xFFFFL;
            case 4 -> b.getInt(0) & 0xFFFFFFFFL;
            default -> b.getLong(0);
        };
    }

    /** The extents of an array at a place. */
    public int[] dims(int at, int rank) {
        int[] dims = new int[rank];
        for (int k = 0; k < rank; k++) {
            dims[k] = (int) words.get(at + 1 + k);
        }
        return dims;
    }

    /** The block of a result, which belongs to the caller from now on; a number without axes gets one. */
    public Block take(NativeHeap heap, int at, DType d, int[] dims) {
        if (dims.length == 0) {
            return ofBits(heap, d, words.get(at));
        }
        long n = 1;
        for (int k : dims) {
            n *= k;
        }
        return heap.adopt(words.get(at), n * Elements.bytes(d));
    }

    /** A block of one element. */
    public static Block ofBits(NativeHeap heap, DType d, long bits) {
        Block b = heap.allocate(Elements.bytes(d));
        ByteBuffer v = b.view(0, Elements.bytes(d));
        switch (Elements.bytes(d)) {
            case 1 -> v.put(0, (byte) bits);
            case 2 -> v.putShort(0, (short) bits);
            case 4 -> v.putInt(0, (int) bits);
            default -> v.putLong(0, bits);
        }
        return b;
    }
}
