package dev.jacobi.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.text.Parser;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.report.ReasonCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Programs that are too long are refused with a sentence before they cost time. */
class CodeSizeTest {
    @Test
    void equationsOfRegionsCount() {
        var m = Parser.parseModule("f(n:i32[], x:f64[]) { r = for(n, x) { i, a -> b = add a 1.0:f64; c = mul b 2.0:f64; yield c }; return r }");
        CodeSize.check(m, 3, "f");
        Refusal r = assertThrows(Refusal.class, () -> CodeSize.check(m, 2, "f"));
        assertEquals(ReasonCode.TOO_LARGE, r.code());
        assertTrue(r.getMessage().contains("3 operations, and no more than 2"), r.getMessage());
        assertEquals(List.of("f"), List.copyOf(m.funcs().keySet()));
    }
}
