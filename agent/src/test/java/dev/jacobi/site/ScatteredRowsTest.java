package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jacobi.woven.Deopt;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that lie anywhere in the heap, in any order, and move between calls: compiled code finds them, and sees which are the same. */
class ScatteredRowsTest {
    private static final int TIMES = 12;
    private static Compiled add;
    private static Compiled scaled;

    static void add(float[][] a, float[][] b) {
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                b[i][j] += 2 * a[i][j] + i;
            }
        }
    }

    static double[][] scaled(double[][] a) {
        var b = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                b[i][j] = a[i][j] * 3 + j;
            }
        }
        return b;
    }

    @BeforeAll
    static void compile() throws NoSuchMethodException {
        add = OnDemandCompiler.cpu().compile(ScatteredRowsTest.class.getDeclaredMethod("add", float[][].class, float[][].class));
        scaled = OnDemandCompiler.cpu().compile(ScatteredRowsTest.class.getDeclaredMethod("scaled", double[][].class));
    }

    private static float[][] matrix(int n, int m, Random random) {
        var a = new float[n][m];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                a[i][j] = random.nextInt(100);
            }
        }
        Collections.shuffle(Arrays.asList(a), random);
        return a;
    }

    private static float[][] copy(float[][] a) {
        return Arrays.stream(a).map(float[]::clone).toArray(float[][]::new);
    }

    @Test
    void rowsAreFoundWhereverTheyLie() throws Throwable {
        var random = new Random(5);
        for (int t = 0; t < TIMES; t++) {
            for (int[] shape : new int[][] {{1, 700}, {2, 300}, {3, 300}, {1000, 3}, {70_000, 1}, {130, 37}}) {
                float[][] a = matrix(shape[0], shape[1], random);
                float[][] b = matrix(shape[0], shape[1], random);
                float[][] c = copy(b);
                float[][] was = b.clone();
                add(a, c);
                if (t % 3 == 0 && shape[0] > 3) {
                    System.gc();
                }
                add.invoke(a, b);
                assertArrayEquals(c, b);
                for (int i = 0; i < b.length; i++) {
                    assertSame(was[i], b[i]);
                }
            }
        }
    }

    @Test
    void newRowsOfAnyLength() throws Throwable {
        for (int t = 0; t < TIMES; t++) {
            for (int[] shape : new int[][] {{1, 700}, {2000, 2}, {300, 0}, {90, 90}}) {
                var a = new double[shape[0]][shape[1]];
                for (int i = 0; i < a.length; i++) {
                    Arrays.setAll(a[i], j -> j - t0(a));
                }
                assertArrayEquals(scaled(a), (double[][]) scaled.invoke((Object) a));
            }
        }
    }

    private static int t0(double[][] a) {
        return a.length % 7;
    }

    /** With sharing the original is to run, and nothing has changed; rows are told apart by marks on the stack, in memory of their own, and, where they lie far apart, by a set. */
    @ParameterizedTest
    @CsvSource({"500, 0", "20000, 0", "20000, 2000"})
    void sharedRowsAreSeen(int n, int apart) throws Throwable {
        var random = new Random(6);
        for (int t = 0; t < TIMES; t++) {
            var between = new byte[n][];
            float[][] a = matrix(n, 4, random);
            float[][] b = new float[n][];
            for (int i = 0; i < n; i++) {
                b[i] = new float[] {i, 1, 2, 3};
                between[i] = new byte[apart];
            }
            if (t % 2 == 0) {
                b[random.nextInt(n / 2)] = b[n / 2 + random.nextInt(n / 2)];
            } else {
                a[random.nextInt(n)] = b[random.nextInt(n)];
            }
            float[][] was = copy(b);
            assertThrows(Deopt.class, () -> add.invoke(a, b));
            assertArrayEquals(was, b);
            // what is only read may share
            a[1] = a[0];
            float[][] c = matrix(n, 4, random);
            float[][] expected = copy(c);
            add(a, expected);
            add.invoke(a, c);
            assertArrayEquals(expected, c);
            assertEquals(apart, between[n - 1].length);
        }
    }

    /** Rows as G1 leaves them, in pieces that go backwards, and others in pieces that go both ways: any two of them that are the same are seen, and none are where all differ. */
    @ParameterizedTest
    @CsvSource({"4, 3", "31, 7", "32, 10", "33, 10", "34, 33", "65, 16", "96, 50", "97, 1", "300, 50", "300, 2"})
    void piecesOfRowsAreToldApart(int n, int piece) throws Throwable {
        var rows = new float[2 * n][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[] {i, 1, 2};
        }
        float[][] a = pieces(Arrays.copyOf(rows, n), piece, 1);
        float[][] b = pieces(Arrays.copyOfRange(rows, n, 2 * n), piece, 2);
        float[][] expected = copy(b);
        add(a, expected);
        add.invoke(a, b);
        assertArrayEquals(expected, b);
        var random = new Random(n);
        for (int k = 0; k < 4 * n; k++) {
            int i = k < n ? k : random.nextInt(n);
            int j = k < n ? (k + 1) % n : random.nextInt(n);
            float[] was = b[i];
            b[i] = b[j];
            assertEquals(i == j, runs(a, b), () -> i + " and " + j);
            b[i] = was;
            was = a[i];
            a[i] = b[j];
            assertEquals(false, runs(a, b), () -> i + " and " + j);
            a[i] = was;
        }
    }

    /** Rows in pieces of which one out of {@code each} goes backwards. */
    private static float[][] pieces(float[][] rows, int piece, int each) {
        for (int i = 0; i < rows.length; i += piece) {
            if (i / piece % each == 0) {
                Collections.reverse(Arrays.asList(rows).subList(i, Math.min(rows.length, i + piece)));
            }
        }
        return rows;
    }

    private static boolean runs(float[][] a, float[][] b) throws Throwable {
        try {
            add.invoke(a, b);
            return true;
        } catch (Deopt e) {
            return false;
        }
    }
}
