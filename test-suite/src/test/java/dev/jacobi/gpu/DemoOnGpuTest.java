// The demo's programs as kernels: on an emulated GPU they do what they do on the JVM, and ptxas takes their PTX.
package dev.jacobi.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.demo.kernels.*;
import dev.jacobi.dispatch.Compiled;
import dev.jacobi.dispatch.Engine;
import dev.jacobi.dispatch.Options;
import dev.jacobi.harness.Outcome;
import dev.jacobi.llvm.jit.Llvm;
import dev.jacobi.llvm.jit.Natives;
import dev.jacobi.ptx.Arch;
import dev.jacobi.ptx.GpuProgram;
import dev.jacobi.ptx.Ptx;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Small inputs, since the emulated device runs one thread after the other. Each program is assembled for one of the architectures, with
 * {@code -Dptxas.all=true} for all.
 */
class DemoOnGpuTest {
    private static final boolean ALL = Boolean.getBoolean("ptxas.all");
    private static final Llvm LLVM = Llvm.open(Natives.inUserCache(), 2);

    private record Demo(Class<?> type, String method, Supplier<Object[]> arguments) {
        Method find() {
            return Stream.of(type.getMethods()).filter(m -> m.getName().equals(method)).findFirst().orElseThrow();
        }
    }

    private static List<Demo> all() {
        return List.of(
                new Demo(Saxpy.class, "saxpy", () -> new Object[] {1.5f, floats(1, 3000), floats(2, 3000)}),
                new Demo(Dot.class, "dot", () -> new Object[] {doubles(1, 1000, -1, 1), doubles(2, 1000, -1, 1)}),
                new Demo(BlackScholes.class, "price", () -> new Object[] {doubles(1, 300, 20, 100), doubles(2, 300, 20, 100), doubles(3, 300, 0.25, 10), 0.02, 0.3,
                    new double[300], new double[300]}),
                new Demo(Mandelbrot.class, "render", () -> new Object[] {24, 20, -2.0, -1.5, 3.0 / 24, 50, new int[24 * 20]}),
                new Demo(NBody.class, "step", () -> new Object[] {1e-3, doubles(1, 40, 0.1, 1), doubles(2, 40, -1, 1), doubles(3, 40, -1, 1), doubles(4, 40, -1, 1),
                    doubles(5, 40, -1, 1), doubles(6, 40, -1, 1), doubles(7, 40, -1, 1)}),
                new Demo(MatMul2D.class, "multiply", () -> new Object[] {matrix(1, 20), matrix(2, 20), new double[20][20]}),
                new Demo(MatMulFlat.class, "multiply", () -> new Object[] {floats(1, 400), floats(2, 400), 20}),
                new Demo(JacobiStencil.class, "relax", () -> new Object[] {doubles(1, 300, 0, 1), doubles(1, 300, 0, 1), 15, 20, 7}),
                new Demo(GaussianBlur.class, "blur", () -> new Object[] {new Random(9).ints(30 * 20).toArray(), 30, 20}),
                new Demo(Sobel.class, "edges", () -> new Object[] {bytes(10, 40 * 30), new byte[40 * 30], 40, 30}),
                new Demo(Histogram.class, "count", () -> new Object[] {bytes(11, 5000)}),
                new Demo(PrefixSum.class, "sum", () -> new Object[] {new Random(12).ints(3000).toArray(), new long[3000]}),
                new Demo(SparseMatVec.class, "multiply", DemoOnGpuTest::sparse),
                new Demo(Fft.class, "transform", () -> fft(64)),
                new Demo(FloydWarshall.class, "shortest", () -> new Object[] {distances(16)}),
                new Demo(EditDistance.class, "distance", () -> new Object[] {letters(16, 40), letters(17, 30)}),
                new Demo(LuDecomposition.class, "factor", () -> new Object[] {matrix(17, 16), new int[16]}),
                new Demo(MonteCarlo.class, "hits", () -> new Object[] {64, 50, 18L}),
                new Demo(Haversine.class, "distances", () -> new Object[] {47.37, 8.54, doubles(1, 200, -60, 75), doubles(2, 200, -150, 150)}),
                new Demo(NearestCentre.class, "assign", () -> new Object[] {floats(1, 200), floats(2, 200), floats(3, 200), floats(4, 8), floats(5, 8), floats(6, 8),
                    new int[200]}));
    }

    @BeforeAll
    static void emulate() {
        System.setProperty("jacobi.test.device", "emulated");
    }

    @AfterAll
    static void emulateNoMore() {
        System.clearProperty("jacobi.test.device");
    }

    @TestFactory
    Stream<DynamicTest> onAnEmulatedDevice() {
        Engine engine = new Engine(Options.defaults().with(Options.Backend.CUDA), Engine.Stage.RAISED);
        return all().stream().map(d -> DynamicTest.dynamicTest(d.type.getSimpleName(), () -> {
            Compiled c = engine.compile(d.find());
            Outcome want = close(Outcome.of(a -> d.find().invoke(null, a), d.arguments.get()), d);
            assertTrue(want.normal(), want.text());
            assertEquals(want.text(), close(Outcome.of(c::invoke, d.arguments.get()), d).text());
        }));
    }

    /** Programs with Math.exp and the like may differ in the last places. */
    private static Outcome close(Outcome o, Demo d) {
        return !Set.of("BlackScholes", "Haversine").contains(d.type.getSimpleName()) ? o
                : new Outcome(o.text().replaceAll("(\\.\\d{1,9})\\d*", "$1"), o.normal());
    }

    @TestFactory
    Stream<DynamicTest> ptxasTakesThem() {
        Assumptions.assumeTrue(Ptxas.find() != null, "ptxas is not installed");
        Engine engine = Engine.interpreter(Engine.Stage.RAISED);
        return all().stream().map(d -> DynamicTest.dynamicTest(d.type.getSimpleName(), () -> {
            var lifted = engine.compile(d.find()).lifted();
            List<Arch> archs = List.of(Arch.SM_80, Arch.SM_90, Arch.SM_100);
            for (Arch a : ALL ? archs : List.of(archs.get(Math.floorMod(d.type.getSimpleName().hashCode(), archs.size())))) {
                GpuProgram p = Ptx.compile(lifted.module(), lifted.entry(), false, a, () -> LLVM);
                Ptxas.Result r = Ptxas.run(p.code().ptx(), a.cpu());
                assertEquals("", r.error());
                assertEquals(p.kernels().size(), r.kernels());
                assertTrue(r.spilled() == 0, d.type.getSimpleName() + " spills " + r.spilled() + " bytes with " + r.registers() + " registers on " + a.cpu());
            }
        }));
    }

    private static Object[] sparse() {
        Random random = new Random(13);
        int[] start = new int[51];
        for (int i = 0; i < 50; i++) {
            start[i + 1] = start[i] + random.nextInt(8);
        }
        return new Object[] {start, random.ints(start[50], 0, 50).toArray(), doubles(14, start[50], -1, 1), doubles(15, 50, -1, 1), new double[50]};
    }

    private static Object[] fft(int n) {
        double[] cos = new double[n / 2];
        double[] sin = new double[n / 2];
        for (int k = 0; k < n / 2; k++) {
            cos[k] = StrictMath.cos(-2 * Math.PI * k / n);
            sin[k] = StrictMath.sin(-2 * Math.PI * k / n);
        }
        return new Object[] {doubles(1, n, -1, 1), doubles(2, n, -1, 1), cos, sin};
    }

    private static int[][] distances(int n) {
        Random random = new Random(15);
        int[][] d = new int[n][n];
        for (int i = 0; i < n * n; i++) {
            d[i / n][i % n] = i / n == i % n ? 0 : random.nextInt(4) == 0 ? 1 + random.nextInt(1000) : 1 << 28;
        }
        return d;
    }

    private static char[] letters(int seed, int n) {
        Random random = new Random(seed);
        char[] c = new char[n];
        for (int i = 0; i < n; i++) {
            c[i] = (char) ('a' + random.nextInt(4));
        }
        return c;
    }

    private static byte[] bytes(int seed, int n) {
        byte[] b = new byte[n];
        new Random(seed).nextBytes(b);
        return b;
    }

    private static double[] doubles(int seed, int n, double low, double high) {
        return new Random(seed).doubles(n, low, high).toArray();
    }

    private static float[] floats(int seed, int n) {
        Random random = new Random(seed);
        float[] a = new float[n];
        for (int i = 0; i < n; i++) {
            a[i] = 2 * random.nextFloat() - 1;
        }
        return a;
    }

    private static double[][] matrix(int seed, int n) {
        double[][] m = new double[n][];
        for (int i = 0; i < n; i++) {
            m[i] = doubles(seed + 100 * i, n, -1, 1);
        }
        return m;
    }
}
