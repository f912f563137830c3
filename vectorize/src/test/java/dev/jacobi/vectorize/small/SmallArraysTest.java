package dev.jacobi.vectorize.small;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.vectorize.Same;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which small arrays become their elements, and that programs compute the same. */
class SmallArraysTest {
    private static final List<Tensor> ARGS = List.of(vector(0.5, -1.25, 3, 0.1, 7, -0.0, 2));

    private static Tensor vector(double... values) {
        return new Tensor(DType.F64, new int[] {values.length}, values);
    }

    /** The function behind the pass; its results are those of before for seven numbers, and for none. */
    private static Func run(String text) {
        Func before = Parser.parseFunc(text);
        Verifier.verify(before);
        Func after = new SmallArrays().run(before);
        Verifier.verify(after);
        Same.computes(before, after, true, ARGS);
        Same.computes(before, after, true, List.of(vector()));
        return after;
    }

    /** Whether an array is still made or changed in a loop. */
    private static boolean hasArrays(Func f) {
        boolean[] found = {false};
        f.body().stream().filter(e -> !Regions.of(e).isEmpty()).forEach(e -> {
            found[0] |= e.out().stream().anyMatch(v -> !v.type().isScalar());
            Regions.of(e).forEach(r -> Regions.each(r.body(), x -> found[0] |= x.prim() == Prim.FULL || x.prim() == Prim.UPDATE));
        });
        return found[0];
    }

    private static final String STATE = """
        f(x:f64[n]) {
          n = dim[0] x
          a:f64[2] = full[f64[2]] 1.0:f64 2:i32
          r:f64[2] = for(n, a) { i:i32[], y:f64[2] ->
            u = index x i; p = index y 0:i32; q = index y 1:i32
            z:f64[2] = full[f64[2]] 0.0:f64 2:i32
            s = add p u; t = mul q s
            w:f64[2] = update z 0:i32 t
            v:f64[2] = update w 1:i32 p
            yield v
          }
          %s
        }""";

    @Test
    void aStateThatEachTripMakesAnew() {
        assertFalse(hasArrays(run(STATE.formatted("a0 = index r 0:i32; a1 = index r 1:i32; s1 = sub a0 a1; return s1"))));
    }

    /** Passes that have run since the last simplification may leave such. */
    @Test
    void anIndexThatIsAnExpressionOfConstants() {
        assertFalse(hasArrays(run(STATE.replace("q = index y 1:i32", "k = sub 3:i32 2:i32; q = index y k").formatted("a0 = index r 0:i32; return a0"))));
    }

    @Test
    void aStateThatIsReturnedIsAnArrayAtTheEnd() {
        Func f = run(STATE.formatted("return r"));
        assertFalse(hasArrays(f));
        assertEquals("f64[2]", f.out().get(0).type().toString());
    }

    @Test
    void loopsOverElementsAreTakenTripByTrip() {
        assertFalse(hasArrays(run("""
            f(x:f64[n]) {
              n = dim[0] x
              a:f64[2,2] = full[f64[2,2]] 0.5:f64 2:i32 2:i32
              r:f64[2,2] = for(n, a) { k:i32[], m:f64[2,2] ->
                u = index x k
                z:f64[2,2] = full[f64[2,2]] 0.0:f64 2:i32 2:i32
                v:f64[2,2] = map(2:i32, z) { i:i32[], zi:f64[2,2] ->
                  w:f64[2,2] = for(2:i32, zi) { j:i32[], zj:f64[2,2] ->
                    p = index m i j; q = index m j i; s = mul p q; t = add s u
                    o:f64[2,2] = update zj i j t
                    yield o
                  }
                  yield w
                }
                yield v
              }
              e = index r 1:i32 0:i32; g = index r 0:i32 0:i32; h = add e g
              return h
            }""")));
    }

    @Test
    void indicesMayBeComputedFromTheNumberOfTheTrip() {
        assertFalse(hasArrays(run("""
            f(x:f64[n]) {
              n = dim[0] x
              a:f64[4] = full[f64[4]] 0.5:f64 4:i32
              r:f64[4] = for(n, a) { k:i32[], m:f64[4] ->
                u = index x k
                v:f64[4] = for(2:i32, m) { i:i32[], y:f64[4] ->
                  j = mul i 2:i32; o = add j 1:i32; p = index y j; q = add p u
                  w:f64[4] = update y o q
                  yield w
                }
                yield v
              }
              e = index r 1:i32; g = index r 3:i32; h = add e g
              return h
            }""")));
    }

    /** De Boor's algorithm for splines. */
    @Test
    void rowsOfATriangleAreTakenTripByTrip() {
        assertFalse(hasArrays(run(TRIANGLE)));
    }

    @Test
    void soAreThoseWhoseLengthIsCutOff() {
        assertFalse(hasArrays(run(TRIANGLE.replace("l = sub 3:i32 r", "m = add r r; l = min m 3:i32"))));
    }

    @Test
    void rowsThatMayBeLongStay() {
        assertTrue(hasArrays(run(TRIANGLE.replace("l = sub 3:i32 r", "m = sub n n; o = min r 3:i32; l = add m o"))));
    }

    private static final String TRIANGLE = """
        f(x:f64[n]) {
          n = dim[0] x
          e:f64[] = for(n, 0.0:f64) { k:i32[], t:f64[] ->
            u = index x k
            z:f64[4] = full[f64[4]] 1.5:f64 4:i32
            a:f64[4] = update z 2:i32 u
            c:f64[4] = for(3:i32, a) { r:i32[], d:f64[4] ->
              l = sub 3:i32 r
              f:f64[4] = for(l, d) { j:i32[], g:f64[4] ->
                i = sub 3:i32 j; h = sub i 1:i32; p = index g i; q = index g h; s = mul p u; v = add s q
                w:f64[4] = update g i v
                yield w
              }
              yield f
            }
            b = index c 3:i32; y = add t b
            yield y
          }
          return e
        }""";

    @Test
    void throughBranchesAndWhileLoops() {
        assertFalse(hasArrays(run("""
            f(x:f64[n]) {
              n = dim[0] x
              a:f64[2] = full[f64[2]] 0.5:f64 2:i32
              c:i32[], r:f64[2] = while(0:i32, a) { i:i32[], y:f64[2] ->
                p = index y 0:i32; few = lt i n; low = lt p 100.0:f64; go = and few low
                yield go
              } { i:i32[], y:f64[2] ->
                u = index x i; p = index y 0:i32; q = index y 1:i32; below = lt u 0.0:f64
                z:f64[2] = cond(below) {
                  yield y
                } {
                  s = add p u
                  w:f64[2] = update y 1:i32 p
                  v:f64[2] = update w 0:i32 s
                  yield v
                }
                k = add i 1:i32
                yield k, z
              }
              d = dim[0] r; f = convert[f64] d; e = index r 1:i32; h = add e f
              return h
            }""")));
    }

    @Test
    void whatIsReadAtAnyPlaceStays() {
        assertTrue(hasArrays(run("""
            f(x:f64[n]) {
              n = dim[0] x
              a:f64[2] = full[f64[2]] 0.5:f64 2:i32
              r:f64[2] = for(n, a) { i:i32[], y:f64[2] ->
                u = index x i; j = and i 1:i32; p = index y j; s = add p u
                w:f64[2] = update y 0:i32 s
                yield w
              }
              e = index r 1:i32
              return e
            }""")));
    }

    @Test
    void longNestsStay() {
        assertTrue(hasArrays(run("""
            f(x:f64[n]) {
              n = dim[0] x
              a:f64[16] = full[f64[16]] 0.5:f64 16:i32
              r:f64[16] = for(n, a) { k:i32[], m:f64[16] ->
                u = index x k
                v:f64[16] = for(16:i32, m) { i:i32[], y:f64[16] ->
                  s:f64[] = for(16:i32, u) { j:i32[], t:f64[] ->
                    p = index y j; q = mul p u; o = add q t
                    yield o
                  }
                  w:f64[16] = update y i s
                  yield w
                }
                yield v
              }
              e = index r 1:i32
              return e
            }""")));
    }

    /** What is added to at a place of data: each element is added to of its own, and none waits for a choice among all of them. */
    @Test
    void sumsAtChosenPlacesDependOnThemselvesAlone() {
        Func f = run("""
            f(x:f64[n]) {
              n = dim[0] x
              o:f64[] = for(n, 0.0:f64) { g:i32[], h:f64[] ->
                a:f64[2] = full[f64[2]] 0.0:f64 2:i32
                r:f64[2] = for(n, a) { i:i32[], y:f64[2] ->
                  u = index x i; k = convert[i32] u; j = and k 1:i32
                  p = index y j; q = add p u
                  w:f64[2] = update y j q
                  yield w
                }
                s = index r 0:i32; t = index r 1:i32; d = sub s t; m = mul h d
                yield m
              }
              return o
            }""");
        assertFalse(hasArrays(f));
        int[] found = {0, 0};
        Regions.each(f.body(), e -> {
            found[0] += e.prim() == Prim.ADD ? 1 : 0;
            found[1] += e.prim() == Prim.SELECT ? 1 : 0;
        });
        assertArrayEquals(new int[] {2, 2}, found);
    }
}
