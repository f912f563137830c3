package dev.jacobi.vectorize.trips;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loops with branches that ask for the trip's number, for bounds before, among and behind the trips and at the ends of the integers. */
class SplitTripsTest {
    private static final String LOOP = """
        f(n:i32[], w:i32[], a:f64[m]) {
          r = for(n, 0.0:f64) { i, s -> x = index[clamp] a i;  t = add s x;  c = TEST;
            u = cond(c) false { j = sub i w;  y = index[clamp] a j;  v = mul t y;  yield v } true { v = sub t x;  yield v };
            yield u }
          return r }""";

    @ParameterizedTest
    @CsvSource({"lt i w", "le i w", "gt i w", "ge i w", "lt w i", "le w i", "gt w i", "ge w i"})
    void everyOrder(String test) {
        String text = LOOP.replace("TEST", test);
        Func f = Parser.parseFunc(text);
        Func now = Same.run(List.of(new SplitTrips()), text);
        assertEquals("for for", Same.skeleton(now), now::toString);
        same(f, now);
    }

    /** What two branches ask, one of them of what the other one excludes. */
    @ParameterizedTest
    @CsvSource({"lt i w, gt i v, for for for for", "ge i w, le v i, for for for for", "eq i w, ne i v, for(cond cond)"})
    void two(String first, String second, String loops) {
        String text = """
            f(n:i32[], w:i32[], a:f64[m]) {
              v = add w 2:i32
              r, q = for(n, 0.0:f64, a) { i, s, b -> x = index[clamp] a i;  c = %s;  d = %s;
                t = cond(c) false { y = add s x;  yield y } true { y = mul s x;  yield y };
                e = cond(d) false { yield b } true { g = update[clamp] b i t;  yield g };
                yield t, e }
              return r, q }""".formatted(first, second);
        Func now = Same.run(List.of(new SplitTrips()), text);
        assertEquals(loops, Same.skeleton(now), now::toString);
        same(Parser.parseFunc(text), now);
    }

    private static void same(Func f, Func now) {
        for (int n : new int[] {-1, 0, 1, 2, 3, 7, Integer.MIN_VALUE}) {
            for (int w : new int[] {0, 1, 3, 6, 7, 8, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
                Same.computes(f, now, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(w)), Tensor.of(new double[] {3, -1, 4, 1, -5, 9, 2})));
            }
        }
    }
}
