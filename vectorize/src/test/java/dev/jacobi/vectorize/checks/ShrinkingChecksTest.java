package dev.jacobi.vectorize.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks of a length that a loop divides are made in front of the loop where those of the first trip are all. */
class ShrinkingChecksTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // all places that a trip halves are within, if those of the first one are
        "gt p 1:i32 | next = div p 2:i32 | h = convert[i64] next; u = mul h 2:i64; r = sub k u; ok = ge r 0:i64 | 0",
        "ge q 2:i32 | next = shr p 1:i32 | ok = le p n | 0",
        "gt p 0:i32 | next = div p 3:i32 | w = convert[i64] p; v = mul w -2:i64; u = add v k; t = ge u -5:i64; s = lt p n; ok = and s t | 0",
        // a check that smaller lengths fail, one that may wrap around, a length that may be negative, one that grows
        "gt p 1:i32 | next = div p 2:i32 | ok = gt p 2:i32 | 1",
        "gt p 1:i32 | next = div p 2:i32 | u = mul p 1000000:i32; ok = lt u n | 1",
        "ne p 0:i32 | next = div p 2:i32 | ok = lt p n | 1",
        "lt p 9:i32 | next = add p 1:i32 | ok = lt p n | 1"})
    void firstTrip(String condition, String step, String check, int left) {
        String text = """
            f(l:i32[], a:f64[m]) {
              n = dim[0] a
              k = convert[i64] n
              q1, x = while(l, a) { q:i32[], x0:f64[m] -> c = COND; yield c } do { p:i32[], x1:f64[m] ->
                STEP
                CHECK
                check[index "" early] ok
                x2 = for(2:i32, x1) { i:i32[], x3:f64[m] -> j = min i 0:i32; v = convert[f64] p; x4 = update x3 j v; yield x4 }
                yield next, x2 }
              return q1, x }""".replace("COND", condition.replace("p ", "q ")).replace("STEP", step).replace("CHECK", check);
        Func f = Parser.parseFunc(text);
        Func g = Same.run(List.of(new EarlyChecks()), text);
        int[] inside = {0};
        Regions.each(g.body(), e -> inside[0] += Regions.any(List.of(e), x -> x.prim() == Prim.WHILE) && Regions.any(List.of(e), x -> x.prim() == Prim.CHECK) ? 1 : 0);
        assertEquals(left, inside[0], g::toString);
        for (int m = 1; m < 6; m++) {
            for (int l = -3; l < 14; l++) {
                Same.computes(f, g, true, List.of(Tensor.of(Lit.i32(l)), Tensor.of(new double[m])));
            }
        }
    }
}
