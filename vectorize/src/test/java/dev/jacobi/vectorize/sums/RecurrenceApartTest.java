package dev.jacobi.vectorize.sums;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.vectorize.Same;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Loops of sums through which a number goes from trip to trip: what does not look at the number stands in front, in any order. */
class RecurrenceApartTest {
    private static void becomes(String skeleton, String text) {
        SummedProgram p = SummedProgram.of(text);
        assertEquals(skeleton, Same.skeleton(p.accumulated()), p.accumulated()::toString);
        var random = new Random(11);
        for (int n : new int[] {-1, 0, 1, 2, 3, 7, 30}) {
            int m = Math.max(n, 0) + 2;
            p.computes(List.of(Tensor.of(Lit.i32(n)), SummedProgram.whole(random, m), SummedProgram.whole(random, m), SummedProgram.whole(random, m)));
        }
    }

    /** {@code f} is what a trip says that looks at no other trip; the number is s, and its sum w. */
    private static String program(String more, String yields) {
        return """
            f(n:i32[], a:f64[k], b:f64[l], d:f64[m]) {
              ok = lt n 1000:i32
              check[index ""] ok
              s, w, v, x = for(n, 1.0:f64, 0.0:f64, 0.0:f64, d) { i:i32[], s0:f64[], w0:f64[], v0:f64[], x0:f64[m] ->
                u = index a i; t = index b i
                p0 = mul u t; p1 = add p0 u; p2 = sub p1 t; p3 = mul p2 u; p4 = add p3 1.0:f64; p5 = sub p4 t
                v1 = acc_add v0 p4
                x1 = acc_add x0 i p5
                e0 = mul s0 u
                w1 = acc_add w0 e0
                c0 = mul s0 0.0:f64
                s1 = add c0 p3
                MORE
                yield YIELDS }
              return s, w, v, x
            }
            """.replace("MORE", more).replace("YIELDS", yields);
    }

    /** The sum with what goes to elements, as they share most of their work, what is kept, and what waits. */
    @Test
    void whatWaitsForTheTripBeforeComesLast() {
        becomes("reduce cond for for", program("", "s1, w1, v1, x1"));
    }

    @Test
    void aNumberThatIsHandedOnAsItIsComputed() {
        // the next trip has what this one has computed
        becomes("reduce cond for for", program("", "p3, w1, v1, x1"));
    }

    @Test
    void aSumThatTheNumberAndAnotherTermGoTo() {
        becomes("for for", program("e1 = acc_add v1 e0", "s1, w1, e1, x1"));
    }

    @Test
    void aSumThatIsLookedAtIsNone() {
        // as much has to wait as has not
        becomes("for", program("e1 = mul v1 u; s2 = add s1 e1", "s2, w1, v1, x1"));
    }

    @Test
    void elementsThatTheNumberAddsTo() {
        // the array is changed by what has to wait
        becomes("for", program("x2 = acc_add x1 i e0", "s1, w1, v1, x2"));
    }

    @Test
    void littleToDoBeside() {
        becomes("for", """
            f(n:i32[], a:f64[k], b:f64[l], d:f64[m]) {
              ok = lt n 1000:i32
              check[index ""] ok
              s, x = for(n, 1.0:f64, d) { i:i32[], s0:f64[], x0:f64[m] ->
                u = index a i; t = index b i
                p0 = mul u t
                x1 = acc_add x0 i p0
                s1 = mul s0 0.0:f64; s2 = add s1 p0
                yield s2, x1 }
              return s, x
            }
            """);
    }

    /** What only the recurrence divides by is computed beside it, though it does not look at it. */
    @Test
    void anInverseThatOnlyTheRecurrenceUses() {
        becomes("cond(for(reduce)) reduce(for)", """
            f(n:i32[], a:f64[k], b:f64[l], d:f64[m]) {
              ok = lt n 1000:i32
              check[index ""] ok
              s, x = for(n, 0.0:f64, d) { i:i32[], s0:f64[], x0:f64[m] ->
                z = index b i
                r, x1 = for(n, z, x0) { j:i32[], r0:f64[], y0:f64[m] ->
                  t = index a j
                  p = mul t z
                  y1 = acc_add y0 j p
                  q0 = mul t 0.0:f64; q1 = add q0 2.0:f64; q2 = div 1.0:f64 q1
                  e = mul r0 q2; r1 = add e t
                  yield r1, y1 }
                s1 = acc_add s0 r
                yield s1, x1 }
              return s, x
            }
            """);
    }
}
