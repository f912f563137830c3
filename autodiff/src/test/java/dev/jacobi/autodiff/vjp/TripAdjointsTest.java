package dev.jacobi.autodiff.vjp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.autodiff.Gradients;
import dev.jacobi.autodiff.Orders;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops that only add, whose trips are reversed one by one: no tape outlives a trip, and derivatives are those of finite differences. */
class TripAdjointsTest {
    /** Steps to a root for each element, as many as it says. */
    private static final String ROOTS = """
        f(a:f64[n], scale:f64[], steps:i32[n]) {
          n = dim[0] a
          r = for(n, 0.5:f64) { i, s ->
            x = index a i; m = index steps i
            y, d = while(x, 0:i32) { y, d -> c = lt d m; yield c } do { y, d ->
              p = sin y; q = mul p scale; u = sub x q; v = sub u y; w = mul v 0.7:f64; z = add y w; e = add d 1:i32; yield z, e }
            t = mul y y
            SUM
          return r }
        """;

    private static Func gradient(String text) {
        Module m = Gradients.module(text);
        return Gradients.simplified(Vjp.of(m, "f", Gradients.floats(m.get("f")).stream().map(b -> b).toList())).get("vjp(f)");
    }

    private static void check(String text, Tensor... in) {
        Orders.check(2, Gradients.module(text), "f", in);
    }

    /** Whether tapes have a fixed number of places: none is made larger. */
    private static boolean isByTrip(Func g) {
        return !Regions.any(g.body(), e -> e.prim() == Prim.UPDATE_SLICE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"u2 = add s t; yield u2 }", "u2 = add t s; yield u2 }", "u2 = sub s t; yield u2 }"})
    void oneSum(String sum) {
        String text = ROOTS.replace("SUM", sum);
        assertTrue(isByTrip(gradient(text)), () -> gradient(text).toString());
        check(text, Gradients.random(5, 0.2, 1.2, 4), Tensor.of(Lit.f64(0.4)), Tensor.of(new int[] {3, 0, 7, 1}, 4));
        check(text, Gradients.random(5, 0.2, 1.2, 0), Tensor.of(Lit.f64(0.4)), Tensor.of(new int[0], 0));
    }

    /** One trip takes more places than there are, and the loop runs again. */
    @Test
    void longTrips() {
        check(ROOTS.replace("SUM", "u2 = add s t; yield u2 }"), Gradients.random(6, 0.2, 1.2, 3), Tensor.of(Lit.f64(0.4)), Tensor.of(new int[] {2, 70, 64}, 3));
    }

    /** Sums that are multiplied with each other have cotangents that are only known behind the loop. */
    @Test
    void severalSums() {
        String text = ROOTS.replace("SUM", "u2 = add s t; k2 = add k p2; yield u2, k2 }").replace("r = for(n, 0.5:f64) { i, s ->", "r0, r1 = for(n, 0.5:f64, scale) { i, s, k ->")
            .replace("t = mul y y", "t = mul y y; p2 = mul y x").replace("return r", "r = mul r0 r1; return r");
        assertTrue(isByTrip(gradient(text)), () -> gradient(text).toString());
        check(text, Gradients.random(7, 0.2, 1.2, 5), Tensor.of(Lit.f64(0.4)), Tensor.of(new int[] {3, 1, 0, 66, 4}, 5));
    }
}
