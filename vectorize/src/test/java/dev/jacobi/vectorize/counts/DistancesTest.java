package dev.jacobi.vectorize.counts;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.simplify.DeadCode;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import dev.jacobi.vectorize.raise.Hoist;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loops from a place to that place and a distance have the distance as their trips, unless the way wraps around. */
class DistancesTest {
    private static final List<FunctionPass> PASSES = List.of(new WhileToFor(), new DeadCode(), new Hoist());
    private static final int[] EDGES = {Integer.MIN_VALUE, Integer.MIN_VALUE + 5, -46_341, -3, -1, 0, 1, 2, 7, 65_536, Integer.MAX_VALUE - 6, Integer.MAX_VALUE};

    /** How the loop begins and ends, what a trip adds, and its condition; then what is left of a maximum or a quotient. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "s = mul a b; e = add s b | 1:i32 | lt i e", "s = mul a b; a1 = add a 1:i32; e = mul a1 b | 1:i32 | lt i e", "s = add a 3:i32; e = add s b | 1:i32 | lt i e", "s = mul a 3:i32; a1 = add a 1:i32; e = mul a1 3:i32 | 1:i32 | lt i e",
        "s = add a 0:i32; e = add s b | 1:i32 | le i e", "s = mul a b; e = add s b | 1:i32 | ne i e", "e = add a 0:i32; s = add e b | -1:i32 | gt i e", "e = mul a b; s = add e b | -1:i32 | ge i e",
        "s = 0:i32; e = mul a b | b | lt i e", "s = add b 0:i32; e = mul a b | b | ne i e", "s = add a 1:i32; h = mul b 4:i32; e = add h s | 4:i32 | lt i e"})
    void tripsAreTheDistance(String ends, String step, String condition) {
        String text = """
            f(a:i32[], b:i32[]) {
              ENDS
              i9, s9, n9 = while(s, 7:i32, 0:i32) { i:i32[], x:i32[], n:i32[] -> c = COND; yield c } do { i:i32[], x:i32[], n:i32[] ->
                t = mul x 3:i32; x1 = add t i; i1 = add i STEP; n1 = add n 1:i32; yield i1, x1, n1 }
              return i9, s9, n9
            }
            """.replace("ENDS", ends.replace("s = 0:i32", "s = mul a 0:i32")).replace("STEP", step).replace("COND", condition);
        // the loop as it is, which for some ends would go on for ever
        Func f = Parser.parseFunc(text.replace("; yield c", "; few = lt n 300:i32; go = and c few; yield go"));
        Func g = Same.run(PASSES, text);
        assertFalse(g.toString().contains("while") || g.toString().contains("div"), g::toString);
        int passed = 0;
        for (int a : EDGES) {
            for (int b : EDGES) {
                List<Tensor> args = List.of(Tensor.of(Lit.i32(a)), Tensor.of(Lit.i32(b)));
                if (Same.outputs(f, args).get(2).get(0).asLong() < 300) {
                    boolean near = Math.abs((long) a) < 100 && Math.abs((long) b) < 100 && !condition.startsWith("ne") && !step.equals("b");
                    Same.computes(f, g, near, args);
                    passed += Same.outputs(g, args) == null ? 0 : 1;
                }
            }
        }
        assertTrue(passed >= 5, () -> "hardly anything passes\n" + g);
    }
}
