// StableHLO text of the programs in PrimPrograms on the oracle against the interpreter, alone and in lanes. All forms with -Dstablehlo.full=true.
package dev.jacobi.tpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.vectorize.vmap.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PrimProgramsHloTest {
    private static final boolean FULL = Boolean.getBoolean("stablehlo.full");
    private static final int LANES = 3;
    /** Sums and products in an order of the plugin's. */
    private static final Set<Prim> FREE = EnumSet.of(Prim.REDUCE_ADD, Prim.REDUCE_MUL, Prim.CUM_ADD, Prim.CUM_MUL, Prim.DOT_GENERAL, Prim.CONV, Prim.FFT, Prim.CHOLESKY,
        Prim.TRIANGULAR_SOLVE, Prim.SCATTER, Prim.HIST, Prim.REDUCE, Prim.SCAN, Prim.ACC_ADD, Prim.PSUM);

    /** One of four forms of each row, or all: f64 or f32, alone or in a map over lanes. */
    @TestFactory
    Stream<DynamicTest> programs() {
        var oracle = Lazily.oracle();
        var tests = new ArrayList<DynamicTest>();
        for (int form = 0; form < 4; form++) {
            String real = form % 2 == 0 ? "f64" : "f32";
            boolean lanes = form >= 2;
            List<PrimPrograms.Row> rows = PrimPrograms.all(real);
            for (int k = 0; k < rows.size(); k++) {
                if (FULL || k % 4 == form) {
                    PrimPrograms.Row r = rows.get(k);
                    tests.add(DynamicTest.dynamicTest((lanes ? "lanes of " : "") + r.text().lines().findFirst().orElse(""), () -> check(oracle.get(), r, real, lanes)));
                }
            }
        }
        return tests.stream().onClose(oracle::stop);
    }

    private static void check(Oracle oracle, PrimPrograms.Row r, String real, boolean lanes) {
        var random = new Random(5);
        var program = new LiftedPrograms(r.text(), r.module(), "f", r.inputs(random));
        if (lanes) {
            Func f = program.module().get("f");
            List<List<Tensor>> all = IntStream.range(0, LANES).mapToObj(k -> r.inputs(random)).toList();
            List<Tensor> in = IntStream.range(0, f.in().size()).mapToObj(k -> Compare.stacked(all.stream().map(x -> x.get(k)).toList())).toList();
            var batched = Batch.of(program.module(), "f", Collections.nCopies(f.in().size(), 0), Collections.nCopies(f.out().size(), 0), "");
            program = new LiftedPrograms(r.text(), batched, Batch.name("f"), in);
        }
        program.check(oracle, isExact(program.module()) ? 0 : real.equals("f64") ? 1e-12 : 2e-5);
    }

    /** Whether nothing in it is a function that the plugin rounds its own way, or a sum in an order of the plugin's. */
    private static boolean isExact(Module m) {
        var found = EnumSet.noneOf(Prim.class);
        m.funcs().values().forEach(f -> PrimPrograms.collect(f.body(), found));
        return Collections.disjoint(found, FREE) && found.stream().allMatch(p -> ElementwiseHloTest.part(p, DType.F64) == 0)
            && m.funcs().values().stream().noneMatch(f -> sumsInLanes(f.body(), false));
    }

    /** Whether the trips of a map may add to, or multiply, one element. */
    private static boolean sumsInLanes(List<Eqn> body, boolean map) {
        return body.stream().anyMatch(e -> map && e.params() instanceof Params.Access a && (a.op() == Prim.ADD || a.op() == Prim.MUL)
            || Regions.of(e).stream().anyMatch(r -> sumsInLanes(r.body(), map || e.prim() == Prim.MAP)));
    }

    /** The tables leave out only what the module's README says has no form. */
    @Test
    void everyPrimitiveIsInOneOfTheTables() throws IOException {
        var found = EnumSet.noneOf(Prim.class);
        PrimPrograms.all("f64").forEach(r -> r.module().funcs().values().forEach(f -> PrimPrograms.collect(f.body(), found)));
        for (Prim p : Prim.values()) {
            for (DType d : DType.values()) {
                if (ElementwiseHloTest.defined(p, d, d)) {
                    found.add(p);
                }
            }
        }
        Set<Prim> missing = EnumSet.complementOf(EnumSet.copyOf(found));
        assertEquals(EnumSet.of(Prim.DEBUG_CALLBACK), missing);
        assertTrue(found.size() >= 0.95 * Prim.values().length);
        String readme = Files.readString(Path.of("../pjrt-tpu/README.md"));
        assertTrue(readme.contains("\n" + found.size() + " of " + Prim.values().length + ":"), found.size() + " of " + Prim.values().length);
    }
}
