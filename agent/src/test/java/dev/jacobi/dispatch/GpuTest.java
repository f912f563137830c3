package dev.jacobi.dispatch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.Fn2;
import dev.jacobi.Jacobi;
import dev.jacobi.lift.Refusal;
import dev.jacobi.report.MethodStats;
import dev.jacobi.report.Registry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The back ends cuda and auto on an emulated device: what they compute, and what becomes of calls when the device fails. */
class GpuTest {
    private static final String PROPERTY = "jacobi.test.device";

    static int scale(double[] x, double by, int from) {
        for (int i = from; i < x.length; i++) {
            x[i] *= by;
        }
        return x.length - from;
    }

    static double weighted(double[] w, double[] x) {
        double s = 0;
        for (int i = 0; i < w.length; i++) {
            s += w[i] * x[i] * x[i];
        }
        return s;
    }

    static int[] same(int[] a, boolean first) {
        return first ? a : a.clone();
    }

    @AfterEach
    void noDevice() {
        System.clearProperty(PROPERTY);
    }

    private static Method method(String name) {
        return Arrays.stream(GpuTest.class.getDeclaredMethods()).filter(m -> m.getName().equals(name)).findFirst().orElseThrow();
    }

    private static Compiled compiled(String device, Options.Backend backend, String name) {
        System.setProperty(PROPERTY, device);
        return new Engine(Options.defaults().with(backend), Engine.Stage.RAISED).compile(method(name));
    }

    private static double[] ones(int n) {
        double[] x = new double[n];
        Arrays.fill(x, 1);
        return x;
    }

    private static String said(Runnable r) {
        PrintStream before = System.err;
        var out = new ByteArrayOutputStream();
        System.setErr(new PrintStream(out, true));
        try {
            r.run();
        } finally {
            System.setErr(before);
        }
        return out.toString();
    }

    @Test
    void argumentsAreWrittenWhenTheCallHasSucceeded() throws Deopt {
        Compiled c = compiled("emulated", Options.Backend.CUDA, "scale");
        double[] x = ones(100_000);
        assertEquals(99_990, c.invoke(x, 3.0, 10));
        assertEquals(1, x[9]);
        assertEquals(3, x[10]);
        double[] y = {1, 2};
        assertThrows(Deopt.class, () -> c.invoke(y, 3.0, -1));
        assertArrayEquals(new double[] {1, 2}, y);
        assertThrows(Deopt.class, () -> c.invoke(null, 3.0, 0));
        assertEquals(0, c.invoke(new double[0], 1.0, 0));
    }

    @Test
    void anArrayThatComesBackIsTheSameOne() throws Deopt {
        Compiled c = compiled("emulated", Options.Backend.CUDA, "same");
        int[] a = {1, 2, 3};
        assertSame(a, c.invoke(a, true));
        Object copy = c.invoke(a, false);
        assertTrue(copy != a);
        assertArrayEquals(a, (int[]) copy);
    }

    @Test
    void severalThreadsCallAtOnce() throws Exception {
        Compiled c = compiled("emulated", Options.Backend.CUDA, "scale");
        var threads = Executors.newFixedThreadPool(4);
        try {
            // all on one array: each thread changes its own part of it, and must not undo what the others do
            double[] shared = ones(4000);
            var calls = IntStream.range(0, 40).mapToObj(k -> (Callable<Object>) () -> {
                double[] own = ones(10 * k + 1);
                c.invoke(own, 2.0, 0);
                assertArrayEquals(IntStream.range(0, 10 * k + 1).mapToDouble(i -> 2).toArray(), own);
                return c.invoke(shared, 1.0, 0);
            }).toList();
            for (var f : threads.invokeAll(calls)) {
                f.get();
            }
            assertArrayEquals(ones(4000), shared);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aLostDeviceIsOneSentenceAndTheOriginalRuns() {
        Compiled c = compiled("emulated,LOST,9", Options.Backend.CUDA, "scale");
        double[] x = {1, 2};
        String said = said(() -> {
            for (int k = 0; k < 5; k++) {
                try {
                    c.invoke(x, 2.0, 0);
                } catch (Deopt d) {
                    scale(x, 2.0, 0);
                }
            }
        });
        assertArrayEquals(new double[] {32, 64}, x);
        assertEquals(1, said.lines().count(), said);
        assertTrue(said.contains("The device was told to fail while ") && said.contains("What was to run on the GPU runs on the JVM."), said);
        Refusal r = assertThrows(Refusal.class, () -> new Engine(Options.defaults().with(Options.Backend.CUDA), Engine.Stage.RAISED).compile(method("scale")));
        assertEquals("NO-DEVICE", r.code());
    }

    @Test
    void autoGoesOnWithTheCpuWhenTheDeviceIsLost() throws Deopt {
        Compiled c = compiled("emulated,LOST,6", Options.Backend.AUTO, "scale");
        double[] x = {1, 2};
        String said = said(() -> {
            for (int k = 0; k < 10; k++) {
                c.invoke(x, 2.0, 0);
            }
        });
        assertArrayEquals(new double[] {1024, 2048}, x);
        assertTrue(said.contains("What was to run on the GPU runs on the CPU."), said);
        System.setProperty(PROPERTY, "nothing");
        Compiled without = new Engine(Options.defaults().with(Options.Backend.AUTO), Engine.Stage.RAISED).compile(method("scale"));
        assertEquals(2, without.invoke(x, 2.0, 0));
    }

    @Test
    void aCallWithoutEnoughMemoryFallsBackAndTheNextOneRuns() throws Deopt {
        Compiled c = compiled("emulated,MEMORY,4", Options.Backend.CUDA, "scale");
        double[] x = {1, 2};
        Deopt d = assertThrows(Deopt.class, () -> c.invoke(x, 2.0, 0));
        assertArrayEquals(new double[] {1, 2}, x, String.valueOf(d.getMessage()));
        assertEquals(2, c.invoke(x, 2.0, 0));
        assertArrayEquals(new double[] {2, 4}, x);
    }

    @Test
    void transformedFunctionsRunOnTheDeviceAndWhenItIsLostOnTheCpu() {
        System.setProperty(PROPERTY, "emulated");
        var cuda = dev.jacobi.Options.DEFAULT.backend("cuda");
        Fn2<double[], double[], Double> f = GpuTest::weighted;
        Fn2<double[], double[], Double> jit = Jacobi.jit(f, cuda);
        double[] w = {1, 2, 3};
        double[] x = {4, 5, 6};
        assertEquals(weighted(w, x), jit.apply(w, x));
        assertEquals(List.of("cuda"), Jacobi.cacheInfo(jit).backends());
        Fn2<double[], double[], double[]> grad = Jacobi.jit(Jacobi.grad(f), cuda);
        assertArrayEquals(new double[] {16, 25, 36}, grad.apply(w, x));
        assertEquals(List.of("cuda"), Jacobi.cacheInfo(grad).backends());
        System.setProperty(PROPERTY, "emulated,LOST,6");
        Fn2<double[], double[], Double> again = Jacobi.jit((a, b) -> weighted(a, b) + 1, cuda);
        String said = said(() -> {
            for (int k = 0; k < 4; k++) {
                assertEquals(weighted(w, x) + 1, again.apply(w, x));
            }
        });
        assertTrue(said.contains("The device was told to fail"), said);
        assertEquals(0, Jacobi.cacheInfo(again).fallbacks());
    }

    @Test
    void ptxNeedsNoDevice() {
        Fn2<double[], double[], Double> f = GpuTest::weighted;
        String ptx = Jacobi.lower(Jacobi.grad(f), new double[3], new double[3]).text("ptx");
        assertTrue(ptx.contains(".target sm_80") && ptx.contains(".visible .entry"), ptx);
        assertTrue(assertThrows(dev.jacobi.JacobiException.class, () -> Jacobi.lower(f, new double[3], new double[3]).text("sass")).getMessage().contains("ptx"));
    }

    private static final AtomicInteger ON_DEVICE = new AtomicInteger();

    static int slowly(int[] x) {
        ON_DEVICE.incrementAndGet();
        long end = System.nanoTime() + (x.length > 1000 ? 10_000 : 20_000_000);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return 1;
    }

    static int withSize(int[] x) {
        long end = System.nanoTime() + (x.length > 1000 ? 20_000_000 : 10_000);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return 1;
    }

    @Test
    void autoKeepsTheFasterOneForEachSize() throws Throwable {
        MethodType type = MethodType.methodType(int.class, int[].class);
        MethodStats stats = new Registry().method("a/B", "c", "()V");
        boolean[] usable = {true};
        MethodHandle h = Faster.of(type, MethodHandles.lookup().findStatic(GpuTest.class, "withSize", type), MethodHandles.lookup().findStatic(GpuTest.class, "slowly", type),
            stats, () -> usable[0]);
        int[] small = new int[10];
        int[] large = new int[5000];
        for (int k = 0; k < 16; k++) {
            assertEquals(1, (int) h.invokeExact(small));
        }
        int before = ON_DEVICE.get();
        assertTrue(before >= 2 && before < 8, "calls of a small size on the device: " + before);
        assertEquals("cpu", stats.backend());
        for (int k = 0; k < 16; k++) {
            assertEquals(1, (int) h.invokeExact(large));
        }
        assertTrue(ON_DEVICE.get() >= before + 10, "calls of a large size on the device: " + (ON_DEVICE.get() - before));
        assertEquals("cuda", stats.backend());
        usable[0] = false;
        before = ON_DEVICE.get();
        assertEquals(1, (int) h.invokeExact(large));
        assertFalse(ON_DEVICE.get() > before, "a lost device is not asked");
    }
}
