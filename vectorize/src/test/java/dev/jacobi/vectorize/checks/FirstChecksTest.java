package dev.jacobi.vectorize.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Places in a ring of which nothing says that it has an element: the first trip's check, in front of the loop, is the only one. */
class FirstChecksTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0 | j = add p 1:i32; e = eq j n; q = select e 0:i32 j | 0", "2 | j = add p 1:i32; e = lt j n; q = cond(e) false { yield 0:i32 } true { yield j } | 0",
        "0 | j = add p 2:i32; e = eq j n; q = select e 0:i32 j | 1", "2 | j = sub p 1:i32; n1 = sub n 1:i32; e = lt j 0:i32; q = select e n1 j | 0"})
    void ring(int first, String step, int checks) {
        String text = """
            f(c:i32[], a:f64[m]) {
              n = dim[0] a
              r, s = for(c, FIRST:i32, 0.0:f64) { i, p, s -> z = ge p 0:i32; w = lt p n; o = and z w; check[index ""] o; y = index a p; h = mul s 0.5:f64; t = add y h; STEP; yield q, t }
              return r, s }""".replace("STEP", step).replace("FIRST", "" + first);
        Func f = Parser.parseFunc(text);
        Func now = Same.run(List.of(new FirstChecks(), new Checks(false)), text);
        int[] left = {0};
        Regions.each(now.body(), e -> left[0] += Regions.of(e).stream().anyMatch(r -> Regions.any(r.body(), x -> x.prim() == Prim.CHECK)) ? 1 : 0);
        assertEquals(checks, left[0], now::toString);
        for (int n : new int[] {3, 4, 7}) {
            for (int c : new int[] {-1, 0, 1, 2}) {
                Same.computes(f, now, true, List.of(Tensor.of(Lit.i32(c)), Tensor.of(Arrays.copyOf(new double[] {3, -1, 4, 1, -5, 9, 2}, n))));
            }
        }
    }
}
