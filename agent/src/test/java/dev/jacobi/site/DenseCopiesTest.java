package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.woven.Deopt;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Products that pass over zeros are Java's to the bit whatever is passed over: zeros that stand for infinities or NaNs in the other factor, sums of -0.0, and rows of the other factor that are not there. */
class DenseCopiesTest {
    private static final double[] SPECIAL = {-0.0, 0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MAX_VALUE, Double.MIN_VALUE};
    private final OnDemandCompiler engine = OnDemandCompiler.cpu();

    static void rows(double[][] a, double[][] b, double[][] c) {
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < a[0].length; k++) {
                double x = a[i][k];
                if (x == 0) {
                    continue;
                }
                for (int j = 0; j < b[0].length; j++) {
                    c[i][j] += x * b[k][j];
                }
            }
        }
    }

    static void outer(double[][] a, double[][] b, double[][] c) {
        for (int k = 0; k < a[0].length; k++) {
            for (int i = 0; i < a.length; i++) {
                if (a[i][k] != 0) {
                    for (int j = 0; j < b[0].length; j++) {
                        c[i][j] -= b[k][j] * a[i][k] * 1.5;
                    }
                }
            }
        }
    }

    static void cleared(double[][] a, double[][] b, double[][] c) {
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                c[i][j] = 0;
            }
            for (int k = 0; k < a[0].length; k++) {
                if (a[i][k] != 0) {
                    for (int j = 0; j < b[0].length; j++) {
                        c[i][j] += a[i][k] * b[k][j];
                    }
                }
            }
        }
    }

    /** What is passed over are terms that are no zeros. */
    static void otherTerms(double[][] a, double[][] b, double[][] c) {
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < a[0].length; k++) {
                if (a[i][k] != 0) {
                    for (int j = 0; j < b[0].length; j++) {
                        c[i][j] += (a[i][k] + 1) * b[k][j];
                    }
                }
            }
        }
    }

    private static void plain(String method, double[][] a, double[][] b, double[][] c) {
        switch (method) {
            case "rows" -> rows(a, b, c);
            case "outer" -> outer(a, b, c);
            case "cleared" -> cleared(a, b, c);
            default -> otherTerms(a, b, c);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rows", "outer", "cleared", "otherTerms"})
    void resultsAreJavas(String method) throws Throwable {
        Method m = DenseCopiesTest.class.getDeclaredMethod(method, double[][].class, double[][].class, double[][].class);
        Compiled compiled = engine.compile(m);
        var random = new Random(5);
        int[][] extents = {{1, 1, 1}, {3, 2, 9}, {20, 20, 20}, {33, 17, 40}, {70, 65, 66}};
        for (int round = 0; round < 60; round++) {
            int[] n = extents[round % extents.length];
            double zeros = new double[] {0, 0.2, 0.5, 0.95}[round % 4];
            double[][] a = numbers(n[0], n[1], random, zeros);
            double[][] b = numbers(n[1], n[2], random, 0);
            double[][] expected = numbers(n[0], n[2], random, 0.1);
            for (double[][] some : new double[][][] {a, b, expected}) {
                if (random.nextInt(3) == 0) {
                    some[random.nextInt(some.length)][random.nextInt(some[0].length)] = SPECIAL[random.nextInt(SPECIAL.length)];
                }
            }
            double[][] given = Arrays.stream(expected).map(double[]::clone).toArray(double[][]::new);
            plain(method, a, b, expected);
            compiled.invoke(a, b, given);
            assertEquals(Arrays.deepToString(expected), Arrays.deepToString(given), method + Arrays.toString(n) + round);
        }
    }

    /** The last rows of the other factor are missing, which shows only where they are not passed over. */
    @ParameterizedTest
    @ValueSource(strings = {"rows", "outer", "cleared"})
    void rowsThatArePassedOverNeedNotBeThere(String method) throws Throwable {
        Compiled compiled = engine.compile(DenseCopiesTest.class.getDeclaredMethod(method, double[][].class, double[][].class, double[][].class));
        var random = new Random(7);
        double[][] a = numbers(40, 40, random, 0.1);
        for (double[] row : a) {
            Arrays.fill(row, 35, 40, 0);
        }
        double[][] b = numbers(35, 40, random, 0);
        double[][] expected = numbers(40, 40, random, 0);
        double[][] given = Arrays.stream(expected).map(double[]::clone).toArray(double[][]::new);
        plain(method, a, b, expected);
        try {
            compiled.invoke(a, b, given);
        } catch (Deopt e) {
            // checks in front of the loops may fail although Java does not throw: then nothing has changed, and the original runs
            plain(method, a, b, given);
        }
        assertEquals(Arrays.deepToString(expected), Arrays.deepToString(given));
    }

    private static double[][] numbers(int rows, int columns, Random random, double zeros) {
        var out = new double[rows][columns];
        for (double[] row : out) {
            Arrays.setAll(row, j -> random.nextDouble() < zeros ? random.nextInt(4) == 0 ? -0.0 : 0.0 : random.nextGaussian());
        }
        return out;
    }
}
