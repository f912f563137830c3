// Every primitive, through schedule and emitter, on the emulated grid against the interpreter.
package dev.jacobi.ptx.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Exact for integers and for + - * / sqrt and all that moves or compares; others within 1e-13 (f64) or 1e-5 (f32) of the largest element, which is what the
 * interpreter's library and other orders of sums leave open. {@code -Dptx.conformance=all}: narrow types, and all sizes.
 */
class ConformanceTest {
    private static final boolean ALL = "all".equals(System.getProperty("ptx.conformance"));

    private static void check(List<Case> cases, double tolerance, int... sizes) {
        var wrong = new ArrayList<String>();
        for (Case c : cases) {
            for (int n : sizes) {
                try {
                    Emulated.same(c.module(), "f", c.inputs(new Random(n), n, 5 + n / 20, 4 + n / 30), false, c.exact() ? 0 : tolerance);
                } catch (RuntimeException | AssertionError e) {
                    wrong.add("n = " + n + ": " + c + "\n    " + e);
                }
            }
        }
        assertEquals(List.of(), wrong, () -> wrong.size() + " of " + cases.size() * sizes.length + "\n" + String.join("\n", wrong));
    }

    @Test
    void doubles() {
        check(Cases.doubles(), 1e-13, ALL ? new int[] {0, 1, 5, 70, 700} : new int[] {70});
    }

    @Test
    void floats() {
        check(ALL ? Cases.floats() : Cases.floats().subList(0, 20), 1e-5, ALL ? new int[] {5, 70, 700} : new int[] {40});
    }

    @Test
    void narrowTypes() {
        List<Case> cases = Cases.narrow();
        check(ALL ? cases : cases.stream().filter(c -> c.text().contains("hist") || c.text().contains("popcnt a")).toList(), 1e-5, ALL ? new int[] {5, 70, 700} : new int[] {70});
    }

    @Test
    void everyPrimitiveHasACase() {
        Set<Prim> missing = EnumSet.allOf(Prim.class);
        Cases.doubles().forEach(c -> missing.removeAll(c.primitives()));
        assertEquals(Set.of(), missing);
    }
}
