// Running totals of a sequence.
package dev.jacobi.demo.kernels;

/** Inclusive prefix sum. */
public final class PrefixSum {
    private PrefixSum() {
    }

    public static void sum(int[] values, long[] totals) {
        long total = 0;
        for (int i = 0; i < values.length; i++) {
            total += values[i];
            totals[i] = total;
        }
    }
}
