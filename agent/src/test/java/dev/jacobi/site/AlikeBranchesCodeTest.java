package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Jacobi;
import dev.jacobi.report.MethodStats;
import java.lang.invoke.MethodHandle;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Functions that both branches compute, of different values: in lanes, behind them, and their derivatives. */
class AlikeBranchesCodeTest extends SiteFixture {
    private static final double[] EDGES = {0, -0.0, 1e-320, -1e-320, 1, -1, 37, -37, 745, -745.2, 800, -800, 1e300, -1e300, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};

    static double[] sigmoid(double[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            if (x[i] >= 0) {
                y[i] = 1 / (1 + Math.exp(-x[i]));
            } else {
                double e = Math.exp(x[i]);
                y[i] = e / (1 + e);
            }
        }
        return y;
    }

    static double[] softplus(double[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i] > 0 ? x[i] + Math.log1p(Math.exp(-x[i])) : Math.log1p(Math.exp(x[i]));
        }
        return y;
    }

    static double[] powers(double[] x) {
        double[] y = new double[x.length];
        double last = 0;
        for (int i = 0; i < x.length; i++) {
            if (x[i] > 0.0031308) {
                last = Math.pow(x[i], 1 / 2.4) * 1.055 - 0.055;
                y[i] = last;
            } else if (x[i] < -3) {
                y[i] = -Math.pow(-x[i], 0.3) + Math.sin(x[i]);
            } else {
                y[i] = x[i] * 12.92;
            }
        }
        y[0] += last;
        return y;
    }

    private static double[] numbers() {
        var random = new Random(7);
        double[] x = new double[101];
        for (int i = 0; i < x.length; i++) {
            x[i] = i < EDGES.length ? EDGES[i] : random.nextGaussian() * 4;
        }
        return x;
    }

    /** With Java's own functions, to the bit. */
    @Test
    void asJavaHasThem() throws Throwable {
        double[] x = numbers();
        for (String name : new String[] {"sigmoid", "softplus", "powers"}) {
            MethodHandle f = prologue(site("policy=always,math=jvm", name));
            double[] want = switch (name) {
                case "sigmoid" -> sigmoid(x);
                case "softplus" -> softplus(x);
                default -> powers(x);
            };
            assertArrayEquals(want, (double[]) f.invokeExact(x), name);
            assertEquals(MethodStats.State.COMPILED, stats(name).state(), name);
        }
    }

    static double logistic(double s) {
        return s > 0 ? Math.log1p(Math.exp(-s)) : Math.log1p(Math.exp(s)) - s;
    }

    @Test
    void derivatives() {
        Fn1<Double, Double> first = Jacobi.grad((Fn1<Double, Double>) AlikeBranchesCodeTest::logistic);
        Fn1<Double, Double> second = Jacobi.grad(first);
        Fn1<double[], double[]> rows = Jacobi.vmap(Jacobi.grad((Fn1<Double, Double>) AlikeBranchesCodeTest::logistic), 0);
        double[] all = rows.apply(new double[] {-30, -2, -0.5, 0, 0.5, 2, 30});
        int k = 0;
        for (double s : new double[] {-30, -2, -0.5, 0, 0.5, 2, 30}) {
            double p = 1 / (1 + Math.exp(-s));
            assertEquals(p - 1, first.apply(s), 1e-15, "at " + s);
            assertEquals(p * (1 - p), second.apply(s), 1e-15, "at " + s);
            assertEquals(p - 1, all[k++], 1e-15, "at " + s);
        }
    }

    static double far(double w, double x) {
        return x > 1e160 ? Math.exp(-w) : Math.exp(-(x * x) * w);
    }

    static double[] guarded(double[] t, int[] k, double[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            if (x[i] > 0) {
                double j = t[k[i]];
                y[i] = Math.exp(Math.max(x[i], j)) * j;
            } else {
                y[i] = Math.exp(Math.max(x[i], 0.0));
            }
        }
        return y;
    }

    /** The square that is not chosen is infinite, and has no part in the derivative. */
    @Test
    void whatIsNotChosenHasNoDerivative() {
        Fn2<Double, Double, Double> slope = Jacobi.grad((Fn2<Double, Double, Double>) AlikeBranchesCodeTest::far);
        assertEquals(-Math.exp(-0.5), slope.apply(0.5, 1e170), 1e-15);
        assertEquals(-4 * Math.exp(-2.0), slope.apply(0.5, 2.0), 1e-15);
    }

    /** Only one of the branches reads, at places that data say. */
    @Test
    void elementsOfOneBranch() throws Throwable {
        MethodHandle f = prologue(site("policy=always,math=jvm", "guarded"));
        double[] t = {0.5, -2, 3};
        assertArrayEquals(guarded(t, new int[] {2, 9, 0, -1}, new double[] {1, -1, 2, -3}), (double[]) f.invokeExact(t, new int[] {2, 9, 0, -1}, new double[] {1, -1, 2, -3}));
        assertEquals(MethodStats.State.COMPILED, stats("guarded").state());
        assertThrows(ArrayIndexOutOfBoundsException.class, () -> { double[] y = (double[]) f.invokeExact(t, new int[] {2, 2_000_000_000}, new double[] {1, 1}); });
    }
}
