package dev.jacobi.vectorize.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Loops that add products of columns and rows; all numbers are small integers, whose sums are the same in any order. */
class OuterSumsTest {
    private static final String NEST = """
        f(c:f64[n,m], x:f64[k,n2], y:f64[k2,m2]) {
          t = dim[0] x; n = dim[1] x; m = dim[1] y; last = sub t 1:i32
          h:f64[n2] = full[f64[n2]] 0.0:f64 n
          s, d = for(t, h, c) { t:i32[], h:f64[n2], c:f64[n,m] ->
            back = sub last t
            u = index[promised] x t
            g = add h u
            d = map(n, c) { i:i32[], c:f64[n,m] ->
              a = index[promised] g i; b = add a a
              d = map(m, c) { j:i32[], c:f64[n,m] ->
                v = index[promised] y back j; w = mul v 3.0:f64
                p = mul w b
                o = index[promised] c i j
                q = add o p
                r = update[promised] c i j q
                yield r
              }
              yield d
            }
            yield g, d
          }
          return d, s
        }""";
    private static final String ARRAYS = """
        f(c:f64[n,m], x:f64[k,n], y:f64[k,m]) {
          t = dim[0] x
          d = for(t, c) { t:i32[], c:f64[n,m] ->
            u = index[promised] x t; v = index[promised] y t
            p = dot_general[; ; ; ] u v
            q = add p c
            yield q
          }
          return d
        }""";

    private static Tensor numbers(DType t, int... dims) {
        int n = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = (i * 7 + dims[0]) % 5 - 2;
        }
        return new Tensor(t, dims, x);
    }

    private static long products(Func f) {
        var count = new long[1];
        Regions.each(f.body(), e -> count[0] += e.prim() == Prim.DOT_GENERAL && !((Params.Dot) e.params()).contractA().isEmpty() ? 1 : 0);
        return count[0];
    }

    private static void check(String text, DType t) {
        Func f = Parser.parseFunc(text);
        Func now = Same.run(List.of(new OuterSums()), text);
        assertEquals(1, products(now), now.toString());
        for (int[] s : new int[][] {{0, 40, 40}, {3, 40, 40}, {9, 40, 40}, {12, 33, 35}, {9, 4, 5}, {20, 0, 50}}) {
            Same.computes(f, now, true, List.of(numbers(t, s[1], s[2]), numbers(t, s[0], s[1]), numbers(t, s[0], s[2])));
        }
    }

    @Test
    void nestsOfMaps() {
        check(NEST, DType.F64);
    }

    @Test
    void products() {
        check(ARRAYS, DType.F64);
    }

    /** A loop whose sums are all made behind it computes columns and rows in any order. */
    @Test
    void nothingElseToHandOn() {
        check(ARRAYS, DType.F64);
        Func now = Same.run(List.of(new OuterSums()), ARRAYS);
        assertTrue(Regions.any(now.body(), e -> e.prim() == Prim.MAP && e.out().size() == 2), now.toString());
    }

    /** Columns that a matrix has already, trip after trip, are not kept a second time. */
    @Test
    void columnsThatLieInAMatrixAreUsedThere() {
        String text = NEST.replace("a = index[promised] g i; b = add a a", "b = index[promised] x t i");
        check(text, DType.F64);
        Func now = Same.run(List.of(new OuterSums()), text);
        var carried = new ArrayList<Integer>();
        Regions.each(now.body(), e -> {
            if (e.prim() == Prim.FOR) {
                carried.add(e.out().size());
            }
        });
        assertEquals(List.of(2, 2), carried, "the sum and the rows; and the loop as it was\n" + now);
        assertTrue(now.toString().contains("slice"), now.toString());
    }

    /** A trip that reads the matrix, factors of both indices, and a matrix that the loop hands on in another way. */
    @Test
    void otherLoopsStay() {
        for (String text : List.of(NEST.replace("g = add h u", "z = index[promised] c 0:i32 0:i32; e:f64[n2] = broadcast[-> n2] z n; g = add h e"), NEST.replace("p = mul w b", "p = mul v v"),
            NEST.replace("w = mul v 3.0:f64", "a2 = index[promised] g i; w = mul v a2"), NEST.replace("q = add o p", "q = sub o p"), NEST.replace("q = add o p", "q = add p p"),
            ARRAYS.replace("q = add p c", "q = add p p"), ARRAYS.replace("q = add p c", "e = add p c; q = add e p"))) {
            Func f = Parser.parseFunc(text);
            assertSame(f, new OuterSums().run(f), text);
        }
    }
}
