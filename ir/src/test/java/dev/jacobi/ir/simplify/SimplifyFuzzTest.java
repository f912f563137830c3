package dev.jacobi.ir.simplify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Literals;
import dev.jacobi.ir.RandomFunc;
import dev.jacobi.ir.interp.CheckFailed;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Simplified random functions give what the interpreter gives for the original ones; they verify, and print and parse alike. */
class SimplifyFuzzTest {
    private static final int FUNCTIONS = Integer.getInteger("jacobi.test.functions", 1500);

    @Test
    void resultsAreKept() {
        long first = Long.getLong("jacobi.test.seed", 1);
        int finished = 0;
        for (long seed = first; seed < first + FUNCTIONS; seed++) {
            Func f = new RandomFunc(seed).next();
            String where = "seed " + seed + "\n" + f;
            Verifier.verify(f);
            assertEquals(f.toString(), Parser.parseFunc(f.toString()).toString(), where);
            Func g;
            try {
                g = new Simplify().run(f);
                Verifier.verify(g);
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError(where, e);
            }
            var random = new Random(seed);
            for (int i = 0; i < 4; i++) {
                List<Tensor> args = arguments(random);
                String want = run(f, args);
                finished += want.startsWith("check") ? 0 : 1;
                assertEquals(want, run(g, args), () -> where + "\n" + g + args.stream().map(SimplifyFuzzTest::text).toList());
            }
        }
        assertTrue(finished > FUNCTIONS / 2, "too few functions pass their checks: " + finished);
    }

    private static List<Tensor> arguments(Random random) {
        double[] x = random.doubles(random.nextInt(5)).map(v -> Math.rint(v * 4) - 1).toArray();
        int[] y = random.ints(random.nextInt(5), -2, 6).toArray();
        return List.of(Tensor.of(x), Tensor.of(y), Tensor.of(Lit.i32(random.nextInt(6) - 2)), Tensor.of(Lit.i64(random.nextLong() >> random.nextInt(64))),
            Tensor.of(Lit.f64(random.nextGaussian())), Tensor.of(Lit.bool(random.nextBoolean())));
    }

    private static String run(Func f, List<Tensor> args) {
        try {
            return Interpreter.run(f, args).stream().map(SimplifyFuzzTest::text).collect(Collectors.joining("; "));
        } catch (CheckFailed e) {
            return "check failed";
        }
    }

    private static String text(Tensor t) {
        var s = new StringBuilder(Arrays.toString(t.dims()));
        for (int i = 0; i < t.size(); i++) {
            Lit l = t.get(i);
            // Which NaN comes out of arithmetic is not part of the semantics.
            s.append(' ').append(l.dtype().isFloat() && Double.isNaN(l.asDouble()) ? "nan" : Literals.print(l));
        }
        return s.toString();
    }
}
