package dev.jacobi.gradients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Fn4;
import dev.jacobi.Jacobi;
import dev.jacobi.gradients.programs.Lattices;
import org.junit.jupiter.api.Test;

/** What a branch that is not taken would have computed, infinite or not a number, leaves gradients alone, also where it was computed before the branch. */
class NotTakenTest {
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;

    static double withoutNaNs(double w, double[] x) {
        double s = 0;
        for (int i = 0; i < x.length; i++) {
            if (!Double.isNaN(x[i])) {
                s += w * x[i];
            }
        }
        return s;
    }

    static double withContinue(double w, double[] x) {
        double s = 0;
        for (double v : x) {
            if (v == Double.POSITIVE_INFINITY) {
                continue;
            }
            s += w * w * v;
        }
        return s;
    }

    static double ternary(double x) {
        return x > 1e300 ? 1 : x * x;
    }

    static double earlyReturn(double x) {
        if (x <= 0) {
            return 5 * x;
        }
        return x * Math.log(x);
    }

    static double before(double x) {
        double inverse = 1 / x;
        return x != 0 ? x * inverse * inverse : 5 * x;
    }

    static double nested(double x) {
        double l = Math.log(x);
        return x > 0 ? x > 1 ? l * x : l + x : 3 * x;
    }

    static double clipped(double x) {
        return Math.max(Math.log(x), -10);
    }

    static double loopInBranch(double x, double[] t) {
        double y = Math.log(x);
        if (x > 0) {
            double s = 0;
            for (double v : t) {
                s += Math.sin(v * y);
            }
            return s;
        }
        return 3 * x;
    }

    static double roots(double[] x, double[] t) {
        double s = 0;
        for (int k = 0; k < x.length; k++) {
            double y = Math.sqrt(x[k]);
            if (x[k] > 0) {
                s += Math.exp(-y) * t[k];
            } else {
                s += 2 * x[k];
            }
        }
        return s;
    }

    @Test
    void sumsOverSomeElements() {
        var got = Jacobi.valueAndGrad(NotTakenTest::withoutNaNs).apply(0.5, new double[] {1, NAN, 3});
        assertEquals(2.0, got.value());
        assertEquals(4.0, got.grad());
        Fn2<Double, double[], double[]> byX = Jacobi.grad(NotTakenTest::withoutNaNs, 1);
        assertArrayEquals(new double[] {0.5, 0, 0.5}, byX.apply(0.5, new double[] {1, NAN, 3}));
        Fn2<Double, double[], Double> w = Jacobi.grad(NotTakenTest::withContinue);
        assertEquals(12.0, w.apply(1.5, new double[] {1, INF, 3}));
    }

    static double away(double t, double[] a, double[] b, double from) {
        double[] x = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            x[i] = t * t * a[i];
        }
        double d = Lattices.warping(x, b) - from;
        return d * d;
    }

    /** Where nothing has a cotangent because it is zero, and not for ever, the derivative's derivative is that of all trips. */
    @Test
    void derivativesOfNoDerivative() {
        double[] a = {0.3, 0.9, 0.2, 0.8, 0.1, 0.7};
        double[] b = {0.2, 0.35, 1.1, 0.15, 0.6, 0.05, 0.9};
        double least = Math.sqrt(away(1, a, b, 0));
        Fn4<Double, double[], double[], Double, Double> first = Jacobi.grad(NotTakenTest::away);
        assertEquals(0.0, first.apply(1.0, a, b, least));
        double slope = (Math.sqrt(away(1 + 1e-6, a, b, 0)) - Math.sqrt(away(1 - 1e-6, a, b, 0))) / 2e-6;
        Fn4<Double, double[], double[], Double, Double> second = Jacobi.grad(first);
        assertEquals(2 * slope * slope, second.apply(1.0, a, b, least), 1e-6);
    }

    @Test
    void scalars() {
        at(NotTakenTest::ternary, INF, 0);
        at(NotTakenTest::ternary, 3, 6);
        at(NotTakenTest::earlyReturn, 0, 5);
        at(NotTakenTest::earlyReturn, 1, 1);
        at(NotTakenTest::before, 0, 5);
        at(NotTakenTest::before, 2, -0.25);
        at(NotTakenTest::nested, 0, 3);
        at(NotTakenTest::nested, 0.5, 3);
        at(NotTakenTest::nested, 2, Math.log(2) + 1);
        at(NotTakenTest::clipped, 0, 0);
        at(NotTakenTest::clipped, 2, 0.5);
    }

    private static void at(Fn1<Double, Double> f, double x, double expected) {
        Fn1<Double, Double> g = Jacobi.grad(f);
        assertEquals(expected, g.apply(x));
        Fn1<double[], double[]> lanes = Jacobi.vmap(g);
        assertArrayEquals(new double[] {expected, g.apply(1.5), expected}, lanes.apply(new double[] {x, 1.5, x}));
    }

    @Test
    void secondDerivatives() {
        assertEquals(0.0, Jacobi.grad(Jacobi.grad(NotTakenTest::nested)).apply(0.0));
        assertEquals(0.5, Jacobi.grad(Jacobi.grad(NotTakenTest::nested)).apply(2.0));
        assertEquals(0.0, Jacobi.grad(Jacobi.grad(NotTakenTest::before)).apply(0.0));
    }

    @Test
    void branchesWithLoops() {
        Fn2<Double, double[], Double> g = Jacobi.grad(NotTakenTest::loopInBranch);
        assertEquals(3.0, g.apply(0.0, new double[] {1, 2, 3}));
        assertEquals(6.0, g.apply(1.0, new double[] {1, 2, 3}));
        Fn2<double[], double[], double[]> r = Jacobi.grad(NotTakenTest::roots);
        assertArrayEquals(new double[] {2, -Math.exp(-1), 2, -Math.exp(-2)}, r.apply(new double[] {0, 1, -2, 4}, new double[] {1, 2, 3, 4}), 1e-15);
    }
}
