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

/** The first and the last trip of a map leave it where branches ask for them, and nothing else. */
class EndTripsTest {
    private static final String MAP = "f(n:i32[], a:f64[m], c:f64[m]) { e = add n -1:i32; p = lt n 5:i32; b = map(COUNT, c) { i:i32[], b0:f64[m] -> x0 = index[clamp] a i; k = add i 1:i32; BODY; b1 = update[clamp] b0 i x; yield b1 }; return b }";
    private static final String LEFT = "{ l = sub i 1:i32; y = index[clamp] a l; yield y }";
    private static final String RIGHT = "{ y = index[clamp] a k; z = mul y 3.0:f64; yield z }";

    /** {@code inside}: branches in the map. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0 | t = eq i 0:i32; x = cond t LEFT RIGHT",
        "0 | t = gt i 0:i32; x = cond t LEFT RIGHT",
        "0 | t = lt i e; x = cond t LEFT RIGHT",
        "0 | t = ge k n; x = cond t LEFT RIGHT",
        // questions about both ends, and one that has nothing to do with them
        "0 | t = eq i 0:i32; x = cond t { yield x0 } { u = eq i e; y = cond u { yield 1.0:f64 } RIGHT; yield y }",
        "0 | t = ne i 0:i32; u = ne i e; v = and t u; x = cond v LEFT RIGHT",
        "1 | t = ge i 1:i32; u = and t p; x = cond u LEFT RIGHT",
        // one chooses between what is there, and other trips are not looked for
        "1 | t = eq i 0:i32; x = cond t { y = add x0 1.0:f64; yield y } { yield x0 }",
        "1 | t = eq i 2:i32; x = cond t LEFT RIGHT",
        "1 | t = eq i n; x = cond t LEFT RIGHT",
        "1 | t = le i e; x = cond t LEFT RIGHT"})
    void maps(int inside, String body) {
        String text = MAP.replace("COUNT", "n").replace("BODY", body).replace("LEFT", LEFT).replace("RIGHT", RIGHT);
        Func f = Parser.parseFunc(text);
        Func g = EndTrips.run(f);
        int[] found = {0};
        Regions.each(g.body(), e -> Regions.each(e.prim() == Prim.MAP ? Regions.of(e).get(0).body() : List.of(), x -> found[0] += x.prim() == Prim.COND ? 1 : 0));
        for (int n : new int[] {Integer.MIN_VALUE, -1, 0, 1, 2, 3, 4, 13}) {
            Same.computes(f, g, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(new Random(1).doubles(13).toArray()), Tensor.of(new double[13])));
        }
        assertEquals(inside, found[0], g::toString);
    }

    /** A map of few trips stays. */
    @ParameterizedTest
    @CsvSource({"3:i32,true", "40:i32,false"})
    void numbersOfTrips(String count, boolean stays) {
        String text = MAP.replace("COUNT", count).replace("BODY", "t = eq i 0:i32; x = cond t LEFT RIGHT").replace("LEFT", LEFT).replace("RIGHT", RIGHT);
        Func f = Parser.parseFunc(text);
        Func g = EndTrips.run(f);
        assertEquals(stays, f == g);
        Same.computes(f, g, true, List.of(Tensor.of(Lit.i32(2)), Tensor.of(new Random(1).doubles(40).toArray()), Tensor.of(new double[40])));
    }
}
