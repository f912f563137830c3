package dev.jacobi.cycles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * libtpu's estimates for ordinary methods and their gradients beside those for the same functions in JAX; {@code -Djacobi.test.functions=lu,ema} chooses among them. A named reason stands for each method
 * that takes more than ten times as long.
 */
class CyclesTest {
    /** The part of the methods that take at most twice as long. */
    private static final double SHARE = 0.90;
    /** What takes longer than ten times as long, and why. */
    private static final Map<String, String> REASONS = Map.of(
        "cholesky", "element after element, each of which needs those before it in its row, where JAX calls the library's factor, of which libtpu estimates next to nothing",
        "cholesky'", "as cholesky",
        "solveLower", "row after row, where JAX calls the library's solver, which takes rows in blocks",
        "solveLower'", "as solveLower",
        "covariance'", "both halves of the symmetric matrix get and give cotangents in one loop, whose trips are not proven apart");

    @Test
    @Tag("arrays")
    void estimates(@TempDir Path folder) throws Exception {
        String python = System.getProperty("jacobi.test.python", "");
        Assumptions.assumeTrue(!python.isEmpty(), "-Djacobi.test.python=FILE names no Python with libtpu");
        String chosen = System.getProperty("jacobi.test.functions", "");
        List<String> names = chosen.isEmpty() ? List.of() : List.of(chosen.split(","));
        var slow = new ArrayList<String>();
        List<Cycles.Row> rows = Cycles.measured(python, folder, names, r -> {
            if (r.ratio() > 10 && !REASONS.containsKey(r.name())) {
                slow.add(r.toString());
            }
        });
        assertTrue(slow.isEmpty(), () -> String.join("\n", slow));
        long quick = rows.stream().filter(r -> r.ratio() <= 2).count();
        assertTrue(quick >= SHARE * rows.size(), () -> quick + " of " + rows.size());
    }

    /** Each method has a twin, and each twin a method. */
    @Test
    void twins() throws Exception {
        assertEquals(new TreeMap<>(Cycles.recorded()).keySet(), new TreeMap<>(CycleMethods.all(true)).keySet());
    }
}
