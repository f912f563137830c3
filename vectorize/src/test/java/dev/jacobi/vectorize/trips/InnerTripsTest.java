package dev.jacobi.vectorize.trips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import dev.jacobi.vectorize.raise.Raise;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nests that read and store an element only where their inner loop has a trip. */
class InnerTripsTest {
    /** {@code for i { for j { for k { c[i * m + j] += a[i * n + k] * b[k * m + j] } } }}. */
    private static final String PRODUCT = """
        f(a:f64[p], b:f64[q], c:f64[r], d:i32[], m:i32[], n:i32[]) {
          p = dim[0] a
          q = dim[0] b
          r = dim[0] c
          x, i = while(c, 0:i32) { x:f64[r], i:i32[] -> t = lt i d; yield t } do { x:f64[r], i:i32[] ->
            y, j = while(x, 0:i32) { y:f64[r], j:i32[] -> t = lt j m; yield t } do { y:f64[r], j:i32[] ->
              z, k = while(y, 0:i32) { z:f64[r], k:i32[] -> t = lt k n; yield t } do { z:f64[r], k:i32[] ->
                im = mul i m; at = add im j; in = mul i n; from = add in k; km = mul k m; with = add km j
                ok = lt from p; check[index "a"] ok
                ok = lt with q; check[index "b"] ok
                ok = lt at r; check[index "c"] ok
                u = index a from; v = index b with; w = mul u v; s = index z at; s = add s w; z = update z at s; k = add k 1:i32; yield z, k }
              j = add j 1:i32; yield z, j }
            i = add i 1:i32; yield y, i }
          return x }
        """;

    @Test
    void aProductThatIsAddedToAMatrixHasItsTripsInAnyOrder() {
        Func raised = Same.run(Raise.passes(false), PRODUCT);
        // what is left of loops in order are the sums
        Regions.each(raised.body(), e -> assertFalse(e.prim() == Prim.FOR && e.out().stream().anyMatch(v -> !v.type().isScalar()), raised::toString));
        for (int[] s : new int[][] {{2, 3, 4}, {0, 3, 4}, {2, 0, 4}, {2, 3, 0}, {1, 1, 1}, {2, 3, -1}}) {
            List<Tensor> args = List.of(floats(Math.max(0, s[0] * s[2])), floats(Math.max(0, s[2] * s[1])), floats(s[0] * s[1]), Tensor.of(Lit.i32(s[0])), Tensor.of(Lit.i32(s[1])), Tensor.of(Lit.i32(s[2])));
            Same.computes(Parser.parseFunc(PRODUCT), raised, true, args);
        }
    }

    /** A sweep whose inner loop hands the array on stays as it is. */
    @Test
    void sweepsStay() {
        String text = """
            f(a:f64[n], m:i32[], k:i32[]) {
              b = for(m, a) { i:i32[], b:f64[n] ->
                some = gt k 0:i32
                x = cond(some) false { yield 0.0:f64 } true { x = index b 0:i32; yield x }
                b, x = for(k, b, x) { j:i32[], b:f64[n], x:f64[] -> y = index b j; x = add x y; b = update b j x; yield b, x }
                yield b }
              return b }
            """;
        assertEquals(Parser.parseFunc(text).toString(), Same.run(List.of(new InnerTrips()), text).toString());
    }

    private static Tensor floats(int n) {
        return Tensor.of(IntStream.range(0, n).mapToDouble(i -> Math.sin(i + 1)).toArray());
    }
}
