package dev.jacobi.llvm.bound;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An iteration that ends when an error is small has no more trips than its counter lets it have, also where the condition is asked behind a trip. */
class WhileTripsTest {
    private static final double LIMIT = 1e7;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "true | c = gt e 0.1:f64; d = lt k t; o = and c d; q = not o | not p",
        "true | c = le e 0.1:f64; d = ge k t; q = or c d | not p",
        "true | c = gt e 0.1:f64; q = cond(c) false { yield false } true { d = lt k t; yield d } | p",
        "true | c = gt e 0.1:f64; d = lt k t; q = and c d | p",
        "true | c = gt e 0.1:f64; d = gt t i; q = and c d | p",
        "false | c = gt e 0.1:f64; d = lt k t; q = or c d | p",
        "false | c = gt e 0.1:f64; d = gt k t; q = and c d | p",
        "false | c = gt e 0.1:f64; d = lt k t; o = and c d; q = not o | p",
        "false | q = gt e 0.1:f64 | p"})
    void flags(boolean known, String next, String goesOn) {
        String on = goesOn.equals("p") ? "yield p" : "c = not p; yield c";
        String text = "f(t:i32[], e0:f64[]) { j, r, z = while(0:i32, e0, " + (goesOn.equals("p") ? "true" : "false") + ") { i, e, p -> " + on + " } do { i, e, p -> k = add i 1:i32; h = mul e 0.5:f64; " + next
            + "; yield k, h, q }; return j }";
        double b = bound(text, 1000);
        assertTrue(known ? b >= 1000 && b <= 100_000 : !(b <= LIMIT), "the bound is " + b);
    }

    /** The first trip is made wherever the counter is: from the end of its type it goes on at the other one. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "2147483647 | 5 | k = add i 1:i32; q = lt k t", "-2147483648 | 5 | k = sub i 1:i32; q = gt k t", "2147483645 | 5 | k = add i 7:i32; q = lt k t", "1073741824 | 100 | k = mul i 2:i32; q = lt k t"})
    void countersThatWrapAround(String first, int limit, String trip) {
        double b = bound("f(t:i32[], e0:f64[]) { j, z = while(" + first + ":i32, true) { i, p -> yield p } do { i, p -> " + trip + "; yield k, q }; return j }", limit);
        assertTrue(!(b <= LIMIT), "the bound is " + b);
    }

    /** A search in a triangle: how far the inner one goes is what the outer one counts, which its condition asks about. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0:i32 | lt i t | add i 1:i32 | true", "0:i32 | le i t | add i 1:i32 | true", "t | gt i 0:i32 | sub i 1:i32 | true", "0:i32 | lt i t | add i 3:i32 | false", "0:i32 | ne i t | add i 1:i32 | false"})
    void whatAConditionSaysOfACounter(String first, String condition, String step, boolean known) {
        double b = bound("""
            f(t:i32[], e0:f64[]) { j, r, z = while(FIRST, e0, true) { i, e, p -> c = COND; d = and c p; yield d } do { i, e, p ->
              k, h, q = while(0:i32, e, true) { a, g, o -> c = lt a i; d = and c o; yield d } do { a, g, o -> u = mul g 0.5:f64; w = gt u 0.1:f64; n = add a 1:i32; m = select w n 0:i32; yield m, u, w }
              s = STEP; x = select q s 0:i32
              yield x, h, q } return j }""".replace("FIRST", first).replace("COND", condition).replace("STEP", step), 100);
        assertTrue(known ? b >= 100 * 99 / 2 && b <= 1_000_000 : !(b <= LIMIT), "the bound is " + b);
    }

    private static double bound(String text, int limit) {
        Module m = Parser.parseModule(text);
        Verifier.verify(m);
        Func bound = WorkBound.of(m.funcs().values().iterator().next(), m.funcs(), v -> 1, Set.of());
        var alone = new Module(Map.of("bound", bound));
        Verifier.verify(alone);
        return Interpreter.run(alone, "bound", List.of(Tensor.of(Lit.i32(limit)), Tensor.of(Lit.f64(1)))).get(0).get(0).asDouble();
    }
}
