package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jacobi.lift.request.Lifted;
import dev.jacobi.stub.size.ResultSizes;
import dev.jacobi.woven.Deopt;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Results whose Java arrays are made, uncleared, in front of the call: whatever the loops write, and however often, the caller sees what Java would have put there. */
class GivenResultsTest {
    /** Small arrays are worked on in copies, large ones where they lie; the largest are not cleared. */
    private static final int[] LENGTHS = {0, 1, 7, 300, 1023, 1024, 5000};

    record Two(float[] sum, double[] half, int n) {
    }

    static float[] whole(float[] x, int k) {
        var r = new float[x.length];
        for (int i = 0; i < r.length; i++) {
            r[i] = x[i] + k;
        }
        return r;
    }

    static float[] from(float[] x, int k) {
        var r = new float[x.length];
        for (int i = k; i < r.length; i++) {
            r[i] = x[i];
        }
        return r;
    }

    static float[] everySecond(float[] x, int k) {
        var r = new float[2 * x.length + 1];
        for (int i = 0; i < x.length; i++) {
            r[2 * i] = x[i];
        }
        return r;
    }

    static float[] onCondition(float[] x, int k) {
        var r = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            if (x[i] > k) {
                r[i] = x[i];
            }
        }
        return r;
    }

    static double[] running(float[] x, int k) {
        var r = new double[x.length + 1];
        for (int i = 0; i < x.length; i++) {
            r[i + 1] = r[i] + x[i];
        }
        return r;
    }

    static long[] asked(float[] x, int k) {
        var r = new long[k * 300 - 2];
        for (int i = 0; i < r.length; i++) {
            r[i] = i * 3L;
        }
        return r;
    }

    static byte[] bytes(float[] x, int k) {
        var r = new byte[x.length];
        for (int i = 0; i < r.length; i++) {
            r[i] = (byte) (x[i] * k);
        }
        return r;
    }

    static boolean[] booleans(float[] x, int k) {
        var r = new boolean[x.length];
        for (int i = 0; i < r.length; i++) {
            r[i] = x[i] > k;
        }
        return r;
    }

    static float[] lateCheck(float[] x, int k) {
        var r = new float[x.length];
        for (int i = 0; i < r.length; i++) {
            r[i] = x[(int) x[i] & 4095];
        }
        return r;
    }

    static Two two(float[] x, int k) {
        var r = new float[x.length];
        var h = new double[x.length];
        for (int i = 0; i < r.length; i++) {
            r[i] = x[i] + k;
            h[i] = x[i] / 2;
        }
        return new Two(r, h, k);
    }

    static float[] eitherLength(float[] x, int k) {
        var r = new float[k > 2 ? x.length : 3];
        for (int i = 0; i < r.length; i++) {
            r[i] = i;
        }
        return r;
    }

    static float[] filledByBranches(float[] x, int k) {
        var r = new float[x.length];
        if (x.length > 500) {
            for (int i = 0; i < r.length; i++) {
                r[i] = x[i] + k;
            }
        } else {
            for (int i = 1; i < r.length; i += 2) {
                r[i] = r[i - 1] + x[i];
            }
        }
        return r;
    }

    static float[] triangleOfBlocks(float[] x, int k) {
        var r = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            r[i] = x[i];
            for (int j = 0; j < i; j++) {
                r[i] -= 0.01f * r[j];
            }
        }
        return r;
    }

    static float[] writtenTwice(float[] x, int k) {
        var r = new float[x.length];
        for (int i = 0; i < r.length; i++) {
            r[i] = x[i];
        }
        for (int i = 0; i + 1 < r.length; i++) {
            r[i] += r[i + 1];
        }
        return r;
    }

    static float[][] rows(float[] x, int k) {
        var r = new float[k + 1][x.length];
        for (int i = 0; i < r.length; i++) {
            for (int j = 0; j < x.length; j++) {
                r[i][j] = x[j] * i;
            }
        }
        return r;
    }

    static double[][] rowsInParts(float[] x, int k) {
        var r = new double[k + 3][x.length];
        for (int i = 1; i < r.length; i++) {
            for (int j = 0; j < x.length; j++) {
                if (x[j] != k) {
                    r[i][j] = r[i - 1][j] + x[j];
                }
            }
        }
        return r;
    }

    static float[][] rowsInPasses(float[] x, int k) {
        var r = new float[k + 3][x.length];
        for (int i = 0; i < r.length; i++) {
            float sum = 0;
            for (int j = 0; j < x.length; j++) {
                r[i][j] = x[j] * i + k;
                sum += r[i][j];
            }
            for (int j = 0; j < x.length; j++) {
                r[i][j] /= sum;
            }
        }
        return r;
    }

    static float[][] rowsThatReadTheNext(float[] x, int k) {
        var r = new float[k + 3][x.length];
        for (int i = 0; i < r.length; i++) {
            for (int j = 0; j < x.length; j++) {
                r[i][j] = x[j] + i;
            }
            int next = Math.min(i + 1, r.length - 1);
            for (int j = 0; j < x.length; j++) {
                r[i][j] += r[next][j];
            }
        }
        return r;
    }

    static int[][] columns(float[] x, int k) {
        var r = new int[40][x.length];
        for (int j = 0; j < x.length; j++) {
            for (int i = 0; i < 40; i++) {
                r[i][j] = (int) x[j] + i;
            }
        }
        return r;
    }

    static float[][] rowsOfNumbersAlone(float[] x, int k) {
        var r = new float[k * 100][k * 500];
        for (int i = 0; i < r.length; i++) {
            for (int j = 0; j < r[0].length; j++) {
                r[i][j] = i - j;
            }
        }
        return r;
    }

    static float[][] rowsOfProducts(float[] x, int k) {
        var r = new float[20][x.length];
        for (int i = 0; i < 20; i++) {
            for (int j = 0; j < x.length; j++) {
                for (int l = 0; l < x.length && l < 30; l++) {
                    r[i][j] += x[l] * (i + j);
                }
            }
        }
        return r;
    }

    static float[][] rowsWithLateCheck(float[] x, int k) {
        var r = new float[k + 2][x.length];
        for (int i = 0; i < r.length; i++) {
            for (int j = 0; j < x.length; j++) {
                r[i][j] = x[(int) x[j] & 1023];
            }
        }
        return r;
    }

    static float[][][] cubes(float[] x, int k) {
        var r = new float[k + 1][3][x.length];
        for (int i = 0; i < r.length; i++) {
            for (int j = 0; j < 3; j++) {
                for (int l = 0; l < x.length; l++) {
                    r[i][j][l] = x[l] * i + j;
                }
            }
        }
        return r;
    }

    static double[][][] cubesInParts(float[] x, int k) {
        var r = new double[2][k + 2][x.length];
        for (int i = 0; i < 2; i++) {
            for (int j = 1; j < k + 2; j++) {
                for (int l = 0; l < x.length; l++) {
                    if (x[l] != k) {
                        r[i][j][l] = r[i][j - 1][l] + x[l] + i;
                    }
                }
            }
        }
        return r;
    }

    static int[][][] points(float[] x, int k) {
        var r = new int[x.length][2][3];
        for (int i = 0; i < x.length; i++) {
            r[i][1][2] = (int) x[i];
            r[i][0][1] = r[i][1][2] + k;
        }
        return r;
    }

    static short[][][][] fourAxes(float[] x, int k) {
        var r = new short[2][k + 1][5][x.length];
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j <= k; j++) {
                for (int l = 0; l < x.length; l++) {
                    r[i][j][4][l] = (short) (x[l] + j);
                }
            }
        }
        return r;
    }

    static double[][][] cubesFull(float[] x, int k) {
        var r = new double[2][k + 1][x.length];
        for (double[][] a : r) {
            for (double[] b : a) {
                java.util.Arrays.fill(b, -1);
            }
        }
        for (int l = 0; l < x.length; l++) {
            r[l & 1][k][l] = x[l];
        }
        return r;
    }

    static Stream<Method> methods() {
        return Stream.of(GivenResultsTest.class.getDeclaredMethods()).filter(m -> m.getParameterCount() == 2 && m.getParameterTypes()[0] == float[].class);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void resultsAreThoseOfJava(Method m) throws Exception {
        Compiled c = OnDemandCompiler.cpu().compile(m);
        for (int n : LENGTHS) {
            for (int k = -1; k < 4; k++) {
                var x = new float[n];
                for (int i = 0; i < n; i++) {
                    x[i] = i % 7 - 2;
                }
                for (int again = 0; again < 3; again++) {
                    compare(m, c, x, k);
                }
            }
        }
    }

    /** Else the results above would say nothing of arrays that are made before. */
    @ParameterizedTest
    @MethodSource("methods")
    void arraysAreMadeInFrontOfTheCall(Method m) {
        Lifted l = OnDemandCompiler.cpu().compile(m).lifted();
        Set<Integer> expected = m.getReturnType() == Two.class ? Set.of(0, 1) : Set.of(0);
        assertEquals(expected, ResultSizes.of(Object[].class.isAssignableFrom(m.getReturnType()), ResultSizes.of(l)));
    }

    private static void compare(Method m, Compiled c, float[] x, int k) throws Exception {
        String what = m.getName() + " " + x.length + " " + k;
        try {
            same(m.invoke(null, x, k), c.invoke(x, k), what);
        } catch (InvocationTargetException e) {
            assertThrows(Deopt.class, () -> c.invoke(x, k), what);
        }
    }

    private static void same(Object expected, Object result, String what) {
        if (expected instanceof Two t) {
            assertArrayEquals(t.sum, ((Two) result).sum, what);
            assertArrayEquals(t.half, ((Two) result).half, what);
            assertEquals(t.n, ((Two) result).n);
        } else {
            assertArrayEquals(new Object[] {expected}, new Object[] {result}, what);
        }
    }

    static long[] ofNumbers(int n) {
        var r = new long[n];
        for (int i = 0; i < n; i++) {
            r[i] = (long) i * i;
        }
        return r;
    }

    @Test
    void lengthsMayBeAllThatThereIs() throws Exception {
        Compiled c = OnDemandCompiler.cpu().compile(GivenResultsTest.class.getDeclaredMethod("ofNumbers", int.class));
        for (int n : new int[] {0, 5, 399, 401, 100_000, 100_000, 100_000}) {
            assertArrayEquals(ofNumbers(n), (long[]) c.invoke(n));
        }
        assertThrows(Deopt.class, () -> c.invoke(-1));
    }

    record Twice(float[][][] one, float[][][] other) {
    }

    static Twice twice(float[] x) {
        var r = new float[3][2][x.length];
        for (int i = 0; i < 3; i++) {
            for (int l = 0; l < x.length; l++) {
                r[i][1][l] = x[l] + i;
            }
        }
        return new Twice(r, r);
    }

    @Test
    void aResultThatComesTwiceIsOneObject() throws Exception {
        Compiled c = OnDemandCompiler.cpu().compile(GivenResultsTest.class.getDeclaredMethod("twice", float[].class));
        for (int n : LENGTHS) {
            var t = (Twice) c.invoke((Object) new float[n]);
            assertSame(t.one, t.other);
            assertArrayEquals(twice(new float[n]).one, t.one);
        }
    }

    static float[] itself(float[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i]++;
        }
        return x;
    }

    @Test
    void anArgumentComesBackAsItselfAndNewArraysAreNew() throws Exception {
        OnDemandCompiler engine = OnDemandCompiler.cpu();
        var x = new float[2000];
        Compiled c = engine.compile(GivenResultsTest.class.getDeclaredMethod("itself", float[].class));
        assertSame(x, c.invoke((Object) x));
        assertEquals(1, x[1999]);
        Compiled whole = engine.compile(GivenResultsTest.class.getDeclaredMethod("whole", float[].class, int.class));
        assertNotSame(whole.invoke(x, 1), whole.invoke(x, 1));
    }
}
