package dev.jacobi.dispatch;

/** Calls of about one size, which are measured together: a power of two of elements in arrays, and one of four of the numbers. */
final class SizeClass {
    private static final int SIZES = 32;
    private static final int SCALARS = SIZES / 2;
    /** How many there are. */
    static final int COUNT = SIZES * SCALARS;

    private SizeClass() {
    }

    /** From 0 to {@link #COUNT} - 1. */
    static int of(long elements, long scalar) {
        return log2(elements) * SCALARS + log2(scalar) / 2;
    }

    private static int log2(long n) {
        return Math.min(63 - Long.numberOfLeadingZeros(n | 1), SIZES - 1);
    }
}
