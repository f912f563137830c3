// Looking at values in compiled code.
package dev.jacobi;

import static dev.jacobi.Numeric.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Debug.print and Debug.callback tell what Java would tell, in the same order. */
@Execution(ExecutionMode.SAME_THREAD)
class DebugTest {
    private static final List<String> TOLD = new ArrayList<>();
    private static final UnsupportedOperationException ENOUGH = new UnsupportedOperationException("enough");

    @BeforeEach
    void nothing() {
        TOLD.clear();
    }

    static void tell(Object[] values) {
        TOLD.add(Arrays.deepToString(values));
    }

    static void stop(Object[] values) {
        tell(values);
        if ((Integer) values[0] == 2) {
            throw ENOUGH;
        }
    }

    static double loop(double[] x) {
        double s = 0;
        for (int i = 0; i < x.length; i++) {
            s += x[i] * x[i];
            Debug.callback(DebugTest::tell, i, s, x);
            if (s > 10) {
                Debug.callback(v -> TOLD.add("large " + v[0]), s);
            }
        }
        return s;
    }

    static double all(boolean b, int i, long l, float f, double d, double[][] m) {
        Debug.callback(DebugTest::tell, b, (byte) i, (short) i, (char) ('a' + i), i, l, f, d, m, "text", new int[] {i, 2 * i}, new boolean[] {b, !b});
        return d;
    }

    static double square(double x) {
        double y = x * x;
        Debug.callback(DebugTest::tell, x, y);
        return y;
    }

    static double stopping(int n) {
        double s = 0;
        for (int i = 0; i < n; i++) {
            Debug.callback(DebugTest::stop, i);
            s += i;
        }
        return s;
    }

    private static List<String> told(Runnable run) {
        TOLD.clear();
        run.run();
        return List.copyOf(TOLD);
    }

    @Test
    void loopsAndBranchesInOrder() {
        double[] x = {1, 2, 3, 4};
        Fn1<double[], Double> f = Jacobi.jit(DebugTest::loop);
        List<String> java = told(() -> loop(x));
        assertEquals(6, java.size());
        for (int k = 0; k < 3; k++) {
            assertEquals(java, told(() -> assertEquals(30, f.apply(x))));
        }
        Numeric.assertCompiled(f, 1);
    }

    @Test
    void valuesOfAllTypes() {
        double[][] m = {{1, 2, 3}, {4, 5, 6}};
        Fn6<Boolean, Integer, Long, Float, Double, double[][], Double> f = Jacobi.jit(DebugTest::all);
        List<String> java = told(() -> all(true, 3, 1L << 40, 1.5f, 0.1, m));
        assertEquals(java, told(() -> f.apply(true, 3, 1L << 40, 1.5f, 0.1, m)));
    }

    @Test
    void derivativesTellOnce() {
        double[] x = {1, 2, 3, 4};
        List<String> java = told(() -> loop(x));
        Fn1<double[], double[]> g = Jacobi.grad(DebugTest::loop);
        assertEquals(java, told(() -> assertNear(new double[] {2, 4, 6, 8}, g.apply(x))));
        Fn1<Double, Double> second = Jacobi.grad(Jacobi.grad(DebugTest::square));
        assertEquals(List.of("[3.0, 9.0]"), told(() -> assertNear(2, second.apply(3.0))));
        Fn2<Double, Double, ValueAndTangent<Double>> forward = Jacobi.jvp(DebugTest::square);
        assertEquals(List.of("[3.0, 9.0]"), told(() -> forward.apply(3.0, 1.0)));
    }

    @Test
    void lanesInOrder() {
        Fn1<double[], double[]> f = Jacobi.vmap(DebugTest::square);
        double[] x = new double[300];
        var expected = new ArrayList<String>();
        for (int i = 0; i < x.length; i++) {
            x[i] = i;
            expected.add("[" + x[i] + ", " + x[i] * x[i] + "]");
        }
        assertEquals(expected, told(() -> f.apply(x)));
        Fn1<double[], double[]> g = Jacobi.vmap(Jacobi.grad(DebugTest::square));
        assertEquals(expected, told(() -> assertEquals(2 * x[7], g.apply(x)[7])));
        Fn1<double[][], double[]> loops = Jacobi.vmap(DebugTest::loop);
        double[][] rows = {{1, 2, 3}, {4, 5, 6}};
        assertEquals(told(() -> {
            loop(rows[0]);
            loop(rows[1]);
        }), told(() -> loops.apply(rows)));
    }

    @Test
    void whatACallbackThrowsIsThrown() {
        for (String backend : List.of("cpu", "interp")) {
            TOLD.clear();
            Fn1<Integer, Double> f = Jacobi.jit(DebugTest::stopping, Options.DEFAULT.backend(backend));
            assertSame(ENOUGH, assertThrows(UnsupportedOperationException.class, () -> f.apply(5)));
            assertEquals(List.of("[0]", "[1]", "[2]"), TOLD);
            assertEquals(1, f.apply(2));
        }
    }

    @Test
    void theCodeKeepsItsCallbacks() {
        Fn1<Double, Double> numbers = Jacobi.jit(DebugTest::square);
        Fn1<double[], Double> arrays = Jacobi.jit(DebugTest::loop);
        for (int k = 0; k < 3; k++) {
            assertEquals(List.of("[2.0, 4.0]"), told(() -> numbers.apply(2.0)));
            assertEquals(1, told(() -> arrays.apply(new double[] {1})).size());
            System.gc();
        }
    }

    @Test
    void lambdasMayCaptureNumbersOnly() {
        Fn2<Double, Integer, Double> f = Jacobi.jit((Double x, Integer k) -> {
            Debug.callback(v -> TOLD.add(k + ": " + v[0]), x);
            return x;
        });
        assertEquals(List.of("7: 2.5"), told(() -> f.apply(2.5, 7)));
        var own = new ArrayList<Object>();
        Fn1<Double, Double> g = Jacobi.grad((Double x) -> {
            Debug.callback(v -> own.add(v[0]), x);
            return x * x;
        });
        String said = assertThrows(JacobiException.class, () -> g.apply(1.0)).getMessage();
        assertTrue(said.contains("Debug.callback"), said);
    }

    @Test
    void printsLines() {
        Fn1<double[], Double> f = Jacobi.jit((double[] x) -> {
            double s = 0;
            for (int i = 0; i < x.length; i++) {
                s += x[i];
                Debug.print("{} of {n}: {sum} {{{}}}", i, x.length, s, x);
            }
            return s;
        });
        PrintStream before = System.out;
        var bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            f.apply(new double[] {1.5, 2});
            Debug.print("outside {}", List.of(1, 2));
        } finally {
            System.setOut(before);
        }
        assertEquals(List.of("0 of 2: 1.5 {[1.5, 2.0]}", "1 of 2: 3.5 {[1.5, 2.0]}", "outside [1, 2]"),
            bytes.toString(StandardCharsets.UTF_8).lines().filter(l -> l.contains(" of 2: ") || l.startsWith("outside")).toList());
        assertThrows(IllegalArgumentException.class, () -> Debug.print("{}"));
        assertThrows(IllegalArgumentException.class, () -> Debug.print("", 1));
    }

    @Test
    void theInterpreterAndDevicesTellTheSame() {
        double[] x = {1, 2, 3, 4};
        List<String> java = told(() -> loop(x));
        for (String backend : List.of("interp", "cuda", "tpu")) {
            Fn1<double[], Double> f = Jacobi.jit(DebugTest::loop, Options.DEFAULT.backend(backend));
            assertEquals(java, told(() -> assertEquals(30, f.apply(x))), backend);
        }
    }
}
