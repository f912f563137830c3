package dev.jacobi.vectorize.trips;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folds of several terms a trip that become folds of one, and others, of which the terms are not alike or not in order. */
class RerollTest {
    private static final String FOLD = """
        f(m:i32[], a:f64[n]) {
          h = div m 2:i32
          r = for(h, 0.5:f64) { k, s -> i = mul k 2:i32; j = add i 1:i32; x = index a i; y = index a j; TERMS; yield v }
          return r }""";

    @ParameterizedTest
    @CsvSource({
        "u = add s x; v = add u y, 1, 1", "u = add x s; v = add y u, 1, 1", "u = max s x; v = max u y, 1, 1", "p = mul x x; q = mul y y; u = add s p; v = add u q, 1, 1",
        // another order
        "t = add x y; v = add s t, 2, 1", "u = add s y; v = add u x, 2, 2",
        // terms that differ, that the fold so far goes into, and that nothing tells apart
        "p = mul x x; u = add s p; v = add u y, 2, 2", "p = mul s x; q = mul s y; u = add s p; v = add u q, 2, 2", "u = add s x; v = mul u y, 2, 2", "t = add x y; u = add s t; v = add u t, 2, 2"})
    void fold(String terms, int strict, int fast) {
        String text = FOLD.replace("TERMS", terms);
        Func f = Parser.parseFunc(text);
        for (boolean any : new boolean[] {false, true}) {
            Func now = Same.run(List.of(new Reroll(any)), text);
            int[] reads = {0};
            Regions.each(now.body(), e -> reads[0] += e.prim() == Prim.INDEX ? 1 : 0);
            assertEquals(any ? fast : strict, reads[0], now::toString);
            for (int m : new int[] {-3, 0, 1, 2, 3, 7}) {
                Same.computes(f, now, !any, List.of(Tensor.of(Lit.i32(m)), Tensor.of(new double[] {0.1, 1e9, -0.3, 4, -1e9, 9, 2.7})));
            }
        }
    }

    /** Where nothing bounds the number of trips, the loop stays beside the new one. */
    @ParameterizedTest
    @CsvSource({"3", "-1"})
    void manyTrips(int m) {
        String text = FOLD.replace("div m 2:i32", "add m 0:i32").replace("TERMS", "u = add s x; v = add u y");
        Func now = Same.run(List.of(new Reroll(false)), text);
        int[] branches = {0};
        Regions.each(now.body(), e -> branches[0] += e.prim() == Prim.COND ? 1 : 0);
        assertEquals(1, branches[0], now::toString);
        Same.computes(Parser.parseFunc(text), now, true, List.of(Tensor.of(Lit.i32(m)), Tensor.of(new double[] {0.1, 1e9, -0.3, 4, -1e9, 9, 2.7})));
    }

    /** Both loops stay beside the new ones, and the terms of the second one are multiplied by what came of the first one. */
    @Test
    void aLoopThatReadsWhatAnotherMade() {
        String text = FOLD.replace("div m 2:i32", "add m 0:i32").replace("TERMS", "u = add s x; v = add u y").replace("return r",
            "g = for(h, 0.5:f64) { c, d -> i = mul c 2:i32; j = add i 1:i32; x = index a i; y = index a j; p = mul x r; q = mul y r; u = add d p; v = add u q; yield v }\n return g");
        Func now = Same.run(List.of(new Reroll(false)), text);
        int[] branches = {0};
        Regions.each(now.body(), e -> branches[0] += e.prim() == Prim.COND ? 1 : 0);
        assertEquals(2, branches[0], now::toString);
        for (int m : new int[] {-1, 0, 3}) {
            Same.computes(Parser.parseFunc(text), now, true, List.of(Tensor.of(Lit.i32(m)), Tensor.of(new double[] {0.1, 1e9, -0.3, 4, -1e9, 9, 2.7})));
        }
    }
}
