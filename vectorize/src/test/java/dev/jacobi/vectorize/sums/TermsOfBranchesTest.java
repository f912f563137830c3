package dev.jacobi.vectorize.sums;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.vectorize.Same;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Nests in which branches add to several arrays, and sums of numbers that each loop starts anew. */
class TermsOfBranchesTest {
    private static final String PAIRS = """
        f(n:i32[], a:f64[k], x:f64[l], y:f64[m]) {
          ok = lt n 1000:i32
          check[index ""] ok
          x9, y9, s9 = for(n, x, y, 0.0:f64) { i:i32[], x0:f64[l], y0:f64[m], s0:f64[] ->
            x8, y8, s8 = for(n, x0, y0, 0.0:f64) { j:i32[], x1:f64[l], y1:f64[m], s1:f64[] ->
              other = ne i j
              x7, y7, s7 = cond(other) false {
                yield x1, y1, s1
              } true {
                p = index a i
                q = index a j
                d = sub p q
                e = mul d d
                x2 = acc_add x1 i d
                x3 = acc_add x2 PLACE e
                y2 = acc_add y1 i e
                s2 = acc_add s1 e
                yield x3, y2, s2 }
              yield x7, y7, s7 }
            s4 = acc_add s0 s8
            yield x8, y8, s4 }
          return x9, y9, s9
        }
        """;

    private static SummedProgram computesTheSame(String text, int least) {
        SummedProgram p = SummedProgram.of(text);
        var random = new Random(3);
        for (int n : new int[] {0, 1, 2, 3, 7, 20}) {
            int l = Math.max(n, least);
            p.computes(List.of(Tensor.of(Lit.i32(n)), SummedProgram.whole(random, l), SummedProgram.whole(random, l), SummedProgram.whole(random, l)));
        }
        return p;
    }

    @Test
    void allOtherBodies() {
        // whether the arrays are long enough is asked once; the first nest is the one that was there, the others are one for the sums along rows, and one for those along columns
        SummedProgram p = computesTheSame(PAIRS.replace("PLACE", "j"), 0);
        assertEquals("cond(for(for(cond)) cond(reduce(reduce(cond))) cond(map(reduce(cond))))", Same.skeleton(p.raised()), p.raised()::toString);
    }

    /** What is slow is computed once for a pair of bodies, in one nest that adds to both, unless there are so many that threads are worth several nests; so it is without a branch. */
    @Test
    void allOtherBodiesWithARoot() {
        String root = PAIRS.replace("PLACE", "j").replace("e = mul d d", "g = abs d\n e = sqrt g").replace("i d\n", "i e\n");
        SummedProgram p = computesTheSame(root.replace("e = sqrt g", "r = sqrt g\n h = add r 1.0:f64\n u = floor h\n w = div 12.0:f64 u\n e = floor w"), 0);
        assertEquals("cond(for(for(cond)) cond(cond(reduce(reduce(cond))) cond(map(reduce(cond))) for(reduce(cond))))", Same.skeleton(p.raised()), p.raised()::toString);
    }

    @Test
    void oneBodyAndArraysWithoutElements() {
        SummedProgram p = SummedProgram.of(PAIRS.replace("PLACE", "j"));
        var none = SummedProgram.whole(new Random(1), 0);
        p.computes(List.of(Tensor.of(Lit.i32(1)), none, none, none));
    }

    @Test
    void aPlaceThatOnlyTheBranchKnowsToBeThere() {
        SummedProgram p = computesTheSame(PAIRS.replace("x3 = acc", "h = sub i j\n g = mul h h\n f = sub g 1:i32\n x3 = acc").replace("PLACE", "f"), 400);
        assertEquals("for(for(cond))", Same.skeleton(p.raised()), p.raised()::toString);
    }

    @Test
    void aSumThatEachTripStartsAnew() {
        String nest = """
            f(n:i32[], a:f64[k], x:f64[l], y:f64[m]) {
              ok = lt n 1000:i32
              check[index ""] ok
              x9, s9 = for(n, x, 2.0:f64) { i:i32[], x0:f64[l], s0:f64[] ->
                x8, s8 = for(n, x0, START) { j:i32[], x1:f64[l], s1:f64[] ->
                  p = index a j
                  q = index a i
                  d = mul p q
                  x2 = acc_add x1 j d
                  s2 = acc_add s1 p
                  yield x2, s2 }
                s3 = acc_add s0 s8
                yield x8, s3 }
              return x9, s9
            }
            """;
        // a nest of sums in which the loops may change places, unless a sum starts from something else
        assertEquals("cond(map(reduce)) reduce(reduce)", Same.skeleton(computesTheSame(nest.replace("START", "0.0:f64"), 0).raised()));
        assertEquals("for(map reduce)", Same.skeleton(computesTheSame(nest.replace("START", "1.0:f64"), 0).raised()));
    }
}
