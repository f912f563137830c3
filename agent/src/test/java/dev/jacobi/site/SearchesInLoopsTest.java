package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.woven.Deopt;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches inside of loops, whose first trip stands in front of the others: they find what Java finds, be it in the first trip, later, or nowhere. */
class SearchesInLoopsTest {
    static final class Kernels {
        private Kernels() {
        }

        static int first(int[] text, int[] pattern) {
            for (int i = 0; i <= text.length - pattern.length; i++) {
                boolean same = true;
                for (int k = 0; k < pattern.length; k++) {
                    if (text[i + k] != pattern[k]) {
                        same = false;
                        break;
                    }
                }
                if (same) {
                    return i;
                }
            }
            return -1;
        }

        static int apart(int[] a, int[] pattern) {
            int n = 0;
            for (int i = 0; i < a.length; i++) {
                boolean seen = false;
                for (int k = 0; k < n; k++) {
                    if (a[k] == a[i]) {
                        seen = true;
                        break;
                    }
                }
                if (!seen) {
                    a[n++] = a[i];
                }
            }
            return n;
        }

        static long places(int[] a, int[] b) {
            long s = 0;
            int from = 0;
            for (int i = 0; i < b.length; i++) {
                int k = from;
                while (k < a.length) {
                    if (a[k] + s % 2 == b[i]) {
                        s += k;
                        from = k;
                        break;
                    }
                    k++;
                }
                s += i;
            }
            return s;
        }

        static int steps(int[] a, int[] b) {
            int s = 0;
            for (int i = 0; i < b.length; i++) {
                int at = b[i];
                int k = 0;
                while (true) {
                    if (a[at] == at || k > 9) {
                        s += k;
                        break;
                    }
                    at = a[at];
                    k++;
                }
            }
            return s;
        }
    }

    private static Object plainly(Method m, Object... args) throws Exception {
        try {
            return m.invoke(null, args);
        } catch (InvocationTargetException e) {
            return e.getCause().getClass();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"first", "apart", "places", "steps"})
    void findsWhatJavaFinds(String name) throws Throwable {
        var random = new Random(5);
        Method m = Arrays.stream(Kernels.class.getDeclaredMethods()).filter(x -> x.getName().equals(name)).findFirst().orElseThrow();
        Compiled compiled = OnDemandCompiler.cpu().compile(m);
        int left = 0;
        for (int t = 0; t < 300; t++) {
            int[] a = random.ints(random.nextInt(40), 0, 1 + random.nextInt(9)).toArray();
            int[] b = random.ints(random.nextInt(t % 3 == 0 ? 12 : 3), 0, 1 + random.nextInt(4)).toArray();
            int[] expected = a.clone();
            Object result = plainly(m, expected, b);
            Object got;
            try {
                got = compiled.invoke(a, b);
            } catch (Deopt d) {
                left++;
                got = plainly(m, a, b);
            }
            assertEquals(result, got, name);
            assertArrayEquals(expected, a, name);
        }
        assertTrue(left < 200, left + " calls were left to Java");
    }
}
