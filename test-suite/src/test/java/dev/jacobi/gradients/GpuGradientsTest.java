package dev.jacobi.gradients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.Fn;
import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Fn3;
import dev.jacobi.Fn4;
import dev.jacobi.Fn5;
import dev.jacobi.Jacobi;
import dev.jacobi.Lowered;
import dev.jacobi.Options;
import dev.jacobi.ValueAndGrad;
import dev.jacobi.gpu.GpuTests;
import dev.jacobi.ptx.emulate.Ptxas;
import dev.jacobi.ptx.program.Arch;
import java.lang.reflect.Array;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Gradients of whole programs on a GPU ({@link GpuTests}) equal those on the CPU, and ptxas takes their PTX (for one of the architectures; with
 * {@code -Dptxas.all=true} for all).
 */
class GpuGradientsTest {
    /** A plain {@code mvn verify} takes one in so many of the programs, {@code mvn -Pfull} all. */
    private static final int PART = Integer.getInteger("tests.part", 1);
    @BeforeAll
    static void device() {
        System.setProperty("jacobi.test.device", GpuTests.device());
    }

    @AfterAll
    static void deviceNoMore() {
        System.clearProperty("jacobi.test.device");
    }

    private static Object[] arguments(GradientProgram p) {
        return p.arguments().apply(p.name().equals("FFT") ? 64 : Math.min(p.size(), 60));
    }

    private static Fn jit(Fn f, Options how) {
        if (f instanceof Fn1<?, ?> g) {
            return Jacobi.jit(g, how);
        } else if (f instanceof Fn2<?, ?, ?> g) {
            return Jacobi.jit(g, how);
        } else if (f instanceof Fn3<?, ?, ?, ?> g) {
            return Jacobi.jit(g, how);
        } else if (f instanceof Fn4<?, ?, ?, ?, ?> g) {
            return Jacobi.jit(g, how);
        }
        return Jacobi.jit((Fn5<?, ?, ?, ?, ?, ?>) f, how);
    }

    /** Equal up to what functions like Math.exp may differ by: the host's own take part where a number does not depend on data of the device. */
    private static void same(Object want, Object got) {
        if (want instanceof Double x) {
            assertEquals(x, (Double) got, 1e-11 * Math.max(1, Math.abs(x)));
            return;
        }
        assertEquals(Array.getLength(want), Array.getLength(got));
        for (int i = 0; i < Array.getLength(want); i++) {
            same(Array.get(want, i), Array.get(got, i));
        }
    }

    @TestFactory
    Stream<DynamicTest> onTheDevice() {
        return IntStream.range(0, GradientPrograms.all().size()).filter(i -> i % PART == 0).mapToObj(GradientPrograms.all()::get).map(p -> DynamicTest.dynamicTest(p.name(), () -> {
            Object[] arguments = arguments(p);
            Fn device = jit(p.valueAndGrad(), Options.DEFAULT.backend("cuda"));
            var got = (ValueAndGrad<?, ?>) GradientProgram.call(device).apply(arguments);
            assertEquals(List.of("cuda"), Jacobi.cacheInfo(device).backends());
            assertEquals(0, Jacobi.cacheInfo(device).fallbacks());
            var want = (ValueAndGrad<?, ?>) GradientProgram.call(jit(p.valueAndGrad(), Options.DEFAULT.backend("cpu"))).apply(arguments);
            same(want.value(), got.value());
            same(p.gradients(want), p.gradients(got));
        }));
    }

    /** The text needs neither a device nor NVIDIA's software. */
    @TestFactory
    Stream<DynamicTest> thereIsPtxAndPtxasTakesIt() {
        var number = new AtomicInteger(PART / 2); // other programs than on the device
        return GradientProgramsHloTest.each((p, gradient) -> {
            Lowered l = GradientProgramsHloTest.lowered(p, gradient, arguments(p));
            for (Arch arch : Boolean.getBoolean("ptxas.all") ? Arch.ALL : List.of(Arch.ALL.get(Math.floorMod(p.name().hashCode(), Arch.ALL.size())))) {
                String ptx = l.text("ptx " + arch.cpu());
                assertTrue(ptx.contains(".target " + arch.cpu()), ptx);
                Assumptions.assumeTrue(Ptxas.isThere(), "there is PTX; ptxas is not installed");
                assertEquals(ptx.lines().filter(line -> line.startsWith(".visible .entry")).count(), Ptxas.assemble(ptx, arch).kernels().size());
            }
        }).filter(t -> number.getAndIncrement() % PART == 0);
    }
}
