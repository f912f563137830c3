package dev.jacobi.vectorize.sums;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Loops that add one number, or nothing, to elements have a question in front: whether the number is zero. */
class IdleSumsTest {
    /** For each of some numbers, it or nothing goes to elements of two arrays, as many as data say. */
    private static String program(String term) {
        return """
            f(n:i32[], v:f64[k], c:i32[k], a:f64[h], b:f64[h]) {
              ok = lt n 7:i32
              check[index ""] ok
              x, y = for(n, a, b) { i:i32[], a0:f64[h], b0:f64[h] ->
                w = index v i
                m = index c i
                p, q = for(m, a0, b0) { j:i32[], a1:f64[h], b1:f64[h] ->
                  odd = and j 1:i32
                  one = eq odd 1:i32
                  r = rem j 6:i32
                  u = index v r
                  t = TERM
                  l = sub 9:i32 j
                  a2 = acc_add a1 j t
                  b2 = acc_add b1 l t
                  yield a2, b2 }
                yield p, q }
              return x, y
            }
            """.replace("TERM", term);
    }

    private static boolean asks(Func f) {
        return Regions.any(f.body(), e -> e.prim() == Prim.NE) && Regions.any(f.body(), e -> e.prim() == Prim.COND);
    }

    private static void check(boolean asks, String term) {
        SummedProgram p = SummedProgram.of(program(term));
        var random = new Random(5);
        for (int n : new int[] {-1, 0, 1, 6}) {
            var zeros = new Tensor(DType.F64, new int[] {6}, random.ints(6, 0, 2).asDoubleStream().map(x -> x * 3).toArray());
            var counts = new Tensor(DType.I32, new int[] {6}, random.ints(6, -1, 10).toArray());
            p.computes(List.of(Tensor.of(Lit.i32(n)), zeros, counts, SummedProgram.whole(random, 10), SummedProgram.whole(random, 10)));
        }
        assertEquals(asks, asks(p.accumulated()), p.accumulated()::toString);
    }

    @Test
    void aNumberOrNothing() {
        check(true, "select one w 0.0:f64");
        check(true, "select one 0.0:f64 w");
    }

    @Test
    void whatAllTripsAddIsSeldomZero() {
        check(false, "neg w");
    }

    @Test
    void otherTermsMayBeAnythingWhereTheNumberIsZero() {
        check(false, "select one w 1.0:f64");
        check(false, "div w 0.5:f64");
        check(false, "add u 0.0:f64");
    }

    /** The slope by a number that is zero is not zero: the loop stays as it is while derivatives are still to be taken. */
    @Test
    void derivativesSeeTheLoop() {
        Func f = Parser.parseFunc(program("select one w 0.0:f64"));
        Func now = new Accumulate(Accumulate.Neighbours.STAY).run(f);
        assertTrue(!asks(now) && Regions.any(now.body(), e -> e.prim() == Prim.ACC_ADD), now::toString);
    }
}
