package dev.jacobi.vectorize.raise;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Backwards;
import dev.jacobi.vectorize.Same;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random nests that read and write one array at random affine places: raised and run backwards they compute the same. */
class RandomLoopsTest {
    private static final String[] BOUNDS = {"n", "m", "2", "i"};
    private static final String[] STARTS = {"0", "1", "n", "i"};
    private static final String[] STEPS = {"1", "1", "1", "2", "m"};

    @Test
    void raisedLoopsComputeTheSame() {
        int parallel = 0;
        int passed = 0;
        for (int seed = 0; seed < 400; seed++) {
            var random = new Random(seed);
            String text = ProgramText.expand(random.nextBoolean() ? flat(random) : matrix(random));
            Func original = Parser.parseFunc(text);
            Func raised = Backwards.run(Same.run(Raise.passes(false), text));
            parallel += Same.skeleton(raised).contains("map") ? 1 : 0;
            for (int run = 0; run < 12; run++) {
                int n = random.nextInt(5);
                int m = 1 + random.nextInt(4);
                int[] data = random.ints(run % 2 == 0 ? 64 : n * m + m, 0, 50).toArray();
                Tensor a = original.in().get(0).type().rank() == 1 ? Tensor.of(data) : Tensor.of(random.ints(64, 0, 50).toArray(), 8, 8);
                List<Tensor> args = List.of(a, Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(m)));
                Same.computes(original, raised, false, args);
                passed += Same.outputs(raised, args) == null ? 0 : 1;
            }
        }
        assertTrue(parallel > 25 && passed > 1500, parallel + " programs with maps, " + passed + " runs");
    }

    private static String nest(Random random, String type, String body) {
        String outer = "loop i from " + (random.nextInt(4) == 0 ? "1" : "0") + " while lt n step 1 carry(a:" + type + ") {\n";
        String inner = "loop j from " + pick(random, STARTS) + " while lt " + pick(random, BOUNDS) + " step " + pick(random, STEPS) + " carry(a:" + type + ") {\n";
        String nest = switch (random.nextInt(3)) {
            case 0 -> outer + "j = add m 0:i32\n" + body + "end\n";
            case 1 -> outer + inner + body + "end\nend\n";
            default -> outer + inner + body + "end\nj = add m 1:i32\n" + body + "end\n";
        };
        return "f(a:" + type + ", n:i32[], m:i32[]) {\n" + nest + "return a\n}";
    }

    private static String pick(Random random, String[] from) {
        return from[random.nextInt(from.length)];
    }

    private static String flat(Random random) {
        return nest(random, "i32[p]", affine(random, "x") + affine(random, "y") + affine(random, "z") + """
            u = a[x]
            v = a[y]
            t = mul u 3:i32; s = add t v; w = add s i
            a[z] := w
            """);
    }

    private static String matrix(Random random) {
        return nest(random, "i32[p,q]", affine(random, "x1") + affine(random, "x2") + affine(random, "z1") + affine(random, "z2") + """
            u = a[x1, x2]
            v = a[z1, z2]
            t = mul u 3:i32; s = add t v; w = add s j
            a[z1, z2] := w
            """);
    }

    /** name = one of i, j, i*m + j, j*n + i, n + i, m - 1 - j, ... */
    private static String affine(Random random, String name) {
        String s = switch (random.nextInt(10)) {
            case 0 -> "p = mul i m; NAME = add p j";
            case 1 -> "p = mul j n; NAME = add p i";
            case 2 -> "NAME = add i n";
            case 3 -> "NAME = add j 1:i32";
            case 4 -> "p = sub n 1:i32; NAME = sub p i";
            case 5 -> "NAME = mul i 2:i32";
            case 6 -> "p = mul i 2:i32; NAME = add p 1:i32";
            case 7 -> "NAME = add j 0:i32";
            default -> "NAME = add i 0:i32";
        };
        return s.replace("NAME", name) + "\n";
    }
}
