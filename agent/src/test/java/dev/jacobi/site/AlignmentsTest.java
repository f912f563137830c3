package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Distances and scores of two sequences, whose rows are lanes: with few and many rows and columns, more than a block has, numbers are Java's to the bit. */
class AlignmentsTest {
    private static final int[] LENGTHS = {0, 1, 7, 39, 40, 41, 61, 300, 514, 1100};

    private final OnDemandCompiler engine = OnDemandCompiler.cpu();

    static double twoRows(char[] a, char[] b, double[] x, double[] y) {
        int[] previous = new int[b.length + 1];
        int[] current = new int[b.length + 1];
        for (int j = 0; j <= b.length; j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length; i++) {
            current[0] = i;
            for (int j = 1; j <= b.length; j++) {
                int change = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[b.length] + 1000.0 * previous[0];
    }

    static double oneRow(char[] a, char[] b, double[] x, double[] y) {
        int[] p = new int[a.length + 1];
        for (int i = 0; i <= a.length; i++) {
            p[i] = i;
        }
        for (int j = 1; j <= b.length; j++) {
            int diagonal = p[0];
            p[0] = j;
            for (int i = 1; i <= a.length; i++) {
                int above = p[i];
                p[i] = Math.min(Math.min(p[i - 1] + 1, p[i] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return Arrays.hashCode(p);
    }

    static double table(char[] a, char[] b, double[] x, double[] y) {
        int[][] d = new int[a.length + 1][b.length + 1];
        for (int i = 1; i <= a.length; i++) {
            for (int j = 1; j <= b.length; j++) {
                d[i][j] = a[i - 1] == b[j - 1] ? d[i - 1][j - 1] + 1 : Math.max(d[i - 1][j], d[i][j - 1]);
            }
        }
        return d[a.length][b.length];
    }

    static double tableFromTheEnd(char[] a, char[] b, double[] x, double[] y) {
        int[][] d = new int[a.length + 1][b.length + 1];
        for (int i = a.length - 1; i >= 0; i--) {
            for (int j = b.length - 1; j >= 0; j--) {
                d[i][j] = a[i] == b[j] ? d[i + 1][j + 1] + 1 : Math.max(d[i + 1][j], d[i][j + 1]);
            }
        }
        return d[0][0];
    }

    static double flatTable(char[] a, char[] b, double[] x, double[] y) {
        int w = b.length + 1;
        int[] d = new int[(a.length + 1) * w];
        for (int i = 0; i <= a.length; i++) {
            d[i * w] = 2 * i;
        }
        for (int i = 1; i <= a.length; i++) {
            for (int j = 1; j < w; j++) {
                d[i * w + j] = Math.min(Math.min(d[(i - 1) * w + j], d[i * w + j - 1]) + 1, d[(i - 1) * w + j - 1] + (a[i - 1] == b[j - 1] ? 0 : 3));
            }
        }
        return d[a.length * w + b.length];
    }

    static double bestAnywhere(char[] a, char[] b, double[] x, double[] y) {
        int[][] h = new int[a.length + 1][b.length + 1];
        int best = 0;
        for (int i = 1; i <= a.length; i++) {
            for (int j = 1; j <= b.length; j++) {
                int score = h[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 3 : -2);
                h[i][j] = Math.max(0, Math.max(score, Math.max(h[i - 1][j], h[i][j - 1]) - 2));
                best = Math.max(best, h[i][j]);
            }
        }
        return best;
    }

    static double gaps(char[] a, char[] b, double[] x, double[] y) {
        int[] h = new int[b.length + 1];
        int[] e = new int[b.length + 1];
        Arrays.fill(e, -1_000_000);
        int best = 0;
        for (int i = 0; i < a.length; i++) {
            int f = -1_000_000;
            int diagonal = 0;
            for (int j = 1; j <= b.length; j++) {
                e[j] = Math.max(e[j] - 1, h[j] - 10);
                f = Math.max(f - 1, h[j - 1] - 10);
                int score = diagonal + (a[i] == b[j - 1] ? 5 : -4);
                diagonal = h[j];
                h[j] = Math.max(Math.max(score, 0), Math.max(e[j], f));
                if (h[j] > best) {
                    best = h[j];
                }
            }
        }
        return best + 1e6 * Arrays.hashCode(h) + Arrays.hashCode(e);
    }

    static double warping(char[] a, char[] b, double[] x, double[] y) {
        double[] previous = new double[y.length + 1];
        double[] current = new double[y.length + 1];
        Arrays.fill(previous, Double.POSITIVE_INFINITY);
        previous[0] = 0;
        for (double v : x) {
            current[0] = Double.POSITIVE_INFINITY;
            for (int j = 0; j < y.length; j++) {
                current[j + 1] = Math.abs(v - y[j]) + Math.min(previous[j + 1], Math.min(current[j], previous[j]));
            }
            double[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[y.length];
    }

    static double whatStandsInFrontWritesTheRow(char[] a, char[] b, double[] x, double[] y) {
        int[] d = new int[b.length + 1];
        for (int i = 0; i < a.length; i++) {
            d[0] = i * 7;
            int l = i;
            for (int j = 0; j < b.length; j++) {
                l = d[j] + 3 * l + b[j];
                d[j] = l;
            }
        }
        return Arrays.hashCode(d);
    }

    static double whatStandsInFrontWritesTheRowAbove(char[] a, char[] b, double[] x, double[] y) {
        int[][] d = new int[a.length + 1][b.length + 1];
        for (int i = 1; i <= a.length && b.length > 0; i++) {
            d[i - 1][1] = i * 7;
            d[i][0] = i;
            for (int j = 1; j <= b.length; j++) {
                d[i][j] = d[i - 1][j] + 3 * d[i][j - 1] + b[j - 1];
            }
        }
        return hash(d);
    }

    static double whatStandsInFrontWritesTheFirstRow(char[] a, char[] b, double[] x, double[] y) {
        int n = Math.min(a.length, b.length);
        int[][] d = new int[n + 1][n + 1];
        for (int i = 1; i <= n; i++) {
            d[0][i - 1] = 99;
            d[i][0] = i;
            for (int j = 1; j <= n; j++) {
                d[i][j] = d[i - 1][j] + 3 * d[i][j - 1] + b[j - 1];
            }
        }
        return d[n][n];
    }

    static double rowsByHalves(char[] a, char[] b, double[] x, double[] y) {
        int[][] d = new int[a.length / 2 + 1][b.length + 1];
        for (int i = 1; i <= a.length; i++) {
            for (int j = 1; j <= b.length; j++) {
                d[i >> 1][j] = d[i >> 1][j] + d[i >> 1][j - 1] * 3 + (a[i - 1] == b[j - 1] ? 0 : 1);
            }
        }
        return hash(d);
    }

    static double rowsByData(char[] a, char[] b, double[] x, double[] y) {
        int[][] d = new int[2][b.length + 1];
        for (int i = 1; i <= a.length; i++) {
            int k = a[i - 1] > 'b' ? 1 : 0;
            for (int j = 1; j <= b.length; j++) {
                d[k][j] = d[k][j] + 3 * d[k][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            }
        }
        return hash(d);
    }

    static double rowsByTurns(char[] a, char[] b, double[] x, double[] y) {
        int[][] d = new int[2][b.length + 1];
        for (int i = 0; i < a.length; i++) {
            d[i + 1 & 1][0] = i;
            for (int j = 0; j < b.length; j++) {
                d[i + 1 & 1][j + 1] = a[i] == b[j] ? d[i & 1][j] + 1 : Math.max(d[i & 1][j + 1], d[i + 1 & 1][j]);
            }
        }
        return d[a.length & 1][b.length];
    }

    static double aTableWhoseRowsAreNotReadAgain(char[] a, char[] b, double[] x, double[] y) {
        int[][] f = new int[a.length + 1][b.length + 1];
        int[] d = new int[b.length + 1];
        for (int i = 0; i < a.length; i++) {
            d[0] = i;
            f[i][0] = i * 3;
            for (int j = 1; j <= b.length; j++) {
                f[i][j] = Math.max(f[i][j - 1] - 1, d[j - 1] - 3);
                d[j] = Math.max(d[j] + (a[i] == b[j - 1] ? 3 : -1), f[i][j]);
            }
        }
        return d[b.length] * 31 + f[a.length][b.length];
    }

    static double tripsThatStoreElsewhere(char[] a, char[] b, double[] x, double[] y) {
        int n = Math.min(a.length, 50);
        int[] c = new int[n];
        for (int t = 0; t < n; t++) {
            int z = 0;
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < n; k++) {
                    z = z * 5 + a[k];
                    if (k == t) {
                        c[k] = z;
                    }
                }
            }
        }
        int[] d = new int[b.length + 1];
        for (int i = 0; i < a.length; i++) {
            d[0] = i;
            for (int j = 1; j <= b.length; j++) {
                d[j] = d[j] + 3 * d[j - 1] + b[j - 1];
            }
        }
        return Arrays.hashCode(c) + 31.0 * d[b.length];
    }

    private static double hash(int[][] rows) {
        double h = 0;
        for (int[] row : rows) {
            h = h / 31 + Arrays.hashCode(row);
        }
        return h;
    }

    static Stream<Method> methods() {
        return Arrays.stream(AlignmentsTest.class.getDeclaredMethods()).filter(m -> m.getReturnType() == double.class && m.getParameterCount() == 4).sorted(Comparator.comparing(Method::getName));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void theSameBits(Method m) throws Exception {
        Compiled c = engine.compile(m);
        var random = new Random(m.getName().hashCode());
        for (int n : LENGTHS) {
            for (int k : LENGTHS) {
                if (n * k <= 400_000) {
                    Object[] args = {letters(n, random), letters(k, random), numbers(n, random), numbers(k, random)};
                    assertEquals(m.invoke(null, args), c.invoke(args), m.getName() + " of " + n + " and " + k);
                }
            }
        }
    }

    private static char[] letters(int n, Random random) {
        var text = new char[n];
        for (int i = 0; i < n; i++) {
            text[i] = (char) ('a' + random.nextInt(4));
        }
        return text;
    }

    private static double[] numbers(int n, Random random) {
        return random.doubles(n).map(v -> v < .001 ? Double.NaN : v < .01 ? -0.0 : v).toArray();
    }
}
