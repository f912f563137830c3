// Inputs that depend on a seed alone.
package dev.jacobi.foreign;

import java.util.SplittableRandom;

/** Arrays of random values. */
public final class Data {
    private Data() {
    }

    /** Uniform in [-1, 1). */
    public static double[] doubles(long seed, int n) {
        return new SplittableRandom(seed).doubles(n, -1, 1).toArray();
    }

    /** Uniform in [-1, 1). */
    public static float[] floats(long seed, int n) {
        double[] d = doubles(seed, n);
        float[] f = new float[n];
        for (int i = 0; i < n; i++) {
            f[i] = (float) d[i];
        }
        return f;
    }

    /** Uniform in [0, bound). */
    public static int[] ints(long seed, int n, int bound) {
        return new SplittableRandom(seed).ints(n, 0, bound).toArray();
    }

    public static byte[] bytes(long seed, int n) {
        int[] values = ints(seed, n, 256);
        byte[] b = new byte[n];
        for (int i = 0; i < n; i++) {
            b[i] = (byte) values[i];
        }
        return b;
    }
}
