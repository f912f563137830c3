package dev.jacobi.vectorize.ahead;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.vectorize.Backwards;
import dev.jacobi.vectorize.Same;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Slow functions of what trips that wait for each other have found come behind them, for trips that go together. */
class ResultsBehindTest {
    private static final int[] SIZES = {0, 1, 15, 100, 511, 512, 513, 1030};

    private static double[] elements(int n, int seed) {
        double[] a = new double[n];
        Arrays.setAll(a, i -> Math.abs(Math.sin(i + seed)) / 2);
        return a;
    }

    private static void comesApart(int maps, int loops, String text) {
        Func f = Parser.parseFunc(text);
        Func g = new ResultsBehind().run(f);
        Verifier.verify(g);
        assertEquals(maps, count(g, Prim.MAP), g.toString());
        assertEquals(loops, count(g, Prim.FOR), g.toString());
        Func backwards = Backwards.run(g);
        for (int size : SIZES) {
            List<Tensor> in = List.of(Tensor.of(elements(size, 1)), Tensor.of(elements(size + 1, 2)));
            Same.computes(f, g, true, in);
            Same.computes(f, backwards, true, in);
        }
    }

    private static int count(Func f, Prim p) {
        var n = new int[1];
        Regions.each(f.body(), e -> n[0] += e.prim() == p ? 1 : 0);
        return n[0];
    }

    private static void stays(String body) {
        Func f = Parser.parseFunc("f(x:f64[n], y:f64[m]) { n = dim[0] x; " + body + " }");
        assertSame(f, new ResultsBehind().run(f), body);
    }

    @Test
    void aPowerOfARecurrenceIsStored() {
        comesApart(1, 2, "f(x:f64[n], y:f64[m]) { n = dim[0] x; s, z = for(n, 1.0:f64, y) { i:i32[], d:f64[], z0:f64[m] -> a = index x i; p = mul d a; q = sub 1.0:f64 p; r = convert[f64] i; e = pow q r; z1 = update z0 i e; yield q, z1 }; return s, z }");
    }

    /** What the trip before has found, too, and what goes into a sum, which is added up in order. */
    @Test
    void logarithmsOfARecurrenceAreAddedUp() {
        comesApart(0, 3, "f(x:f64[n], y:f64[m]) { n = dim[0] x; v, s = for(n, 1.0:f64, 0.0:f64) { i:i32[], v0:f64[], s0:f64[] -> a = index x i; b = mul v0 0.9:f64; v1 = add a b; l = log v1; k = div a v0; t = add l k; s1 = add s0 t; yield v1, s1 }; return v, s }");
    }

    /** An array that the recurrence writes stays with it; the other one comes behind. */
    @Test
    void anArrayOfTheRecurrenceStaysWithIt() {
        comesApart(1, 2, "f(x:f64[n], y:f64[m]) { n = dim[0] x; z = copy y; v, w, u = for(n, 1.0:f64, y, z) { i:i32[], v0:f64[], w0:f64[m], u0:f64[m] -> a = index w0 i; b = mul v0 a; v1 = add 0.5:f64 b; j = add i 1:i32; w1 = update w0 j v1; l = exp v1; u1 = update u0 i l; yield v1, w1, u1 }; return v, w, u }");
    }

    @Test
    void whatTheNextTripWaitsForStays() {
        stays("s, z = for(n, 1.0:f64, y) { i:i32[], d:f64[], z0:f64[m] -> a = index x i; p = mul d a; e = exp p; z1 = update z0 i e; yield e, z1 }; return s, z");
    }

    /** The function looks at what the recurrence writes to memory, which is another one by then. */
    @Test
    void whatLooksAtAnArrayOfTheRecurrenceStays() {
        stays("v, w, u = for(n, 1.0:f64, y, 0.0:f64) { i:i32[], v0:f64[], w0:f64[m], u0:f64[] -> a = index w0 0:i32; b = mul v0 a; v1 = add 0.5:f64 b; w1 = update w0 0:i32 v1; c = index w1 0:i32; l = exp c; u1 = add u0 l; yield v1, w1, u1 }; return v, w, u");
    }

    /** Each trip writes the same element, the last one for good. */
    @Test
    void anElementOfAllTripsStays() {
        stays("s, z = for(n, 1.0:f64, y) { i:i32[], d:f64[], z0:f64[m] -> a = index x i; q = mul d a; e = exp q; z1 = update z0 0:i32 e; yield q, z1 }; return s, z");
    }

    /** Draws from a sample: trips would not be any faster together, and the recurrence goes on while the processor divides. */
    @Test
    void quotientsOfLongsStay() {
        String draws = "m = convert[i64] n; s, t = for(n, 5:i64, 0.0:f64) { i:i32[], s0:i64[], t0:f64[] -> a = mul s0 25214903917:i64; b = add a 11:i64; s1 = and b 281474976710655:i64; c = ushr s1 17:i64; j = rem c m; k = convert[i32] j; v = index[clamp] x k; MORE; t1 = add t0 w; yield s1, t1 }; return s, t";
        stays(draws.replace("MORE; ", "").replace("add t0 w", "add t0 v"));
        comesApart(0, 3, "f(x:f64[n], y:f64[m]) { n = dim[0] x; " + draws.replace("MORE", "w = exp v") + " }");
    }

    @Test
    void fastFunctionsStay() {
        stays("s, z = for(n, 1.0:f64, y) { i:i32[], d:f64[], z0:f64[m] -> a = index x i; q = mul d a; e = sqrt q; z1 = update z0 i e; yield q, z1 }; return s, z");
    }
}
