package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.woven.Deopt;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops that write where indices say and check these as they go: a call that fails in the middle and is run by the JVM then leaves what Java alone leaves. Where anything reads what is written, nothing may have changed. */
class ScatterChecksTest {
    private static final int[] WILD = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1000};

    static final class Loops {
        private Loops() {
        }

        static void scatter(int[] a, int[] b, int[] p) {
            for (int i = 0; i < p.length; i++) {
                a[p[i]] = b[i];
            }
        }

        static void gathered(int[] a, int[] b, int[] p) {
            for (int i = 0; i < p.length; i++) {
                a[p[i]] = b[p[i]] + i;
            }
        }

        static void inverse(int[] a, int[] b, int[] p) {
            int n = Math.min(p.length, b.length);
            for (int i = 0; i < n; i++) {
                a[p[i]] = i;
            }
        }

        static void both(int[] a, int[] b, int[] p) {
            for (int i = 0; i < p.length; i++) {
                b[p[i]] = i;
                a[p[i]] = 7;
            }
        }

        static int readBefore(int[] a, int[] b, int[] p) {
            int x = a[0];
            for (int i = 0; i < p.length; i++) {
                a[p[i]] = b[i] + x;
            }
            return x;
        }

        static void shifted(int[] a, int[] b, int[] p) {
            for (int i = 0; i < p.length; i++) {
                a[p[i]] = a[i] + 1;
            }
        }

        static void counted(int[] a, int[] b, int[] p) {
            for (int i = 0; i < p.length; i++) {
                a[p[i]]++;
            }
        }

        static void writtenBefore(int[] a, int[] b, int[] p) {
            for (int i = 0; i < b.length; i++) {
                b[i] += 1;
            }
            for (int i = 0; i < p.length; i++) {
                a[p[i]] = i;
            }
        }

        static void writtenAfter(int[] a, int[] b, int[] p) {
            for (int i = 0; i < p.length; i++) {
                a[p[i]] = i;
            }
            for (int i = 0; i < b.length; i++) {
                b[i] += 1;
            }
        }

        static void checkedBefore(int[] a, int[] b, int[] p) {
            if (a.length < 8) {
                throw new IllegalArgumentException();
            }
            int s = 0;
            for (int i = 0; i < p.length; i++) {
                s += b[p[i]];
            }
            for (int i = 0; i < p.length; i++) {
                a[p[i] & 7] = i;
            }
        }

        static void besidesIndices(int[] a, int[] b, int[] p) {
            int n = b.length;
            for (int i = 0; i < p.length; i++) {
                a[p[i]] = i;
                a[Math.floorMod(p[i] + 1, n)] = b[p[i]];
            }
        }
    }

    private static Method method(String name) {
        return Arrays.stream(Loops.class.getDeclaredMethods()).filter(m -> m.getName().equals(name)).findFirst().orElseThrow();
    }

    /** What a call throws, or returns. */
    private static Object plainly(Method m, Object... args) throws Exception {
        try {
            return m.invoke(null, args);
        } catch (InvocationTargetException e) {
            return e.getCause().getClass();
        }
    }

    private static int[] ints(int n, int below, Random r) {
        return r.ints(n, 0, below).toArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scatter", "gathered", "inverse", "both", "readBefore", "shifted", "counted", "writtenBefore", "writtenAfter", "checkedBefore", "besidesIndices"})
    void leavesWhatJavaLeaves(String name) throws Throwable {
        var random = new Random(3);
        Method m = method(name);
        Compiled compiled = OnDemandCompiler.cpu().compile(m);
        for (int n : new int[] {0, 1, 2, 7, 8, 100, 999}) {
            for (int bad = -1; bad < n; bad = bad < 0 ? 0 : 2 * bad + 1) {
                int[] a = ints(1000, 50, random);
                int[] b = ints(1000, 50, random);
                int[] p = ints(n, 1000, random);
                if (bad >= 0) {
                    p[bad] = WILD[bad % WILD.length];
                }
                int[] a1 = a.clone();
                int[] b1 = b.clone();
                Object expected = plainly(m, a1, b1, p);
                Object got;
                try {
                    got = compiled.invoke(a, b, p);
                    assertTrue(bad < 0, "a call that fails has ended");
                } catch (Deopt d) {
                    assertTrue(bad >= 0, "a call that does not fail has been given up");
                    got = plainly(m, a, b, p);
                }
                assertEquals(expected, got);
                assertArrayEquals(a1, a);
                assertArrayEquals(b1, b);
            }
        }
    }

    /** These are not run again as if nothing had been. */
    @ParameterizedTest
    @ValueSource(strings = {"readBefore", "shifted", "counted"})
    void whatIsReadIsNotWrittenInVain(String name) {
        Compiled compiled = OnDemandCompiler.cpu().compile(method(name));
        for (int t = 0; t < 8; t++) {
            int[] a = {1, 2, 3, 4};
            assertThrows(Deopt.class, () -> compiled.invoke(a, new int[] {5, 6, 7, 8}, new int[] {0, 1, 9, 2}));
            assertArrayEquals(new int[] {1, 2, 3, 4}, a);
        }
    }
}
