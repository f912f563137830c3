// Products that are others but for a sign are made once, with the same bits, and only where the first is known.
package dev.jacobi.llvm.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.simplify.Simplify;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignedValuesTest {
    private static final float[] EDGES = {0f, -0f, 1f, -1f, 0.7f, -3.3f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, -Float.MIN_VALUE, 1e-30f, Float.MAX_VALUE};

    /** How many of these are left, once results have been compared at all pairs of edges. */
    private static int left(String body, Prim... prims) {
        Func f = Parser.parseFunc("f(x:f32[], y:f32[]) { " + body + " }");
        Func done = new Simplify().run(SignedValues.run(f));
        Verifier.verify(done);
        for (float x : EDGES) {
            for (float y : EDGES) {
                List<Tensor> in = List.of(Tensor.of(Lit.f32(x)), Tensor.of(Lit.f32(y)));
                assertEquals(bits(Interpreter.run(f, in)), bits(Interpreter.run(done, in)), body + " of " + x + ", " + y);
            }
        }
        int[] n = {0};
        Regions.each(done.body(), e -> n[0] += List.of(prims).contains(e.prim()) ? 1 : 0);
        return n[0];
    }

    /** Any NaN for NaN. */
    private static List<Long> bits(List<Tensor> results) {
        return results.stream().map(t -> (long) (t.dtype() == DType.F32 ? Float.floatToIntBits((float) t.get(0).asDouble()) : t.get(0).bits())).toList();
    }

    @Test
    void evenFunctionsOfOppositesAreOne() {
        assertEquals(1, left("n = neg x; a = mul -0.5:f32 x; b = mul a x; c = exp b; p = mul -0.5:f32 n; q = mul p n; r = exp q; s = add c r; return s", Prim.EXP));
        assertEquals(1, left("n = neg x; a = div x y; b = div n y; c = mul a a; d = mul b b; e = sqrt c; g = sqrt d; s = sub e g; return s", Prim.SQRT));
    }

    @Test
    void oddOnesAreOpposites() {
        assertEquals(1, left("n = neg x; a = mul x y; b = mul n y; return a, b", Prim.MUL));
        assertEquals(1, left("m = neg y; n = neg m; a = div x y; b = div x n; c = div x m; return a, b, c", Prim.DIV));
        assertEquals(1, left("n = neg x; a = mul n 0.0:f32; b = mul x -0.0:f32; c = mul n -0.0:f32; return a, b, c", Prim.MUL));
    }

    /** The order of operands stays, as does what is added. */
    @Test
    void othersStay() {
        assertEquals(2, left("n = neg x; a = mul x y; b = mul y n; return a, b", Prim.MUL));
        assertEquals(2, left("n = neg x; a = add x y; b = add n y; return a, b", Prim.ADD));
        assertEquals(2, left("n = neg x; a = mul x y; w = convert[f64] n; v = convert[f64] y; b = mul w v; return a, b", Prim.MUL));
    }

    @Test
    void whatABranchMakesIsKnownInsideOfItOnly() {
        assertEquals(2, left("n = neg x; c = lt x y; a = cond(c) false { yield x } true { p = mul x y; yield p }; b = mul n y; return a, b", Prim.MUL));
        assertEquals(1, left("n = neg x; c = lt x y; b = mul n y; a = cond(c) false { yield x } true { p = mul x y; yield p }; return a, b", Prim.MUL));
    }

    @Test
    void withoutNegationsNothingIsLookedAt() {
        Func f = Parser.parseFunc("f(x:f32[]) { a = mul x x; b = mul x x; c = add a b; return c }");
        assertSame(f, SignedValues.run(f));
    }
}
