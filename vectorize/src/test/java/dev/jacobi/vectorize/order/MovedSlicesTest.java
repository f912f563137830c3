package dev.jacobi.vectorize.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of an array that go elsewhere in it, as {@code System.arraycopy(a, i, a, j, n)} is lifted. */
class MovedSlicesTest {
    private static final String MOVE = """
        f(a:f64[m], b:f64[m], i:i32[], j:i32[], n:i32[]) { m = dim[0] a;  z = ge n 0:i32;  c = ge i 0:i32;  d = sub m n;  e = le i d;  g = and c e;  k = ge j 0:i32;  l = le j d;  o = and k l;  p = and g o;
          check[index "F.f:1"] z;  check[index "F.f:1"] p;
          s = slice[?; 1] SOURCE FROM n;
          r = map(n, a) { t, v -> x = index s t;  y = add TO t;  u = update v y x;  yield u };
          return r }""";

    /** Down and up by what is known, both ways where nothing is; a copy stays where it is another array, or might be cut off. */
    @ParameterizedTest
    @CsvSource({"a, i, i, for", "a, i, 0:i32, for", "a, 0:i32, j, for", "a, i, j, cond(for for)", "b, i, j, map", "a, m, j, map"})
    void moved(String source, String from, String to, String loops) {
        String text = MOVE.replace("SOURCE", source).replace("FROM", from).replace("TO", to);
        Func now = Same.run(List.of(new MovedSlices()), text);
        assertEquals(loops, Same.skeleton(now), now::toString);
        assertEquals(loops.equals("map"), Regions.any(now.body(), e -> e.prim() == Prim.SLICE), now::toString);
        for (int[] at : new int[][] {{0, 1, 4}, {1, 0, 4}, {2, 2, 3}, {0, 3, 2}, {4, 1, 1}, {0, 0, 5}, {0, 0, 0}, {5, 5, 0}, {3, 0, 2}}) {
            Same.computes(Parser.parseFunc(text), now, true, List.of(Tensor.of(new double[] {1, -0.0, Double.NaN, 4, 5}), Tensor.of(new double[] {6, 7, 8, 9, 10}), Tensor.of(Lit.i32(at[0])),
                Tensor.of(Lit.i32(at[1])), Tensor.of(Lit.i32(at[2]))));
        }
    }

    /** In rows of an array, where rows may be the same one; the row that is written to is not one that the loop makes. */
    @ParameterizedTest
    @CsvSource({"i, 1:i32, 0:i32, for", "i, 0:i32, 1:i32, for", "j, 1:i32, 0:i32, for", "j, 0:i32, 1:i32, for"})
    void inRows(String row, String from, String to, String loops) {
        String text = """
            f(a:f64[m,k], i:i32[], j:i32[]) { k = dim[1] a;  h = sub k 1:i32;  c = ge h 0:i32;  check[index "F.f:1"] c;
              p = index[promised] a i;  s = slice[?; 1] p FROM h;
              r = map(h, a) { t, v -> x = index[promised] s t;  y = add TO t;  u = update[promised] v ROW y x;  yield u };
              return r }""".replace("FROM", from).replace("TO", to).replace("ROW", row);
        Func now = Same.run(List.of(new MovedSlices()), text);
        assertEquals(loops, Same.skeleton(now), now::toString);
        for (int[] at : new int[][] {{0, 1}, {1, 0}, {2, 2}, {0, 2}}) {
            Same.computes(Parser.parseFunc(text), now, true, List.of(Tensor.of(new double[] {1, 2, 3, 4, 5, 6, 7, -0.0, 9}, 3, 3), Tensor.of(Lit.i32(at[0])), Tensor.of(Lit.i32(at[1]))));
        }
    }

    /** Where elements themselves say where they go, the slice is needed. */
    @ParameterizedTest
    @ValueSource(strings = {"x = index[promised] s t;  y = add x t;  u = update[promised] v 0:i32 y x", "x = index[promised] s t;  u = update[promised] v x t x"})
    void placesThatAreElements(String body) {
        String text = """
            f(a:i32[m,k]) { k = dim[1] a;  p = index[promised] a 0:i32;  s = slice[?; 1] p 0:i32 k;
              r = for(k, a) { t, v -> BODY;  yield u };
              return r }""".replace("BODY", body);
        Func now = Same.run(List.of(new MovedSlices()), text);
        assertTrue(Regions.any(now.body(), e -> e.prim() == Prim.SLICE), now::toString);
        Same.computes(Parser.parseFunc(text), now, true, List.of(Tensor.of(new int[] {0, 0, 0, 4, 5, 6}, 2, 3)));
    }
}
