package dev.jacobi.llvm.conformance;

import dev.jacobi.autodiff.jvp.Jvp;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.harness.Way;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.vectorize.vmap.Batch;
import dev.jacobi.vectorize.vmap.BatchRules;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** vmap of every primitive against the loop that it stands for, for batches of 0, 1, 2 and 7, interpreted and compiled, and of its tangents. */
class BatchConformanceTest {
    @TestFactory
    Stream<DynamicTest> everyPrimitive() {
        return Rows.tests("f64", r -> {
            Func f = r.module().get("f");
            check(r, r.module(), "f", r.compiledByAll());
            List<Boolean> active = f.in().stream().map(v -> v.dtype().isFloat()).toList();
            if (active.contains(true) && r.inFull()) {
                check(r, Ways.passes(Jvp.of(r.module(), "f", active)), "jvp(f)", false);
            }
        });
    }

    private static void check(Rows.Row row, Module m, String entry, boolean compiled) {
        Func f = m.get(entry);
        List<Integer> axes = Collections.nCopies(f.in().size(), 0);
        Module batched = Batch.of(m, entry, axes, Collections.nCopies(f.out().size(), 0), "");
        String name = Batch.name(entry);
        Module arrays = BatchRules.of(m, entry, axes, Collections.nCopies(f.out().size(), 0), "");
        Way.Code rules = Way.INTERPRETED.code(arrays, name);
        Way.Code rulesRaised = Way.INTERPRETED.code(Ways.passes(arrays), name);
        Way.Code interpreted = Way.INTERPRETED.code(batched, name);
        Way.Code raised = Way.INTERPRETED.code(Ways.passes(batched), name);
        Way.Code code = compiled ? Ways.COMPILED.code(batched, name) : raised;
        for (int lanes : new int[] {0, 1, 2, 7}) {
            var random = new Random(lanes + row.text().hashCode());
            List<List<Tensor>> examples = Stream.generate(() -> {
                List<Tensor> in = row.inputs(random);
                return f.in().size() > in.size() ? Numbers.and(in, Tensors.floats(in), random) : in;
            }).limit(1 + lanes).toList();
            List<List<Tensor>> results = examples.stream().map(Way.INTERPRETED.code(m, entry)::run).toList();
            List<Tensor> in = Numbers.stacked(examples.subList(1, 1 + lanes), examples.get(0));
            List<Tensor> want = Numbers.stacked(results.subList(1, 1 + lanes), results.get(0));
            String where = "batch of " + lanes + "\n" + batched.get(name);
            compare(where, want, interpreted.run(in), lanes, 0);
            compare(where, want, raised.run(in), lanes, 0);
            String ruled = "batch of " + lanes + "\n" + arrays.get(name);
            compare(ruled, want, rules.run(in), lanes, 1e-12);
            compare("raised " + ruled, want, rulesRaised.run(in), lanes, 1e-12);
            compare("compiled, " + where, want, code.run(in), lanes, 1e-9);
        }
    }

    /** Of a batch of none only the number of lanes is compared. */
    private static void compare(String where, List<Tensor> want, List<Tensor> have, int lanes, double part) {
        if (lanes > 0) {
            Numbers.same(where, want, have, part);
        } else if (have.stream().anyMatch(t -> t.dims()[0] != 0 || t.size() != 0)) {
            throw new AssertionError(where + "\na batch of none gives elements");
        }
    }
}
