package dev.jacobi.llvm.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jacobi.autodiff.jvp.Jvp;
import dev.jacobi.autodiff.vjp.Vjp;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Reverse mode of every primitive is the transpose of forward mode: {@code <u, jvp v> = <vjp u, v>}; also of derivatives, to the third. */
class VjpConformanceTest {
    /** A plain {@code mvn verify} takes second and third derivatives of one row in so many, {@code mvn -Pfull} those of all. */
    private static final int PART = Integer.getInteger("tests.part", 1);
    /** Equations of a higher derivative that is compiled too. */
    private static final int MOST_COMPILED = 250;

    @TestFactory
    Stream<DynamicTest> f64() {
        return Rows.all("f64").stream().map(r -> DynamicTest.dynamicTest(r.name(), () -> check(r, DType.F64)));
    }

    @TestFactory
    Stream<DynamicTest> f32() {
        return Rows.all("f32").stream().map(r -> DynamicTest.dynamicTest(r.name(), () -> check(r, DType.F32)));
    }

    private static void check(Rows.Row row, DType real) {
        var random = new Random(row.text().hashCode());
        List<Tensor> in = row.inputs(random);
        assumeTrue(in.stream().anyMatch(t -> t.dtype().isFloat()), "it has no real input");
        Module m = row.module();
        String entry = "f";
        int orders = real == DType.F32 || Math.floorMod(row.text().hashCode(), PART) != 0 ? 1 : row.text().contains("gamma") ? 2 : 3;
        for (int order = 1; order <= orders; order++) {
            Func f = m.get(entry);
            Dual d = dual(m, entry, in, random, row.smooth() ? real : DType.F32, "order " + order);
            String reverse = "vjp(" + entry + ")";
            if (row.compiledByAll() && order == 1 || How.everything() && Rows.size(How.passes(d.reverse()).get(reverse).body()) < MOST_COMPILED) {
                Numbers.same("compiled\n" + d.reverse().get(reverse), d.gradients(), How.COMPILED.code(d.reverse(), reverse).run(d.in()), real == DType.F64 ? 1e-9 : 1e-4);
            }
            if (order == 1 && real == DType.F64) {
                // The gradient of a tangent, as Hessians are made.
                Module tangent = How.passes(Jvp.of(m, entry, actives(f)));
                var all = new ArrayList<>(in);
                all.addAll(Numbers.like(Numbers.floats(in), random));
                dual(tangent, Jvp.name(entry), all, random, row.smooth() ? real : DType.F32, "reverse over forward");
            }
            in = d.in();
            m = How.passes(d.reverse());
            entry = "vjp(" + entry + ")";
        }
    }

    private static List<Boolean> actives(Func f) {
        return f.in().stream().map(v -> v.dtype().isFloat()).toList();
    }

    private record Dual(Module reverse, List<Tensor> in, List<Tensor> gradients) {
    }

    /** Compares both modes of a function at a point. */
    static Dual dual(Module m, String entry, List<Tensor> in, Random random, DType real, String what) {
        Func f = m.get(entry);
        List<Tensor> value = How.INTERPRETED.code(m, entry).run(in);
        List<Tensor> v = Numbers.like(Numbers.floats(in), random);
        List<Tensor> u = Numbers.like(Numbers.floats(value), random);
        Module reverse = Vjp.of(m, entry, actives(f));
        var forwardIn = new ArrayList<>(in);
        forwardIn.addAll(v);
        var reverseIn = new ArrayList<>(in);
        reverseIn.addAll(u);
        List<Tensor> forward = How.INTERPRETED.code(Jvp.of(m, entry, actives(f)), Jvp.name(entry)).run(forwardIn);
        List<Tensor> backward = How.INTERPRETED.code(reverse, "vjp(" + entry + ")").run(reverseIn);
        String where = what + "\n" + f + reverse.get("vjp(" + entry + ")");
        Numbers.same(where, value, backward.subList(0, value.size()), real == DType.F64 ? 1e-12 : 1e-5);
        List<Tensor> tangents = forward.subList(value.size(), forward.size());
        List<Tensor> gradients = backward.subList(value.size(), backward.size());
        double a = Numbers.dot(tangents, u);
        double b = Numbers.dot(gradients, v);
        double size = 1 + Numbers.size(tangents, u) + Numbers.size(gradients, v);
        assertTrue(Math.abs(a - b) <= (real == DType.F64 ? 1e-9 : 1e-4) * size, () -> where + "\n<u, jvp v> is " + a + ", <vjp u, v> is " + b);
        return new Dual(reverse, reverseIn, backward);
    }
}
