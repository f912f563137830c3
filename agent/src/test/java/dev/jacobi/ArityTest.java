// Every transformation takes functions of one to eight arguments, whatever these are.
package dev.jacobi;

import static dev.jacobi.Numeric.assertCompiled;
import static dev.jacobi.Numeric.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions of five to eight numbers, arrays and records, through each transformation. */
class ArityTest {
    record Gain(double by, double[] w) {
    }

    static double five(double a, double[] x, Gain g, double b, double c) {
        double s = a * b * c;
        for (int i = 0; i < x.length; i++) {
            s += x[i] * x[i] * g.w()[i] * a;
        }
        return s * g.by();
    }

    static double six(double a, double[] x, Gain g, double b, double c, float d) {
        return five(a, x, g, b, c) * d;
    }

    static double seven(double a, double[] x, Gain g, double b, double c, float d, double[] y) {
        return six(a, x, g, b, c, d) + y[0] * y[1] * a;
    }

    static double eight(double a, double[] x, Gain g, double b, double c, float d, double[] y, int n) {
        return seven(a, x, g, b, c, d, y) * n;
    }

    private static final double[] X = {1, 2};
    private static final double[] DX = {0.5, -1};
    private static final Gain G = new Gain(2, new double[] {3, 0.25});
    private static final Gain DG = new Gain(0.5, new double[] {1, -2});
    private static final double[] Y = {4, 5};
    private static final double[] DY = {-1, 1};

    /** The derivative of one of the functions in the direction in which all arguments move. */
    private static double slope(int n) {
        return Numeric.derivative(t -> {
            double a = 1.5 + t;
            double[] x = {1 + 0.5 * t, 2 - t};
            Gain g = new Gain(2 + 0.5 * t, new double[] {3 + t, 0.25 - 2 * t});
            double b = -1 + 2 * t;
            double c = 0.5 - t;
            double s = five(a, x, g, b, c);
            double[] y = {4 - t, 5 + t};
            s = n > 5 ? s * (2 + t) : s;
            s = n > 6 ? s + y[0] * y[1] * a : s;
            return n > 7 ? s * 3 : s;
        }, 0);
    }

    private static final Args5<Double, double[], Gain, Double, Double> AT5 = new Args5<>(1.5, X, G, -1.0, 0.5);
    private static final Args5<Double, double[], Gain, Double, Double> TO5 = new Args5<>(1.0, DX, DG, 2.0, -1.0);
    private static final Args6<Double, double[], Gain, Double, Double, Float> AT6 = new Args6<>(1.5, X, G, -1.0, 0.5, 2f);
    private static final Args6<Double, double[], Gain, Double, Double, Float> TO6 = new Args6<>(1.0, DX, DG, 2.0, -1.0, 1f);
    private static final Args7<Double, double[], Gain, Double, Double, Float, double[]> AT7 = new Args7<>(1.5, X, G, -1.0, 0.5, 2f, Y);
    private static final Args7<Double, double[], Gain, Double, Double, Float, double[]> TO7 = new Args7<>(1.0, DX, DG, 2.0, -1.0, 1f, DY);
    private static final Args8<Double, double[], Gain, Double, Double, Float, double[], Integer> AT8 = new Args8<>(1.5, X, G, -1.0, 0.5, 2f, Y, 3);
    private static final Args8<Double, double[], Gain, Double, Double, Float, double[], Integer> TO8 = new Args8<>(1.0, DX, DG, 2.0, -1.0, 1f, DY, 0);

    @ParameterizedTest
    @ValueSource(strings = {"grad", "valueAndGrad", "jvp", "vjp", "linearize", "jacfwd", "jacrev", "hessian", "vmap", "jit", "checkpoint", "customJvp", "customVjp", "ir",
        "lower"})
    void aMethodForEachNumber(String name) {
        for (int n = 1; n <= 8; n++) {
            String type = "Fn" + n;
            List<Method> found = Arrays.stream(Jacobi.class.getMethods()).filter(m -> m.getName().equals(name) && m.getParameterTypes()[0].getSimpleName().equals(type)).toList();
            assertTrue(!found.isEmpty(), name + " of " + type);
        }
    }

    @Test
    void forwardMode() {
        var d5 = Jacobi.jvp(ArityTest::five);
        assertNear(new ValueAndTangent<>(five(1.5, X, G, -1.0, 0.5), slope(5)), d5.apply(AT5, TO5));
        assertCompiled(d5, 1);
        assertNear(slope(6), Jacobi.jvp(ArityTest::six).apply(AT6, TO6).tangent(), 1e-5);
        assertNear(slope(7), Jacobi.jvp(ArityTest::seven).apply(AT7, TO7).tangent(), 1e-5);
        assertNear(slope(8), Jacobi.jvp(ArityTest::eight).apply(AT8, TO8).tangent(), 1e-5);
        assertNear(slope(8), Jacobi.jvp(ArityTest::eight, new Object[] {1.5, X, G, -1.0, 0.5, 2f, Y, 3}, new Object[] {1.0, DX, DG, 2.0, -1.0, 1f, DY, 0}).tangent(), 1e-5);
    }

    @Test
    void atAPoint() {
        assertNear(slope(5), Jacobi.linearize(ArityTest::five, 1.5, X, G, -1.0, 0.5).tangent().apply(1.0, DX, DG, 2.0, -1.0));
        var t8 = Jacobi.linearize(ArityTest::eight, 1.5, X, G, -1.0, 0.5, 2f, Y, 3).tangent();
        assertNear(slope(8), t8.apply(1.0, DX, DG, 2.0, -1.0, 1f, DY, 0), 1e-5);
        assertNear(slope(8), Jacobi.jit(t8).apply(1.0, DX, DG, 2.0, -1.0, 1f, DY, 0), 1e-5);
        Object[] grads = Jacobi.vjp(ArityTest::eight, 1.5, X, G, -1.0, 0.5, 2f, Y, 3).pullback().apply(1.0);
        assertEquals(slope(8), along(grads), 1e-4);
    }

    /** The derivative in the direction in which all arguments move, of gradients. */
    private static double along(Object[] g) {
        double[] x = (double[]) g[1];
        Gain w = (Gain) g[2];
        double[] y = (double[]) g[6];
        return (double) g[0] + x[0] * DX[0] + x[1] * DX[1] + w.by() * DG.by() + w.w()[0] * DG.w()[0] + w.w()[1] * DG.w()[1] + 2 * (double) g[3] - (double) g[4]
            + (float) g[5] + y[0] * DY[0] + y[1] * DY[1];
    }

    @Test
    void reverseMode() {
        var pull = Jacobi.vjp(ArityTest::eight);
        assertEquals(2 * slope(8), along(pull.apply(AT8, 2.0).grad()), 1e-4);
        assertCompiled(pull, 1);
        Fn8<Double, double[], Gain, Double, Double, Float, double[], Integer, Object[]> g = Jacobi.grad(ArityTest::eight, 0, 1, 2, 3, 4, 5, 6);
        assertEquals(slope(8), along(g.apply(1.5, X, G, -1.0, 0.5, 2f, Y, 3)), 1e-4);
    }

    @Test
    void wordsOfWords() {
        Fn2<Args5<Double, double[], Gain, Double, Double>, Args5<Double, double[], Gain, Double, Double>, ValueAndTangent<Double>> jit = Jacobi.jit(Jacobi.jvp(ArityTest::five));
        assertNear(slope(5), jit.apply(AT5, TO5).tangent());
        // a Hessian times a vector, and its lanes
        var second = Jacobi.jvp(Jacobi.grad(ArityTest::five));
        assertNear(Numeric.derivative(t -> five(1, X, new Gain(2 + 0.5 * t, new double[] {3 + t, 0.25 - 2 * t}), -1 + 2 * t, 0.5 - t), 0),
            second.apply(AT5, new Args5<>(0.0, new double[2], DG, 2.0, -1.0)).tangent(), 1e-5);
        List<Integer> some = Arrays.asList(0, 0, null, null, null);
        Fn2<Args5<double[], double[][], Gain, Double, Double>, Args5<double[], double[][], Gain, Double, Double>, ValueAndTangent<double[]>> lanes = Jacobi.vmap(
            Jacobi.jvp(ArityTest::five), Axes.in(some, some));
        var got = lanes.apply(new Args5<>(new double[] {1.5, 0}, new double[][] {X, X}, G, -1.0, 0.5), new Args5<>(new double[] {1, 0}, new double[][] {DX, DX}, DG, 2.0, -1.0));
        assertNear(new double[] {slope(5), 0}, got.tangent());
        Fn5<Double, double[], Gain, Double, Double, Double> rule = Jacobi.customJvp(ArityTest::five, (at, to) -> new ValueAndTangent<>(
            five(at.a(), at.b(), at.c(), at.d(), at.e()), 100 * to.a() + to.b()[1] * at.b()[0] + to.c().by()));
        assertNear(new ValueAndTangent<>(five(1.5, X, G, -1.0, 0.5), 99.5), Jacobi.jvp(rule).apply(AT5, TO5));
        assertNear(100.0, Jacobi.grad(rule).apply(1.5, X, G, -1.0, 0.5));
    }

    static double slopeOfFive(double a, double[] x, Gain g, double b, double c) {
        return Jacobi.jvp(ArityTest::five).apply(new Args5<>(a, x, g, b, c), new Args5<>(1.0, DX, DG, 2.0, -1.0)).tangent();
    }

    @Test
    void rulesOfEight() {
        Fn8<Double, Double, Double, Double, Double, Double, Double, Double, Double> f = Jacobi.customVjp((a, b, c, d, e, g, h, i) -> a * i,
            (a, b, c, d, e, g, h, i) -> new WithAux<>(a * i, i), (Double i, Double y) -> List.of(7 * i * y, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, y));
        Fn8<Double, Double, Double, Double, Double, Double, Double, Double, Object[]> g = Jacobi.grad(f, 0, 2, 7);
        assertNear(new Object[] {56.0, 2.0, 1.0}, g.apply(2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 8.0));
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void wrongNumbersAreTold() {
        Fn4 jvp = (Fn4) (Fn) Jacobi.jvp(ArityTest::five);
        String said = assertThrows(JacobiException.class, () -> jvp.apply(1.0, 2.0, 3.0, 4.0)).getMessage();
        assertTrue(said.contains("takes 2 arguments, but 4 are given; give one value that holds all arguments, then one that holds a tangent for each"), said);
        Fn2 two = (Fn2) (Fn) Jacobi.jvp(ArityTest::five);
        String kind = assertThrows(JacobiException.class, () -> two.apply(1.0, 2.0)).getMessage();
        assertTrue(kind.contains("the arguments come together as one value, but there is double"), kind);
    }

    @Test
    void insideOfAnotherFunction() {
        assertNear(slope(5), Jacobi.jit(ArityTest::slopeOfFive).apply(1.5, X, G, -1.0, 0.5));
    }
}
