package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.Fn2;
import dev.jacobi.Jacobi;
import dev.jacobi.JacobiException;
import dev.jacobi.backend.DeviceChoice;
import dev.jacobi.backend.GpuBackend;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.options.Options;
import dev.jacobi.ptx.device.DeviceException;
import dev.jacobi.report.MethodStats;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.report.Registry;
import dev.jacobi.woven.Deopt;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
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

    static int scalePart(double[] x, double by, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] *= by;
        }
        return to - from;
    }

    static double weighted(double[] w, double[] x) {
        double s = 0;
        for (int i = 0; i < w.length; i++) {
            s += w[i] * x[i] * x[i];
        }
        return s;
    }

    static double sunk(double x, int n) {
        return n == 0 ? x * x : 0.5 * sunk(x + 1, n - 1);
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
        return new OnDemandCompiler(Options.defaults().with(backend), OnDemandCompiler.Stage.RAISED).compile(method(name));
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

    /** Where the machine has a GPU, tests can be run on it; where it has none, they say so. */
    @Test
    void aTestDeviceMayBeTheMachinesGpu() throws Deopt {
        double[] x = {1, 2};
        try {
            assertEquals(2, compiled("cuda", Options.Backend.CUDA, "scale").invoke(x, 2.0, 0));
            assertArrayEquals(new double[] {2, 4}, x);
        } catch (Refusal r) {
            assertEquals(ReasonCode.NO_DEVICE, r.code());
            assertTrue(r.getMessage().contains("NVIDIA"), r.getMessage());
        }
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
        Compiled c = compiled("emulated", Options.Backend.CUDA, "scalePart");
        var threads = Executors.newFixedThreadPool(4);
        try {
            // all on one array: each thread changes its own part of it, and must not undo what the others do
            double[] shared = ones(4000);
            var calls = IntStream.range(0, 40).mapToObj(k -> (Callable<Object>) () -> {
                double[] own = ones(10 * k + 1);
                c.invoke(own, 2.0, 0, own.length);
                assertArrayEquals(IntStream.range(0, 10 * k + 1).mapToDouble(i -> 2).toArray(), own);
                return c.invoke(shared, k + 2.0, 100 * k, 100 * k + 100);
            }).toList();
            for (var f : threads.invokeAll(calls)) {
                f.get();
            }
            assertArrayEquals(IntStream.range(0, 4000).mapToDouble(i -> i / 100 + 2).toArray(), shared);
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
        Refusal r = assertThrows(Refusal.class, () -> new OnDemandCompiler(Options.defaults().with(Options.Backend.CUDA), OnDemandCompiler.Stage.RAISED).compile(method("scale")));
        assertEquals(ReasonCode.NO_DEVICE, r.code());
    }

    @Test
    void whatIsSaidOfAFailureDependsOnItsKind() {
        MethodStats stats = new Registry().method("a/B", "c", "()V");
        var backend = new GpuBackend(Options.defaults(), () -> null, Engine.ofProcess().resources());
        assertTrue(said(() -> backend.failed(new DeviceException(DeviceException.Kind.DEFECT, "A defect"), stats)).contains(": A defect."));
        assertEquals("A defect", stats.note());
        assertEquals("", said(() -> backend.failed(new DeviceException(DeviceException.Kind.DEFECT, "A defect"), stats)), "once is enough");
        assertEquals("", said(() -> backend.failed(new DeviceException(DeviceException.Kind.CODE, "A kernel too large"), stats)), "a GPU that does not take it is no news to warn of");
        assertEquals("A kernel too large", stats.note());
        Compiled c = compiled("emulated,ENDED,9", Options.Backend.CUDA, "scale");
        int[] left = {0};
        String end = said(() -> {
            for (int k = 0; k < 5; k++) {
                try {
                    c.invoke(new double[] {1, 2}, 2.0, 0);
                } catch (Deopt d) {
                    left[0]++;
                }
            }
        });
        assertTrue(left[0] > 0);
        assertEquals("", end, "a process that ends has nothing to tell");
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
        Compiled without = new OnDemandCompiler(Options.defaults().with(Options.Backend.AUTO), OnDemandCompiler.Stage.RAISED).compile(method("scale"));
        assertEquals(2, without.invoke(x, 2.0, 0));
    }

    @Test
    void aCallWithoutEnoughMemoryMakesRoomAndRunsOnceMore() throws Deopt {
        Compiled c = compiled("emulated,MEMORY,4", Options.Backend.CUDA, "scale");
        double[] x = {1, 2};
        assertEquals(2, c.invoke(x, 2.0, 0));
        assertArrayEquals(new double[] {2, 4}, x);
    }

    @Test
    void aCallWithoutEnoughMemoryFallsBackAndTheNextOneRuns() throws Deopt {
        Compiled c = compiled("emulated,MEMORY,4,2", Options.Backend.CUDA, "scale");
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
        var info = Jacobi.cacheInfo(again);
        assertEquals(0, info.fallbacks());
        assertTrue(info.reasons().get(0).contains(" ran on the CPU because the device failed: The device was told to fail "), info.reasons()::toString);
        assertTrue(info.backends().get(0).endsWith("cpu"), info.backends()::toString);
    }

    /** A thread of the device has less stack than the CPU: what is too deep for it alone is no exception. */
    @Test
    void transformedFunctionsThatRecurTooDeepForTheDeviceRunOnTheCpu() {
        System.setProperty(PROPERTY, "emulated");
        for (String backend : List.of("cuda", "auto")) {
            var on = dev.jacobi.Options.DEFAULT.backend(backend);
            Fn2<Double, Integer, Double> grad = Jacobi.jit(Jacobi.grad(GpuTest::sunk), on);
            Fn2<double[], Integer, double[]> each = Jacobi.jit(Jacobi.vmap(GpuTest::sunk, 0, null), on);
            for (int k = 0; k < 3; k++) {
                for (int n : new int[] {10, 60}) {
                    assertEquals(Math.scalb(2.0 * (1 + n), -n), grad.apply(1.0, n));
                    assertArrayEquals(new double[] {sunk(1, n), sunk(2, n)}, each.apply(new double[] {1, 2}, n));
                }
            }
            assertEquals(0, Jacobi.cacheInfo(grad).fallbacks() + Jacobi.cacheInfo(each).fallbacks());
            assertEquals(List.of(backend + ", cpu"), Jacobi.cacheInfo(grad).backends());
            String why = Jacobi.cacheInfo(grad).reasons().get(0);
            assertTrue(why.matches("It was compiled for [(]double, int[)], .*[.] Some calls ran on the CPU because DEPTH at .*[.]"), why);
        }
    }

    /** What fails in making the code for the GPU, in whatever way, is said, and there is code for the CPU. */
    @Test
    void aDefectInCompilingLeavesTheCodeOfTheCpu() throws Deopt {
        double[] x = {1, 2};
        var made = new Compiled[1];
        String said = said(() -> made[0] = compiled("emulated,DEFECT,1", Options.Backend.AUTO, "scale"));
        assertTrue(said.contains("compiling it for a GPU failed: java.lang.NullPointerException: The device was told to fail"), said);
        assertEquals(2, made[0].invoke(x, 2.0, 0));
        assertArrayEquals(new double[] {2, 4}, x);
        System.setProperty(PROPERTY, "emulated,DEFECT,01");
        Fn2<double[], double[], Double> f = Jacobi.jit((a, b) -> weighted(a, b) - 1, dev.jacobi.Options.DEFAULT.backend("cuda"));
        assertEquals(weighted(x, x) - 1, f.apply(x, x));
        assertEquals(List.of("cpu"), Jacobi.cacheInfo(f).backends());
        assertTrue(Jacobi.cacheInfo(f).reasons().get(0).contains(" It ran on the CPU because compiling it for a GPU failed: "), Jacobi.cacheInfo(f).reasons()::toString);
        assertEquals(ReasonCode.INTERNAL_ERROR, assertThrows(Refusal.class, () -> compiled("emulated,DEFECT,001", Options.Backend.CUDA, "scale")).code());
    }

    /** Tests must not take it for a null argument, which is an ordinary fallback. */
    @Test
    void aDefectInRunningOnATestDeviceIsNoFallback() {
        Compiled c = compiled("emulated,DEFECT,4", Options.Backend.CUDA, "scale");
        double[] x = {1, 2};
        assertThrows(AssertionError.class, () -> c.invoke(x, 2.0, 0));
        assertArrayEquals(new double[] {1, 2}, x);
    }

    @Test
    void ptxNeedsNoDevice() {
        Fn2<double[], double[], Double> f = GpuTest::weighted;
        String ptx = Jacobi.lower(Jacobi.grad(f), new double[3], new double[3]).text("ptx");
        assertTrue(ptx.contains(".target sm_80") && ptx.contains(".visible .entry"), ptx);
        assertTrue(assertThrows(JacobiException.class, () -> Jacobi.lower(f, new double[3], new double[3]).text("sass")).getMessage().contains("ptx"));
    }

    /** A call of a size that takes so long on either side; whether it ran on the device. */
    private static boolean call(DeviceChoice f, long elements, long onCpu, long onDevice) {
        boolean device = f.poll(elements, 0);
        if (f.timing()) {
            device = f.begin();
            f.end(device ? onDevice : onCpu);
        }
        return device;
    }

    @Test
    void autoKeepsTheFasterOneForEachSize() {
        MethodStats stats = new Registry().method("a/B", "c", "()V");
        boolean[] usable = {true};
        var f = new DeviceChoice(stats, () -> usable[0]);
        int small = 0;
        for (int k = 0; k < 16; k++) {
            small += call(f, 10, 10_000, 30_000) ? 1 : 0;
        }
        assertTrue(small > 1 && small < 8, "calls of a small size on the device: " + small);
        assertFalse(call(f, 10, 10_000, 30_000));
        assertEquals("cpu", stats.backend());
        for (int k = 0; k < 16; k++) {
            call(f, 5000, 900_000, 300_000);
        }
        assertTrue(call(f, 5000, 900_000, 300_000));
        assertEquals("cuda", stats.backend());
        assertFalse(call(f, 10, 10_000, 30_000), "sizes are apart");
        usable[0] = false;
        assertFalse(call(f, 5000, 900_000, 300_000), "a lost device is not asked");
    }

    @Test
    void aCallInsideOfATimedOneIsNotTimed() {
        var f = new DeviceChoice(new Registry().method("a/B", "e", "()V"), () -> true);
        f.poll(10, 0);
        assertTrue(f.timing());
        f.poll(5000, 0);
        assertFalse(f.timing());
        f.end(10_000);
        f.poll(5000, 0);
        assertTrue(f.timing());
    }

    @Test
    void autoGivesADeviceUpThatIsFarBehind() {
        MethodStats stats = new Registry().method("a/B", "d", "()V");
        var f = new DeviceChoice(stats, () -> true);
        int slow = 0;
        int endless = 0;
        for (int k = 0; k < 10; k++) {
            slow += call(f, 10, 10_000, 90_000) ? 1 : 0;
            endless += call(f, 5000, 50_000, 30_000_000_000L) ? 1 : 0;
        }
        assertEquals(2, slow, "the first call may be slow for other reasons");
        assertEquals(1, endless);
    }
}
