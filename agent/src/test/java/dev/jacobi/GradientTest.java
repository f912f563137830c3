// Gradients and other derivatives through the public interface, against differences and closed forms.
package dev.jacobi;

import static dev.jacobi.Numeric.assertCompiled;
import static dev.jacobi.Numeric.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What JAX's users know as grad, jvp, vjp, jacobians, in each order. */
class GradientTest {
    static double poly(double x) {
        return x * x + 2 * x + 1;
    }

    static double wave(double x) {
        return Math.sin(x) * Math.sin(x) + 1;
    }

    static double logistic(double[] w, double[] x, double y) {
        double s = 0;
        for (int i = 0; i < w.length; i++) {
            s += w[i] * x[i];
        }
        double p = 1 / (1 + Math.exp(-s));
        return -(y * Math.log(p) + (1 - y) * Math.log(1 - p));
    }

    static double[] mix(double[] a) {
        double[] r = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            r[i] = a[i] * a[i] * (i > 0 ? a[i - 1] : 1);
        }
        return r;
    }

    static double newton(double a) {
        double x = a;
        while (Math.abs(x * x - a) > 1e-12 * a) {
            x = 0.5 * (x + a / x);
        }
        return x;
    }

    static double inPlace(double[] p) {
        for (int i = 1; i < p.length; i++) {
            p[i] = p[i] + Math.sin(p[i - 1]);
        }
        return p[p.length - 1];
    }

    static double quartic(double x) {
        return x * x * x * x;
    }

    static float single(float[] x) {
        float s = 0;
        for (float v : x) {
            s += v * v * v;
        }
        return s;
    }

    static double triangle(double[] w) {
        double s = 0;
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j <= i; j++) {
                s += w[i % w.length] * w[j % w.length];
            }
        }
        return s;
    }

    static WithAux<Double, double[]> withAux(double[] a) {
        return new WithAux<>(a[0] * a[1], new double[] {a[0], 7});
    }

    @Test
    void theFirstAndSecondDerivativeOfAPolynomial() {
        Fn1<Double, Double> g = Jacobi.grad(GradientTest::poly);
        assertEquals(8, g.apply(3.0));
        Fn1<Double, Double> h = Jacobi.grad(g);
        assertEquals(2, h.apply(3.0));
        assertCompiled(g, 1);
        assertCompiled(h, 1);
    }

    @Test
    void threeDeep() {
        Fn1<Double, Double> f = GradientTest::quartic;
        assertNear(24 * 1.5, Jacobi.grad(Jacobi.grad(Jacobi.grad(f))).apply(1.5));
        assertNear(4 * 1.5 * 1.5 * 1.5, Jacobi.jit(Jacobi.grad(Jacobi.jit(f))).apply(1.5));
    }

    @Test
    void aFunctionOfOneNumber() {
        assertNear(Numeric.derivative(GradientTest::wave, 0.7), Jacobi.grad(GradientTest::wave).apply(0.7));
        assertNear(new ValueAndGrad<>(wave(0.7), Math.sin(1.4)), Jacobi.valueAndGrad(GradientTest::wave).apply(0.7));
    }

    @Test
    void anArrayThatIsReadInTurns() {
        Fn1<double[], double[]> g = Jacobi.grad(GradientTest::triangle);
        double[] w = {0.3, -0.8, 1.1};
        assertNear(Numeric.gradient(GradientTest::triangle, w), g.apply(w));
        assertCompiled(g, 1);
    }

    @Test
    void severalArgumentsByNumber() {
        double[] w = {0.1, -0.3};
        double[] x = {1, 2};
        Fn3<double[], double[], Double, double[]> g = Jacobi.grad(GradientTest::logistic);
        double[] byW = Numeric.gradient(v -> logistic(v, x, 1), w);
        assertNear(byW, g.apply(w, x, 1.0));
        Fn3<double[], double[], Double, Object[]> all = Jacobi.grad(GradientTest::logistic, 0, 1, -1);
        Object[] gs = all.apply(w, x, 1.0);
        assertNear(byW, gs[0]);
        assertNear(Numeric.gradient(v -> logistic(w, v, 1), x), gs[1]);
        assertNear(Numeric.derivative(v -> logistic(w, x, v), 1), gs[2]);
        Fn3<double[], double[], Double, double[]> second = Jacobi.grad(GradientTest::logistic, 1);
        assertNear(gs[1], second.apply(w, x, 1.0));
        assertCompiled(g, 1);
    }

    @Test
    void perExampleGradientsAreTheGradientsOfTheExamples() {
        Fn3<double[], double[][], double[], double[][]> pe = Jacobi.jit(Jacobi.vmap(Jacobi.grad(GradientTest::logistic), null, 0, 0));
        double[] w = {0.1, -0.3};
        double[][] x = {{1, 2}, {3, -1}, {0, 0.5}};
        double[] y = {1, 0, 1};
        double[][] got = pe.apply(w, x, y);
        for (int i = 0; i < x.length; i++) {
            assertNear(Jacobi.grad(GradientTest::logistic).apply(w, x[i], y[i]), got[i], 1e-12);
        }
        assertCompiled(pe, 1);
    }

    @Test
    void forwardAndReverseModeAgree() {
        Fn2<Double, Double, ValueAndTangent<Double>> jvp = Jacobi.jvp(GradientTest::wave);
        assertNear(new ValueAndTangent<>(wave(0.4), 2 * Math.sin(0.8)), jvp.apply(0.4, 2.0));
        Fn2<double[], double[], ValueAndGrad<double[], double[]>> vjp = Jacobi.vjp(GradientTest::mix);
        double[] a = {1, 2, 3};
        double[] u = {0.3, -1, 2};
        double[] v = {1, 0.5, -2};
        double[] g = vjp.apply(a, u).grad();
        double[] t = Jacobi.jvp(GradientTest::mix).apply(a, v).tangent();
        assertEquals(dot(u, t), dot(g, v), 1e-12);
        assertArrayEquals(mix(a), vjp.apply(a, u).value());
        assertNear(t, Jacobi.<double[], double[]>jvp(GradientTest::mix, new Object[] {a}, new Object[] {v}).tangent());
    }

    private static double dot(double[] a, double[] b) {
        double s = 0;
        for (int i = 0; i < a.length; i++) {
            s += a[i] * b[i];
        }
        return s;
    }

    @Test
    void theValueAtAPointAndItsLinearFunctions() {
        assertNear(2 * 8.0, Jacobi.linearize(GradientTest::poly, 3.0).tangent().apply(2.0));
        assertNear(16.0, Jacobi.linearize(GradientTest::poly, 3.0).value());
        assertNear(0.5 * 8.0, Jacobi.vjp(GradientTest::poly, 3.0).pullback().apply(0.5));
        Fn1<double[], double[]> many = Jacobi.vmap(Jacobi.linearize(GradientTest::poly, 3.0).tangent());
        assertNear(new double[] {8, 16, 0}, many.apply(new double[] {1, 2, 0}));
    }

    @Test
    void jacobiansOfBothModesAndTheHessian() {
        Fn1<double[], double[][]> fwd = Jacobi.jacfwd(GradientTest::mix);
        Fn1<double[], double[][]> rev = Jacobi.jacrev(GradientTest::mix);
        double[][] expected = {{2, 0, 0}, {4, 4, 0}, {0, 9, 12}};
        assertNear(expected, fwd.apply(new double[] {1, 2, 3}));
        assertNear(expected, rev.apply(new double[] {1, 2, 3}));
        Fn1<double[], double[][]> h = Jacobi.hessian((double[] a) -> a[0] * a[0] * a[1] + Math.sin(a[1]));
        assertNear(new double[][] {{4, 2}, {2, -Math.sin(2)}}, h.apply(new double[] {1, 2}));
        Fn1<double[][], double[][][]> many = Jacobi.vmap(Jacobi.hessian((double[] a) -> a[0] * a[0] * a[1]));
        assertNear(new double[][][] {{{4, 2}, {2, 0}}, {{8, 6}, {6, 0}}}, many.apply(new double[][] {{1, 2}, {3, 4}}));
    }

    @Test
    void matricesGiveJacobiansOfRankFour() {
        Fn1<double[][], double[][][][]> j = Jacobi.jacrev((double[][] a) -> new double[][] {{a[0][0] * a[1][1], a[0][1]}});
        double[][][][] got = j.apply(new double[][] {{2, 3}, {4, 5}});
        assertNear(new double[][][][] {{{{5, 0}, {0, 2}}, {{0, 1}, {0, 0}}}}, got);
        Fn1<double[][], double[][][][]> f = Jacobi.jacfwd((double[][] a) -> new double[][] {{a[0][0] * a[1][1], a[0][1]}});
        assertNear(got, f.apply(new double[][] {{2, 3}, {4, 5}}));
    }

    @Test
    void loopsOfUnknownLengthAndWritesInPlace() {
        assertNear(0.5 / Math.sqrt(2), Jacobi.grad(GradientTest::newton).apply(2.0));
        double[] p = {0.3, 0.1, -0.2, 0.5};
        double[] before = p.clone();
        Fn1<double[], double[]> g = Jacobi.grad(GradientTest::inPlace);
        assertNear(Numeric.gradient(GradientTest::inPlace, p.clone()), g.apply(p));
        assertArrayEquals(before, p, "a gradient leaves its argument alone");
    }

    @Test
    void tangentsAndCotangentsOfOtherLengths() {
        Fn1<double[], double[]> f = GradientTest::mix;
        double[] a = {1, 2, 3};
        assertThrows(JacobiException.class, () -> Jacobi.jvp(f).apply(a, new double[2]));
        assertThrows(JacobiException.class, () -> Jacobi.vjp(f).apply(a, new double[1]));
        assertThrows(JacobiException.class, () -> Jacobi.vjp(f).apply(a, new double[1000]));
    }

    @Test
    void aPointThatTheFunctionOverwrites() {
        double[] a = {3};
        Pullback<Double, double[]> p = Jacobi.vjp((double[] x) -> {
            x[0] = x[0] * x[0];
            return x[0];
        }, a);
        assertArrayEquals(new double[] {3}, a);
        a[0] = 100;
        assertEquals(9.0, p.value());
        assertArrayEquals(new double[] {6}, p.pullback().apply(1.0));
    }

    @Test
    void secondDerivativesThroughCheckpointsAndRules() {
        Fn1<Double, Double> g = Jacobi.checkpoint((Double x) -> Math.sin(x));
        assertNear(2 * Math.cos(1) - Math.sin(1), Jacobi.grad(Jacobi.grad((Double x) -> x * g.apply(x))).apply(1.0));
        Fn1<Double, Double> h = Jacobi.customJvp((Double x) -> Math.sin(x), (Double x, Double t) -> new ValueAndTangent<>(Math.sin(x), Math.cos(x) * t));
        assertNear(2 * Math.cos(1) - Math.sin(1), Jacobi.grad(Jacobi.grad((Double x) -> x * h.apply(x))).apply(1.0));
    }

    @Test
    void singlePrecision() {
        assertArrayEquals(new float[] {3, 12, 27}, Jacobi.grad(GradientTest::single).apply(new float[] {1, 2, 3}), 1e-4f);
    }

    @Test
    void whatComesBesideTheValueIsHandedThrough() {
        assertNear(new WithAux<>(new double[] {3, 2}, new double[] {2, 7}), Jacobi.grad(GradientTest::withAux, true).apply(new double[] {2, 3}));
        assertNear(new ValueAndGrad<>(new WithAux<>(6.0, new double[] {2, 7}), new double[] {3, 2}),
            Jacobi.valueAndGrad(GradientTest::withAux, true).apply(new double[] {2, 3}));
    }

    @Test
    void transformedFunctionsInsideOfTransformedFunctions() {
        Fn1<double[], double[]> g = Jacobi.grad((double[] z) -> {
            Fn1<double[], double[]> each = Jacobi.vmap(GradientTest::poly, 0);
            double[] r = each.apply(z);
            return r[0] * r[1];
        });
        assertNear(new double[] {36, 24, 0}, g.apply(new double[] {1, 2, 3}));
        Fn1<Double, Double> slope = Jacobi.grad(GradientTest::poly);
        assertNear(14.0, Jacobi.grad((Double z) -> z * slope.apply(z)).apply(3.0));
        assertNear(14.0, Jacobi.grad((Double z) -> z * Jacobi.grad(GradientTest::poly).apply(z)).apply(3.0));
        assertNear(14.0, Jacobi.grad((Double z) -> z * SLOPE.apply(z)).apply(3.0));
    }

    static final Fn1<Double, Double> SLOPE = Jacobi.grad(GradientTest::poly);

    @Test
    void checkpointsChangeNothing() {
        double[] w = {0.1, -0.3};
        assertNear(Jacobi.grad(GradientTest::logistic).apply(w, new double[] {1, 2}, 1.0),
            Jacobi.grad(Jacobi.checkpoint(GradientTest::logistic)).apply(w, new double[] {1, 2}, 1.0), 1e-12);
    }

    static double power(double x, int n) {
        return n == 0 ? 1 : x * power(x, n - 1);
    }

    @Test
    void oneRecursiveMethodInSeveralProgramsOfOneFunction() {
        Fn1<Double, Double> cube = (Double x) -> power(x, 3);
        Fn1<Double, Double> f = Jacobi.jit((Double x) -> power(x, 2) + Jacobi.grad(cube).apply(x) + Jacobi.grad(Jacobi.grad(cube)).apply(x));
        assertNear(4.0 + 12.0 + 12.0, f.apply(2.0));
        assertNear(4.0 + 12.0 + 6.0, Jacobi.grad(f).apply(2.0));
        Fn1<double[], double[][]> j = Jacobi.jacfwd((double[] x) -> new double[] {power(x[0], 2), power(x[1], 3)});
        assertNear(new double[][] {{4, 0}, {0, 27}}, j.apply(new double[] {2, 3}));
    }

    static double chain(double[] p) {
        double[] x = p.clone();
        link(x, 1);
        return x[x.length - 1];
    }

    private static void link(double[] x, int k) {
        if (k < x.length) {
            x[k] = 0.5 * x[k] + x[k - 1];
            link(x, k + 1);
        }
    }

    @Test
    void recursionIsAsDeepAsTheThreadsStackAllows() throws InterruptedException {
        double[] x = new double[20000];
        var got = new AtomicReference<double[]>();
        var deep = new Thread(null, () -> got.set(Jacobi.grad(GradientTest::chain).apply(x)), "deep", 256L << 20);
        deep.start();
        deep.join();
        double[] want = new double[x.length];
        Arrays.fill(want, 0.5);
        want[0] = 1;
        assertArrayEquals(want, got.get());
    }

    static double cubesUntil(double[] x, double[] y) {
        double s = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < y.length; j++) {
                double d = x[i] - y[j];
                s += d * d * d;
                if (y[j] > 2) {
                    break;
                }
            }
        }
        return s;
    }

    /** An element that is read in lanes and once more one by one lies where the second copy of its loop finds it. */
    @Test
    void secondDerivativesOfALoopThatIsLeftEarly() {
        Fn2<double[], double[], Double> f = GradientTest::cubesUntil;
        Fn2<double[], double[], double[][]> hessian = Jacobi.jit(Jacobi.hessian(f));
        double[][] h = hessian.apply(new double[] {1, 2, 3}, new double[] {1, 3, 2});
        assertArrayEquals(new double[] {-12, 0, 0}, h[0]);
        assertArrayEquals(new double[] {0, 0, 0}, h[1]);
        assertArrayEquals(new double[] {0, 0, 12}, h[2]);
    }
}
