package dev.jacobi.llvm.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.autodiff.jvp.Jvp;
import dev.jacobi.autodiff.vjp.Vjp;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.harness.Way;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.vmap.Batch;
import dev.jacobi.vectorize.vmap.BatchRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A lane's NaN, overflow, long loop or early exit changes no other lane's values or gradients. */
class LanesTest {
    private static final String[] PROGRAMS = {
        // Newton's method for a square root, to a tolerance: it never ends for what is negative unless steps are counted.
        "f(a:f64[]) { x, k = while(a, 0:i32) { x, k -> y = mul x x; e = sub y a; d = abs e; p = gt d 1.0e-12:f64; q = lt k 40:i32; r = and p q; yield r } do { x, k ->"
            + " y = div a x; z = add x y; w = mul z 0.5:f64; j = add k 1:i32; yield w, j }; return x }",
        // A branch that is not defined for all.
        "f(a:f64[]) { p = gt a 0.0:f64; r = cond(p) false { yield a } true { x = sqrt a; y = log x; z = div y a; yield z }; return r }",
        // Growth until it overflows, in an array of the lane's own.
        "f(a:f64[]) { t = full[f64[8]] 1.0:f64 8:i32; u, s = for(8:i32, t, a) { i, t, s -> x = mul s s; y = exp x; z = update t i y; yield z, y }; r = index u 3:i32; q = index u 1:i32; v = add q a; return v, r }",
        // Different depths of recursion.
        "f(a:f64[]) { k = convert[i32] a; n = min k 20:i32; r:f64[] = call[down] a n; return r }\ndown(a:f64[], n:i32[]) { p = lt n 1:i32; r = cond(p) false { m = sub n 1:i32; b = mul a 0.9:f64; x:f64[] = call[down] b m; y = sin x; yield y } true { yield a }; return r }",
    };
    private static final double[] GOOD = {2, 0.5, 3, 1.5, 7, 0.25, 1, 9};
    private static final double[] BAD = {Double.NaN, -4, 1e308, Double.POSITIVE_INFINITY, 0, -0.0, 1e-320, Double.NEGATIVE_INFINITY};

    private interface Transform {
        Module of(Module m, String entry, List<Integer> in, List<Integer> out);
    }

    /** Every lane of a mixed batch has, bit for bit, what it has in a batch of good ones. */
    private static void isolated(Module m, String entry, Way how, Transform vmap) {
        int in = m.get(entry).in().size();
        int out = m.get(entry).out().size();
        Module batched = vmap.of(m, entry, Collections.nCopies(in, 0), Collections.nCopies(out, 0));
        Way.Code code = how.code(batched, Batch.name(entry));
        double[] mixed = GOOD.clone();
        for (int k = 1; k < mixed.length; k += 2) {
            mixed[k] = BAD[k];
        }
        double[] other = GOOD.clone();
        for (int k = 0; k < other.length; k += 2) {
            other[k] = BAD[k];
        }
        double[] ones = new double[GOOD.length];
        Arrays.fill(ones, 1);
        List<Tensor> good = code.run(inputs(in, GOOD, ones));
        for (int parity = 0; parity < 2; parity++) {
            List<Tensor> have = code.run(inputs(in, parity == 0 ? mixed : other, ones));
            for (int r = 0; r < out; r++) {
                for (int k = parity; k < GOOD.length; k += 2) {
                    assertEquals(good.get(r).get(k), have.get(r).get(k), how + ", result " + r + ", lane " + k + " of\n" + m.get(entry));
                }
            }
        }
    }

    private static List<Tensor> inputs(int n, double[] first, double[] rest) {
        var in = new ArrayList<Tensor>();
        for (int k = 0; k < n; k++) {
            in.add(Tensor.of(k == 0 ? first : rest));
        }
        return in;
    }

    private static final Transform MAP = (m, e, in, out) -> Batch.of(m, e, in, out, "");

    @Test
    void values() {
        for (String p : PROGRAMS) {
            Module m = Parser.parseModule(p);
            for (Way how : List.of(Way.INTERPRETED, Ways.COMPILED)) {
                isolated(m, "f", how, MAP);
            }
            isolated(m, "f", Way.INTERPRETED, (x, e, in, out) -> BatchRules.of(x, e, in, out, ""));
        }
    }

    @Test
    void tangents() {
        for (String p : PROGRAMS) {
            Module m = Ways.passes(Jvp.of(Parser.parseModule(p), "f", List.of(true)));
            for (Way how : List.of(Way.INTERPRETED, Ways.COMPILED)) {
                isolated(m, "jvp(f)", how, MAP);
            }
        }
    }

    @Test
    void gradients() {
        for (String p : PROGRAMS) {
            Module m = Ways.passes(Vjp.of(Parser.parseModule(p), "f", List.of(true)));
            for (Way how : List.of(Way.INTERPRETED, Ways.COMPILED)) {
                isolated(m, "vjp(f)", how, MAP);
            }
        }
    }
}
