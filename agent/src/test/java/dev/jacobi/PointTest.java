package dev.jacobi;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.jit;
import static dev.jacobi.Jacobi.jvp;
import static dev.jacobi.Jacobi.linearize;
import static dev.jacobi.Jacobi.vjp;
import static dev.jacobi.Jacobi.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code vjp}, {@code linearize} and {@code jvp} at a point inside of transformed functions: what they give there is what they give outside. */
class PointTest {
    private static final double X = 0.7;

    record Pair(double a, double[] b) {
    }

    static double f(double x) {
        return x * x * x + Math.sin(x);
    }

    static double df(double x) {
        return 3 * x * x + Math.cos(x);
    }

    static double ddf(double x) {
        return 6 * x - Math.sin(x);
    }

    static double pull(double x) {
        return vjp(PointTest::f, x).pullback().apply(1.0);
    }

    static double push(double x) {
        Linearized<Double, Fn1<Double, Double>> l = linearize(PointTest::f, x);
        return l.value() * 2 + l.tangent().apply(1.0);
    }

    static double direction(double x) {
        Fn1<Double, Double> of = PointTest::f;
        ValueAndTangent<Double> v = jvp(of, new Object[] {x}, new Object[] {2.0});
        return v.value() + v.tangent();
    }

    private static void close(double expected, Object actual) {
        assertEquals(expected, (Double) actual, 1e-12 * Math.max(1, Math.abs(expected)));
    }

    @Test
    void ofNumbersInEveryTransformation() {
        Fn1<Double, Double> pull = PointTest::pull;
        close(df(X), jit(pull).apply(X));
        close(ddf(X), grad(pull).apply(X));
        close(6 - Math.cos(X), grad(grad(pull)).apply(X));
        Fn1<double[], double[]> lanes = vmap(pull);
        assertArrayEquals(new double[] {df(1), df(2), df(-3)}, lanes.apply(new double[] {1, 2, -3}), 1e-12);
        Fn1<double[], double[]> gradients = jit(vmap(grad(pull)));
        assertArrayEquals(new double[] {ddf(1), ddf(2), ddf(-3)}, gradients.apply(new double[] {1, 2, -3}), 1e-12);

        Fn1<Double, Double> push = PointTest::push;
        close(2 * f(X) + df(X), jit(push).apply(X));
        close(2 * df(X) + ddf(X), grad(push).apply(X));
        Fn1<double[], double[]> pushed = vmap(grad(push));
        assertArrayEquals(new double[] {2 * df(1) + ddf(1), 2 * df(2) + ddf(2)}, pushed.apply(new double[] {1, 2}), 1e-12);

        Fn1<Double, Double> direction = PointTest::direction;
        close(f(X) + 2 * df(X), jit(direction).apply(X));
        close(df(X) + 2 * ddf(X), grad(direction).apply(X));
    }

    static double norm(double[] w, double scale) {
        double s = 0;
        for (int i = 0; i < w.length; i++) {
            s += scale * w[i] * w[i] * w[i];
        }
        return s;
    }

    /** The squared length of the gradient, by a function that captures a number and an array. */
    static double captured(double[] w, double scale) {
        double[] shift = {1, 2, 3};
        Fn1<double[], Double> of = v -> {
            double[] t = new double[v.length];
            for (int i = 0; i < t.length; i++) {
                t[i] = v[i] + shift[i];
            }
            return norm(t, scale);
        };
        Pullback<Double, double[]> p = vjp(of, w);
        shift[0] = 100; // the pullback is of the values as they were
        double[] g = p.pullback().apply(2.0);
        double s = p.value();
        for (int i = 0; i < g.length; i++) {
            s += g[i];
        }
        return s;
    }

    @Test
    void capturedValuesAreThoseOfTheMoment() {
        double[] w = {0.5, -1, 2};
        double expected = 0;
        for (int i = 0; i < 3; i++) {
            double t = w[i] + i + 1;
            expected += 3 * t * t * t + 2 * 3 * 3 * t * t;
        }
        Fn2<double[], Double, Double> of = PointTest::captured;
        close(expected, jit(of).apply(w, 3.0));
        double[] g = grad(of).apply(w, 3.0);
        for (int i = 0; i < 3; i++) {
            double t = w[i] + i + 1;
            close(9 * t * t + 36 * t, g[i]);
        }
    }

    static double changedLater(double[] x) {
        Fn1<double[], Double> square = v -> v[0] * v[0];
        Linearized<Double, Fn1<double[], Double>> l = linearize(square, x);
        double[] copy = x.clone();
        Pullback<Double, double[]> p = vjp(square, copy);
        copy[0] = 1000;
        return l.tangent().apply(new double[] {1.0}) + p.pullback().apply(1.0)[0];
    }

    @Test
    void thePointIsThatOfTheMoment() {
        Fn1<double[], Double> of = PointTest::changedLater;
        close(4 * 3, jit(of).apply(new double[] {3}));
        assertArrayEquals(new double[] {4}, grad(of).apply(new double[] {3}), 1e-12);
    }

    static double product(double a, double b, double c) {
        return a * b * b * Math.exp(c);
    }

    static double several(double a, double b, double c) {
        Fn3<Double, Double, Double, Double> of = PointTest::product;
        Pullback<Double, Object[]> p = vjp(of, a, b, c);
        Object[] g = p.pullback().apply(1.0);
        double t = linearize(of, a, b, c).tangent().apply(1.0, 2.0, 3.0);
        double v = jvp(of, new Object[] {a, b, c}, new Object[] {1.0, 2.0, 3.0}).tangent();
        return (Double) g[0] + 10 * (Double) g[1] + 100 * (Double) g[2] + 1000 * t + 10000 * v;
    }

    static double sum5(double a, double b, double c, double d, double e) {
        return a * b + c * d * e;
    }

    static double five(double x) {
        Fn5<Double, Double, Double, Double, Double, Double> of = PointTest::sum5;
        Object[] g = vjp(of, x, 2.0, 3.0, x, 5.0).pullback().apply(1.0);
        return (Double) g[0] + (Double) g[3] + (Double) g[4] + linearize(of, x, 2.0, 3.0, x, 5.0).tangent().apply(1.0, 1.0, 1.0, 1.0, 1.0)
            + jvp(of, new Object[] {x, 2.0, 3.0, x, 5.0}, new Object[] {1.0, 1.0, 1.0, 1.0, 1.0}).value();
    }

    static double sum8(double a, double b, double c, double d, double e, double f, double g, double h) {
        return a * b + c * d * e + f * g * h;
    }

    static double eight(double x) {
        Fn8<Double, Double, Double, Double, Double, Double, Double, Double, Double> of = PointTest::sum8;
        Object[] g = vjp(of, x, 2.0, 3.0, x, 5.0, x, x, 2.0).pullback().apply(1.0);
        return (Double) g[0] + (Double) g[5] + linearize(of, x, 2.0, 3.0, x, 5.0, x, x, 2.0).tangent().apply(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0);
    }

    @Test
    void ofSeveralArguments() {
        Fn3<Double, Double, Double, Double> of = PointTest::several;
        double a = 2;
        double b = 3;
        double e = Math.exp(0.5);
        double t = b * b * e + 2 * 2 * a * b * e + 3 * a * b * b * e;
        close(b * b * e + 10 * 2 * a * b * e + 100 * a * b * b * e + 11000 * t, jit(of).apply(a, b, 0.5));
        Fn1<Double, Double> five = PointTest::five;
        double x = 1.5;
        close(2 + 15 + 3 * x + (2 + x) + (5 * x + 15 + 3 * x) + (2 * x + 15 * x), jit(five).apply(x));
        close(3 + 1 + 8 + 17, grad(five).apply(x));
        Fn1<Double, Double> eight = PointTest::eight;
        close(2 + 2 * x + (2 + x) + (5 * x + 15 + 3 * x) + (2 * x + 2 * x + x * x), jit(eight).apply(x));
        close(2 + 1 + 8 + 4 + 2 * x, grad(eight).apply(x));
    }

    static double ofPair(Pair p) {
        return p.a() * p.b()[0] * p.b()[1];
    }

    static double trees(double x) {
        Fn1<Pair, Double> of = PointTest::ofPair;
        Pair g = vjp(of, new Pair(x, new double[] {x * x, 2})).pullback().apply(1.0);
        Fn1<Map<String, double[]>, List<Double>> mapped = m -> List.of(m.get("a")[0] * m.get("b")[0], m.get("a")[0]);
        Pullback<List<Double>, Map<String, double[]>> p = vjp(mapped, Map.of("a", new double[] {x}, "b", new double[] {3}));
        Map<String, double[]> h = p.pullback().apply(List.of(1.0, 10.0));
        return g.a() + g.b()[0] + g.b()[1] + h.get("a")[0] + h.get("b")[0] + p.value().get(0);
    }

    @Test
    void ofRecordsListsAndMaps() {
        Fn1<Double, Double> of = PointTest::trees;
        close(2 * X * X + 2 * X + X * X * X + 13 + X + 3 * X, jit(of).apply(X));
        close(4 * X + 2 + 3 * X * X + 4, grad(of).apply(X));
    }

    /** Newton's method; how often it goes round depends on the number. */
    static double root(double y) {
        Fn1<Double, Double> of = z -> z * z - y;
        double x = y;
        for (int i = 0; i < 100 && Math.abs(x * x - y) > 1e-13 * y; i++) {
            Pullback<Double, Double> p = vjp(of, x);
            x -= p.value() / p.pullback().apply(1.0);
        }
        return x;
    }

    static double descent(double[] w, int n) {
        double[] x = w.clone();
        Fn1<double[], Double> loss = v -> norm(v, 0.5);
        for (int k = 0; k < n; k++) {
            double[] g = vjp(loss, x).pullback().apply(1.0);
            double along = linearize(loss, x).tangent().apply(g);
            for (int i = 0; i < x.length; i++) {
                x[i] -= 0.01 * g[i] + 0.001 * along;
            }
        }
        return norm(x, 1);
    }

    static double plainDescent(double[] w, int n) {
        double[] x = w.clone();
        for (int k = 0; k < n; k++) {
            double along = 0;
            double[] g = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                g[i] = 1.5 * x[i] * x[i];
                along += g[i] * g[i];
            }
            for (int i = 0; i < x.length; i++) {
                x[i] -= 0.01 * g[i] + 0.001 * along;
            }
        }
        return norm(x, 1);
    }

    @Test
    void inLoops() {
        Fn1<Double, Double> of = PointTest::root;
        close(3, jit(of).apply(9.0));
        assertEquals(1 / 6.0, grad(of).apply(9.0), 1e-9);
        Fn1<double[], double[]> lanes = vmap(of);
        assertArrayEquals(new double[] {1, 3, 10}, lanes.apply(new double[] {1, 9, 100}), 1e-9);
        Fn2<double[], Integer, Double> descent = PointTest::descent;
        double[] w = {1, 0.5, -0.2};
        close(plainDescent(w, 5), jit(descent).apply(w, 5));
        double[] g = grad(descent).apply(w, 5);
        for (int i = 0; i < 3; i++) {
            double[] up = w.clone();
            double[] down = w.clone();
            up[i] += 1e-6;
            down[i] -= 1e-6;
            assertEquals((plainDescent(up, 5) - plainDescent(down, 5)) / 2e-6, g[i], 1e-7);
        }
        Fn2<double[][], Integer, double[]> each = vmap(descent, 0, null);
        assertArrayEquals(new double[] {plainDescent(w, 3), plainDescent(new double[] {2, 2, 2}, 3)}, each.apply(new double[][] {w, {2, 2, 2}}, 3), 1e-12);
    }

    static double nested(double x) {
        Fn1<Double, Double> slope = y -> vjp(PointTest::f, y).pullback().apply(1.0);
        Fn1<Double, Double> curvature = y -> linearize(slope, y).tangent().apply(1.0);
        return vjp(curvature, x).pullback().apply(1.0) + linearize(grad((Double y) -> f(y)), x).tangent().apply(1.0);
    }

    @Test
    void insideOfOneAnother() {
        Fn1<Double, Double> of = PointTest::nested;
        close(6 - Math.cos(X) + ddf(X), jit(of).apply(X));
        close(Math.sin(X) + 6 - Math.cos(X), grad(of).apply(X));
        Fn1<Double, Double> whole = x -> vjp(grad((Double y) -> nested(y)), x).value();
        close(Math.sin(X) + 6 - Math.cos(X), jit(whole).apply(X));
    }

    static double chosen(double x) {
        double scale = x > 0 ? 1 : 3;
        Fn1<Double, Double> of = y -> scale * f(y);
        Pullback<Double, Double> p = x > 0 ? vjp(of, x) : vjp(of, 2 * x);
        if (x < -1) {
            return vjp((Double y) -> -y, x).pullback().apply(x);
        }
        return p.value() + p.pullback().apply(1.0);
    }

    @Test
    void behindABranch() {
        Fn1<Double, Double> of = PointTest::chosen;
        close(f(X) + df(X), jit(of).apply(X));
        close(3 * (f(-2 * X) + df(-2 * X)), jit(of).apply(-X));
        close(2, jit(of).apply(-2.0));
        close(df(X) + ddf(X), grad(of).apply(X));
        Fn1<double[], double[]> lanes = vmap(of);
        assertArrayEquals(new double[] {f(X) + df(X), 3 * (f(-2 * X) + df(-2 * X)), 2}, lanes.apply(new double[] {X, -X, -2}), 1e-12);
    }

    static double handedOn(Fn1<Double, Double> pullback, double x) {
        return pullback.apply(x) + pullback.apply(2 * x);
    }

    @Test
    void thePullbackIsAFunctionLikeAnyOther() {
        Fn1<Double, Double> of = x -> handedOn(vjp(PointTest::f, x).pullback(), 1.0);
        close(3 * df(X), jit(of).apply(X));
        Fn1<double[], double[]> lanes = x -> {
            Fn1<double[], double[]> each = vmap(vjp(PointTest::f, X).pullback());
            return each.apply(x);
        };
        assertArrayEquals(new double[] {df(X), 2 * df(X)}, jit(lanes).apply(new double[] {1, 2}), 1e-12);
    }
}
