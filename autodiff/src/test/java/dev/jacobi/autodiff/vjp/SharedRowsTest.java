package dev.jacobi.autodiff.vjp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.autodiff.Gradients;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Networks in a loop over samples: a layer's slopes, of which those of its weights and those of its biases come in loops of their own, are computed once. */
class SharedRowsTest {
    /** The sines of sums, units by units: %2$s of %3$s in another layer, with weights %4$s and biases %5$s. */
    private static final String LAYER = """
                none%1$s = full[f64[%2$s]] 0.0:f64 %2$s
                %1$s = map(%2$s, none%1$s) { j%1$s:i32[], into%1$s:f64[%2$s] ->
                  start%1$s = index %5$s j%1$s
                  a%1$s = for(%3$s, start%1$s) { i%1$s:i32[], old%1$s:f64[] ->
                    x%1$s = index %6$s i%1$s
                    y%1$s = index %4$s i%1$s j%1$s
                    z%1$s = mul x%1$s y%1$s
                    new%1$s = add old%1$s z%1$s
                    yield new%1$s
                  }
                  t%1$s = sin a%1$s
                  out%1$s = update into%1$s j%1$s t%1$s
                  yield out%1$s
                }
        """;

    /** The squares of the last layer's values, of all samples; layers of 2 or 3. */
    private static String network(boolean three) {
        return """
            f(w:f64[p, q], b:f64[q], v:f64[q, r], c:f64[r], u:f64[r, s], d:f64[s], xs:f64[m, p]) {
              p = dim[0] w
              q = dim[1] w
              r = dim[1] v
              s = dim[1] u
              m = dim[0] xs
              total = for(m, 0.0:f64) { k:i32[], before:f64[] ->
                row = index xs k
            """ + LAYER.formatted("g", "q", "p", "w", "b", "row") + LAYER.formatted("h", "r", "q", "v", "c", "g") + (three ? LAYER.formatted("l", "s", "r", "u", "d", "h") : "") + """
                sum = for(LENGTH, before) { e:i32[], s0:f64[] ->
                  o = index LAST e
                  o2 = mul o o
                  s1 = add s0 o2
                  yield s1
                }
                yield sum
              }
              return total
            }""".replace("LENGTH", three ? "s" : "r").replace("LAST", three ? "l" : "h");
    }

    @Test
    void theSlopesOfALayerAreComputedOnce() {
        for (boolean three : List.of(false, true)) {
            for (int samples : new int[] {0, 1, 5}) {
                List<Tensor> in = List.of(random(1, 3, 4), random(2, 4), random(3, 4, 2), random(4, 2), random(5, 2, 3), random(6, 3), random(7, samples, 3));
                Func f = Gradients.check(Gradients.module(network(three)), "f", in, 1e-6).get("vjp(f)");
                assertEquals(2, reads(f, f.in().get(2)), "once forward and once backward\n" + f);
                assertEquals(three ? 2 : 0, reads(f, f.in().get(4)), "once forward and once backward\n" + f);
            }
        }
    }

    /** The loop that makes the row finds its greatest element beside, and so stays for that: nothing is gained by a row that is kept. */
    @Test
    @Timeout(60)
    void aLoopWithAnotherResult() {
        String text = """
            f(w:f64[q, p], b:f64[q], xs:f64[m, p]) {
              q = dim[0] w
              p = dim[1] w
              m = dim[0] xs
              total = for(m, 0.0:f64) { k:i32[], before:f64[] ->
                none = full[f64[q]] 0.0:f64 q
                z, top = for(q, none, -inf:f64) { j:i32[], into:f64[q], t0:f64[] ->
                  s0 = index b j
                  a = for(p, s0) { i:i32[], old:f64[] -> x = index xs k i; y = index w j i; c = mul x y; new = add old c; yield new }
                  out = update into j a
                  g = gt a t0
                  t1 = select g a t0
                  yield out, t1
                }
                sum = for(q, 0.0:f64) { e:i32[], o:f64[] -> u = index z e; d = sub u top; v = exp d; n = add o v; yield n }
                l = log sum
                r = add l top
                after = add before r
                yield after
              }
              return total
            }""";
        for (int samples : new int[] {0, 1, 5}) {
            Gradients.check(Gradients.module(text), "f", List.of(random(1, 3, 4), random(2, 3), random(7, samples, 4)), 1e-6);
        }
    }

    /** The gradient of one layer's weights, softmax behind it, the weights as a matrix and flat: what the samples compute for it is kept, and a loop adds it up that does nothing else. */
    @Test
    void theSumsOfOneArrayHaveALoopOfTheirOwn() {
        String text = """
            f(w:f64[SHAPE], xs:f64[m, p], label:i32[m]) {
              q = add 1:i32 2:i32
              p = dim[1] xs
              m = dim[0] xs
              total = for(m, 0.0:f64) { k:i32[], before:f64[] ->
                none = full[f64[?]] 0.0:f64 q
                z = map(q, none) { j:i32[], into:f64[?] ->
                  jp = mul j p
                  a = for(p, 0.0:f64) { i:i32[], old:f64[] -> at = add jp i; x = index xs k i; y = index w PLACE; c = mul x y; new = add old c; yield new }
                  out = update into j a
                  yield out
                }
                top = reduce[?, max](q, -inf:f64) { j:i32[] -> v = index z j; yield v }
                sum = for(q, 0.0:f64) { e:i32[], o:f64[] -> u = index z e; d = sub u top; v = exp d; n = add o v; yield n }
                l = log sum
                r = add l top
                y = index label k
                t = index z y
                s = sub r t
                after = add before s
                yield after
              }
              return total
            }""";
        for (boolean flat : List.of(false, true)) {
            String form = text.replace("SHAPE", flat ? "n" : "q, p").replace("PLACE", flat ? "at" : "j i");
            for (int samples : new int[] {0, 1, 5}) {
                var label = new int[samples];
                for (int i = 0; i < samples; i++) {
                    label[i] = i % 3;
                }
                List<Tensor> in = List.of(flat ? random(1, 12) : random(1, 3, 4), random(7, samples, 4), new Tensor(DType.I32, new int[] {samples}, label));
                Func f = Gradients.check(Gradients.module(form), "f", in, 1e-6).get("vjp(f)");
                assertTrue(loopsInSums(f).stream().allMatch(n -> n == 1), f.toString());
            }
        }
    }

    /** Of a layer of squares nothing is slow, but its slopes are what the sums of its weights are made of: these have a loop of their own. */
    @Test
    void whatSumsOfWeightsAreMadeOfIsKept() {
        String text = """
            f(w:f64[q, p], b:f64[q], v:f64[q], xs:f64[m, p]) {
              q = dim[0] w
              p = dim[1] w
              m = dim[0] xs
              total = for(m, 0.0:f64) { k:i32[], before:f64[] ->
                none = full[f64[q]] 0.0:f64 q
                z = map(q, none) { j:i32[], into:f64[q] ->
                  s0 = index b j
                  a = for(p, s0) { i:i32[], old:f64[] -> x = index xs k i; y = index w j i; c = mul x y; new = add old c; yield new }
                  out = update into j a
                  yield out
                }
                o = for(q, 0.0:f64) { j:i32[], old:f64[] -> a = index z j; a2 = mul a a; u = index v j; c = mul a2 u; new = add old c; yield new }
                o2 = mul o o
                after = add before o2
                yield after
              }
              return total
            }""";
        for (int samples : new int[] {0, 1, 5}) {
            Func f = Gradients.check(Gradients.module(text), "f", List.of(random(1, 3, 4), random(2, 3), random(3, 3), random(7, samples, 4)), 1e-6).get("vjp(f)");
            assertEquals(List.of(1L), loopsInSums(f), f.toString());
        }
    }

    /** Of each loop that adds to an array like the first input: the loops in its trip. */
    private static List<Long> loopsInSums(Func f) {
        return f.body().stream().filter(e -> e.prim() == Prim.FOR && e.result().type().equals(f.in().get(0).type()))
            .map(e -> Regions.of(e).get(0).body().stream().filter(Regions::isLoop).count()).toList();
    }

    private static Tensor random(int seed, int... shape) {
        return Gradients.random(seed, -1, 1, shape);
    }

    private static int reads(Func f, Var array) {
        int[] n = {0};
        Regions.each(f.body(), e -> n[0] += e.prim() == Prim.INDEX && e.in().get(0).equals(array) ? 1 : 0);
        return n[0];
    }
}
