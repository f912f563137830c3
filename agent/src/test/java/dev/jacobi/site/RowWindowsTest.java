package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jacobi.jvm.Collector;
import dev.jacobi.woven.Deopt;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Programs that use some rows of arrays of arrays, by number: only these are looked at, and what is wrong with them is seen. */
class RowWindowsTest {
    /** So often that calls of a size no longer work on copies. */
    private static final int TIMES = 6;
    private final Map<String, Compiled> compiled = new HashMap<>();

    static void fixed(float[][] a, float[] b, int k, int lo, int hi) {
        for (int i = 1; i < b.length; i++) {
            a[0][i] = a[1][i - 1] + b[i];
        }
    }

    static void named(float[][] a, float[] b, int k, int lo, int hi) {
        for (int i = 0; i < b.length; i++) {
            b[i] += a[k - 1][i] * a[k + 1][i];
        }
    }

    static void part(float[][] a, float[] b, int k, int lo, int hi) {
        for (int i = lo; i < hi; i++) {
            for (int j = 0; j < b.length; j++) {
                a[i][j] += b[j] * i;
            }
        }
    }

    static void scaled(float[][] a, float[] b, int k, int lo, int hi) {
        for (int j = 0; j < b.length; j++) {
            a[k * 3 - lo][j] -= b[j];
        }
    }

    static void next(float[][] a, float[] b, int k, int lo, int hi) {
        int row = Math.max(k + 1, 3);
        for (int j = 0; j < b.length; j++) {
            a[row][j] += b[j];
        }
    }

    static void opposite(float[][] a, float[] b, int k, int lo, int hi) {
        int row = Math.max(-k, 3);
        for (int j = 0; j < b.length; j++) {
            a[row][j] += b[j];
        }
    }

    static void lengthOfNext(float[][] a, float[] b, int k, int lo, int hi) {
        b[0] = a[k + 1].length;
        for (int j = 1; j < b.length; j++) {
            b[j] += a[k][j];
        }
    }

    static void first(float[][] a, float[] b, int k, int lo, int hi) {
        for (int j = 0; j < a[k].length; j++) {
            a[k][j] += 0.5f * a[0][j] + a[hi].length;
        }
    }

    static void summed(float[][] a, float[] b, int k, int lo, int hi) {
        for (float x : a[k - 2]) {
            b[0] += x;
        }
        a[lo + 1][1]++;
    }

    static void unused(float[][] a, float[] b, int k, int lo, int hi) {
        float x = a[k + 1][2];
        b[0] += a[k][1];
    }

    static void chosen(float[][] a, float[] b, int k, int lo, int hi) {
        float[] row = hi > 3 ? a[k] : a[lo];
        for (int j = 0; j < row.length; j++) {
            row[j] = row[j] * 2 + a[1].length;
        }
    }

    static void recursive(float[][] a, float[] b, int k, int lo, int hi) {
        b[0] += a[0][1] + lengths(a, k);
    }

    private static int lengths(float[][] a, int k) {
        return k < 1 ? 0 : a[k].length + lengths(a, k - 1);
    }

    static void masked(float[][] a, float[] b, int k, int lo, int hi) {
        for (int i = lo; i < hi; i++) {
            b[i % b.length & 3] += a[i & 7][k & 3];
        }
    }

    private static float[][] matrix(int n, int m, Random random) {
        var a = new float[n][m];
        for (float[] row : a) {
            for (int j = 0; j < m; j++) {
                row[j] = random.nextInt(100);
            }
        }
        return a;
    }

    private static float[][] copy(float[][] a) {
        return Arrays.stream(a).map(r -> r == null ? null : r.clone()).toArray(float[][]::new);
    }

    private Compiled code(String name) {
        return compiled.computeIfAbsent(name, n -> {
            try {
                return OnDemandCompiler.cpu().compile(method(n));
            } catch (NoSuchMethodException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static java.lang.reflect.Method method(String name) throws NoSuchMethodException {
        return RowWindowsTest.class.getDeclaredMethod(name, float[][].class, float[].class, int.class, int.class, int.class);
    }

    /** The compiled code does what the original does. */
    private void same(String name, float[][] a, float[] b, int k, int lo, int hi) throws Exception {
        for (int t = 0; t < TIMES; t++) {
            float[][] expectedA = copy(a);
            float[] expectedB = b.clone();
            method(name).invoke(null, expectedA, expectedB, k, lo, hi);
            try {
                code(name).invoke(a, b, k, lo, hi);
            } catch (Deopt d) {
                throw new AssertionError(name + " of " + a.length + " rows, " + k + ", " + lo + ", " + hi, d);
            }
            assertArrayEquals(expectedA, a);
            assertArrayEquals(expectedB, b);
        }
    }

    /** The compiled code leaves the call to the original, with nothing changed. */
    private void left(String name, float[][] a, float[] b, int k, int lo, int hi) {
        for (int t = 0; t < TIMES; t++) {
            float[][] wasA = copy(a);
            float[] wasB = b.clone();
            assertThrows(Deopt.class, () -> code(name).invoke(a, b, k, lo, hi), name);
            assertArrayEquals(wasA, a);
            assertArrayEquals(wasB, b);
        }
    }

    @Test
    void rowsOfAllNumbers() throws Exception {
        var random = new Random(8);
        for (int n : new int[] {2, 3, 8, 60, 61, 62, 63, 64, 65, 200, 5000}) {
            int m = 5 + random.nextInt(40);
            float[][] a = matrix(n, m, random);
            float[] b = matrix(1, m, random)[0];
            same("fixed", a, b, 0, 0, 0);
            for (int[] ends : new int[][] {{0, 0}, {0, 1}, {n - 1, n}, {0, n}, {n / 2, n / 2 + 1}, {n, n}, {n / 3, n}, {5, 3}, {-3, -7}}) {
                same("part", a, b, 0, ends[0], ends[1]);
            }
            for (int k : new int[] {1, 2, n / 2, n - 2}) {
                if (k > 0 && k + 1 < n) {
                    same("named", a, b, k, 0, 0);
                }
                same("scaled", a, b, k, 3 * k - Math.min(k, n - 1), 0);
            }
            if (n >= 8) {
                same("masked", a, b, 3, 0, 20);
                same("masked", a, b, 3, 1, 2);
            }
        }
    }

    @Test
    void numbersOutOfRange() throws Exception {
        var random = new Random(9);
        float[][] a = matrix(100, 20, random);
        float[] b = matrix(1, 20, random)[0];
        for (int k : new int[] {0, -1, 99, 100, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE - 1}) {
            left("named", a, b, k, 0, 0);
        }
        left("part", a, b, 0, -1, 4);
        left("part", a, b, 0, 90, 101);
        left("part", a, b, 0, Integer.MAX_VALUE - 1, Integer.MAX_VALUE);
        left("scaled", a, b, Integer.MAX_VALUE, 0, 0);
        left("scaled", a, b, 1, Integer.MIN_VALUE, 0);
        // the product wraps around to a number that there is
        same("scaled", a, b, 1431655766, -5, 0);
        same("part", a, b, 0, 4, Integer.MIN_VALUE);
        // these wrap around, to the first number that does not fit an int
        same("next", a, b, Integer.MAX_VALUE, 0, 0);
        same("opposite", a, b, Integer.MIN_VALUE, 0, 0);
    }

    /** The length of a row that the program asks for counts, also when it uses elements of others only. */
    @Test
    void lengthsOfRowsThatAreNotUsed() throws Exception {
        var random = new Random(10);
        float[] b = matrix(1, 20, random)[0];
        float[][] a = matrix(300, 20, random);
        same("lengthOfNext", a, b, 4, 0, 0);
        same("recursive", a, b, 9, 0, 0);
        a[5] = new float[30];
        left("lengthOfNext", a, b, 4, 0, 0);
        left("recursive", a, b, 9, 0, 0);
        a[5] = null;
        left("lengthOfNext", a, b, 4, 0, 0);
    }

    /** Rows that the program takes are looked at, and no others, however many there are and whatever they are like. Where native code cannot find rows by itself all are looked at. */
    @Test
    void otherRowsNeedNotBeThere() throws Exception {
        assumeTrue(Collector.movesNothing());
        var random = new Random(12);
        for (int n : new int[] {13, 70, 5000}) {
            float[] b = matrix(1, 20, random)[0];
            float[][] a = matrix(n, 20, random);
            // calls on copies, as those of a size that nothing is known about, need all rows
            same("first", a, b, 2, 0, 1);
            same("summed", a, b, 5, 4, 0);
            same("chosen", a, b, 2, 5, 3);
            a[7] = null;
            a[8] = new float[3];
            a[9] = a[10];
            for (int k : new int[] {2, 5, n - 1}) {
                same("first", a, b, k, 0, 1);
                same("first", a, b, k, 0, k);
                same("summed", a, b, k, k - 2, 0);
                same("summed", a, b, k, 4, 0);
            }
            same("first", a, b, 0, 0, 0);
            same("chosen", a, b, 2, 5, 3);
            same("chosen", a, b, 2, 5, 4);
            left("first", a, b, 7, 0, 0);
            left("first", a, b, 8, 0, 0);
            left("first", a, b, 3, 0, 7);
            left("first", a, b, 3, 0, 8);
            left("first", a, b, 3, 0, n);
            left("first", a, b, -1, 0, 1);
            left("summed", a, b, 10, 1, 0);
            left("summed", a, b, Integer.MIN_VALUE, 1, 0);
            left("summed", a, b, 4, Integer.MAX_VALUE, 0);
            // of many rows such a method would be left to Java anyway, as it does next to nothing
            if (n < 64) {
                same("unused", a, b, 5, 0, 0);
                a[6] = new float[2];
                left("unused", a, b, 5, 0, 0);
            }
        }
    }

    @Test
    void wrongRowsAreSeen() {
        var random = new Random(11);
        float[] b = matrix(1, 20, random)[0];
        for (int n : new int[] {30, 300}) {
            float[][] jagged = matrix(n, 20, random);
            jagged[12] = new float[19];
            left("part", jagged, b, 0, 0, 13);
            left("named", jagged, b, 11, 0, 0);
            float[][] missing = matrix(n, 20, random);
            missing[12] = null;
            left("part", missing, b, 0, 10, 20);
            left("named", missing, b, 13, 0, 0);
            missing[0] = null;
            left("fixed", missing, b, 0, 0, 0);
            float[][] twice = matrix(n, 20, random);
            twice[12] = twice[17];
            left("part", twice, b, 0, 10, 20);
            twice[0] = twice[1];
            left("fixed", twice, b, 0, 0, 0);
            float[][] own = matrix(n, 20, random);
            own[12] = b;
            left("part", own, b, 0, 0, 13);
            left("named", own, b, 11, 0, 0);
            assertEquals(b, own[12]);
        }
    }
}
