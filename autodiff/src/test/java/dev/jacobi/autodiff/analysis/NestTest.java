// Loops in parallel loops whose trips have to be counted from one execution to the next.
package dev.jacobi.autodiff.analysis;

import static dev.jacobi.autodiff.Gradients.scalar;

import dev.jacobi.autodiff.Gradients;
import dev.jacobi.autodiff.Orders;
import dev.jacobi.ir.interp.Tensor;
import org.junit.jupiter.api.Test;

/** Trips that depend on a loop around the parallel loop, directly, behind a while, and in a branch. */
class NestTest {
    private static final Tensor A = Tensor.of(new double[] {0.3, -0.7, 1.1, 0.4}, 4);
    private static final String STEPS = "l:f64[] = for(t, c) { m:i32[], x:f64[] -> o:f64[] = mul x 0.5:f64; p:f64[] = sin o; q:f64[] = add p x; yield q }; ";

    private static void check(String text, Tensor... args) {
        Orders.check(2, Gradients.module(text), "f", args);
    }

    @Test
    void tripsThatALoopAroundTells() {
        for (String op : new String[] {"max", "add", "mul"}) {
            check("f(a:f64[n], c:f64[]) { n:i32[] = dim[0] a\n r:f64[n] = for(n, a) { g:i32[], h:f64[n] -> t:i32[] = and g 3:i32; "
                + "j:f64[] = reduce[?, " + op + "](2:i32, c) { k:i32[] -> " + STEPS + "e:f64[] = index a k; w:f64[] = mul l e; yield w }; "
                + "q:f64[n] = update h g j; yield q }\n return r }", A, scalar(0.9));
        }
    }

    @Test
    void parallelInParallel() {
        check("f(a:f64[n], c:f64[]) { n:i32[] = dim[0] a\n r:f64[n] = map[n](n, a) { g:i32[], h:f64[n] -> t:i32[] = and g 3:i32; "
            + "j:f64[] = reduce[?, max](1:i32, c) { k:i32[] -> " + STEPS + "yield l }; q:f64[n] = update h g j; yield q }\n return r }", A, scalar(0.9));
    }

    @Test
    void behindAWhile() {
        check("""
            f(a:f64[n], c:f64[]) {
              n:i32[] = dim[0] a
              i:i32[], s:f64[] = while(0:i32, 0.0:f64) {
                i:i32[], s:f64[] -> go:bool[] = lt i 3:i32; yield go
              } do { i:i32[], s:f64[] ->
                r:f64[n] = for(2:i32, a) { g:i32[], h:f64[n] ->
                  t:i32[] = add g i
                  x:f64[?] = map[?](n) { k:i32[] -> STEPS e:f64[] = index h k; w:f64[] = mul l e; yield w }
                  v:f64[] = index[clamp] x 1:i32
                  q:f64[n] = update h g v
                  yield q
                }
                y:f64[] = index[clamp] r 0:i32
                z:f64[] = add s y
                j:i32[] = add i 1:i32
                yield j, z
              }
              return s
            }
            """.replace("STEPS", STEPS), A, scalar(0.9));
    }
}
