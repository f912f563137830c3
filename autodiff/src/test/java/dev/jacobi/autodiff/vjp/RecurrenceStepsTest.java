package dev.jacobi.autodiff.vjp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.autodiff.Gradients;
import dev.jacobi.autodiff.Orders;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Cotangents that a trip multiplies and adds to: one rounded operation a trip, where only the product waits for the trip before. */
class RecurrenceStepsTest {
    /** A factor that grows along a row, each of whose values is used. */
    private static final String GROWING = """
        f(a:f64[k], p:f64[], q:f64[], n:i32[]) {
          l, s = for(n, q, 0.0:f64) { i, r:f64[], s:f64[] -> x = index a i; y = mul r x; z = mul y y; t = add s z; w = mul r p; yield w, t }
          return s }
        """;
    /** Nothing else is added to the factor's cotangent. */
    private static final String PRODUCT = """
        f(a:f64[k], q:f64[], n:i32[]) {
          l = for(n, q) { i, r:f64[] -> x = index a i; w = mul r x; yield w }
          return l }
        """;
    /** Both summands wait: no time is gained. */
    private static final String TWICE = """
        f(a:f64[k], q:f64[], n:i32[]) {
          l = for(n, q) { i, r:f64[] -> x = index a i; w = mul r x; y = sin r; z = add w y; yield z }
          return l }
        """;

    /** Each trip divides what it is handed by an element. */
    private static final String QUOTIENT = """
        f(a:f64[k], q:f64[], n:i32[]) {
          l = for(n, q) { i, r:f64[] -> x = index a i; y = sin r; w = div y x; yield w }
          return l }
        """;
    /** Each trip divides an element by the same number. */
    private static final String SCALED = """
        f(a:f64[k], q:f64[], n:i32[]) {
          l = for(n, 0.0:f64) { i, r:f64[] -> x = index a i; y = div x q; z = mul y y; w = add r z; yield w }
          return l }
        """;
    /** What is divided is another number in each trip, and no trip waits for it. */
    private static final String ELEMENTS = """
        f(a:f64[k], b:f64[k], n:i32[]) {
          l = for(n, 0.0:f64) { i, r:f64[] -> x = index a i; d = index b i; y = div x d; z = mul y y; w = add r z; yield w }
          return l }
        """;

    private static long fused(String text) {
        return count(text, e -> e.prim() == Prim.FMA);
    }

    private static long inverses(String text) {
        return count(text, e -> e.prim() == Prim.DIV && e.in().get(0).equals(Lit.f64(1)));
    }

    private static long count(String text, Predicate<Eqn> like) {
        Module m = Gradients.module(text);
        long[] n = {0};
        Regions.each(Vjp.of(m, "f", Gradients.floats(m.get("f"))).get("vjp(f)").body(), e -> n[0] += like.test(e) ? 1 : 0);
        return n[0];
    }

    private static Tensor number(int n) {
        return Tensor.of(Lit.i32(n));
    }

    @Test
    void productsThatWaitAndSumsAreOneOperation() {
        assertEquals(1, fused(GROWING));
        for (int n : new int[] {0, 1, 7}) {
            Gradients.check(Gradients.module(GROWING), "f", List.of(Gradients.random(5, 0.2, 1, 7), Gradients.scalar(0.9), Gradients.scalar(1.1), number(n)), 1e-6);
        }
        Orders.check(2, Gradients.module(GROWING), "f", Gradients.random(6, 0.2, 1, 4), Gradients.scalar(0.9), Gradients.scalar(1.1), number(4));
    }

    @Test
    void cotangentsThatWaitAreMultipliedByInverses() {
        for (String text : List.of(QUOTIENT, SCALED)) {
            assertEquals(2, inverses(text), text);
            for (int n : new int[] {0, 1, 5}) {
                Gradients.check(Gradients.module(text), "f", List.of(Gradients.random(5, 0.7, 2, 7), Gradients.scalar(0.9), number(n)), 1e-6);
            }
            Orders.check(2, Gradients.module(text), "f", Gradients.random(5, 0.7, 2, 4), Gradients.scalar(0.9), number(4));
        }
        assertEquals(0, inverses(ELEMENTS));
    }

    /** The inverse of the divisor would be infinite, and no cotangent comes to it. */
    @Test
    void smallDivisors() {
        double d = 0x1p-1060;
        for (double w : new double[] {0, 0x1p-1000}) {
            String text = "f(x:f64[k], q:f64[], w:f64[]) { n = dim[0] x; l = for(n, 0.0:f64) { i, r:f64[] -> e = index x i; y = div e q; z = mul y w; s = add r z; yield s }; return l }";
            Module m = Gradients.module(text);
            Module v = Vjp.of(m, "f", Gradients.floats(m.get("f")));
            List<Tensor> got = Interpreter.run(v, "vjp(f)", List.of(Gradients.random(3, 1, 2, 2), Gradients.scalar(d), Gradients.scalar(w), Gradients.scalar(1.0)));
            assertEquals(w / d, got.get(1).get(0).asDouble(), text);
        }
    }

    @Test
    void othersStayAsTheyAre() {
        assertEquals(0, fused(PRODUCT));
        assertEquals(0, fused(TWICE));
    }
}
