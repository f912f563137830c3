package dev.jacobi.vectorize.sums;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.vectorize.Same;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Loops that add to a neighbour unless there is none: loops one after the other, which ask nothing. */
class SplitSumsTest {
    private static void becomes(Set<String> skeletons, String text) {
        SummedProgram p = SummedProgram.of(text);
        assertTrue(skeletons.contains(Same.skeleton(p.accumulated())), () -> Same.skeleton(p.accumulated()) + " of\n" + p.accumulated());
        var random = new Random(13);
        for (int n : new int[] {-1, 0, 1, 2, 3, 7, 30}) {
            for (int k : new int[] {Integer.MIN_VALUE, -2, 0, 1, 2, n - 1, n, n + 1, Integer.MAX_VALUE - 1, Integer.MAX_VALUE}) {
                int m = Math.max(n, 0) + 2;
                p.computes(List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(k)), SummedProgram.whole(random, m), SummedProgram.whole(random, m)));
            }
        }
    }

    /** Trips that add to two elements, and those that add to one, of which either may come first. */
    private static final Set<String> PARTED = Set.of("for cond(map(cond cond) map)", "cond(map(cond cond) map) for");

    private static String program(String test, String branches) {
        return """
            f(n:i32[], k:i32[], a:f64[l], d:f64[m]) {
              ok = lt n 1000:i32
              check[index ""] ok
              last = sub n 1:i32
              x = for(n, d) { i:i32[], x0:f64[m] ->
                u = index a i
                x1 = acc_add x0 i u
                TEST
                x2 = cond(t) BRANCHES
                yield x2 }
              return x
            }
            """.replace("TEST", test).replace("BRANCHES", branches);
    }

    private static final String IF = "false { yield x1 } true { j = add i 1:i32; y = acc_add x1 j u; yield y }";
    private static final String UNLESS = "false { j = add i 1:i32; y = acc_add x1 j u; yield y } true { yield x1 }";

    @Test
    void comparisonsWithWhatDoesNotChange() {
        for (String order : List.of("lt", "le", "gt", "ge")) {
            for (String test : List.of("t = ORDER i k", "t = ORDER k i", "v = sub last i; t = ORDER v k", "v = add i 1:i32; t = ORDER k v")) {
                becomes(PARTED, program(test.replace("ORDER", order), IF));
                becomes(PARTED, program(test.replace("ORDER", order), UNLESS));
            }
        }
    }

    @Test
    void aSumThatMayWrapAround() {
        becomes(Set.of("for(cond)"), program("v = add i k; t = lt v 5:i32", IF));
    }

    @Test
    void oneTripInTheMiddle() {
        becomes(Set.of("for(cond)"), program("t = eq i k", UNLESS));
    }

    @Test
    void neighboursOnBothSides() {
        becomes(Set.of("cond(map(cond cond) map) for cond(map(cond cond cond) map) cond(map(cond cond) map)"), program("f = lt i 1:i32; z1 = cond(f) false { h = sub i 1:i32; z = acc_add x1 h u; yield z } true { yield x1 }; t = ge i last",
            "false { j = add i 1:i32; y = acc_add z1 j u; yield y } true { yield z1 }"));
    }
}
