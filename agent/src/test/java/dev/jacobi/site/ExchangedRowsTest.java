package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays of arrays whose rows a method exchanges and then changes: the row objects are the caller's, where they stand and what is in them are Java's, also where one stands in two places. */
class ExchangedRowsTest {
    private static final int[][] SHAPES = {{1, 1}, {3, 3}, {17, 17}, {40, 41}, {60, 120}, {130, 40}};
    /** So often that calls of a size no longer work on copies. */
    private static final int TIMES = 4;

    static double scaled(double[][] x, int k) {
        double[] t = x[0];
        x[0] = x[k];
        x[k] = t;
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x[i].length; j++) {
                x[i][j] = x[i][j] * 1.25 + i;
            }
        }
        return x[0][0];
    }

    static double eliminated(double[][] a, int k) {
        int n = Math.min(a.length, a[0].length);
        double swaps = k;
        for (int c = 0; c < n; c++) {
            int p = c;
            for (int r = c + 1; r < n; r++) {
                if (Math.abs(a[r][c]) > Math.abs(a[p][c])) {
                    p = r;
                }
            }
            if (p != c) {
                double[] t = a[c];
                a[c] = a[p];
                a[p] = t;
                swaps++;
            }
            for (int r = c + 1; r < n; r++) {
                double f = a[r][c] / a[c][c];
                a[r][c] = f;
                for (int j = c + 1; j < n; j++) {
                    a[r][j] -= f * a[c][j];
                }
            }
        }
        return swaps;
    }

    static double twice(double[][] x, int k) {
        x[0] = x[k];
        double s = 0;
        for (int j = 0; j < x[0].length; j++) {
            x[0][j] += 1;
            x[k][j] *= 2;
            s += x[x.length - 1][j];
        }
        return s;
    }

    private static double plain(String method, double[][] x, int k) {
        return switch (method) {
            case "scaled" -> scaled(x, k);
            case "eliminated" -> eliminated(x, k);
            default -> twice(x, k);
        };
    }

    private static double[][] numbers(int[] shape, Random random, boolean shared) {
        var out = new double[shape[0]][shape[1]];
        for (double[] row : out) {
            Arrays.setAll(row, j -> random.nextGaussian());
        }
        if (shared) {
            out[shape[0] - 1] = out[shape[0] / 2];
        }
        return out;
    }

    @ParameterizedTest
    @ValueSource(strings = {"scaled", "eliminated", "twice"})
    void rowsAreExchanged(String method) throws Throwable {
        Compiled compiled = OnDemandCompiler.cpu().compile(ExchangedRowsTest.class.getDeclaredMethod(method, double[][].class, int.class));
        for (int[] shape : SHAPES) {
            for (int time = 0; time < 2 * TIMES; time++) {
                boolean shared = time >= TIMES;
                int k = new Random(time).nextInt(shape[0]);
                double[][] expected = numbers(shape, new Random(time), shared);
                double[][] given = numbers(shape, new Random(time), shared);
                double[][] rows = given.clone();
                double[][] before = expected.clone();
                String text = method + Arrays.toString(shape) + time;
                assertEquals(plain(method, expected, k), (double) compiled.invoke(given, k), text);
                for (int i = 0; i < given.length; i++) {
                    assertArrayEquals(expected[i], given[i], text);
                    assertSame(rows[Arrays.asList(before).indexOf(expected[i])], given[i], text);
                }
            }
        }
    }
}
