// Forward and reverse mode at a point for functions of one to eight arguments, and transformations of what these give.
package dev.jacobi;

import static dev.jacobi.Numeric.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** linearize and vjp at a point, numbers of arguments, donated arguments. */
class ModesTest {
    static double four(double a, double b, double c, double d) {
        return a * b * c + Math.sin(d);
    }

    static double seven(double a, double b, double c, double d, double e, double f, double g) {
        return a * b + c * d + e * f * g;
    }

    static double eight(double a, double b, double c, double d, double e, double f, double g, double h) {
        return a * b + c * d + e * f + g * h;
    }

    @Test
    void tangentsCanBeTransformed() {
        Fn4<Double, Double, Double, Double, Double> t = Jacobi.linearize(ModesTest::four, 1.0, 2.0, 3.0, 0.5).tangent();
        assertNear(6 + Math.cos(0.5), t.apply(1.0, 0.0, 0.0, 1.0));
        Fn4<double[], Double, Double, Double, double[]> lanes = Jacobi.vmap(t, 0, null, null, null);
        assertNear(new double[] {6, 12}, lanes.apply(new double[] {1, 2}, 0.0, 0.0, 0.0));
        assertNear(6.0, Jacobi.grad(t).apply(1.0, 0.0, 0.0, 1.0));
    }

    @Test
    void gradientsCanBeTransformed() {
        Fn1<Double, Object[]> g = Jacobi.vjp(ModesTest::seven, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0).pullback();
        assertNear(new Object[] {2.0, 1.0, 4.0, 3.0, 42.0, 35.0, 30.0}, g.apply(1.0));
        Fn1<double[], Object[]> lanes = Jacobi.vmap(g);
        assertNear(new double[] {84, 42}, lanes.apply(new double[] {2, 1})[4]);
        Fn1<Double, Object[]> four = Jacobi.jit(Jacobi.vjp(ModesTest::four, 1.0, 2.0, 3.0, 0.0).pullback());
        assertNear(new Object[] {6.0, 3.0, 2.0, 1.0}, four.apply(1.0));
    }

    @Test
    void eightArguments() {
        Pullback<Double, Object[]> p = Jacobi.vjp(ModesTest::eight, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0);
        assertNear(new Object[] {2.0, 1.0, 4.0, 3.0, 6.0, 5.0, 8.0, 7.0}, p.pullback().apply(1.0));
        assertNear(2.0 + 7.0, Jacobi.linearize(ModesTest::eight, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0).tangent().apply(1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0));
    }

    private static void says(Executable call, String... parts) {
        String message = assertThrows(JacobiException.class, call).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), part + " in: " + message);
        }
        assertTrue(message.contains("ModesTest.") && message.matches("(?s).*:\\d+\\).*") && message.endsWith("."), message);
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void wrongNumbersOfArguments() {
        says(() -> Jacobi.ir(ModesTest::four, 1.0, 2.0), "takes 4 arguments, but 2 are given");
        says(() -> Jacobi.lower(ModesTest::four), "takes 4 arguments, but 0 are given");
        says(() -> Jacobi.lower(Jacobi.grad(ModesTest::four), 1.0), "takes 4 arguments, but 1 is given");
        Fn2 raw = (Fn2) (Fn) Jacobi.jit(ModesTest::four);
        says(() -> raw.apply(1.0, 2.0), "takes 4 arguments, but 2 are given", "one value for each parameter");
        Fn4 jvp = (Fn4) (Fn) Jacobi.jvp(ModesTest::four);
        says(() -> jvp.apply(1.0, 2.0, 3.0, 4.0), "takes 8 arguments", "a tangent for each");
        Fn4 vjp = (Fn4) (Fn) Jacobi.vjp(ModesTest::four);
        says(() -> vjp.apply(1.0, 2.0, 3.0, 4.0), "takes 5 arguments", "a cotangent of the result");
        Fn3 lanes = (Fn3) (Fn) Jacobi.vmap(ModesTest::four);
        says(() -> lanes.apply(new double[2], new double[2], new double[2]), "takes 4 arguments, but 3 are given");
    }

    @Test
    void approximationsStayWhereTheyWereMade() {
        double[] c = {5, 1};
        Fn1<Double, Double> f = x -> c[0] * x * x + c[1];
        var line = Jacobi.linearize(f, 3.0);
        var back = Jacobi.vjp(f, 3.0);
        c[0] = 1;
        assertEquals(46.0, line.value());
        assertEquals(30.0, line.tangent().apply(1.0));
        Fn1<double[], double[]> many = Jacobi.vmap(line.tangent());
        assertNear(new double[] {30, 60}, many.apply(new double[] {1, 2}));
        assertEquals(30.0, back.pullback().apply(1.0));
        assertEquals(6.0, Jacobi.linearize(f, 3.0).tangent().apply(1.0));
    }

    static double[] backwards(double[] x, double[] y) {
        double[] out = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = x[x.length - 1 - i] + (i > 0 ? x[i - 1] : 0) + y[0];
        }
        return out;
    }

    @Test
    void donatedArraysMayHoldTheResult() {
        Fn2<double[], double[], double[]> f = Jacobi.jit(ModesTest::backwards, Options.DEFAULT.donate(0));
        double[] x = {1, 2, 3, 4};
        double[] y = {10};
        double[] got = f.apply(x, y);
        assertNear(new double[] {14, 14, 14, 14}, got);
        assertSame(x, got);
        assertNear(new double[] {10}, y);
        double[] kept = {1, 2, 3, 4};
        assertNotSame(kept, Jacobi.jit(ModesTest::backwards).apply(kept, y));
        assertNear(new double[] {1, 2, 3, 4}, kept);
        double[] both = {1, 2};
        assertNear(new double[] {3, 3}, f.apply(both, both));
        assertThrows(JacobiException.class, () -> Jacobi.jit(ModesTest::backwards, Options.DEFAULT.donate(2)).apply(kept, y));
        double[] none = {};
        assertThrows(ArrayIndexOutOfBoundsException.class, () -> f.apply(kept, none));
        assertNear(new double[] {1, 2, 3, 4}, kept);
        assertEquals(1, Jacobi.cacheInfo(f).calls()); // the others ran as Java
    }

    @Test
    void donatedToAGradient() {
        Fn1<double[], double[]> g = Jacobi.jit(Jacobi.grad((double[] a) -> {
            double s = 0;
            for (int i = 0; i < a.length; i++) {
                s += a[i] * a[a.length - 1 - i] * a[0];
            }
            return s;
        }), Options.DEFAULT.donate(0));
        double[] a = {1, 2, 3};
        double[] want = Jacobi.grad((double[] b) -> {
            double s = 0;
            for (int i = 0; i < b.length; i++) {
                s += b[i] * b[b.length - 1 - i] * b[0];
            }
            return s;
        }).apply(a);
        assertNear(want, g.apply(a));
    }
}
