package dev.jacobi.vectorize.sums;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.vectorize.Same;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a function of reals gives in front of an inner loop of sums comes from a nest of its own, whose trips go by lanes. */
class SumStageTest {
    private static final String TEXT = """
        f(n:i32[], m:i32[], p:i32[], a:f64[k,l], b:f64[h], d:f64[k,l,h]) {
          x = for(n, d) { i:i32[], x0:f64[k,l,h] ->
            x5 = for(m, x0) { j:i32[], x1:f64[k,l,h] ->
              u = index a i j
              s = SLOW
              x4 = for(LENGTH, x1) { c:i32[], x2:f64[k,l,h] ->
                w = index b c; t = mul s w
                x3 = acc_add x2 i j c t
                yield x3 }
              yield x4 }
            yield x5 }
          return x
        }
        """;

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"sin u; p; map(map) map(map(map))", "neg u; p; map(map(map))", "sin u; 3:i32; map(map(map))"})
    void aFunctionHasANestOfItsOwn(String slow, String length, String skeleton) {
        // a short loop inside leaves its lanes to the one around it, which then take the function, too
        SummedProgram p = SummedProgram.of(TEXT.replace("SLOW", slow).replace("LENGTH", length));
        Func g = p.accumulated();
        assertEquals(skeleton, Same.skeleton(p.raised()), g::toString);
        var random = new Random(3);
        for (int n : new int[] {0, 1, 4}) {
            p.computes(List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(5)), Tensor.of(Lit.i32(3)),
                SummedProgram.whole(random, 4, 5), SummedProgram.whole(random, 3), SummedProgram.whole(random, 4, 5, 3)));
        }
    }

    /** A likelihood's quotients, some of them in a branch, in front of the sum over an observation's covariates. They divide by powers of two, so that sums are exact. */
    @Test
    void manyQuotientsHaveANestOfTheirOwn() {
        String text = """
            f(n:i32[], m:i32[], a:f64[k], b:f64[k,l], d:f64[l]) {
              x = for(n, d) { i:i32[], x0:f64[l] ->
                u = index a i
                low = lt u 0.0:f64
                q = cond(low) { r = div u 2.0:f64; yield r } { yield u }
                q1 = div q 4.0:f64; q2 = div u 2.0:f64; q4 = mul 0.0:f64 u; q6 = add q4 4.0:f64; q3 = div 8.0:f64 q6; q5 = div q1 2.0:f64
                s1 = add q1 q2; s2 = add s1 q3; s = add s2 q5
                x4 = for(m, x0) { j:i32[], x1:f64[l] ->
                  w = index b i j; t = mul s w
                  x3 = acc_add x1 j t
                  yield x3 }
                yield x4 }
              return x
            }
            """;
        SummedProgram p = SummedProgram.of(text);
        assertEquals("map(cond) cond(map(reduce))", Same.skeleton(p.raised()), p.raised()::toString);
        var random = new Random(3);
        for (int n : new int[] {0, 1, 4, 17}) {
            p.computes(List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(5)), SummedProgram.whole(random, n), SummedProgram.whole(random, n, 5), SummedProgram.whole(random, 5)));
        }
    }
}
