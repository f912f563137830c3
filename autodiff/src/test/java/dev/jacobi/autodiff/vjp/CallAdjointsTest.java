package dev.jacobi.autodiff.vjp;

import static dev.jacobi.autodiff.Gradients.random;
import static dev.jacobi.autodiff.Gradients.scalar;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.autodiff.Gradients;
import dev.jacobi.autodiff.Orders;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.verify.Verifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Gradients through calls: recursion, custom rules, functions that run again. */
class CallAdjointsTest {
    private static void check(int order, String text, Tensor... args) {
        Orders.check(order, Gradients.module(text), "f", args);
    }

    @Test
    void fibonacci() {
        check(2, """
            f(n:i32[], x:f64[]) {
              r:f64[] = call[g] n x
              return r
            }

            g(n:i32[], x:f64[]) {
              p = lt n 2:i32
              r = cond(p) false {
                a = sub n 1:i32
                b = sub n 2:i32
                c:f64[] = call[g] a x
                d:f64[] = call[g] b x
                e = mul c x
                s = sin d
                t = add e s
                yield t
              } true {
                q = mul x x
                yield q
              }
              return r
            }""", scalar(6), scalar(0.7));
    }

    @Test
    void recursionOverArraysInPlace() {
        check(2, """
            f(a:f64[n], w:f64[n]) {
              n = dim[0] a
              b:f64[n], s:f64[] = call[g] a w 0:i32 n
              return b, s
            }

            g(a:f64[n], w:f64[n], lo:i32[], hi:i32[]) {
              d = sub hi lo
              p = le d 1:i32
              r:f64[n], s = cond(p) false {
                m = add lo hi
                mid = shr m 1:i32
                b:f64[n], x:f64[] = call[g] a w lo mid
                c:f64[n], y:f64[] = call[g] b w mid hi
                e, t = for(d, c, 0.0:f64) { i:i32[], c:f64[n], t:f64[] ->
                  k = add lo i
                  v = index c k
                  u = index w k
                  z = mul v u
                  o = sin z
                  c2 = update c k o
                  t2 = add t z
                  yield c2, t2
                }
                q = mul x y
                q2 = add q t
                yield e, q2
              } true {
                v = index a lo
                z = mul v v
                c = update a lo z
                yield c, v
              }
              return r, s
            }""", random(3, 0.5, 1.5, 5), random(4, -1, 1, 5));
    }

    /** A call costs what it computes: neither of its functions makes an array, whichever of the arrays handed in comes back. */
    private static void checkMakesNoArrays(String text, Tensor... args) {
        check(2, text, args);
        Module m = Gradients.module(text);
        Module once = Vjp.of(m, "f", Gradients.floats(m.get("f")));
        Module twice = Vjp.of(once, "vjp(f)", Gradients.floats(once.get("vjp(f)")));
        for (Module v : List.of(once, Gradients.simplified(once), twice)) {
            v.funcs().forEach((name, f) -> {
                if (name.startsWith("fwd(") || name.startsWith("bwd(")) {
                    assertEquals(List.of(), made(f.body()), name + " makes arrays:\n" + f);
                }
            });
        }
    }

    private static List<String> made(List<Eqn> body) {
        var out = new ArrayList<String>();
        for (Eqn e : body) {
            // the stack, whose length no type knows, may grow
            if ((e.prim() == Prim.FULL || e.prim() == Prim.COPY) && !e.result().type().dims().get(0).isUnknown()) {
                out.add(e.toString());
            }
            Regions.of(e).forEach(r -> out.addAll(made(r.body())));
        }
        return out;
    }

    @Test
    void oneArrayIsReadAndAnotherWritten() {
        checkMakesNoArrays("""
            f(p:f64[n], q:f64[n]) {
              r:f64[n] = call[g] p q 0:i32
              return r
            }

            g(p:f64[n], q:f64[n], k:i32[]) {
              n = dim[0] p
              c = ge k n
              r:f64[n] = cond(c) false {
                i = shl k 1:i32
                l = add i 1:i32
                a:f64[n] = call[g] p q l
                m = add i 2:i32
                b:f64[n] = call[g] p a m
                x = index p k
                o = index b k
                y = mul x x
                z = mul y o
                d = update b k z
                yield d
              } true {
                yield q
              }
              return r
            }""", random(7, 0.5, 1.5, 7), random(8, 0.5, 1.5, 7));
    }

    /** Two functions that call each other; the third array is handed back first, the first one is only read. */
    @Test
    void arraysComeBackInAnotherOrder() {
        checkMakesNoArrays("""
            f(p:f64[n], q:f64[n], r:f64[n]) {
              s:f64[], a:f64[n], b:f64[n] = for(2:i32, 0.0:f64, q, r) { i:i32[], s:f64[], q:f64[n], r:f64[n] ->
                y:f64[], b:f64[n], a:f64[n] = call[g] p q r i
                t = add s y
                yield t, a, b
              }
              return s, a, b
            }

            g(p:f64[n], q:f64[n], r:f64[n], k:i32[]) {
              n = dim[0] p
              l = add k 1:i32
              y:f64[], a:f64[n], b:f64[n] = call[h] p r q n l
              x = index p k
              v = index b k
              z = mul x v
              o = add z y
              c = update b k o
              return o, a, c
            }

            h(p:f64[n], r:f64[n], q:f64[n], n:i32[], k:i32[]) {
              e = lt k n
              y, a, b = cond(e) false {
                yield 1.0:f64, r, q
              } true {
                y:f64[], a:f64[n], b:f64[n] = call[g] p q r k
                x = index a k
                z = mul x y
                w = sin z
                c = update a k w
                yield z, c, b
              }
              return y, a, b
            }""", random(9, 0.5, 1.5, 4), random(10, 0.5, 1.5, 4), random(11, 0.5, 1.5, 4));
    }

    private static final String SQUARE = """

        g(x:f64[], k:i32[]) {
          y = mul x x
          return y
        }
        """;

    /** The gradient of f at 3, where f is 2 g(x) and g(x) = x² with the rules given. */
    private static double gradient(String rules) {
        Module m = Gradients.module("f(x:f64[]) {\n y:f64[] = call[g] x 1:i32\n z = mul y 2.0:f64\n return z\n}\n" + SQUARE + rules);
        Module v = Vjp.of(m, "f", List.of(true));
        Verifier.verify(v);
        List<Tensor> out = Interpreter.run(v, "vjp(f)", List.of(scalar(3.0), scalar(1.0)));
        assertEquals(18, out.get(0).get(0).asDouble());
        return out.get(1).get(0).asDouble();
    }

    @Test
    void customRulesAreUsed() {
        assertEquals(12, gradient(""));
        assertEquals(12, gradient("\n\"g!remat\"() {\n return\n}\n"));
        assertEquals(200, gradient("""

            "g!fwd"(x:f64[], k:i32[]) {
              y = mul x x
              r = add x 97.0:f64
              return y, r
            }

            "g!bwd"(r:f64[], t:f64[]) {
              z = mul r t
              return z
            }
            """));
        assertEquals(14, gradient("""

            "g!jvp"(x:f64[], k:i32[], t:f64[]) {
              y = mul x x
              s = add x 4.0:f64
              z = mul t s
              return y, z
            }
            """));
    }

    @Test
    void strictMath() {
        check(2, "f(x:f64[], y:f64[]) {\n a:f64[] = call[StrictMath.sin] x\n b:f64[] = call[StrictMath.pow] a y\n c:f64[] = call[StrictMath.IEEEremainder] b x\n "
            + "return b, c\n}", scalar(0.7), scalar(1.3));
    }

    @Test
    void loopsOfUnknownLengthInParallelLoops() {
        check(2, """
            f(a:f64[n]) {
              n = dim[0] a
              b = map[n](n) { i:i32[] ->
                x = index a i
                y = while(x) { z:f64[] ->
                  p = lt z 3.0:f64
                  yield p
                } do { z:f64[] ->
                  q = mul z 1.5:f64
                  r = sin q
                  s = add q r
                  yield s
                }
                yield y
              }
              s = reduce[n, add](n, 0.0:f64) { i:i32[] ->
                x = index b i
                y = mul x x
                yield y
              }
              return s, b
            }""", random(6, 0.5, 1, 4));
    }
}
