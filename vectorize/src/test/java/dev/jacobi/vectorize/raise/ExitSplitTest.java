package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Loops that data end. */
class ExitSplitTest {
    /** What ends it is known before the loop. */
    @Test
    void aConditionThatNoTripChanges() {
        String text = """
            f(n:i32[], c:bool[]) {
              i, s, f = while(0:i32, -1:i32, false) { i:i32[], s:i32[], f:bool[] -> g = not f; h = lt i n; k = and h g; yield k }
                do { i:i32[], s:i32[], f:bool[] -> t = select c i s; j = add i 1:i32; k = select c i j; yield k, t, c }
              return s }
            """;
        var raised = Same.run(Raise.passes(false), text);
        for (int n = -1; n < 4; n++) {
            for (boolean c : new boolean[] {false, true}) {
                Same.computes(Parser.parseFunc(text), raised, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.bool(c))));
            }
        }
    }
}
