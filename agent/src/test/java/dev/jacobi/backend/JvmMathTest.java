// The option math=jvm: functions of Math as machine code give the bits of the JVM that runs the test.
package dev.jacobi.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.ValueAndGrad;
import dev.jacobi.llvm.host.HotSpotMath;
import dev.jacobi.options.OptionParser;
import dev.jacobi.options.Options;
import dev.jacobi.report.Reports;
import dev.jacobi.site.Compiled;
import dev.jacobi.site.Engine;
import dev.jacobi.site.OnDemandCompiler;
import dev.jacobi.spi.Transformation;
import dev.jacobi.transform.TransformEngine;
import dev.jacobi.transform.TransformedFunction;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Each function on many points, in loops with lanes and threads, alone, and in transformed functions. */
class JvmMathTest {
    private static final int POINTS = Integer.getInteger("math.values", 100_000);

    private static double[] x(int n) {
        Random r = new Random(11);
        double[] special = {0.0, -0.0, 1, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, Double.MAX_VALUE, Double.MIN_NORMAL, Math.PI, 1e22, 709.8};
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = i < special.length ? special[i] : i % 4 == 0 ? Double.longBitsToDouble(r.nextLong()) : r.nextGaussian() * (i % 4 == 1 ? 1 : i % 4 == 2 ? 30 : 1000);
        }
        return x;
    }

    private static double[] y(int n) {
        double[] y = x(n);
        for (int i = 0; i < n / 2; i++) {
            double t = y[i];
            y[i] = y[n - 1 - i];
            y[n - 1 - i] = t;
        }
        return y;
    }

    static void sin(double[] x, double[] y, double[] r) {
        for (int i = 0; i < r.length; i++) {
            r[i] = Math.sin(x[i]);
        }
    }

    static void cos(double[] x, double[] y, double[] r) {
        for (int i = 0; i < r.length; i++) {
            r[i] = Math.cos(x[i]);
        }
    }

    static void tan(double[] x, double[] y, double[] r) {
        for (int i = 0; i < r.length; i++) {
            r[i] = Math.tan(x[i]);
        }
    }

    static void exp(double[] x, double[] y, double[] r) {
        for (int i = 0; i < r.length; i++) {
            r[i] = Math.exp(x[i]);
        }
    }

    static void log(double[] x, double[] y, double[] r) {
        for (int i = 0; i < r.length; i++) {
            r[i] = Math.log(x[i]) + Math.log10(x[i]) * 3;
        }
    }

    static void pow(double[] x, double[] y, double[] r) {
        for (int i = 0; i < r.length; i++) {
            r[i] = Math.pow(x[i], y[i]);
        }
    }

    static void hyperbolic(double[] x, double[] y, double[] r) {
        for (int i = 0; i < r.length; i++) {
            r[i] = Math.tanh(x[i]) + Math.sinh(y[i]) * Math.cosh(x[i]);
        }
    }

    static void inverse(double[] x, double[] y, double[] r) {
        for (int i = 0; i < r.length; i++) {
            r[i] = Math.asin(x[i]) + Math.acos(y[i]) * Math.atan(x[i]) - Math.atan2(x[i], y[i]);
        }
    }

    static void others(double[] x, double[] y, double[] r) {
        for (int i = 0; i < r.length; i++) {
            r[i] = Math.cbrt(x[i]) + Math.expm1(y[i]) * Math.log1p(x[i]) - Math.hypot(x[i], y[i]);
        }
    }

    /** Divergent lanes, a call in a condition, and functions of each other. */
    static void mixed(double[] x, double[] y, double[] r) {
        for (int i = 0; i < r.length; i++) {
            double t = x[i];
            int n = 0;
            while (n < 20 && Math.abs(t) > 0.3) {
                t = Math.sin(t) * Math.exp(-0.1 * n);
                n++;
            }
            r[i] = Math.cos(y[i]) > 0.5 ? Math.pow(Math.abs(t), 0.37) : Math.tan(t) + n;
        }
    }

    static double one(double x, double y) {
        return Math.sin(x) + Math.pow(Math.exp(0.5), y) + Math.log(3.0);
    }

    private static Options options(String more) {
        return OptionParser.parse("math=jvm,log=off" + more, new Properties(), Map.of()).options();
    }

    private static long[] bits(double[] x) {
        return DoubleStream.of(x).mapToLong(Double::doubleToLongBits).toArray();
    }

    private static void compare(OnDemandCompiler engine, String name, int n) throws ReflectiveOperationException {
        Method m = JvmMathTest.class.getDeclaredMethod(name, double[].class, double[].class, double[].class);
        double[] wanted = new double[n];
        m.invoke(null, x(n), y(n), wanted);
        Compiled c = engine.compile(m);
        double[] got = new double[n];
        c.invoke(x(n), y(n), got);
        assertArrayEquals(bits(wanted), bits(got), name);
        engine.stats(m).compiled("cpu");
        assertTrue(!engine.stats(m).isRoundedOtherwise(), name);
    }

    @Test
    void bitsOfTheRunningJvm() throws ReflectiveOperationException {
        OnDemandCompiler engine = new OnDemandCompiler(options(",threads=2"), OnDemandCompiler.Stage.RAISED);
        for (String name : List.of("sin", "cos", "tan", "exp", "log", "pow", "hyperbolic", "inverse", "others", "mixed")) {
            compare(engine, name, POINTS);
        }
        Compiled one = engine.compile(JvmMathTest.class.getDeclaredMethod("one", double.class, double.class));
        for (double x : x(500)) {
            assertEquals(Double.doubleToLongBits(one(x, x)), Double.doubleToLongBits((double) one.invoke(x, x)));
        }
    }

    @Test
    void theInterpreterCallsTheJvm() throws ReflectiveOperationException {
        OnDemandCompiler engine = new OnDemandCompiler(options(",backend=interp"), OnDemandCompiler.Stage.RAISED);
        for (String name : List.of("sin", "pow", "hyperbolic", "mixed")) {
            compare(engine, name, 500);
        }
    }

    /** HotSpot's routines are found on the JVMs that the tests run on: else this would only compare StrictMath's code, or refuse everything. */
    @Test
    void theRoutinesAreFound() {
        assertTrue(HotSpotMath.routines().keySet().containsAll(List.of("sin", "cos", "tan", "exp", "log", "log10", "pow")), HotSpotMath.routines().toString());
    }

    static double loss(double[] w) {
        double s = 0;
        for (int i = 0; i < w.length; i++) {
            s += Math.sin(w[i]) * Math.exp(-w[i]) + Math.tanh(w[i]) + Math.pow(Math.abs(w[i]), 1.7);
        }
        return s;
    }

    static double each(double x) {
        return Math.sin(x) + Math.log(Math.abs(x)) * Math.atan(x);
    }

    @Test
    void transformedFunctions() {
        var engine = new TransformEngine(options(""), Engine.ofProcess().resources());
        double[] w = Arrays.stream(x(2000)).filter(v -> Math.abs(v) < 500).toArray();
        Fn1<double[], Double> loss = JvmMathTest::loss;
        var gradient = new TransformedFunction(engine, new Transformation.Grad(true, false, List.of(0)), List.of(loss));
        ValueAndGrad<?, ?> v = (ValueAndGrad<?, ?>) gradient.call(w);
        assertEquals(Double.doubleToLongBits(loss(w)), Double.doubleToLongBits((Double) v.value()));
        double[] slopes = (double[]) v.grad();
        for (int i = 0; i < w.length; i++) {
            double slope = (Math.cos(w[i]) - Math.sin(w[i])) * Math.exp(-w[i]) + 1 - Math.tanh(w[i]) * Math.tanh(w[i])
                + 1.7 * Math.pow(Math.abs(w[i]), 0.7) * (w[i] < 0 ? -1 : 1);
            assertEquals(slope, slopes[i], 1e-9 * Math.max(1, Math.abs(slope)));
        }
        Fn1<Double, Double> each = JvmMathTest::each;
        var lanes = new TransformedFunction(engine, new Transformation.Vmap(List.of(0), 0, null), List.of(each));
        assertArrayEquals(bits(Arrays.stream(w).map(JvmMathTest::each).toArray()), bits((double[]) lanes.call(w)));
        Fn2<Double, Double, Double> one = JvmMathTest::one;
        var alone = new TransformedFunction(engine, new Transformation.Vmap(Arrays.asList(0, null), 0, null), List.of(one));
        assertArrayEquals(bits(Arrays.stream(w).map(x -> one(x, 2.5)).toArray()), bits((double[]) alone.call(w, 2.5)));
        assertTrue(assertThrows(RuntimeException.class, () -> lanes.lower(w).text("ptx sm_90")).getMessage().contains("math=jvm"));
        assertTrue(assertThrows(RuntimeException.class, () -> lanes.lower(w).text("stablehlo")).getMessage().contains("math=jvm"));
    }

    /** Code that is kept between runs is found by its text, which tells the two kinds apart and holds no addresses. */
    @Test
    void keptCodeIsOfOneKind() {
        Fn1<Double, Double> each = JvmMathTest::each;
        var step = new Transformation.Vmap(List.of(0), 0, null);
        String jvm = new TransformedFunction(new TransformEngine(options(""), Engine.ofProcess().resources()), step, List.of(each)).lower(new double[9]).text("llvm");
        String ulp = new TransformedFunction(new TransformEngine(Options.defaults(), Engine.ofProcess().resources()), step, List.of(each)).lower(new double[9]).text("llvm");
        assertTrue(jvm.contains("@jacobi_jvm_sin") && !jvm.contains("inttoptr (i64") && !ulp.contains("jacobi_jvm"), jvm);
    }

    @Test
    void theSummarySaysSo() throws ReflectiveOperationException {
        var usual = new OnDemandCompiler(OptionParser.parse("log=off", new Properties(), Map.of()).options(), OnDemandCompiler.Stage.RAISED);
        Method sin = JvmMathTest.class.getDeclaredMethod("sin", double[].class, double[].class, double[].class);
        usual.compile(sin);
        usual.stats(sin).compiled("cpu");
        String table = Reports.summary(List.of(usual.stats(sin)));
        assertTrue(table.contains("may differ from the JVM's by 1 ulp, as Java allows, in dev.jacobi.backend.JvmMathTest.sin; with math=jvm they are equal."), table);
        assertTrue(Reports.json(List.of(usual.stats(sin))).contains("\"withinUlp\": true"));
    }
}
