// vmap: axes of arguments and results, batch sizes, lanes of different length, named axes.
package dev.jacobi;

import static dev.jacobi.Numeric.assertCompiled;
import static dev.jacobi.Numeric.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Against a loop over the lanes in Java. */
class VmapTest {
    static double[] scale(double[] a, double k) {
        double[] b = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            b[i] = a[i] * k;
        }
        return b;
    }

    static int steps(double x) {
        int n = 0;
        while (x > 1 && n < 1000) {
            x /= 2;
            n++;
        }
        return n;
    }

    @Test
    void axesOfArgumentsAndResults() {
        double[][] a = {{1, 2, 3}, {4, 5, 6}};
        Fn2<double[][], Double, double[][]> rows = Jacobi.vmap(VmapTest::scale, 0, null);
        assertNear(new double[][] {{2, 4, 6}, {8, 10, 12}}, rows.apply(a, 2.0));
        Fn2<double[][], Double, double[][]> columns = Jacobi.vmap(VmapTest::scale, -1, null);
        assertNear(new double[][] {{2, 8}, {4, 10}, {6, 12}}, columns.apply(a, 2.0));
        Fn2<double[][], Double, double[][]> back = Jacobi.vmap(VmapTest::scale, Axes.in(1, null).out(-1));
        assertNear(new double[][] {{2, 4, 6}, {8, 10, 12}}, back.apply(a, 2.0));
        Fn2<double[], double[], double[][]> outer = Jacobi.vmap(VmapTest::scale, null, 0);
        assertNear(new double[][] {{1, 2}, {3, 6}}, outer.apply(new double[] {1, 2}, new double[] {1, 3}));
        Fn2<double[][], double[], double[][][]> twice = Jacobi.vmap(Jacobi.vmap(VmapTest::scale, 0, null), null, 0);
        assertNear(new double[][][] {{{1, 2, 3}, {4, 5, 6}}, {{10, 20, 30}, {40, 50, 60}}}, twice.apply(a, new double[] {1, 10}));
        assertCompiled(rows, 1);
    }

    @Test
    void anyNumberOfLanes() {
        Fn2<double[][], Double, double[][]> f = Jacobi.vmap(VmapTest::scale, 0, null);
        for (int n : new int[] {0, 1, 2, 7}) {
            double[][] a = new double[n][3];
            double[][] expected = new double[n][];
            for (int i = 0; i < n; i++) {
                a[i][1] = i + 1;
                expected[i] = scale(a[i], 3);
            }
            assertNear(expected, f.apply(a, 3.0));
        }
        assertCompiled(f, 1);
    }

    static double fifth(double[] a, double x) {
        return a[5] * x;
    }

    /** What all lanes share fails when there is a lane, and only then. */
    @Test
    void withoutLanesNothingIsThrown() {
        Fn2<double[], double[], double[]> f = Jacobi.vmap(VmapTest::fifth, null, 0);
        assertArrayEquals(new double[0], f.apply(new double[2], new double[0]));
        assertThrows(ArrayIndexOutOfBoundsException.class, () -> f.apply(new double[2], new double[1]));
        assertArrayEquals(new double[] {12}, f.apply(new double[] {1, 2, 3, 4, 5, 6}, new double[] {2}));
    }

    @Test
    void lanesThatTakeDifferentNumbersOfSteps() {
        Fn1<double[], int[]> f = Jacobi.vmap(VmapTest::steps);
        double[] x = {1, 100, 1e6, Double.NaN, Double.POSITIVE_INFINITY, 3};
        int[] expected = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            expected[i] = steps(x[i]);
        }
        assertArrayEquals(expected, f.apply(x));
    }

    @Test
    void anExceptionOfALaneIsTheOneThatJavaThrows() {
        Fn1<int[], int[]> f = Jacobi.vmap((Integer i) -> 10 / i);
        assertArrayEquals(new int[] {10, 5}, f.apply(new int[] {1, 2}));
        org.junit.jupiter.api.Assertions.assertThrows(ArithmeticException.class, () -> f.apply(new int[] {1, 0}));
        assertEquals(1, Jacobi.cacheInfo(f).fallbacks());
    }

    static int digits(char[] c) {
        int n = 0;
        for (char x : c) {
            n += Character.isDigit(x) ? Character.digit(x, 10) : 0;
        }
        return n;
    }

    static double weighted(double[] w, char[] c) {
        double s = 0;
        for (int i = 0; i < c.length; i++) {
            s += Character.isLetter(c[i]) ? w[i] * Character.toUpperCase(c[i]) : 0;
        }
        return s;
    }

    @Test
    void allCharacters() {
        Fn1<char[][], int[]> f = Jacobi.vmap(VmapTest::digits);
        assertArrayEquals(new int[] {3, 0, 9}, f.apply(new char[][] {"12\u0100".toCharArray(), "x\uFFFFy".toCharArray(), "\u0664a5".toCharArray()}));
        assertCompiled(f, 1);
        assertArrayEquals(new double[] {'A', 0x39C, 0, 0x178}, Jacobi.grad(VmapTest::weighted).apply(new double[4], "a\u03BC-\u00FF".toCharArray()));
    }
}
