package dev.jacobi.vectorize.order;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Steps whose columns know nothing of each other go inside; those that look at a neighbour, at another axis, or at what all have in common stay. */
class ColumnsOfStepsTest {
    @ParameterizedTest
    @CsvSource({"x = index d i j;  v = index d t j, map(for)", "x = index d i j;  v = index b j, map(for)", "k = add j 1:i32; x = index[clamp] d t k;  v = index d i j, for(map)",
        "x = index d t j;  v = index[clamp] d j t, for(map)", "x = index d i j;  v = index[clamp] c i j, map(for)"})
    void columns(String reads, String loops) {
        String text = """
            f(steps:i32[], c:f64[n,m], b:f64[m]) { m = dim[1] c;
              r = for(steps, c) { t, s -> i = add t 1:i32;
                q = map(m, s) { j, d -> %s;  y = mul x 1.5:f64;  z = add y v;  u = update d i j z;  yield u };
                yield q };
              return r }""".formatted(reads);
        Func now = Same.run(List.of(new ColumnsOfSteps()), text);
        assertEquals(loops, Same.skeleton(now), now::toString);
        for (int n : new int[] {-1, 0, 1, 2}) {
            Same.computes(Parser.parseFunc(text), now, true,
                List.of(Tensor.of(Lit.i32(n)), Tensor.of(new double[] {1, 2, -3, 4, 5, Double.NaN, 7, 8, 9}, 3, 3), Tensor.of(new double[] {3, -0.0, 4})));
        }
    }
}
