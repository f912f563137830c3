package dev.jacobi.vectorize.checks;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Places whose checks leave their loops, as each is within an array by what is known of it. */
class SafePlacesTest {
    /** {@code x < 0 ? 0 : x > h - 1 ? h - 1 : x}, of rows and of columns, with columns outside. */
    @ParameterizedTest
    @ValueSource(strings = {"z = min y m; q = select g z 0:i32", "z = min y m; l = lt y 0:i32; q = select l 0:i32 z", "z = max y 0:i32; q = min z m"})
    void clamped(String clamp) {
        String text = """
            f(a:f64[n], b:f64[k], w:i32[], h:i32[]) {
              m = sub h 1:i32; len = mul w h; total = dim[0] a; ok = eq len total; check[index ""] ok; other = dim[0] b; ok = eq len other; check[index ""] ok
              r = for(w, b) { j, b -> r = for(h, b) { i, b ->
                s = for(3:i32, 0.0:f64) { k, s ->
                  x = sub k 1:i32; y = add i x; g = ge y 0:i32; CLAMP
                  o = mul q w; p = add o j; lo = ge p 0:i32; hi = lt p total; in = and lo hi; check[index ""] in
                  v = index a p; t = add s v; yield t }
                o = mul i w; p = add o j; lo = ge p 0:i32; hi = lt p other; in = and lo hi; check[index ""] in
                c = update b p s; yield c } yield r }
              return r }
            """.replace("CLAMP", clamp);
        Func f = Parser.parseFunc(text);
        Func now = Same.run(Raise.passes(false), text);
        assertFalse(Regions.any(now.body(), e -> !Regions.of(e).isEmpty() && e.prim() != Prim.COND && Regions.any(Regions.of(e).get(0).body(), x -> x.prim() == Prim.CHECK)), now::toString);
        for (int w : new int[] {-1, 0, 1, 5}) {
            for (int h : new int[] {0, 1, 2, 40}) {
                double[] a = new double[Math.max(0, w * h)];
                for (int k = 0; k < a.length; k++) {
                    a[k] = k * 0.7 - 3;
                }
                Same.computes(f, now, false, List.of(Tensor.of(a), Tensor.of(new double[a.length]), Tensor.of(Lit.i32(w)), Tensor.of(Lit.i32(h))));
            }
        }
    }

    /** All terms of a row but the one on the diagonal: nearly all trips check, so that one check in front of the loops is as good. */
    @Test
    void allButTheDiagonal() {
        String text = """
            f(a:f64[n,m], x:f64[k], y:f64[l]) {
              c = dim[0] x; rows = dim[0] a; columns = dim[1] a; last = dim[0] y
              r = for(c, y) { i, y ->
                s = for(c, 0.0:f64) { j, s -> e = eq j i
                  t = cond(e) false { lo = lt i rows; check[index ""] lo; hi = lt j columns; check[index ""] hi; v = index a i j; w = index x j; z = mul v w; t = add s z; yield t } true { yield s }
                  yield t }
                in = lt i last; check[index ""] in; z = update y i s; yield z }
              return r }
            """;
        Func f = Parser.parseFunc(text);
        Func now = Same.run(Raise.passes(false), text);
        int[] checks = {0};
        Regions.each(now.body(), e -> checks[0] += e.prim() == Prim.CHECK && now.body().contains(e) ? 1 : 0);
        boolean inside = Regions.any(now.body(), e -> e.prim() == Prim.CHECK && !now.body().contains(e));
        assertEquals("3 in front", checks[0] + (inside ? " and others" : " in front"), now::toString);
        for (int n = 0; n < 5; n++) {
            for (int columns = 0; columns < 5; columns++) {
                Same.computes(f, now, false, List.of(Tensor.of(new double[n * columns], n, columns), Tensor.of(new double[] {1, 2, 3}), Tensor.of(new double[4])));
            }
        }
    }

    /** Where a place is said by how far two loops are apart, the trip that is left out may be the one at its end: no check in front fails for it. */
    @Test
    void lagsOfAllButZero() {
        String text = """
            f(x:f64[n], y:f64[m], base:i32[], c:i32[]) {
              length = dim[0] x; last = dim[0] y
              r = for(c, y) { i, y -> k = add i 1:i32
                r = for(k, y) { j, y -> e = eq i j
                  r = cond(e) false {
                    u = index[clamp] y j; d = add base i; g = sub d j; p = sub g 1:i32; lo = ge p 0:i32; hi = lt p length; in = and lo hi; check[index ""] in; v = index x p; t = add u v
                    lo = ge j 0:i32; hi = lt j last; in = and lo hi; check[index ""] in; z = update y j t; yield z } true { yield y }
                  yield r }
                yield r }
              return r }
            """;
        Func f = Parser.parseFunc(text);
        Func now = Same.run(Raise.passes(false), text);
        for (int n = 0; n < 7; n++) {
            Same.computes(f, now, true, List.of(Tensor.of(new double[] {1, 2, 3, 4, 5, 6}), Tensor.of(new double[n]), Tensor.of(Lit.i32(0)), Tensor.of(Lit.i32(n))));
        }
    }
}
