package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.options.Options;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Calls whose loops are as long as their arrays say use these where they lie, give up when that takes too long, and then begin once more on copies: what they leave behind is Java's. */
class CountedTimeTest {
    /** Many more trips than there is time for. */
    private static final int LONG = 60_000_000;

    static int search(int[] a, int key) {
        int lo = 0;
        int hi = a.length - 1;
        while (lo <= hi) {
            int m = (lo + hi) >>> 1;
            if (a[m] < key) {
                lo = m + 1;
            } else if (a[m] > key) {
                hi = m - 1;
            } else {
                return m;
            }
        }
        return -(lo + 1);
    }

    /** Writes before and after a loop as long as an element says; each call changes what it finds. */
    static int steps(int[] a, int[] seen, int at) {
        seen[0]++;
        int n = a[0];
        int x = 1;
        while (n != 0) {
            n--;
            x = x * 31 ^ n;
            seen[1 + (x & 7)] += n;
        }
        seen[at] += x;
        return x;
    }

    /** Inner loops of any length, in lanes or threads. */
    static void rows(int[] ends, double[] x, double[] y) {
        for (int i = 0; i < ends.length; i++) {
            double s = 0;
            for (int k = 0; k < ends[i]; k++) {
                s += x[k & 63] * k;
            }
            y[i] += s;
        }
    }

    static int settle(int[] a) {
        int rounds = 0;
        boolean moved = true;
        while (moved) {
            moved = false;
            for (int i = 0; i + 1 < a.length; i++) {
                if (a[i] > a[i + 1]) {
                    int t = a[i];
                    a[i] = a[i + 1];
                    a[i + 1] = t;
                    moved = true;
                }
            }
            rounds++;
        }
        return rounds;
    }

    /** Asks for more trips than a number of nanoseconds can count, and leaves early. */
    static long sum(long[] a, int[] at, long[] b) {
        long s = 0;
        long n = a[0];
        for (long i = 0; i < n; i++) {
            s += b[at[(int) (i & 15)]] ^ i;
        }
        a[1] = s;
        return s;
    }

    private static Compiled compiled(String name, Class<?>... types) throws Exception {
        return new OnDemandCompiler(Options.defaults(), OnDemandCompiler.Stage.RAISED).compile(CountedTimeTest.class.getDeclaredMethod(name, types));
    }

    @Test
    void aSearchDoesNotCopyWhatItSearches() throws Throwable {
        Compiled c = compiled("search", int[].class, int.class);
        int[] a = new int[1 << 22];
        Arrays.setAll(a, i -> 3 * i);
        for (int k = 0; k < 200; k++) {
            assertEquals(search(a, 7919 * k), c.invoke(a, 7919 * k));
        }
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) {
            long start = System.nanoTime();
            for (int k = 0; k < 200; k++) {
                c.invoke(a, k);
            }
            least = Math.min(least, System.nanoTime() - start);
        }
        // Copies would take some 200 times a millisecond.
        assertTrue(least < 50_000_000, least / 1e6 + " ms");
    }

    @Test
    void aCallThatTakesLongChangesArraysOnce() throws Throwable {
        Compiled c = compiled("steps", int[].class, int[].class, int.class);
        for (int size : new int[] {16, 5000}) {
            for (int n : new int[] {3, 1000, 3, LONG, 5, LONG, 0}) {
                int[] a = new int[size];
                a[0] = n;
                int[] mine = new int[size];
                int[] javas = new int[size];
                assertEquals(steps(a, javas, 9), c.invoke(a, mine, 9));
                assertArrayEquals(javas, mine);
            }
        }
    }

    @Test
    void aCallThatFailsLateHasDoneWhatJavaDoes() throws Throwable {
        Compiled c = compiled("steps", int[].class, int[].class, int.class);
        for (int n : new int[] {3, 1000, LONG}) {
            int[] a = {n};
            int[] mine = new int[9];
            int[] javas = new int[9];
            assertThrows(ArrayIndexOutOfBoundsException.class, () -> steps(a, javas, 9));
            try {
                c.invoke(a, mine, 9);
            } catch (Throwable left) {
                // The bytecode does the call then, from the beginning.
                assertArrayEquals(new int[9], mine);
                steps2(a, mine);
            }
            assertArrayEquals(javas, mine);
        }
    }

    private static void steps2(int[] a, int[] seen) {
        assertThrows(ArrayIndexOutOfBoundsException.class, () -> steps(a, seen, 9));
    }

    @Test
    void innerLoopsOfAnyLengthAreCountedInLanesAndThreads() throws Throwable {
        Compiled c = compiled("rows", int[].class, double[].class, double[].class);
        double[] x = new double[64];
        Arrays.setAll(x, i -> 1.0 / (i + 1));
        for (int size : new int[] {3, 40, 3000}) {
            for (int n : new int[] {2, 700, LONG / size * 3, 2}) {
                int[] ends = new int[size];
                Arrays.setAll(ends, i -> i % 3 == 0 ? n : i % 5 - 1);
                double[] mine = new double[size];
                double[] javas = new double[size];
                rows(ends, x, javas);
                c.invoke(ends, x, mine);
                assertArrayEquals(javas, mine);
            }
        }
    }

    @Test
    void aLoopOfAnyNumberOfTripsThatFailsEarlyEnds() throws Throwable {
        Compiled c = compiled("sum", long[].class, int[].class, long[].class);
        int[] at = new int[16];
        at[9] = 99;
        assertEquals(10L, c.invoke(new long[] {5, 7}, at, new long[16]));
        for (long n : new long[] {100, 1L << 53, Long.MAX_VALUE / 195 + 1_000_000, 3L << 61, Long.MAX_VALUE}) {
            long[] a = {n, 7};
            assertThrows(Throwable.class, () -> c.invoke(a, at, new long[16]));
            assertArrayEquals(new long[] {n, 7}, a);
        }
    }

    @Test
    void roundsUntilNothingMoves() throws Throwable {
        Compiled c = compiled("settle", int[].class);
        for (int n : new int[] {0, 1, 7, 300, 6000}) {
            int[] mine = new int[n];
            Arrays.setAll(mine, i -> (n - i) * 7 % (n + 1));
            int[] javas = mine.clone();
            assertEquals(settle(javas), c.invoke(mine));
            assertArrayEquals(javas, mine);
        }
    }
}
