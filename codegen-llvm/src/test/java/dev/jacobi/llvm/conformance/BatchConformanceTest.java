package dev.jacobi.llvm.conformance;

import dev.jacobi.autodiff.jvp.Jvp;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.vectorize.vmap.Batch;
import dev.jacobi.vectorize.vmap.BatchRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** vmap of every primitive against the loop that it stands for, for batches of 0, 1, 2 and 7, interpreted and compiled, and of its tangents. */
class BatchConformanceTest {
    /** A plain {@code mvn verify} takes the derivative of one row in so many, {@code mvn -Pfull} that of all. */
    private static final int PART = Integer.getInteger("tests.part", 1);

    @TestFactory
    Stream<DynamicTest> everyPrimitive() {
        return Rows.all("f64").stream().map(r -> DynamicTest.dynamicTest(r.name(), () -> {
            Func f = r.module().get("f");
            check(r, r.module(), "f", r.compiledByAll());
            List<Boolean> active = f.in().stream().map(v -> v.dtype().isFloat()).toList();
            if (active.contains(true) && Math.floorMod(r.text().hashCode(), PART) == 0) {
                check(r, How.passes(Jvp.of(r.module(), "f", active)), "jvp(f)", false);
            }
        }));
    }

    private static void check(Rows.Row row, Module m, String entry, boolean compiled) {
        Func f = m.get(entry);
        List<Integer> axes = Collections.nCopies(f.in().size(), 0);
        Module batched = Batch.of(m, entry, axes, Collections.nCopies(f.out().size(), 0), "");
        String name = Batch.name(entry);
        Module arrays = BatchRules.of(m, entry, axes, Collections.nCopies(f.out().size(), 0), "");
        How.Code rules = How.INTERPRETED.code(arrays, name);
        How.Code rulesRaised = How.INTERPRETED.code(How.passes(arrays), name);
        How.Code interpreted = How.INTERPRETED.code(batched, name);
        How.Code raised = How.INTERPRETED.code(How.passes(batched), name);
        How.Code code = compiled ? How.COMPILED.code(batched, name) : raised;
        for (int lanes : new int[] {0, 1, 2, 7}) {
            var random = new Random(lanes + row.text().hashCode());
            var examples = new ArrayList<List<Tensor>>();
            for (int k = 0; k < lanes; k++) {
                var in = new ArrayList<>(row.inputs(random));
                if (f.in().size() > in.size()) {
                    in.addAll(Numbers.like(Numbers.floats(in), random));
                }
                examples.add(in);
            }
            var in = new ArrayList<Tensor>();
            for (int k = 0; k < f.in().size(); k++) {
                int at = k;
                in.add(Numbers.stack(f.in().get(k).type(), examples.stream().map(e -> e.get(at)).toList()));
            }
            var outs = examples.stream().map(How.INTERPRETED.code(m, entry)::run).toList();
            var want = new ArrayList<Tensor>();
            for (int k = 0; k < f.out().size(); k++) {
                int at = k;
                want.add(Numbers.stack(f.out().get(k).type(), outs.stream().map(o -> o.get(at)).toList()));
            }
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
