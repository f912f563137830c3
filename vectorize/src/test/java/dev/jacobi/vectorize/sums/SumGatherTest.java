package dev.jacobi.vectorize.sums;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.vectorize.Same;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Additions to neighbouring elements, for all small numbers of trips, in arrays that are just large enough. */
class SumGatherTest {
    /** Elements on each side of those that the trips stand for. */
    private static final int EDGE = 2;

    private static void gathers(String skeleton, int rank, String text) {
        SummedProgram p = SummedProgram.of(text);
        assertEquals(skeleton, Same.skeleton(p.accumulated()), p.accumulated()::toString);
        var random = new Random(3);
        // rows of 24 elements to which all add, and more, have a loop without questions
        for (int n : new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 23, 24, 25, 26, 27, 28, 29, 30, 71}) {
            for (int m : rank == 1 ? new int[] {0} : n > 9 ? new int[] {1, 5} : new int[] {0, 1, 2, 3, 4, 5, 6, 7, 25, 26, 27, 69}) {
                int[] dims = rank == 1 ? new int[] {n + 2 * EDGE} : new int[] {n + 2 * EDGE, m + 2 * EDGE};
                p.computes(List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(m)), SummedProgram.whole(random, dims), SummedProgram.whole(random, dims)));
            }
        }
    }

    @Test
    void aRow() {
        gathers("cond(map(cond cond cond) map)", 1, """
            f(n:i32[], m:i32[], a:f64[k], d:f64[k]) {
              ok = lt n 1000:i32
              check[index ""] ok
              x = for(n, d) { i:i32[], x0:f64[k] ->
                g = index a i; h = mul g 3.0:f64
                j = add i 1:i32; l = add i 4:i32
                x1 = acc_add x0 j g
                x2 = acc_add x1 l h
                x3 = acc_add x2 i g
                yield x3 }
              return x
            }
            """);
    }

    /** An array of zeros that each of two branches adds to is used once, whichever is taken: nothing is read of it. */
    @Test
    void zerosOfBranches() {
        String text = """
            f(n:i32[], m:i32[], a:f64[k], d:f64[k]) {
              ok = lt n 1000:i32
              check[index ""] ok
              l = dim[0] a; z = full[f64[?]] 0.0:f64 l; p = gt n 5:i32
              x = cond(p) false { y = for(n, z) { i:i32[], x0:f64[?] -> g = index a i; j = add i 1:i32; x1 = acc_add x0 j g; x2 = acc_add x1 i g; yield x2 }; yield y }
                true { y = for(n, z) { i:i32[], x0:f64[?] -> g = index d i; j = add i 1:i32; x1 = acc_add x0 i g; x2 = acc_add x1 j g; yield x2 }; yield y }
              return x
            }
            """;
        gathers("cond(cond(map) cond(map(cond cond) map) cond(map) cond(map(cond cond) map))", 1, text);
        assertTrue(Regions.any(SummedProgram.of(text).accumulated().body(), e -> e.prim() == Prim.FULL && ((Lit) e.in().get(0)).isUnset()));
    }

    /** A quotient that the sums of an array and that of a number need is computed once for each trip. */
    @Test
    void quotientsOfSeveralNests() {
        gathers("map cond(map(cond cond) map) reduce", 1, """
            f(n:i32[], m:i32[], a:f64[k], d:f64[k]) {
              ok = lt n 1000:i32
              check[index ""] ok
              x, s = for(n, d, 0.0:f64) { i:i32[], x0:f64[k], s0:f64[] ->
                u = index a i; g = div u 2.0:f64
                j = add i 1:i32
                x1 = acc_add x0 j g
                x2 = acc_add x1 i g
                h = add g 1.0:f64
                s1 = acc_add s0 h
                yield x2, s1 }
              return x, s
            }
            """);
    }

    /** Nothing says that i + 2 does not wrap around but that it is an index. */
    @Test
    void aRowOfUnknownLength() {
        gathers("cond(map(cond cond) map)", 1, """
            f(n:i32[], m:i32[], a:f64[k], d:f64[k]) {
              x = for(n, d) { i:i32[], x0:f64[k] ->
                g = index a i
                j = add i 2:i32
                x1 = acc_add x0 j g
                x2 = acc_add x1 i g
                yield x2 }
              return x
            }
            """);
    }

    @Test
    void halvesOfEvenNumbers() {
        gathers("cond(map(cond cond) map)", 1, """
            f(n:i32[], m:i32[], a:f64[k], d:f64[k]) {
              ok = lt n 1000:i32
              check[index ""] ok
              x = for(n, d) { t:i32[], x0:f64[k] ->
                u = mul t 2:i32
                i = div u 2:i32
                v = add u 2:i32
                j = shr v 1:i32
                g = index a i
                x1 = acc_add x0 j g
                x2 = acc_add x1 i g
                yield x2 }
              return x
            }
            """);
    }

    @Test
    void backwards() {
        gathers("cond(map(cond cond) map)", 1, """
            f(n:i32[], m:i32[], a:f64[k], d:f64[k]) {
              ok = lt n 1000:i32
              check[index ""] ok
              last = sub n 1:i32
              x = for(n, d) { t:i32[], x0:f64[k] ->
                i = sub last t
                g = index a i
                j = add i 1:i32
                x1 = acc_add x0 j g
                x2 = acc_add x1 i g
                yield x2 }
              return x
            }
            """);
    }

    @Test
    void aCross() {
        gathers("map(cond(map(cond cond cond cond cond) map))", 2, """
            f(n:i32[], m:i32[], a:f64[k,l], d:f64[k,l]) {
              ok = lt n 1000:i32; ok1 = lt m 1000:i32; ok2 = and ok ok1
              check[index ""] ok2
              x = for(n, d) { i:i32[], x0:f64[k,l] ->
                i1 = add i 1:i32; i2 = add i 2:i32
                x9 = for(m, x0) { j:i32[], x1:f64[k,l] ->
                  j1 = add j 1:i32; j2 = add j 2:i32
                  g = index a i1 j1; h = mul g -4.0:f64
                  x2 = acc_add x1 i1 j1 h
                  x3 = acc_add x2 i j1 g
                  x4 = acc_add x3 i2 j1 g
                  x5 = acc_add x4 i1 j g
                  x6 = acc_add x5 i1 j2 g
                  yield x6 }
                yield x9 }
              return x
            }
            """);
    }

    @Test
    void columnsAsRows() {
        // the loops stand the other way round
        gathers("map(cond(map(cond cond) map))", 2, """
            f(n:i32[], m:i32[], a:f64[k,l], d:f64[k,l]) {
              ok = lt n 1000:i32; ok1 = lt m 1000:i32; ok2 = and ok ok1
              check[index ""] ok2
              x = for(m, d) { j:i32[], x0:f64[k,l] ->
                x9 = for(n, x0) { i:i32[], x1:f64[k,l] ->
                  g = index a i j
                  i1 = add i 1:i32; i3 = add i 3:i32; j2 = add j 2:i32
                  x2 = acc_add x1 i1 j g
                  x3 = acc_add x2 i3 j2 g
                  yield x3 }
                yield x9 }
              return x
            }
            """);
    }

    /** A product that the taps share with either sign is not worth an array. */
    @Test
    void signsOfTaps() {
        gathers("cond(map(cond cond cond cond cond) map)", 1, """
            f(n:i32[], m:i32[], a:f64[k], d:f64[k]) {
              ok = lt n 1000:i32
              check[index ""] ok
              x = for(n, d) { i:i32[], x0:f64[k] ->
                u = index a i; g = mul u 3.0:f64; h = neg g
                i1 = add i 1:i32; i2 = add i 2:i32; i3 = add i 3:i32; i4 = add i 4:i32
                x1 = acc_add x0 i h
                x2 = acc_add x1 i1 h
                x3 = acc_add x2 i2 g
                x4 = acc_add x3 i3 h
                x5 = acc_add x4 i4 g
                yield x5 }
              return x
            }
            """);
    }

    /** A cross in a flat array whose rows are just long enough, longer, and too short for what is added to them. */
    @Test
    void aCrossInAFlatArray() {
        for (int more : new int[] {2, 5, 1, 0}) {
            SummedProgram p = SummedProgram.of("""
                f(n:i32[], m:i32[], w:i32[], a:f64[k], d:f64[k]) {
                  ok = lt n 1000:i32; ok1 = lt m 1000:i32; ok2 = and ok ok1; ok3 = lt w 1000:i32; ok4 = and ok2 ok3; ok5 = ge w 0:i32; ok6 = and ok4 ok5
                  check[index ""] ok6
                  x = for(n, d) { i:i32[], x0:f64[k] ->
                    i1 = add i 1:i32; r1 = mul i1 w; r0 = sub r1 w; r2 = add r1 w
                    x9 = for(m, x0) { j:i32[], x1:f64[k] ->
                      j1 = add j 1:i32; c = add r1 j1
                      g = index a c; h = mul g -4.0:f64
                      up = add r0 j1; down = add r2 j1; left = add c -1:i32; right = add c 1:i32
                      x2 = acc_add x1 c h
                      x3 = acc_add x2 up g
                      x4 = acc_add x3 down g
                      x5 = acc_add x4 left g
                      x6 = acc_add x5 right g
                      yield x6 }
                    yield x9 }
                  return x
                }
                """);
            assertEquals("cond(for(for) for(for) for(for) for(for) for(for) map(cond(map(cond(cond cond cond cond cond)) map)))", Same.skeleton(p.accumulated()), p.accumulated()::toString);
            var random = new Random(4);
            for (int n : new int[] {0, 1, 2, 3, 7}) {
                for (int m : new int[] {0, 1, 2, 3, 23, 24, 25, 26, 27, 40}) {
                    int w = m + more;
                    int[] dims = {Math.max(1, (n + 1) * w + m + 1)};
                    p.computes(List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(m)), Tensor.of(Lit.i32(w)), SummedProgram.whole(random, dims), SummedProgram.whole(random, dims)));
                }
            }
        }
    }

    /** Places that would wrap around only beyond any index, as follows from a bound of the square of the width. */
    @Test
    void aFlatArrayOfUnknownWidth() {
        SummedProgram p = SummedProgram.of("""
            f(w:i32[], a:f64[k], d:f64[k]) {
              w64 = convert[i64] w; q = mul w64 w64; u = sub 2147483647:i64 q; ok = ge u 0:i64; ok1 = ge w 2:i32; ok2 = and ok ok1
              check[index ""] ok2
              m = sub w 2:i32; n = sub w 1:i32
              x = for(n, d) { i:i32[], x0:f64[k] ->
                i1 = add i 1:i32; r1 = mul i1 w; r2 = add r1 w
                x9 = for(m, x0) { j:i32[], x1:f64[k] ->
                  j1 = add j 1:i32; c = add r1 j1
                  g = index a c
                  down = add r2 j1; left = add c -1:i32
                  x2 = acc_add x1 c g
                  x3 = acc_add x2 down g
                  x4 = acc_add x3 left g
                  yield x4 }
                yield x9 }
              return x
            }
            """);
        assertEquals("cond(for(for) for(for) for(for) map(cond(map(cond(cond cond cond)) map)))", Same.skeleton(p.accumulated()), p.accumulated()::toString);
        var random = new Random(6);
        for (int w : new int[] {2, 3, 4, 8, 26, 27, 33}) {
            p.computes(List.of(Tensor.of(Lit.i32(w)), SummedProgram.whole(random, (w + 1) * w), SummedProgram.whole(random, (w + 1) * w)));
        }
    }

    /** Nothing is read of an array of zeros, which is filled only where it has more elements than are added to. */
    @Test
    void anArrayOfZeros() {
        SummedProgram p = SummedProgram.of("""
            f(n:i32[], m:i32[], w:i32[], a:f64[k], d:f64[k]) {
              ok = lt n 1000:i32; ok1 = lt w 1000:i32; ok2 = and ok ok1
              check[index ""] ok2
              z:f64[l] = full[f64[l]] 0.0:f64 w
              x = for(n, z) { i:i32[], x0:f64[l] ->
                g = index a i
                j = add i 2:i32
                x1 = acc_add x0 j g
                x2 = acc_add x1 i g
                yield x2 }
              return x
            }
            """);
        assertEquals("cond(map) cond(map(cond cond) map)", Same.skeleton(p.accumulated()), p.accumulated()::toString);
        assertEquals(0, p.raised().toString().lines().filter(l -> l.contains("full") && !l.contains("nan")).count(), p.raised()::toString);
        var random = new Random(5);
        for (int n : new int[] {0, 1, 2, 5, 25, 26, 40}) {
            for (int more : new int[] {2, 3, 9}) {
                p.computes(List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(0)), Tensor.of(Lit.i32(n + more)), SummedProgram.whole(random, n + 1), SummedProgram.whole(random, 1)));
            }
        }
    }

    @Test
    void whatIsAskedInFrontOfTheNest() {
        // each branch adds to other places
        gathers("cond(for cond(map(cond cond) map))", 1, """
            f(n:i32[], m:i32[], a:f64[k], d:f64[k]) {
              ok = lt n 1000:i32
              check[index ""] ok
              more = gt n 3:i32
              x = for(n, d) { i:i32[], x0:f64[k] ->
                g = index a i
                j = add i 1:i32; l = add i 3:i32
                x1 = acc_add x0 j g
                x2 = cond more { yield x1 } { y = acc_add x1 l g; yield y }
                yield x2 }
              return x
            }
            """);
    }
}
