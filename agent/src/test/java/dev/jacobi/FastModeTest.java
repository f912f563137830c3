package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** What fast mode makes of loops: products by the library, and derivatives in floats. Results are Java's but for rounding. */
class FastModeTest {
    private static final Options FAST = Options.DEFAULT.fp(Fp.FAST);

    static float[] flat(float[] a, float[] b, int n, int l, int m) {
        float[] c = new float[n * m];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                float s = 0;
                for (int k = 0; k < l; k++) {
                    s += a[i * l + k] * b[k * m + j];
                }
                c[i * m + j] = s;
            }
        }
        return c;
    }

    static double[][] rows(double[][] a, double[][] b, double start) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < c[0].length; j++) {
                c[i][j] = start;
            }
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; j < c[0].length; j++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }

    private static float[] floats(int n) {
        var random = new Random(n);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextFloat() - 0.5f;
        }
        return x;
    }

    private static double[][] matrix(int n, int m) {
        var random = new Random(n);
        double[][] x = new double[n][m];
        for (double[] row : x) {
            for (int i = 0; i < m; i++) {
                row[i] = random.nextDouble() - 0.5;
            }
        }
        return x;
    }

    @Test
    void productsOfFlatMatricesAreJavas() {
        Fn5<float[], float[], Integer, Integer, Integer, float[]> f = Jacobi.jit(FastModeTest::flat, FAST);
        for (int[] s : new int[][] {{0, 3, 4}, {3, 0, 4}, {1, 1, 1}, {5, 6, 7}, {70, 9, 80}, {64, 200, 65}, {130, 70, 90}}) {
            float[] a = floats(s[0] * s[1]);
            float[] b = floats(s[1] * s[2] + 3);
            assertArrayEquals(flat(a, b, s[0], s[1], s[2]), f.apply(a, b, s[0], s[1], s[2]), 1e-5f, () -> s[0] + " " + s[1] + " " + s[2]);
        }
    }

    @Test
    void productsOfRowsAreJavas() {
        Fn3<double[][], double[][], Double, double[][]> f = Jacobi.jit(FastModeTest::rows, FAST);
        for (int[] s : new int[][] {{2, 3, 4}, {70, 9, 80}, {64, 200, 65}, {130, 70, 90}}) {
            double[][] a = matrix(s[0], s[1]);
            double[][] b = matrix(s[1], s[2]);
            double[][] expected = rows(a, b, 0.25);
            double[][] found = f.apply(a, b, 0.25);
            assertEquals(expected.length, found.length);
            for (int i = 0; i < expected.length; i++) {
                assertArrayEquals(expected[i], found[i], 1e-12);
            }
        }
    }

    static float smooth(float[] x) {
        float s = 0;
        for (int i = 0; i < x.length; i++) {
            float t = (float) Math.tanh(x[i]);
            s += t * (float) Math.exp(-t);
        }
        return s;
    }

    /** The functions of floats are there before the derivative is made, which has no doubles on its tape then. */
    @Test
    void derivativesOfFunctionsOfFloatsAreInFloats() {
        Fn1<float[], float[]> strict = Jacobi.jit(Jacobi.<float[], Float>grad(FastModeTest::smooth), Options.DEFAULT.fp(Fp.STRICT));
        Fn1<float[], float[]> fast = Jacobi.jit(Jacobi.<float[], Float>grad(FastModeTest::smooth), FAST);
        float[] x = floats(1000);
        assertArrayEquals(strict.apply(x), fast.apply(x), 1e-6f);
        assertTrue(Jacobi.lower(strict, x).text("ir").contains("f64"));
        assertFalse(Jacobi.lower(fast, x).text("ir").contains("f64"));
    }
}
