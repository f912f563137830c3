package dev.jacobi.autodiff.vjp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.autodiff.Gradients;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which arrays that the trips of a loop share have backward loops of their own: those of which all trips add to the same elements. */
class LoopsOfArraysTest {
    /** The sum of squares of what windows give with weights; the places in both arrays are left open. */
    private static final String TEXT = """
        f(x:f64[n], w:f64[m], rows:i32[], side:i32[]) {
          total = for(rows, 0.0:f64) { r:i32[], t0:f64[] ->
            s = for(side, 0.0:f64) { i:i32[], s0:f64[] ->
              row = mul i side
              s3 = for(side, s0) { j:i32[], s1:f64[] ->
                PLACE
                p = index x to
                q = index w at
                v = mul p q
                s2 = add s1 v
                yield s2
              }
              yield s3
            }
            square = mul s s
            t1 = add t0 square
            yield t1
          }
          return total
        }""";

    @Test
    void aWindowMovesWithBothArrays() {
        // each window has weights of its own: in no loop do all trips add to the same elements, so one nest adds to both arrays
        Func f = gradient("up = add r i; wide = mul up 4:i32; to = add wide j; all = mul r 9:i32; some = add all row; at = add some j");
        assertEquals(List.of(2), additions(f.body()).stream().distinct().filter(n -> n > 1).toList(), f::toString);
    }

    @Test
    void whatAllTripsAddToHasALoop() {
        // the rows of a window read the same elements, all windows the same weights
        Func f = gradient("to = add r j; at = add row j");
        assertEquals(List.of(1), additions(f.body()).stream().distinct().toList(), f::toString);
    }

    private static Func gradient(String place) {
        List<Tensor> in = List.of(Gradients.random(1, -1, 1, 24), Gradients.random(2, -1, 1, 27), Tensor.of(Lit.i32(3)), Tensor.of(Lit.i32(3)));
        return Gradients.check(Gradients.module(TEXT.replace("PLACE", place)), "f", in, 1e-6).get("vjp(f)");
    }

    /** How many arrays each innermost loop adds to. */
    private static List<Integer> additions(List<Eqn> body) {
        var out = new ArrayList<Integer>();
        Regions.each(body, e -> {
            for (Region r : Regions.of(e)) {
                int n = (int) r.body().stream().filter(x -> x.prim() == Prim.ACC_ADD && x.result().isArray()).count();
                if (n > 0) {
                    out.add(n);
                }
            }
        });
        return out;
    }
}
