package dev.jacobi.policy;

/** Calls of about one size, which are measured together: a power of two of elements in arrays, and one of four of the numbers. */
public final class SizeClass {
    private static final int SIZES = 32;
    private static final int SCALARS = SIZES / 2;
    /** How many there are. */
    public static final int COUNT = SIZES * SCALARS;

    private SizeClass() {
    }

    /** From 0 to {@link #COUNT} - 1. */
    public static int of(long elements, long scalar) {
        return log2(elements) * SCALARS + log2(scalar) / 2;
    }

    /** How far apart two of them are: in powers of two of elements, and in powers of four of the numbers. */
    public static int distance(int a, int b) {
        return Math.abs(a / SCALARS - b / SCALARS) + Math.abs(a % SCALARS - b % SCALARS);
    }

    /** By how many powers of two of elements, or of four of the numbers, calls of size {@code a} are smaller than calls of size {@code b}; 0 when in neither. */
    public static int below(int a, int b) {
        return Math.max(0, Math.max(b / SCALARS - a / SCALARS, b % SCALARS - a % SCALARS));
    }

    private static int log2(long n) {
        return Math.min(63 - Long.numberOfLeadingZeros(n | 1), SIZES - 1);
    }
}
