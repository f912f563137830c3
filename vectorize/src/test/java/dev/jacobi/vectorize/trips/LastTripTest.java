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

/** The last trip of steps along a ring is split off, and nothing else. */
class LastTripTest {
    private static final String LOOP = "f(n:i32[], a:f64[m], c:f64[m]) { z = le 0:i32 n; check[index \"\"] z; h = div n 2:i32; l = dim[0] a; "
        + "b = for(h, c) { i:i32[], b0:f64[m] -> j = mul i 2:i32; BODY; b1 = update[clamp] b0 i x; yield b1 }; return b }";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1 | k0 = add j 2:i32; p = lt k0 n; k = select p k0 0:i32; q = add k 1:i32; t = lt q l; check[index \"\"] t; x = index[clamp] a q",
        "1 | k0 = add j 2:i32; p = ge k0 n; d = select p n 0:i32; k = sub k0 d; q = add k 1:i32; t = lt q l; check[index \"\"] t; x = index[clamp] a q",
        // asked in a branch
        "1 | k = add j 3:i32; p = lt k n; x = cond p { yield 0.0:f64 } { t = lt k l; check[index \"\"] t; y = index[clamp] a k; yield y }",
        // what is asked in the branch is not known outside of it
        "0 | p = gt j 0:i32; x = cond p { q = add j i; t = lt q l; check[index \"\"] t; y = index[clamp] a q; yield y } { yield 1.0:f64 }",
        // a step of one has its bounds without that
        "0 | k0 = add i 1:i32; p = lt k0 h; k = select p k0 0:i32; t = lt k l; check[index \"\"] t; x = index[clamp] a k",
        // no difference of which is a number
        "0 | w = convert[i64] i; p = eq w -9223372036854775808:i64; k = select p 0:i32 i; t = lt k l; check[index \"\"] t; x = index[clamp] a k",
        // further away than the next one, the last two trips ask
        "0 | k0 = add j 4:i32; p = lt k0 n; k = select p k0 0:i32; q = add k 1:i32; t = lt q l; check[index \"\"] t; x = index[clamp] a q"})
    void loops(int split, String body) {
        String text = LOOP.replace("BODY", body);
        Func f = Parser.parseFunc(text);
        Func g = Same.run(List.of(new LastTrip()), text);
        int[] updates = {-1};
        Regions.each(g.body(), e -> updates[0] += e.prim() == Prim.UPDATE ? 1 : 0);
        assertEquals(split, updates[0], g::toString);
        for (int n = 0; n < 12; n++) {
            for (int m = 0; m < 12; m++) {
                Same.computes(f, g, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(new Random(1).doubles(m).toArray()), Tensor.of(new double[m])));
            }
        }
    }
}
