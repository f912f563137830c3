// Programs built anew with some equations replaced.
package dev.jacobi.llvm.lower;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import java.util.List;
import org.junit.jupiter.api.Test;

class RebuildTest {
    /** The map reads what the replaced equation has made, inside of its region only. */
    @Test
    void whatIsKeptReadsWhatHasBeenReplaced() {
        Module m = Parser.parseModule("f(a:f64[n]) { n = dim[0] a; b = neg 2.0:f64; c = map[n](n, a) { i, d -> u = index a i; v = mul u b; e = update d i v; yield e }; return c }");
        var f = Rebuild.run(m.get("f"), to -> e -> e.prim() == Prim.NEG ? List.of(to.builder().emit(Prim.ABS, e.in().get(0))) : e.prim() == Prim.MAP ? to.keep(e) : null);
        Verifier.verify(f);
        assertTrue(f.toString().contains("abs") && !f.toString().contains("neg"), f::toString);
    }
}
