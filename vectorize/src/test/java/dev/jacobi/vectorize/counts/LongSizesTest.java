package dev.jacobi.vectorize.counts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Longs up to which loops go along arrays are checked to be ints, those that are other numbers are not, and all computes the same. */
class LongSizesTest {
    private static long checks(Func f) {
        return f.body().stream().filter(e -> e.prim() == Prim.CHECK && ((Params.Check) e.params()).code() == Params.Code.MEMORY).count();
    }

    /** A loop that counts by longs up to this limit and asks an array for the element at this place. */
    private static String loop(String limit, String place) {
        return """
            f(x:f64[k], n:i64[], m:i64[]) {
              z = dim[0] x
              l = %s
              i9, s9 = while(0:i64, 0.0:f64) { i:i64[], s:f64[] -> c = lt i l; yield c } do { i:i64[], s:f64[] ->
                %s
                q = convert[i32] p; a = ge q 0:i32; b = lt q z; ok = and a b; check[index "p"] ok
                v = index x q; t = mul s 0.5:f64; u = add t v; j = add i 1:i64; yield j, u }
              return i9, s9
            }
            """.formatted(limit, place);
    }

    @ParameterizedTest
    @CsvSource({"add n 0:i64, p = add i 0:i64, 1", "sub n 1:i64, p = add i 0:i64, 1", "mul n m, p = add i 0:i64, 2", "div n 2:i64, p = mul i 2:i64, 1", "add n 0:i64, w = mul i m; p = add w i, 1",
        "add n 0:i64, p = and i 3:i64, 0", "add n 0:i64, p = min i 3:i64, 0", "add n 0:i64, p = rem m 4:i64, 0", "convert[i64] z, p = add i m, 0"})
    void sizes(String limit, String place, int checked) {
        String text = loop(limit, place);
        Func f = Parser.parseFunc(text);
        Func g = Same.run(List.of(new LongSizes()), text);
        assertEquals(checked, checks(g), g::toString);
        Tensor x = Tensors.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8});
        for (long n : new long[] {-1, 0, 1, 3, 4, 8}) {
            for (long m : new long[] {0, 1, 2, -1}) {
                Same.computes(f, g, true, List.of(x, Tensor.of(Lit.i64(n)), Tensor.of(Lit.i64(m))));
            }
        }
        if (checked > 0) {
            assertNull(Same.outputs(g, List.of(x, Tensor.of(Lit.i64(1L << 32)), Tensor.of(Lit.i64(0)))));
        }
    }

    /** {@code for (int i = 0; i < n * m; i++)} asks in ints, behind a check of what is no argument itself, too. */
    @ParameterizedTest
    @CsvSource({"lt, 1", "le, 1", "gt, -1", "ne, 1"})
    void countersOfInts(String op, int step) {
        String text = """
            f(k:i32[], n:i32[], m:i32[]) {
              w = convert[i64] n
              h = convert[i64] m
              l = mul w h
              i9, s9 = while(k, 7:i32) { i:i32[], s:i32[] -> j = convert[i64] i; c = %s j l; yield c } do { i:i32[], s:i32[] ->
                t = mul s 3:i32; u = add t i; v = add i %d:i32; yield v, u }
              return i9, s9
            }
            """.formatted(op, step);
        Func f = Parser.parseFunc(text);
        Func g = Same.run(List.of(new LongSizes(), new WhileToFor(false)), text);
        assertFalse(g.toString().contains("while"), g::toString);
        int[] sizes = {-2, 0, 1, 3, 5};
        for (int n : sizes) {
            for (int m : sizes) {
                int k = step > 0 ? Math.min(n * m, -3) : 30;
                Same.computes(f, g, true, List.of(Tensor.of(Lit.i32(k)), Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(m))));
            }
        }
        assertNull(Same.outputs(g, List.of(Tensor.of(Lit.i32(0)), Tensor.of(Lit.i32(1 << 20)), Tensor.of(Lit.i32(1 << 12)))));
    }
}
