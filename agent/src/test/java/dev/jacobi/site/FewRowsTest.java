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
class FewRowsTest {
    /** So often that calls of a size no longer work on copies. */
    private static final int TIMES = 6;
    private final Map<String, Compiled> compiled = new HashMap<>();

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

    static void recursive(float[][] a, float[] b, int k, int lo, int hi) {
        b[0] += a[0][1] + lengths(a, k);
    }

    private static int lengths(float[][] a, int k) {
        return k < 1 ? 0 : a[k].length + lengths(a, k - 1);
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
        return FewRowsTest.class.getDeclaredMethod(name, float[][].class, float[].class, int.class, int.class, int.class);
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
}
