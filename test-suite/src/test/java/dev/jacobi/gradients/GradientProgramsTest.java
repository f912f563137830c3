package dev.jacobi.gradients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.CacheInfo;
import dev.jacobi.Fn;
import dev.jacobi.Fn4;
import dev.jacobi.Jacobi;
import dev.jacobi.ValueAndGrad;
import dev.jacobi.gradients.programs.Scalars;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Gradients of whole programs, compiled, against central differences of the same programs as plain Java. */
class GradientProgramsTest {
    private static final double STEP = 1e-5;
    /** Directional derivatives: of the difference quotient's own error (step², rounding/step) with room. */
    private static final double TOLERANCE = 1e-5;

    @TestFactory
    Stream<DynamicTest> gradients() {
        return Stream.of(GradientPrograms.all(), GradientPrograms.further(), GradientPrograms.byHand(), GradientPrograms.byOthers())
            .flatMap(List::stream)
            .map(p -> DynamicTest.dynamicTest(p.name(), () -> check(p, Math.min(p.size(), 60))));
    }

    private static void check(GradientProgram p, int size) {
        Object[] args = p.arguments().apply(p.name().equals("FFT") ? 64 : size);
        GradientProgram.Call plain = p.plain();
        Fn derived = p.valueAndGrad();
        Object result = GradientProgram.call(derived).apply(args);
        double value = number(plain.apply(args));
        boolean single = plain.apply(args) instanceof Float;
        double step = single ? 1e-2 : STEP;
        double tolerance = single ? 1e-3 : TOLERANCE;
        double rounding = single ? 1e-6 : 1e-11;
        assertEquals(value, number(((ValueAndGrad<?, ?>) result).value()), rounding * Math.max(1, Math.abs(value)), "value");
        Object[] gradients = p.gradients(result);
        var random = new Random(7);
        for (int trial = 0; trial < 3; trial++) {
            Object[] direction = new Object[p.by().length];
            double expected = 0;
            Object[] above = args.clone();
            Object[] below = args.clone();
            for (int k = 0; k < direction.length; k++) {
                direction[k] = random(args[p.by()[k]], random);
                expected += dot(gradients[k], direction[k]);
                above[p.by()[k]] = moved(args[p.by()[k]], direction[k], step);
                below[p.by()[k]] = moved(args[p.by()[k]], direction[k], -step);
            }
            double quotient = (number(plain.apply(above)) - number(plain.apply(below))) / (2 * step);
            assertEquals(quotient, expected, tolerance * (1 + Math.abs(quotient)) + rounding * Math.abs(value) / step, "derivative along direction " + trial);
        }
        CacheInfo info = Jacobi.cacheInfo(derived);
        assertEquals(1, info.compilations(), () -> info.reasons().toString());
        assertTrue(info.calls() > 0 && info.fallbacks() == 0, () -> "it did not run compiled: " + info);
    }

    /** Loops so long that they are run in chunks: short and long runs of the same code, and its derivative's derivative. */
    @Test
    void longLoops() {
        Fn4<Double, Double, double[], Integer, Double> driven = Scalars::driven;
        double[] w = {0.3, -0.2, 0.5, 0.1, -0.4, 0.2, 0.7};
        for (int n : new int[] {1, 1_000, 500_000, 500_001, 700_003}) {
            check(new GradientProgram("driven", driven, new int[] {0, 1}, n, k -> new Object[] {0.3, 1.1, w, k}), n);
        }
        assertTrue(Jacobi.lower(Jacobi.valueAndGrad(driven, 0, 1), 0.3, 1.1, w, 10).text("ir").contains("~steps"));
        Fn4<Double, Double, double[], Integer, Double> first = (x, c, v, n) -> (Double) Jacobi.grad(driven).apply(x, c, v, n);
        double second = (Double) Jacobi.grad(Jacobi.grad(driven)).apply(0.3, 1.1, w, 6);
        assertEquals((first.apply(0.3 + STEP, 1.1, w, 6) - first.apply(0.3 - STEP, 1.1, w, 6)) / (2 * STEP), second, 1e-7);
    }

    @Test
    void knownValues() {
        GradientProgram polynomial = GradientPrograms.all().get(0);
        Object r = GradientProgram.call(polynomial.valueAndGrad()).apply(3.0);
        assertEquals(new ValueAndGrad<>(16.0, 8.0), r);
        dev.jacobi.Fn1<Double, Double> f = Scalars::polynomial;
        assertEquals(2.0, Jacobi.grad(Jacobi.grad(f)).apply(3.0));
        assertEquals(0.0, Jacobi.grad(Jacobi.grad(Jacobi.grad(f))).apply(3.0));
    }

    private static double number(Object x) {
        return ((Number) x).doubleValue();
    }

    private static Object random(Object like, Random r) {
        if (like instanceof float[][] a) {
            return Arrays.stream(a).map(row -> random(row, r)).toArray(float[][]::new);
        }
        if (like instanceof float[] a) {
            return GradientPrograms.floats(r.doubles(a.length, -1, 1).toArray());
        }
        if (like instanceof double[] a) {
            return r.doubles(a.length, -1, 1).toArray();
        } else if (like instanceof double[][] a) {
            double[][] out = new double[a.length][];
            for (int i = 0; i < a.length; i++) {
                out[i] = (double[]) random(a[i], r);
            }
            return out;
        }
        return r.nextDouble() * 2 - 1;
    }

    private static Object moved(Object x, Object by, double step) {
        if (x instanceof float[][] a) {
            return IntStream.range(0, a.length).mapToObj(i -> moved(a[i], ((float[][]) by)[i], step)).toArray(float[][]::new);
        }
        if (x instanceof float[] a) {
            float[] out = a.clone();
            for (int i = 0; i < out.length; i++) {
                out[i] += (float) (step * ((float[]) by)[i]);
            }
            return out;
        }
        if (x instanceof double[] a) {
            double[] out = a.clone();
            for (int i = 0; i < out.length; i++) {
                out[i] += step * ((double[]) by)[i];
            }
            return out;
        } else if (x instanceof double[][] a) {
            double[][] out = new double[a.length][];
            for (int i = 0; i < a.length; i++) {
                out[i] = (double[]) moved(a[i], ((double[][]) by)[i], step);
            }
            return out;
        }
        return (Double) x + step * (Double) by;
    }

    private static double dot(Object x, Object y) {
        if (x instanceof float[][] a) {
            return IntStream.range(0, a.length).mapToDouble(i -> dot(a[i], ((float[][]) y)[i])).sum();
        }
        double sum = 0;
        if (x instanceof float[] a) {
            for (int i = 0; i < a.length; i++) {
                sum += a[i] * ((float[]) y)[i];
            }
            return sum;
        } else if (x instanceof double[] a) {
            for (int i = 0; i < a.length; i++) {
                sum += a[i] * ((double[]) y)[i];
            }
            return sum;
        } else if (x instanceof double[][] a) {
            for (int i = 0; i < a.length; i++) {
                sum += dot(a[i], ((double[][]) y)[i]);
            }
            return sum;
        }
        return (Double) x * (Double) y;
    }
}
