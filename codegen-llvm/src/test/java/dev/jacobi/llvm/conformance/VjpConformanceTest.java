package dev.jacobi.llvm.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jacobi.autodiff.jvp.Jvp;
import dev.jacobi.autodiff.vjp.Vjp;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.harness.Way;
import dev.jacobi.ir.interp.Tensor;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Reverse mode of every primitive is the transpose of forward mode: {@code <u, jvp v> = <vjp u, v>}; also of derivatives, to the third. */
class VjpConformanceTest {
    /** Equations of a higher derivative that is compiled too. */
    private static final int MOST_COMPILED = 250;

    @TestFactory
    Stream<DynamicTest> f64() {
        return Rows.tests("f64", r -> check(r, DType.F64));
    }

    @TestFactory
    Stream<DynamicTest> f32() {
        return Rows.tests("f32", r -> check(r, DType.F32));
    }

    private static void check(Rows.Row row, DType real) {
        var random = new Random(row.text().hashCode());
        List<Tensor> in = row.inputs(random);
        assumeTrue(in.stream().anyMatch(t -> t.dtype().isFloat()), "it has no real input");
        Module m = row.module();
        String entry = "f";
        int orders = real == DType.F32 || !row.inFull() ? 1 : row.text().contains("gamma") ? 2 : 3;
        for (int order = 1; order <= orders; order++) {
            Func f = m.get(entry);
            Dual d = dual(m, entry, in, random, row.smooth() ? real : DType.F32, "order " + order);
            String reverse = "vjp(" + entry + ")";
            if (row.compiledByAll() && order == 1 || Ways.everything() && Rows.size(Ways.passes(d.reverse()).get(reverse).body()) < MOST_COMPILED) {
                Numbers.same("compiled\n" + d.reverse().get(reverse), d.gradients(), Ways.COMPILED.code(d.reverse(), reverse).run(d.in()), real == DType.F64 ? 1e-9 : 1e-4);
            }
            if (order == 1 && real == DType.F64) {
                // The gradient of a tangent, as Hessians are made.
                Module tangent = Ways.passes(Jvp.of(m, entry, actives(f)));
                dual(tangent, Jvp.name(entry), Numbers.and(in, Tensors.floats(in), random), random, row.smooth() ? real : DType.F32, "reverse over forward");
            }
            in = d.in();
            m = Ways.passes(d.reverse());
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
        List<Tensor> value = Way.INTERPRETED.code(m, entry).run(in);
        Module reverse = Vjp.of(m, entry, actives(f));
        List<Tensor> forwardIn = Numbers.and(in, Tensors.floats(in), random);
        List<Tensor> reverseIn = Numbers.and(in, Tensors.floats(value), random);
        List<Tensor> v = forwardIn.subList(in.size(), forwardIn.size());
        List<Tensor> u = reverseIn.subList(in.size(), reverseIn.size());
        List<Tensor> forward = Way.INTERPRETED.code(Jvp.of(m, entry, actives(f)), Jvp.name(entry)).run(forwardIn);
        List<Tensor> backward = Way.INTERPRETED.code(reverse, "vjp(" + entry + ")").run(reverseIn);
        String where = what + "\n" + f + reverse.get("vjp(" + entry + ")");
        Numbers.same(where, value, backward.subList(0, value.size()), real == DType.F64 ? 1e-12 : 1e-5);
        List<Tensor> tangents = forward.subList(value.size(), forward.size());
        List<Tensor> gradients = backward.subList(value.size(), backward.size());
        var a = Numbers.Product.of(tangents, u);
        var b = Numbers.Product.of(gradients, v);
        double size = 1 + a.size() + b.size();
        assertTrue(Math.abs(a.sum() - b.sum()) <= (real == DType.F64 ? 1e-9 : 1e-4) * size, () -> where + "\n<u, jvp v> is " + a.sum() + ", <vjp u, v> is " + b.sum());
        return new Dual(reverse, reverseIn, backward);
    }
}
