package dev.jacobi.llvm.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In fast mode the sum that the next trip waits for is an addition by itself, and what multiplies it may be fused. */
class CarriedSumsTest {
    private static boolean separate(String step) {
        String text = "f(a:f32[n], b:f32[n], c:f32[n]) { n = dim[0] a; q, r = for(n, c, 0.0:f32) { i, z, s -> x = index[promised] a i; y = index[promised] b i; " + step
            + "; w = update[promised] z i t; yield w, t } return q }";
        return Emitter.emit(new CompileRequest(Parser.parseModule(text), "f", List.of(2), true, 1), 0, false).text().contains("fadd reassoc float");
    }

    @Test
    void productsOfOtherNumbersAreAddedByThemselves() {
        assertEquals(true, separate("p = mul x y; t = add s p"));
        assertEquals(true, separate("p = mul x y; t = add p s"));
        assertEquals(true, separate("p = mul x y; u = add s x; t = add u p"));
        assertEquals(false, separate("p = mul s y; t = add p x"));
        assertEquals(false, separate("p = mul x y; t = add p x"));
    }
}
