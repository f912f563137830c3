package dev.jacobi.vectorize.raise;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.vectorize.Same;
import dev.jacobi.vectorize.order.LoopOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nests whose statements come into loops of their own, and whose loops change places: what they become, and that they compute the same, with all parallel loops run backwards, too. */
class NestsTest {
    private static final String[] STARTS = {"0", "0", "1", "i"};
    private static final String[] BOUNDS = {"n", "n", "m", "i"};

    private static List<FunctionPass> passes() {
        var passes = new ArrayList<>(Raise.passes(false));
        passes.add(new LoopOrder(2));
        return passes;
    }

    static Stream<RaiseTest.Program> programs() {
        return NestPrograms.programs();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void becomes(RaiseTest.Program p) {
        compute(RaisedProgram.of(passes(), p.text()).becomes(p.skeleton()), new Random(p.name().hashCode()), 60);
    }

    /** How many runs did not give up. */
    private static int compute(RaisedProgram p, Random random, int runs) {
        List<Var> in = p.original().in();
        int passed = 0;
        for (int run = 0; run < runs; run++) {
            int n = random.nextInt(7);
            int m = run % 4 == 0 ? random.nextInt(7) : n;
            List<Tensor> args = in.stream().map(v -> switch (v.type().rank()) {
                case 0 -> Tensor.of(Lit.i32(v.equals(in.get(in.size() - 1)) ? m : n));
                case 1 -> Tensor.of(random.ints(random.nextInt(8) == 0 ? n * m : 60, 0, 50).toArray());
                default -> Tensor.of(random.ints(64, 0, 50).toArray(), 8, 8);
            }).toList();
            p.computes(false, args);
            passed += Same.outputs(p.raised(), args) == null ? 0 : 1;
        }
        return passed;
    }

    /** Two or three statements that write and read two arrays at random places, in and around inner loops. */
    @Test
    void randomNestsComputeTheSame() {
        int seeds = Integer.getInteger("nests.seeds", 60);
        int other = 0;
        int passed = 0;
        for (int seed = Integer.getInteger("nests.first", 0), end = seed + seeds; seed < end; seed++) {
            var random = new Random(seed);
            RaisedProgram p = RaisedProgram.of(passes(), program(random));
            String skeleton = Same.skeleton(p.raised());
            other += skeleton.contains("map(for(map") || skeleton.matches("(for|map)\\(.*\\) (for|map)\\(.*") ? 1 : 0;
            try {
                passed += compute(p, random, 8);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + "\n" + p.raised(), e);
            }
        }
        assertTrue(other > seeds / 20 && passed > seeds, other + " programs with loops apart or exchanged, " + passed + " runs");
    }

    private static String program(Random random) {
        boolean flat = random.nextInt(3) > 0;
        String type = flat ? "i32[p]" : "i32[p,q]";
        String other = flat ? "i32[r]" : "i32[r,s]";
        String carry = " carry(a:" + type + ", b:" + other + ") {\n";
        var text = new StringBuilder("f(a:" + type + ", b:" + other + ", c:" + (flat ? "i32[t]" : "i32[t,u]") + ", n:i32[], m:i32[]) {\n");
        text.append("loop i from " + random.nextInt(2) + " while lt n step 1" + carry);
        int statements = 1 + random.nextInt(3);
        for (int k = 0; k < statements; k++) {
            if (random.nextInt(4) == 0) {
                text.append("j = add m 0:i32\n").append(statement(random, flat));
                continue;
            }
            text.append("loop j from " + pick(random, STARTS) + " while lt " + pick(random, BOUNDS) + " step 1" + carry);
            text.append(statement(random, flat));
            if (random.nextInt(5) == 0) {
                text.append(statement(random, flat));
            }
            text.append("end\n");
        }
        return text + "end\nreturn a, b\n}";
    }

    private static String statement(Random random, boolean flat) {
        String to = random.nextBoolean() ? "a" : "b";
        String from = random.nextBoolean() ? "a" : "b";
        String x = place(random, flat, "x");
        String y = random.nextInt(3) == 0 ? place(random, flat, "y") : x.replace("x", "y");
        String z = place(random, flat, "z");
        String at = flat ? "[x]" : "[x1, x2]";
        String read = (random.nextInt(3) == 0 ? "v = " + to + at : "v = " + from + at.replace("x", "z")) + "\nu = c" + at.replace("x", "y") + "\n";
        return x + y + z + read + "t = mul u 3:i32; w = add t v\n" + to + at + " := w\n";
    }

    private static String place(Random random, boolean flat, String name) {
        String row = random.nextInt(3) == 0 ? "i" : "j";
        String column = row.equals("i") ? "j" : "i";
        if (random.nextInt(8) == 0) {
            column = row;
        }
        int up = random.nextInt(4) == 0 ? -1 : 0;
        int left = random.nextInt(4) == 0 ? -1 : 0;
        return flat ? "r = add " + row + " " + up + ":i32; s = mul r m; t = add s " + column + "; " + name + " = add t " + left + ":i32\n"
            : name + "1 = add " + row + " " + up + ":i32; " + name + "2 = add " + column + " " + left + ":i32\n";
    }

    private static String pick(Random random, String[] of) {
        return of[random.nextInt(of.length)];
    }
}
