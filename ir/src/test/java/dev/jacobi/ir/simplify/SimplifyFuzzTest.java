package dev.jacobi.ir.simplify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.RandomFunc;
import dev.jacobi.ir.harness.Seeds;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.CheckFailed;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Simplified random functions give what the interpreter gives for the original ones; they verify, and print and parse alike. */
class SimplifyFuzzTest {
    private static final Seeds SEEDS = Seeds.of("simplify", 1500);

    @Test
    void resultsAreKept() {
        int[] finished = {0};
        SEEDS.each((seed, random) -> {
            Func f = new RandomFunc(seed).next();
            String where = "seed " + seed + "\n" + f;
            Verifier.verify(f);
            assertEquals(f.toString(), Parser.parseFunc(f.toString()).toString(), where);
            Func g = new Simplify().run(f);
            Verifier.verify(g);
            for (int i = 0; i < 4; i++) {
                List<Tensor> args = arguments(random);
                String want = run(f, args);
                finished[0] += want.startsWith("check") ? 0 : 1;
                assertEquals(want, run(g, args), () -> where + "\n" + g + args.stream().map(Tensors::text).toList());
            }
        });
        assertTrue(SEEDS.some(finished[0], 2), "too few functions pass their checks: " + finished[0]);
    }

    private static List<Tensor> arguments(Random random) {
        double[] x = random.doubles(random.nextInt(5)).map(v -> Math.rint(v * 4) - 1).toArray();
        int[] y = random.ints(random.nextInt(5), -2, 6).toArray();
        return List.of(Tensor.of(x), Tensor.of(y), Tensors.of(random.nextInt(6) - 2), Tensors.of(random.nextLong() >> random.nextInt(64)), Tensors.of(random.nextGaussian()),
            Tensors.of(random.nextBoolean()));
    }

    private static String run(Func f, List<Tensor> args) {
        try {
            return Interpreter.run(f, args).stream().map(Tensors::text).collect(Collectors.joining("; "));
        } catch (CheckFailed e) {
            return "check failed";
        }
    }
}
