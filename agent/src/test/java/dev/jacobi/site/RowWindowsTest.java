package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
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
        return RowUses.class.getDeclaredMethod(name, float[][].class, float[].class, int.class, int.class, int.class);
    }

    /** The compiled code does what the original does. */
    private void same(String name, float[][] a, float[] b, int k, int lo, int hi) throws Exception {
        for (int t = 0; t < TIMES; t++) {
            float[][] expectedA = copy(a);
            float[] expectedB = b.clone();
            method(name).invoke(null, expectedA, expectedB, k, lo, hi);
            assertDoesNotThrow(() -> code(name).invoke(a, b, k, lo, hi), name);
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
        a[5] = new float[30];
        left("lengthOfNext", a, b, 4, 0, 0);
        a[5] = null;
        left("lengthOfNext", a, b, 4, 0, 0);
        a = matrix(300, 20, random);
        same("recursive", a, b, 9, 0, 0);
        a[5] = new float[30];
        left("recursive", a, b, 9, 0, 0);
    }

    @Test
    void rowsThatAreAskedForInVain() throws Exception {
        var random = new Random(12);
        float[] b = matrix(1, 20, random)[0];
        for (String name : new String[] {"unusedLength", "unusedElement", "comparedWithNull", "copiedInVain"}) {
            float[][] a = matrix(300, 20, random);
            same(name, a, b, 4, 0, 0);
            a[5] = null;
            left(name, a, b, 4, 0, 0);
        }
        float[][] a = matrix(300, 20, random);
        a[5] = new float[3];
        left("unusedElement", a, b, 4, 0, 0);
        a = matrix(300, 20, random);
        same("unusedInLoop", a, b, 30, 0, 0);
        a[7] = null;
        left("unusedInLoop", a, b, 30, 0, 0);
    }

    /** Loops over some rows. */
    @Test
    void partsOfAllRows() throws Exception {
        assumeTrue(Collector.movesNothing());
        var random = new Random(15);
        for (String name : new String[] {"part", "downwards", "neighbours"}) {
            float[] b = matrix(1, 20, random)[0];
            float[][] a = matrix(300, 20, random);
            same(name, a, b, 0, 4, 9);
            same(name, a, b, 0, Integer.MAX_VALUE, Integer.MIN_VALUE + 1);
            a[100] = null;
            a[101] = new float[3];
            same(name, a, b, 0, 4, 9);
            same(name, a, b, 0, 150, 151);
            same(name, a, b, 0, 150, 160);
            same(name, a, b, 0, 151, 140);
            left(name, a, b, 0, 98, 102);
            left(name, a, b, 0, 296, 303);
            left(name, a, b, 0, -4, 3);
            a[3] = null;
            left(name, a, b, 0, name.equals("part") ? 2 : name.equals("downwards") ? 3 : 4, 8);
        }
        float[] b = matrix(1, 20, random)[0];
        float[][] a = matrix(300, 20, random);
        for (String name : new String[] {"jumps", "growing"}) {
            same(name, a, b, 0, 4, 9);
            same(name, a, b, 0, 4, 20);
        }
        a[21] = null;
        left("growing", a, b, 0, 4, 20);
    }

    static void lengthBeside(double[][] a, double[][] c, int k) {
        for (int j = 0; j < c[k].length; j++) {
            c[k][j] += a.length;
        }
    }

    /** Of an array of which only the number of rows is asked no row is looked at, and the other one's rows are found all the same. */
    @Test
    void noRowsBesideSome() throws Exception {
        Compiled code = OnDemandCompiler.cpu().compile(RowWindowsTest.class.getDeclaredMethod("lengthBeside", double[][].class, double[][].class, int.class));
        for (int t = 0; t < TIMES; t++) {
            double[][] a = new double[70][20];
            double[][] c = new double[250][20];
            assertDoesNotThrow(() -> code.invoke(a, c, 200));
            assertEquals(70 * 20, Arrays.stream(c[200]).sum());
            assertEquals(70 * 20, Arrays.stream(c).flatMapToDouble(Arrays::stream).sum());
        }
    }

    /** What is wrong with other rows does not matter where the numbers of all rows that are used follow from the arguments: they have not been looked at. */
    @Test
    void otherRowsAreNotLookedAt() throws Exception {
        assumeTrue(Collector.movesNothing());
        var random = new Random(13);
        for (String name : new String[] {"fixed", "named", "variables", "branches", "gathered", "pair", "scaled", "copied"}) {
            float[] b = matrix(1, 20, random)[0];
            float[][] a = matrix(300, 20, random);
            same(name, a, b, 4, 0, 0); // so often that the calls after these do not work on copies of all rows
            a[100] = null;
            a[101] = new float[3];
            a[103] = a[104];
            same(name, a, b, 4, 0, 0);
        }
        float[][] a = matrix(300, 20, random);
        float[] b = matrix(1, 20, random)[0];
        same("helper", a, b, 4, 0, 0);
        same("helper", a, b, 297, 0, 0);
        same("chosen", a, b, 4, 0, 0);
        same("chosen", a, b, 4, 1, 0);
        left("helper", a, b, 298, 0, 0);
        left("pair", a, b, 299, 0, 0);
        left("gathered", a, b, 0, 0, 0);
        a[299] = new float[3];
        left("helper", a, b, 4, 0, 0);
        a[299] = null;
        left("helper", a, b, 4, 0, 0);
    }

    static void rows(double[][] a, double[][] c, int k) {
        for (int j = 0; j < a[k].length; j++) {
            a[k][j] += 2 * c[k + 1][j] - a[k - 1][j];
        }
    }

    static void ints(int[][] a, int[][] c, int k) {
        int j = 0;
        while (j < c[0].length) {
            a[k][j] ^= c[k + 1][j] + a[k - 1][j];
            j++;
        }
    }

    static void longs(long[][] a, long[][] c, long k) {
        for (long j = 0; j < c[0].length; j++) {
            a[(int) k][(int) j] += c[(int) k + 1][(int) j] * a[(int) k - 1][(int) j];
        }
    }

    /** A row that two arrays have may not be one that both use, and one of them writes. */
    @Test
    void rowsOfTwoArrays() throws Exception {
        assumeTrue(Collector.movesNothing());
        double[][] a = new double[300][20];
        double[][] c = new double[250][20];
        int[][] x = new int[300][20];
        int[][] y = new int[250][20];
        long[][] p = new long[300][20];
        long[][] q = new long[250][20];
        for (int i = 0; i < 5000; i++) {
            c[i / 20][i % 20] = a[i / 20][i % 20] = 1.0 / (i + 1);
            y[i / 20][i % 20] = x[i / 20][i % 20] = i * 0x9e3779b9;
            q[i / 20][i % 20] = p[i / 20][i % 20] = i * 0x9e3779b97f4a7c15L;
        }
        Compiled doubles = OnDemandCompiler.cpu().compile(RowWindowsTest.class.getDeclaredMethod("rows", double[][].class, double[][].class, int.class));
        Compiled ints = OnDemandCompiler.cpu().compile(RowWindowsTest.class.getDeclaredMethod("ints", int[][].class, int[][].class, int.class));
        Compiled longs = OnDemandCompiler.cpu().compile(RowWindowsTest.class.getDeclaredMethod("longs", long[][].class, long[][].class, long.class));
        for (int t = 0; t < 2 * TIMES; t++) {
            if (t == TIMES) {
                c[200] = a[6];
                y[200] = x[6];
            }
            double[][] expectedA = Arrays.stream(a).map(double[]::clone).toArray(double[][]::new);
            int[][] expectedX = Arrays.stream(x).map(int[]::clone).toArray(int[][]::new);
            long[][] expectedP = Arrays.stream(p).map(long[]::clone).toArray(long[][]::new);
            rows(expectedA, c, 6);
            ints(expectedX, y, 6);
            longs(expectedP, q, 6);
            doubles.invoke(a, c, 6);
            ints.invoke(x, y, 6);
            longs.invoke(p, q, 6L);
            assertArrayEquals(expectedA, a);
            assertArrayEquals(expectedX, x);
            assertArrayEquals(expectedP, p);
        }
        c[7] = a[6];
        y[7] = x[6];
        q[7] = p[6];
        assertThrows(Deopt.class, () -> doubles.invoke(a, c, 6));
        assertThrows(Deopt.class, () -> ints.invoke(x, y, 6));
        assertThrows(Deopt.class, () -> longs.invoke(p, q, 6L));
    }

    /** The clone of an array of arrays has its rows, too. */
    @Test
    void rowsOfClones() throws Exception {
        var random = new Random(14);
        float[] b = matrix(1, 20, random)[0];
        float[][] a = matrix(300, 20, random);
        try {
            code("whole");
        } catch (dev.jacobi.lift.request.Refusal e) {
            return; // it shares rows
        }
        same("whole", a, b, 4, 0, 0);
        a[5] = null;
        left("whole", a, b, 4, 0, 0);
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
