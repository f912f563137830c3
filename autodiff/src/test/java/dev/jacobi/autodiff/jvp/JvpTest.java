package dev.jacobi.autodiff.jvp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.simplify.Simplify;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Forward mode: its printed form, calls and rules of one's own, conventions at edges. Finite differences are in the conformance tests. */
class JvpTest {
    private static Tensor real(double v) {
        return Tensor.of(Lit.f64(v));
    }

    /** The tangents of the results at x with tangents v. */
    private static double[] tangents(String text, double[] x, double... v) {
        Module m = Parser.parseModule(text);
        Module d = Jvp.of(m, "f", m.get("f").in().stream().map(i -> true).toList());
        Verifier.verify(d);
        var in = new ArrayList<Tensor>();
        Arrays.stream(x).forEach(a -> in.add(real(a)));
        Arrays.stream(v).forEach(a -> in.add(real(a)));
        List<Tensor> r = Interpreter.run(d, "jvp(f)", in);
        int n = m.get("f").out().size();
        return r.subList(n, r.size()).stream().mapToDouble(t -> t.get(0).asDouble()).toArray();
    }

    private static void is(double want, String f, double... x) {
        String text = "f(x:f64[]" + (x.length > 1 ? ", y:f64[]" : "") + ") { " + f + "; return r }";
        assertEquals(want, tangents(text, x, x.length > 1 ? new double[] {1, 0} : new double[] {1})[0], 1e-15, f);
    }

    /** The product of the other elements overflows, but not the tangent. */
    @Test
    void productsOfElementsFarApart() {
        Module m = Parser.parseModule("f(x:f64[n]) { r = reduce_mul[0] x; return r }");
        Module d = Jvp.of(m, "f", List.of(true));
        Verifier.verify(d);
        double[][] cases = {{1e-100, 1e200, 1e200}, {0, 0, 1}, {1e100}, {0, Double.MAX_VALUE, 4}, {0, 1, 0}, {0}, {2, 3, 5}, {1, 10, 100}, {15 + 100 + 600}, {}, {}, {0}};
        for (int k = 0; k < cases.length; k += 3) {
            assertEquals(cases[k + 2][0], Interpreter.run(d, "jvp(f)", List.of(Tensor.of(cases[k].clone()), Tensor.of(cases[k + 1].clone()))).get(1).get(0).asDouble(), Math.abs(cases[k + 2][0]) * 1e-14);
        }
    }

    @Test
    void tangentsStandBesideTheirValues() {
        Module m = Parser.parseModule("""
            f(a:f64[n], s:f64[], k:i32[]) { n = dim[0] a
              r = for(n, a) { i, a -> x = index a i; y = mul x s; u = update a i y; yield u }
              return r, k }
            """);
        assertEquals("""
            f(a:f64[n], b:f64[], c:i32[], d:f64[n]) {
              e:i32[] = dim[0] a
              f:f64[n], g:f64[n] = for(e, a, d) { h:i32[], i:f64[n], j:f64[n] ->
                k:f64[] = index i h
                l:f64[] = index j h
                m:f64[] = mul k b
                n:f64[] = mul l b
                o:f64[n] = update i h m
                p:f64[n] = update j h n
                yield o, p
              }
              return f, c, g
            }
            """, new Simplify().run(Jvp.of(m, "f", List.of(true, false, false)).get("jvp(f)")).toString());
    }

    @Test
    void conventionsAtEdges() {
        is(1, "r = abs x", 0);
        is(0.5, "r = max x y", 2, 2);
        is(0.5, "r = min x y", 2, 2);
        is(Double.POSITIVE_INFINITY, "r = sqrt x", 0);
        is(0, "r = pow x 0.0:f64", 0);
        is(1, "r = pow x 1.0:f64", 0);
        is(0, "r = pow x 2.0:f64", 0);
        is(0, "r = pow x y", 0, 0);
        is(0, "r = stop_gradient x", 3);
        is(0, "r = floor x", 3.5);
        is(1, "r = mul x 1.0:f64", 0);
    }

    @Test
    void theExtremeOfManySharesWithThoseThatTie() {
        String f = "f(x:f64[], y:f64[], z:f64[]) { a = full[f64[3]] x 3:i32; b = update a 1:i32 y; c = update b 2:i32 z; r = reduce_max[0] c; return r }";
        assertEquals(1.0 / 3, tangents(f, new double[] {1, 1, 1}, 1, 0, 0)[0], 1e-15);
        assertEquals(0.5, tangents(f, new double[] {1, 0, 1}, 0, 5, 1)[0], 1e-15);
    }

    @Test
    void rulesOfOnesOwnAreTaken() {
        String g = "g(a:f64[]) { r = mul a a; return r }\n";
        String jvp = "\"g!jvp\"(a:f64[], t:f64[]) { r = mul a a; s = mul t 100.0:f64; return r, s }\n";
        String vjp = "\"g!fwd\"(a:f64[]) { r = mul a a; return r, a }\n\"g!bwd\"(a:f64[], ct:f64[]) { x = mul ct a; y = mul x 7.0:f64; return y }\n";
        String f = "f(x:f64[]) { r:f64[] = call[g] x; q = add r x; return q }\n";
        assertEquals(7, tangents(f + g, new double[] {3}, 1)[0]);
        assertEquals(101, tangents(f + g + jvp, new double[] {3}, 1)[0]);
        assertEquals(22, tangents(f + g + vjp, new double[] {3}, 1)[0]);
        assertEquals(100, tangents(g.replace("g(", "f(") + jvp.replace("g!", "f!"), new double[] {3}, 1)[0]);
    }

    @Test
    void functionsThatNoModuleHolds() {
        assertEquals(Math.cos(0.7), tangents("f(x:f64[]) { r:f64[] = call[StrictMath.sin] x; return r }", new double[] {0.7}, 1)[0], 1e-15);
        assertEquals(-2.0, tangents("f(x:f64[], y:f64[]) { r:f64[] = call[StrictMath.IEEEremainder] x y; return r }", new double[] {7, 4}, 0, 1)[0], 1e-15);
    }

    @Test
    void onlyFloatsHaveTangents() {
        Module m = Parser.parseModule("f(x:f64[], n:i32[]) { return x }");
        var e = assertThrows(IllegalArgumentException.class, () -> Jvp.of(m, "f", List.of(true, true)));
        assertTrue(e.getMessage().startsWith("input 1 of f is i32[]"), e.getMessage());
    }
}
