package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jacobi.woven.Deopt;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Strides that are only known when the method runs: whenever Java returns, whatever their sign, compiled code returns the same. */
class StridesTest {
    private static final int[] STRIDES = {-3, -2, -1, 0, 1, 2, 3, 1 << 30, Integer.MIN_VALUE};

    static void counted(double[] a, double[] b, int from, int n, int stride) {
        int j = from;
        for (int i = 0; i < n; i++) {
            b[i] = a[j];
            j += stride;
        }
    }

    static void computed(double[] a, double[] b, int from, int n, int stride) {
        for (int i = 0; i < n; i++) {
            b[i] += 2 * a[from + i * stride];
        }
    }

    static void nested(double[] a, double[] b, int from, int n, int stride) {
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < n; j++) {
                b[j] += a[from + i + j * stride];
            }
        }
    }

    static void columns(double[] a, double[] b, int from, int n, int stride) {
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < n; j++) {
                b[j * 2 + i] = a[from + i * stride - j];
            }
        }
    }

    static void written(double[] a, double[] b, int from, int n, int stride) {
        for (int i = 0; i < n; i++) {
            b[from + stride * i] = a[i] + b[from];
        }
    }

    static Stream<Method> methods() {
        return Stream.of(StridesTest.class.getDeclaredMethods()).filter(m -> m.getParameterCount() == 5);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void everyStrideThatStaysInsideIsCompiled(Method m) throws Exception {
        Compiled c = OnDemandCompiler.cpu().compile(m);
        for (int stride : STRIDES) {
            for (int from = -1; from <= 24; from += 5) {
                for (int n : new int[] {-1, 0, 1, 2, 5}) {
                    double[] expected = numbers(24);
                    double[] got = numbers(24);
                    boolean returns = true;
                    try {
                        m.invoke(null, numbers(24), expected, from, n, stride);
                    } catch (InvocationTargetException e) {
                        returns = false;
                    }
                    Object[] args = {numbers(24), got, from, n, stride};
                    if (returns) {
                        c.invoke(args);
                        assertArrayEquals(expected, got);
                    } else {
                        assertThrows(Deopt.class, () -> c.invoke(args));
                    }
                }
            }
        }
    }

    private static double[] numbers(int n) {
        double[] a = new double[n];
        for (int i = 0; i < n; i++) {
            a[i] = 1.0 / (i + 1);
        }
        return a;
    }

    static int thrown(int[] a, int stride, int c, int d) {
        if (d < stride) {
            for (int j = 0; j < a.length; j++) {
                a[0] = 1 - a[stride * j % a.length];
                if (3 < d && c == 0) {
                    throw new IllegalStateException();
                }
            }
        }
        return 4;
    }

    /** The loop is written twice, for stride 1, where the exception is never thrown, and for others. */
    @Test
    void anExceptionThatIsThrownForSomeStrides() throws Throwable {
        Compiled c = OnDemandCompiler.cpu().compile(StridesTest.class.getDeclaredMethod("thrown", int[].class, int.class, int.class, int.class));
        assertEquals(4, c.invoke(new Object[] {new int[3], 9, 1, 5}));
        assertEquals(4, c.invoke(new Object[] {new int[3], 1, 0, 0}));
        assertThrows(Deopt.class, () -> c.invoke(new Object[] {new int[3], 9, 0, 5}));
    }
}
