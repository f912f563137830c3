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
 * libtpu's estimates for ordinary methods and their gradients beside those for the same functions in JAX; {@code -Djacobi.test.functions=lu,ema} chooses among them.
 */
class CyclesTest {
    /** The part of the methods that take at most twice as long. */
    private static final double SHARE = 0.90;
    /** No method takes longer than this many times as long. */
    private static final double MOST = 10;
    /**
     * But for these, which go one row after the other: the tape of a triangle is packed, and nothing says that no two rows meet in it; a place that an array holds is checked each time it is read, before
     * it is known to be a number that the loop hands on.
     */
    private static final Map<String, Integer> SLOWER = Map.of("causalSoftmax'", 200, "lastRowMinimum", 300);

    @Test
    @Tag("arrays")
    void estimates(@TempDir Path folder) throws Exception {
        String python = System.getProperty("jacobi.test.python", "");
        Assumptions.assumeTrue(!python.isEmpty(), "-Djacobi.test.python=FILE names no Python with libtpu");
        String chosen = System.getProperty("jacobi.test.functions", "");
        List<String> names = chosen.isEmpty() ? List.of() : List.of(chosen.split(","));
        var slow = new ArrayList<String>();
        List<Cycles.Row> rows = Cycles.measured(python, folder, names, r -> {
            if (r.ratio() > SLOWER.getOrDefault(r.name(), (int) MOST)) {
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
