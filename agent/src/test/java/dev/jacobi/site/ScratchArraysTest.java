package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jacobi.woven.Deopt;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods that change an array of arrays and use an array of their own in each trip, made in the trip or in front of the loop: results are Java's, and calls that give up have changed nothing. */
class ScratchArraysTest {
    private static final int[][] SHAPES = {{0, 0}, {1, 1}, {3, 2}, {2, 17}, {40, 33}, {7, 400}};

    static double inFront(double[][] x, int q) {
        int m = x.length == 0 ? 0 : x[0].length;
        double[] t = new double[m];
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < m; j++) {
                t[j] = x[i][j] * 2;
            }
            for (int j = 0; j < m; j++) {
                x[i][m - 1 - j] = t[j] * 0.5 + t[q];
            }
            sum += t[q];
        }
        return sum;
    }

    static double inTheTrip(double[][] x, int q) {
        int m = x.length == 0 ? 0 : x[0].length;
        for (int i = 0; i < x.length; i++) {
            double[] t = new double[m];
            for (int j = 0; j < m; j++) {
                t[j] = x[i][j] + i;
            }
            for (int j = 0; j < m; j++) {
                x[i][j] = t[m - 1 - j] / t[q];
            }
        }
        return q;
    }

    static double columns(double[][] x, int q) {
        int m = x.length == 0 ? 0 : x[0].length;
        double[] column = new double[x.length];
        for (int j = 0; j < m; j++) {
            for (int i = 0; i < column.length; i++) {
                column[i] = x[i][j];
            }
            for (int i = 0; i < column.length; i++) {
                x[i][j] = column[i] - column[q];
            }
        }
        return m;
    }

    static double leftBehind(double[][] x, int q) {
        int m = x.length == 0 ? 0 : x[0].length;
        double[] t = new double[m];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < q; j++) {
                t[j] = x[i][j];
            }
            for (int j = 0; j < m; j++) {
                x[i][j] += t[j] * i;
            }
        }
        return m == 0 ? 0 : t[0];
    }

    static double product(double[][] x, int q) {
        double[][] out = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
            double[] row = out[i] = new double[x[0].length];
            for (int k = 0; k < x.length; k++) {
                for (int j = 0; j < row.length; j++) {
                    row[j] += x[i][q] * x[k][j];
                }
            }
        }
        double sum = 0;
        for (double[] row : out) {
            for (double v : row) {
                sum += v;
            }
        }
        return sum;
    }

    private static double plain(String method, double[][] x, int q) {
        return switch (method) {
            case "inFront" -> inFront(x, q);
            case "inTheTrip" -> inTheTrip(x, q);
            case "columns" -> columns(x, q);
            case "leftBehind" -> leftBehind(x, q);
            default -> product(x, q);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"inFront", "inTheTrip", "columns", "leftBehind", "product"})
    void resultsAndArgumentsAreJavas(String method) throws Throwable {
        Compiled compiled = OnDemandCompiler.cpu().compile(ScratchArraysTest.class.getDeclaredMethod(method, double[][].class, int.class));
        for (int[] shape : SHAPES) {
            for (int q : new int[] {0, shape[0] / 2, shape[1] - 1, shape[1], -1}) {
                double[][] expected = numbers(shape);
                double[][] given = numbers(shape);
                String text = method + Arrays.toString(shape) + q;
                double result;
                try {
                    result = plain(method, expected, q);
                } catch (ArrayIndexOutOfBoundsException e) {
                    assertThrows(Deopt.class, () -> compiled.invoke(given, q), text);
                    assertEquals(Arrays.deepToString(numbers(shape)), Arrays.deepToString(given), text);
                    continue;
                }
                assertEquals(result, (double) compiled.invoke(given, q), text);
                assertEquals(Arrays.deepToString(expected), Arrays.deepToString(given), text);
            }
        }
    }

    private static double[][] numbers(int[] shape) {
        var random = new Random(shape[1]);
        var out = new double[shape[0]][shape[1]];
        for (double[] row : out) {
            Arrays.setAll(row, j -> random.nextGaussian());
        }
        return out;
    }
}
