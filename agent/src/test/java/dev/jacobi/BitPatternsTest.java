// Derivatives of code that looks at the bits of numbers: never silently lost, and no obstacle where bits only decide.
package dev.jacobi;

import static dev.jacobi.Numeric.assertCompiled;
import static dev.jacobi.Numeric.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is refused, with the place, and what has to work. */
class BitPatternsTest {
    private static float inverseRoot(float x) {
        float y = Float.intBitsToFloat(0x5f3759df - (Float.floatToIntBits(x) >> 1));
        return y * (1.5f - 0.5f * x * y * y);
    }

    private static double fastLog(double x) {
        return (Double.doubleToLongBits(x) - 4606921278410026770L) * 1.539095918623324e-16;
    }

    private static double fastExp(double x) {
        return Double.longBitsToDouble((long) (1512775 * x + 1072632447) << 32);
    }

    private static double significand(double x) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(x) & 0xfffffffffffffL | 0x3ff0000000000000L);
    }

    private static double throughArray(double x) {
        long[] bits = new long[3];
        for (int i = 0; i < 3; i++) {
            bits[i] = Double.doubleToRawLongBits(x) ^ i;
        }
        double s = 0;
        for (int i = 0; i < 3; i++) {
            s += Double.longBitsToDouble(bits[i]);
        }
        return s;
    }

    private static long turned(long bits, int n) {
        return n == 0 ? bits : turned(bits + 1, n - 1);
    }

    private static double throughRecursion(double x) {
        return Double.longBitsToDouble(turned(Double.doubleToLongBits(x), 4)) * x;
    }

    private static double twice(double x) {
        double y = Double.longBitsToDouble(Double.doubleToLongBits(x) + 1);
        return Double.longBitsToDouble(Double.doubleToLongBits(y) + 1) > 2 ? x : Double.longBitsToDouble(Double.doubleToLongBits(y) + 2);
    }

    private static void refused(Fn1<Double, Double> f, String method) {
        for (Fn1<Double, ?> d : List.<Fn1<Double, ?>>of(Jacobi.grad(f), Jacobi.jit(Jacobi.grad(f)), Jacobi.grad(Jacobi.grad(f)), x -> Jacobi.jvp(f).apply(x, 1.0))) {
            String why = assertThrows(JacobiException.class, () -> d.apply(2.5)).getMessage();
            assertTrue(why.contains("BitPatternsTest." + method + ":") && why.contains("no derivative") && why.contains("customJvp"), why);
        }
    }

    @Test
    void derivativesThroughBitsAreRefused() {
        refused(BitPatternsTest::fastLog, "fastLog");
        refused(BitPatternsTest::fastExp, "fastExp");
        refused(BitPatternsTest::significand, "significand");
        refused(BitPatternsTest::throughArray, "throughArray");
        refused(BitPatternsTest::throughRecursion, "throughRecursion");
        refused(BitPatternsTest::twice, "twice");
        Fn1<Float, Float> g = Jacobi.grad(BitPatternsTest::inverseRoot);
        String why = assertThrows(JacobiException.class, () -> g.apply(4f)).getMessage();
        assertTrue(why.contains("BitPatternsTest.inverseRoot:"), why);
        Fn1<Float, Float> value = Jacobi.jit(BitPatternsTest::inverseRoot);
        assertEquals(inverseRoot(4f), value.apply(4f));
        assertCompiled(value, 1);
    }

    @Test
    void aRuleOfItsOwnIsTheWayOut() {
        Fn1<Float, Float> f = Jacobi.customJvp(BitPatternsTest::inverseRoot, (Float x, Float t) -> {
            float y = inverseRoot(x);
            return new ValueAndTangent<>(y, -0.5f * y / x * t);
        });
        assertEquals(-0.5f * inverseRoot(4f) / 4f, Jacobi.grad(f).apply(4f));
    }

    /** x = m 2^e: scaled by powers of two made of bits, whose derivative is 0. */
    private static double scaled(double x) {
        long bits = Double.doubleToRawLongBits(x);
        int e = (int) (bits >>> 52 & 0x7ff) - 1023;
        double m = x * Double.longBitsToDouble((long) (1023 - e) << 52);
        double high = Double.longBitsToDouble(bits & 0x7ff0000000000000L);
        return Math.log(m) + e * 0.6931471805599453 + 0 * high;
    }

    private static double byHighWord(double x) {
        int high = (int) (Double.doubleToRawLongBits(x) >> 32) & 0x7fffffff;
        int k = (high + 0x95f64 >> 20) - 0x3ff;
        return high > 0x40000000 ? x * x + k : x * x * x;
    }

    private static double exponential(double x) {
        double k = Math.rint(x * 1.4426950408889634);
        double r = x - k * 0.6931471805599453;
        return (1 + r * (1 + r * (0.5 + r / 6))) * Double.longBitsToDouble((long) ((int) k + 1023) << 52);
    }

    private static double ordered(double[] x) {
        double[] y = x.clone();
        Arrays.sort(y);
        int h = Arrays.hashCode(y) ^ Double.hashCode(x[0]);
        int same = Double.compare(x[0], x[1]) + (Arrays.equals(x, y) ? 1 : 0) + (Double.valueOf(x[0]).equals(x[1]) ? 1 : 0) + (h == 12345 ? 1 : 0);
        double s = 0;
        for (int i = 0; i < x.length; i++) {
            int at = (int) ((Double.doubleToLongBits(x[i]) >>> 50) % x.length);
            s += y[i] * y[i] * (same > 0 ? i : i + 1) + x[at];
        }
        return s;
    }

    @Test
    void bitsThatDecideOrScaleAreNoObstacle() {
        assertNear(1 / 5.3, Jacobi.grad(BitPatternsTest::scaled).apply(5.3));
        assertNear(-1 / (5.3 * 5.3), Jacobi.grad(Jacobi.grad(BitPatternsTest::scaled)).apply(5.3));
        assertNear(2 * 5.3, Jacobi.grad(BitPatternsTest::byHighWord).apply(5.3));
        assertNear(3 * 0.25, Jacobi.grad(BitPatternsTest::byHighWord).apply(0.5));
        assertNear(Numeric.derivative(BitPatternsTest::exponential, 3.2), Jacobi.grad(BitPatternsTest::exponential).apply(3.2), 1e-6);
        double[] x = {0.55, -3.1, 2.2, 7.25};
        Fn1<double[], double[]> g = Jacobi.grad(BitPatternsTest::ordered);
        assertNear(Numeric.gradient(BitPatternsTest::ordered, x), g.apply(x), 1e-6);
        assertCompiled(g, 1);
    }

    private static int counted(double x, int n) {
        return n == 0 ? 0 : 1 + counted(x * 0.5, x > 1 ? n - 1 : 0);
    }

    private static double tower(double x, int n) {
        return n == 0 ? x : n * Math.sin(tower(x, n - 1)) + counted(x, n);
    }

    /** Integers of recursive functions lie as bits on a stack of doubles, which second derivatives go through. */
    @Test
    void whatJacobiItselfKeepsAsBitsIsNotMeant() {
        Fn2<Double, Integer, Double> f = BitPatternsTest::tower;
        Fn2<Double, Integer, Double> first = Jacobi.grad(f);
        assertNear(Numeric.derivative(v -> first.apply(v, 3), 0.4), Jacobi.grad(first).apply(0.4, 3), 1e-6);
        Fn1<double[], WithAux<double[], double[]>> aux = Jacobi.grad((double[] v) -> new WithAux<>(v[0] * v[0] * v[1], new double[] {v[0] * v[1]}), true);
        ValueAndTangent<?> t = Jacobi.jvp(aux).apply(new double[] {2, 3}, new double[] {1, 0});
        assertNear(new WithAux<>(new double[] {6, 4}, new double[] {3}), t.tangent());
    }
}
