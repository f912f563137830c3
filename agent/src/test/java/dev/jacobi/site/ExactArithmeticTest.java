package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.woven.Deopt;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code Math.addExact} and its like in compiled code: results where there are any, and calls that are left to Java where it throws. */
class ExactArithmeticTest {
    private static final long[] EDGES = {0, 1, -1, 2, -2, 3, 7, 46340, 46341, -46341, 65536, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE - 1L, Integer.MIN_VALUE + 1L, 1L << 31, 1L << 32, 3037000499L,
        3037000500L, -3037000500L, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE - 1, Long.MIN_VALUE + 1, Long.MAX_VALUE / 3, Long.MIN_VALUE / 2};

    static long sums(int x, int y, long p, long q) {
        return Math.addExact(x, y);
    }

    static long differences(int x, int y, long p, long q) {
        return Math.subtractExact(x, y);
    }

    static long products(int x, int y, long p, long q) {
        return Math.multiplyExact(x, y);
    }

    static long longSums(int x, int y, long p, long q) {
        return Math.addExact(p, q);
    }

    static long longDifferences(int x, int y, long p, long q) {
        return Math.subtractExact(p, q);
    }

    static long longProducts(int x, int y, long p, long q) {
        return Math.multiplyExact(p, q);
    }

    static long mixed(int x, int y, long p, long q) {
        return Math.multiplyExact(p, y) + Math.negateExact(x);
    }

    /** The same question as a value, which nothing leaves to Java. */
    static long asked(int x, int y, long p, long q) {
        int s = x + y;
        long d = p - q;
        long m = p * q;
        return (((x ^ s) & (s ^ y)) < 0 ? 1 : 0) + (((p ^ q) & (d ^ p)) >= 0 ? 2 : 0) + (Math.multiplyHigh(q, p) != m >> 63 ? 4 : 0) + (((x ^ s) & (x ^ y)) < 0 ? 8 : 0);
    }

    static long overArrays(int[] a, long[] b, int[] sums, long[] products) {
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            sums[i] = Math.addExact(a[i], 7);
            products[i] = Math.multiplyExact(b[i], 3L);
            sum = Math.subtractExact(Math.addExact(sum, b[i]), a[i]);
        }
        return sum;
    }

    private static Object result(Method m, Object... args) throws IllegalAccessException {
        try {
            return m.invoke(null, args);
        } catch (InvocationTargetException e) {
            return "left";
        }
    }

    private static Object result(Compiled code, Object... args) {
        try {
            return code.invoke(args);
        } catch (Deopt e) {
            return "left";
        }
    }

    @Test
    void ofNumbers() throws Exception {
        for (String name : List.of("sums", "differences", "products", "longSums", "longDifferences", "longProducts", "mixed", "asked")) {
            Method m = ExactArithmeticTest.class.getDeclaredMethod(name, int.class, int.class, long.class, long.class);
            Compiled code = OnDemandCompiler.cpu().compile(m);
            for (long p : EDGES) {
                for (long q : EDGES) {
                    assertEquals(result(m, (int) p, (int) q, p, q), result(code, (int) p, (int) q, p, q), name + " " + p + " " + q);
                }
            }
        }
    }

    @Test
    void ofArrays() throws Exception {
        Method m = ExactArithmeticTest.class.getDeclaredMethod("overArrays", int[].class, long[].class, int[].class, long[].class);
        Compiled code = OnDemandCompiler.cpu().compile(m);
        int left = 0;
        for (int n : new int[] {0, 1, 2, 9, 100}) {
            for (int at = -1; at < n; at += 1 + n / 7) {
                for (long edge : EDGES) {
                    int[] a = new int[n];
                    long[] b = new long[n];
                    Arrays.setAll(a, i -> i * 3 - 5);
                    Arrays.setAll(b, i -> i * 7L - 11);
                    if (at >= 0) {
                        a[at] = (int) edge;
                        b[at] = edge;
                    }
                    Object[] java = {a, b, new int[n], new long[n]};
                    Object[] ours = {a, b, new int[n], new long[n]};
                    Object expected = result(m, java);
                    assertEquals(expected, result(code, ours), n + " " + at + " " + edge);
                    left += expected.equals("left") ? 1 : 0;
                    assertTrue(expected.equals("left") || Arrays.deepEquals(java, ours), () -> "arrays of " + n);
                }
            }
        }
        assertTrue(left > 50, "many throw");
    }
}
