package dev.jacobi.ptx.run;

import dev.jacobi.ir.interp.Tensor;

/**
 * Memory of the device, counted by the variables that refer to it; {@code source} is the input that it holds unchanged, or null. Memory that is {@code lent} outlives the
 * run: it belongs to
 * an array of the caller's, or will.
 */
final class Block {
    final long address;
    final Tensor source;
    final boolean lent;
    int references;

    Block(long address, Tensor source, boolean lent) {
        this.address = address;
        this.source = source;
        this.lent = lent;
    }
}
