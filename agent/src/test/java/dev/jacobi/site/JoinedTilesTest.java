package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jacobi.woven.Deopt;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products of matrices blocked by hand: their sums are Java's to the bit for tiles of all sizes, and what Java throws for arrays that are too short lets the original run. */
class JoinedTilesTest {
    private final OnDemandCompiler engine = OnDemandCompiler.cpu();

    static void allThree(double[][] a, double[][] b, double[][] c, int n, int t) {
        for (int ii = 0; ii < n; ii += t) {
            for (int jj = 0; jj < n; jj += t) {
                for (int kk = 0; kk < n; kk += t) {
                    for (int i = ii; i < Math.min(ii + t, n); i++) {
                        for (int k = kk; k < Math.min(kk + t, n); k++) {
                            double x = a[i][k];
                            for (int j = jj; j < Math.min(jj + t, n); j++) {
                                c[i][j] += x * b[k][j];
                            }
                        }
                    }
                }
            }
        }
    }

    static void inNumbers(double[][] a, double[][] b, double[][] c, int n, int t) {
        for (int jj = 0; jj < n; jj += 8) {
            for (int kk = 0; kk < n; kk += 16) {
                for (int i = 0; i < n; i++) {
                    for (int j = jj; j < Math.min(jj + 8, n); j++) {
                        double s = c[i][j];
                        for (int k = kk; k < Math.min(kk + 16, n); k++) {
                            s += a[i][k] * b[k][j];
                        }
                        c[i][j] = s;
                    }
                }
            }
        }
    }

    /** The terms of a tile are added up by themselves, in another order than without tiles. */
    static void partialSums(double[][] a, double[][] b, double[][] c, int n, int t) {
        for (int ii = 0; ii < n; ii += 16) {
            for (int kk = 0; kk < n; kk += 16) {
                for (int i = ii; i < Math.min(ii + 16, n); i++) {
                    for (int j = 0; j < n; j++) {
                        double s = 0;
                        for (int k = kk; k < Math.min(kk + 16, n); k++) {
                            s += a[i][k] * b[k][j];
                        }
                        c[i][j] += s;
                    }
                }
            }
        }
    }

    /** Each element depends on those of the tile before, so that the order of tiles matters. */
    static void inPlace(double[][] a, double[][] b, double[][] c, int n, int t) {
        for (int ii = 0; ii < n; ii += 8) {
            for (int kk = 0; kk < n; kk += 8) {
                for (int i = ii; i < Math.min(ii + 8, n); i++) {
                    for (int k = kk; k < Math.min(kk + 8, n); k++) {
                        for (int j = 0; j < n; j++) {
                            c[i][j] += a[i][k] * c[k][j];
                        }
                    }
                }
            }
        }
    }

    /** What is added depends on the tile's number as well. */
    static void byTile(double[][] a, double[][] b, double[][] c, int n, int t) {
        for (int kk = 0; kk < n; kk += 8) {
            for (int i = 0; i < n; i++) {
                for (int k = kk; k < Math.min(kk + 8, n); k++) {
                    for (int j = 0; j < n; j++) {
                        c[i][j] += a[i][k] * b[k][j] * kk;
                    }
                }
            }
        }
    }

    static Stream<Method> methods() {
        return Stream.of(JoinedTilesTest.class.getDeclaredMethods()).filter(m -> m.getParameterCount() == 5);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void resultsAreJavas(Method m) throws Throwable {
        Compiled compiled = engine.compile(m);
        for (int n : new int[] {0, 1, 7, 16, 33, 50}) {
            for (int t : new int[] {1, 5, 8, 64, Integer.MAX_VALUE - 60}) {
                double[][] a = numbers(n, 1);
                double[][] b = numbers(n, 2);
                double[][] expected = numbers(n, 3);
                double[][] given = numbers(n, 3);
                m.invoke(null, a, b, expected, n, t);
                compiled.invoke(a, b, given, n, t);
                assertEquals(Arrays.deepToString(expected), Arrays.deepToString(given), m.getName() + n + " " + t);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void shortArraysAreLeftToTheOriginal(Method m) throws Throwable {
        Compiled compiled = engine.compile(m);
        double[][] small = numbers(20, 1);
        double[][] large = numbers(30, 2);
        double[][] given = numbers(30, 3);
        assertThrows(InvocationTargetException.class, () -> m.invoke(null, small, large, numbers(30, 3), 30, 8));
        assertThrows(Deopt.class, () -> compiled.invoke(small, large, given, 30, 8));
        assertEquals(Arrays.deepToString(numbers(30, 3)), Arrays.deepToString(given));
    }

    private static double[][] numbers(int n, int seed) {
        var random = new Random(seed);
        var out = new double[n][n];
        for (double[] row : out) {
            Arrays.setAll(row, j -> random.nextInt(9) == 0 ? -0.0 : random.nextGaussian());
        }
        return out;
    }
}
