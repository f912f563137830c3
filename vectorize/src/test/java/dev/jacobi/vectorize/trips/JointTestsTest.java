package dev.jacobi.vectorize.trips;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import dev.jacobi.vectorize.counts.WhileToFor;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loops with several tests of one number are counted. */
class JointTestsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "p = lt i n; q = lt i m; r = and p q | add i 1:i32 | for", "p = le i n; q = le i m; t = and p q; u = le i 9:i32; r = and t u | add i 1:i32 | for", "p = gt i n; q = gt i m; r = and q p | add i -1:i32 | for",
        // tests of both kinds, and another condition beside, which may hold in all trips
        "p = lt i n; q = le i m; r = and p q | add i 1:i32 | for", "p = lt i n; q = lt i m; t = and p q; u = ne i 5:i32; r = and t u | add i 1:i32 | while", "p = lt i n; q = lt i m; r = or p q | add i 1:i32 | while"})
    void tests(String condition, String step, String loop) {
        String text = """
            f(n:i32[], m:i32[], first:i32[]) {
              e, s = while(first, 0:i32) { i:i32[], x:i32[] -> CONDITION; yield r } do { i:i32[], x:i32[] -> w = mul x 3:i32; y = add w i; j = STEP; yield j, y }
              return e, s }""".replace("CONDITION", condition).replace("STEP", step);
        Func f = Parser.parseFunc(text);
        Func now = Same.run(List.of(new JointTests(), new WhileToFor(false)), text);
        assertEquals(loop, Same.skeleton(now), now::toString);
        int[] numbers = {-7, 0, 1, 4, 6, 12};
        for (int n : numbers) {
            for (int m : numbers) {
                for (int first : new int[] {-3, 0, 5, 11}) {
                    Same.computes(f, now, false, List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(m)), Tensor.of(Lit.i32(first))));
                }
            }
        }
    }
}
