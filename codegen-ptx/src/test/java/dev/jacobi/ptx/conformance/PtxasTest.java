// What ptxas says of the kernels: that it takes them, for three architectures, and how many registers and spills they have.
package dev.jacobi.ptx.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jacobi.ir.Prim;
import dev.jacobi.ir.harness.TestProgram;
import dev.jacobi.ptx.emulate.Ptxas;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.ptx.program.GpuProgram;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** For programs that together have every primitive (in a plain {@code mvn verify} for half of them); {@code -Dptx.conformance=all}: every program for each architecture. Skipped without ptxas. */
class PtxasTest {
    private static final boolean ALL = "all".equals(System.getProperty("ptx.conformance"));

    private static List<TestProgram> cases() {
        if (ALL) {
            return Stream.concat(ConformanceTest.programs("f64", "i64").stream(), ConformanceTest.programs("f32", "i32").stream()).toList();
        }
        int every = Math.min(2, Integer.getInteger("tests.part", 1)); // a plain mvn verify assembles half of them, mvn -Pfull all
        int number = 0;
        var out = new ArrayList<TestProgram>();
        Set<Prim> seen = EnumSet.noneOf(Prim.class);
        for (TestProgram c : ConformanceTest.programs("f64", "i64")) {
            if (seen.addAll(c.primitives()) && number++ % every == 0) {
                out.add(c);
            }
        }
        return out;
    }

    @Test
    void assemblesEveryKernel() {
        assumeTrue(Ptxas.isThere(), "there is no ptxas");
        var spilled = new ArrayList<String>();
        int next = 0;
        for (TestProgram c : cases()) {
            for (Arch arch : ALL ? Arch.ALL : List.of(Arch.ALL.get(next++ % Arch.ALL.size()))) {
                GpuProgram p = Emulated.compile(c.module(), "f", false, arch);
                Ptxas.Report r = Ptxas.assemble(p.code().ptx(), arch);
                assertEquals(p.kernels().size(), r.kernels().size(), () -> c + "\n" + r);
                r.kernels().forEach((name, usage) -> {
                    assertTrue(usage.registers() > 0 && usage.registers() <= 255, () -> name + " of " + c + ": " + usage);
                    if (usage.spillBytes() > 0) {
                        spilled.add(name + " of " + c + ": " + usage);
                    }
                });
            }
        }
        assertEquals(List.of(), spilled);
    }
}
