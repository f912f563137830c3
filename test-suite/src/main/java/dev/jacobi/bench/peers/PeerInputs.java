package dev.jacobi.bench.peers;

import java.util.Random;

/** Numbers for the rows, drawn from seeds: the same in each run. */
final class PeerInputs {
    private PeerInputs() {
    }

    static float[] normal(long seed, int n, double scale) {
        var random = new Random(seed);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) (scale * random.nextGaussian());
        }
        return x;
    }

    static float[] uniform(long seed, int n, double low, double high) {
        var random = new Random(seed);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) (low + (high - low) * random.nextDouble());
        }
        return x;
    }

    static float[] evenly(double from, double to, int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) (from + (to - from) * i / (n - 1));
        }
        return x;
    }

    static float[] times(float[] x, double factor) {
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = (float) (x[i] * factor);
        }
        return y;
    }

    /** The same numbers as rows. */
    static float[][] rows(float[] x, int columns) {
        float[][] rows = new float[x.length / columns][columns];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(x, i * columns, rows[i], 0, columns);
        }
        return rows;
    }
}
