// Random formulas of Math's and StrictMath's functions: values and gradients, against the JVM and central differences.
package dev.jacobi.fuzz;

import static dev.jacobi.Jacobi.grad;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.Fn1;
import dev.jacobi.harness.Javac;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * {@code -Dfuzz.formulas=N} (40), {@code -Dfuzz.seed=S}. Arguments of all functions are kept away from the ends of their domains and the results small, so that a central
 * difference is a good derivative.
 */
class FunctionFuzzTest {
    private static final int FORMULAS = Integer.getInteger("fuzz.formulas", 40);
    private static final double STEP = 1e-5;
    /** All are smooth on [0.1, 0.9]. */
    private static final String[] FUNCTIONS = {"exp", "log", "sin", "cos", "tanh", "atan", "sqrt", "cbrt", "sinh", "cosh", "expm1", "log1p", "log10", "asin", "acos", "tan"};

    private static String inner(SplittableRandom r, int depth, Map<String, Integer> used) {
        if (depth == 0) {
            return r.nextInt(3) == 0 ? Double.toString((r.nextInt(60) + 5) / 64.0) : "x";
        }
        String a = inner(r, depth - 1, used);
        String owner = r.nextInt(3) == 0 ? "Math." : "StrictMath.";
        switch (r.nextInt(6)) {
            case 0:
                return "(" + a + " * " + inner(r, depth - 1, used) + ")";
            case 1:
                return "(" + a + " + " + inner(r, depth - 1, used) + ")";
            case 2:
                used.merge(owner + "pow", 1, Integer::sum);
                return owner + "pow(unit(" + a + "), " + switch (r.nextInt(5)) {
                    case 0 -> "2";
                    case 1 -> "0.5";
                    case 2 -> "3";
                    case 3 -> "-1.5";
                    default -> "unit(" + inner(r, depth - 1, used) + ")";
                } + ")";
            default:
                String f = FUNCTIONS[r.nextInt(FUNCTIONS.length)];
                used.merge(owner + f, 1, Integer::sum);
                return owner + f + "(unit(" + a + "))";
        }
    }

    /** {@code unit} maps every number into [0.1, 0.9], smoothly. */
    private static String source(String name, String formula, boolean loop) {
        String body = loop ? "double s = 0; for (int i = 0; i < 3; i++) { s += " + formula + " * (i + 1); x = x * 0.75 + 0.1; } return s;" : "return " + formula + ";";
        return "public final class " + name + " {\nstatic double unit(double x) { return 0.5 + 0.4 * x / (1 + Math.abs(x)); }\npublic static double run(double x) { " + body + " }\n"
                + "public static dev.jacobi.Fn1<Double, Double> function() { return " + name + "::run; }\n}\n";
    }

    @Test
    @SuppressWarnings("unchecked")
    void gradientsAreSlopes() throws ReflectiveOperationException {
        String given = System.getProperty("fuzz.seed", "1");
        long first = given.equals("random") ? System.currentTimeMillis() : Long.parseLong(given);
        Map<String, String> sources = new LinkedHashMap<>();
        Map<String, Integer> used = new TreeMap<>();
        for (long seed = first; seed < first + FORMULAS; seed++) {
            SplittableRandom r = new SplittableRandom(seed);
            sources.put("G" + seed, source("G" + seed, inner(r, 1 + r.nextInt(3), used) + " + " + inner(r, 1 + r.nextInt(3), used), r.nextInt(4) == 0));
        }
        ClassLoader loader = new Javac().compile(sources);
        for (Map.Entry<String, String> e : sources.entrySet()) {
            Fn1<Double, Double> f = (Fn1<Double, Double>) loader.loadClass(e.getKey()).getMethod("function").invoke(null);
            Fn1<Double, Double> slope = grad(f);
            for (double x : new double[] {0.3, -0.7, 1.9}) {
                double expected = (f.apply(x + STEP) - f.apply(x - STEP)) / (2 * STEP);
                double got = slope.apply(x);
                assertTrue(Math.abs(got - expected) <= 1e-6 * Math.max(1, Math.abs(expected)), () -> "at " + x + " expected about " + expected + ", got " + got + ": " + e.getValue());
            }
        }
        if (FORMULAS >= 40 && given.equals("1")) {
            for (String f : FUNCTIONS) {
                assertTrue(used.getOrDefault("StrictMath." + f, 0) + used.getOrDefault("Math." + f, 0) > 0, f);
            }
            assertTrue(used.get("StrictMath.pow") > 0 && used.get("Math.pow") > 0);
        }
    }
}
