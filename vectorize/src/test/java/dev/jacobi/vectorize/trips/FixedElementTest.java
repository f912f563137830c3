package dev.jacobi.vectorize.trips;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.vectorize.Same;
import java.util.List;
import org.junit.jupiter.api.Test;

class FixedElementTest {
    /** Of two such loops on one array the second begins with what the first has left. */
    @Test
    void twoLoopsBehindEachOther() {
        Func f = Parser.parseFunc("""
            f(a:i64[m], n:i32[], k:i32[]) {
              b = for(n, a) { i, v -> x = index v k; y = index v i; z = add x y; u = update v i z; yield u }
              c = for(n, b) { j, w -> p = index w k; q = index w j; r = add p q; s = update w j r; yield s }
              return c
            }
            """);
        Func g = new FixedElement().run(f);
        Verifier.verify(g);
        int[] loops = {0};
        Regions.each(g.body(), e -> loops[0] += e.prim() == Prim.FOR ? 1 : 0);
        assertEquals(4, loops[0], g::toString);
        for (int k = 0; k < 5; k++) {
            List<Tensor> in = List.of(Tensor.of(new long[] {3, -1, 4, 1, -5}), Tensor.of(Lit.i32(4)), Tensor.of(Lit.i32(k)));
            Same.computes(f, g, true, in);
        }
    }
}
