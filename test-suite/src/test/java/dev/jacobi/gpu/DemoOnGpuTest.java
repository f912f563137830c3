// The demo's programs as kernels: on a GPU, an emulated one by default, they do what they do on the JVM, and ptxas takes their PTX.
package dev.jacobi.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.harness.Outcome;
import dev.jacobi.llvm.jit.Llvm;
import dev.jacobi.llvm.natives.Natives;
import dev.jacobi.options.Options;
import dev.jacobi.ptx.Ptx;
import dev.jacobi.ptx.emulate.Ptxas;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.ptx.program.GpuProgram;
import dev.jacobi.site.Compiled;
import dev.jacobi.site.OnDemandCompiler;
import java.util.List;
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

    @BeforeAll
    static void device() {
        System.setProperty("jacobi.test.device", GpuTests.device());
    }

    @AfterAll
    static void deviceNoMore() {
        System.clearProperty("jacobi.test.device");
    }

    @TestFactory
    Stream<DynamicTest> onTheDevice() {
        OnDemandCompiler engine = new OnDemandCompiler(Options.defaults().with(Options.Backend.CUDA), OnDemandCompiler.Stage.RAISED);
        return Demos.all().stream().map(d -> DynamicTest.dynamicTest(d.name(), () -> {
            Compiled c = engine.compile(d.method());
            Outcome want = d.outcome(a -> d.method().invoke(null, a));
            assertTrue(want.normal(), want.text());
            assertEquals(want.text(), d.outcome(c::invoke).text());
        }));
    }

    /** The text needs neither a device nor NVIDIA's software. */
    @TestFactory
    Stream<DynamicTest> thereIsPtxAndPtxasTakesIt() {
        OnDemandCompiler engine = OnDemandCompiler.interpreter(OnDemandCompiler.Stage.RAISED);
        return Demos.all().stream().map(d -> DynamicTest.dynamicTest(d.name(), () -> {
            var lifted = engine.compile(d.method()).lifted();
            for (Arch a : ALL ? Arch.ALL : List.of(Arch.ALL.get(Math.floorMod(d.name().hashCode(), Arch.ALL.size())))) {
                GpuProgram p = Ptx.compile(lifted.module(), lifted.entry(), false, a, () -> LLVM);
                String ptx = p.code().ptx();
                assertTrue(ptx.contains(".target " + a.cpu()), ptx);
                Assumptions.assumeTrue(Ptxas.isThere(), "there is PTX; ptxas is not installed");
                Ptxas.Report r = Ptxas.assemble(ptx, a);
                assertEquals(p.kernels().size(), r.kernels().size());
                assertTrue(r.spilled() == 0, d.name() + " spills " + r.spilled() + " bytes with " + r.registers() + " registers on " + a.cpu());
            }
        }));
    }
}
