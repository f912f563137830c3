package dev.jacobi.vectorize.sums;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.vectorize.Same;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Trips that take elements and add to others: what they take may be taken by a loop in front where no earlier trip has added to it. */
class TakenFirstTest {
    private static void becomes(String skeleton, String text) {
        Func raised = computesTheSame(text).raised();
        assertEquals(skeleton, Same.skeleton(raised), raised::toString);
    }

    private static SummedProgram computesTheSame(String text) {
        SummedProgram p = SummedProgram.of(text);
        var random = new Random(9);
        for (int n : new int[] {0, 1, 2, 3, 5, 8, 20}) {
            p.computes(List.of(Tensor.of(Lit.i32(n)), SummedProgram.whole(random, n + 3)));
        }
        return p;
    }

    private static String sweep(String place, String adds) {
        return """
            f(n:i32[], d:f64[k]) {
              ok = lt n 1000:i32
              check[index ""] ok
              last = sub n 1:i32
              x, s = for(n, d, 0.0:f64) { t:i32[], x0:f64[k], s0:f64[] ->
                i = PLACE
                y = index x0 i
                x1 = update x0 i 0.0:f64
                z = mul y 3.0:f64
                j = add i 1:i32
                ADDS
                s1 = acc_add s0 y
                yield x3, s1 }
              return x, s
            }
            """.replace("PLACE", place).replace("ADDS", adds);
    }

    @Test
    void backwardsOverASweep() {
        // trip i adds to i + 1, which has been taken: a map takes all, and another one adds
        becomes("map cond(map(cond cond) map) reduce", sweep("sub last t", "x2 = acc_add x1 i z\nx3 = acc_add x2 j y"));
    }

    @Test
    void branchesAdd() {
        becomes("map for(cond)", sweep("sub last t", "x2 = acc_add x1 i z\nq = lt j last\nx3 = cond(q) false {\nyield x2\n} true {\nx4 = acc_add x2 j y\nyield x4\n}"));
    }

    @Test
    void branchesAddToWhatIsTakenAfterwards() {
        becomes("for(cond)", sweep("add t 0:i32", "x2 = acc_add x1 i z\nq = lt j last\nx3 = cond(q) false {\nyield x2\n} true {\nx4 = acc_add x2 j y\nyield x4\n}"));
    }

    @Test
    void whatIsAddedIsTakenAfterwards() {
        // trip i adds to i + 1, which the next one takes
        becomes("for", sweep("add t 0:i32", "x2 = acc_add x1 i z\nx3 = acc_add x2 j y"));
    }

    @Test
    void anotherCarryStartsFromTheSameArray() {
        computesTheSame("""
            f(n:i32[], d:f64[k]) {
              ok = lt n 1000:i32
              check[index ""] ok
              last = sub n 1:i32
              w, x = for(n, d, d) { t:i32[], w0:f64[k], x0:f64[k] ->
                i = sub last t
                y = index x0 i
                x1 = update x0 i 0.0:f64
                z = mul y 3.0:f64
                j = add i 1:i32
                x2 = acc_add x1 i z
                x3 = acc_add x2 j y
                w1 = acc_add w0 i z
                yield w1, x3 }
              return w, x
            }
            """);
    }

    @Test
    void whatIsTakenInTheTripThatAdds() {
        // the sum is added to what is read: the read stands in front of it
        becomes("reduce map", """
            f(n:i32[], d:f64[k]) {
              ok = lt n 1000:i32
              check[index ""] ok
              x, s = for(n, d, 0.0:f64) { i:i32[], x0:f64[k], s0:f64[] ->
                x1 = acc_add x0 i 5.0:f64
                y = index x1 i
                x2 = update x1 i 0.0:f64
                z = mul y 3.0:f64
                x3 = acc_add x2 i z
                s1 = acc_add s0 y
                yield x3, s1 }
              return x, s
            }
            """);
    }

    @Test
    void whatIsAddedAndReadElsewhere() {
        // the element that is added to is not the one that is read
        becomes("for", """
            f(n:i32[], d:f64[k]) {
              ok = lt n 1000:i32
              check[index ""] ok
              x, s = for(n, d, 0.0:f64) { i:i32[], x0:f64[k], s0:f64[] ->
                j = add i 1:i32
                x1 = acc_add x0 j 5.0:f64
                y = index x1 i
                x2 = update x1 i 0.0:f64
                s1 = acc_add s0 y
                yield x2, s1 }
              return x, s
            }
            """);
    }

    @Test
    void anotherArrayThatBeginsTheSame() {
        // the array in front keeps its elements, whatever is taken of the other
        becomes("map cond(map(cond cond) map) map", """
            f(n:i32[], d:f64[k]) {
              ok = lt n 1000:i32
              check[index ""] ok
              last = sub n 1:i32
              e, x = for(n, d, d) { t:i32[], e0:f64[k], x0:f64[k] ->
                i = sub last t
                y = index x0 i
                x1 = update x0 i 0.0:f64
                z = mul y 3.0:f64
                j = add i 1:i32
                x2 = acc_add x1 i z
                x3 = acc_add x2 j y
                e1 = acc_add e0 i y
                yield e1, x3 }
              return e, x
            }
            """);
    }
}
