package dev.jacobi.array.core;

import dev.jacobi.JacobiException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A piece of memory outside of the Java heap, freed when nobody can reach it any more or when it is closed. */
public final class Block {
    private final NativeHeap heap;
    private final long address;
    private final long bytes;
    private final NativeHeap.Owner owner;

    Block(NativeHeap heap, long address, long bytes) {
        this.heap = heap;
        this.address = address;
        this.bytes = bytes;
        this.owner = heap.own(this, address, bytes);
    }

    /** Where it begins; only as long as the block is reachable. */
    public long address() {
        if (owner.isFreed()) {
            throw new JacobiException("The array has been closed; use it before close(), or leave it to be freed when nothing refers to it.");
        }
        return address;
    }

    public long bytes() {
        return bytes;
    }

    /** A part of at most 2 GB as a buffer, in the machine's order of bytes. */
    public ByteBuffer view(long from, int length) {
        return heap.engine().view(address() + from, length).order(ByteOrder.nativeOrder());
    }

    public void free() {
        owner.free();
    }
}
