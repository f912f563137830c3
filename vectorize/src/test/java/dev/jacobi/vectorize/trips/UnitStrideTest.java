package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Loops with a stride from outside have a copy for elements next to each other. */
class UnitStrideTest {
    @Test
    void rowsHaveNoLastIndex() {
        String text = """
            f(n:i32[], w:i32[], a:f64[k,3], d:f64[m]) {
              x = for(n, d) { i:i32[], x0:f64[m] ->
                row = index a i
                g = index row 1:i32
                j = mul i w
                x1 = update x0 j g
                yield x1 }
              return x
            }
            """;
        Func f = Parser.parseFunc(text);
        Func g = Same.run(List.of(new UnitStride()), text);
        var random = new Random(3);
        for (int n = 0; n <= 4; n++) {
            for (int w = 1; w <= 3; w++) {
                Tensor a = new Tensor(DType.F64, new int[] {n, 3}, random.doubles(3L * n).toArray());
                Same.computes(f, g, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(w)), a, new Tensor(DType.F64, new int[] {n * w}, new double[n * w])));
            }
        }
    }
}
