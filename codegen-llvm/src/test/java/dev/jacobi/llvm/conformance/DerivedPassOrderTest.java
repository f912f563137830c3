package dev.jacobi.llvm.conformance;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.autodiff.jvp.Jvp;
import dev.jacobi.autodiff.vjp.Vjp;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.harness.Seeds;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.NoRule;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.pass.Pass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.PassManager;
import dev.jacobi.ir.pass.PassPipeline;
import dev.jacobi.ir.pass.PassRun;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.ir.simplify.Inline;
import dev.jacobi.ir.simplify.Simplify;
import dev.jacobi.llvm.buffer.Bufferise;
import dev.jacobi.llvm.buffer.CallShapes;
import dev.jacobi.llvm.lower.Lower;
import dev.jacobi.llvm.lower.PrefixBlocks;
import dev.jacobi.llvm.lower.ReachedFunctions;
import dev.jacobi.llvm.lower.Unfold;
import dev.jacobi.llvm.text.NotEmitted;
import dev.jacobi.vectorize.contract.Contract;
import dev.jacobi.vectorize.raise.Raise;
import dev.jacobi.vectorize.recursion.RecursionToLoop;
import dev.jacobi.vectorize.vmap.Batch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Derivatives and batches with random legal orders of passes before, between and after them: they are what they are without any. The verifier and the checks of properties run
 * after each pass. {@code -Dpasses.programs} says how many programs, {@code -Dpasses.seed} which is the first.
 */
class DerivedPassOrderTest {
    private static final Seeds SEEDS = Seeds.of("passes", 40);
    /** Sums of a gradient's terms may be in any order, and formulas round in another way than the interpreter. */
    private static final double[] TOLERANCE = {1e-9, 1e-8, 1e-6};
    /** Calls within calls, of which the programs make fewer. */
    private static final int DEPTH = 64;
    private int transformations;
    private int comparisons;

    @Test
    void randomProgramsWithRandomPasses() {
        SEEDS.each((seed, random) -> count(new Chain(random, RandomProgram.of(seed, true), "f", RandomProgram.inputs(random))));
        assertTrue(SEEDS.some(transformations, 2) && SEEDS.some(comparisons, 1), transformations + " transformations, " + comparisons + " comparisons");
    }

    @Test
    void everyPrimitiveWithRandomPasses() {
        List<Rows.Row> rows = Rows.all("f64");
        int k = rows.size();
        for (int row = 0; row < k; row++) {
            Rows.Row r = rows.get(row);
            long seed = SEEDS.first() + (k == 1 ? 0 : row);
            try {
                var random = new Random(seed);
                count(new Chain(random, r.module(), "f", r.inputs(random)));
            } catch (RuntimeException | StackOverflowError | AssertionError e) {
                throw new AssertionError("row " + r.name() + ": " + e + "\n" + Seeds.again(e, "-Dtests.program='" + r.name() + "' -Dpasses.seed=" + seed), e);
            }
        }
        assertTrue(k == 1 || transformations > k / 2 && comparisons > k, k + " programs, " + transformations + " transformations, " + comparisons + " comparisons");
    }

    private void count(Chain c) {
        c.run();
        transformations += c.transformations;
        comparisons += c.comparisons;
    }

    @Test
    void derivativesAreNotMadeOfFormulas() {
        var e = assertThrows(IllegalStateException.class,
            () -> PassPipeline.named("wrong").from(Property.DIFFERENTIABLE).then(Lower.pass()).then(Vjp.pass("f", List.of(true))));
        assertTrue(e.getMessage().contains("vjp needs DIFFERENTIABLE"), e.getMessage());
    }

    /** A program on its way, and what it is without passes other than transformations. */
    private static final class Chain {
        private final Random random;
        private final List<String> made = new ArrayList<>();
        private Module plain;
        private Module passed;
        private String entry;
        private List<Tensor> in;
        private int orders;
        private int transformations;
        private int comparisons;

        Chain(Random random, Module m, String entry, List<Tensor> in) {
            this.random = random;
            plain = m;
            passed = m;
            this.entry = entry;
            this.in = new ArrayList<>(in);
        }

        void run() {
            try {
                for (int k = random.nextInt(3); k > 0; k--) {
                    passes(high(), 6, Property.DIFFERENTIABLE);
                    if (!transform()) {
                        return;
                    }
                    compare();
                }
                String main = ReachedFunctions.main(passed, entry);
                through(ReachedFunctions.pass(entry, main));
                entry = main;
                plain = ReachedFunctions.pass(plain.get(main) == null ? main.substring(5, main.length() - 1) : main, main).run(plain);
                List<Pass> all = high();
                all.addAll(low());
                all.addAll(low());
                passes(all, 12);
                compare();
            } catch (NotEmitted | NoRule e) {
                // a copy would be needed in each trip of a parallel loop, or recursion keeps what no stack takes
            } catch (RuntimeException | StackOverflowError | AssertionError e) {
                throw new AssertionError("behind " + made + ": " + e.getMessage() + "\nof\n" + passed, e);
            }
        }

        private List<Pass> high() {
            List<Pass> high = new ArrayList<>(Raise.passes(false, true));
            high.addAll(List.of(new Simplify(), new Simplify(), Inline.pass(entry), new Contract(false, 0)));
            return high;
        }

        private List<Pass> low() {
            // without calls of native libraries, which the interpreter does not have
            Pass lower = PassBuilder.named("lower").establishes(Property.LOWERED).each(f -> Lower.run(f, null));
            return List.of(RecursionToLoop.pass(entry, DEPTH), lower, Bufferise.views(), PrefixBlocks.pass(false, true).on(entry), Unfold.pass(entry),
                PassBuilder.named("bufferise").requires(Property.LOWERED, Property.NO_VIEWS).keeps(Property.LOWERED, Property.NO_VIEWS).establishes(Property.IN_PLACE)
                    .all(m -> Bufferise.pass(entry, List.of(), CallShapes.of(ReachedFunctions.without(m, entry))).run(m)));
        }

        private void passes(List<Pass> from, int most, Property... properties) {
            PassPipeline p = PassPipeline.named("random").from(properties);
            for (int k = random.nextInt(most); k > 0; ) {
                Pass next = from.get(random.nextInt(from.size()));
                if (p.takes(next)) {
                    p.then(next);
                    k--;
                }
            }
            through(p);
        }

        private void through(Pass p) {
            passed = new PassManager(true, r -> note(r)).run(p, passed);
        }

        private void note(PassRun r) {
            made.add(r.pass());
        }

        /** False where there is no rule for the program. */
        private boolean transform() {
            List<Boolean> active = plain.get(entry).in().stream().map(v -> v.dtype().isFloat()).toList();
            if (!active.contains(true) || Rows.size(plain.get(entry).body()) > 1500) {
                return true;
            }
            Pass pass;
            String name;
            switch (random.nextInt(3)) {
                case 0 -> {
                    List<Tensor> value = Tensors.floats(Interpreter.run(plain, entry, in));
                    if (value.isEmpty()) {
                        return true;
                    }
                    pass = Vjp.pass(entry, active);
                    name = "vjp(" + entry + ")";
                    in.addAll(Tensors.like(value, random));
                    orders++;
                }
                case 1 -> {
                    pass = Jvp.pass(entry, active);
                    name = Jvp.name(entry);
                    in.addAll(Tensors.like(Tensors.floats(in), random));
                    orders++;
                }
                default -> {
                    pass = Batch.pass(entry, Collections.nCopies(in.size(), 0), Collections.nCopies(plain.get(entry).out().size(), 0), "");
                    name = Batch.name(entry);
                    in.replaceAll(t -> Tensors.stack(null, null, List.of(t, t)));
                }
            }
            try {
                plain = pass.run(plain);
            } catch (NoRule e) {
                return false;
            }
            through(pass);
            transformations++;
            entry = name;
            return true;
        }

        private void compare() {
            comparisons++;
            Numbers.same("results", Interpreter.run(plain, entry, in), Interpreter.run(passed, entry, in), TOLERANCE[orders]);
        }
    }
}
