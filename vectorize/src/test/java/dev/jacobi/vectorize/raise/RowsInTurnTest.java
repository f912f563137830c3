package dev.jacobi.vectorize.raise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import dev.jacobi.vectorize.order.RowsInTurn;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that trips make anew, or copy back, change places where each trip writes all of them and reads nothing that was there, and only there. */
class RowsInTurnTest {
    @ParameterizedTest
    @CsvSource({"true, c0, c, 1:i32, c, n", "false, c, c, 1:i32, c, n", "false, c0, c0, 1:i32, c, n", "false, c0, c, 0:i32, c, n", "false, c0, c, 1:i32, c, 41:i32", "false, c0, c, 1:i32, o, n"})
    void anew(boolean turns, String first, String from, String ahead, String made, String long1) {
        same(turns, """
            f(x:i32[s], q:i32[], k:i32[]) {
              n0 = min q 40:i32; n = max n0 3:i32
              m = sub n 1:i32
              p = full[i32[?]] 2:i32 n
              o = full[i32[?]] 3:i32 LENGTH
              r, t = for(k, p, 0:i32) { i:i32[], u:i32[?], h:i32[] ->
                c = full[i32[?]] 0:i32 LENGTH
                c0 = update MADE 0:i32 i
                d = for(m, FIRST) { j:i32[], v:i32[?] -> a = index u j; b = add j AHEAD; e = mul a 3:i32; g = sub e j; w = update v b g; yield w }
                z = index FROM 0:i32; y = add h z
                yield d, y }
              return r, t }""".replace("FIRST", first).replace("FROM", from).replace("AHEAD", ahead).replace("MADE", made).replace("LENGTH", long1)
            .replace("z = index c 0:i32; y = add h z", "y = add h i"));
    }

    @ParameterizedTest
    @CsvSource({"true, n, u, l", "false, m, u, l", "false, n, v0, l", "false, n, u, r"})
    void copied(boolean turns, String length, String read, String result) {
        same(turns, """
            f(x:i32[s], q:i32[], k:i32[]) {
              n0 = min q 40:i32; n = max n0 3:i32
              m = sub n 1:i32
              p = full[i32[?]] 2:i32 n
              o = full[i32[?]] 3:i32 n
              l, r = for(k, p, o) { i:i32[], u:i32[?], c:i32[?] ->
                v0 = update c m i
                d = for(m, v0) { j:i32[], v:i32[?] -> a = index READ j; e = mul a 3:i32; g = sub e j; w = update v j g; yield w }
                b = map(LENGTH, u) { j:i32[], v:i32[?] -> a = index d j; w = update v j a; yield w }
                yield b, d }
              return RESULT }""".replace("LENGTH", length).replace("READ", read).replace("RESULT", result));
    }

    private static void same(boolean turns, String text) {
        Func f = Parser.parseFunc(text);
        Func now = Same.run(List.of(new RowsInTurn()), text);
        assertEquals(turns, !f.toString().equals(now.toString()), now::toString);
        for (int n : new int[] {3, 4, 9}) {
            for (int k : new int[] {-1, 0, 1, 2, 3, 6}) {
                Same.computes(f, now, true, List.of(Tensor.of(new int[] {1, 2, 3}), Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(k))));
            }
        }
    }
}
