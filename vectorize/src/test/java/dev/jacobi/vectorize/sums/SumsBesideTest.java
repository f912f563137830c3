package dev.jacobi.vectorize.sums;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.vectorize.Same;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Loops that go through an array and add to one element beside: a sum, but for the trip that meets this element. */
class SumsBesideTest {
    /** Raises the program and runs it for lengths n, rows i and places k, such as are met by a trip, by the first, by the last, and by none. */
    private static void becomes(String skeleton, String text) {
        SummedProgram p = SummedProgram.of(text);
        assertEquals(skeleton, Same.skeleton(p.accumulated()), p.accumulated()::toString);
        var random = new Random(5);
        for (int n : new int[] {0, 1, 2, 3, 7, 12}) {
            for (int k : new int[] {0, 1, n - 1, n, n + 2}) {
                for (int i : new int[] {0, 1, k}) {
                    if (k >= 0) {
                        int m = n + 4;
                        p.computes(List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(i)), Tensor.of(Lit.i32(k)), SummedProgram.whole(random, m, m),
                            new Tensor(DType.F64, new int[] {m * m}, SummedProgram.whole(random, m, m).data())));
                    }
                }
            }
        }
    }

    private static String program(String place, String body) {
        return """
            f(n:i32[], i:i32[], k:i32[], d:f64[m,m], e:f64[l]) {
              w0 = dim[0] d
              a1 = ge i 0:i32
              a2 = lt i w0
              a3 = ge k 0:i32
              a4 = lt k w0
              a5 = le n w0
              a6 = and a1 a2
              a7 = and a3 a4
              a8 = and a6 a7
              a9 = and a8 a5
              check[index ""] a9
              last = sub n 1:i32
              x = for(n, d) { t:i32[], x0:f64[m,m] ->
                j = PLACE
                BODY
                yield x9 }
              return x
            }
            """.replace("PLACE", place).replace("BODY", body);
    }

    private static final String PATHS = """
        y = index x0 i j
        x1 = update x0 i j 0.0:f64
        x2 = acc_add x1 k j y
        x9 = acc_add x2 i k y
        """;

    @Test
    void theTripThatMeetsTheElementIsAlone() {
        becomes("cond(reduce cond cond reduce cond)", program("add t 0:i32", PATHS));
        becomes("cond(reduce cond cond reduce cond)", program("sub last t", PATHS));
    }

    @Test
    void underAQuestion() {
        String asked = """
            q = index d k j
            g = gt q 0.0:f64
            x1, y = cond(g) false { yield x0, 0.0:f64 } true {
              v = index x0 i j
              w = update x0 i j 0.0:f64
              yield w, v }
            x2 = acc_add x1 k j y
            x9 = acc_add x2 i k y
            """;
        becomes("cond(reduce(cond) cond cond(cond) reduce(cond) cond)", program("sub last t", asked));
    }

    @Test
    void twoElementsThatAreMetInDifferentTrips() {
        becomes("for", program("add t 0:i32", """
            y = index x0 i j
            x1 = update x0 i j 0.0:f64
            x2 = acc_add x1 i k y
            x9 = acc_add x2 i 0:i32 y
            """));
    }

    @Test
    void anElementThatIsReadByAllTrips() {
        becomes("for", program("add t 0:i32", """
            z = index x0 i k
            y = index x0 i j
            w = mul y z
            x1 = update x0 i j w
            x9 = acc_add x1 i k y
            """));
    }

    @Test
    void numbersThatAreCarried() {
        SummedProgram p = SummedProgram.of("""
            f(n:i32[], d:f64[k]) {
              w0 = dim[0] d
              ok = le n w0
              check[index ""] ok
              x, s = for(n, d, 2.0:f64) { j:i32[], x0:f64[k], s0:f64[] ->
                y = index x0 j
                z = mul y y
                x1 = update x0 j z
                w = index x1 j
                s1 = acc_add s0 w
                s2 = acc_add s1 z
                yield x1, s2 }
              return x, s
            }
            """);
        assertEquals("cond(reduce)", Same.skeleton(p.accumulated()), p.accumulated()::toString);
        for (int n : new int[] {0, 1, 2, 9}) {
            p.computes(List.of(Tensor.of(Lit.i32(n)), SummedProgram.whole(new Random(3), n + 1)));
        }
    }

    @Test
    void rowsOfAFlatArray() {
        String text = program("sub last t", PATHS).replace("x = for(n, d) { t:i32[], x0:f64[m,m] ->", """
            mm = mul w0 w0
            ln = dim[0] e
            a10 = le mm ln
            check[index ""] a10
            a11 = lt w0 1000:i32
            check[index ""] a11
            row = mul i w0
            other = mul k w0
            fixed = add row k
            x = for(n, e) { t:i32[], x0:f64[l] ->
            """).replace("x0 i j", "x0 p").replace("x1 k j", "x1 q").replace("x2 i k", "x2 fixed").replace("y = index", "p = add row j\nq = add other j\ny = index");
        becomes("cond(reduce cond cond reduce cond)", text);
    }
}
