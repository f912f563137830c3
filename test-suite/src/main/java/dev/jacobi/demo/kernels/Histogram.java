// How often each byte value occurs.
package dev.jacobi.demo.kernels;

/** Histogram of bytes. */
public final class Histogram {
    private Histogram() {
    }

    public static int[] count(byte[] data) {
        int[] bins = new int[256];
        for (int i = 0; i < data.length; i++) {
            bins[data[i] & 0xff]++;
        }
        return bins;
    }
}
