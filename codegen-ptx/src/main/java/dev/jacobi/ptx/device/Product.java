package dev.jacobi.ptx.device;

import dev.jacobi.ir.DType;

/**
 * Products of float matrices in a device's memory: {@code batches} times an {@code m} x {@code n} one, row after row at {@code c}, of an {@code m} x {@code k} and
 * a {@code k} x {@code n} one. Sums may be made in any order.
 */
public record Product(DType type, long batches, long m, long n, long k, Side a, Side b, long c) {
    /** How many there are. */
    public double multiplications() {
        return (double) batches * m * n * k;
    }

    /** One factor: its address, and how many elements lie from one matrix, row and column to the next. */
    public record Side(long address, long batch, long row, long column) {
    }
}
