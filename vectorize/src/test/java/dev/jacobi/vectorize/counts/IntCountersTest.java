package dev.jacobi.vectorize.counts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loops with counters of longs of which there are no more than ints count by ints; the others stay, and all compute the same. */
class IntCountersTest {
    @ParameterizedTest
    @CsvSource({
        "n = convert[i64] a, true", "n = mul w 3:i64, false", "n = min l 1000:i64, false", "m = min l 1000:i64; n = max m 0:i64, true", "n = add w 5:i64, false", "n = max l w, false"})
    void trips(String count, boolean few) {
        String text = """
            f(a:i32[], l:i64[]) {
              w = convert[i64] a
              %s
              r:i64[], c:i32[] = for(n, l, 1:i32) { i:i64[], s:i64[], d:i32[] ->
                t = mul s 31:i64
                u = add t i
                v = mul i w
                x = convert[i32] v
                y = mul d 7:i32
                z = add y x
                yield u, z
              }
              return r, c
            }
            """.formatted(count);
        Func g = Same.run(List.of(new IntCounters()), text);
        assertEquals(few, g.body().stream().anyMatch(e -> e.prim() == Prim.FOR && e.in().get(0).dtype() == DType.I32), g::toString);
        for (int a : new int[] {0, 1, 5, -3, 20, Integer.MIN_VALUE}) {
            for (long l : new long[] {0, 3, -1, 17, Long.MIN_VALUE}) {
                List<Tensor> args = List.of(Tensor.of(Lit.i32(a)), Tensor.of(Lit.i64(l)));
                assertEquals(Interpreter.run(Parser.parseFunc(text), args).stream().map(Tensors::text).toList(), Interpreter.run(g, args).stream().map(Tensors::text).toList());
            }
        }
    }
}
