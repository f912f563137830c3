// The powers that every mode of HotSpot computes as an operation: squares, roots, first and zeroth powers, to the bit.
package dev.jacobi;

import static dev.jacobi.Numeric.assertCompiled;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Constant and variable exponents, in loops and alone, compared with the running JVM. */
class PowersTest {
    private static final double[] EXPONENTS = {2, 0.5, 1, 0, -0.0};
    private static final double[] SPECIAL = {0.0, -0.0, 1, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, -Double.MIN_VALUE,
        Double.MAX_VALUE, -Double.MAX_VALUE, 1e-160, -1e160, Double.MIN_NORMAL, 0.5, 2, 3};

    private static double[] points() {
        Random r = new Random(3);
        return DoubleStream.concat(DoubleStream.of(SPECIAL), DoubleStream.generate(() -> r.nextInt(3) == 0 ? Double.longBitsToDouble(r.nextLong()) : r.nextGaussian() * 100)
            .limit(20_000)).toArray();
    }

    private static double[] squares(double[] x) {
        double[] r = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            r[i] = Math.pow(x[i], 2);
        }
        return r;
    }

    private static double[] roots(double[] x) {
        double[] r = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            r[i] = Math.pow(x[i], 0.5);
        }
        return r;
    }

    private static double[] powers(double[] x, double y) {
        double[] r = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            r[i] = Math.pow(x[i], y);
        }
        return r;
    }

    private static double[] mixed(double[] x, double[] y) {
        double[] r = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            r[i] = Math.pow(x[i], y[i]);
        }
        return r;
    }

    private static double one(double x, double y) {
        return Math.pow(x, y);
    }

    private static long[] bits(double[] x) {
        return DoubleStream.of(x).mapToLong(Double::doubleToLongBits).toArray();
    }

    @Test
    void asTheRunningJvm() {
        double[] x = points();
        Fn1<double[], double[]> squares = Jacobi.jit(PowersTest::squares);
        Fn1<double[], double[]> roots = Jacobi.jit(PowersTest::roots);
        Fn2<double[], Double, double[]> powers = Jacobi.jit(PowersTest::powers);
        Fn2<double[], Double, double[]> lanes = Jacobi.vmap(PowersTest::one, 0, null);
        Fn2<double[], double[], double[]> mixed = Jacobi.jit(PowersTest::mixed);
        Fn2<Double, Double, Double> alone = Jacobi.jit(PowersTest::one);
        assertArrayEquals(bits(squares(x)), bits(squares.apply(x)));
        assertArrayEquals(bits(roots(x)), bits(roots.apply(x)));
        for (double y : EXPONENTS) {
            assertArrayEquals(bits(powers(x, y)), bits(powers.apply(x, y)));
            assertArrayEquals(bits(powers(x, y)), bits(lanes.apply(x, y)));
        }
        for (double v : SPECIAL) {
            for (double y : EXPONENTS) {
                assertEquals(Double.doubleToLongBits(Math.pow(v, y)), Double.doubleToLongBits(alone.apply(v, y)), v + " to " + y);
            }
        }
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = EXPONENTS[i % EXPONENTS.length];
        }
        assertArrayEquals(bits(mixed(x, y)), bits(mixed.apply(x, y)));
        assertCompiled(squares, 1);
        assertCompiled(roots, 1);
        assertCompiled(powers, 1);
        assertCompiled(lanes, 1);
        assertCompiled(mixed, 1);
        assertCompiled(alone, 1);
    }

    @Test
    void gradients() {
        Fn2<Double, Double, Double> slope = Jacobi.grad(PowersTest::one);
        Fn1<Double, Double> constant = Jacobi.grad((Double x) -> Math.pow(x, 2));
        Fn1<Double, Double> root = Jacobi.grad((Double x) -> Math.pow(x, 0.5));
        Fn1<Double, Double> curved = Jacobi.grad(constant);
        for (double x : new double[] {-3.3, -0.0, 0.0, 0.1, 1e-300, 7.7, 1e200}) {
            assertEquals(2 * x, slope.apply(x, 2.0));
            assertEquals(2 * x, constant.apply(x));
            assertEquals(1.0, slope.apply(x, 1.0));
            assertEquals(0.0, slope.apply(x, 0.0));
            assertEquals(2.0, curved.apply(x));
        }
        assertEquals(0.25, root.apply(4.0));
        assertEquals(0.25, slope.apply(4.0, 0.5));
    }

    @Test
    void onDevices() {
        for (String stage : new String[] {"ptx sm_90", "stablehlo"}) {
            String squares = Jacobi.lower((double[] x) -> squares(x), SPECIAL).text(stage);
            assertTrue(!squares.contains("power") && squares.length() < 20_000, squares);
            assertTrue(Jacobi.lower((double[] x, Double y) -> powers(x, y), SPECIAL, 2.0).text(stage).length() > 500);
        }
    }
}
