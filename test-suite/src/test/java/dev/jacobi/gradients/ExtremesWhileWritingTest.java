package dev.jacobi.gradients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Jacobi;
import org.junit.jupiter.api.Test;

/** Gradients through extremes that are looked for in the loop that writes the array, and through quotients that a nest computes beside its inner loop, by int and long counters. */
class ExtremesWhileWritingTest {
    static float largest(float[] x) {
        float[] y = new float[x.length];
        float m = Float.NEGATIVE_INFINITY;
        for (int j = 0; j < x.length; j++) {
            y[j] = 2 * x[j];
            m = Math.max(m, y[j]);
        }
        return m + y[0];
    }

    static float leastByLong(float[] x) {
        float[] y = new float[x.length];
        float m = Float.POSITIVE_INFINITY;
        for (long j = 0; j < x.length; j++) {
            y[(int) j] = 2 * x[(int) j];
            m = Math.min(m, y[(int) j]);
        }
        return m;
    }

    static float weighted(float[] w, float[][] v) {
        float[] o = new float[v[0].length];
        float s = 0;
        for (float x : w) {
            s += x;
        }
        for (int j = 0; j < w.length; j++) {
            for (int c = 0; c < o.length; c++) {
                o[c] += w[j] / s * v[j][c];
            }
        }
        return squares(o);
    }

    static float weightedByLong(float[] w, float[][] v) {
        float[] o = new float[v[0].length];
        float s = 0;
        for (float x : w) {
            s += x;
        }
        for (long j = 0; j < w.length; j++) {
            for (int c = 0; c < o.length; c++) {
                o[c] += w[(int) j] / s * v[(int) j][c];
            }
        }
        return squares(o);
    }

    private static float squares(float[] o) {
        float r = 0;
        for (float x : o) {
            r += x * x;
        }
        return r;
    }

    private static float[] gradient(Fn1<float[], Float> f, float... x) {
        return Jacobi.grad(f).apply(x);
    }

    /** The ties of a fold share equally. */
    @Test
    void ties() {
        assertArrayEquals(new float[] {2, 2 / 3f, 2 / 3f, 0, 2 / 3f}, gradient(ExtremesWhileWritingTest::largest, -1, 3, 3, 1, 3), 1e-6f);
        assertArrayEquals(new float[] {1, 0, 1}, gradient(ExtremesWhileWritingTest::leastByLong, -1, 3, -1), 1e-6f);
    }

    @Test
    void shortOnes() {
        assertArrayEquals(new float[] {4}, gradient(ExtremesWhileWritingTest::largest, 5), 0);
        assertArrayEquals(new float[0], gradient(ExtremesWhileWritingTest::leastByLong), 0);
    }

    /** With weights w and rows v: the derivative by w[j] of |sum w v / s|² is 2 o (v[j] - o) / s. */
    @Test
    void quotientsBesideTheInnerLoop() {
        float[] w = {1, 2, 3};
        float[][] v = {{1, 2}, {3, 4}, {5, 6}};
        float[] o = {(1 + 6 + 15) / 6f, (2 + 8 + 18) / 6f};
        float[] want = new float[3];
        for (int j = 0; j < 3; j++) {
            want[j] = 2 * (o[0] * (v[j][0] - o[0]) + o[1] * (v[j][1] - o[1])) / 6;
        }
        assertArrayEquals(want, Jacobi.grad((Fn2<float[], float[][], Float>) ExtremesWhileWritingTest::weighted).apply(w, v), 1e-4f);
        assertArrayEquals(want, Jacobi.grad((Fn2<float[], float[][], Float>) ExtremesWhileWritingTest::weightedByLong).apply(w, v), 1e-4f);
        // No column: nothing is read of the rows.
        assertArrayEquals(new float[3], Jacobi.grad((Fn2<float[], float[][], Float>) ExtremesWhileWritingTest::weighted).apply(w, new float[3][0]), 0);
    }
}
