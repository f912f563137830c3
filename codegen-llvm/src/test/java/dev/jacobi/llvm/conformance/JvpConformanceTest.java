package dev.jacobi.llvm.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jacobi.autodiff.jvp.Jvp;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.harness.ProgramTable;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.harness.Way;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Forward mode of every primitive against finite differences, to the third derivative, interpreted and compiled. */
class JvpConformanceTest {
    /** Equations of a third derivative that is compiled too. */
    private static final int MOST_COMPILED = 250;

    @Test
    void everyPrimitiveHasARow() {
        assumeTrue(ProgramTable.isWhole(), "only some programs are run again");
        var found = EnumSet.noneOf(Prim.class);
        Rows.all("f64").forEach(r -> found.addAll(r.program().primitives()));
        assertEquals(EnumSet.allOf(Prim.class), found);
    }

    @Test
    void nothingFlowsThroughStopGradient() {
        Module m = Parser.parseModule("f(a:f64[]) { b = stop_gradient a; c = mul a b; return c }");
        List<Tensor> d = Interpreter.run(Jvp.of(m, "f", List.of(true)), "jvp(f)", List.of(Tensor.of(Lit.f64(3)), Tensor.of(Lit.f64(1))));
        assertEquals(3, d.get(1).get(0).asDouble());
    }

    @TestFactory
    Stream<DynamicTest> f64() {
        return Rows.tests("f64", r -> check(r, DType.F64));
    }

    @TestFactory
    Stream<DynamicTest> f32() {
        return Rows.tests("f32", r -> check(r, DType.F32));
    }

    private static void check(Rows.Row row, DType real) {
        Module m = row.module();
        var random = new Random(row.text().hashCode());
        List<Tensor> in = row.inputs(random);
        assumeTrue(in.stream().anyMatch(t -> t.dtype().isFloat()), "it has no real input");
        String entry = "f";
        int orders = real == DType.F32 || !row.inFull() ? 1 : row.text().contains("gamma") ? 2 : row.text().contains("call[") ? 2 : 3;
        for (int order = 1; order <= orders; order++) {
            Func f = m.get(entry);
            List<Boolean> active = f.in().stream().map(v -> v.dtype().isFloat()).toList();
            Module d = Jvp.of(m, entry, active);
            List<Tensor> all = Numbers.and(in, Tensors.floats(in), random);
            List<Tensor> v = all.subList(in.size(), all.size());
            List<Tensor> have = Way.INTERPRETED.code(d, Jvp.name(entry)).run(all);
            Numbers.same("values of order " + order, Way.INTERPRETED.code(m, entry).run(in), have.subList(0, f.out().size()), 0);
            compare(row.smooth(), "order " + order + "\n" + d.get(Jvp.name(entry)), Way.INTERPRETED.code(m, entry), in, v, have, real, random);
            // The last order's results have those of all lower ones among them.
            boolean last = Ways.everything() && order == orders;
            if (row.compiled() && order == 1 || last && Rows.size(Ways.passes(d).get(Jvp.name(entry)).body()) < MOST_COMPILED) {
                Numbers.same("compiled\n" + d.get(Jvp.name(entry)), have, Ways.COMPILED.code(d, Jvp.name(entry)).run(all), real == DType.F64 ? 1e-9 : 1e-4);
            }
            in = all;
            m = Ways.passes(d);
            entry = Jvp.name(entry);
        }
    }

    private static void compare(boolean smooth, String what, Way.Code f, List<Tensor> in, List<Tensor> v, List<Tensor> have, DType real, Random random) {
        List<Tensor> value = f.run(in);
        List<Tensor> tangents = have.subList(value.size(), have.size());
        List<Tensor> floats = Tensors.floats(value);
        if (floats.isEmpty() || !smooth) {
            return;
        }
        List<Tensor> u = Tensors.like(floats, random);
        double want = Numbers.slope(f, in, real == DType.F64 ? 1e-3 : 3e-2, v, u);
        var got = Numbers.Product.of(tangents, u);
        double size = 1 + got.size() + (real == DType.F64 ? 0 : Numbers.Product.of(floats, u).size());
        assertTrue(Math.abs(want - got.sum()) <= (real == DType.F64 ? 1e-5 : 2e-3) * size, () -> what + "\nfinite differences say " + want + ", forward mode " + got.sum());
    }
}
