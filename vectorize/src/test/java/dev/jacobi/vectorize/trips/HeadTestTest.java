package dev.jacobi.vectorize.trips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.params.provider.CsvSource;

/** Loops whose test stands behind a call in the bytecode, {@code for (int i = 0; i < size(a); i++)}. */
class HeadTestTest {
    /** The flag ends the loop only by the test, which stands behind a check that holds in all trips or in none. */
    @Test
    void aLoopOverWhatACallSays() {
        String text = """
            f(a:f64[n], b:f64[k]) {
              k = dim[0] b
              some = ge k 1:i32
              n = dim[0] a
              i, c, f = while(0:i32, b, false) { i:i32[], c:f64[k], f:bool[] -> g = not f; yield g }
                do { i:i32[], c:f64[k], f:bool[] -> check[index "size"] some; e = ge i n; j, d = cond(e) false {
                       x = index a i; y = add x 1.0:f64; z = update c i y; j = add i 1:i32; yield j, z
                     } true { yield 0:i32, c }
                     yield j, d, e }
              return c, i }
            """;
        Func raised = Same.run(Raise.passes(false), text);
        assertFalse(Regions.any(raised.body(), e -> e.prim() == Prim.WHILE || e.prim() == Prim.FOR), raised.toString());
        for (int size : new int[] {0, 1, 3}) {
            Same.computes(Parser.parseFunc(text), raised, true, List.of(Tensor.of(new double[size]), Tensor.of(new double[3])));
        }
    }

    /** The test of a number that a branch makes, and another way out of the loop. */
    @Test
    void anotherExit() {
        String text = """
            f(a:f64[n], k:i32[]) {
              i, s, f = while(0:i32, 0.0:f64, false) { i:i32[], s:f64[], f:bool[] -> g = not f; yield g }
                do { i:i32[], s:f64[], f:bool[] -> p = add i 1:i32; h = div k p; m = add h i; w = lt m 100:i32; t = lt i h; both = and w t
                     j, r, o = cond(both) false { z = sub 0:i32 i; yield z, s, true } true {
                       x = index a i; u = add s x; j = add i 1:i32; l = gt u 5.0:f64; yield j, u, l
                     }
                     yield j, r, o }
              return i, s }
            """;
        Func tested = Same.run(List.of(new HeadTest()), text);
        assertTrue(Regions.any(tested.body(), e -> e.prim() == Prim.WHILE && Regions.any(Regions.of(e).get(0).body(), x -> x.prim() == Prim.COND)), tested.toString());
        for (int k : new int[] {-3, 0, 1, 2, 9, 19}) {
            for (int big = 0; big < 10; big++) {
                double[] a = new double[10];
                a[big] = 7;
                Same.computes(Parser.parseFunc(text), tested, true, List.of(Tensor.of(a), Tensor.of(Lit.i32(k))));
            }
        }
    }

    /** What a trip does with the root that its test looks at would be computed twice. */
    @Test
    void workIsNotDoneTwice() {
        String text = """
            f(a:f64[]) {
              x, f = while(a, false) { x:f64[], f:bool[] -> g = not f; yield g }
                do { x:f64[], f:bool[] -> r = sqrt x; e = lt r 2.0:f64; y = cond(e) false { y = div r 3.0:f64; yield y } true { yield x }
                     yield y, e }
              return x }
            """;
        assertEquals(Parser.parseFunc(text).toString(), Same.run(List.of(new HeadTest()), text).toString());
    }

    /** A loop whose test fails, whatever it would say. */
    @Test
    void aTestMayFail() {
        String text = """
            f(a:i32[]) {
              x = while(a) { x:i32[] -> check[division "f:1"] false; yield true }
                do { x:i32[] -> y = add x 1:i32; yield y }
              return x }
            """;
        assertEquals(Parser.parseFunc(text).toString(), Same.run(List.of(new HeadTest()), text).toString());
    }

    /** {@code for (i = 0; i < n; i++) { if (i + k >= m) break; .. }}: two tests, of which the first to fail ends the loop; what is handed on says which. Other ways out stay. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "g = not f; h = lt i n; o = and g h | e = lt j m; z = ge j m | 0 | z | true", "g = not f; h = lt i n; a = and h g; l = gt n -2:i32; o = and a l | e = lt j m; z = ge j m | 0 | z | true", "g = not f; h = lt i n; c = ge n -9:i32; check[index \"t\"] c; o = and g h | e = lt j m; z = ge j m | 0 | z | false",
        "g = not f; h = lt i n; l = ne i 7:i32; a = and g h; o = and a l | e = ge j m; z = or e e | 1 | e | true", "g = not f; h = lt i n; o = and g h | e = lt j m; z = not e | 0 | z | true",
        "g = not f; h = lt i n; o = and g h | e = lt j m; z = le j m | 0 | z | false", "g = not f; h = div n i; l = lt h 3:i32; o = and g l | e = lt j m; z = ge j m | 0 | z | false"})
    void aBreakBehindTheTestOfACount(String condition, String test, int out, String flag, boolean joins) {
        String leave = "yield s, 0:i32";
        String go = "y = convert[f64] j; t = mul s 0.5:f64; u = add t y; v = add i 1:i32; yield u, v";
        String text = """
            f(n:i32[], k:i32[], m:i32[]) {
              s, i, f = while(1.0:f64, 1:i32, false) { s:f64[], i:i32[], f:bool[] -> COND; yield o }
                do { s:f64[], i:i32[], f:bool[] -> j = add i k; TEST
                     r, q = cond(e) false { NO } true { YES }
                     yield r, q, FLAG }
              return s, i, f }
            """.replace("COND", condition)
            .replace("TEST", test).replace("NO", out == 0 ? leave : go).replace("YES", out == 0 ? go : leave).replace("FLAG", flag);
        Func f = Parser.parseFunc(text);
        Func g = Same.run(List.of(new HeadTest()), text);
        assertEquals(joins, !f.toString().equals(g.toString()), g::toString);
        for (int n : new int[] {-3, 0, 1, 2, 9, 19}) {
            for (int k : new int[] {-20, -1, 0, 3, 18}) {
                for (int m : new int[] {-5, 0, 1, 2, 7, 30}) {
                    if (joins) {
                        Same.computes(f, g, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(k)), Tensor.of(Lit.i32(m))));
                    }
                }
            }
        }
    }
}
