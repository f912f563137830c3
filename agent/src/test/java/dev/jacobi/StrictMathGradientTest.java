// Derivatives of StrictMath's functions, whose code in the JDK is Java that computes with bit patterns: exact values, and the derivative of the function.
package dev.jacobi;

import static dev.jacobi.Numeric.assertCompiled;
import static dev.jacobi.Numeric.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Closed forms of first and second derivatives, in all modes and kinds of code. */
class StrictMathGradientTest {
    private record One(String name, Fn1<Double, Double> function, DoubleUnaryOperator value, DoubleUnaryOperator slope, DoubleUnaryOperator second, double... at) {
    }

    private static double sq(double x) {
        return x * x;
    }

    private static final List<One> FUNCTIONS = List.of(
        new One("sin", StrictMath::sin, StrictMath::sin, Math::cos, x -> -Math.sin(x), -2.5, 0.7, 40, 1e6),
        new One("cos", StrictMath::cos, StrictMath::cos, x -> -Math.sin(x), x -> -Math.cos(x), -2.5, 0.7, 40, 1e6),
        new One("tan", StrictMath::tan, StrictMath::tan, x -> 1 / sq(Math.cos(x)), x -> 2 * Math.tan(x) / sq(Math.cos(x)), -1.1, 0.7, 40),
        new One("asin", StrictMath::asin, StrictMath::asin, x -> 1 / Math.sqrt(1 - x * x), x -> x / Math.pow(1 - x * x, 1.5), -0.9, 0.3, 0.7),
        new One("acos", StrictMath::acos, StrictMath::acos, x -> -1 / Math.sqrt(1 - x * x), x -> -x / Math.pow(1 - x * x, 1.5), -0.9, 0.3, 0.7),
        new One("atan", StrictMath::atan, StrictMath::atan, x -> 1 / (1 + x * x), x -> -2 * x / sq(1 + x * x), -3, 0.3, 12),
        new One("exp", StrictMath::exp, StrictMath::exp, Math::exp, Math::exp, -3, 0.3, 12),
        new One("expm1", StrictMath::expm1, StrictMath::expm1, Math::exp, Math::exp, -3, 0.3, 12),
        new One("log", StrictMath::log, StrictMath::log, x -> 1 / x, x -> -1 / (x * x), 0.01, 0.9, 12),
        new One("log10", StrictMath::log10, StrictMath::log10, x -> 1 / (x * Math.log(10)), x -> -1 / (x * x * Math.log(10)), 0.01, 0.9, 12),
        new One("log1p", StrictMath::log1p, StrictMath::log1p, x -> 1 / (1 + x), x -> -1 / sq(1 + x), -0.5, 0.9, 12),
        new One("sqrt", StrictMath::sqrt, StrictMath::sqrt, x -> 0.5 / Math.sqrt(x), x -> -0.25 * Math.pow(x, -1.5), 0.01, 0.9, 12),
        new One("cbrt", StrictMath::cbrt, StrictMath::cbrt, x -> 1 / (3 * sq(Math.cbrt(x))), x -> -2 / (9 * sq(Math.cbrt(x)) * x), -5, 0.9, 12),
        new One("sinh", StrictMath::sinh, StrictMath::sinh, Math::cosh, Math::sinh, -2, 0.3, 25),
        new One("cosh", StrictMath::cosh, StrictMath::cosh, Math::sinh, Math::cosh, -2, 0.3, 25),
        new One("tanh", StrictMath::tanh, StrictMath::tanh, x -> 1 - sq(Math.tanh(x)), x -> -2 * Math.tanh(x) * (1 - sq(Math.tanh(x))), -2, 0.3, 1.5),
        new One("Math.scalb", x -> Math.scalb(x, 5), x -> 32 * x, x -> 32, x -> 0, -2, 0.3),
        new One("Math.nextUp", x -> Math.nextUp(x) * x, x -> Math.nextUp(x) * x, x -> 2 * x, x -> 2, -2, 0.3),
        new One("Math.nextDown", x -> x * StrictMath.nextDown(x), x -> Math.nextDown(x) * x, x -> 2 * x, x -> 2, -2, 0.3),
        new One("Math.nextAfter", x -> x * Math.nextAfter(x, 7.0), x -> Math.nextAfter(x, 7.0) * x, x -> 2 * x, x -> 2, -2, 0.3),
        new One("Math.ulp", x -> x + Math.ulp(x), x -> x + Math.ulp(x), x -> 1, x -> 0, -2, 0.3, 1e-310),
        new One("Math.round", x -> x * Math.round(x), x -> x * Math.round(x), x -> Math.round(x), x -> 0, -2.2, 7.3),
        new One("Math.rint", x -> x * StrictMath.rint(x), x -> x * Math.rint(x), x -> Math.rint(x), x -> 0, -2.2, 7.3),
        new One("getExponent", x -> x * Math.getExponent(x), x -> x * Math.getExponent(x), x -> Math.getExponent(x), x -> 0, -2.2, 70.3),
        new One("IEEEremainder", x -> sq(StrictMath.IEEEremainder(x, 3)), x -> sq(StrictMath.IEEEremainder(x, 3)), x -> 2 * StrictMath.IEEEremainder(x, 3), x -> 2, 7.3, -8));

    @Test
    void valuesAndTwoDerivatives() {
        for (One f : FUNCTIONS) {
            var gradient = Jacobi.valueAndGrad(f.function());
            Fn1<Double, Double> twice = Jacobi.grad(Jacobi.grad(f.function()));
            for (double x : f.at()) {
                ValueAndGrad<Double, Double> v = gradient.apply(x);
                assertEquals(Double.doubleToRawLongBits(f.value().applyAsDouble(x)), Double.doubleToRawLongBits(v.value()), f.name() + " at " + x);
                assertNear(f.slope().applyAsDouble(x), v.grad(), 1e-12);
                assertNear(f.second().applyAsDouble(x), twice.apply(x), 1e-9);
                assertNear(new ValueAndTangent<>(f.slope().applyAsDouble(x), 3 * f.second().applyAsDouble(x)),
                    Jacobi.jvp(Jacobi.grad(f.function())).apply(x, 3.0), 1e-9);
            }
            assertCompiled(gradient, 1);
        }
    }

    private static double loop(double[] x) {
        double s = 1;
        for (int i = 0; i < x.length; i++) {
            s = StrictMath.exp(-s * x[i]) + StrictMath.pow(x[i], 1.5) + helper(x[i]);
        }
        return s;
    }

    private static double helper(double x) {
        return StrictMath.log(x) + StrictMath.tanh(x) * StrictMath.hypot(x, 2) + StrictMath.atan2(x, 3);
    }

    private static double plainLoop(double[] x) {
        double s = 1;
        for (int i = 0; i < x.length; i++) {
            s = Math.exp(-s * x[i]) + Math.pow(x[i], 1.5) + Math.log(x[i]) + Math.tanh(x[i]) * Math.hypot(x[i], 2) + Math.atan2(x[i], 3);
        }
        return s;
    }

    private static double down(double x, int n) {
        return n == 0 ? x : StrictMath.exp(-StrictMath.cbrt(down(x, n - 1)));
    }

    private static double plainDown(double x, int n) {
        return n == 0 ? x : Math.exp(-Math.cbrt(plainDown(x, n - 1)));
    }

    private static double sum(double[] x) {
        double s = 0;
        for (double v : x) {
            s += StrictMath.exp(v) * StrictMath.sin(v);
        }
        return s;
    }

    private static double plainSum(double[] x) {
        double s = 0;
        for (double v : x) {
            s += Math.exp(v) * Math.sin(v);
        }
        return s;
    }

    @Test
    void inLoopsHelpersAndRecursion() {
        double[] x = {0.3, 0.8, 1.7, 2.2};
        double[][] rows = {x, {0.4, 0.5, 0.6, 0.7}};
        Fn1<double[], double[]> strict = Jacobi.grad(StrictMathGradientTest::loop);
        Fn1<double[], double[]> plain = Jacobi.grad(StrictMathGradientTest::plainLoop);
        assertNear(plain.apply(x), strict.apply(x), 1e-10);
        Fn1<double[][], double[][]> lanes = Jacobi.vmap(strict);
        assertNear(new double[][] {plain.apply(x), plain.apply(rows[1])}, lanes.apply(rows), 1e-10);
        Fn1<double[], double[][]> curved = Jacobi.hessian(StrictMathGradientTest::loop);
        Fn1<double[], double[][]> wanted = Jacobi.hessian(StrictMathGradientTest::plainLoop);
        assertNear(wanted.apply(x), curved.apply(x), 1e-9);
        Fn1<double[], double[]> sums = Jacobi.jit(Jacobi.grad(StrictMathGradientTest::sum));
        assertNear(Jacobi.grad(StrictMathGradientTest::plainSum).apply(x), sums.apply(x), 1e-10);
        Fn2<Double, Integer, Double> deep = Jacobi.grad(StrictMathGradientTest::down);
        assertNear(Jacobi.grad(StrictMathGradientTest::plainDown).apply(0.7, 5), deep.apply(0.7, 5), 1e-10);
        assertNear(Jacobi.grad(Jacobi.grad(StrictMathGradientTest::plainDown)).apply(0.7, 5), Jacobi.grad(deep).apply(0.7, 5), 1e-9);
        assertCompiled(strict, 1);
        assertCompiled(lanes, 1);
        assertCompiled(sums, 1);
        assertCompiled(deep, 1);
    }

    private static double two(double x, double y, int which) {
        return which == 0 ? StrictMath.pow(x, y) : which == 1 ? StrictMath.atan2(x, y) : which == 2 ? StrictMath.hypot(x, y) : StrictMath.IEEEremainder(x, y);
    }

    @Test
    void ofTwoArguments() {
        List<DoubleBinaryOperator> first = List.of((x, y) -> y * Math.pow(x, y - 1), (x, y) -> y / (x * x + y * y), (x, y) -> x / Math.hypot(x, y), (x, y) -> 1);
        List<DoubleBinaryOperator> second = List.of((x, y) -> Math.pow(x, y) * Math.log(x), (x, y) -> -x / (x * x + y * y), (x, y) -> y / Math.hypot(x, y),
            (x, y) -> -Math.rint(x / y));
        Fn3<Double, Double, Integer, Object[]> g = Jacobi.grad(StrictMathGradientTest::two, 0, 1);
        Fn3<Double, Double, Integer, Double> value = Jacobi.jit(StrictMathGradientTest::two);
        for (int k = 0; k < 4; k++) {
            for (double[] p : new double[][] {{0.7, 2.5}, {5.3, -1.2}, {17, 0.3}}) {
                Object[] got = g.apply(p[0], p[1], k);
                assertNear(first.get(k).applyAsDouble(p[0], p[1]), got[0], 1e-12);
                assertNear(second.get(k).applyAsDouble(p[0], p[1]), got[1], 1e-12);
                assertEquals(Double.doubleToRawLongBits(two(p[0], p[1], k)), Double.doubleToRawLongBits(value.apply(p[0], p[1], k)));
            }
        }
        assertCompiled(value, 1);
    }

    private static double powers(double[] x) {
        double s = 0;
        for (double v : x) {
            s += StrictMath.exp(v) * StrictMath.pow(v, 1.5);
        }
        return s;
    }

    /** Back ends without the JDK's native code have the JDK's Java code. */
    @Test
    void textsForDevices() {
        Fn1<double[], double[]> g = Jacobi.grad(StrictMathGradientTest::powers);
        for (String stage : List.of("llvm", "ptx sm_90", "stablehlo")) {
            String text = Jacobi.lower(g, new double[] {0.5, 1.5}).text(stage);
            assertTrue(text.length() > 1000, text);
        }
    }
}
