// Random nests of maps that read and write at random affine places under guards, as StableHLO against the interpreter.
package dev.jacobi.tpu;

import dev.jacobi.ir.Module;
import dev.jacobi.ir.harness.Seeds;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Matrices, or matrices that lie flat; rows by a map, columns by a map, a loop or the row's number. {@code -Dstablehlo.programs} says how many. */
class RandomAccessHloTest {

    @Test
    void guardedAccessesAreTheInterpreters() throws IOException {
        try (Oracle oracle = Oracle.start()) {
            Seeds.of("stablehlo", 40).each((seed, random) -> new Nest(random).program("seed " + seed).check(oracle, 0));
        }
    }

    /** One program: {@code b[i, y] = 3 a[..] + a[..]} where all places are inside. */
    private static final class Nest {
        private final Random random;
        private final int rows;
        private final int columns;
        private final boolean flat;
        private final boolean clamps;
        private final StringBuilder text = new StringBuilder();
        private String guard = "true";
        private int next;

        Nest(Random random) {
            this.random = random;
            rows = 3 + random.nextInt(4);
            columns = 2 + random.nextInt(4);
            flat = random.nextInt(3) == 0;
            clamps = random.nextInt(4) == 0;
        }

        private String def(String equation) {
            String name = "t" + next++;
            text.append(name).append(" = ").append(equation).append("; ");
            return name;
        }

        private String affine(String v) {
            String scaled = def("mul " + v + " " + (random.nextInt(3) == 0 ? 2 : 1) + ":i32");
            return def("add " + scaled + " " + (random.nextInt(4) - 1) + ":i32");
        }

        private void inside(String index, int extent) {
            String low = def("ge " + index + " 0:i32");
            String high = def("lt " + index + " " + extent + ":i32");
            String both = def("and " + low + " " + high);
            guard = guard.equals("true") ? both : def("and " + guard + " " + both);
        }

        private String place(String row, String column, boolean guarded) {
            if (flat) {
                String start = def("mul " + row + " " + columns + ":i32");
                String index = def("add " + start + " " + column);
                if (guarded) {
                    inside(index, rows * columns);
                }
                return index;
            }
            if (guarded) {
                inside(row, rows);
                inside(column, columns);
            }
            return row + " " + column;
        }

        LiftedPrograms program(String name) {
            boolean map = random.nextBoolean();
            boolean loop = random.nextBoolean();
            var numbers = new ArrayList<>(List.of("i"));
            if (map) {
                numbers.add("j");
            }
            if (loop) {
                numbers.add("k");
            }
            String first = place(affine("i"), affine(any(numbers)), !clamps);
            String second = place(affine("i"), affine(any(numbers)), !clamps);
            // Each row is written by its own trips, so that these are independent.
            String column = map ? "j" : any(numbers);
            String target = place("i", column, true);
            if (flat) {
                inside(column, columns);
            }
            String read = clamps ? "index[clamp] a " : "index a ";
            String body = text + "d = cond(" + guard + ") false { yield c } true { x = " + read + first + "; y = " + read + second
                + "; s = mul x 3:i32; w = add s y; u = update c " + target + " w; yield u }; yield d }";
            String inner = map ? "e = map(" + (columns - random.nextInt(2)) + ":i32, c) { j, c -> " + body + "; yield e }" : body;
            String nest = "map(" + (rows - 1 + random.nextInt(3)) + ":i32, b) { i, c -> " + inner;
            String type = flat ? "i32[" + rows * columns + "]" : "i32[" + rows + "," + columns + "]";
            String f = "f(a:" + type + ", b:" + type + ") { r = " + (loop ? "for(" + columns + ":i32, b) { k, b -> q = " + nest + "; yield q }" : nest) + "; return r }";
            Module m = Parser.parseModule(f);
            Verifier.verify(m);
            return new LiftedPrograms(name + "\n" + f, m, "f", List.of(values(), values()));
        }

        private String any(List<String> numbers) {
            return numbers.get(random.nextInt(numbers.size()));
        }

        private Tensor values() {
            int[] v = random.ints(rows * columns, -50, 50).toArray();
            return flat ? Tensor.of(v) : Tensor.of(v, rows, columns);
        }
    }
}
