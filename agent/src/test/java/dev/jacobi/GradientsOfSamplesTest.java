package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Gradients of loops over samples that make a row each, in forms of which the compiler once found no end. */
class GradientsOfSamplesTest {
    static double chosen(double[] w, int[] p) {
        double loss = 0;
        for (int i = 0; i < p.length; i++) {
            double[] z = new double[w.length];
            for (int j = 0; j < w.length; j++) {
                z[j] = w[j];
            }
            if (p[i] > 0) {
                loss += z[p[i]];
            }
            if (p[i] > 1) {
                loss += w[p[i]] + 3 * w[0];
            }
        }
        return loss;
    }

    /** One choice adds to the argument's cotangent, the other one to that of a row of the trip. */
    @Test
    void twoChoices() {
        double[] w = {1, 2, 3};
        int[] p = {1, 2, 0};
        double[] expected = {3, 1, 2};
        Fn2<double[], int[], Double> f = GradientsOfSamplesTest::chosen;
        assertArrayEquals(expected, Jacobi.grad(f).apply(w, p));
        Fn2<double[][], int[][], double[][]> all = Jacobi.vmap(Jacobi.grad(f));
        assertArrayEquals(new double[][] {expected, {0, 2, 0}}, all.apply(new double[][] {w, w}, new int[][] {p, {1, 1, 0}}));
    }

    static double logSumExp(double[] w, double[] x) {
        double s = 0;
        for (int i = 0; i < x.length; i++) {
            double[] z = new double[w.length];
            double m = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < w.length; k++) {
                double q = 0;
                for (int d = 0; d <= k; d++) {
                    q += w[d] * x[i];
                }
                z[k] = q;
                if (z[k] > m) {
                    m = z[k];
                }
            }
            double t = 0;
            for (int k = 0; k < w.length; k++) {
                t += Math.exp(z[k] - m);
            }
            s += m + Math.log(t);
        }
        return s;
    }

    /** The loop that makes the row finds its greatest element, too. */
    @Test
    @Timeout(120)
    void aRowAndItsGreatestElement() {
        double[] w = {0.3, -0.2, 0.5};
        double[] x = {1, -2, 0.7, 0.1};
        Fn2<double[], double[], Double> f = GradientsOfSamplesTest::logSumExp;
        double[] g = Jacobi.grad(f).apply(w, x);
        var expected = new double[w.length];
        double h = 1e-6;
        for (int k = 0; k < w.length; k++) {
            double before = w[k];
            w[k] = before + h;
            double more = logSumExp(w, x);
            w[k] = before - h;
            expected[k] = (more - logSumExp(w, x)) / (2 * h);
            w[k] = before;
        }
        assertArrayEquals(expected, g, 1e-8);
    }
}
