package dev.jacobi.llvm.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.autodiff.jvp.Jvp;
import dev.jacobi.autodiff.vjp.Vjp;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.vectorize.vmap.Batch;
import dev.jacobi.vectorize.vmap.BatchRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random programs: forward mode against finite differences, reverse mode against forward mode, vmap against the loop, each before and
 * after the passes. {@code -Dconformance.programs} says how many, {@code -Dconformance.seed} which is the first.
 */
class RandomProgramTest {
    private static final int PROGRAMS = Integer.getInteger("conformance.programs", 40);
    private static final long SEED = Long.getLong("conformance.seed", 1);

    private interface Check {
        void run(Module m, List<Tensor> in, Random random);
    }

    private static void each(boolean kinks, int programs, Check check) {
        for (long seed = SEED; seed < SEED + programs; seed++) {
            Module m = RandomProgram.of(seed, kinks);
            Module raised = How.passes(m);
            var random = new Random(seed);
            try {
                check.run(m, inputs(random), random);
                check.run(raised, inputs(random), random);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\nof\n" + m.get("f"), e);
            }
        }
    }

    private static List<Tensor> inputs(Random random) {
        var in = new ArrayList<Tensor>();
        for (int k = 0; k < 4; k++) {
            in.add(Numbers.draw(DType.F64, k < 2 ? new int[] {4} : new int[0], -1, 1, random));
        }
        in.add(Tensor.of(Lit.i32(random.nextInt(4))));
        return in;
    }

    private static final List<Boolean> ACTIVE = List.of(true, true, true, true, false);

    @Test
    void forwardModeAgainstDifferences() {
        each(false, PROGRAMS, (m, in, random) -> {
            Module d = Jvp.of(m, "f", ACTIVE);
            List<Tensor> v = Numbers.like(Numbers.floats(in), random);
            var all = new ArrayList<>(in);
            all.addAll(v);
            List<Tensor> have = How.INTERPRETED.code(d, "jvp(f)").run(all);
            How.Code f = How.INTERPRETED.code(m, "f");
            List<Tensor> value = f.run(in);
            Numbers.same("values", value, have.subList(0, value.size()), 1e-12);
            List<Tensor> u = Numbers.like(value, random);
            double h = 1e-4;
            double d1 = at(f, in, h, v, u) - at(f, in, -h, v, u);
            double d2 = at(f, in, 2 * h, v, u) - at(f, in, -2 * h, v, u);
            double want = (8 * d1 - d2) / (12 * h);
            double got = Numbers.dot(have.subList(value.size(), have.size()), u);
            double size = 1 + Numbers.size(have.subList(value.size(), have.size()), u);
            assertTrue(Math.abs(want - got) <= 1e-5 * size, () -> "finite differences say " + want + ", forward mode " + got);
        });
    }

    private static double at(How.Code f, List<Tensor> in, double h, List<Tensor> v, List<Tensor> u) {
        return Numbers.dot(f.run(Numbers.moved(in, h, v)), u);
    }

    @Test
    void reverseModeAgainstForwardMode() {
        each(true, PROGRAMS, (m, in, random) -> VjpConformanceTest.dual(m, "f", in, random, DType.F64, "first order"));
    }

    @Test
    void reverseModeOfTangents() {
        each(true, PROGRAMS / 3, (m, in, random) -> {
            var all = new ArrayList<>(in);
            all.addAll(Numbers.like(Numbers.floats(in), random));
            VjpConformanceTest.dual(How.passes(Jvp.of(m, "f", ACTIVE)), "jvp(f)", all, random, DType.F64, "reverse over forward");
        });
    }

    @Test
    void batchesAgainstTheLoop() {
        each(true, PROGRAMS, (m, in, random) -> {
            Module batched = Batch.of(m, "f", List.of(0, -1, 0, -1, 0), List.of(0, 0, 0), "");
            var examples = new ArrayList<List<Tensor>>();
            for (int lane = 0; lane < 3; lane++) {
                var e = new ArrayList<>(inputs(random));
                e.set(1, in.get(1));
                e.set(3, in.get(3));
                examples.add(e);
            }
            var all = new ArrayList<Tensor>();
            for (int k = 0; k < in.size(); k++) {
                int at = k;
                all.add(k == 1 || k == 3 ? in.get(k) : Numbers.stack(m.get("f").in().get(k).type(), examples.stream().map(e -> e.get(at)).toList()));
            }
            List<List<Tensor>> outs = examples.stream().map(How.INTERPRETED.code(m, "f")::run).toList();
            var want = new ArrayList<Tensor>();
            for (int k = 0; k < 3; k++) {
                int at = k;
                want.add(Numbers.stack(m.get("f").out().get(k).type(), outs.stream().map(o -> o.get(at)).toList()));
            }
            Numbers.same("vmap", want, How.INTERPRETED.code(batched, "vmap(f)").run(all), 0);
            Module arrays = BatchRules.of(m, "f", List.of(0, -1, 0, -1, 0), List.of(0, 0, 0), "");
            Numbers.same("vmap by arrays\n" + arrays, want, How.INTERPRETED.code(arrays, "vmap(f)").run(all), 1e-12);
            Numbers.same("vmap, raised", want, How.INTERPRETED.code(How.passes(batched), "vmap(f)").run(all), 0);
        });
    }

    @Test
    void compiledForwardMode() {
        each(true, Math.max(2, PROGRAMS / 30), (m, in, random) -> {
            var all = new ArrayList<>(in);
            all.addAll(Numbers.like(Numbers.floats(in), random));
            compiled(Jvp.of(m, "f", ACTIVE), "jvp(f)", all);
        });
    }

    @Test
    void compiledReverseModeAndItsBatches() {
        each(true, Math.max(2, PROGRAMS / 30), (m, in, random) -> {
            Module r = Vjp.of(m, "f", ACTIVE);
            var back = new ArrayList<>(in);
            back.addAll(Numbers.like(How.INTERPRETED.code(m, "f").run(in), random));
            compiled(r, "vjp(f)", back);
            compiled(Batch.of(r, "vjp(f)", Collections.nCopies(back.size(), 0), Collections.nCopies(r.get("vjp(f)").out().size(), 0), ""), "vmap(vjp(f))", twice(back));
        });
    }

    @Test
    void compiledBatches() {
        each(true, Math.max(2, PROGRAMS / 30), (m, in, random) ->
            compiled(Batch.of(m, "f", Collections.nCopies(in.size(), 0), List.of(0, 0, 0), ""), "vmap(f)", twice(in)));
    }

    private static List<Tensor> twice(List<Tensor> in) {
        return in.stream().map(t -> Numbers.stack(Type.scalar(t.dtype()), List.of(t, t))).toList();
    }

    private static void compiled(Module m, String entry, List<Tensor> in) {
        Numbers.same("compiled\n" + m.get(entry), How.INTERPRETED.code(m, entry).run(in), How.COMPILED.code(m, entry).run(in), 1e-9);
    }
}
