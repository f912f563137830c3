package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.woven.Deopt;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Calls that fail after they have written where arrays lie leave these as they were, and calls that write more than they may note begin again on copies. */
class UndoLogTest {
    /** Lengths of arrays: none, some that are less than what is noted on the stack, and some that are more. */
    private static final int[] LENGTHS = {1, 2, 7, 100, 6000};
    /** So often that calls of a size no longer work on copies. */
    private static final int TIMES = 6;
    private final Map<String, Compiled> compiled = new HashMap<>();
    private final Random random = new Random(36);

    private static Method method(String name) {
        return Arrays.stream(FewWrites.class.getDeclaredMethods()).filter(m -> m.getName().equals(name)).findFirst().orElseThrow();
    }

    private static Object copy(Object a) {
        if (!a.getClass().isArray()) {
            return a;
        }
        Object b = Array.newInstance(a.getClass().getComponentType(), Array.getLength(a));
        System.arraycopy(a, 0, b, 0, Array.getLength(a));
        if (b instanceof Object[] rows) {
            Arrays.setAll(rows, k -> copy(rows[k]));
        }
        return b;
    }

    private static Object[] copies(Object... args) {
        return Arrays.stream(args).map(UndoLogTest::copy).toArray();
    }

    private Object run(String name, Object... args) throws Throwable {
        return compiled.computeIfAbsent(name, n -> OnDemandCompiler.cpu().compile(method(n))).invoke(args);
    }

    /** The compiled code does what the original does, on the same arrays several times. */
    private void same(String name, Object... args) throws Throwable {
        for (int t = 0; t < TIMES; t++) {
            Object[] expected = copies(args);
            Object result = method(name).invoke(null, expected);
            assertEquals(result, run(name, args), name);
            assertTrue(Arrays.deepEquals(expected, args), name);
        }
    }

    /** The compiled code leaves the call to the original, with nothing changed. */
    private void left(String name, Object... args) {
        for (int t = 0; t < TIMES; t++) {
            Object[] was = copies(args);
            assertThrows(Deopt.class, () -> run(name, args), name);
            assertTrue(Arrays.deepEquals(was, args), name);
        }
    }

    private int[] places(int n, int of) {
        return random.ints(n, 0, of).toArray();
    }

    /** So many writes, all within the array, and then the same with one in its last third that is not. */
    private void both(String name, IntFunction<Object> array) throws Throwable {
        for (int n : LENGTHS) {
            for (int writes : new int[] {0, 1, 2, 50, 511, 512, 513, 4000}) {
                int[] at = places(writes + writes % 2, n);
                same(name, array.apply(n), at);
                if (writes > 0) {
                    at[at.length - 1 - at.length / 3] = random.nextBoolean() ? -1 : n;
                    if (name.equals("doubles")) {
                        continue;
                    }
                    left(name, array.apply(n), at);
                }
            }
        }
    }

    @Test
    void elementsOfAllWidths() throws Throwable {
        both("bytes", n -> new byte[n]);
        both("chars", n -> "abcdefg".repeat(n).substring(0, n).toCharArray());
        both("floats", n -> copy(random(n)));
        both("flags", n -> new boolean[n]);
        both("pairs", n -> random.longs(n).toArray());
    }

    private float[] random(int n) {
        var a = new float[n];
        for (int k = 0; k < n; k++) {
            a[k] = k % 5 == 0 ? -0.0f : random.nextInt(100);
        }
        return a;
    }

    @Test
    void elementsThatAreWrittenSeveralTimes() throws Throwable {
        for (int n : new int[] {4, 5, 3000}) {
            same("swaps", random.ints(n).toArray(), places(3000, n));
            int[] at = places(3000, n);
            at[2999] = n;
            left("swaps", random.ints(n).toArray(), at);
        }
    }

    @Test
    void placesThatTheContentsTell() throws Throwable {
        for (int n : LENGTHS) {
            int[] at = places(n, n);
            same("doubles", random.doubles(n).toArray(), at);
            at[at[0]] = n;
            if (n > 2 && Arrays.stream(at).filter(k -> k == n).count() == 1) {
                left("doubles", random.doubles(n).toArray(), at.clone());
            }
            int[] parent = new int[n];
            for (int k = 0; k < n; k++) {
                parent[k] = Math.max(0, k - 1);
            }
            same("root", parent.clone(), n - 1);
            parent[0] = -1;
            left("root", parent, n - 1);
        }
    }

    @Test
    void rowsOfArraysOfArrays() throws Throwable {
        for (int n : new int[] {1, 3, 60, 400}) {
            int m = 1 + random.nextInt(50);
            int[][] a = new int[n][m];
            for (int writes : new int[] {1, 30, 5000}) {
                int[] r = places(writes, n);
                int[] c = places(writes, m);
                same("rows", a, r, c);
                c[writes - 1] = m;
                left("rows", a, r, c);
                c[writes - 1] = 0;
                r[writes - 1] = -1;
                left("rows", a, r, c);
            }
            for (int[] row : a) {
                Arrays.setAll(row, k -> random.nextInt(1 << 20));
            }
            same("walk", a, 0, 0);
            left("walk", a, n, 0);
        }
    }

    @Test
    void partsOfRows() throws Throwable {
        for (int n : new int[] {1, 5, 300}) {
            for (int m : new int[] {1, 2, 17, 600}) {
                double[][] a = new double[n][m];
                int[] rows = places(1 + random.nextInt(2 * n), n);
                same("parts", a, rows, random.doubles(m).toArray());
                same("parts", a, rows, random.doubles(m / 2).toArray());
                rows[rows.length - 1] = n;
                left("parts", a, rows, random.doubles(m).toArray());
                left("parts", a, places(3, n), random.doubles(m + 1).toArray());
            }
        }
        for (int n : LENGTHS) {
            for (int part : new int[] {0, 1, 3, 16, 700}) {
                int[] at = n < part ? new int[0] : places(20, n - part + 1);
                same("blocks", new byte[n], at, part);
                if (n >= part && part > 0) {
                    at[19] = n - part + 1;
                    left("blocks", new byte[n], at, part);
                }
            }
        }
    }

    @Test
    void partsOfColumns() throws Throwable {
        for (int n : new int[] {1, 5, 300}) {
            for (int m : new int[] {1, 2, 17, 90}) {
                double[][] a = new double[n][m];
                int[] at = places(1 + random.nextInt(2 * m), m);
                same("columns", a, at, 0, random.doubles(n).toArray());
                same("columns", a, at, n - n / 2, random.doubles(n / 2).toArray());
                at[at.length - 1] = m;
                left("columns", a, at, 0, random.doubles(n).toArray());
                left("columns", a, places(3, m), 1, random.doubles(n).toArray());
                left("columns", a, places(3, m), -1, random.doubles(n).toArray());
            }
        }
    }

    @Test
    void elementsOfAllTripsOrOfNone() throws Throwable {
        for (int n : LENGTHS) {
            same("doubled", random.doubles(n).toArray(), n, 100.0);
            same("doubled", random.doubles(n).toArray(), n, -100.0);
            same("doubled", random.doubles(n).toArray(), n / 2 + 1, 1e10);
            left("doubled", random.doubles(n).toArray(), n + 1, 100.0);
        }
    }

    @Test
    void arraysOfWhichOneIsCopied() throws Throwable {
        for (int n : LENGTHS) {
            int[] at = places(100, n);
            same("mixed", random.doubles(n).toArray(), random.ints(n).toArray(), at);
            at[99] = -1;
            left("mixed", random.doubles(n).toArray(), random.ints(n).toArray(), at);
        }
    }

    @Test
    void moreTripsThanThereIsTimeFor() throws Throwable {
        for (long n : new long[] {0, 2, 1000}) {
            same("recurrence", random.doubles(1000).toArray(), n);
        }
        for (long n : new long[] {1001, 1L << 31, 1L << 40, Long.MAX_VALUE}) {
            assertTimeoutPreemptively(Duration.ofMinutes(1), () -> left("recurrence", random.doubles(1000).toArray(), n));
        }
    }

    /** A long from which only the lower half is taken says nothing of where its elements lie. */
    @Test
    void placesThatAreLowerHalvesOfLongs() throws Throwable {
        for (long first : new long[] {0, 1L << 32, 3 - (1L << 33)}) {
            same("halves", new int[9], new int[] {0, 2, 8}, new long[] {first, 1, first}, 4L);
            left("halves", new int[9], new int[] {0, 9}, new long[] {first, 0}, 4L);
            left("halves", new int[9], new int[] {0, 1, 2}, new long[] {first, 1, 1L << 31}, 4L);
        }
    }
}
