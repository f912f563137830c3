// The back end tpu where there is no plugin: programs have their text, methods stay with the JVM, transformed functions run on the CPU.
package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Fp;
import dev.jacobi.Jacobi;
import dev.jacobi.JacobiException;
import dev.jacobi.ValueAndGrad;
import dev.jacobi.backend.TpuProgram;
import dev.jacobi.jvm.Initialised;
import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.llvm.natives.Natives;
import dev.jacobi.options.OptionParser;
import dev.jacobi.options.Options;
import dev.jacobi.pjrt.fake.FakePlugin;
import dev.jacobi.report.MethodStats;
import dev.jacobi.report.Registry;
import dev.jacobi.spi.Transformation;
import dev.jacobi.transform.LoweredProgram;
import dev.jacobi.transform.TransformEngine;
import dev.jacobi.transform.TransformedFunction;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class TpuTest {
    private static final String REMEDY = "the plugin /no/such/plugin.so, which jacobi.pjrt.plugin names, does not exist; name one by -Djacobi.pjrt.plugin=FILE "
        + "or the environment variable PJRT_PLUGIN_LIBRARY_PATH (pip install libtpu has one for TPUs)";

    static float loss(float[] w, float[][] x) {
        float s = 0;
        for (float[] row : x) {
            float z = 0;
            for (int j = 0; j < w.length; j++) {
                z += w[j] * row[j];
            }
            s += z * z;
        }
        return s;
    }

    static int total(int[] x) {
        int s = 0;
        for (int v : x) {
            s += v;
        }
        return s;
    }

    static float[][] product(float[][] a, float[][] b) {
        float[][] c = new float[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                float s = 0;
                for (int k = 0; k < b.length; k++) {
                    s += a[i][k] * b[k][j];
                }
                c[i][j] = s;
            }
        }
        return c;
    }

    private static Options options() {
        return options("/no/such/plugin.so");
    }

    private static Options options(String plugin) {
        return OptionParser.parse("backend=tpu,policy=always,log=off,pjrt.buckets=off,pjrt.plugin=" + plugin, new Properties(), Map.of()).options();
    }

    private static TransformedFunction gradient() {
        Fn2<float[], float[][], Float> f = TpuTest::loss;
        return new TransformedFunction(new TransformEngine(options(), Engine.ofProcess().resources()), new Transformation.Grad(true, false, List.of(0)), List.of(f));
    }

    private static final float[] W = {1, 2, -1};
    private static final float[][] X = {{1, 0, 2}, {0.5f, 1, 1}};

    @Test
    void aDerivativeHasTextForTheShapesOfItsArguments() {
        String text = gradient().lower(W, X).text("stablehlo");
        assertTrue(text.contains("func.func public @main(%arg0: tensor<3xf32>, %arg1: tensor<2x3xf32>) -> (tensor<f32>, tensor<3xf32>"), text);
    }

    @Test
    void aMatrixProductIsOneWhereSumsMayBeReordered() {
        float[][] b = {{1, 2}, {3, 4}, {5, 6}};
        Fn2<float[][], float[][], float[][]> f = TpuTest::product;
        String fast = Jacobi.lower(Jacobi.jit(f, dev.jacobi.Options.DEFAULT.fp(Fp.FAST)), X, b).text("stablehlo");
        assertEquals(1, fast.lines().filter(l -> l.matches(" *%\\d+ = .*") && !l.contains("constant")).count(), fast);
        assertTrue(fast.contains("stablehlo.dot_general %arg0, %arg1, contracting_dims = [1] x [0]"), fast);
        String strict = Jacobi.lower(Jacobi.jit(f, dev.jacobi.Options.DEFAULT.fp(Fp.STRICT)), X, b).text("stablehlo");
        assertTrue(!strict.contains("dot_general") && !strict.contains("stablehlo.reduce") && strict.contains("stablehlo.add"), strict);
    }

    @Test
    void aheadOfTimeNeedsThePluginAndSaysSo() {
        LoweredProgram p = gradient().lower(W, X);
        assertEquals("The program cannot be compiled for v5e:2x2: " + REMEDY + ".",
            assertThrows(JacobiException.class, () -> p.ahead("tpu", "v5e:2x2", false)).getMessage());
        assertTrue(assertThrows(JacobiException.class, () -> p.ahead("abacus", "", false)).getMessage().contains("'abacus'"));
    }

    @Test
    void aTransformedFunctionRunsOnTheCpu() {
        ValueAndGrad<?, ?> r = (ValueAndGrad<?, ?>) gradient().call(W, X);
        assertEquals(1 + 2.25f, r.value());
        assertEquals(List.of(-2f + 1.5f, 3f, -4f + 3f), List.of(((float[]) r.grad())[0], ((float[]) r.grad())[1], ((float[]) r.grad())[2]));
    }

    @Test
    void aMethodStaysWithTheJvm() throws Throwable {
        assertEquals("left to the JVM because the back end tpu is not available: " + REMEDY + " (NO-DEVICE at jacobi)", whyOnTheJvm("/no/such/plugin.so"));
    }

    /** Plugins made for the test are tables of functions: one of another version, and one that lacks the function to start with. */
    @Test
    void aPluginThatCannotBeUsedIsASentenceAndTheMethodStaysWithTheJvm() throws Throwable {
        Bridge.load(Natives.inUserCache());
        ByteBuffer table = ByteBuffer.allocateDirect(2048).order(ByteOrder.nativeOrder()).putLong(0, 2048).putLong(16, 24).putInt(32, 1);
        String plugin = "table:" + Long.toHexString(Bridge.address(table));
        String version = whyOnTheJvm(plugin);
        assertTrue(version.startsWith("left to the JVM because the back end tpu is not available: The plugin ")
            && version.contains(" has version 1.0 of the PJRT interface, and 0.57 or a later 0.x is needed; install a plugin of another version"), version);
        ByteBuffer empty = ByteBuffer.allocateDirect(2048).order(ByteOrder.nativeOrder()).putLong(0, 2048).putLong(16, 24).putInt(36, 80);
        String lacks = whyOnTheJvm("table:" + Long.toHexString(Bridge.address(empty)));
        assertTrue(lacks.contains(" has no function PJRT_") && lacks.contains("without which no other can be used"), lacks);
        Reference.reachabilityFence(table);
        Reference.reachabilityFence(empty);
    }

    /** A TPU's compiler is told of no doubles; that of floats is, as that of doubles is when they become floats. Here it fails. */
    @Test
    void aProgramWithDoublesIsNotCompiledForTpusUnlessTheTargetSaysSo() {
        Bridge.load(Natives.inUserCache());
        FakePlugin plugin = new FakePlugin().platform("tpu").failing("Compile", 13);
        Fn1<double[], Double> doubles = x -> x[0] * x[1];
        LoweredProgram p = new TransformedFunction(new TransformEngine(options(plugin.name()), Engine.ofProcess().resources()), new Transformation.Grad(true, false, List.of(0)), List.of(doubles)).lower(new double[] {1, 2});
        assertEquals("The program cannot be compiled for v5e:2x2 because it computes with doubles, and TPUs have no f64; Target.withF64AsF32() computes in f32.",
            assertThrows(JacobiException.class, () -> p.ahead("tpu", "v5e:2x2", false)).getMessage());
        String failed = "The program cannot be compiled for v5e:2x2: The plugin in this process could not compile the program: injected; for the test (INTERNAL).";
        assertEquals(failed, assertThrows(JacobiException.class, () -> p.ahead("tpu", "v5e:2x2", true)).getMessage());
        Fn2<float[], float[][], Float> floats = TpuTest::loss;
        LoweredProgram q = new TransformedFunction(new TransformEngine(options(plugin.name()), Engine.ofProcess().resources()), new Transformation.Grad(true, false, List.of(0)), List.of(floats)).lower(W, X);
        assertEquals(failed, assertThrows(JacobiException.class, () -> q.ahead("tpu", "v5e:2x2", false)).getMessage());
        Reference.reachabilityFence(plugin);
    }

    static float[] ones(int[] x) {
        float[] r = new float[4];
        for (int i = 0; i < 4; i++) {
            float s = 1;
            for (int v : x) {
                s *= v;
            }
            r[i] = s;
        }
        return r;
    }

    /** Whatever a program of this plugin is called with, it gives four ones. */
    @Test
    void codeIsKeptForTheShapesUsedLast() throws Throwable {
        Bridge.load(Natives.inUserCache());
        FakePlugin plugin = new FakePlugin();
        var registry = new Registry();
        MethodSite s = new Dispatcher(options(plugin.name()), registry, null, Initialised.byForce(), Engine.ofProcess().resources()).site(MethodHandles.lookup(), "ones", "([I)[F");
        MethodHandle f = s.sites().call().dynamicInvoker();
        for (int n = 1; n <= TpuProgram.MOST + 8; n++) {
            assertEquals(4, ((float[]) f.invokeExact(ones(n))).length);
        }
        assertEquals(TpuProgram.MOST + 8, plugin.made(FakePlugin.Kind.LOADED));
        assertEquals((long) TpuProgram.MOST, plugin.left().get("LOADED"), "what is not kept is freed on the device");
        for (int n = 9; n <= TpuProgram.MOST + 8; n++) {
            assertEquals(4, ((float[]) f.invokeExact(ones(n))).length);
        }
        assertEquals(TpuProgram.MOST + 8, plugin.made(FakePlugin.Kind.LOADED), "these are kept");
        assertEquals(4, ((float[]) f.invokeExact(ones(1))).length);
        assertEquals(4, ((float[]) f.invokeExact(ones(10))).length);
        assertEquals(TpuProgram.MOST + 9, plugin.made(FakePlugin.Kind.LOADED), "only the one that was used longest ago had to go");
        MethodStats stats = registry.methods().get(0);
        assertEquals(MethodStats.State.COMPILED, stats.state());
        assertEquals(0, stats.fallbacks());
        Reference.reachabilityFence(plugin);
    }

    private static int[] ones(int n) {
        int[] x = new int[n];
        Arrays.fill(x, 1);
        return x;
    }

    /** A method runs as the JVM runs it; the report's sentence. */
    private static String whyOnTheJvm(String plugin) throws Throwable {
        var registry = new Registry();
        MethodSite s = new Dispatcher(options(plugin), registry, null, Initialised.byForce(), Engine.ofProcess().resources()).site(MethodHandles.lookup(), "total", "([I)I");
        MethodHandle f = SiteFixture.prologue(s);
        assertEquals(6, (int) f.invokeExact(new int[] {1, 2, 3}));
        MethodStats stats = registry.methods().get(0);
        assertEquals(MethodStats.State.JVM, stats.state());
        return stats.reason().sentence();
    }
}
