package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.woven.Deopt;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays that a method only writes are written where they lie: a call that fails in the middle and is run by the JVM then leaves what Java alone leaves, whatever loops and branches the writes stand in. */
class RepeatableWritesTest {
    private static final int SIZE = 60;

    static final class Kernels {
        private Kernels() {
        }

        static void line(int[] out, int[] in, int[] by, int x) {
            int dx = Math.abs(in[0] - x);
            int dy = -Math.abs(in[1]);
            int e = dx + dy;
            int px = x;
            int py = 0;
            while (px != in[0] || py != in[1]) {
                out[py * 8 + px] = 7;
                int twice = 2 * e;
                if (twice >= dy) {
                    e += dy;
                    px += px < in[0] ? 1 : -1;
                }
                if (twice <= dx) {
                    e += dx;
                    py++;
                }
            }
        }

        static void lines(int[] out, int[] in, int[] by, int x) {
            for (int k = 0; k + 1 < in.length; k++) {
                int d = 2 * in[k + 1] - in[k];
                int y = 0;
                for (int c = x; c <= in[k]; c++) {
                    out[y * 8 + c] = k;
                    if (d > 0) {
                        y++;
                        d -= 2 * in[k];
                    }
                    d += 2 * in[k + 1];
                }
            }
        }

        static int runs(int[] out, int[] in, int[] by, int x) {
            int o = 0;
            for (int i = 0; i < in.length; i++) {
                for (int k = 0; k < in[i]; k++) {
                    out[o++] = by[i];
                }
            }
            return o;
        }

        static int merge(int[] out, int[] in, int[] by, int x) {
            int i = 0;
            int j = 0;
            int k = x;
            while (i < in.length && j < by.length) {
                if (in[i] < by[j]) {
                    out[k++] = in[i++];
                } else {
                    out[k++] = by[j++];
                }
            }
            return k;
        }

        static void checkedBehind(int[] out, int[] in, int[] by, int x) {
            for (int i = 0; i < in.length; i++) {
                out[i % 8] = in[i];
                by[in[i] + x] += 1;
            }
        }

        static void twoLoops(int[] out, int[] in, int[] by, int x) {
            for (int i = 0; i < in.length; i++) {
                out[i] = i;
            }
            for (int i = 0; i < in.length; i++) {
                by[in[i] + x]++;
            }
        }

        static int sums(int[] out, int[] in, int[] by, int x) {
            int s = 0;
            for (int i = 0; i < in.length; i++) {
                out[i] = 3;
                s += by[in[i] + x];
            }
            return s;
        }

        static int scatteredSums(int[] out, int[] in, int[] by, int x) {
            int s = 0;
            for (int i = 0; i < in.length; i++) {
                out[in[i]] = 3;
                s += by[in[i] + x];
            }
            return s;
        }

        static void rows(int[][] out, int[] in, int[] by, int x) {
            int y = x;
            for (int i = 0; i < in.length; i++) {
                out[y & 7][in[i] & 15] = i;
                y = in[i] > 3 ? y + 1 : y - by[i];
            }
        }

        static void readOnce(int[] out, int[] in, int[] by, int x) {
            for (int i = 0; i < in.length; i++) {
                out[in[i] + x] = in[i] == 5 ? out[0] + 1 : i;
            }
        }
    }

    private static Object plainly(Method m, Object... args) throws Exception {
        try {
            return m.invoke(null, args);
        } catch (InvocationTargetException e) {
            return e.getCause().getClass();
        }
    }

    private static Object copy(Object a) {
        if (!a.getClass().isArray()) {
            return a;
        }
        Object b = Array.newInstance(a.getClass().getComponentType(), Array.getLength(a));
        for (int k = 0; k < Array.getLength(a); k++) {
            Array.set(b, k, copy(Array.get(a, k)));
        }
        return b;
    }

    @ParameterizedTest
    @ValueSource(strings = {"line", "lines", "runs", "merge", "checkedBehind", "twoLoops", "sums", "scatteredSums", "rows", "readOnce"})
    void leavesWhatJavaLeaves(String name) throws Throwable {
        var random = new Random(11);
        Method m = Arrays.stream(Kernels.class.getDeclaredMethods()).filter(x -> x.getName().equals(name)).findFirst().orElseThrow();
        Compiled compiled = OnDemandCompiler.cpu().compile(m);
        int failed = 0;
        int ended = 0;
        for (int t = 0; t < 400; t++) {
            int n = 2 + random.nextInt(12);
            int most = t % 3 == 0 ? 5 : 9;
            Object out = name.equals("rows") ? new int[t % 2 == 0 ? 8 : 5][t % 5 == 0 ? 12 : 16] : random.ints(t % 2 == 0 ? SIZE : 40 - random.nextInt(35), 0, 9).toArray();
            Object[] args = {out, random.ints(n, 0, most).sorted().toArray(), random.ints(t % 4 == 0 ? n : SIZE, 0, most).sorted().toArray(), random.nextInt(t % 7 == 0 ? 9 : 2)};
            Object[] expected = (Object[]) copy(args);
            Object result = plainly(m, expected);
            Object got;
            try {
                got = compiled.invoke(args);
                ended++;
            } catch (Deopt d) {
                failed++;
                got = plainly(m, args);
            }
            assertEquals(result, got, name);
            assertTrue(Arrays.deepEquals(expected, args), name);
        }
        assertTrue(failed > 10 && ended > 10, failed + " calls failed, " + ended + " ended");
    }
}
