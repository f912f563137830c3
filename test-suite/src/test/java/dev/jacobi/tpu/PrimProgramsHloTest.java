// StableHLO text of the programs of the table on the oracle against the interpreter, alone and in lanes. All forms with -Dstablehlo.full=true.
package dev.jacobi.tpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.harness.Elementwise;
import dev.jacobi.ir.harness.ProgramTable;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.harness.TestProgram;
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
        Prim.TRIANGULAR_SOLVE, Prim.LU, Prim.QR, Prim.EIGH, Prim.SVD, Prim.SCATTER, Prim.HIST, Prim.REDUCE, Prim.SCAN, Prim.ACC_ADD, Prim.PSUM);

    /** One of four forms of each row, or all: f64 or f32, alone or in a map over lanes. */
    @TestFactory
    Stream<DynamicTest> programs() {
        var oracle = Lazily.oracle();
        var tests = new ArrayList<DynamicTest>();
        for (int form = 0; form < 4; form++) {
            String real = form % 2 == 0 ? "f64" : "f32";
            boolean lanes = form >= 2;
            List<TestProgram> rows = ProgramTable.of("t", real, "i32");
            for (int k = 0; k < rows.size(); k++) {
                if (FULL || k % 4 == form) {
                    TestProgram r = rows.get(k);
                    tests.add(r.test(() -> check(oracle.get(), r, real, lanes)));
                }
            }
        }
        return tests.stream().onClose(oracle::stop);
    }

    private static List<Tensor> inputs(TestProgram r, Random random) {
        return r.inputs(random, 5, 3, 4);
    }

    private static void check(Oracle oracle, TestProgram r, String real, boolean lanes) {
        var random = new Random(6);
        var program = new LiftedPrograms(r.text(), r.module(), "f", inputs(r, random));
        if (lanes) {
            Func f = program.module().get("f");
            List<List<Tensor>> all = IntStream.range(0, LANES).mapToObj(k -> inputs(r, random)).toList();
            List<Tensor> in = IntStream.range(0, f.in().size()).mapToObj(k -> Tensors.stack(null, null, all.stream().map(x -> x.get(k)).toList())).toList();
            var batched = Batch.of(program.module(), "f", Collections.nCopies(f.in().size(), 0), Collections.nCopies(f.out().size(), 0), "");
            program = new LiftedPrograms(r.text(), batched, Batch.name("f"), in);
        }
        program.check(oracle, isExact(program.module()) ? 0 : real.equals("f64") ? 1e-12 : 2e-5);
    }

    /** Whether nothing in it is a function that the plugin rounds its own way, or a sum in an order of the plugin's. */
    private static boolean isExact(Module m) {
        Set<Prim> found = TestProgram.primitives(m);
        return Collections.disjoint(found, FREE) && found.stream().noneMatch(Elementwise::isRounded)
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
        assumeTrue(ProgramTable.isWhole(), "only some programs are run again");
        var found = EnumSet.noneOf(Prim.class);
        ProgramTable.of("t", "f64", "i32").forEach(r -> found.addAll(r.primitives()));
        for (DType d : DType.values()) {
            var b = new Builder();
            Var x = b.fresh(Type.scalar(d));
            Elementwise.all(b, new Elementwise.Operands(List.of(x), List.of(x, x), b.fresh(Type.BOOL), List.of(x, x, x)), p -> true).forEach(a -> found.add(a.prim()));
        }
        Set<Prim> missing = EnumSet.complementOf(EnumSet.copyOf(found));
        assertEquals(EnumSet.of(Prim.DEBUG_CALLBACK), missing);
        assertTrue(found.size() >= 0.95 * Prim.values().length);
        String readme = Files.readString(Path.of("../pjrt-tpu/README.md"));
        assertTrue(readme.contains("\n" + found.size() + " of " + Prim.values().length + ":"), found.size() + " of " + Prim.values().length);
    }
}
