// StrictMath's functions have the bits of the running JDK's StrictMath, as methods and in transformed functions, whether the JDK has them in Java or in C.
package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.Fn2;
import dev.jacobi.ValueAndGrad;
import dev.jacobi.options.Options;
import dev.jacobi.spi.FpMode;
import dev.jacobi.spi.Transformation;
import dev.jacobi.transform.TransformEngine;
import dev.jacobi.transform.TransformedFunction;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** All functions on special and random numbers, in loops. */
class StrictMathBitsTest {
    private static final int POINTS = 4000;

    static double[] angles(double[] x, double[] y) {
        int n = x.length;
        double[] r = new double[7 * n];
        for (int i = 0; i < n; i++) {
            r[i] = StrictMath.sin(x[i]);
            r[n + i] = StrictMath.cos(x[i]);
            r[2 * n + i] = StrictMath.tan(y[i]);
            r[3 * n + i] = StrictMath.asin(x[i]);
            r[4 * n + i] = StrictMath.acos(x[i]);
            r[5 * n + i] = StrictMath.atan(x[i]);
            r[6 * n + i] = StrictMath.atan2(x[i], y[i]);
        }
        return r;
    }

    static double[] powers(double[] x, double[] y) {
        int n = x.length;
        double[] r = new double[9 * n];
        for (int i = 0; i < n; i++) {
            r[i] = StrictMath.exp(x[i]);
            r[n + i] = StrictMath.expm1(x[i]);
            r[2 * n + i] = StrictMath.log(x[i]);
            r[3 * n + i] = StrictMath.log10(x[i]);
            r[4 * n + i] = StrictMath.log1p(x[i]);
            r[5 * n + i] = StrictMath.sqrt(x[i]);
            r[6 * n + i] = StrictMath.cbrt(x[i]);
            r[7 * n + i] = StrictMath.pow(x[i], y[i]);
            r[8 * n + i] = StrictMath.hypot(x[i], y[i]);
        }
        return r;
    }

    static double[] others(double[] x, double[] y) {
        int n = x.length;
        double[] r = new double[9 * n];
        for (int i = 0; i < n; i++) {
            r[i] = StrictMath.sinh(x[i]);
            r[n + i] = StrictMath.cosh(x[i]);
            r[2 * n + i] = StrictMath.tanh(x[i]);
            r[3 * n + i] = StrictMath.fma(x[i], y[i], x[i]);
            r[4 * n + i] = StrictMath.IEEEremainder(x[i], y[i]);
            r[5 * n + i] = StrictMath.rint(x[i]) + StrictMath.floor(y[i]) * StrictMath.ceil(x[i]);
            r[6 * n + i] = StrictMath.nextUp(x[i]) + StrictMath.nextAfter(y[i], x[i]);
            r[7 * n + i] = StrictMath.scalb(x[i], i % 300 - 150) + StrictMath.ulp(y[i]);
            r[8 * n + i] = StrictMath.signum(x[i]) * StrictMath.getExponent(y[i]) + StrictMath.round(x[i]);
        }
        return r;
    }

    static double one(double x, double y) {
        return StrictMath.pow(StrictMath.exp(y), StrictMath.hypot(x, y)) * StrictMath.cbrt(x);
    }

    private static double[] numbers(int seed) {
        double[] special = {0.0, -0.0, 1, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MAX_VALUE,
            Double.MIN_NORMAL, Math.PI, 1e22, 709.8, 2, 0.5};
        Random r = new Random(seed);
        double[] x = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            x[i] = i < 256 ? special[(seed == 1 ? i : i / 16) % 16] : i % 4 == 0 ? Double.longBitsToDouble(r.nextLong()) : r.nextGaussian() * (i % 4 == 1 ? 1 : i % 4 == 2 ? 30 : 1000);
        }
        return x;
    }

    private static long[] bits(double[] x) {
        return DoubleStream.of(x).mapToLong(Double::doubleToLongBits).toArray();
    }

    private static void check(String name, Fn2<double[], double[], double[]> f) throws ReflectiveOperationException {
        double[] x = numbers(1);
        double[] y = numbers(2);
        long[] wanted = bits(f.apply(x, y));
        Compiled method = OnDemandCompiler.cpu().compile(StrictMathBitsTest.class.getDeclaredMethod(name, double[].class, double[].class));
        assertArrayEquals(wanted, bits((double[]) method.invoke(x, y)), name);
        var engine = new TransformEngine(Options.defaults(), Engine.ofProcess().resources());
        var compiled = new TransformedFunction(engine, new Transformation.Jit(List.of(), "", FpMode.DEFAULT, List.of()), List.of(f));
        assertArrayEquals(wanted, bits((double[]) compiled.call(x, y)), name + " transformed");
    }

    @Test
    void angles() throws ReflectiveOperationException {
        check("angles", StrictMathBitsTest::angles);
    }

    @Test
    void powers() throws ReflectiveOperationException {
        check("powers", StrictMathBitsTest::powers);
        var gradient = new TransformedFunction(new TransformEngine(Options.defaults(), Engine.ofProcess().resources()), new Transformation.Grad(true, false, List.of(0)), List.of((Fn2<Double, Double, Double>) StrictMathBitsTest::one));
        for (double x : new double[] {0.3, 1.7, 300}) {
            ValueAndGrad<?, ?> v = (ValueAndGrad<?, ?>) gradient.call(x, 0.7);
            assertEquals(Double.doubleToLongBits(one(x, 0.7)), Double.doubleToLongBits((Double) v.value()));
        }
    }

    @Test
    void others() throws ReflectiveOperationException {
        check("others", StrictMathBitsTest::others);
    }
}
