package dev.jacobi.vectorize.trips;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Loops with a stride from outside have a copy for elements next to each other. */
class UnitStrideTest {
    @Test
    void rowsHaveNoLastIndex() {
        String text = """
            f(n:i32[], w:i32[], a:f64[k,3], d:f64[m]) {
              x = for(n, d) { i:i32[], x0:f64[m] ->
                row = index a i
                g = index row 1:i32
                j = mul i w
                x1 = update x0 j g
                yield x1 }
              return x
            }
            """;
        Func f = Parser.parseFunc(text);
        Func g = Same.run(List.of(new UnitStride()), text);
        var random = new Random(3);
        for (int n = 0; n <= 4; n++) {
            for (int w = 1; w <= 3; w++) {
                Tensor a = new Tensor(DType.F64, new int[] {n, 3}, random.doubles(3L * n).toArray());
                Same.computes(f, g, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(w)), a, new Tensor(DType.F64, new int[] {n * w}, new double[n * w])));
            }
        }
    }

    /** A nest as of a convolution: the stride multiplies the number of a trip in the last index of an array of arrays. */
    @Test
    void nestsOfArraysOfArrays() {
        convolution("row = mul i s ; p = add row r ; column = mul j s ; q = add column t ; v = index a p q", "a:f64[h,w]", true);
    }

    /** In a flat array the number of one loop's trip may be times the width of a matrix, not those of two. */
    @Test
    void nestsOfFlatArrays() {
        convolution("row = mul i s ; p = add row r ; first = mul p w ; column = mul j s ; q = add column t ; at = add first q ; v = index a at", "a:f64[k]", true);
        convolution("row = mul i s ; p = add row r ; q = add j t ; at = add p q ; v = index a at", "a:f64[k]", false);
    }

    private static void convolution(String access, String array, boolean changes) {
        String text = """
            f(n:i32[], s:i32[], w:i32[], %s, d:f64[n,n]) {
              x = for(n, d) { i:i32[], x0:f64[n,n] ->
                x5 = for(n, x0) { j:i32[], x1:f64[n,n] ->
                  sum = for(2:i32, 0.0:f64) { r:i32[], s0:f64[] ->
                    s3 = for(2:i32, s0) { t:i32[], s1:f64[] ->
                      %s
                      s2 = add s1 v
                      yield s2 }
                    yield s3 }
                  x2 = update x1 i j sum
                  yield x2 }
                yield x5 }
              return x
            }
            """.formatted(array, access.replace(" ; ", "\n          "));
        Func f = Parser.parseFunc(text);
        Func g = Same.run(List.of(new UnitStride()), text);
        assertEquals(changes, Regions.any(g.body(), e -> e.prim() == Prim.COND), g.toString());
        var random = new Random(3);
        for (int n = 0; n <= 3; n++) {
            for (int s = 0; s <= 3; s++) {
                int w = Math.max(0, n - 1) * Math.max(1, s) + 2;
                int[] shape = array.contains(",") ? new int[] {w, w} : new int[] {w * w};
                Tensor a = new Tensor(DType.F64, shape, random.doubles((long) w * w).toArray());
                Same.computes(f, g, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(s)), Tensor.of(Lit.i32(w)), a, new Tensor(DType.F64, new int[] {n, n}, new double[n * n])));
            }
        }
    }
}
