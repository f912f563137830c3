package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.Fn2;
import dev.jacobi.Fn3;
import dev.jacobi.Jacobi;
import dev.jacobi.ValueAndGrad;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Code for calls that show the same few elements each time: the same results as before, and the general code for all other calls. */
class FewElementsCodeTest extends SiteFixture {
    private static final String NOTE = "run code in which that is a constant";

    static double[] median(double[] x, int r) {
        double[] out = new double[x.length];
        double[] w = new double[2 * r + 1];
        for (int i = r; i < x.length - r; i++) {
            for (int j = -r; j <= r; j++) {
                w[j + r] = x[i + j];
            }
            Arrays.sort(w);
            out[i] = w[r];
        }
        return out;
    }

    static double[][] turned(double[][] points, double[][] by) {
        double[][] out = new double[points.length][by.length];
        for (int i = 0; i < points.length; i++) {
            for (int a = 0; a < by.length; a++) {
                for (int b = 0; b < by[0].length; b++) {
                    out[i][a] += by[a][b] * points[i][b];
                }
            }
        }
        return out;
    }

    static void filter(double[] x, double[] taps, double[] y) {
        for (int i = 0; i < y.length; i++) {
            double s = 0;
            for (int k = 0; k < taps.length; k++) {
                s += taps[k] * x[i + k];
            }
            y[i] = s;
        }
    }

    static double forward(double[] x, double[][] a, double[] start) {
        double[] f = start.clone();
        double sum = 0;
        for (int t = 0; t < x.length; t++) {
            double[] g = new double[a.length];
            for (int j = 0; j < a.length; j++) {
                for (int i = 0; i < a.length; i++) {
                    g[j] += f[i] * a[i][j];
                }
                g[j] *= Math.abs(x[t]);
            }
            for (int j = 0; j < a.length; j++) {
                f[j] = g[j];
            }
            sum += f[0];
        }
        return sum;
    }

    /** A curve by its control points, which each trip copies and works on in place. */
    static double[][] curve(double[] x, double[] y, int n) {
        double[][] out = new double[n][2];
        for (int i = 0; i < n; i++) {
            double t = i / (double) n;
            double[] p = x.clone();
            double[] q = y.clone();
            for (int k = p.length - 1; k > 0; k--) {
                for (int j = 0; j < k; j++) {
                    p[j] = (1 - t) * p[j] + t * p[j + 1];
                    q[j] = (1 - t) * q[j] + t * q[j + 1];
                }
            }
            out[i][0] = p[0];
            out[i][1] = q[0];
        }
        return out;
    }

    private static double[] numbers(int n, int seed) {
        double[] x = new double[n];
        Arrays.setAll(x, i -> Math.sin(i * 0.7 + seed) * 1.1);
        return x;
    }

    private static double[][] matrix(int n, int m, int seed) {
        double[][] x = new double[n][];
        Arrays.setAll(x, i -> numbers(m, seed + i));
        return x;
    }

    @Test
    void anArgumentThatIsTheSameEachTime() throws Throwable {
        MethodHandle f = prologue(site("policy=always", "median"));
        for (int k = 0; k < 9; k++) {
            double[] x = numbers(50 + k, k);
            assertArrayEquals(median(x, 2), (double[]) f.invokeExact(x, 2));
        }
        assertEquals("calls with argument 1 = 2 " + NOTE, stats("median").note());
        for (int r : new int[] {0, 1, 3, 2, 5, 30, 2}) {
            double[] x = numbers(40, r);
            assertArrayEquals(median(x, r), (double[]) f.invokeExact(x, r));
        }
        assertArrayEquals(new double[] {0, 0, 0}, (double[]) f.invokeExact(numbers(3, 1), 2));
        assertThrows(NegativeArraySizeException.class, () -> { double[] y = (double[]) f.invokeExact(new double[9], -3); });
        assertThrows(NullPointerException.class, () -> { double[] y = (double[]) f.invokeExact((double[]) null, 2); });
    }

    @Test
    void numbersThatChangeMakeNoCode() throws Throwable {
        MethodHandle f = prologue(site("policy=always", "median"));
        for (int k = 0; k < 60; k++) {
            double[] x = numbers(30, k);
            assertArrayEquals(median(x, 1 + k % 3), (double[]) f.invokeExact(x, 1 + k % 3));
        }
        assertEquals("", stats("median").note());
    }

    @Test
    void largeNumbersMakeNoCode() throws Throwable {
        MethodHandle f = prologue(site("policy=always", "filter"));
        for (int k = 0; k < 20; k++) {
            double[] y = new double[100];
            double[] expected = new double[100];
            filter(numbers(200, k), numbers(40, 1), expected);
            f.invokeExact(numbers(200, k), numbers(40, 1), y);
            assertArrayEquals(expected, y);
        }
        assertEquals("", stats("filter").note());
    }

    /** Lengths of arrays and of rows; null, empty and jagged ones; one array in two places. */
    @Test
    void lengthsThatAreTheSameEachTime() throws Throwable {
        MethodHandle f = prologue(site("policy=always", "turned"));
        for (int k = 0; k < 9; k++) {
            double[][] p = matrix(20 + k, 3, k);
            assertArrayEquals(turned(p, matrix(3, 3, 5)), (double[][]) f.invokeExact(p, matrix(3, 3, 5)));
        }
        assertTrue(stats("turned").note().endsWith(NOTE), stats("turned").note());
        assertFalse(stats("turned").note().contains("length of argument 0"), stats("turned").note());
        double[][] p = matrix(5, 3, 1);
        assertArrayEquals(turned(p, matrix(4, 2, 5)), (double[][]) f.invokeExact(p, matrix(4, 2, 5)));
        double[][] same = matrix(3, 3, 1);
        assertArrayEquals(turned(same, same), (double[][]) f.invokeExact(same, same));
        assertArrayEquals(new double[0][], (double[][]) f.invokeExact(new double[0][], matrix(3, 3, 5)));
        double[][] jagged = {{1, 2, 3}, {1, 2}, {1, 2, 3}};
        assertThrows(ArrayIndexOutOfBoundsException.class, () -> { double[][] y = (double[][]) f.invokeExact(matrix(3, 3, 1), jagged); });
        assertArrayEquals(new double[5][3], (double[][]) f.invokeExact(p, new double[3][0]));
        assertThrows(NullPointerException.class, () -> { double[][] y = (double[][]) f.invokeExact(p, new double[][] {null, {1, 2, 3}, {4, 5, 6}}); });
        assertThrows(NullPointerException.class, () -> { double[][] y = (double[][]) f.invokeExact(p, (double[][]) null); });
    }

    /** Arrays that trips make as long as arguments are numbers, also of those whose length no loop asks for. */
    @Test
    void copiesThatTripsMake() throws Throwable {
        MethodHandle f = prologue(site("policy=always", "curve"));
        for (int k = 0; k < 9; k++) {
            assertArrayEquals(curve(numbers(5, k), numbers(5, k + 1), 20), (double[][]) f.invokeExact(numbers(5, k), numbers(5, k + 1), 20));
        }
        assertEquals("calls with length of argument 0 = 5, length of argument 1 = 5 " + NOTE, stats("curve").note());
        for (int n : new int[] {1, 2, 5, 6, 30}) {
            assertArrayEquals(curve(numbers(n, 1), numbers(n + 1, 2), 7), (double[][]) f.invokeExact(numbers(n, 1), numbers(n + 1, 2), 7));
        }
        assertThrows(ArrayIndexOutOfBoundsException.class, () -> { double[][] z = (double[][]) f.invokeExact(numbers(5, 1), numbers(4, 1), 3); });
        assertThrows(ArrayIndexOutOfBoundsException.class, () -> { double[][] z = (double[][]) f.invokeExact(new double[0], new double[0], 3); });
        assertArrayEquals(new double[0][], (double[][]) f.invokeExact(new double[0], new double[0], 0));
    }

    /** What is written into a given array, also where it is one of the others. */
    @Test
    void givenArrays() throws Throwable {
        MethodHandle f = prologue(site("policy=always", "filter"));
        for (int k = 0; k < 12; k++) {
            double[] x = numbers(60, k);
            double[] expected = x.clone();
            if (k < 9) {
                double[] y = new double[40];
                double[] want = new double[40];
                filter(x, numbers(5, 2), want);
                f.invokeExact(x, numbers(5, 2), y);
                assertArrayEquals(want, y);
            } else {
                double[] same = Arrays.copyOf(x, 40 + k);
                double[] wanted = same.clone();
                boolean ends = fails(() -> filter(wanted, numbers(5, 2), wanted));
                assertEquals(ends, fails(() -> { f.invokeExact(same, numbers(5, 2), same); }));
                assertArrayEquals(wanted, same);
            }
            assertArrayEquals(expected, x);
            assertTrue(k != 8 || stats("filter").note().endsWith(NOTE), stats("filter").note());
        }
    }

    private interface Task {
        void run() throws Throwable;
    }

    private static boolean fails(Task t) throws Throwable {
        try {
            t.run();
            return false;
        } catch (ArrayIndexOutOfBoundsException e) {
            return true;
        }
    }

    /** Derivatives have the same bits before there is such code, with it, and after calls with other numbers. */
    @Test
    void derivativesKeepTheirBits() {
        Fn3<double[], double[][], double[], Double> f = FewElementsCodeTest::forward;
        Fn3<double[], double[][], double[], ValueAndGrad<Double, double[][]>> g = Jacobi.valueAndGrad(f, 1);
        double[] x = numbers(30, 1);
        ValueAndGrad<Double, double[][]> first = g.apply(x, matrix(3, 3, 2), numbers(3, 4));
        assertEquals(forward(x, matrix(3, 3, 2), numbers(3, 4)), first.value());
        for (int k = 0; k < 12; k++) {
            ValueAndGrad<Double, double[][]> now = g.apply(x, matrix(3, 3, 2), numbers(3, 4));
            assertEquals(first.value(), now.value());
            assertArrayEquals(first.grad(), now.grad());
        }
        assertEquals(forward(x, matrix(5, 5, 2), numbers(5, 4)), g.apply(x, matrix(5, 5, 2), numbers(5, 4)).value());
        assertArrayEquals(first.grad(), g.apply(x, matrix(3, 3, 2), numbers(3, 4)).grad());
    }

    @Test
    void functionsOfFewElements() {
        Fn2<double[], Integer, double[]> f = Jacobi.jit(FewElementsCodeTest::median);
        for (int k = 0; k < 20; k++) {
            double[] x = numbers(30 + k % 7, k);
            int r = k == 15 ? 4 : 2;
            assertArrayEquals(median(x, r), f.apply(x, r));
        }
    }
}
