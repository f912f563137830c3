package dev.jacobi.vectorize.sums;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.vectorize.Same;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Loops that add to a neighbour unless there is none: long ones ask nothing but in their first and last trips. */
class EdgeTripsTest {
    private static final String STAYS = "for(cond)";
    /** The others add to one element or to two. */
    private static final Set<String> APART = Set.of("cond(for(cond) for)", "cond(for(cond) cond(map(cond cond) map))");

    private static void becomes(String skeleton, String text) {
        becomes(Set.of(skeleton), text);
    }

    private static void becomes(Set<String> skeletons, String text) {
        SummedProgram p = SummedProgram.of(text);
        assertTrue(skeletons.contains(Same.skeleton(p.accumulated())), () -> Same.skeleton(p.accumulated()) + " of\n" + p.accumulated());
        var random = new Random(13);
        for (int n : new int[] {-1, 0, 1, 2, 3, 31, 32, 33, 34, 70}) {
            for (int k : new int[] {-2, 0, 1, n - 1, n, Integer.MAX_VALUE}) {
                int m = Math.max(n, 0) + 4;
                p.computes(List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(k)), SummedProgram.whole(random, m), SummedProgram.whole(random, m)));
            }
        }
    }

    private static String program(String test, String branches) {
        return """
            f(n:i32[], k:i32[], a:f64[l], d:f64[m]) {
              ok = lt n 1000:i32
              check[index ""] ok
              less = gt n -9:i32
              check[index ""] less
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
    void firstTrips() {
        for (String test : List.of("t = ORDER i 1:i32", "t = ORDER 1:i32 i", "v = add i 1:i32; t = ORDER v 2:i32")) {
            for (String order : List.of("lt", "le", "gt", "ge", "eq", "ne")) {
                becomes(APART, program(test.replace("ORDER", order), IF));
                becomes(APART, program(test.replace("ORDER", order), UNLESS));
            }
        }
    }

    @Test
    void lastTrips() {
        for (String test : List.of("t = ORDER i last", "t = ORDER last i", "v = add i 1:i32; t = ORDER v last")) {
            for (String order : List.of("lt", "le", "gt", "ge", "eq", "ne")) {
                becomes(APART, program(test.replace("ORDER", order), IF));
                becomes(APART, program(test.replace("ORDER", order), UNLESS));
            }
        }
    }

    @Test
    void neighboursOnBothSides() {
        becomes("cond(for(cond cond) cond(map(cond cond cond) map))", program("f = lt i 1:i32; z1 = cond(f) false { h = sub i 1:i32; z = acc_add x1 h u; yield z } true { yield x1 }; t = ge i last",
            "false { j = add i 1:i32; y = acc_add z1 j u; yield y } true { yield z1 }"));
    }

    @Test
    void testsInBranches() {
        becomes("cond(for(cond(cond)) for)", program("t = gt i 0:i32", "false { yield x1 } true { w = eq i last; y = cond(w) false { z = acc_add x1 i u; yield z } true { yield x1 }; yield y }"));
    }

    @Test
    void loopsThatStay() {
        // trips in the middle, many at an end, and a sum that may wrap around
        for (String test : List.of("t = eq i k", "t = lt i k", "t = lt i 3:i32", "v = sub last i; t = gt v 5:i32", "v = add i k; t = lt v 2:i32")) {
            becomes(STAYS, program(test, UNLESS));
        }
    }
}
