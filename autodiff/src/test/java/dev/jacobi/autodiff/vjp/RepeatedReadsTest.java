package dev.jacobi.autodiff.vjp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.autodiff.Gradients;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nests that read the same elements again and again, of an array that the loop around them changes in place: what is kept is the elements, not each reading of them. */
class RepeatedReadsTest {
    /** Each of n bodies is drawn by each of m others, of which body {@code 2 j} of the array is one; then all move. */
    private static final String BODIES = """
        f(a:f64[k], n:i32[], m:i32[], steps:i32[]) {
          p = for(steps, a) { t:i32[], q:f64[k] ->
            w = full[f64[?]] 0.0:f64 n
            v:f64[?] = for(n, w) { i:i32[], u:f64[?] ->
              s = for(m, 0.0:f64) { j:i32[], r:f64[] ->
                j2 = mul j 2:i32
                x = index q j2
                y = index q i
                d = sub x y
                e = sin d
                o = add r e
                yield o
              }
              z = update u i s
              yield z
            }
            moved = for(n, q) { i:i32[], u:f64[k] ->
              x = index u i
              g = index v i
              h = mul g 0.1:f64
              o = add x h
              z = update u i o
              yield z
            }
            yield moved
          }
          s = for(n, 0.0:f64) { i:i32[], r:f64[] ->
            x = index p i
            y = mul x x
            o = add r y
            yield o
          }
          return s
        }""";

    private static int mostAxes(Func f) {
        int[] most = {0};
        Regions.each(f.body(), e -> most[0] = e.prim() == Prim.FULL ? Math.max(most[0], e.result().type().rank()) : most[0]);
        return most[0];
    }

    @Test
    void elementsAreKeptOnce() {
        Module m = Gradients.module(BODIES);
        for (int[] sizes : new int[][] {{3, 2, 4}, {4, 2, 1}, {2, 0, 3}, {0, 2, 2}, {3, 2, 0}}) {
            List<Tensor> in = List.of(Gradients.random(5, -1, 1, 4), Gradients.scalar(sizes[0]), Gradients.scalar(sizes[1]), Gradients.scalar(sizes[2]));
            Gradients.check(m, "f", in, 1e-6);
        }
        // one axis for the steps and one for the bodies, and none for pairs of them
        Func f = Gradients.simplified(Vjp.of(m, "f", List.of(true, false, false, false))).get("vjp(f)");
        assertEquals(2, mostAxes(f), f::toString);
    }

    @Test
    void nothingIsReadWhereTheNestDoesNot() {
        // no loop runs over the one element that is not there
        Module m = Gradients.module(BODIES);
        Gradients.check(m, "f", List.of(Gradients.random(5, -1, 1, 0), Gradients.scalar(0), Gradients.scalar(3), Gradients.scalar(2)), 1e-6);
    }

    @Test
    void twoElementsOfAMatrixInOneNest() {
        Module m = Gradients.module("""
            f(a:f64[k,l], n:i32[], steps:i32[]) {
              p = for(steps, a) { t:i32[], q:f64[k,l] ->
                s:f64[] = for(n, 0.0:f64) { i:i32[], r1:f64[] ->
                  s1:f64[] = for(n, r1) { j:i32[], r2:f64[] ->
                    s2:f64[] = for(n, r2) { h:i32[], r3:f64[] ->
                      x = index q i h
                      y = index q h j
                      z = mul x y
                      o = add r3 z
                      yield o
                    }
                    yield s2
                  }
                  yield s1
                }
                b = mul s 0.01:f64
                c = index q 0:i32 0:i32
                d = sin c
                e = add b d
                u = update q 0:i32 0:i32 e
                yield u
              }
              g = index p 0:i32 0:i32
              return g
            }""");
        Gradients.check(m, "f", List.of(Gradients.random(5, -1, 1, 3, 3), Gradients.scalar(3), Gradients.scalar(4)), 1e-6);
        Func f = Gradients.simplified(Vjp.of(m, "f", List.of(true, false, false))).get("vjp(f)");
        assertEquals(3, mostAxes(f), f::toString);
    }

    @Test
    void noTripAndNoElement() {
        // what all trips read is read in front of the loop, of an array that may be empty when there is no trip
        Module m = Gradients.module("""
            f(d:f64[k], n:i32[]) {
              y = map(n, d) { i:i32[], u:f64[k] ->
                a = index u 0:i32
                j = add i 1:i32
                b = index u j
                c = mul a b
                v = update u j c
                yield v }
              return y
            }""");
        Gradients.check(m, "f", List.of(Gradients.random(5, -1, 1, 3), Gradients.scalar(2)), 1e-6);
        Gradients.check(m, "f", List.of(Gradients.random(5, -1, 1, 0), Gradients.scalar(0)), 1e-6);
    }

    /** The best way through a table of states: each step makes a new array, of another length than the one that the first step reads, so no array of all steps holds them. */
    @Test
    void whatAMaximumIsTakenOf() {
        Module m = Gradients.module("""
            f(a:f64[k], w:f64[l,l], n:i32[], steps:i32[]) {
              last = sub n 1:i32
              p:f64[?] = for(steps, a) { t:i32[], q:f64[?] ->
                e = full[f64[?]] 0.0:f64 n
                next:f64[?] = map(n, e) { s:i32[], u:f64[?] ->
                  x0 = index q 0:i32
                  w0 = index w 0:i32 s
                  y0 = add x0 w0
                  best = reduce[?, max](last, y0) { r:i32[] ->
                    r1 = add r 1:i32
                    x = index q r1
                    v = index w r1 s
                    y = add x v
                    yield y }
                  z = update u s best
                  yield z }
                yield next }
              s = for(n, 0.0:f64) { i:i32[], r:f64[] -> x = index p i; y = mul x x; o = add r y; yield o }
              return s
            }""");
        for (int[] sizes : new int[][] {{3, 4}, {2, 1}, {1, 3}, {3, 0}, {0, 1}}) {
            List<Tensor> in = List.of(Gradients.random(5, -1, 1, 5), Gradients.random(6, -1, 1, 3, 3), Gradients.scalar(sizes[0]), Gradients.scalar(sizes[1]));
            Gradients.check(m, "f", in, 1e-6);
        }
        Func f = Gradients.simplified(Vjp.of(m, "f", List.of(true, true, false, false))).get("vjp(f)");
        assertEquals(2, mostAxes(f), f::toString);
    }
}
