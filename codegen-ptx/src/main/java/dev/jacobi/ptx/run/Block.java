package dev.jacobi.ptx.run;

import dev.jacobi.ir.interp.Tensor;

/** Memory of the device, counted by the variables that refer to it; {@code source} is the input that it holds unchanged, or null. */
final class Block {
    final long address;
    final Tensor source;
    int references;

    Block(long address, Tensor source) {
        this.address = address;
        this.source = source;
    }
}
