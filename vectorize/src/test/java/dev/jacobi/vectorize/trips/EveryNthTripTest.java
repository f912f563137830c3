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
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loops that do something in every n-th trip go over these trips, and others stay. */
class EveryNthTripTest {
    private static final String LOOP = "f(n:i32[], s:i32[], a:f64[m]) { z = lt s 0:i32; c0 = select z 0:i32 s; c = min c0 1:i32; "
        + "b = for(n, a) { i:i32[], b0:f64[m] -> TEST; b1 = cond p FIRST SECOND; yield b1 }; return b }";
    private static final String IDLE = "{ yield b0 }";
    private static final String BESIDE = "{ l = sub i 1:i32; x = index[clamp] b0 l; y = add x 1.0:f64; u = update[clamp] b0 i y; yield u }";
    private static final String OWN = "{ x = index[clamp] b0 i; y = add x 1.0:f64; u = update[clamp] b0 i y; yield u }";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0 | q = add i s; r = and q 1:i32; p = eq r c | IDLE | BESIDE",
        "0 | q = add i s; r = and q 1:i32; p = eq r 0:i32 | BESIDE | IDLE",
        "0 | q = add i s; r = and q 1:i32; p = ne c r | IDLE | BESIDE",
        "0 | q = add i s; r = and q 1:i32; p = ne r c | BESIDE | IDLE",
        // a remainder of what may be negative is compared with 0
        "0 | q = sub s i; r = rem q 2:i32; p = eq r 0:i32 | IDLE | BESIDE",
        "0 | q = sub s i; r = rem q 2:i32; p = ne r 0:i32 | IDLE | BESIDE",
        // two loops, one for where the number wraps around
        "2 | q = add i s; r = rem q 2:i32; p = eq r 1:i32 | IDLE | BESIDE",
        "2 | q = add i s; r = rem q 5:i32; p = eq r 1:i32 | IDLE | OWN",
        "1 | q = sub s i; r = rem q 2:i32; p = eq r 1:i32 | IDLE | BESIDE",
        "0 | q = add i c; r = rem q 2:i32; p = eq r 1:i32 | IDLE | BESIDE",
        "0 | r = rem i 3:i32; p = eq r c | IDLE | BESIDE",
        "0 | q = add i s; r = and q 7:i32; p = eq r 3:i32 | IDLE | OWN",
        // lanes under a mask store what nobody else reads
        "1 | q = add i s; r = and q 1:i32; p = eq r 0:i32 | IDLE | OWN",
        // both ways do something; other numbers
        "1 | q = add i s; r = and q 1:i32; p = eq r 0:i32 | OWN | BESIDE",
        "1 | q = mul i s; r = and q 1:i32; p = eq r 0:i32 | IDLE | BESIDE",
        "1 | q = mul i 2:i32; r = and q 3:i32; p = eq r 0:i32 | IDLE | BESIDE",
        "1 | q = add i c; r = and q 1:i32; p = eq r s | IDLE | BESIDE"})
    void loops(int branches, String test, String first, String second) {
        String text = LOOP.replace("TEST", test).replace("FIRST", first).replace("SECOND", second).replace("IDLE", IDLE).replace("BESIDE", BESIDE).replace("OWN", OWN);
        Func f = Parser.parseFunc(text);
        Func g = Same.run(List.of(new EveryNthTrip()), text);
        int[] conds = {0};
        Regions.each(g.body(), e -> conds[0] += e.prim() == Prim.COND ? 1 : 0);
        assertEquals(branches, conds[0], g::toString);
        for (int n : new int[] {-1, 0, 1, 2, 3, 4, 17, 18}) {
            for (int s : new int[] {0, 1, 2, 3, -1, -2, Integer.MAX_VALUE, Integer.MAX_VALUE - 4, Integer.MIN_VALUE}) {
                Same.computes(f, g, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(s)), Tensor.of(new Random(1).doubles(18).toArray())));
            }
        }
    }

    /** A sum of what such trips find. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0 | -0.0:f64 | add", "1 | 0.0:f64 | add", "0 | 1.0:f64 | mul", "1 | -inf:f64 | add", "0 | -inf:f64 | max"})
    void folds(int branches, String nothing, String fold) {
        String text = """
            f(n:i32[], c:i32[], a:f64[18]) {
              s, b = for(n, 0.5:f64, a) { i, t, u -> q = add i c; r = and q 1:i32; p = eq r 0:i32
                v, w = cond p { yield NOTHING, u } { m = max i 1:i32; k = sub m 1:i32; x = index[clamp] u k; y = index[clamp] u i; z = add x y; d = update[clamp] u i z; yield x, d }
                o = FOLD t v
                yield o, w }
              return s, b }""".replace("NOTHING", nothing).replace("FOLD", fold);
        Func f = Parser.parseFunc(text);
        Func g = Same.run(List.of(new EveryNthTrip()), text);
        int[] conds = {0};
        Regions.each(g.body(), e -> conds[0] += e.prim() == Prim.COND ? 1 : 0);
        assertEquals(branches, conds[0], g::toString);
        for (int n : new int[] {-1, 0, 1, 2, 3, 18}) {
            for (int s : new int[] {0, 1, -3}) {
                Same.computes(f, g, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(s)), Tensor.of(new Random(1).doubles(18).toArray())));
            }
        }
    }
}
