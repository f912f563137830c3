package dev.jacobi.vectorize.vmap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.simplify.Simplify;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.vectorize.raise.Raise;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Collectives over the axis of a batch, against sums written out. */
class BatchCollectivesTest {
    private static Module batched(String text, List<Integer> in, List<Integer> out, String axis) {
        Module m = Parser.parseModule(text);
        Module r = Batch.of(m, "f", in, out, axis);
        Verifier.verify(r);
        return r;
    }

    private static Module passes(Module m) {
        var out = new LinkedHashMap<String, Func>();
        m.funcs().forEach((name, f) -> out.put(name, new Simplify().run(Raise.run(new Simplify().run(f), false))));
        Module r = new Module(out);
        Verifier.verify(r);
        return r;
    }

    private static double[] reals(Tensor t) {
        double[] x = new double[t.size()];
        Arrays.setAll(x, i -> t.get(i).asDouble());
        return x;
    }

    /** Runs before and after the passes and compares with the expected elements. */
    private static void gives(Module m, String entry, List<Tensor> in, double[]... want) {
        for (Module how : List.of(m, passes(m))) {
            List<Tensor> have = Interpreter.run(how, entry, in);
            for (int k = 0; k < want.length; k++) {
                assertArrayEquals(want[k], reals(have.get(k)), 1e-12, "result " + k + " of\n" + how.get(entry));
            }
        }
    }

    @Test
    void sumsExtremesIndicesAndAll() {
        Module m = batched("""
            f(x:f64[]) { y = mul x x; s = psum["i"] y; a = pmax["i"] y; b = pmin["i"] x; i = axis_index["i"]; g = all_gather["i"] x
              z = div y s; c = psum["i"] 1.0:f64; k = index g 1:i32; w = add z k
              return w, a, b, i, g, c }
            """, List.of(0), List.of(0, 0, 0, 0, 1, 0), "i");
        gives(m, "vmap(f)", List.of(Tensor.of(new double[] {1, 2, -3})), new double[] {1 / 14.0 + 2, 4 / 14.0 + 2, 9 / 14.0 + 2}, new double[] {9, 9, 9},
            new double[] {-3, -3, -3}, new double[] {0, 1, 2}, new double[] {1, 1, 1, 2, 2, 2, -3, -3, -3}, new double[] {3, 3, 3});
    }

    @Test
    void aLoopAroundACollective() {
        // Power iteration in which every lane holds one row of the matrix and one element of the vector.
        Module m = batched("""
            f(row:f64[n], steps:i32[]) {
              n = dim[0] row
              r = for(steps, 1.0:f64) { t, v ->
                all = all_gather["i"] v
                s = for(n, 0.0:f64) { j, s -> a = index row j; x = index all j; p = mul a x; q = add s p; yield q }
                norm = pmax["i"] s
                w = div s norm
                yield w }
              return r }
            """, List.of(0, -1), List.of(0), "i");
        double[] a = {2, 1, 0, 1, 3, 1, 0, 1, 4};
        double[] v = {1, 1, 1};
        for (int t = 0; t < 5; t++) {
            double[] w = new double[3];
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    w[i] += a[i * 3 + j] * v[j];
                }
            }
            double norm = Arrays.stream(w).max().getAsDouble();
            v = Arrays.stream(w).map(x -> x / norm).toArray();
        }
        gives(m, "vmap(f)", List.of(Tensor.of(a, 3, 3), dims(5)), v);
    }

    private static Tensor dims(int n) {
        return Tensor.of(Lit.i32(n));
    }

    @Test
    void aWhileAndABranchThatAllLanesTakeAlike() {
        Module m = batched("""
            f(x:f64[]) {
              y, s = while(x, 100.0:f64) { y, s -> c = gt s 3.0:f64; yield c } do { y, s ->
                h = mul y 0.5:f64; t = psum["i"] h; yield h, t }
              big = lt s 2.5:f64
              z = cond(big) false { yield y } true { t = psum["i"] y; u = sub y t; yield u }
              return z, s }
            """, List.of(0), List.of(0, 0), "i");
        // 8 + 4 -> 6 -> 3: two halvings, and 3 is not above 3.
        gives(m, "vmap(f)", List.of(Tensor.of(new double[] {8, 4})), new double[] {2, 1}, new double[] {3, 3});
        gives(m, "vmap(f)", List.of(Tensor.of(new double[] {8, 0.8})), new double[] {2 - 2.2, 0.2 - 2.2}, new double[] {2.2, 2.2});
    }

    @Test
    void calledFunctionsMayHaveCollectivesToo() {
        Module m = batched("""
            f(x:f64[n]) { a:f64[n] = call[centred] x; b:f64[n] = call[centred] a; c = add a b; return c }
            centred(x:f64[n]) { s = psum["i"] x; n = dim[0] x; h = full[f64[n]] 0.5:f64 n; t = mul s h; r = sub x t; return r }
            """, List.of(0), List.of(0), "i");
        gives(m, "vmap(f)", List.of(Tensor.of(new double[] {1, 2, 5, 6}, 2, 2)), new double[] {-4, -4, 4, 4});
    }

    @Test
    void nestedAxesOfDifferentNames() {
        Module one = batched("f(x:f64[]) { a = psum[\"i\"] x; b = psum[\"j\"] x; c = psum[\"j\"] a; i = axis_index[\"i\"]; j = axis_index[\"j\"]; g = all_gather[\"j\"] x; h = reduce_max[0] g; return a, b, c, i, j, h }",
            List.of(0), List.of(0, 0, 0, 0, 0, 0), "i");
        Module two = Batch.of(passes(one), "vmap(f)", List.of(0), List.of(0, 0, 0, 0, 0, 0), "j");
        Verifier.verify(two);
        // Rows are j, columns i.
        gives(two, "vmap(vmap(f))", List.of(Tensor.of(new double[] {1, 2, 3, 10, 20, 30}, 2, 3)), new double[] {6, 6, 6, 60, 60, 60}, new double[] {11, 22, 33, 11, 22, 33},
            new double[] {66, 66, 66, 66, 66, 66}, new double[] {0, 1, 2, 0, 1, 2}, new double[] {0, 0, 0, 1, 1, 1}, new double[] {10, 20, 30, 10, 20, 30});
    }

    @Test
    void aBatchOfNone() {
        Module m = batched("f(x:f64[]) { s = psum[\"i\"] x; y = sub x s; return y, s }", List.of(0), List.of(0, 0), "i");
        gives(m, "vmap(f)", List.of(Tensor.of(new double[0], 0)), new double[0], new double[0]);
    }

    @Test
    void lanesThatWouldNotMeetAreRefused() {
        var e = assertThrows(IllegalArgumentException.class, () -> batched("""
            f(x:f64[], n:i32[]) { y = for(n, x) { i, y -> s = psum["i"] y; yield s }; return y }
            """, List.of(0, 0), List.of(0), "i"));
        assertTrue(e.getMessage().contains("trip counts"), e.getMessage());
        var r = assertThrows(IllegalArgumentException.class, () -> batched("""
            f(x:f64[], n:i32[]) { y:f64[] = call[f] x n; s = psum["i"] y; return s }
            """, List.of(0, -1), List.of(0), "i"));
        assertTrue(r.getMessage().contains("calls itself"), r.getMessage());
        assertEquals(1, batched("f(x:f64[], n:i32[]) { y = for(n, x) { i, y -> s = psum[\"i\"] y; yield s }; return y }", List.of(0, -1), List.of(0), "i").get("f").out().size());
    }
}
