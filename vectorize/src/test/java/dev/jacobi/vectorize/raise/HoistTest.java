package dev.jacobi.vectorize.raise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loops of checks that a loop around them does not change are made once, where the loop makes a trip. */
class HoistTest {
    private static final String CHECKS = "map(n) { j -> k = index b j; p = ge k 0:i32; q = lt k m; r = and p q; check[index \"x\"] r; yield };";

    private static Func program(String trip) {
        return Parser.parseFunc("f(a:f64[m], b:i32[n], t:i32[]) { m = dim[0] a; n = dim[0] b; s = for(t, 0.0:f64) { i, u -> " + trip + " yield w }; return s }");
    }

    /** How many checks the outer loop makes in a trip. */
    private static int inTheLoop(Func f) {
        int[] n = {0};
        for (Eqn e : f.body()) {
            if (e.prim() == Prim.FOR) {
                Regions.each(Regions.of(e).get(0).body(), x -> n[0] += x.prim() == Prim.CHECK ? 1 : 0);
            }
        }
        return n[0];
    }

    private static String outcome(Func f, List<Tensor> in) {
        try {
            return Tensors.text(Interpreter.run(f, in).get(0));
        } catch (RuntimeException e) {
            return e.toString();
        }
    }

    private static void check(int checks, String trip) {
        Func before = program(trip);
        Func after = new Hoist().run(before);
        Verifier.verify(after);
        assertEquals(checks, inTheLoop(after), () -> after.toString());
        for (int trips : new int[] {-1, 0, 1, 5}) {
            for (int[] b : new int[][] {{}, {0, 2, 1}, {1, 3, 0}, {-1}}) {
                List<Tensor> in = Tensors.all(new double[] {1, 2, 3}, b, trips);
                assertEquals(outcome(before, in), outcome(after, in), () -> after.toString());
            }
        }
    }

    @Test
    void aLoopOfChecks() {
        check(0, CHECKS + " w = add u 1.0:f64;");
        check(0, "c = lt n 7:i32; cond(c) false { yield } true { " + CHECKS.replace(" };", " }") + "\n yield }\n w = add u 1.0:f64;");
    }

    @Test
    void whatTripsChangeStays() {
        check(1, CHECKS.replace("lt k m", "lt k i") + " w = add u 1.0:f64;");
    }

    /** A check in front may be what makes the reads behind it valid. */
    @Test
    void whatAnotherCheckIsInFrontOfStays() {
        check(2, "o = lt i 4:i32; check[index \"y\"] o; " + CHECKS + " w = add u 1.0:f64;");
    }

    /** What each trip of a while asks alike is asked once in front of it, where its first trip is made. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0 | g = lt k m; check[index \"x\" early] g;", "1 | g = lt i k; check[index \"x\" early] g;", "1 | g = lt k m; check[index \"x\"] g;",
        "1 | h = ge i 0:i32; check[index \"y\"] h; g1 = lt k m; check[index \"x\" early] g1;", "0 | h = max i 0:i32; x = index a h; g = lt k m; check[index \"x\" early] g;"})
    void checksOfAWhile(int left, String trip) {
        Func before = Parser.parseFunc("f(a:f64[m], k:i32[], t:i32[]) { m = dim[0] a; j, s = while(0:i32, 0.0:f64) { i, u -> c = lt i t; yield c } do { i, u -> " + trip + " w = add u 1.0:f64; n = add i 1:i32; yield n, w };"
            + " return s }");
        Func after = new Hoist().run(before);
        Verifier.verify(after);
        int[] inside = {0};
        after.body().stream().filter(e -> e.prim() == Prim.WHILE).forEach(e -> Regions.each(Regions.of(e).get(1).body(), x -> inside[0] += x.prim() == Prim.CHECK ? 1 : 0));
        assertEquals(left, Math.min(1, inside[0]), after::toString);
        for (int trips : new int[] {-1, 0, 1, 3}) {
            for (int k : new int[] {-1, 0, 2, 3, 9}) {
                List<Tensor> in = Tensors.all(new double[] {1, 2, 3}, k, trips);
                assertEquals(outcome(before, in), outcome(after, in), after::toString);
            }
        }
    }
}
