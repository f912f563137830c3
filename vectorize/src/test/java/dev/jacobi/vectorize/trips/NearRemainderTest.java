package dev.jacobi.vectorize.trips;

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

/** Places in a ring, which need no division where they are less than twice its length, and others, which do. */
class NearRemainderTest {
    private static final String RING = """
        f(n:i32[], a:f64[m]) {
          small = lt n 1000:i32
          check[index ""] small
          r = for(n, 0.0:f64) { i, s -> PLACE; y = index[clamp] a k; z = mul s 1.5:f64; t = add y z; yield t }
          return r }""";

    @ParameterizedTest
    @CsvSource({
        "j = add i 1:i32; k = rem j n, 0", "j = add i n; l = sub j 1:i32; k = rem l n, 0", "k = rem i n, 0", "j = sub n i; k = rem j n, 0", "j = add i n; k = rem j n, 0",
        "j = add i n; l = add j 1:i32; k = rem l n, 1", "j = sub i 1:i32; k = rem j n, 1", "j = mul i 2:i32; k = rem j n, 0", "j = mul i 3:i32; k = rem j n, 1"})
    void ring(String place, int divisions) {
        String text = RING.replace("PLACE", place);
        Func f = Parser.parseFunc(text);
        Func now = Same.run(List.of(new NearRemainder()), text);
        int[] left = {0};
        Regions.each(now.body(), e -> left[0] += e.prim() == Prim.REM ? 1 : 0);
        assertEquals(divisions, left[0], now::toString);
        for (int n : new int[] {-1, 0, 1, 2, 3, 7}) {
            Same.computes(f, now, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(new double[] {3, -1, 4, 1, -5, 9, 2})));
        }
    }
}
