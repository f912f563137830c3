// Math.* as machine code stays within the 1 ulp that its specification allows; StrictMath, itself within 1 ulp, is the measure.
package dev.jacobi.math;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.fuzz.Mode;
import dev.jacobi.harness.Javac;
import dev.jacobi.site.Compiled;
import dev.jacobi.site.OnDemandCompiler;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Loops over arrays, so that the vector versions of the functions run, and single values. */
class MathAccuracyTest {
    private static final int RANDOM = Integer.getInteger("math.values", 20_000);

    /** {@code ulps} is what the specification of Math allows (2 for some); {@code low..high} is where most random values lie. */
    private record Function(String name, double ulps, double low, double high) {
    }

    private static final List<Function> UNARY = List.of(
            new Function("sin", 1, -1000, 1000), new Function("cos", 1, -1000, 1000), new Function("tan", 1, -1000, 1000),
            new Function("asin", 1, -1.01, 1.01), new Function("acos", 1, -1.01, 1.01), new Function("atan", 1, -30, 30),
            new Function("exp", 1, -750, 720), new Function("log", 1, 0, 1000), new Function("log10", 1, 0, 1000),
            new Function("expm1", 1, -50, 720), new Function("log1p", 1, -1, 100), new Function("cbrt", 1, -1000, 1000),
            new Function("sinh", 2.5, -720, 720), new Function("cosh", 2.5, -720, 720), new Function("tanh", 2.5, -25, 25));
    private static final List<Function> BINARY = List.of(
            new Function("pow", 1, 0, 50), new Function("atan2", 2, -100, 100), new Function("hypot", 1, -1000, 1000));

    @TestFactory
    Stream<DynamicTest> machineCode() throws ReflectiveOperationException {
        Map<String, String> sources = new LinkedHashMap<>();
        UNARY.forEach(f -> sources.put("M" + f.name(), source(f, "double[] a, double[] r", "double a", "a[i]", "a")));
        BINARY.forEach(f -> sources.put("M" + f.name(), source(f, "double[] a, double[] b, double[] r", "double a, double b", "a[i], b[i]", "a, b")));
        Javac.Loader loader = new Javac().compile(sources);
        OnDemandCompiler engine = Mode.NATIVE.engine();
        List<DynamicTest> tests = new ArrayList<>();
        for (Function f : Stream.concat(UNARY.stream(), BINARY.stream()).toList()) {
            Class<?> type = loader.loadClass("M" + f.name());
            tests.add(DynamicTest.dynamicTest(f.name(), () -> check(f, type, engine)));
        }
        return tests.stream();
    }

    private static String source(Function f, String arrays, String scalars, String elements, String values) {
        return "public final class M" + f.name() + " {\npublic static void all(" + arrays + ") { for (int i = 0; i < r.length; i++) { r[i] = Math."
                + f.name() + "(" + elements + "); } }\npublic static double one(" + scalars + ") { return Math." + f.name() + "(" + values + "); }\n}\n";
    }

    private static void check(Function f, Class<?> type, OnDemandCompiler engine) throws ReflectiveOperationException {
        double[] x = Ulp.arguments(f.low(), f.high(), RANDOM);
        boolean binary = BINARY.contains(f);
        double[] a = binary ? spread(x, 0) : x;
        double[] b = binary ? spread(x, 1) : null;
        Method strict = binary ? StrictMath.class.getMethod(f.name(), double.class, double.class) : StrictMath.class.getMethod(f.name(), double.class);
        double[] r = new double[a.length];
        Compiled all = engine.compile(method(type, "all"));
        all.invoke(binary ? new Object[] {a, b, r} : new Object[] {a, r});
        Compiled one = engine.compile(method(type, "one"));
        double worst = 0;
        int at = 0;
        for (int i = 0; i < r.length; i++) {
            double want = (double) (binary ? strict.invoke(null, a[i], b[i]) : strict.invoke(null, a[i]));
            double d = Ulp.distance(r[i], want);
            if (i % 16 == 0) {
                d = Math.max(d, Ulp.distance((double) (binary ? one.invoke(a[i], b[i]) : one.invoke(a[i])), want));
            }
            if (d > worst) {
                worst = d;
                at = i;
            }
        }
        double most = f.ulps() + 1;
        String text = String.format(Locale.ROOT, "%s(%s%s): %.2f ulp from StrictMath, at most %.1f", f.name(), a[at], binary ? ", " + b[at] : "", worst, most);
        System.out.println(text);
        assertTrue(worst <= most, text);
    }

    /** Pairs: each edge value with each of a few, then the random ones with one another. */
    private static double[] spread(double[] x, int operand) {
        List<Double> all = new ArrayList<>();
        double[] few = {0.0, -0.0, 1, -1, 0.5, 2, 3, -3, 1e300, -1e-300, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE};
        int edges = x.length - 2 * RANDOM;
        for (int i = 0; i < edges; i++) {
            for (double y : few) {
                all.add(operand == 0 ? x[i] : y);
                all.add(operand == 0 ? y : x[i]);
            }
        }
        for (int i = edges; i + 2 < x.length; i++) {
            all.add(operand == 0 ? x[i] : x[i + 2]);
        }
        return all.stream().mapToDouble(d -> d).toArray();
    }

    private static Method method(Class<?> type, String name) {
        return Stream.of(type.getMethods()).filter(m -> m.getName().equals(name)).findFirst().orElseThrow();
    }
}
