package dev.jacobi.autodiff.vjp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.autodiff.Gradients;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Loops that choose one of their trips' terms: the gradient is that of the one, and nothing is kept of the others. */
class SelectedTermsTest {
    /** The nearest of some points in front of 0, and the weight of that point; by a branch inside of which one of two is chosen. */
    private static final String NEAREST = """
        f(a:f64[n], w:f64[n], x:f64[]) {
          n = dim[0] a
          best, weight = for(n, 100.0:f64, x) { i:i32[], b:f64[], v:f64[] ->
            y = index a i
            d = sub y x
            s = sin d
            p = gt y 0.0:f64
            b2, v2 = cond(p) false {
              yield b, v
            } true {
              t = mul s d
              l = lt t b
              b1 = select l t b
              u = index w i
              e = exp u
              v1 = select l e v
              yield b1, v1
            }
            yield b2, v2
          }
          o = mul best weight
          return o
        }""";

    /** The smallest value of a function of pairs, in two loops. */
    private static final String PAIRS = """
        f(a:f64[n], c:f64[m]) {
          n = dim[0] a
          m = dim[0] c
          best = for(n, 7.0:f64) { i:i32[], b:f64[] ->
            x = index a i
            s = sin x
            inner = for(m, b) { j:i32[], d:f64[] ->
              y = index c j
              t = mul s y
              l = lt t d
              z = select l t d
              yield z
            }
            yield inner
          }
          o = mul best best
          return o
        }""";

    /** Here the term depends on what has been chosen. */
    private static final String DEPENDENT = """
        f(a:f64[n]) {
          n = dim[0] a
          best = for(n, 2.0:f64) { i:i32[], b:f64[] ->
            x = index a i
            t = mul x b
            l = lt t b
            z = select l t b
            yield z
          }
          return best
        }""";

    /** Here what has been chosen so far is summed as well. */
    private static final String SUMMED = """
        f(a:f64[n]) {
          n = dim[0] a
          best, sum = for(n, 2.0:f64, 0.0:f64) { i:i32[], b:f64[], s:f64[] ->
            x = index a i
            t = sin x
            l = lt t b
            z = select l t b
            o = add s z
            yield z, o
          }
          q = mul best sum
          return q
        }""";

    private static int tapes(Module m) {
        Func f = Gradients.simplified(Vjp.of(m, "f", Gradients.floats(m.get("f")))).get("vjp(f)");
        int[] n = {0};
        Regions.each(f.body(), e -> n[0] += isTape(e) ? 1 : 0);
        return n[0];
    }

    private static boolean isTape(Eqn e) {
        return e.prim() == Prim.FULL && (e.in().get(0).equals(Lit.unset(e.result().dtype())) || e.result().dtype() == DType.BOOL);
    }

    private static void check(String text, Tensor... args) {
        Gradients.check(Gradients.module(text), "f", List.of(args), 1e-6);
    }

    @Test
    void theNearestAndWhatBelongsToIt() {
        for (int n : new int[] {0, 1, 7}) {
            for (int seed = 0; seed < 5; seed++) {
                check(NEAREST, Gradients.random(seed, -1, 1, n), Gradients.random(seed + 9, -1, 1, n), Gradients.scalar(0.3));
            }
        }
        assertEquals(0, tapes(Gradients.module(NEAREST)));
    }

    @Test
    void oneOfPairs() {
        for (int[] size : new int[][] {{0, 3}, {3, 0}, {4, 5}}) {
            check(PAIRS, Gradients.random(3, -1, 1, size[0]), Gradients.random(4, -1, 1, size[1]));
        }
        assertEquals(0, tapes(Gradients.module(PAIRS)));
    }

    @Test
    void termsThatDependOnTheOneBefore() {
        check(DEPENDENT, Gradients.random(3, -1, 1, 6));
        check(SUMMED, Gradients.random(3, -1, 1, 6));
    }

    @Test
    void secondDerivatives() {
        Module m = Vjp.of(Gradients.module(NEAREST), "f", List.of(true, true, true));
        Gradients.check(m, "vjp(f)", List.of(Gradients.random(1, -1, 1, 5), Gradients.random(2, -1, 1, 5), Gradients.scalar(0.3), Gradients.scalar(0.7)), 1e-5);
    }
}
