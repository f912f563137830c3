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

/** Loops that count what the trips around them hand on stand in branches, and others stay. */
class RareTripsTest {
    private static final String LOOP = "f(n:i32[], s:i32[], a:f64[m]) { h, o, b = for(n, s, 0:i32, a) { i:i32[], h0:i32[], o0:i32[], b0:f64[m] -> BODY; yield h1, o1, b1 }; return h, o, b }";
    private static final String INNER = "b1 = for(p, b0) { k:i32[], c0:f64[m] -> t = add o0 k; x = index[clamp] c0 t; y = add x 1.0:f64; c1 = update[clamp] c0 t y; yield c1 }";
    private static final String AFTER = "z = mul p -8:i32; h1 = add g z; o1 = add o0 p";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1 | g = add h0 3:i32; q = max g 7:i32; p = div q 8:i32; INNER; AFTER",
        "1 | g = add h0 3:i32; q = max g 2:i32; q1 = add q 5:i32; p = div q1 8:i32; INNER; AFTER",
        // a check of the places that are written, and numbers that are not the branch's
        "1 | g = add h0 3:i32; q = max g 7:i32; p = div q 8:i32; u = add i i; e = sub 60:i32 o0; e1 = sub e p; r = ge e1 0:i32; w = lt p 1:i32; w1 = or w r; check[index \"\"] w1; INNER; AFTER",
        // without the branch the check might fail
        "0 | g = add h0 3:i32; q = max g 7:i32; p = div q 8:i32; e = sub 60:i32 o0; e1 = sub e p; r = ge e1 0:i32; check[index \"\"] r; INNER; AFTER",
        // there may be a trip in any case
        "0 | g = add h0 3:i32; q = max g 8:i32; p = div q 8:i32; INNER; AFTER",
        "0 | g = add h0 3:i32; q = max g -9:i32; p = div q 8:i32; INNER; AFTER",
        // an element is read in front of the loop
        "0 | g = add h0 3:i32; q = max g 7:i32; p = div q 8:i32; v = index[clamp] b0 i; b2 = for(p, b0) { k:i32[], c0:f64[m] -> t = add o0 k; c1 = update[clamp] c0 t v; yield c1 }; b1 = update[clamp] b2 i v; AFTER",
        // the next trip does not ask for what there is
        "0 | g = add i 3:i32; q = max g 7:i32; p = div q 8:i32; INNER; h1 = add h0 1:i32; o1 = add o0 p"})
    void loops(int branches, String body) {
        String text = LOOP.replace("BODY", body).replace("INNER", INNER).replace("AFTER", AFTER);
        Func f = Parser.parseFunc(text);
        Func g = Same.run(List.of(new RareTrips()), text);
        int[] conds = {0};
        Regions.each(g.body(), e -> conds[0] += e.prim() == Prim.COND ? 1 : 0);
        assertEquals(branches, conds[0], g::toString);
        for (int n : new int[] {-1, 0, 1, 2, 3, 17, 40}) {
            for (int s : new int[] {0, 1, 5, 7, 8, 30, -1, -20, 400, branches > 0 ? Integer.MIN_VALUE : -40}) {
                Same.computes(f, g, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(s)), Tensor.of(new Random(1).doubles(80).toArray())));
            }
        }
    }
}
