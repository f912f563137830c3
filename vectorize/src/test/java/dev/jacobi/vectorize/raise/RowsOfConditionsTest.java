package dev.jacobi.vectorize.raise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import org.junit.jupiter.api.Test;

/** A trip that hands an array through very many conditions: each is looked at once, not once for each way through those behind it. */
class RowsOfConditionsTest {
    @Test
    void extentsAreKeptThroughConditions() {
        var text = new StringBuilder("f(a:f64[n], c:bool[]) {\n n:i32[] = dim[0] a\n r:f64[?] = for(n, a) { i:i32[], s0:f64[?] ->\n");
        int n = 60;
        for (int k = 1; k <= n; k++) {
            text.append("x%d:f64[] = index s%d i\nb%d:bool[] = gt x%d 0.5:f64\ns%d:f64[?] = cond b%d { w%d = update s%d i %d.0:f64; yield w%d } { yield s%d }\n"
                .formatted(k, k - 1, k, k, k, k, k, k - 1, k, k, k - 1));
        }
        Func f = Parser.parseFunc(text.append("yield s").append(n).append(" }\n return r }").toString());
        Func raised = Raise.run(f, false, false);
        Verifier.verify(raised);
        assertEquals(1, raised.out().size());
    }
}
