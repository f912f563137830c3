package dev.jacobi.vectorize.raise;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.vectorize.Same;
import dev.jacobi.vectorize.checks.CheckLoops;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A place that data move on by more or less in each trip is within its limit where the sum of all moves is. */
class GrowingPlacesTest {
    /** Appends an element, and a second one where the element is 3 or more; the place begins at p. */
    private static final String APPEND = """
        f(a:i32[n], b:i32[m], p:i32[]) { c = dim[0] a; d = dim[0] b
          s, t = for(c, p, b) { i, h, o -> x = index a i; big = ge x 3:i32; h1 = add h 1:i32
            g = ge h 0:i32; l = lt h d; ok = and g l; check[index "T.f:1"] ok
            q, r = cond(big) false { u = update o h x; yield h1, u } true {
              u = update o h x; h2 = add h SECOND:i32; l2 = lt h1 d; check[index "T.f:2"] l2; y = add x 100:i32; u2 = update u h1 y; yield h2, u2 }
            yield q, r }
          return s, t }
        """;

    private static Func run(String text) {
        return new CheckLoops(false).run(Parser.parseFunc(text));
    }

    private static boolean sums(Func f) {
        return Regions.any(f.body(), e -> e.prim() == Prim.REDUCE);
    }

    @Test
    void theLastPlaceTellsOfAll() {
        String text = APPEND.replace("SECOND", "2");
        Func now = run(text);
        assertTrue(sums(now), now::toString);
        int passed = 0;
        for (int[] a : new int[][] {{}, {1}, {3}, {1, 2, 1}, {3, 1, 4, 1}, {9, 9, 9}}) {
            for (int m = 0; m < 8; m++) {
                for (int p : new int[] {-2, -1, 0, 1, 3, 7, Integer.MAX_VALUE - 1, Integer.MAX_VALUE}) {
                    var args = List.of(Tensor.of(a, a.length), Tensor.of(new int[m], m), Tensor.of(Lit.i32(p)));
                    Func original = Parser.parseFunc(text);
                    Same.computes(original, now, true, args);
                    passed += Same.outputs(original, args) == null ? 0 : 1;
                }
            }
        }
        assertTrue(passed >= 40, "only " + passed);
    }

    /** A second element that lies beyond the next place, and a place that may go back, are looked at trip by trip. */
    @Test
    void otherPlacesAreCheckedOneByOne() {
        assertFalse(sums(run(APPEND.replace("SECOND", "1"))));
        assertFalse(sums(run(APPEND.replace("SECOND", "-1"))));
    }

    /** Steps that are chosen by what is known in a branch only, further inside of a sum, have no sum that stands in front. */
    @Test
    void choicesInsideOfStepsAreSeen() {
        String text = """
            f(a:i32[n], b:i32[m], p:i32[]) { c = dim[0] a; d = dim[0] b
              s, t = for(c, p, b) { i, h, o -> x = index a i; big = ge x 3:i32
                g = ge h 0:i32; l = lt h d; ok = and g l; check[index "T.f:1"] ok; u = update o h x
                h0 = cond(big) false { yield h } true { low = lt x 7:i32; h1 = add h 1:i32; q = select low h1 h; yield q }
                h2 = add h0 1:i32
                yield h2, u }
              return s, t }
            """;
        Func now = run(text);
        Verifier.verify(now);
        for (int[] a : new int[][] {{}, {3, 1, 4, 1}, {9, 9, 9}}) {
            for (int m = 0; m < 8; m++) {
                Same.computes(Parser.parseFunc(text), now, true, List.of(Tensor.of(a, a.length), Tensor.of(new int[m], m), Tensor.of(Lit.i32(0))));
            }
        }
    }
}
