package dev.jacobi.vectorize.raise;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Loops that data end. */
class ExitSplitTest {
    /** What ends it is known before the loop. */
    @Test
    void aConditionThatNoTripChanges() {
        String text = """
            f(n:i32[], c:bool[]) {
              i, s, f = while(0:i32, -1:i32, false) { i:i32[], s:i32[], f:bool[] -> g = not f; h = lt i n; k = and h g; yield k }
                do { i:i32[], s:i32[], f:bool[] -> t = select c i s; j = add i 1:i32; k = select c i j; yield k, t, c }
              return s }
            """;
        var raised = Same.run(Raise.passes(false), text);
        for (int n = -1; n < 4; n++) {
            for (boolean c : new boolean[] {false, true}) {
                Same.computes(Parser.parseFunc(text), raised, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.bool(c))));
            }
        }
    }

    /** The counter goes on where the opposite of what ends the loop holds: of floats, equal or not. */
    @Test
    void aSearchThatOnlySaysWhether() {
        String text = """
            f(a:f32[n]) {
              n = dim[0] a
              i, f = while(0:i32, false) { i:i32[], f:bool[] -> g = not f; h = lt i n; k = and g h; yield k }
                do { i:i32[], f:bool[] -> x = index a i; e = eq x x; d = ne x x; j = add i 1:i32; k = select e j 0:i32; yield k, d }
              return f }
            """;
        var raised = Same.run(Raise.passes(false), text);
        assertTrue(raised.toString().contains("reduce["), raised.toString());
        for (int at : new int[] {-1, 0, 299, 600}) {
            float[] x = new float[601];
            if (at >= 0) {
                x[at] = Float.NaN;
            }
            Same.computes(Parser.parseFunc(text), raised, true, List.of(Tensor.of(x)));
        }
        Same.computes(Parser.parseFunc(text), raised, true, List.of(Tensor.of(new float[0])));
    }

    /** In the trips before the last one it is known which way the opposite of the test goes, too: the counter needs no loop of its own. */
    @Test
    void whereTheSearchEnds() {
        String text = """
            f(a:i32[n], t:i32[]) {
              n = dim[0] a
              i, f = while(0:i32, false) { i:i32[], f:bool[] -> g = not f; h = lt i n; k = and g h; yield k }
                do { i:i32[], f:bool[] -> x = index a i; d = eq x t; e = ne x t; j = add i 1:i32; k = select e j i; yield k, d }
              return i }
            """;
        var raised = Same.run(Raise.passes(false), text);
        assertFalse(raised.toString().contains("for("), raised.toString());
        for (int n : new int[] {0, 1, 300, 601}) {
            int[] a = IntStream.range(0, n).toArray();
            for (int t : new int[] {-1, 0, 299, 600}) {
                Same.computes(Parser.parseFunc(text), raised, true, List.of(Tensor.of(a), Tensor.of(Lit.i32(t))));
            }
        }
    }

    /** Trips that hand on an array of another length than the loop starts with: behind the loop it is that long. */
    @Test
    void arraysOfOtherLengths() {
        String text = """
            f(a:f64[n], b:f64[m]) {
              n = dim[0] a
              i, v, f = while(0:i32, b, false) { i:i32[], v:f64[?], f:bool[] -> g = not f; h = lt i n; k = and g h; yield k }
                do { i:i32[], v:f64[?], f:bool[] -> x = index a i; d = gt x 3.0:f64
                  j, w:f64[?] = cond d { c:f64[3] = full[f64[3]] x 3:i32; j = add i 1:i32; yield j, c } { yield i, v }; yield j, w, d }
              l = dim[0] v; e = sub l 1:i32; z = index v e; return l, z }
            """;
        var raised = Same.run(Raise.passes(false), text);
        assertTrue(raised.toString().contains("reduce["), raised.toString());
        for (double[] a : new double[][] {{}, {1}, {1, 2}, {4, 1}, {1, 2, 4}}) {
            Same.computes(Parser.parseFunc(text), raised, true, List.of(Tensor.of(a), Tensor.of(new double[] {5, 6, 7, 8, 9})));
        }
    }
}
