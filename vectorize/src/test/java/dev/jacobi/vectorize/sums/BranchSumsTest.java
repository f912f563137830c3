package dev.jacobi.vectorize.sums;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.vectorize.Same;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Loops whose trips add to an element or a row that data choose, beside nests that add to all, and folds of which a loop adds up the terms itself. */
class BranchSumsTest {
    /** Each row adds to all rows of x and, where it has chosen one, to this one once more. */
    private static final String CHOSEN = """
        f(n:i32[], p:i32[k], a:f64[l], x:f64[m], y:f64[q]) {
          ok = lt n 1000:i32
          check[index ""] ok
          x9, y9, s9 = for(n, x, y, 0.0:f64) { i:i32[], x0:f64[m], y0:f64[q], s0:f64[] ->
            c = index p i
            none = lt c 0:i32
            u = index a i
            x3, y3, t = cond(none) false {
              v = index a c
              w = mul u v
              x1 = acc_add x0 c w
              y1 = acc_add y0 i v
              yield x1, y1, w
            } true {
              yield x0, y0, 0.0:f64 }
            z, x8 = reduce[?, add](n, 0.0:f64, x3) { j:i32[], x4:f64[m] ->
              b = index a j
              d = mul u b
              e = mul d b
              x5 = acc_add x4 j e
              yield d, x5 }
            zt = add t z
            y8 = PLACE zt
            s8 = acc_add s0 t
            yield x8, y8, s8 }
          return x9, y9, s9
        }
        """;

    private static SummedProgram computesTheSame(String text) {
        SummedProgram p = SummedProgram.of(text);
        var random = new Random(5);
        for (int n : new int[] {0, 1, 2, 3, 7, 20}) {
            for (int none : new int[] {0, 1, 3}) {
                int[] chosen = random.ints(n, -none, Math.max(n, 1 - none)).toArray();
                p.computes(List.of(Tensor.of(Lit.i32(n)), Tensor.of(chosen), SummedProgram.whole(random, n), SummedProgram.whole(random, n), SummedProgram.whole(random, n)));
            }
        }
        return p;
    }

    @Test
    void aRowThatDataChoose() {
        SummedProgram p = computesTheSame(CHOSEN.replace("PLACE", "acc_add y3 i"));
        assertEquals("cond(map(reduce)) cond(map(reduce)) reduce(cond) cond for(cond)", Same.skeleton(p.raised()), p.raised()::toString);
    }

    @Test
    void anArrayThatTheTripsReadStaysInItsOrder() {
        String read = CHOSEN.replace("y8 = PLACE zt", "r = index y3 0:i32\n zr = add zt r\n y8 = acc_add y3 i zr");
        SummedProgram p = computesTheSame(read);
        assertEquals(1, p.raised().body().stream().filter(e -> e.prim() == Prim.FOR && Regions.any(List.of(e), x -> x.prim() == Prim.COND)).count(), p.raised()::toString);
    }

    @Test
    void branchesThatAddToDifferentArrays() {
        computesTheSame(CHOSEN.replace("PLACE", "acc_add y3 i").replace("} true {\n      yield x0, y0, 0.0:f64 }", "} true {\n x2 = acc_add x0 0:i32 u\n yield x2, y0, 1.0:f64 }"));
    }

    @Test
    void branchesWithLoopsInside() {
        computesTheSame(CHOSEN.replace("PLACE", "acc_add y3 i").replace("x1 = acc_add x0 c w", "x1 = for(n, x0) { h:i32[], xh:f64[m] ->\n xi = acc_add xh h w\n yield xi }"));
    }

    /** A fold that goes to an element of an array to which the loop adds, too. */
    @Test
    void aFoldThatGoesToTheSameArray() {
        String text = """
            f(n:i32[], p:i32[k], a:f64[l], x:f64[m], y:f64[q]) {
              ok = lt n 1000:i32
              check[index ""] ok
              x9, y9 = for(n, x, y) { i:i32[], x0:f64[m], y0:f64[q] ->
                u = index a i
                z, v, x8 = reduce[?, add, add](n, 0.0:f64, 0.0:f64, x0) { j:i32[], x4:f64[m] ->
                  b = index a j
                  d = mul u b
                  e = mul d b
                  x5 = acc_add x4 j e
                  yield d, e, x5 }
                zu = add z u
                x7 = acc_add x8 i zu
                x6 = acc_add x7 i v
                zero = add 0.0:f64 u
                y8 = acc_add y0 i zero
                yield x6, y8 }
              return x9, y9
            }
            """;
        SummedProgram p = computesTheSame(text);
        assertEquals(0, p.raised().body().stream().filter(e -> e.prim() == Prim.FOR).count(), p.raised()::toString);
    }
}
