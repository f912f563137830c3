package dev.jacobi.llvm.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.autodiff.jvp.Jvp;
import dev.jacobi.autodiff.vjp.Vjp;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.harness.Comparison;
import dev.jacobi.ir.harness.Seeds;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.harness.Way;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.vectorize.vmap.Batch;
import dev.jacobi.vectorize.vmap.BatchRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random programs: forward mode against finite differences, reverse mode against forward mode, vmap against the loop, each before and
 * after the passes. {@code -Dconformance.programs} says how many, {@code -Dconformance.seed} which is the first.
 */
class RandomProgramTest {
    private static final Seeds SEEDS = Seeds.of("conformance", 40);

    private interface Check {
        void run(Module m, List<Tensor> in, Random random);
    }

    /** For one program in so many. */
    private static void each(boolean kinks, int part, Check check) {
        SEEDS.part(part).each((seed, random) -> {
            Module m = RandomProgram.of(seed, kinks);
            check.run(m, RandomProgram.inputs(random), random);
            check.run(Ways.passes(m), RandomProgram.inputs(random), random);
        });
    }

    private static final List<Boolean> ACTIVE = List.of(true, true, true, true, false);

    @Test
    void forwardModeAgainstDifferences() {
        each(false, 1, (m, in, random) -> {
            Module d = Jvp.of(m, "f", ACTIVE);
            List<Tensor> all = Numbers.and(in, Tensors.floats(in), random);
            List<Tensor> v = all.subList(in.size(), all.size());
            List<Tensor> have = Way.INTERPRETED.code(d, "jvp(f)").run(all);
            Way.Code f = Way.INTERPRETED.code(m, "f");
            List<Tensor> value = f.run(in);
            Numbers.same("values", value, have.subList(0, value.size()), 1e-12);
            List<Tensor> u = Tensors.like(value, random);
            double want = Numbers.slope(f, in, 1e-4, v, u);
            var got = Numbers.Product.of(have.subList(value.size(), have.size()), u);
            assertTrue(Math.abs(want - got.sum()) <= 1e-5 * (1 + got.size()), () -> "finite differences say " + want + ", forward mode " + got.sum());
        });
    }

    @Test
    void reverseModeAgainstForwardMode() {
        each(true, 1, (m, in, random) -> VjpConformanceTest.dual(m, "f", in, random, DType.F64, "first order"));
    }

    @Test
    void reverseModeOfTangents() {
        each(true, 3, (m, in, random) -> {
            List<Tensor> all = Numbers.and(in, Tensors.floats(in), random);
            VjpConformanceTest.dual(Ways.passes(Jvp.of(m, "f", ACTIVE)), "jvp(f)", all, random, DType.F64, "reverse over forward");
        });
    }

    @Test
    void batchesAgainstTheLoop() {
        each(true, 1, (m, in, random) -> {
            Module batched = Batch.of(m, "f", List.of(0, -1, 0, -1, 0), List.of(0, 0, 0), "");
            var examples = new ArrayList<List<Tensor>>();
            for (int lane = 0; lane < 3; lane++) {
                var e = new ArrayList<>(RandomProgram.inputs(random));
                e.set(1, in.get(1));
                e.set(3, in.get(3));
                examples.add(e);
            }
            var all = new ArrayList<Tensor>();
            for (int k = 0; k < in.size(); k++) {
                int at = k;
                all.add(k == 1 || k == 3 ? in.get(k) : Tensors.stack(null, null, examples.stream().map(e -> e.get(at)).toList()));
            }
            List<List<Tensor>> outs = examples.stream().map(Way.INTERPRETED.code(m, "f")::run).toList();
            List<Tensor> want = Numbers.stacked(outs, outs.get(0));
            Numbers.same("vmap", want, Way.INTERPRETED.code(batched, "vmap(f)").run(all), 0);
            Module arrays = BatchRules.of(m, "f", List.of(0, -1, 0, -1, 0), List.of(0, 0, 0), "");
            Numbers.same("vmap by arrays\n" + arrays, want, Way.INTERPRETED.code(arrays, "vmap(f)").run(all), 1e-12);
            Numbers.same("vmap, raised", want, Way.INTERPRETED.code(Ways.passes(batched), "vmap(f)").run(all), 0);
        });
    }

    @Test
    void compiledForwardMode() {
        each(true, 30, (m, in, random) -> {
            compiled(Jvp.of(m, "f", ACTIVE), "jvp(f)", Numbers.and(in, Tensors.floats(in), random));
        });
    }

    @Test
    void compiledReverseModeAndItsBatches() {
        each(true, 30, (m, in, random) -> {
            Module r = Vjp.of(m, "f", ACTIVE);
            List<Tensor> back = Numbers.and(in, Way.INTERPRETED.code(m, "f").run(in), random);
            compiled(r, "vjp(f)", back);
            compiled(Batch.of(r, "vjp(f)", Collections.nCopies(back.size(), 0), Collections.nCopies(r.get("vjp(f)").out().size(), 0), ""), "vmap(vjp(f))", twice(back));
        });
    }

    @Test
    void compiledBatches() {
        each(true, 30, (m, in, random) ->
            compiled(Batch.of(m, "f", Collections.nCopies(in.size(), 0), List.of(0, 0, 0), ""), "vmap(f)", twice(in)));
    }

    private static List<Tensor> twice(List<Tensor> in) {
        return in.stream().map(t -> Tensors.stack(null, null, List.of(t, t))).toList();
    }

    private static void compiled(Module m, String entry, List<Tensor> in) {
        Ways.COMPILED.check(m, entry, new Comparison(1e-9, 1, 1, Set.of()), List.of(in));
    }
}
