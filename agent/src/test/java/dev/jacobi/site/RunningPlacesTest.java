package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Flat matrices with places that run along rows and columns, as libraries for dense matrices write them: numbers are Java's to the bit, whatever the sizes. */
class RunningPlacesTest {
    private final OnDemandCompiler engine = OnDemandCompiler.cpu();

    static double[] reordered(double[] a, double[] b, int n, int m, int k) {
        double[] c = new double[n * k];
        int row = 0;
        int endOfB = m * k;
        for (int i = 0; i < n; i++) {
            int at = i * m;
            int of = 0;
            int to = row;
            int end = of + k;
            double x = a[at++];
            while (of < end) {
                c[to++] = x * b[of++];
            }
            while (of != endOfB) {
                to = row;
                end = of + k;
                x = a[at++];
                while (of < end) {
                    c[to++] += x * b[of++];
                }
            }
            row += k;
        }
        return c;
    }

    static double[] transposedTimes(double[] a, double[] b, int n, int m, int k) {
        double[] c = new double[n * k];
        for (int i = 0; i < n; i++) {
            double x = a[i];
            int of = 0;
            int to = i * k;
            while (of < k) {
                c[to++] = x * b[of++];
            }
            for (int q = 1; q < m; q++) {
                x = a[q * n + i];
                int end = of + k;
                to = i * k;
                while (of < end) {
                    c[to++] += x * b[of++];
                }
            }
        }
        return c;
    }

    static double[] sumsOfRows(double[] a, double[] b, int n, int m, int k) {
        double[] c = b.clone();
        for (int r = 0; r < n; r++) {
            double s = 0;
            for (int i = r * m; i < (r + 1) * m; i++) {
                s += a[i];
            }
            c[r] = s;
        }
        return c;
    }

    static double[] transposedInPlace(double[] a, double[] b, int n, int m, int k) {
        double[] c = a.clone();
        int at = 1;
        int end = n;
        for (int i = 0; i < n; i++) {
            int other = (i + 1) * n + i;
            for (; at < end; at++, other += n) {
                double v = c[at];
                c[at] = c[other];
                c[other] = v;
            }
            at += i + 2;
            end += n;
        }
        return c;
    }

    static double[] transposed(double[] a, double[] b, int n, int m, int k) {
        double[] c = new double[n * m];
        int at = 0;
        for (int i = 0; i < m; i++) {
            int of = i;
            int end = at + n;
            while (at < end) {
                c[at++] = a[of];
                of += m;
            }
        }
        return c;
    }

    static double[] outerUpper(double[] a, double[] b, int n, int m, int k) {
        double[] c = a.clone();
        int at = 0;
        for (int i = 0; i < n; i++) {
            double x = b[i];
            for (int j = i; j < n; j++) {
                c[at++] += x * b[j];
            }
        }
        return c;
    }

    static double[] windows(double[] a, double[] b, int n, int m, int k) {
        int h = n - 2;
        int w = m - 2;
        double[] c = new double[9 * h * w];
        int at = 0;
        for (int p = 0; p < 3; p++) {
            for (int q = 0; q < 3; q++) {
                for (int y = 0; y < h; y++) {
                    for (int x = 0; x < w; x++) {
                        c[at++] = a[(y + p) * m + x + q];
                    }
                }
            }
        }
        return c;
    }

    static double[] steps(double[] a, double[] b, int n, int m, int k) {
        double s = 0;
        int rows = 0;
        for (int i = 0; i < n * m; i += m) {
            s = s * .5 + a[i];
            rows++;
        }
        for (int i = k; i != n * k; i += k) {
            s = s * .5 + b[i % b.length];
            rows++;
        }
        return new double[] {s, rows};
    }

    static double[] turned(double[] a, double[] b, int n, int m, int k) {
        double[] c = new double[n * m];
        for (int y = 0; y < n; y++) {
            for (int x = 0; x < m; x++) {
                c[x * n + n - 1 - y] = a[y * m + x];
            }
        }
        return c;
    }

    static double[] isSymmetric(double[] a, double[] b, int n, int m, int k) {
        double[] c = a.clone();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                c[i * n + j] = c[j * n + i];
            }
        }
        if (k % 2 == 0) {
            c[n] += 1;
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                if (c[i * n + j] != c[j * n + i]) {
                    return new double[] {i, j};
                }
            }
        }
        return c;
    }

    static double[] channels(double[] a, double[] b, int n, int m, int k) {
        double[] c = new double[3 * n];
        for (int i = 0; i < n; i++) {
            for (int q = 0; q < 3; q++) {
                c[q * n + i] = a[i * 3 + q];
            }
        }
        return c;
    }

    static Stream<Method> methods() {
        return Arrays.stream(RunningPlacesTest.class.getDeclaredMethods()).filter(m -> m.getReturnType() == double[].class).sorted(Comparator.comparing(Method::getName));
    }

    private static Object outcome(Invocation call) throws Exception {
        try {
            return call.run();
        } catch (ReflectiveOperationException | RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new String[] {cause.getClass() + ": " + cause.getMessage()};
        }
    }

    private interface Invocation {
        Object run() throws Exception;
    }

    @ParameterizedTest
    @MethodSource("methods")
    void theSameBits(Method m) throws Exception {
        Compiled c = engine.compile(m);
        var random = new Random(m.getName().hashCode());
        for (int[] size : new int[][] {{3, 3, 1}, {4, 4, 4}, {5, 9, 3}, {16, 16, 16}, {9, 31, 2}, {31, 9, 7}, {40, 40, 5}, {64, 70, 8}, {2, 8, 1}, {2, 2, 2}}) {
            double[] a = random.doubles(70 * 70, -1, 2).map(v -> v < -.99 ? Double.NaN : v < -.9 ? -0.0 : v).toArray();
            double[] b = random.doubles(70 * 70, -1, 1).toArray();
            Object want = outcome(() -> m.invoke(null, a.clone(), b.clone(), size[0], size[1], size[2]));
            Object have = outcome(() -> c.invoke(a.clone(), b.clone(), size[0], size[1], size[2]));
            if (want instanceof double[] numbers && have instanceof double[] others) {
                assertArrayEquals(numbers, others, () -> m.getName() + " of " + Arrays.toString(size));
            } else {
                assertArrayEquals((Object[]) want, (Object[]) have, () -> m.getName() + " of " + Arrays.toString(size));
            }
        }
    }
}
