// Function objects: what they capture, what is compiled when, threads, options, texts.
package dev.jacobi;

import static dev.jacobi.Numeric.assertCompiled;
import static dev.jacobi.Numeric.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Closures, caches, calls. */
class FunctionsTest {
    private static double factor = 2;

    static double sum(double[] a) {
        double s = 0;
        for (double x : a) {
            s += x * factor;
        }
        return s;
    }

    static double[] increment(double[] a) {
        for (int i = 0; i < a.length; i++) {
            a[i]++;
        }
        return a;
    }

    static double power(double x, int n) {
        double r = 1;
        for (int i = 0; i < n; i++) {
            r *= x;
        }
        return r;
    }

    @Test
    void capturedArraysAndStaticFieldsAreReadAtEachCall() {
        double[] captured = {10};
        Fn1<double[], Double> f = Jacobi.jit((double[] a) -> sum(a) + captured[0]);
        factor = 2;
        assertEquals(16, f.apply(new double[] {1, 2}));
        captured[0] = 20;
        factor = 3;
        assertEquals(29, f.apply(new double[] {1, 2}));
        factor = 2;
        Fn1<double[], double[]> g = Jacobi.grad((double[] a) -> sum(a) * captured[0]);
        assertNear(new double[] {40, 40}, g.apply(new double[] {1, 2}));
        captured[0] = 1;
        assertNear(new double[] {2, 2}, g.apply(new double[] {1, 2}));
        assertCompiled(f, 1);
        assertCompiled(g, 1);
    }

    @Test
    void newClosuresOfOneLambdaShareTheirCode() {
        for (int i = 0; i < 5; i++) {
            double k = i;
            Fn1<Double, Double> f = Jacobi.grad((Double x) -> k * x * x);
            long start = System.nanoTime();
            assertNear(6.0 * i, f.apply(3.0));
            assertTrue(start > 0);
        }
    }

    @Test
    void aLengthIsNoReasonToCompile() {
        Fn1<double[], Double> f = Jacobi.jit(FunctionsTest::sum);
        Fn1<double[], double[]> g = Jacobi.grad(FunctionsTest::sum);
        for (int n = 0; n < 100; n++) {
            f.apply(new double[n]);
            assertEquals(n, g.apply(new double[n]).length);
        }
        assertCompiled(f, 1);
        assertCompiled(g, 1);
    }

    @Test
    void eachCompilationHasItsReason() {
        Fn1<List<double[]>, Double> f = Jacobi.jit((List<double[]> l) -> (double) l.size());
        f.apply(List.of(new double[1]));
        f.apply(List.of(new double[2]));
        f.apply(List.of(new double[1], new double[1]));
        CacheInfo info = Jacobi.cacheInfo(f);
        assertEquals(2, info.compilations());
        assertEquals(3, info.calls());
        assertEquals("It was compiled again because argument 0 was List(double[], double[]) instead of List(double[]).", info.reasons().get(1));
    }

    @Test
    void jitDoesToItsArgumentsWhatTheFunctionDoes() {
        Fn1<double[], double[]> f = Jacobi.jit(FunctionsTest::increment);
        double[] a = {1, 2};
        assertArrayEquals(new double[] {2, 3}, f.apply(a));
        assertArrayEquals(new double[] {2, 3}, a);
        assertCompiled(f, 1);
    }

    @Test
    void exceptionsAreJavas() {
        Fn1<double[], Double> f = Jacobi.jit((double[] a) -> a[5]);
        assertEquals("Index 5 out of bounds for length 2", assertThrows(ArrayIndexOutOfBoundsException.class, () -> f.apply(new double[2])).getMessage());
        assertThrows(NullPointerException.class, () -> f.apply(null));
        Fn1<double[], double[]> g = Jacobi.grad((double[] a) -> a[5]);
        assertEquals("Index 5 out of bounds for length 2", assertThrows(ArrayIndexOutOfBoundsException.class, () -> g.apply(new double[2])).getMessage());
    }

    @Test
    void staticArgumentsAreConstants() {
        Fn2<Double, Integer, Double> f = Jacobi.jit(FunctionsTest::power, Options.DEFAULT.staticArgs(1));
        assertEquals(8, f.apply(2.0, 3));
        assertEquals(16, f.apply(2.0, 4));
        assertEquals(27, f.apply(3.0, 3));
        assertCompiled(f, 2);
        assertTrue(Jacobi.ir(f, 2.0, 3).toString().contains("for(3:i32"), Jacobi.ir(f, 2.0, 3).toString());
    }

    @Test
    void theInterpreterGivesTheSame() {
        Fn2<Double, Integer, Double> f = Jacobi.jit(FunctionsTest::power, Options.DEFAULT.backend("interp"));
        assertEquals(8, f.apply(2.0, 3));
        Fn1<double[], double[]> g = Jacobi.jit(Jacobi.grad(FunctionsTest::sum), Options.DEFAULT.backend("interp"));
        assertNear(new double[] {2, 2}, g.apply(new double[] {1, 2}));
    }

    @Test
    void manyThreads() throws Exception {
        Fn2<Double, Integer, Double> g = Jacobi.grad(FunctionsTest::power);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            var tasks = new ArrayList<Callable<Double>>();
            for (int i = 0; i < 40; i++) {
                double x = i;
                tasks.add(() -> g.apply(x, 3));
            }
            int i = 0;
            for (Future<Double> f : pool.invokeAll(tasks)) {
                assertNear(3.0 * i * i, f.get());
                i++;
            }
        } finally {
            pool.shutdown();
        }
        assertCompiled(g, 1);
    }

    @Test
    void eachStageHasAText() {
        Lowered l = Jacobi.lower(Jacobi.grad(FunctionsTest::power), 2.0, 3);
        assertTrue(l.text("ir").startsWith("\"grad(dev.jacobi.FunctionsTest.power)\"("), l.text("ir"));
        assertTrue(l.text("steps").matches("(?s)// dev.jacobi.FunctionsTest.power\n.*// grad\\(dev.jacobi.FunctionsTest.power\\)\n.*"), l.text("steps"));
        assertTrue(l.text("llvm").contains("define"), l.text("llvm"));
        assertTrue(l.text("asm").contains("ret"), l.text("asm"));
        assertTrue(l.compile().cost().operations() > 0);
        assertEquals(12.0, l.call(2.0, 3));
        assertThrows(JacobiException.class, () -> l.text("nonsense"));
    }

    @Test
    void theCostOfASumIsItsLength() {
        Lowered l = Jacobi.lower(FunctionsTest::sum, new double[1000]);
        assertEquals(2000, l.cost().operations());
        assertEquals(8000, l.cost().bytes());
    }

    @Test
    void irBeforeAndAfterEachTransformation() {
        String plain = Jacobi.ir(GradientTest::poly, 3.0).toString();
        assertEquals("f(a:f64[]) {\n  b:f64[] = mul a a\n  c:f64[] = mul 2.0:f64 a\n  d:f64[] = add b c\n  e:f64[] = add d 1.0:f64\n  return e\n}\n", plain);
        Fn1<double[], double[]> lanes = Jacobi.vmap(GradientTest::poly);
        assertTrue(Jacobi.ir(lanes, new double[3]).toString().contains("map["), Jacobi.ir(lanes, new double[3]).toString());
    }
}
