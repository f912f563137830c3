package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.jvm.Initialised;
import dev.jacobi.policy.Beacon;
import dev.jacobi.policy.SizeClassTimings;
import dev.jacobi.report.MethodStats;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.stub.CallObjects;
import dev.jacobi.stub.Kernel;
import dev.jacobi.woven.Deopt;
import dev.jacobi.woven.NotCompiled;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A method with its two call sites, put together as the prologue does it, under each policy and from several threads. */
class MethodSiteTest extends SiteFixture {
    static long hash(int[] a, int rounds) {
        long h = 1;
        for (int r = 0; r < rounds; r++) {
            for (int i = 0; i < a.length; i++) {
                h = 31 * h + a[i] + r;
            }
        }
        return h;
    }

    static void smooth(double[] from, double[] to) {
        for (int i = 1; i < to.length - 1; i++) {
            to[i] = (from[i - 1] + from[i] + from[i + 1]) / 3;
        }
    }

    static double norm(double[][] a) {
        double s = 0;
        for (double[] row : a) {
            for (double x : row) {
                s += x * x;
            }
        }
        return s;
    }

    static Object opaque(Object o) {
        return o.toString();
    }

    /** Its variant for one array under two names cannot be compiled. */
    static int add(int[] a, int[] b) {
        if (a == b) {
            System.currentTimeMillis();
        }
        for (int i = 0; i < a.length; i++) {
            a[i] += b[i];
        }
        return a[0];
    }

    /** Initialised by nobody. */
    private static final class Late {
        static final int[] TABLE = {1, 2, 3};

        static int first() {
            return TABLE[0];
        }
    }

    static int rarely(int[] a) {
        return a[0] == 12345 ? Late.first() : a[0] + 1;
    }

    /** Only its variant for one array under two names needs the class. */
    static int same(int[] a, int[] b) {
        if (a == b) {
            return Late.first() + a[0];
        }
        a[0] += b[0];
        return a[0];
    }

    private volatile boolean late = true;

    boolean isStillLate(Class<?> c) {
        return c == Late.class && late;
    }

    static boolean isLate(Class<?> c) {
        return c == Late.class;
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy=always", "policy=always,backend=interp", "policy=always,verify=shadow"})
    void alwaysMeansFromTheFirstCallOn(String options) throws Throwable {
        MethodHandle f = prologue(site(options, "hash"));
        for (int n = 0; n < 5; n++) {
            int[] a = {1, 2, 3, n};
            assertEquals(hash(a, 3), (long) f.invokeExact(a, 3));
        }
        assertEquals(MethodStats.State.COMPILED, stats("hash").state());
        assertEquals(5, stats("hash").calls);
        assertThrows(NullPointerException.class, () -> { long h = (long) f.invokeExact((int[]) null, 1); });
        assertEquals(0, stats("hash").differences());
    }

    @Test
    void offIsOff() throws Throwable {
        MethodHandle f = prologue(site("policy=off", "hash"));
        assertEquals(hash(new int[] {7}, 2), (long) f.invokeExact(new int[] {7}, 2));
        assertEquals(0, stats("hash").calls);
    }

    @Test
    void refusalsLeaveTheMethodAloneOrFailLoudly() throws Throwable {
        MethodHandle f = prologue(site("policy=always", "opaque"));
        assertEquals("7", (Object) f.invokeExact((Object) 7));
        assertEquals(MethodStats.State.JVM, stats("opaque").state());
        MethodHandle loud = prologue(site("policy=always,refusal=throw", "opaque"));
        NotCompiled e = assertThrows(NotCompiled.class, () -> { Object o = (Object) loud.invokeExact((Object) 7); });
        assertTrue(e.getMessage().contains("MethodSiteTest.opaque(java.lang.Object) is left to the JVM because"), e.getMessage());
    }

    @Test
    void theSameArrayTwiceUnderAlways() throws Throwable {
        MethodHandle f = prologue(site("policy=always", "smooth"));
        for (int n = 0; n < 3; n++) {
            double[] a = {3, 0, 6, 0, 9};
            double[] want = a.clone();
            smooth(want, want);
            f.invokeExact(a, a);
            assertArrayEquals(want, a);
        }
        assertEquals(0, stats("smooth").fallbacks());
        assertEquals(2, stats("smooth").variants());
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy=always", "policy=always,backend=interp", "policy=always,verify=shadow"})
    void aVariantThatCannotBeCompiledIsSeen(String options) throws Throwable {
        MethodHandle f = prologue(site(options, "add"));
        assertEquals(5, (int) f.invokeExact(new int[] {2}, new int[] {3}));
        assertEquals(0, stats("add").fallbacks());
        for (int n = 0; n < 3; n++) {
            int[] a = {2};
            assertEquals(4, (int) f.invokeExact(a, a));
        }
        assertEquals(3, stats("add").fallbacks());
        assertEquals(4, stats("add").calls);
        String last = stats("add").lastFallback();
        assertTrue(last.contains(" at dev.jacobi.site.MethodSiteTest.add:") && last.contains("with the same array twice"), last);
    }

    @Test
    void aDefectWhileCompilingAVariantIsSeen() throws Throwable {
        MethodSite s = site("policy=always,log=off", "smooth");
        prologue(s).invokeExact(new double[3], new double[3]);
        // No such argument: nothing in the compiler expects that.
        Kernel k = s.code().make(new Variants.Wanted(List.of(-1, -1), new CallObjects(null, null, null, null), "", 0));
        assertThrows(Deopt.class, () -> { k.handle().invokeExact(new double[3], new double[3]); });
        assertEquals(1, stats("smooth").fallbacks());
        assertEquals(2, stats("smooth").calls);
        String last = stats("smooth").lastFallback();
        assertTrue(last.startsWith("INTERNAL-ERROR at dev.jacobi.site.MethodSiteTest.smooth") && last.contains(" in "), last);
    }

    /** A stack overflow between the guard and the timed call loses the call that was to be timed. */
    @Test
    void aLostTimingDoesNotStopMeasuring() throws Exception {
        var adaptive = new AdaptivePolicy(site("policy=off", "hash"), new Beacon());
        Thread t = new Thread(() -> assertTrue(adaptive.poll(10, 10)));
        t.start();
        t.join();
        boolean timed = false;
        for (int n = 0; n < 1000; n++) {
            timed |= adaptive.poll(10, 10);
        }
        assertTrue(timed);
        assertTrue(adaptive.sampling());
    }

    @Test
    void codeThatComesTooLateIsNotUsed() throws Throwable {
        var dispatcher = new Dispatcher(options("policy=always"), registry, null, Initialised.byForce(), Engine.ofProcess().resources());
        MethodSite s = site(dispatcher, "hash");
        var free = new CountDownLatch(1);
        for (int n = 0; n < 4; n++) {
            dispatcher.queue().submit(() -> {
                try {
                    free.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        CountDownLatch compiled = s.request(null);
        s.giveUp();
        free.countDown();
        assertTrue(compiled.await(60, TimeUnit.SECONDS));
        assertEquals(1, stats("hash").variants(), "it was compiled");
        assertEquals(MethodStats.State.JVM, stats("hash").state());
        assertEquals(ReasonCode.TIMEOUT, stats("hash").reason().code());
        assertEquals(hash(new int[] {7}, 2), (long) prologue(s).invokeExact(new int[] {7}, 2));
        assertEquals(0, stats("hash").calls);
    }

    @Test
    void aMethodThatWaitsForAClassSaysSo() throws Throwable {
        MethodHandle isLate = MethodHandles.lookup().findStatic(MethodSiteTest.class, "isLate", MethodType.methodType(boolean.class, Class.class));
        MethodHandle f = prologue(site(new Dispatcher(options("policy=always"), registry, null, Initialised.asking(isLate), Engine.ofProcess().resources()), "rarely"));
        assertEquals(8, (int) f.invokeExact(new int[] {7}));
        assertEquals(MethodStats.State.PENDING, stats("rarely").state());
        assertEquals(ReasonCode.CLASS_NOT_INITIALISED, stats("rarely").reason().code());
        assertTrue(stats("rarely").reason().where().startsWith("dev.jacobi.site.MethodSiteTest.rarely:"), stats("rarely").reason().where());
        assertTrue(stats("rarely").reason().sentence().contains("MethodSiteTest$Late is not initialised yet"), stats("rarely").reason().sentence());
    }

    @Test
    void aVariantThatWaitsForAClassIsAskedForAgain() throws Throwable {
        MethodHandle isLate = MethodHandles.lookup().bind(this, "isStillLate", MethodType.methodType(boolean.class, Class.class));
        MethodHandle f = prologue(site(new Dispatcher(options("policy=always"), registry, null, Initialised.asking(isLate), Engine.ofProcess().resources()), "same"));
        assertEquals(5, (int) f.invokeExact(new int[] {2}, new int[] {3}));
        int[] a = {7};
        assertEquals(8, (int) f.invokeExact(a, a));
        assertEquals(1, stats("same").variants());
        assertEquals(1, stats("same").fallbacks());
        late = false;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(240);
        while (stats("same").variants() == 1 && System.nanoTime() < end) {
            assertEquals(8, (int) f.invokeExact(a, a));
            Thread.sleep(10);
        }
        assertEquals(2, stats("same").variants());
        long fallbacks = stats("same").fallbacks();
        assertEquals(8, (int) f.invokeExact(a, a));
        assertEquals(fallbacks, stats("same").fallbacks());
        assertEquals(5, (int) f.invokeExact(new int[] {2}, new int[] {3}));
    }

    private void asked(String name, String desc, String backend, Integer... staticArgs) {
        registry.method(MethodSiteTest.class.getName().replace('.', '/'), name, desc).asked(new MethodStats.Asked("DEFAULT", backend, List.of(staticArgs)));
    }

    /** Powers, and all that has a value of its own bits. */
    static double power(double[] a, int n, boolean negative, double of, char c, float f) {
        double s = 0;
        for (double x : a) {
            double p = of;
            for (int i = 0; i < n; i++) {
                p *= x;
            }
            s += negative ? -p : p;
        }
        return s + c + 1 / f;
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy=always", "policy=always,backend=interp", "policy=always,verify=shadow", "policy=adaptive"})
    void staticArgumentsAreConstantsInTheCode(String options, @TempDir Path folder) throws Throwable {
        asked("power", "([DIZDCF)D", "", 1, 2, 3, 4, 5);
        boolean adaptive = options.equals("policy=adaptive");
        // Adaptive goes on compiling in the background, and would write into a folder that is being deleted.
        MethodHandle f = prologue(site(adaptive ? options : options + ",dump=" + folder, "power"));
        double[] a = {0.5, -3, 7};
        double[] firsts = {0.0, -0.0, 1.5, Double.NaN, Double.longBitsToDouble(0x7ff0000000000123L)};
        for (int k = 0; k < 200; k++) {
            int n = k < 60 ? 3 : k % 50;
            double of = firsts[k / 2 % firsts.length];
            double want = power(a, n, k % 2 == 0, of, 'x', -0.0f);
            double got = (double) f.invokeExact(a, n, k % 2 == 0, of, 'x', -0.0f);
            assertEquals(Double.doubleToLongBits(want), Double.doubleToLongBits(got), "call " + k);
        }
        assertEquals(0, stats("power").differences());
        if (adaptive) {
            return;
        }
        assertEquals(1 + 24, stats("power").variants());
        assertTrue(stats("power").note().contains("run the general code"), stats("power").note());
        assertEquals(0, stats("power").fallbacks());
        try (var all = Files.walk(folder)) {
            for (Path p : all.filter(x -> x.toString().contains("-static-") && x.toString().endsWith("lifted.ir")).toList()) {
                String ir = Files.readString(p);
                assertEquals(ir.indexOf("f64["), ir.indexOf(':', ir.indexOf('(')) + 1, ir);
                assertTrue(ir.substring(ir.indexOf('('), ir.indexOf(')')).chars().filter(c -> c == ':').count() == 1, "one input only: " + ir);
            }
        }
    }

    @Test
    void staticArgumentsMustBePrimitiveArguments() throws Throwable {
        asked("hash", "([II)J", "", 2);
        assertEquals(hash(new int[] {7}, 2), (long) prologue(site("policy=always", "hash")).invokeExact(new int[] {7}, 2));
        assertTrue(stats("hash").reason().sentence().contains("names argument 2, but it has 2"), stats("hash").reason().sentence());
        asked("smooth", "([D[D)V", "", 0);
        prologue(site("policy=always", "smooth")).invokeExact(new double[3], new double[3]);
        assertTrue(stats("smooth").reason().sentence().contains("argument 0, which is no primitive but a double[]"), stats("smooth").reason().sentence());
    }

    @Test
    void theSameArrayTwiceAndStaticArguments() throws Throwable {
        asked("shift", "([I[II)V", "", 2);
        MethodHandle f = prologue(site("policy=always", "shift"));
        for (int k = 1; k < 4; k++) {
            int[] a = {1, 2, 3, 4, 5, 6};
            int[] want = a.clone();
            shift(want, want, k);
            f.invokeExact(a, a, k);
            assertArrayEquals(want, a);
            int[] b = new int[6];
            f.invokeExact(a, b, k);
            shift(a, want, k);
            assertArrayEquals(Arrays.copyOfRange(want, k, 6), Arrays.copyOfRange(b, k, 6));
        }
        assertEquals(0, stats("shift").fallbacks());
    }

    static void shift(int[] from, int[] to, int by) {
        for (int i = 0; i + by < from.length; i++) {
            to[i + by] = from[i] + 1;
        }
    }

    @ParameterizedTest
    @CsvSource({"interp, interp", "cpu, cpu", "auto, cpu"})
    void aMethodMayNameItsBackEnd(String asked, String used) throws Throwable {
        asked("hash", "([II)J", asked);
        MethodHandle f = prologue(site("policy=always,backend=" + (asked.equals("interp") ? "cpu" : "interp"), "hash"));
        assertEquals(hash(new int[] {7}, 2), (long) f.invokeExact(new int[] {7}, 2));
        assertEquals(used, stats("hash").backend());
    }

    /** Or it runs there, where this machine has a GPU. */
    @Test
    void withoutAGpuAMethodThatAsksForItStaysWithTheJvm() throws Throwable {
        asked("hash", "([II)J", "cuda");
        MethodHandle f = prologue(site("policy=always", "hash"));
        assertEquals(hash(new int[] {7}, 2), (long) f.invokeExact(new int[] {7}, 2));
        if (!stats("hash").backend().equals("cuda")) {
            assertEquals(ReasonCode.NO_DEVICE, stats("hash").reason().code());
            assertTrue(stats("hash").reason().sentence().contains("there is no GPU to run it: "), stats("hash").reason().sentence());
        }
    }

    @Test
    void aBackEndThatDoesNotExistIsAReason() throws Throwable {
        asked("hash", "([II)J", "gpux");
        assertEquals(hash(new int[] {7}, 2), (long) prologue(site("policy=always", "hash")).invokeExact(new int[] {7}, 2));
        assertEquals(ReasonCode.BACKEND, stats("hash").reason().code());
        assertTrue(stats("hash").reason().sentence().contains("'gpux'") && stats("hash").reason().sentence().contains("cpu, cuda, tpu, auto and interp"));
    }

    /** Rows of different lengths are tried a few times, then the method costs nothing any more and the report says why. */
    @Test
    void jaggedArraysStayWithTheJvm() throws Throwable {
        MethodSite chosen = site("policy=adaptive", "norm");
        MethodHandle f = prologue(chosen);
        chosen.choose();
        double[][] a = {{1}, {2, 3}, {4, 5, 6}};
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(240);
        while (stats("norm").state() != MethodStats.State.JVM && System.nanoTime() < end) {
            assertEquals(91.0, (double) f.invokeExact(a));
        }
        assertEquals(MethodStats.State.JVM, stats("norm").state());
        String why = stats("norm").reason().sentence();
        assertTrue(why.contains("FALLBACKS") && why.contains("the rows of an array of arrays differ in length"), why);
        long tried = stats("norm").fallbacks();
        for (int n = 0; n < 1000; n++) {
            assertEquals(91.0, (double) f.invokeExact(a));
        }
        assertTrue(stats("norm").fallbacks() <= tried + 64, "it is measured again only now and then");
    }

    @Test
    void adaptiveDecidesAndStaysRight() throws Throwable {
        MethodHandle f = prologue(site("policy=adaptive", "hash"));
        int[] a = new int[20_000];
        Arrays.setAll(a, i -> i * 7);
        long want = hash(a, 40);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(240);
        while (stats("hash").state() == MethodStats.State.PENDING && System.nanoTime() < end) {
            assertEquals(want, (long) f.invokeExact(a, 40));
        }
        assertTrue(stats("hash").state() != MethodStats.State.PENDING);
        assertTrue(stats("hash").jvmNanos() > 0 && stats("hash").compiledNanos() > 0);
        // the medians that are kept for the report do not decide alone: the best times must say the same
        if (stats("hash").state() == MethodStats.State.COMPILED) {
            assertTrue(stats("hash").compiledNanos() <= stats("hash").jvmNanos() * SizeClassTimings.WORTH);
        }
        for (int n = 0; n < 100; n++) {
            assertEquals(want, (long) f.invokeExact(a, 40));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy=always", "policy=adaptive", "policy=always,verify=shadow"})
    void eightThreadsWhileItSwitches(String options) throws Exception {
        MethodHandle f = prologue(site(options, "hash"));
        MethodHandle g = prologue(site(options, "smooth"));
        var wrong = new AtomicReference<Throwable>();
        var start = new CountDownLatch(1);
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < 8; t++) {
            int seed = t;
            threads.add(new Thread(() -> {
                try {
                    start.await();
                    for (int n = 0; n < 400; n++) {
                        assertEquals(hash(new int[] {seed, n, 3, 4, 5}, n), (long) f.invokeExact(new int[] {seed, n, 3, 4, 5}, n));
                        double[] d = {seed, n, 1, 7};
                        double[] want = d.clone();
                        double[] other = new double[4];
                        double[] got = new double[4];
                        smooth(d, other);
                        g.invokeExact(d, got);
                        assertArrayEquals(other, got);
                        smooth(want, want);
                        g.invokeExact(d, d);
                        assertArrayEquals(want, d);
                    }
                } catch (Throwable e) {
                    wrong.compareAndSet(null, e);
                }
            }));
        }
        threads.forEach(Thread::start);
        start.countDown();
        for (Thread t : threads) {
            t.join();
        }
        assertNull(wrong.get(), () -> String.valueOf(wrong.get()));
        assertEquals(0, stats("hash").differences() + stats("smooth").differences());
    }
}
