package dev.jacobi.vectorize.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.vectorize.Same;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums up to the trip's number and behind it become one that leaves it out, where both halves are the same sum. */
class JoinedHalvesTest {
    private static final String HALVES = """
        f(a:f64[n,n], c:f64[n], d:f64[n]) {
          n = dim[0] c
          m, r = reduce[n, max](n, 0.0:f64, d) { i, o ->
            b = index c i
            s, t = for(i, b, 1.0:f64) { j, s, t -> x = index a i j; y = index c j; z = mul x y; u = sub s z; v = mul t y; yield u, v }
            k = add i 1:i32
            l = sub n k
            e, g = for(l, s, t) { j, e, g -> h = add k j; x = index a i h; y = index c h; z = mul x y; u = sub e z; v = mul g y; yield u, v }
            q = update o i e
            yield g, q
          }
          return m, r
        }
        """;

    private static void same(Func f, Func now) {
        Verifier.verify(now);
        for (int n = 0; n < 5; n++) {
            double[] a = new double[n * n];
            double[] c = new double[n];
            for (int k = 0; k < a.length; k++) {
                a[k] = k % 7 - 2.5;
                c[k % n] = 1.5 - k % 3;
            }
            Same.computes(f, now, true, List.of(Tensor.of(a, n, n), Tensor.of(c), Tensor.of(new double[n])));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reduce[n, max](n, 0.0:f64, d)", "map"})
    void halvesOfOneSum(String loop) {
        String text = loop.equals("map") ? HALVES.replace("m, r = reduce[n, max](n, 0.0:f64, d)", "r = map(n, d)").replace("yield g, q", "yield q").replace("return m, r", "return r") : HALVES;
        Func f = Parser.parseFunc(text);
        Func now = JoinedHalves.run(f);
        assertEquals(loop.equals("map") ? "map(for(cond))" : "reduce(for(cond))", Same.skeleton(now), now::toString);
        same(f, now);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k = add i 1:i32>k = add i 2:i32", "l = sub n k>l = sub n i", "u = sub e z>u = add e z", "x = index a i h>x = index a h i", "h = add k j>h = add i j", "yield g, q>yield s, q",
        "e, g = for(l, s, t)>e, g = for(l, s, 1.0:f64)", "u = sub e z; v>w = convert[f64] j; u = sub e w; v"})
    void otherLoopsStay(String change) {
        String[] from = change.split(">");
        String text = HALVES.replace(from[0], from[1]);
        Func f = Parser.parseFunc(text);
        assertEquals(false, text.equals(HALVES));
        assertSame(f, JoinedHalves.run(f));
    }
}
