package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Windows that an array's ends cut off, rows each element of which waits for the one before, and elements stored several times in a trip: numbers are Java's to the bit, whatever the sizes. */
class WindowsTest {
    private final OnDemandCompiler engine = OnDemandCompiler.cpu();

    static double[] meanOfWindow(double[] x, int n, int m, int r) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int a = Math.max(0, i - r);
            int b = Math.min(x.length - 1, i + r);
            double s = 0;
            for (int k = a; k <= b; k++) {
                s += x[k];
            }
            y[i] = s / (b - a + 1);
        }
        return y;
    }

    static double[] backwards(double[] x, int n, int m, int r) {
        double[] y = new double[x.length];
        for (int i = x.length - 1; i >= 0; i--) {
            double s = x[i];
            for (int k = Math.max(0, i - r); k < Math.min(x.length, i + r + 1); k++) {
                if (x[k] > s) {
                    s = x[k];
                }
            }
            y[i] = s;
        }
        return y;
    }

    static double[] windowAhead(double[] x, int n, int m, int r) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            for (int k = i; k < Math.min(x.length, i + 7); k++) {
                y[i] += x[k];
            }
        }
        return y;
    }

    static double[] fixedSize(double[] x, int n, int m, int r) {
        double[] y = new double[96];
        for (int i = 0; i < 96; i++) {
            for (int k = Math.max(0, i - 3); k < Math.min(96, i + 4); k++) {
                y[i] += x.length < 96 ? k : x[k];
            }
        }
        return y;
    }

    static double[] dilated(double[] x, int n, int m, int r) {
        double[] y = new double[n * m];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                double b = x[i * m + j];
                for (int p = Math.max(0, i - 1); p < Math.min(n, i + 2); p++) {
                    for (int q = Math.max(0, j - 1); q < Math.min(m, j + 2); q++) {
                        if (x[p * m + q] > b) {
                            b = x[p * m + q];
                        }
                    }
                }
                y[i * m + j] = b;
            }
        }
        return y;
    }

    static double[] neighbours(double[] x, int n, int m, int r) {
        double[] y = new double[n * m];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                for (int p = i - 1; p <= i + 1; p++) {
                    for (int q = j + 1; q >= j - 1; q--) {
                        if (p >= 0 && p < n && q >= 0 && q < m && !(p == i && q == j)) {
                            y[i * m + j] += x[p * m + q];
                        }
                    }
                }
            }
        }
        return y;
    }

    /** Ends of loops that are a few apart, and far beyond all integers. */
    static double[] fewTrips(double[] x, int n, int m, int r) {
        int q = r == Integer.MAX_VALUE ? 1 << 30 : r;
        double[] y = new double[4];
        for (int k = q - 3; k < q + 2; k++) {
            y[0] = 3 * y[0] + k;
        }
        for (int k = q; k >= q - 2; k--) {
            y[1] = 3 * y[1] + k;
        }
        for (int k = q + 5; k <= q + 2; k++) {
            y[2]++;
        }
        for (int k = q; k > q + 1; k--) {
            y[3]++;
        }
        return y;
    }

    static double[] band(double[] x, int n, int m, int r) {
        int k = Math.min(n, m);
        double[] y = new double[k];
        for (int i = k - 1; i >= 0; i--) {
            for (int j = Math.max(0, i - r); j < Math.min(k, i + r + 1); j++) {
                y[i] += x[i * m + j] * x[j];
            }
        }
        return y;
    }

    static double[] forthAndBack(double[] x, int n, int m, int r) {
        double[] y = x.clone();
        for (int i = 0; i < n; i++) {
            for (int j = 1; j < m; j++) {
                y[i * m + j] -= x[i * m + j] * y[i * m + j - 1];
            }
            for (int j = m - 2; j >= 0; j--) {
                y[i * m + j] -= x[i * m + j] * y[i * m + j + 1];
            }
        }
        return y;
    }

    static double[] filters(double[] x, int n, int m, int r) {
        double[] y = new double[x.length];
        for (int i = 0; i < n; i++) {
            double x1 = 0;
            double y1 = 0;
            double y2 = 0;
            for (int j = 0; j < m; j++) {
                double v = x[i * m + j];
                double w = .2 * v + .3 * x1 - .5 * y1 + .25 * y2;
                x1 = v;
                y2 = y1;
                y1 = j % 16 == r ? 0 : w;
                y[i * m + j] = w;
            }
        }
        return y;
    }

    static double[] clipped(double[] x, int n, int m, int r) {
        double[] y = x.clone();
        double lost = 0;
        for (int i = 0; i < y.length; i++) {
            if (y[i] < 0) {
                y[i] = 0;
            }
            if (y[i] > 1) {
                lost += y[i] - 1;
                y[i] = 1;
            } else if (y[i] == 0) {
                y[i] = -r;
            }
        }
        return n > 0 && y.length > 0 ? new double[] {lost, y[0], y[y.length - 1], Arrays.hashCode(y)} : y;
    }

    static Stream<Method> methods() {
        return Arrays.stream(WindowsTest.class.getDeclaredMethods()).filter(m -> m.getReturnType() == double[].class).sorted(Comparator.comparing(Method::getName));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void theSameBits(Method m) throws Exception {
        Compiled c = engine.compile(m);
        var random = new Random(m.getName().hashCode());
        for (int[] size : new int[][] {{0, 0}, {0, 5}, {1, 2}, {3, 2}, {4, 9}, {5, 31}, {6, 40}, {9, 67}, {70, 70}, {2, 300}, {35, 36}}) {
            for (int r : new int[] {0, 1, 3, 17, -2, Integer.MAX_VALUE}) {
                double[] x = random.doubles((long) size[0] * size[1], -1, 2).map(v -> v < -.99 ? Double.NaN : v < -.9 ? -0.0 : v).toArray();
                assertArrayEquals((double[]) m.invoke(null, x, size[0], size[1], r), (double[]) c.invoke(x.clone(), size[0], size[1], r), () -> m.getName() + " of " + size[0] + " and " + size[1] + ", " + r);
            }
        }
    }
}
