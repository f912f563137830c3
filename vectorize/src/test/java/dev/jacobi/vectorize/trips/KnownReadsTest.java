package dev.jacobi.vectorize.trips;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import dev.jacobi.vectorize.raise.Raise;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Elements that were read in front of a loop or a branch are not read again there, unless the array is another one by then. */
class KnownReadsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "u = index a 0:i32 | v = index b 0:i32; w = index a 0:i32; t = add v w; c = update b i t | 2",
        "u = index a 0:i32 | v = index b 0:i32; w = index b 0:i32; t = add v w; c = update b i t | 3",
        "u = index a 1:i32 | v = index b 0:i32; w = index a 0:i32; t = add v w; c = update b i t | 3",
        "u = index[clamp] a 0:i32 | v = index b 0:i32; w = index a 0:i32; t = add v w; c = update b i t | 3",
        "u = index b0 0:i32 | v = index b 0:i32; w = index a 0:i32; t = add v w; c = update b i t | 3",
        "u = index a 0:i32 | p = gt i 1:i32; t = cond(p) false { w = index a 1:i32; yield w } true { w = index a 0:i32; yield w }; x = index a 1:i32; v = add t x; c = update b i v | 3"})
    void inLoops(String before, String body, int reads) {
        String text = "f(a:f64[2], b0:f64[4]) { " + before + "; r = for(4:i32, b0) { i, b -> " + body + "; yield c }; s = reduce_add[0] r; y = add s u; return y, r }";
        Func now = Same.run(List.of(new KnownReads()), text);
        int[] left = {0};
        Regions.each(now.body(), e -> left[0] += e.prim() == Prim.INDEX ? 1 : 0);
        assertEquals(reads, left[0], now::toString);
        Same.computes(Parser.parseFunc(text), now, true, List.of(Tensor.of(new double[] {2, -3}), Tensor.of(new double[] {1, 2, 3, 4})));
    }

    /** The knapsack in one row, downwards, where the loop's end and its places are read again and again: no place is a matter of data. */
    @Test
    void endsAndPlacesAreSaidOfOneNumber() {
        String text = """
            f(w:i32[n], v:i32[n], c:i32[]) {
              size = add c 1:i32; ok = ge size 0:i32; check[negative_size ""] ok; d = full[i32[?]] 0:i32 size; n = dim[0] w
              r = for(n, d) { i, d ->
                e, j = while(d, c) { e:i32[?], j:i32[] -> x = index w i; t = ge j x; yield t } do { e:i32[?], j:i32[] ->
                  m = dim[0] e; lo = ge j 0:i32; hi = lt j m; in = and lo hi; check[index ""] in; old = index e j
                  x = index w i; k = sub j x; lo = ge k 0:i32; hi = lt k m; in = and lo hi; check[index ""] in; other = index e k
                  y = index v i; s = add other y; best = max old s; g = update e j best; q = sub j 1:i32; yield g, q }
                yield e }
              return r }
            """;
        Func f = Parser.parseFunc(text);
        Func now = Same.run(Raise.passes(false), text);
        int[] reads = {0};
        Regions.each(now.body(), e -> reads[0] += e.prim() == Prim.INDEX && e.in().get(0).equals(now.in().get(0)) ? 1 : 0);
        assertEquals(1, reads[0], now::toString);
        for (int[] w : new int[][] {{3, 5, 1, 7}, {1, 1, 2, 9}, {0, 4, 2, 2}, {20, 3, 30, 1}, {-1, 2, 2, 2}}) {
            for (int c : new int[] {-2, -1, 0, 1, 6, 12}) {
                Same.computes(f, now, false, List.of(Tensor.of(w), Tensor.of(new int[] {5, 6, 2, 11}), Tensor.of(Lit.i32(c))));
            }
        }
    }
}
