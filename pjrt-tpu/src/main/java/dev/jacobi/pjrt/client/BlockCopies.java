package dev.jacobi.pjrt.client;

import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.pjrt.program.ShardLayout;

/** Copies the blocks of a row-major array out of the memory that the whole is in, and back into it. */
final class BlockCopies {
    private final long memcpy = Bridge.symbol("memcpy");
    private final ShardLayout layout;
    private final int bytes;
    /** How many elements of a block lie next to each other in the whole array. */
    private final long run;
    /** How many axes such stretches are counted along. */
    private final int outer;

    /** For elements of so many bytes. */
    BlockCopies(ShardLayout layout, int bytes) {
        this.layout = layout;
        this.bytes = bytes;
        int k = layout.dims().size();
        long elements = 1;
        boolean whole = true;
        while (k > 0 && whole) {
            k--;
            elements *= layout.block().get(k);
            whole = layout.block().get(k).equals(layout.dims().get(k));
        }
        this.run = elements;
        this.outer = k;
    }

    /** Bytes of a block. */
    long size() {
        return layout.elements() * bytes;
    }

    /** Where in the whole array the block of a device is as one stretch of memory, in bytes from the beginning; -1 if it is several. */
    long stretch(int device) {
        return run == layout.elements() ? bytes * place(device, 0) : -1;
    }

    /** Copies the block of a device to memory that has room for it. */
    void out(long whole, int device, long block) {
        for (long r = 0; r < runs(); r++) {
            copy(block + r * run * bytes, whole + bytes * place(device, r));
        }
    }

    /** Copies a device's block to its place in the whole array. */
    void in(long block, int device, long whole) {
        for (long r = 0; r < runs(); r++) {
            copy(whole + bytes * place(device, r), block + r * run * bytes);
        }
    }

    private long runs() {
        return run == 0 ? 0 : layout.elements() / run;
    }

    /** Copies memory. */
    static void copy(long from, long to, long bytes) {
        Bridge.call(Bridge.symbol("memcpy"), to, from, bytes, 0, 0, 0);
    }

    private void copy(long to, long from) {
        Bridge.call(memcpy, to, from, run * bytes, 0, 0, 0);
    }

    /** The index in the whole array of the first element of a stretch of a block. */
    private long place(int device, long stretch) {
        long rest = stretch;
        long index = 0;
        long row = 1;
        for (int k = layout.dims().size() - 1; k >= 0; k--) {
            long at = layout.starts().get(device).get(k);
            if (k < outer) {
                at += rest % layout.block().get(k);
                rest /= layout.block().get(k);
            }
            index += at * row;
            row *= layout.dims().get(k);
        }
        return index;
    }
}
