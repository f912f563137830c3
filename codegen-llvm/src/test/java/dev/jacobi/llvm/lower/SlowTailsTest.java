package dev.jacobi.llvm.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.simplify.DeadCode;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.llvm.emit.Oracle;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Slow functions of sums get a map of their own where that pays, and results stay what they were. */
class SlowTailsTest {
    private static final double[] A = new double[23 * 5];
    private static final double[] B = new double[5];

    static {
        for (int k = 0; k < A.length; k++) {
            A[k] = (k * 37 + 11) % 64 / 40.0 - 0.8;
        }
        for (int k = 0; k < B.length; k++) {
            B[k] = k / 3.0 - 1;
        }
    }

    /** A map over the rows of {@code a}, whose trip {@code i} has the sum {@code s} of a row's products with {@code b}. */
    private static String rows(String arrays, String tail) {
        return "f(a:f64[m], b:f64[n], h:f64[p]) { n = dim[0] b; p = dim[0] h; " + arrays.replace("MAP", "map(p, h) { i:i32[], o:f64[p] -> j = mul i n; "
            + "s = reduce[?, add](n, 0.0:f64) { k:i32[] -> q = add j k; x = index a q; y = index b k; z = mul x y; yield z }; " + tail + " }") + " }";
    }

    private static int maps(String text) {
        Func lowered = Lower.run(Parser.parseFunc(text));
        Func apart = new DeadCode().run(SlowTails.run(lowered));
        Verifier.verify(apart);
        int[] n = {0};
        Regions.each(apart.body(), e -> n[0] += e.prim() == Prim.MAP ? 1 : 0);
        // the interpreter has the formulas' operations, too: to the bit the same
        Oracle.check(lowered.toString(), List.of(), A, B, new double[23]);
        Oracle.check(lowered.toString(), List.of(), A, B, new double[0]);
        return n[0];
    }

    @Test
    void aSlowFunctionOfASumHasItsOwnMap() {
        assertEquals(2, maps(rows("r = MAP; return r", "t = tanh s; w = update o i t; yield w")));
        assertEquals(2, maps(rows("r = MAP; return r", "v = index o i; u = add v s; e = exp u; t = sin e; w = update o i t; yield w")), "the number from before is read again");
    }

    @Test
    void whatIsFastStaysBehindItsSum() {
        assertEquals(1, maps(rows("r = MAP; return r", "t = mul s 2.0:f64; w = update o i t; yield w")));
    }

    @Test
    void whatAlsoEntersTheLoopsIsNotComputedTwice() {
        String text = "f(a:f64[m], h:f64[p]) { p = dim[0] h; r = map(p, h) { i:i32[], o:f64[p] -> v = index a i; e = tan v; g = sin e; "
            + "s = reduce[?, max](p, 0.0:f64) { k:i32[] -> x = index a k; z = mul x g; yield z }; u = add s g; t = tanh u; w = update o i t; yield w }; return r }";
        Func lowered = Lower.run(Parser.parseFunc(text));
        assertSame(lowered, SlowTails.run(lowered));
        Oracle.check(lowered.toString(), List.of(), A, new double[23]);
    }
}
