package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jacobi.woven.Deopt;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Neighbours that are mirrored or clamped at the ends of an array, for arrays of all lengths and neighbourhoods of all sizes, also those that reach beyond both ends: results and exceptions are Java's. */
class InteriorTripsTest {
    private final OnDemandCompiler engine = OnDemandCompiler.cpu();

    static void mirrored(double[] a, double[] out, int n, int r) {
        for (int i = 0; i < n; i++) {
            double s = 0;
            for (int k = -r; k <= r; k++) {
                int x = i + k;
                x = x < 0 ? -x : x >= n ? 2 * n - 2 - x : x;
                s += a[x] * (k + 1);
            }
            out[i] = s;
        }
    }

    static void clamped(double[] a, double[] out, int n, int r) {
        for (int i = 0; i < n; i++) {
            double s = 0;
            for (int k = -r; k <= r; k++) {
                s += a[Math.min(Math.max(i + k, 0), n - 1)] / (k + 7);
            }
            out[i] = s;
        }
    }

    static void clampedTwice(double[] a, double[] out, int n, int r) {
        for (int i = 0; i < n; i++) {
            double s = 0;
            for (int k = -2; k <= 2; k++) {
                int x = i + k * r;
                x = x < 0 ? 0 : x;
                x = x > n - 1 ? n - 1 : x;
                s += a[x] * (k + 3);
            }
            out[i] = s + a[Math.max(Math.min(i + r, n - 1) - r, 0)];
        }
    }

    static void distances(double[] a, double[] out, int n, int r) {
        for (int i = 0; i < n; i++) {
            double s = 0;
            for (int k = 0; k < r; k++) {
                s += a[Math.abs(i - k)];
            }
            out[i] = s;
        }
    }

    static void inPlace(double[] a, double[] out, int n, int r) {
        for (int i = 0; i < n; i++) {
            int left = i - r < 0 ? 0 : i - r;
            int right = i + r > n - 1 ? n - 1 : i + r;
            out[i] = (out[left] + out[right]) * 0.5 + a[i];
        }
    }

    static void neighbours(double[] a, double[] out, int n, int r) {
        for (int i = 0; i < n; i++) {
            int left = i == 0 ? n - 1 : i - 1;
            int right = i == n - 1 ? 0 : i + 1;
            out[i] = a[left] - a[right] * r;
        }
    }

    static Stream<Method> methods() {
        return Stream.of(InteriorTripsTest.class.getDeclaredMethods()).filter(m -> m.getParameterCount() == 4);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void whatJavaReturnsCompiledCodeReturns(Method m) throws Throwable {
        Compiled compiled = engine.compile(m);
        for (int n : new int[] {-1, 0, 1, 2, 33, 40, 41, 100, 257}) {
            for (int r : new int[] {0, 1, 3, 20, 60, 300, -1, Integer.MIN_VALUE + 1}) {
                for (int length : new int[] {n, n - 1, n / 2}) {
                    double[] a = numbers(length, 1);
                    double[] expected = numbers(n, 2);
                    double[] given = numbers(n, 2);
                    String text = m.getName() + " " + n + " " + r + " " + length;
                    try {
                        m.invoke(null, a, expected, n, r);
                    } catch (InvocationTargetException e) {
                        assertThrows(Deopt.class, () -> compiled.invoke(a, given, n, r), text);
                        assertEquals(Arrays.toString(numbers(n, 2)), Arrays.toString(given), text);
                        continue;
                    }
                    try {
                        compiled.invoke(a, given, n, r);
                    } catch (Deopt e) {
                        assertEquals(true, length != n || r > n || r < 0, text + ": a check failed without need");
                        continue;
                    }
                    assertEquals(Arrays.toString(expected), Arrays.toString(given), text);
                }
            }
        }
    }

    static void counted(double[] a, double[] b, long n) {
        for (long i = 0; i < n; i++) {
            int x = (int) i - 1;
            int y = x < 0 ? 0 : x;
            if (y < a.length) {
                b[0] += a[y];
            }
        }
    }

    /** A number of trips near the least one, from which the first trip's number must not be taken. */
    @Test
    void farFewerTripsThanNone() throws Throwable {
        Compiled compiled = engine.compile(InteriorTripsTest.class.getDeclaredMethod("counted", double[].class, double[].class, long.class));
        for (long n : new long[] {Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MIN_VALUE + 90, -1, 0, 1, 50, 100}) {
            double[] expected = new double[3];
            double[] given = new double[3];
            counted(numbers(100, 1), expected, n);
            compiled.invoke(numbers(100, 1), given, n);
            assertEquals(Arrays.toString(expected), Arrays.toString(given), "n = " + n);
        }
    }

    private static double[] numbers(int n, int seed) {
        var x = new double[Math.max(0, n)];
        Arrays.setAll(x, i -> Math.cos(i * seed));
        return x;
    }
}
