package dev.jacobi.vectorize.sums;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.vectorize.Same;
import dev.jacobi.vectorize.raise.Raise;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums that stay in one nest with what they share work with. */
class SumsTogetherTest {
    private static void becomes(String skeleton, String text) {
        Func g = Same.run(Raise.passes(false), text);
        assertEquals(skeleton, Same.skeleton(g), g::toString);
    }

    @Test
    void aSumBesideAStencil() {
        // what adds to an element of each trip's own goes with the zeros
        becomes("cond(map(cond cond) map) map", """
            f(n:i32[], a:f64[k], d:f64[k], e:f64[k]) {
              ok = lt n 1000:i32
              check[index ""] ok
              x, y, z = for(n, d, a, e) { i:i32[], x0:f64[k], y0:f64[k], z0:f64[k] ->
                g = index y0 i
                y1 = update y0 i 0.0:f64
                j = add i 1:i32; l = add i 2:i32
                x1 = acc_add x0 i g
                z1 = acc_add z0 i g
                x2 = acc_add x1 l g
                yield x2, y1, z1 }
              return x, y, z
            }
            """);
    }

    @Test
    void aSumInsideOfWhatIsNoSum() {
        // the zeros are those of the outer loop: a sum within the inner one stays a nest of its own
        becomes("map(map) map", """
            f(n:i32[], a:f64[k], b:f64[l], d:f64[h,w]) {
              ok = lt n 1000:i32
              check[index ""] ok
              x, y = for(n, d, a) { i:i32[], x0:f64[h,w], y0:f64[k] ->
                g = index y0 i
                y1 = update y0 i 0.0:f64
                x1 = for(n, x0) { j:i32[], x2:f64[h,w] ->
                  s = index b j; t = mul g s
                  x3 = acc_add x2 i j t
                  yield x3 }
                yield x1, y1 }
              return x, y
            }
            """);
    }

    @Test
    void aFoldAndAdditionsThatShareWork() {
        // the gradient by a parameter and by elements of what all trips compute: one loop does both, unless they share little
        String text = """
            f(n:i32[], a:f64[k], d:f64[r], e:f64[k]) {
              ok = lt n 1000:i32
              check[index ""] ok
              x, y = for(n, d, e) { i:i32[], x0:f64[r], y0:f64[k] ->
                u = index a i
                v = mul u u; w = add v 1.0:f64; z = mul w v; q = add z u
                h = mul q 2.0:f64
                s = SECOND
                x1 = acc_add x0 0:i32 h
                y1 = acc_add y0 i s
                yield x1, y1 }
              return x, y
            }
            """;
        becomes("reduce cond", text.replace("SECOND", "mul q 3.0:f64"));
        becomes("cond(reduce) map", text.replace("SECOND", "mul w 3.0:f64"));
    }

    /** Three sums share two quotients; loops in the other order are one nest for all of them, whose inner loop goes along rows. What adds to the number may be a fold of the inner loop. */
    @Test
    void oneNestInTheOtherOrder() {
        String terms = "q = index b j; z = div q by; p = mul u z; x3 = acc_add x2 j i p; v = index c j i; o = mul u v; r = div o by; y3 = acc_add y2 j r; w = mul r z; ";
        String folded = "t, x1, y1 = reduce[?, add](m, 0.0:f64, x0, y0) { j:i32[], x2:f64[h,w], y2:f64[l] -> " + terms + "yield w, x3, y3 }; t2 = add 0.0:f64 t; s1 = acc_add s0 t2";
        String added = "s1, x1, y1 = for(m, s0, x0, y0) { j:i32[], s2:f64[], x2:f64[h,w], y2:f64[l] -> " + terms + "s3 = acc_add s2 w; yield s3, x3, y3 }";
        for (String inner : new String[] {folded, added}) {
            String text = """
                f(n:i32[], m:i32[], by:f64[], a:f64[k], b:f64[l], c:f64[h,w], d:f64[h,w], e:f64[l]) {
                  ok = lt n 1000:i32
                  check[index ""] ok
                  s, x, y = for(n, 0.0:f64, d, e) { i:i32[], s0:f64[], x0:f64[h,w], y0:f64[l] -> u = index a i; INNER; yield s1, x1, y1 }
                  return s, x, y
                }
                """.replace("INNER", inner);
            becomes("cond(cond(reduce(reduce)))", text);
            SummedProgram p = SummedProgram.of(text);
            var random = new Random(5);
            for (int n : new int[] {0, 1, 2, 9}) {
                for (int m : new int[] {0, 1, 7}) {
                    p.computes(List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(m)), Tensor.of(Lit.f64(4)), SummedProgram.whole(random, 9), SummedProgram.whole(random, 7), SummedProgram.whole(random, 7, 9), SummedProgram.whole(random, 7, 9),
                        SummedProgram.whole(random, 7)));
                }
            }
            // no element is there to be read where the outer loop has no trips
            p.computes(List.of(Tensor.of(Lit.i32(0)), Tensor.of(Lit.i32(7)), Tensor.of(Lit.f64(4)), SummedProgram.whole(random, 0), SummedProgram.whole(random, 0), SummedProgram.whole(random, 7, 0), SummedProgram.whole(random, 7, 0),
                SummedProgram.whole(random, 7)));
            // without the quotients only sums of rows and additions to rows are one nest
            becomes("map(reduce cond) reduce(reduce)", text.replace("div q by", "add q by").replace("div o by", "add o by"));
        }
    }

    /** Two numbers that begin alike are two. */
    @ParameterizedTest
    @ValueSource(strings = {"0.0:f64, 0.0:f64", "by, by", "0.0:f64, by"})
    void sumsThatBeginAlike(String start) {
        SummedProgram p = SummedProgram.of("""
            f(n:i32[], m:i32[], by:f64[], a:f64[k], b:f64[l], c:f64[h,w], d:f64[h,w], e:f64[l]) {
              ok = lt n 1000:i32
              check[index ""] ok
              s, g, x, y = for(n, START, d, e) { i:i32[], s0:f64[], g0:f64[], x0:f64[h,w], y0:f64[l] ->
                u = index a i
                s1, g1, x1, y1 = for(m, s0, g0, x0, y0) { j:i32[], s2:f64[], g2:f64[], x2:f64[h,w], y2:f64[l] ->
                  q = index b j; z = div q by; p = mul u z; x3 = acc_add x2 j i p; v = index c j i; o = mul u v; r = div o by; y3 = acc_add y2 j r
                  w1 = mul r z; w2 = mul w1 r
                  s3 = acc_add s2 w1
                  g3 = acc_add g2 w2
                  yield s3, g3, x3, y3 }
                yield s1, g1, x1, y1 }
              return s, g, x, y
            }
            """.replace("START", start));
        var random = new Random(5);
        p.computes(List.of(Tensor.of(Lit.i32(9)), Tensor.of(Lit.i32(7)), Tensor.of(Lit.f64(4)), SummedProgram.whole(random, 9), SummedProgram.whole(random, 7), SummedProgram.whole(random, 7, 9), SummedProgram.whole(random, 7, 9),
            SummedProgram.whole(random, 7)));
    }

    /** An inner loop that only looks at the number that others add up is no sum of it. */
    @Test
    void aNumberThatAnInnerLoopReads() {
        SummedProgram p = SummedProgram.of("""
            f(n:i32[], m:i32[], w:f64[k], s0:f64[], x:f64[k]) {
              S, X = for(n, s0, x) { k:i32[], s1:f64[], x0:f64[k] ->
                c9, x9 = for(m, 0.0:f64, x0) { i:i32[], c:f64[], x1:f64[k] ->
                  c2, x2 = for(m, 0.0:f64, x1) { j:i32[], t:f64[], x3:f64[k] ->
                    q = index w j; p = mul q q; r = add p c; t2 = acc_add t r; x4 = acc_add x3 j p; yield t2, x4 }
                  yield c2, x2 }
                s2 = acc_add s1 c9
                yield s2, x9 }
              return S, X
            }
            """);
        var random = new Random(5);
        p.computes(List.of(Tensor.of(Lit.i32(3)), Tensor.of(Lit.i32(4)), SummedProgram.whole(random, 4), Tensor.of(Lit.f64(2)), SummedProgram.whole(random, 4)));
    }
}
