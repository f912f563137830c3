package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jacobi.woven.Deopt;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops whose data say which of several pointers moves: code with branches in place of choices gives what Java gives. */
class TwoPointersTest {
    private static final Map<String, Compiled> COMPILED = new ConcurrentHashMap<>();

    static int intersect(int[] a, int[] b) {
        int i = 0;
        int j = 0;
        int c = 0;
        while (i < a.length && j < b.length) {
            if (a[i] == b[j]) {
                c++;
                i++;
                j++;
            } else if (a[i] < b[j]) {
                i++;
            } else {
                j++;
            }
        }
        return c * 31 + i * 7 + j;
    }

    static int closest(double[] a, double sum) {
        int lo = 0;
        int hi = a.length - 1;
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        while (lo < hi) {
            double d = a[lo] + a[hi] - sum;
            if (Math.abs(d) < least) {
                least = Math.abs(d);
                best = lo * 10000 + hi;
            }
            if (d < 0) {
                lo++;
            } else {
                hi--;
            }
        }
        return best;
    }

    /** Is left where the sum is found: what is handed on then was chosen in the trip. */
    static int pair(double[] a, double sum) {
        int i = 0;
        int j = a.length - 1;
        while (i < j) {
            double s = a[i] + a[j];
            if (s == sum) {
                return i * 1000 + j;
            }
            if (s < sum) {
                i++;
            } else {
                j--;
            }
        }
        return -1;
    }

    /** Reads a row for each trip that it takes: elements of different rows do not lie side by side. */
    static int firstOfRows(double[] a, double[][] rows) {
        int j = 0;
        for (int i = 0; i < a.length; i++) {
            if (a[i] > 0) {
                a[i] = rows[j][0];
                j++;
            }
        }
        return j;
    }

    static int[] merged(int[] a, int[] b) {
        int[] out = new int[a.length + b.length];
        int i = 0;
        int j = 0;
        int k = 0;
        while (i < a.length && j < b.length) {
            out[k++] = a[i] <= b[j] ? a[i++] : b[j++];
        }
        while (i < a.length) {
            out[k++] = a[i++];
        }
        while (j < b.length) {
            out[k++] = b[j++];
        }
        return out;
    }

    /** Fails in the middle where there is more room than elements: what is written before stays, as in Java. */
    static int mergedInto(int[] a, int[] b, int[] out) {
        int i = 0;
        int j = 0;
        for (int k = 0; k < out.length; k++) {
            if (j >= b.length || i < a.length && a[i] < b[j]) {
                out[k] = a[i++];
            } else {
                out[k] = b[j++];
            }
        }
        return i;
    }

    static boolean subsequence(byte[] a, byte[] in) {
        int j = 0;
        for (int i = 0; i < in.length && j < a.length; i++) {
            if (in[i] == a[j]) {
                j++;
            }
        }
        return j == a.length;
    }

    /** The pointers start where the caller says, at the largest integers, too. */
    static int from(int[] a, int i, int n, int[] b, int j, int m) {
        int steps = 0;
        while (i < n && j < m) {
            if (a[i & 15] < b[j & 15]) {
                i++;
            } else {
                j++;
            }
            steps++;
        }
        return steps * 31 + i - j;
    }

    private static Compiled compiled(String name) {
        return COMPILED.computeIfAbsent(name, n -> OnDemandCompiler.cpu().compile(Arrays.stream(TwoPointersTest.class.getDeclaredMethods()).filter(m -> m.getName().equals(n)).findFirst()
            .orElseThrow()));
    }

    private static int[] sorted(Random r, int n) {
        return r.ints(n, 0, 2 * n + 1).sorted().toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 100, 5000})
    void pointersMoveAsInJava(int n) throws Throwable {
        var r = new Random(n);
        for (int m : new int[] {0, 1, 3, n, 2 * n + 1}) {
            int[] a = sorted(r, n);
            int[] b = sorted(r, m);
            assertEquals(intersect(a, b), compiled("intersect").invoke(a, b));
            assertArrayEquals(merged(a, b), (int[]) compiled("merged").invoke(a, b));
            var out = new int[n + m / 2];
            var expected = new int[n + m / 2];
            assertEquals(mergedInto(a, b, expected), compiled("mergedInto").invoke(a, b, out));
            assertArrayEquals(expected, out);
            assertThrows(Deopt.class, () -> compiled("mergedInto").invoke(a, b, new int[n + m + 1]));
            double[] x = Arrays.stream(a).asDoubleStream().toArray();
            if (n > 2) {
                x[n / 2] = Double.NaN;
            }
            assertEquals(closest(x, n), compiled("closest").invoke(x, (double) n));
            var text = new byte[n];
            r.nextBytes(text);
            var part = new byte[m / 8];
            r.nextBytes(part);
            assertEquals(subsequence(part, text), compiled("subsequence").invoke(part, text));
            assertEquals(subsequence(text, text), compiled("subsequence").invoke(text, text.clone()));
        }
    }

    @Test
    void loopsThatAreLeft() throws Throwable {
        double[] a = {1, 3, 4, 9, 12, 20};
        for (double sum : new double[] {0, 4, 13, 24, 32, 50, Double.NaN}) {
            assertEquals(pair(a, sum), compiled("pair").invoke(a, sum));
        }
    }

    @Test
    void rowsAreTakenOneByOne() throws Throwable {
        for (int n : new int[] {0, 1, 2, 9, 40}) {
            var rows = new double[n][3];
            var a = new double[n];
            for (int i = 0; i < n; i++) {
                rows[i][0] = i;
                a[i] = i % 3 - 0.5;
            }
            double[] expected = a.clone();
            assertEquals(firstOfRows(expected, rows), compiled("firstOfRows").invoke(a, rows));
            assertArrayEquals(expected, a);
        }
    }

    @Test
    void pointersAtTheEndOfTheIntegers() throws Throwable {
        int most = Integer.MAX_VALUE;
        int[] a = new Random(1).ints(16).toArray();
        int[] b = new Random(2).ints(16).toArray();
        Compiled from = compiled("from");
        for (int[] s : new int[][] {{most - 20, most, most - 9, most}, {-5, 7, Integer.MIN_VALUE, Integer.MIN_VALUE + 30}, {most, Integer.MIN_VALUE, 0, most}, {0, 0, 0, 9}}) {
            assertEquals(from(a, s[0], s[1], b, s[2], s[3]), from.invoke(a, s[0], s[1], b, s[2], s[3]));
        }
    }
}
