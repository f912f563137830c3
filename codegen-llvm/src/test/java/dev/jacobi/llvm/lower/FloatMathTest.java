// Which functions of doubles, rounded to float, the CPU computes by the formula with the same bits, and which products and quotients with square roots fast mode computes in floats.
package dev.jacobi.llvm.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import java.util.List;
import org.junit.jupiter.api.Test;

class FloatMathTest {
    private static final float[] EDGES = {0f, -0f, 1f, -20.5f, 3.1415927f, 1e30f, -0x1.8p29f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, Float.MAX_VALUE};

    private static long conditions(String body) {
        Func f = Parser.parseFunc("f(x:f32[]) { w = convert[f64] x; " + body + " }");
        Func done = FloatMath.inPlace(f);
        Verifier.verify(done);
        for (float x : EDGES) {
            List<Tensor> in = List.of(Tensor.of(Lit.f32(x)));
            assertEquals(Interpreter.run(f, in).get(0).get(0).asDouble(), Interpreter.run(done, in).get(0).get(0).asDouble(), body + " of " + x);
            assertEquals(DType.F32, done.out().get(0).dtype());
        }
        long[] n = {0};
        Regions.each(done.body(), e -> n[0] += e.prim() == Prim.COND ? 1 : 0);
        return n[0];
    }

    @Test
    void whereItTakesLessTime() {
        for (String p : List.of("sin", "cos", "tanh")) {
            assertEquals(1, conditions("y = " + p + " w; z = convert[f32] y; return z"), p);
        }
        for (String p : List.of("exp", "log", "tan", "atan")) {
            assertEquals(0, conditions("y = " + p + " w; z = convert[f32] y; return z"), p);
        }
    }

    @Test
    void whatIsNeededAsADoubleStaysOne() {
        assertEquals(0, conditions("y = sin w; z = convert[f32] y; v = add y 1.0:f64; u = convert[f32] v; return z, u"));
        assertEquals(0, conditions("v = add w 1.0:f64; y = sin v; z = convert[f32] y; return z"));
    }

    /** How many values of fast mode's program are doubles, whose results are within two units of a float's last place. */
    private static long doubles(String body) {
        Func f = Parser.parseFunc("f(x:f32[], y:f32[]) { w = convert[f64] x; v = convert[f64] y; " + body + " }");
        Func done = FloatMath.run(f);
        Verifier.verify(done);
        for (float x : new float[] {0f, -0f, 1f, 7.3f, 0.01f, 1e38f, 3e-39f, -2f, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE, Float.MAX_VALUE}) {
            for (float y : new float[] {1f, -0.3f, 1e-30f, 1e30f, 0f}) {
                List<Tensor> in = List.of(Tensor.of(Lit.f32(x)), Tensor.of(Lit.f32(y)));
                float expected = (float) Interpreter.run(f, in).get(0).get(0).asDouble();
                float found = (float) Interpreter.run(done, in).get(0).get(0).asDouble();
                assertTrue(Float.compare(found, expected) == 0 || Math.abs(found - expected) <= 2 * Math.ulp(expected), () -> body + " of " + in + ": " + found + " instead of " + expected);
            }
        }
        long[] n = {0};
        Regions.each(done.body(), e -> n[0] += e.result().dtype() == DType.F64 ? 1 : 0);
        return n[0];
    }

    @Test
    void scalingByARootInFloats() {
        assertEquals(0, doubles("r = sqrt w; q = div 1.0:f64 r; z = convert[f32] q; return z"));
        assertEquals(0, doubles("r = sqrt w; q = mul r v; z = convert[f32] q; return z"));
        assertEquals(0, doubles("r = sqrt w; s = sqrt v; q = div s r; z = convert[f32] q; return z"));
    }

    @Test
    void noRootThatIsADoubleElsewhere() {
        assertEquals(4, doubles("r = sqrt w; q = div v r; z = convert[f32] q; u = convert[f32] r; return z, u"));
        assertEquals(5, doubles("r = sqrt w; q = mul r v; s = add q v; z = convert[f32] s; return z"));
    }

    /** Each would be there twice. */
    @Test
    void manyStayAsTheyAre() {
        var text = new StringBuilder("s0 = add x 0.0:f32; ");
        for (int k = 0; k < 30; k++) {
            text.append("a%1$d = add x %1$d.0:f32; b%1$d = convert[f64] a%1$d; c%1$d = sin b%1$d; d%1$d = convert[f32] c%1$d; s%2$d = add s%1$d d%1$d; ".formatted(k, k + 1));
        }
        assertEquals(0, conditions(text + "return s30"));
    }
}
