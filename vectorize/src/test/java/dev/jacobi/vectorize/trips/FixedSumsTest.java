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

/** Elements that loops add to. */
class FixedSumsTest {
    /** {@code for i { for j { if (i != j) { f[2*i] += x; f[2*i+1] += x * x; } } }}, with the checks of a Java program. */
    private static final String PAIRS = """
        f(p:f64[m], f:f64[k], n:i32[]) {
          m = dim[0] p
          k = dim[0] f
          g, i = while(f, 0:i32) { g:f64[k], i:i32[] -> t = lt i n; yield t } do { g:f64[k], i:i32[] ->
            at = mul i 2:i32; next = add at 1:i32
            h, j = while(g, 0:i32) { h:f64[k], j:i32[] -> t = lt j n; yield t } do { h:f64[k], j:i32[] ->
              same = eq i j
              h = cond(same) false {
                from = mul j 2:i32
                a = ge from 0:i32; b = lt from m; ok = and a b; check[index "p"] ok
                x = index p from
                a = ge at 0:i32; b = lt at k; ok = and a b; check[index "f"] ok
                s = index h at; s = add s x; h = update h at s
                b = lt next k; check[index "f"] b
                s = index h next; y = mul x x; s = add s y; h = update h next s
                yield h
              } true { yield h }
              j = add j 1:i32; yield h, j }
            i = add i 1:i32; yield h, i }
          return g }
        """;

    @Test
    void severalElementsInABranch() {
        Func raised = Same.run(Raise.passes(false), PAIRS);
        // where all places are in range what goes from trip to trip are numbers
        boolean[] sums = {false};
        Regions.each(raised.body(), e -> sums[0] |= e.prim() == Prim.MAP && Regions.any(Regions.of(e).get(0).body(), x -> x.prim() == Prim.FOR && x.out().size() == 2 && x.out().stream().allMatch(v -> v.type().isScalar())));
        assertEquals(true, sums[0], raised::toString);
        for (int n : new int[] {-1, 0, 1, 2, 5}) {
            Same.computes(Parser.parseFunc(PAIRS), raised, true, List.of(floats(2 * Math.max(0, n)), floats(2 * Math.max(0, n)), Tensor.of(Lit.i32(n))));
        }
        // one trip of each loop comes to no check, which in front of the loops is made nevertheless
        Same.computes(Parser.parseFunc(PAIRS), raised, false, List.of(floats(0), floats(0), Tensor.of(Lit.i32(1))));
    }

    /** Elements that may be the same one, that are only stored, or beside which others are read. */
    @Test
    void whatStays() {
        for (String body : new String[] {
            "x = index b u; y = add x 1.0:f64; b = update b u y; x = index b v; y = mul x 2.0:f64; b = update b v y",
            "c = gt i 2:i32; b = cond(c) false { yield b } true { b = update b 0:i32 1.0:f64; yield b }",
            "x = index b 0:i32; y = index b 1:i32; z = add x y; b = update b 0:i32 z; x = index b i; y = add x z; b = update b 1:i32 y"}) {
            String text = "f(a:f64[9], u:i32[], v:i32[]) { b = for(9:i32, a) { i:i32[], b:f64[9] -> " + body + "; yield b }\n return b }";
            assertEquals(Parser.parseFunc(text).toString(), Same.run(List.of(new FixedSums()), text).toString());
        }
    }

    /** Branches in branches, one of which only reads, and a value that leaves the branch beside the array; the loop may have no trip. */
    @Test
    void branchesInBranches() {
        String text = """
            f(a:f64[4], n:i32[]) {
              b, s = for(n, a, 0.0:f64) { i:i32[], b:f64[4], s:f64[] ->
                c = rem i 2:i32; odd = eq c 1:i32; big = gt i 4:i32
                x = cond(big) false { yield s } true { x = index b 1:i32; yield x }
                b, y = cond(odd) false { yield b, x } true {
                  v = index b 0:i32; v = add v x; b = update b 0:i32 v
                  b = cond(big) false { w = index b 1:i32; w = sub w v; b = update b 1:i32 w; yield b } true { yield b }
                  yield b, v }
                s = add s y
                yield b, s }
              return b, s }
            """;
        Func now = Same.run(List.of(new FixedSums()), text);
        Regions.each(now.body(), e -> assertFalse(e.prim() == Prim.FOR && e.out().stream().anyMatch(v -> !v.type().isScalar()), now::toString));
        for (int n = 0; n < 9; n++) {
            Same.computes(Parser.parseFunc(text), now, true, List.of(floats(4), Tensor.of(Lit.i32(n))));
        }
    }

    private static Tensor floats(int n) {
        return Tensor.of(IntStream.range(0, n).mapToDouble(i -> Math.sin(i + 1)).toArray());
    }
}
