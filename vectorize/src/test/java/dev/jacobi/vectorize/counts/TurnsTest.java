package dev.jacobi.vectorize.counts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers that are one of two in turn are functions of the trip's number, in inner loops, too, and keep their places in loops of which nobody knows what they begin with. */
class TurnsTest {
    private static int carries(Func f) {
        int[] n = {0};
        Regions.each(f.body(), e -> n[0] += e.prim() == Prim.FOR ? RegionView.of(e).slots().size() : 0);
        return n[0];
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1:i32 | y = sub 3:i32 x | y = sub 3:i32 x | 2", "0:i32 | y = xor x 1:i32 | y = xor x 1:i32 | 2", "-7:i32 | y = neg x | y = neg x | 2", "5:i32 | y = xor 12:i32 x | y = xor x 12:i32 | 2",
        "0:i32 | y = sub 1:i32 x | y = xor x 1:i32 | 2", "2:i32 | y = sub 4:i32 x | y = sub 4:i32 x | 2",
        "1:i32 | y = sub 3:i32 x | y = sub 4:i32 x | 3", "c | y = sub 3:i32 x | y = sub 3:i32 x | 4", "1073741900:i32 | y = neg x | y = neg x | 4", "0:i32 | y = sub c x | y = sub c x | 4"})
    void ofLoopsInLoops(String first, String outer, String inner, int left) {
        String text = """
            f(n:i32[], m:i32[], c:i32[]) {
              z, s = for(n, FIRST, 0:i32) { i, x, s ->
                v, t = for(m, x, s) { j, w, u -> a = mul u 31:i32; b = add a w; INNER; yield q, b }
                g = mul t 7:i32; h = add g v
                OUTER
                yield y, h }
              return z, s }""".replace("FIRST", first).replace("OUTER", outer).replace("INNER", inner.replace("y =", "q =").replaceAll("\\bx\\b", "w"));
        Func f = Parser.parseFunc(text);
        Func now = Same.run(List.of(new Counters(false, x -> x)), text);
        assertEquals(left, carries(now), now::toString);
        for (int n : new int[] {-1, 0, 1, 2, 3}) {
            for (int m : new int[] {-2, 0, 1, 4, 5}) {
                Same.computes(f, now, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(m)), Tensor.of(Lit.i32(9))));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"true, not x, 1", "false, not x, 1", "true, xor x true, 1", "true, xor x false, 2", "false, xor false x, 2"})
    void flags(boolean first, String next, int left) {
        String text = "f(n:i32[]) { z, s = for(n, " + first + ", 0:i32) { i, x, s -> k = convert[i32] x; t = mul s 3:i32; u = add t k; y = " + next + "; yield y, u }; return z, s }";
        Func f = Parser.parseFunc(text);
        Func now = Same.run(List.of(new Counters(false, x -> x)), text);
        assertEquals(left, carries(now), now::toString);
        for (int n : new int[] {-1, 0, 1, 2, 3, 8}) {
            Same.computes(f, now, true, List.of(Tensor.of(Lit.i32(n))));
        }
    }
}
