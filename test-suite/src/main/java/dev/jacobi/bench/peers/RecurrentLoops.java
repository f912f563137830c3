package dev.jacobi.bench.peers;

import java.util.Arrays;

/** A recurrent network in loops, each state a new array, and its gradient by hand. */
final class RecurrentLoops {
    private RecurrentLoops() {
    }

    static float[] next(float[][] w, float[][] u, float[] h, float[] x) {
        float[] out = new float[h.length];
        for (int j = 0; j < h.length; j++) {
            float a = 0;
            for (int k = 0; k < h.length; k++) {
                a += w[j][k] * h[k];
            }
            for (int k = 0; k < x.length; k++) {
                a += u[j][k] * x[k];
            }
            out[j] = (float) Math.tanh(a);
        }
        return out;
    }

    /** The sum of the last state. */
    static float total(float[][] w, float[][] u, float[][] xs) {
        float[] h = new float[w.length];
        for (int t = 0; t < xs.length; t++) {
            h = next(w, u, h, xs[t]);
        }
        float s = 0;
        for (int j = 0; j < h.length; j++) {
            s += h[j];
        }
        return s;
    }

    /** The derivatives of {@link #total} by both matrices, going back through the states. */
    static Object[] slopes(float[][] w, float[][] u, float[][] xs) {
        int n = w.length;
        int m = u[0].length;
        float[][] states = new float[xs.length + 1][];
        states[0] = new float[n];
        for (int t = 0; t < xs.length; t++) {
            states[t + 1] = next(w, u, states[t], xs[t]);
        }
        float[][] dw = new float[n][n];
        float[][] du = new float[n][m];
        float[] d = new float[n];
        Arrays.fill(d, 1);
        for (int t = xs.length - 1; t >= 0; t--) {
            float[] before = new float[n];
            for (int j = 0; j < n; j++) {
                float a = d[j] * (1 - states[t + 1][j] * states[t + 1][j]);
                for (int k = 0; k < n; k++) {
                    dw[j][k] += a * states[t][k];
                    before[k] += a * w[j][k];
                }
                for (int k = 0; k < m; k++) {
                    du[j][k] += a * xs[t][k];
                }
            }
            d = before;
        }
        return new Object[] {dw, du};
    }
}
