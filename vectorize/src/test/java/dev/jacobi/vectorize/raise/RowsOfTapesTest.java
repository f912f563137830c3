package dev.jacobi.vectorize.raise;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import org.junit.jupiter.api.Test;

/** A trip that writes and reads thousands of places of a row of its own is found apart from the other trips by its row, not by comparing all pairs of places. */
class RowsOfTapesTest {
    private static Func rows(int n, String row) {
        var text = new StringBuilder("f(a:f64[n], t:f64[n, " + n + "]) {\n n:i32[] = dim[0] a\n r:f64[n, " + n + "] = for(n, t) { i:i32[], s0:f64[n, " + n + "] ->\nx0:f64[] = index a i\n");
        for (int k = 0; k < n; k++) {
            text.append("s%d:f64[n, %d] = update s%d %s %d:i32 x%d\ny%d:f64[] = index s%d i %d:i32\nx%d:f64[] = mul y%d x0\n"
                .formatted(k + 1, n, k, k == n - 1 ? row : "i", k, k, k + 1, k + 1, k, k + 1, k + 1));
        }
        return Parser.parseFunc(text.append("yield s").append(n).append(" }\n return r }").toString());
    }

    private static boolean isSequential(Func f) {
        Func raised = Raise.run(f, false, false);
        Verifier.verify(raised);
        return raised.body().stream().anyMatch(e -> e.prim() == Prim.FOR);
    }

    @Test
    void eachTripHasARowOfItsOwn() {
        assertTrue(!isSequential(rows(2000, "i")));
    }

    @Test
    void onePlaceInAnotherRowIsSeen() {
        assertTrue(isSequential(rows(20, "0:i32")));
    }
}
