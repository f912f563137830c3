package dev.jacobi.vectorize.raise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import dev.jacobi.vectorize.order.RowsByParity;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of two rows, named by the trip's number modulo 2, become rows that change places where that is so for all that is read and written, and only there. */
class RowsByParityTest {
    @ParameterizedTest
    @CsvSource({"true, rem i1 2:i32, rem i 2:i32, rem k 2:i32", "true, and i1 1:i32, and i 1:i32, and k 1:i32", "true, and i 1:i32, and i1 1:i32, and k1 1:i32", "true, and i1 1:i32, and i0 1:i32, rem k1 2:i32",
        "false, rem i1 2:i32, rem i 2:i32, min k 1:i32", "false, rem i1 2:i32, min i 1:i32, rem k 2:i32", "false, rem i1 2:i32, rem x0 2:i32, rem k 2:i32"})
    void rows(boolean turn, String written, String read, String last) {
        String text = """
            f(x:i32[s], q:i32[], m:i32[]) {
              k = dim[0] x
              k1 = max k 3:i32
              c0 = lt k 1000:i32
              check[memory "k"] c0
              k1 = add k 1:i32
              n0 = min q 40:i32; n = max n0 3:i32; n1 = sub n 1:i32
              p = full[i32[2,?]] 2:i32 2:i32 n
              o = update p 1:i32 0:i32 7:i32
              t = for(k, o) { i:i32[], u:i32[2,?] ->
                i1 = add i 1:i32; i0 = sub i 1:i32; x0 = index x i
                w = WRITTEN
                r = READ
                v = update u w 0:i32 i
                d, z = for(n1, v, 5:i32) { j:i32[], g:i32[2,?], l:i32[] -> j1 = add j 1:i32; a = index g r j1; b = min a l; e = mul b 3:i32; h = sub e j; y = update g w j1 h; yield y, h }
                yield d }
              at = LAST
              s = index t at n1
              return s }""".replace("              k1 = max k 3:i32\n", "").replace("WRITTEN", written).replace("READ", read).replace("LAST", last);
        Func f = Parser.parseFunc(text);
        Func now = Same.run(List.of(new RowsByParity()), text);
        assertEquals(turn, !f.toString().equals(now.toString()), now::toString);
        for (int n : new int[] {3, 4, 9}) {
            for (int[] x : new int[][] {{}, {0}, {0, 1}, {0, 1, 0}, {0, 1, 0, 1}, {1, 0, 1, 0, 1}}) {
                Same.computes(f, now, true, List.of(Tensor.of(x), Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(0))));
            }
        }
    }
}
