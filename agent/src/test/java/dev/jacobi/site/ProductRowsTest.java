package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jacobi.woven.Deopt;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Products of matrices whose rows are arrays, of all extents, are bit-equal to their loops, into new rows and into given ones; rows that are shared or missing change nothing about that. */
class ProductRowsTest {
    private static final int[][] EXTENTS = {{0, 3, 4}, {1, 1, 1}, {8, 1100, 9}, {64, 64, 64}, {65, 300, 97}, {130, 33, 71}};
    private final OnDemandCompiler engine = OnDemandCompiler.cpu();

    static float[][] product(float[][] a, float[][] b) {
        int n = b[0].length;
        var c = new float[a.length][n];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; j < n; j++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }

    static void given(float[][] a, float[][] b, float[][] c) {
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                float s = 0;
                for (int k = 0; k < b.length; k++) {
                    s += a[i][k] * b[k][j];
                }
                c[i][j] = s;
            }
        }
    }

    @Test
    void newAndGivenRows() throws Throwable {
        Compiled fresh = compiled("product", 2);
        Compiled into = compiled("given", 3);
        for (int[] mkn : EXTENTS) {
            float[][] a = matrix(mkn[0], mkn[1]);
            float[][] b = matrix(mkn[1], mkn[2]);
            float[][] expected = product(a, b);
            assertArrayEquals(expected, (float[][]) fresh.invoke(new Object[] {a, b}));
            var c = new float[mkn[0] + 1][mkn[2] + 2];
            into.invoke(new Object[] {a, b, c});
            var own = new float[mkn[0] + 1][mkn[2] + 2];
            given(a, b, own);
            assertArrayEquals(own, c);
        }
    }

    @Test
    void sharedAndMissingRows() throws Throwable {
        Compiled fresh = compiled("product", 2);
        float[][] a = matrix(70, 70);
        float[][] b = a.clone();
        b[3] = b[2];
        b[4] = a[69];
        assertArrayEquals(product(a, b), (float[][]) fresh.invoke(new Object[] {a, b}));
        b[69] = null;
        assertThrows(Deopt.class, () -> fresh.invoke(new Object[] {a, b}));
        b[69] = new float[69];
        assertThrows(Deopt.class, () -> fresh.invoke(new Object[] {a, b}));
    }

    private Compiled compiled(String name, int arguments) throws Exception {
        var types = new Class<?>[arguments];
        Arrays.fill(types, float[][].class);
        Method m = ProductRowsTest.class.getDeclaredMethod(name, types);
        return engine.compile(m);
    }

    private static float[][] matrix(int rows, int columns) {
        var r = new Random(rows * 31L + columns);
        var m = new float[rows][columns];
        for (float[] row : m) {
            for (int j = 0; j < columns; j++) {
                row[j] = r.nextInt(500) == 0 ? Float.NEGATIVE_INFINITY : (float) r.nextGaussian();
            }
        }
        return m;
    }
}
