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
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A check in a branch of an inner loop, of an index that this loop does not change, moves in front of both loops if a condition bounds it in the outer one. */
class BranchChecksTest {
    private static final String SWEEP = """
        f(n:i32[], m:i32[], w:i32[], a:f64[k], c:f64[l]) { k = dim[0] a
          b = for(n, c) { r:i32[], b0:f64[l] -> p = TEST; s = sub r 1:i32; t = mul s STRIDE; g = ge t 0:i32; h = lt t k; u = and g h
            b1 = for(m, b0) { i:i32[], b2:f64[l] ->
              b3:f64[l] = cond p { yield b2 } {
                q = eq i 0:i32
                b4:f64[l] = cond q { yield b2 } { check[index "T.f:1"] u; y = index[clamp] a t; z = update[clamp] b2 i y; yield z }
                yield b4 }
              yield b3 }
            yield b1 }
          return b }
        """;

    @ParameterizedTest
    @CsvSource({"ne r 0:i32,m,0", "gt r 0:i32,m,0", "ne r 0:i32,3:i32,0", "lt w m,m,1", "ne w 0:i32,m,1"})
    void sweeps(String test, String stride, int left) {
        Func f = Parser.parseFunc(SWEEP.replace("TEST", test).replace("STRIDE", stride));
        Func g = new Checks(false).run(f);
        int[] inside = {0};
        g.body().forEach(e -> Regions.of(e).forEach(r -> Regions.each(r.body(), x -> inside[0] += x.prim() == Prim.CHECK ? 1 : 0)));
        assertEquals(left, inside[0], g::toString);
        for (int n : new int[] {-1, 0, 1, 2, 5}) {
            for (int m : new int[] {-1, 0, 1, 4}) {
                Same.computes(f, g, false, List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(m)), Tensor.of(Lit.i32(1)), Tensor.of(new Random(1).doubles(20).toArray()), Tensor.of(new double[6])));
            }
        }
    }
}
