// The integers that have no positive counterpart.
package dev.jacobi.ptx.conformance;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ptx.program.Arch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On an emulated device these are right whatever an assembler makes of them; what can be seen of it without a GPU is the text. */
class SmallestIntegersTest {
    @Test
    void theAbsoluteValueOfTheSmallestIsNegative() {
        for (String type : List.of("i32", "i64")) {
            Module m = Parser.parseModule("f(x:T[n], k:T[]) { n = dim[0] x; r = map[n](n, x) { i, d -> u = index d i; v = abs u; w = rem v k; y = lt w 0:T; z = add w k; a = select y z w; e = update d i a; yield e }; return r }"
                .replaceAll("\\bT\\b", type));
            List<Tensor> in = type.equals("i32") ? List.of(Tensor.of(new int[] {Integer.MIN_VALUE, -7, 7, Integer.MAX_VALUE, 0}), Tensor.of(Lit.i32(5)))
                : List.of(Tensor.of(new long[] {Long.MIN_VALUE, -7, 7, Long.MAX_VALUE, 0}), Tensor.of(Lit.i64(5)));
            Emulated.same(m, "f", in, false, 0, false);
            assertFalse(Emulated.compile(m, "f", false, Arch.SM_90).code().ptx().contains("abs.s"));
        }
    }
}
