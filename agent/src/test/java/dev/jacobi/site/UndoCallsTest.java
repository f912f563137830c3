package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.woven.Deopt;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Functions that are called write where the arrays of the entry's caller lie: calls that fail, however deep, leave these as they were. */
class UndoCallsTest {
    /** So often that calls of a size no longer work on copies. */
    private static final int TIMES = 6;
    private final Map<String, Compiled> compiled = new HashMap<>();
    private final Random random = new Random(40);

    private static Method method(String name) {
        return Arrays.stream(CalledWrites.class.getDeclaredMethods()).filter(m -> m.getName().equals(name)).findFirst().orElseThrow();
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
        return Arrays.stream(args).map(UndoCallsTest::copy).toArray();
    }

    private Object run(String name, Object... args) throws Throwable {
        return compiled.computeIfAbsent(name, n -> OnDemandCompiler.cpu().compile(method(n))).invoke(args);
    }

    private void same(String name, Object... args) throws Throwable {
        for (int t = 0; t < TIMES; t++) {
            Object[] expected = copies(args);
            Object[] own = copies(args);
            Object result = method(name).invoke(null, expected);
            assertEquals(result, run(name, own), name);
            assertTrue(Arrays.deepEquals(expected, own), name);
        }
    }

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

    /** A square of zeros within ones; {@code open}: one of its sides is the array's end. */
    private static int[] square(int w, int side, boolean open) {
        int[] a = new int[w * w];
        Arrays.fill(a, 1);
        int first = open ? w - side : 2;
        for (int y = first; y < first + side; y++) {
            Arrays.fill(a, y * w + first, y * w + first + side, 0);
        }
        return a;
    }

    @Test
    void picturesThatAreFilled() throws Throwable {
        for (int side : new int[] {1, 4, 30}) {
            int w = 100;
            same("fill", square(w, side, false), w, 2 * w + 2, 0, 7);
            left("fill", square(w, side, true), w, (w - side) * w + w - side, 0, 7);
            short[][] rows = new short[w][w];
            int[] flat = square(w, side, false);
            for (int y = 0; y < w; y++) {
                for (int x = 0; x < w; x++) {
                    rows[y][x] = (short) flat[y * w + x];
                }
            }
            same("fillRows", rows, 2, 2, (short) 0);
            same("fillRows", rows, 0, 0, (short) 3);
            left("fillRows", rows, 0, 0, (short) 1);
            left("fillRows", rows, 0, w, (short) 1);
        }
    }

    @Test
    void sets() throws Throwable {
        for (int n : new int[] {1, 9, 5000}) {
            int[] parent = new int[n];
            Arrays.setAll(parent, k -> Math.max(0, k - 1 - k % 3));
            same("find", parent, n - 1);
            same("union", parent, new int[n], n - 1, n / 2);
            parent[0] = -1;
            left("find", parent, n - 1);
            left("union", parent, new int[n], n - 1, 0);
            Arrays.setAll(parent, k -> k);
            if (n > 1) {
                left("union", parent, new int[n / 2], n - 1, n / 3);
            }
        }
    }

    @Test
    void partsOfArraysThatAreMerged() throws Throwable {
        for (int n : new int[] {1, 2, 17, 600, 9000}) {
            int[] a = random.ints(n).toArray();
            same("merge", a, new int[n], 0, n);
            same("merge", a, new int[n], n / 3, n / 2);
            same("sorted", a, n);
            left("merge", a, new int[n], 0, n + 1);
            left("sorted", a, n + 5);
            if (n > 2) {
                left("merge", a, new int[n / 2], 0, n);
            }
        }
    }

    @Test
    void functionsThatCallEachOther() throws Throwable {
        for (int n : new int[] {1, 7, 300}) {
            int[] at = places(200, n);
            int[] bad = at.clone();
            bad[random.nextInt(at.length)] = n;
            same("even", random.doubles(n).toArray(), at, 0);
            left("even", random.doubles(n).toArray(), bad, 0);
            same("changing", new byte[n], new byte[n], at, 0);
            left("changing", new byte[n], new byte[n], bad, 0);
        }
    }

    @Test
    void rowsThatFunctionsAreGiven() throws Throwable {
        char[][] words = {"abcde".toCharArray(), "vwxyz".toCharArray(), "33333".toCharArray()};
        for (int row = 0; row < 3; row++) {
            same("orders", words, row, 0);
            same("orders", words, row, 3);
            left("orders", words, row, -1);
        }
        left("orders", words, 3, 0);
        same("cubes", new float[3][4][5], 1, 2, 3, 300);
        left("cubes", new float[3][4][5], 1, 2, 5, 300);
        for (int n : new int[] {1, 3, 40}) {
            int[] rows = places(30, n);
            same("sums", new double[n][20], rows, random.doubles(20).toArray());
            same("sums", new double[n][20], rows, random.doubles(3).toArray());
            left("sums", new double[n][20], rows, random.doubles(21).toArray());
            rows[29] = -1;
            left("sums", new double[n][20], rows, random.doubles(3).toArray());
        }
    }

    @Test
    void deeperThanTheStackIs() throws Throwable {
        same("deep", random.ints(50).toArray(), 100);
        left("deep", random.ints(50).toArray(), 100_000_000);
    }

    @Test
    void callsOfWhichNothingTellsHowManyThereAre() throws Throwable {
        for (int n : new int[] {1, 20, 3000}) {
            int[] next = places(n, n);
            same("wander", next, new int[n], 0, 3);
            next[next[0]] = n;
            left("wander", next, new int[n], 0, 3);
        }
    }

    @Test
    void functionsThatAreCalledInSeveralWays() throws Throwable {
        same("onceAndTwice", new int[9], new int[7], 5, 6);
        left("onceAndTwice", new int[9], new int[0], 5, 6);
        same("givenAndOwn", new double[6][6], 6, 3);
        left("givenAndOwn", new double[6][6], 7, 3);
    }
}
