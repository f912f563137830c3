package dev.jacobi.vectorize.sums;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.vectorize.Same;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Gradients of programs that go along the rows of matrices: what a trip takes, which place is the same in all trips, and what all trips ask must not hide that the loops may change places. */
class RowSumsTest {
    /** What an elimination in place does backwards in one row, asking in each trip whether there are rows above. */
    private static final String ROW = """
        f(r:i32[], d:f64[k,k], s:f64[k,k]) {
          n = dim[0] d
          above = ge r 0:i32
          below = lt r n
          ok = and above below
          check[index ""] ok
          count = sub n r
          some = ge r 1:i32
          x = for(count, d) { t:i32[], x0:f64[k,k] ->
            c = add r t
            x1, y0 = cond(some) false { yield x0, 0.0:f64 } true { y1 = index x0 r c; x2 = update x0 r c 0.0:f64; yield x2, y1 }
            y = select some y0 0.0:f64
            x3 = for(r, x1) { i:i32[], x4:f64[k,k] ->
              u = index s r i
              v = index s i c
              uy = mul u y
              vy = mul v y
              x5 = acc_add x4 i c uy
              x6 = acc_add x5 r i vy
              yield x6 }
            x7 = cond(some) false { yield x3 } true { x8 = acc_add x3 r c y; yield x8 }
            yield x7 }
          return x
        }
        """;

    @Test
    void aRowThatIsTakenFirst() {
        SummedProgram p = SummedProgram.of(ROW);
        var random = new Random(3);
        for (int n : new int[] {1, 2, 5, 20}) {
            for (int r = 0; r < n; r += 1 + n / 5) {
                p.computes(List.of(Tensor.of(Lit.i32(r)), SummedProgram.whole(random, n, n), SummedProgram.whole(random, n, n)));
            }
        }
        // taken; added to rows above, along them; summed up along them; put back
        assertEquals("cond(map map(reduce) map)", Same.skeleton(p.raised()), p.raised()::toString);
    }

    @Test
    void whatAnInnerLoopReadsIsNotTakenFirst() {
        // the inner loop reads what it adds to
        SummedProgram p = SummedProgram.of(ROW.replace("v = index s i c", "v = index x4 i c"));
        var random = new Random(4);
        for (int n : new int[] {1, 2, 5}) {
            p.computes(List.of(Tensor.of(Lit.i32(n - 1)), SummedProgram.whole(random, n, n), SummedProgram.whole(random, n, n)));
        }
    }

    /** Backwards through a product with a matrix, element by element, and through a column of a table that the data name. */
    @Test
    void aColumnThatTheDataName() {
        SummedProgram p = SummedProgram.of("""
            f(n:i32[], t:i32[], seen:i32[m], e:f64[k], b:f64[p,q], a:f64[p,q], g:f64[p,q], h:f64[k]) {
              rows = dim[0] b
              columns = dim[1] b
              long = dim[0] e
              m = dim[0] seen
              last = lt t m
              first = ge t 0:i32
              some = and first last
              small = le n rows
              less = le n columns
              short = le n long
              fits = and small less
              fit = and fits short
              ok = and fit some
              check[index ""] ok
              now = index seen t
              low = ge now 0:i32
              high = lt now columns
              there = and low high
              check[index ""] there
              end = sub n 1:i32
              e9, b9, g9, h9 = for(n, e, b, g, h) { k:i32[], e0:f64[k], b0:f64[p,q], g0:f64[p,q], h0:f64[k] ->
                i = sub end k
                y = index e0 i
                e1 = update e0 i 0.0:f64
                w = index seen t
                c = index a i w
                z = mul y c
                b1 = acc_add b0 i w y
                g1, h1 = for(n, g0, h0) { j:i32[], g2:f64[p,q], h2:f64[k] ->
                  x = index a j i
                  xz = mul x z
                  g3 = acc_add g2 j i xz
                  h3 = acc_add h2 j xz
                  yield g3, h3 }
                yield e1, b1, g1, h1 }
              return e9, b9, g9, h9
            }
            """);
        var random = new Random(5);
        for (int n : new int[] {0, 1, 4, 17}) {
            Tensor seen = new Tensor(DType.I32, new int[] {3}, random.ints(3, 0, Math.max(n, 1)).toArray());
            p.computes(List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(1)), seen, SummedProgram.whole(random, n + 1), SummedProgram.whole(random, n + 1, n + 1),
                SummedProgram.whole(random, n + 1, n + 1), SummedProgram.whole(random, n + 1, n + 1), SummedProgram.whole(random, n + 1)));
        }
        // the place; what is slow to read, once; the matrix, along its rows; its sums along its rows; the column, and cleared
        assertEquals("cond map map(reduce) map", Same.skeleton(p.raised()), p.raised()::toString);
    }

    /** A wave backwards: each trip's cotangent is taken, and times a number of its own added to its neighbours. */
    @Test
    void whatTheTapsOfAStencilShare() {
        SummedProgram p = SummedProgram.of("""
            f(n:i32[], c:f64[k], e:f64[k], g:f64[k]) {
              size = dim[0] c
              long = dim[0] e
              same = dim[0] g
              m = add n 2:i32
              fits = le m size
              also = le m long
              too = le m same
              small = lt n 1000:i32
              a1 = and fits also
              a2 = and a1 too
              ok = and a2 small
              check[index ""] ok
              e9, g9 = for(n, e, g) { k:i32[], e0:f64[k], g0:f64[k] ->
                i = add k 1:i32
                j = add k 2:i32
                y = index e0 i
                e1 = update e0 i 0.0:f64
                v = index c i
                w = mul v v
                u = mul w v
                z = mul u y
                g1 = acc_add g0 k z
                g2 = acc_add g1 j z
                z2 = mul z -2.0:f64
                g3 = acc_add g2 i z2
                yield e1, g3 }
              return e9, g9
            }
            """);
        var random = new Random(6);
        for (int n : new int[] {0, 1, 2, 3, 9, 30}) {
            p.computes(List.of(Tensor.of(Lit.i32(n)), SummedProgram.whole(random, n + 2), SummedProgram.whole(random, n + 3), SummedProgram.whole(random, n + 2)));
        }
        // the cube is computed once a trip, not once for each tap
        int[] products = {0};
        Regions.each(p.raised().body(), e -> products[0] += e.prim() == Prim.MUL && e.in().get(0).equals(e.in().get(1)) ? 1 : 0);
        assertEquals(1, products[0], p.raised()::toString);
    }

    /** Terms that are slow to compute, at places that the data name: they are computed in front, a block at a time. */
    @Test
    void slowTermsOfSumsInOrder() {
        SummedProgram p = SummedProgram.of("""
            f(n:i32[], next:i32[m], c:f64[m], g:f64[k]) {
              size = dim[0] next
              long = dim[0] c
              fits = le n size
              also = le n long
              ok = and fits also
              check[index ""] ok
              g9 = for(n, g) { k:i32[], g0:f64[k] ->
                w = index next k
                v = index c k
                u = mul v v
                r = sqrt u
                z = mul r v
                g1 = acc_add g0 w z
                i = and k 3:i32
                g2 = acc_add g1 i r
                yield g2 }
              return g9
            }
            """);
        var random = new Random(7);
        for (int n : new int[] {-5, 0, 1, 63, 64, 65, 200}) {
            Tensor next = new Tensor(DType.I32, new int[] {200}, random.ints(200, 0, 9).toArray());
            p.computes(List.of(Tensor.of(Lit.i32(n)), next, SummedProgram.whole(random, 200), SummedProgram.whole(random, 9)));
        }
        assertEquals("for(map for)", Same.skeleton(p.raised()), p.raised()::toString);
    }

    /** Five terms that share much work, as those of a spline's coefficients and of the point at which it is taken. */
    @Test
    void manySlowTermsThatShareWork() {
        var terms = new StringBuilder("r = sqrt v\n");
        for (int k = 0; k < 5; k++) {
            // squares, so that sums are exact in any order
            terms.append("a%1$d = mul r r; b%1$d = add a%1$d v; c%1$d = mul b%1$d r; d%1$d = mul c%1$d c%1$d; h%1$d = add d%1$d v; l%1$d = add h%1$d %2$s.0:f64; p%1$d = floor l%1$d; z%1$d = mul p%1$d 2.0:f64\n".formatted(k, k + 1));
        }
        for (int k = 0; k < 5; k++) {
            terms.append("w%1$d = add w %1$d:i32; g%2$d = acc_add g%1$d w%1$d z%1$d\n".formatted(k, k + 1));
        }
        SummedProgram p = SummedProgram.of("""
            f(n:i32[], next:i32[m], c:f64[m], g:f64[k]) {
              size = dim[0] next; long = dim[0] c; fits = le n size; also = le n long; ok = and fits also
              check[index ""] ok
              g9 = for(n, g) { k:i32[], g0:f64[k] ->
                w = index next k; v = index c k
            """ + terms + "yield g5 }\n return g9 }");
        var random = new Random(8);
        for (int n : new int[] {0, 1, 64, 65, 200}) {
            Tensor next = new Tensor(DType.I32, new int[] {200}, random.ints(200, 0, 9).toArray());
            p.computes(List.of(Tensor.of(Lit.i32(n)), next, SummedProgram.whole(random, 200), SummedProgram.whole(random, 13)));
        }
        assertEquals("for(map for)", Same.skeleton(p.raised()), p.raised()::toString);
    }

    /** A number that is summed up beside needs the same root: it is computed once for both. */
    @Test
    void slowTermsOfASumBeside() {
        SummedProgram p = SummedProgram.of("""
            f(n:i32[], next:i32[m], c:f64[m], g:f64[k]) {
              size = dim[0] next; long = dim[0] c; fits = le n size; also = le n long; ok = and fits also
              check[index ""] ok
              g9, s9 = for(n, g, 0.0:f64) { k:i32[], g0:f64[k], s0:f64[] ->
                w = index next k; v = index c k; u = mul v v; r = sqrt u; z = mul r v
                g1 = acc_add g0 w z
                t = add r v
                s1 = acc_add s0 t
                yield g1, s1 }
              return g9, s9
            }
            """);
        var random = new Random(9);
        for (int n : new int[] {0, 1, 64, 65, 200}) {
            Tensor next = new Tensor(DType.I32, new int[] {200}, random.ints(200, 0, 9).toArray());
            p.computes(List.of(Tensor.of(Lit.i32(n)), next, SummedProgram.whole(random, 200), SummedProgram.whole(random, 9)));
        }
        int[] roots = {0};
        Regions.each(p.raised().body(), e -> roots[0] += e.prim() == Prim.SQRT ? 1 : 0);
        assertEquals(1, roots[0], p.raised()::toString);
    }
}
