package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches in lanes, of which each ends where its data say: what all lanes count alike is one number as long as they are in the loop, and what it was when they left behind it. */
class CountingLanesTest {
    private static final int[] SIZES = {0, 1, 3, 8, 15, 16, 17, 40, 100};
    private static final String SEARCH = """
        f(c:f64[m], u:f64[n], o:f64[n]) {
          d = dim[0] u; m = dim[0] c
          r = map(d, o) { i:i32[], o0:f64[n] ->
            LOOP
            x = convert[f64] k; y = index o0 i; z = add x y; o1 = update o0 i z; yield o1 }
          return r }""";
    private static final String LOOP = "k = while(FROM) { w:i32[] -> s = lt w m; t = cond s { yield false } { a = index c w; b = index u i; q = lt a b; yield q }; yield t } do { w:i32[] -> v = add w 1:i32; yield v }";

    private static double[] numbers(int n, double times) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = Math.abs(Math.sin(i * times)) * n;
        }
        return x;
    }

    private static double[] growing(int n) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = i + 0.3;
        }
        return x;
    }

    private static void check(String text) {
        for (int n : SIZES) {
            for (int m : new int[] {0, 1, 9, 60}) {
                Oracle.check(text, List.of(0), numbers(n, 3.7), growing(m), numbers(n, 1.3), numbers(n, 5.1));
            }
        }
    }

    private static String program(String loop) {
        return SEARCH.replace("f(c:f64[m]", "f(o:f64[n], c:f64[m]").replace(", o:f64[n])", ", h:f64[n])").replace("LOOP", loop);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0:i32", "-2:i32", "i"})
    void linearSearches(String from) {
        check(program(LOOP.replace("FROM", from).replace("index c w", "index[clamp] c w")));
    }

    /** Beside the counter there is a sum of what all lanes read, and one of what each has for itself. */
    @Test
    void sumsBesideTheCounter() {
        check(program("""
            k, p, q = while(0:i32, 0.0:f64, 0.5:f64) { w:i32[], p0:f64[], q0:f64[] -> s = lt w m; b = index u i; g = lt p0 b; t = and s g; yield t }
              do { w:i32[], p0:f64[], q0:f64[] -> a = index c w; p1 = add p0 a; e = index h i; q1 = add q0 e; v = add w 1:i32; yield v, p1, q1 }
            l = convert[i32] p; l1 = convert[i32] q; l2 = add l l1; k2 = add k l2""".replace("k, p, q =", "k1, p, q =").replace("k2 = add k l2", "k = add k1 l2")));
    }

    /** Not all lanes come to the loop, and one inside of it ends for each at another trip. */
    @Test
    void searchesUnderConditions() {
        String inner = "j = while(0:i32) { w:i32[] -> s = lt w k0; b = index u i; a = convert[f64] w; g = lt a b; t = and s g; yield t } do { w:i32[] -> v = add w 2:i32; yield v }";
        check(program("e = index h i; some = gt e 2.0:f64; k = cond some { yield -1:i32 } { " + LOOP.replace("k = ", "k0 = ").replace("FROM", "0:i32") + "; " + inner + "; kk = add k0 j; yield kk }"));
        check(program("k = while(0:i32) { k0:i32[] -> b = index u i; a = convert[f64] k0; g = lt a b; yield g } do { k0:i32[] -> " + inner + "; x1 = add k0 j; x2 = add x1 1:i32; yield x2 }"));
    }

    /** An element that each trip has is read in front of the search, without a mask. */
    @Test
    void elementsOfTheTripNeedNoMask() {
        String text = program(LOOP.replace("FROM", "0:i32"));
        assertTrue(masked(text) < masked(text.replace("index u i", "index h i")), text);
    }

    private static int masked(String text) {
        return Emitter.emit(new CompileRequest(Parser.parseModule(text), "f", List.of(0), false, 1), 32, true).text().split("@llvm.masked.load", -1).length;
    }
}
