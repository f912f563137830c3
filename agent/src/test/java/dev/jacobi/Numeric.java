// Derivatives by differences, and values shown as text: what transformed functions are compared with.
package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/** Central differences and deep comparison. */
final class Numeric {
    private static final double STEP = 1e-5;

    private Numeric() {
    }

    static double derivative(DoubleUnaryOperator f, double x) {
        return (f.applyAsDouble(x + STEP) - f.applyAsDouble(x - STEP)) / (2 * STEP);
    }

    static double[] gradient(ToDoubleFunction<double[]> f, double... x) {
        double[] g = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double[] up = x.clone();
            double[] down = x.clone();
            up[i] += STEP;
            down[i] -= STEP;
            g[i] = (f.applyAsDouble(up) - f.applyAsDouble(down)) / (2 * STEP);
        }
        return g;
    }

    /** Numbers, arrays, records, lists and maps that agree to a relative error. */
    static void assertNear(Object expected, Object actual, double tolerance) {
        if (expected instanceof Number e) {
            assertEquals(e.doubleValue(), ((Number) actual).doubleValue(), tolerance * Math.max(1, Math.abs(e.doubleValue())));
        } else if (expected.getClass().isArray()) {
            assertEquals(Array.getLength(expected), Array.getLength(actual), "length");
            for (int i = 0; i < Array.getLength(expected); i++) {
                assertNear(Array.get(expected, i), Array.get(actual, i), tolerance);
            }
        } else if (expected instanceof List<?> l) {
            assertNear(l.toArray(), ((List<?>) actual).toArray(), tolerance);
        } else if (expected instanceof Map<?, ?> m) {
            assertEquals(m.keySet(), ((Map<?, ?>) actual).keySet());
            m.forEach((k, v) -> assertNear(v, ((Map<?, ?>) actual).get(k), tolerance));
        } else if (expected instanceof Record) {
            assertEquals(expected.getClass(), actual.getClass());
            for (RecordComponent c : expected.getClass().getRecordComponents()) {
                try {
                    c.getAccessor().setAccessible(true);
                    assertNear(c.getAccessor().invoke(expected), c.getAccessor().invoke(actual), tolerance);
                } catch (ReflectiveOperationException e) {
                    throw new AssertionError(e);
                }
            }
        } else {
            assertEquals(expected, actual);
        }
    }

    static void assertNear(Object expected, Object actual) {
        assertNear(expected, actual, 1e-6);
    }

    /** That all calls so far ran compiled code. */
    static void assertCompiled(Object function, int compilations) {
        CacheInfo info = Jacobi.cacheInfo((Fn) function);
        assertEquals(compilations, info.compilations(), info.toString());
        assertEquals(0, info.fallbacks(), info.toString());
        org.junit.jupiter.api.Assertions.assertTrue(info.calls() > 0, info.toString());
    }
}
