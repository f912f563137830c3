package dev.jacobi.ptx.run;

/** An array, or a scalar (no extents), in the device's memory: {@code offset} bytes into a block. */
record Placed(Block block, long offset, int[] dims) {
    long address() {
        return block.address + offset;
    }

    /** Number of elements. */
    long size() {
        long n = 1;
        for (int d : dims) {
            n *= d;
        }
        return n;
    }
}
