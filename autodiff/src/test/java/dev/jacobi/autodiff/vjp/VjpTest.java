package dev.jacobi.autodiff.vjp;

import static dev.jacobi.autodiff.Gradients.random;
import static dev.jacobi.autodiff.Gradients.scalar;

import dev.jacobi.autodiff.Gradients;
import dev.jacobi.autodiff.Orders;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.verify.Verifier;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Gradients of small programs against central differences, once, twice and three times over. */
class VjpTest {
    private static void check(int order, String text, Tensor... args) {
        Orders.check(order, Gradients.module(text), "f", args);
    }

    @Test
    void scalars() {
        check(3, "f(a:f64[], b:f64[]) {\n c = mul a b\n d = sin c\n e = add d a\n f = mul e e\n return f }", scalar(0.7), scalar(-1.3));
    }

    @Test
    void recurrenceInPlace() {
        check(3, """
            f(p:f64[n], w:f64[]) {
              n = dim[0] p
              m = sub n 1:i32
              q = for(m, p) { i:i32[], a:f64[n] ->
                x = index a i
                s = sin x
                t = mul s w
                k = add i 1:i32
                b = update a k t
                yield b
              }
              r = index q m
              return r, q
            }""", random(1, -1, 1, 6), scalar(0.9));
    }

    @Test
    void carriedScalars() {
        check(3, """
            f(x:f64[], n:i32[]) {
              a, b = for(n, x, 1.0:f64) { i:i32[], u:f64[], v:f64[] ->
                s = mul u v
                t = cos u
                yield s, t
              }
              c = add a b
              return c
            }""", scalar(0.7), scalar(5));
    }

    @Test
    void mapOfElements() {
        check(3, """
            f(x:f64[n], w:f64[]) {
              n = dim[0] x
              y = map[n](n) { i:i32[] ->
                a = index x i
                b = mul a w
                c = exp b
                yield c
              }
              s = reduce[n, add](n, 0.0:f64) { i:i32[] ->
                a = index y i
                b = index x i
                c = mul a b
                yield c
              }
              return s
            }""", random(2, -1, 1, 5), scalar(0.4));
    }

    @Test
    void branches() {
        String text = """
            f(x:f64[], y:f64[]) {
              p = lt x y
              a, b = cond(p) false {
                s = mul x y
                e = exp s
                yield e, x
              } true {
                d = div x y
                t = sin d
                yield t, y
              }
              r = mul a b
              return r
            }""";
        check(2, text, scalar(0.5), scalar(1.5));
        check(2, text, scalar(1.5), scalar(0.5));
    }

    @Test
    void branchesInLoops() {
        check(2, """
            f(p:f64[n]) {
              n = dim[0] p
              m = sub n 1:i32
              q, s = for(m, p, 0.0:f64) { i:i32[], a:f64[n], s:f64[] ->
                x = index a i
                k = add i 1:i32
                big = gt x 0.1:f64
                b, t = cond(big) false {
                  y = mul x x
                  z = sin y
                  c = update a k z
                  yield c, x
                } true {
                  y = exp x
                  z = mul y y
                  yield a, z
                }
                u = mul t t
                v = add s u
                yield b, v
              }
              return s, q
            }""", random(4, -1, 1, 7));
    }

    @Test
    void newtonByWhile() {
        check(2, """
            f(a:f64[]) {
              x, d = while(a, 1.0:f64) { x:f64[], d:f64[] ->
                e = abs d
                p = gt e 0.000000000001:f64
                yield p
              } do { x:f64[], d:f64[] ->
                q = div a x
                s = add x q
                h = mul s 0.5:f64
                g = sub h x
                yield h, g
              }
              return x
            }""", scalar(2.7));
    }

    @Test
    void nestedLoops() {
        check(2, """
            f(a:f64[n,m], v:f64[m]) {
              n = dim[0] a
              m = dim[1] a
              s, u = for(n, 1.0:f64, v) { i:i32[], s:f64[], u:f64[m] ->
                t, w = for(m, s, u) { j:i32[], t:f64[], w:f64[m] ->
                  x = index a i j
                  y = index w j
                  z = mul x y
                  c = cos t
                  r = add c z
                  o = mul r y
                  q = update w j o
                  yield r, q
                }
                yield t, w
              }
              return s, u
            }""", random(3, -1, 1, 3, 4), random(4, -1, 1, 4));
    }

    @Test
    void triangularLoops() {
        check(2, """
            f(a:f64[n]) {
              n = dim[0] a
              s, b = for(n, 1.0:f64, a) { i:i32[], s:f64[], b:f64[n] ->
                t, c = for(i, s, b) { j:i32[], t:f64[], c:f64[n] ->
                  x = index c j
                  y = index c i
                  z = mul x y
                  r = sin z
                  o = add t r
                  k = mul o x
                  q = update c j k
                  yield o, q
                }
                yield t, c
              }
              return s, b
            }""", random(3, 0.5, 1, 5));
    }

    @Test
    void whileInWhileInBranch() {
        check(2, """
            f(a:f64[], n:i32[]) {
              i, x = while(0:i32, a) { i:i32[], x:f64[] ->
                p = lt i n
                yield p
              } do { i:i32[], x:f64[] ->
                big = gt x 2.0:f64
                y = cond(big) false {
                  s = mul x 1.5:f64
                  t = sin s
                  u = add s t
                  yield u
                } true {
                  z = while(x) { z:f64[] ->
                    p = gt z 0.7:f64
                    yield p
                  } do { z:f64[] ->
                    q = sqrt z
                    r = mul q 0.7:f64
                    yield r
                  }
                  yield z
                }
                j = add i 1:i32
                yield j, y
              }
              return x
            }""", scalar(1.1), scalar(9));
    }

    @Test
    void folds() {
        for (String op : "add mul min max".split(" ")) {
            check(2, """
                f(x:f64[n], z:f64[]) {
                  n = dim[0] x
                  s, t = reduce[n, OP, add](n, z, 0.0:f64) { i:i32[] ->
                    a = index x i
                    b = sin a
                    yield b, a
                  }
                  u, v = scan[n, OP](n, z) { i:i32[] ->
                    a = index x i
                    b = mul a a
                    yield b
                  }
                  h = hist[n, OP](n, x) { i:i32[] ->
                    a = index x i
                    k = xor i 1:i32
                    b = mul a s
                    yield k, b
                  }
                  r = mul s u
                  return r, v, h, t
                }""".replace("OP", op), random(5, -1, 1, 5), scalar(0.3));
        }
    }

    @Test
    void tiesOfAFoldShare() {
        Module v = Vjp.of(Gradients.module("""
            f(x:f64[n]) {
              n = dim[0] x
              s = reduce[n, max](n, 0.0:f64) { i:i32[] ->
                a = index x i
                yield a
              }
              return s
            }"""), "f", List.of(true));
        var out = Interpreter.run(v, "vjp(f)", List.of(Tensor.of(new double[] {1, 3, 2, 3}), scalar(1.0)));
        org.junit.jupiter.api.Assertions.assertArrayEquals(new double[] {0, 0.5, 0, 0.5}, (double[]) out.get(1).data());
    }

    @Test
    void aCarryThatAnOuterValueReplaces() {
        check(2, """
            f(a:f64[n], c:f64[]) {
              f = dim[0] a
              g:f64[], h:f64[n] = scan[n, add](f, c) { i:i32[] ->
                j = and i 3:i32
                k:i32[], l:f64[], m:f64[] = while(j, c, c) { n:i32[], o:f64[], p:f64[] ->
                  q = gt n 0:i32
                  yield q
                } do { s:i32[], t:f64[], u:f64[] ->
                  v = sin t
                  w = sub s 1:i32
                  yield w, c, v
                }
                yield m
              }
              return h
            }""", random(1, -1, 1, 6), scalar(0.7));
    }

    @Test
    void wholeArraysInLoops() {
        String text = """
            f(a:f64[n], c:f64[]) {
              f = for(3:i32, c) { g:i32[], h:f64[] ->
                j:f64[n] = for(g, a) { k:i32[], l:f64[n] ->
                  yield a
                }
                m = mul j j
                x = index[clamp] m 1:i32
                y = mul x h
                yield y
              }
              k, b = while(0:i32, a) { k:i32[], b:f64[n] ->
                p = lt k 7:i32
                yield p
              } do { k:i32[], b:f64[n] ->
                s = sin b
                t = mul s b
                i = add k 1:i32
                yield i, t
              }
              return f, b
            }""";
        check(2, text, random(1, -1, 1, 6), scalar(0.7));
    }

    @Test
    void transposeOfALinearFunction() {
        Module m = Gradients.module("""
            f(a:f64[n,m], x:f64[m]) {
              n = dim[0] a
              m = dim[1] a
              y = map[n](n) { i:i32[] ->
                s = for(m, 0.0:f64) { j:i32[], s:f64[] ->
                  u = index a i j
                  v = index x j
                  w = mul u v
                  t = add s w
                  yield t
                }
                yield s
              }
              return y
            }""");
        Module t = Transpose.of(m, "f", List.of(false, true));
        Verifier.verify(t);
        var out = Interpreter.run(t, "transpose(f)", List.of(new Tensor(DType.F64, new int[] {2, 3}, new double[] {1, 2, 3, 4, 5, 6}),
            Tensor.of(new double[] {10, 100})));
        org.junit.jupiter.api.Assertions.assertArrayEquals(new double[] {410, 520, 630}, (double[]) out.get(0).data());
    }

    /** No trip of the gradient's loops touches a whole array: the work is that of the program. */
    @Test
    void tripsTouchElementsOnly() {
        Module m = Gradients.module("""
            f(p:f64[n], w:f64[n], k:i32[]) {
              n = dim[0] p
              m = sub n 1:i32
              q = for(m, p) { i:i32[], a:f64[n] ->
                x = index a i
                z = index w i
                c = gt x 0.5:f64
                b = cond(c) false {
                  s = sin x
                  t = mul s z
                  j = add i 1:i32
                  u = update a j t
                  yield u
                } true {
                  yield a
                }
                r, d = while(0:i32, b) { e:i32[], d:f64[n] ->
                  v = index d e
                  g = gt v 0.1:f64
                  l = lt e i
                  h = and g l
                  yield h
                } do { e:i32[], d:f64[n] ->
                  v = index d e
                  y = mul v 0.9:f64
                  o = exp y
                  u = update d e o
                  e2 = add e 1:i32
                  yield e2, u
                }
                yield d
              }
              return q
            }""");
        Module v = Vjp.of(m, "f", List.of(true, true, false));
        Module w = Vjp.of(Gradients.simplified(v), "vjp(f)", List.of(true, true, false, true));
        for (Func f : List.of(v.get("vjp(f)"), w.get("vjp(vjp(f))"))) {
            f.body().forEach(e -> Regions.of(e).forEach(r -> r.body().forEach(VjpTest::touchesElements)));
        }
    }

    private static void touchesElements(Eqn e) {
        boolean growth = e.prim() == Prim.COND;
        boolean keeps = Set.of(Prim.UPDATE, Prim.ACC_ADD, Prim.FOR, Prim.WHILE).contains(e.prim()) || growth;
        boolean array = e.out().stream().anyMatch(v -> !v.type().isScalar());
        org.junit.jupiter.api.Assertions.assertTrue(keeps || !array, () -> e.toString());
        for (Region r : Regions.of(e)) {
            // a tape that doubles, or the adjoint of that
            boolean grows = growth && r.body().stream().anyMatch(x -> x.prim() == Prim.UPDATE_SLICE || x.prim() == Prim.SLICE);
            if (!grows) {
                r.body().forEach(VjpTest::touchesElements);
            }
        }
    }

    /** All trips read the element 0 of the destination, and pairs of trips another one: sums in the adjoint. */
    @Test
    void elementsThatSeveralTripsOfAMapRead() {
        String text = """
            f(a:f64[n]) {
              n = dim[0] a
              h = shr n 1:i32
              b = map(h, a) { i:i32[], d:f64[n] ->
                j = add i h
                x = index d 0:i32
                y = index d j
                k = shr i 1:i32
                u = index d k
                v = mul x y
                w = mul v u
                z = sin w
                e = update d j z
                yield e
              }
              return b
            }""";
        check(2, text, random(1, -1, 1, 8));
        var v = Vjp.of(Gradients.module(text), "f", List.of(true)).get("vjp(f)");
        org.junit.jupiter.api.Assertions.assertEquals(List.of("map", "for"), v.body().stream()
            .filter(e -> !Regions.of(e).isEmpty()).map(e -> e.prim().text()).toList(), v.toString());
    }

    /** The adjoint of a store that adds reads; that read's own adjoint once took the store's operator for its own. */
    @Test
    void storesThatAddTwice() {
        check(3, "f(a:f64[n], x:f64[]) {\n u = update[clamp add] a 1:i32 x\n v = mul u u\n return v }", random(5, -1, 1, 4), scalar(0.7));
    }
}
