package dev.jacobi.vectorize.counts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.simplify.DeadCode;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import dev.jacobi.vectorize.raise.Hoist;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Places that loops inside move on are functions of the trip's number: along rows that begin where the last one says, and through loops in loops. */
class RowStartsTest {
    private static int places(Func f) {
        int[] n = {0};
        Regions.each(f.body(), e -> n[0] += e.prim() == Prim.FOR ? (int) RegionView.of(e).carried().stream().filter(c -> c.param().dtype() == DType.I32).count() : 0);
        return n[0];
    }

    /** Where the first row begins, what comes behind a row, and whether that makes the place one that is known; {@code at} ends where its row does only if it did not begin behind that. */
    @ParameterizedTest
    @CsvSource({"1, 2, true", "2, 2, false", "0, 2, false", "3, 4, true", "0, 1, true", "-1, 0, true"})
    void rowsOfATriangle(int first, int behind, boolean known) {
        String text = """
            f(n:i32[]) {
              z, at9, s9 = for(n, FIRST:i32, 0:f64) { i, at, s ->
                k = mul i n; end = add n k
                most = max end at; w = sub most at; check[memory "loop count" early] (ge w 0:i32)
                t = for(w, s) { j, s -> p = add at j; q = convert[f64] p; h = mul s 0.5:f64; u = add h q; yield u }
                trips = max w 0:i32; last = add at trips; d = add i BEHIND:i32; next = add last d
                yield next, t }
              return at9, s9 }""".replace("z, at9", "at9").replace("0:f64)", "0.0:f64)").replace("check[memory \"loop count\" early] (ge w 0:i32)", "ok = ge w 0:i32; check[memory \"loop count\" early] ok")
            .replace("FIRST", Integer.toString(first)).replace("BEHIND", Integer.toString(behind));
        Func f = Parser.parseFunc(text);
        Func g = Same.run(List.of(new Counters(false, new Hoist()::run), new DeadCode()), text);
        assertEquals(known ? 0 : 1, places(g), g::toString);
        for (int n : new int[] {-2, 0, 1, 2, 3, 7, 20}) {
            Same.computes(f, g, behind <= 2, List.of(Tensor.of(Lit.i32(n))));
        }
        assertEquals(1, places(Same.run(List.of(new Counters(true, new Hoist()::run)), text)), "the check may fail where nothing goes wrong");
    }

    @Test
    void loopsInLoopsInLoops() {
        String text = """
            f(n:i32[], m:i32[], k:i32[]) {
              p9, s9 = for(n, 5:i32, 0:i32) { a, p, s ->
                q9, t9 = for(m, p, s) { b, q, t ->
                  r9, u9 = for(k, q, t) { c, r, u -> h = mul u 31:i32; v = add h r; r1 = add r 1:i32; yield r1, v }
                  r2 = add r9 3:i32
                  yield r2, u9 }
                yield q9, t9 }
              return p9, s9 }""";
        Func f = Parser.parseFunc(text);
        Func g = Same.run(List.of(new Counters(false, new Hoist()::run), new DeadCode()), text);
        assertEquals(3, places(g), () -> "only the sum is carried\n" + g);
        for (int n : new int[] {-1, 0, 1, 4}) {
            for (int m : new int[] {-3, 0, 2, 5}) {
                for (int k : new int[] {-1, 0, 1, 3}) {
                    Same.computes(f, g, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(m)), Tensor.of(Lit.i32(k))));
                }
            }
        }
    }
}
