package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.woven.Deopt;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Loops of long counters that go by a step which the program computes, as sieves have them: their indices are checked in front of them. */
class LongStepsTest {
    static void squares(byte[] a, int n, int s) {
        for (long j = (long) s * s; j <= n; j += s) {
            a[(int) j]++;
        }
    }

    static void from(byte[] a, int n, int s) {
        if (s > 0) {
            for (long j = n; j < a.length; j += s) {
                a[(int) j] += 3;
            }
        }
    }

    static void sieve(byte[] a, int n, int s) {
        for (int i = 2; i <= n; i++) {
            if (a[i] == 0) {
                for (long j = (long) i * i; j <= n; j += i) {
                    a[(int) j] = 1;
                }
            }
        }
    }

    static void ints(byte[] a, int n, int s) {
        for (int i = 2; i * i <= n; i++) {
            for (int j = i * i; j < n; j += i) {
                a[j]++;
            }
        }
    }

    private static Object[] run(Method m, Compiled code, byte[] a, int n, int s) throws IllegalAccessException {
        try {
            if (code == null) {
                m.invoke(null, a, n, s);
            } else {
                code.invoke(a, n, s);
            }
            return new Object[] {a, ""};
        } catch (InvocationTargetException | Deopt e) {
            return new Object[] {new byte[0], "left"};
        }
    }

    @Test
    void computesTheSame() throws Exception {
        for (String name : List.of("squares", "from", "sieve", "ints")) {
            Method m = LongStepsTest.class.getDeclaredMethod(name, byte[].class, int.class, int.class);
            Compiled code = OnDemandCompiler.cpu().compile(m);
            int compared = 0;
            for (int length : new int[] {0, 1, 2, 3, 7, 50, 1000}) {
                for (int n : new int[] {Integer.MIN_VALUE, -5, -1, 0, 1, 2, 6, 49, 50, 999, 1000, 46341, Integer.MAX_VALUE - 1}) {
                    for (int s : new int[] {1, 2, 3, 7, 31, 46340, 46341, 65536, Integer.MAX_VALUE, 0, -1, -2, Integer.MIN_VALUE}) {
                        // a step that leads nowhere or away from the end never ends in Java, or only by an exception
                        boolean ends = !name.equals("squares") || s > 0 || (long) s * s > n;
                        boolean wraps = name.equals("ints") && n > 1000;
                        if (ends && !wraps) {
                            Object[] java = run(m, null, new byte[length], n, s);
                            Object[] ours = run(m, code, new byte[length], n, s);
                            if (ours[1].equals("")) {
                                assertArrayEquals(java, ours, name + " " + length + " " + n + " " + s);
                                compared++;
                            }
                        }
                    }
                }
            }
            assertTrue(compared > 200, name + " ran " + compared + " times");
        }
    }

    /** No loop is left that only makes checks, and what is out of range is seen. */
    @Test
    void checksAreInFront() throws Exception {
        Method m = LongStepsTest.class.getDeclaredMethod("sieve", byte[].class, int.class, int.class);
        Compiled code = OnDemandCompiler.cpu().compile(m);
        var body = code.lifted().module().get(code.lifted().entry()).body();
        assertTrue(Regions.any(body, e -> e.prim() == Prim.CHECK), "it has checks");
        assertTrue(!Regions.any(body, e -> e.prim() == Prim.MAP && Regions.any(Regions.of(e).get(0).body(), c -> c.prim() == Prim.CHECK)), () -> code.lifted().module().toString());
        assertThrows(Deopt.class, () -> code.invoke(new byte[100], 100, 0));
    }
}
