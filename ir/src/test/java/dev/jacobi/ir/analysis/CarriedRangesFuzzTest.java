package dev.jacobi.ir.analysis;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.interp.CheckFailed;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for certain of integers that random loops hand from trip to trip holds when these are run. */
class CarriedRangesFuzzTest {
    private static final int PROGRAMS = 1_500;
    private static final int RUNS = 12;
    private static final long[] EDGES = {0, 1, 2, 3, 5, 8, -1, -3, Integer.MAX_VALUE, Integer.MIN_VALUE};

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void certainChecksHold(boolean wide) {
        int certain = 0;
        for (long seed = 0; seed < PROGRAMS; seed++) {
            String text = CarriedPrograms.program(seed, wide);
            Set<String> held = certain(Parser.parseFunc(text));
            certain += held.size();
            if (!held.isEmpty()) {
                run(text.lines().filter(l -> !l.startsWith("check[memory") || held.contains(l.split("\"")[1])).collect(Collectors.joining("\n")), wide, seed);
            }
        }
        assertTrue(certain > PROGRAMS / 4, "only " + certain + " checks were certain");
    }

    private static Set<String> certain(Func f) {
        var certain = new HashSet<String>();
        var values = new IntValues(f);
        values.walk(f.body(), e -> {
            if (isProbe(e) && values.isCertain(values.definition(e.in().get(0)).in().get(0))) {
                certain.add(((Params.Check) e.params()).where());
            }
        });
        return certain;
    }

    private static boolean isProbe(Eqn e) {
        return e.prim() == Prim.CHECK && ((Params.Check) e.params()).where().startsWith("c");
    }

    private static void run(String text, boolean wide, long seed) {
        Module m = Module.of("f", Parser.parseFunc(text));
        DType type = wide ? DType.I64 : DType.I32;
        var random = new Random(seed);
        for (int k = 0; k < RUNS; k++) {
            long[] in = {random.nextInt(k % 3 == 0 ? 4 : 30), random.nextInt(3) > 0 ? 1 + random.nextInt(6) : edge(random), random.nextBoolean() ? 1 + random.nextInt(9) : edge(random)};
            try {
                Interpreter.run(m, "f", List.of(Tensor.of(Lit.of(type, in[0])), Tensor.of(Lit.of(type, in[1])), Tensor.of(Lit.of(type, in[2])), Tensor.of(Lit.bool(false))));
            } catch (CheckFailed failed) {
                assertFalse(failed.check().where().startsWith("c"), () -> "seed " + seed + ", c, n, m " + in[0] + ", " + in[1] + ", " + in[2] + ": " + failed.getMessage() + "\n" + text);
            }
        }
    }

    private static long edge(Random random) {
        return EDGES[random.nextInt(EDGES.length)];
    }
}
