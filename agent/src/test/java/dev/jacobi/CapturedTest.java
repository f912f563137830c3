// Derivatives by what functions with rules of their own captured are refused: the rule says nothing about it, and zero would be wrong.
package dev.jacobi;

import static dev.jacobi.Numeric.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Captured by the function, by its rules, in both modes; captured constants are fine. */
class CapturedTest {
    static double forward(Double a, Double x) {
        Fn1<Double, Double> f = Jacobi.customJvp((Double y) -> a * y * y, (Double y, Double t) -> new ValueAndTangent<>(a * y * y, 2 * a * y * t));
        return f.apply(x);
    }

    static double byRule(Double a, Double x) {
        Fn1<Double, Double> f = Jacobi.customJvp((Double y) -> y * y, (Double y, Double t) -> new ValueAndTangent<>(y * y, 2 * a * y * t));
        return f.apply(x);
    }

    static double reverse(Double a, Double x) {
        Fn1<Double, Double> f = Jacobi.customVjp((Double y) -> a * y * y, (Double y) -> new WithAux<>(a * y * y, y), (Double y, Double c) -> 2 * a * y * c);
        return f.apply(x);
    }

    static double array(double[] a, Double x) {
        double[] twice = {2 * a[0]};
        Fn1<Double, Double> f = Jacobi.customVjp((Double y) -> twice[0] * y, (Double y) -> new WithAux<>(twice[0] * y, y), (Double y, Double c) -> twice[0] * c);
        return f.apply(x);
    }

    private static void refused(Executable call, String method) {
        String message = assertThrows(JacobiException.class, call).getMessage();
        assertTrue(message.contains("captured by it or by its rules and not passed as an argument"), message);
        assertTrue(message.contains("CapturedTest." + method + ":") && message.endsWith("."), message);
    }

    @Test
    void byWhatTheFunctionCaptured() {
        refused(() -> Jacobi.grad(CapturedTest::forward).apply(2.0, 3.0), "forward");
        refused(() -> Jacobi.grad(CapturedTest::reverse).apply(2.0, 3.0), "reverse");
        refused(() -> Jacobi.grad(CapturedTest::array).apply(new double[] {2}, 3.0), "array");
        refused(() -> Jacobi.jvp(CapturedTest::forward).apply(2.0, 3.0, 1.0, 0.0), "forward");
        refused(() -> Jacobi.jvp(CapturedTest::reverse).apply(2.0, 3.0, 1.0, 0.0), "reverse");
        refused(() -> Jacobi.jacfwd(CapturedTest::reverse).apply(2.0, 3.0), "reverse");
        refused(() -> Jacobi.hessian(CapturedTest::forward).apply(2.0, 3.0), "forward");
    }

    @Test
    void byWhatARuleCaptured() {
        refused(() -> Jacobi.grad(CapturedTest::byRule).apply(2.0, 3.0), "byRule");
        refused(() -> Jacobi.jvp(CapturedTest::byRule).apply(2.0, 3.0, 1.0, 0.0), "byRule");
    }

    @Test
    void capturedConstants() {
        Fn2<Double, Double, Double> byX = Jacobi.grad(CapturedTest::forward, 1);
        assertNear(12.0, byX.apply(2.0, 3.0));
        Fn2<Double, Double, Double> reverse = Jacobi.grad(CapturedTest::reverse, 1);
        assertNear(12.0, reverse.apply(2.0, 3.0));
        Fn2<double[], Double, Double> array = Jacobi.grad(CapturedTest::array, 1);
        assertNear(4.0, array.apply(new double[] {2}, 3.0));
        Fn2<Double, Double, Double> twice = Jacobi.grad(Jacobi.grad(CapturedTest::forward, 1), 1);
        assertNear(4.0, twice.apply(2.0, 3.0));
        assertNear(18.0, Jacobi.jit(CapturedTest::reverse).apply(2.0, 3.0));
    }

    static double sum(double[] a) {
        double s = 0;
        for (double v : a) {
            s += v * v;
        }
        return s;
    }

    static double[] twice(double[] a) {
        double[] b = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            b[i] = 2 * a[i];
        }
        return b;
    }

    @Test
    void rulesThatGiveAnotherLength() {
        Fn1<double[], Double> reverse = Jacobi.customVjp(CapturedTest::sum, (double[] a) -> new WithAux<>(sum(a), a.clone()),
            (double[] a, Double c) -> new double[a.length - 1]);
        Fn1<double[], double[]> forward = Jacobi.customJvp(CapturedTest::twice, (double[] a, double[] t) -> new ValueAndTangent<>(twice(a), new double[a.length + 1]));
        double[] x = {1, 2, 3};
        for (Executable call : new Executable[] {() -> Jacobi.grad(reverse).apply(x), () -> Jacobi.jvp(reverse).apply(x, x), () -> Jacobi.jvp(forward).apply(x, x),
            () -> Jacobi.jacrev(forward).apply(x), () -> Jacobi.vmap(Jacobi.grad(reverse)).apply(new double[2][3])}) {
            String message = assertThrows(JacobiException.class, call).getMessage();
            assertTrue(message.contains("CapturedTest.") && message.contains("length"), message);
        }
        assertNear(14.0, Jacobi.jit(reverse).apply(x));
    }

    static double cube(double x) {
        return x * x * x;
    }

    /** A reference to the method of a transformed function is that function. */
    @Test
    void referencesToTransformedFunctions() {
        Fn1<Double, Double> first = Jacobi.grad((Fn1<Double, Double>) CapturedTest::cube);
        Fn1<Double, Double> second = Jacobi.grad((Fn1<Double, Double>) first::apply);
        assertEquals(12.0, second.apply(2.0));
        Fn1<double[], double[]> rows = Jacobi.vmap((Fn1<Double, Double>) second::apply, 0);
        assertArrayEquals(new double[] {6, 12, -18}, rows.apply(new double[] {1, 2, -3}));
    }
}
