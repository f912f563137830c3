// Functions of floats in fast mode: within a unit of StrictMath on the device, without what makes them slow, and not in strict mode.
package dev.jacobi.ptx.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ptx.program.GpuProgram;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** {@code (float) Math.exp(x)} as Java has it, and the IR's own functions of floats. */
class FastFunctionsTest {
    private static final Map<String, DoubleUnaryOperator> FUNCTIONS = Map.of("exp", StrictMath::exp, "log", StrictMath::log, "sin", StrictMath::sin, "cos", StrictMath::cos, "tan", StrictMath::tan,
        "tanh", StrictMath::tanh, "expm1", StrictMath::expm1);
    private static final float[] EDGES = {0f, -0f, 1f, -1f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE,
        1e30f, -1e30f, 0x1p28f, 0x1.000002p28f, 88.72284f, 89f, -103.9f, -104.1f, 0x1.921fb6p0f, 3.1415927f};

    private static GpuProgram compile(String text, boolean fast) {
        return Emulated.compile(Parser.parseModule(text), "f", fast, Emulated.arch());
    }

    private static String java(String function) {
        return "f(x:f32[n], y:f32[n]) { n = dim[0] x; r = map[n](n, y) { i, d -> u = index x i; v = convert[f64] u; w = %s v; z = convert[f32] w; e = update d i z; yield e }; return r }".formatted(function);
    }

    private static float[] inputs() {
        var random = new SplittableRandom(3);
        float[] x = new float[5000];
        for (int k = 0; k < x.length; k++) {
            x[k] = k < EDGES.length ? EDGES[k] : k % 2 == 0 ? Float.intBitsToFloat(random.nextInt()) : (float) random.nextDouble(-20, 20);
        }
        return x;
    }

    private static void compare(String name, DoubleUnaryOperator f, GpuProgram p, float[] x) {
        int[] n = {x.length};
        float[] got = (float[]) Emulated.run(p, List.of(new Tensor(DType.F32, n, x.clone()), new Tensor(DType.F32, n, new float[x.length])), false).get(0).data();
        for (int k = 0; k < x.length; k++) {
            double want = f.applyAsDouble(x[k]);
            boolean same = Float.floatToIntBits((float) want) == Float.floatToIntBits(got[k]);
            assertTrue(same || Math.abs(got[k] - want) <= Math.ulp((float) want) && want != 0, name + "(" + x[k] + "f) = " + got[k] + ", not " + want);
        }
    }

    @Test
    void asStrictMath() {
        FUNCTIONS.forEach((name, f) -> compare(name, f, compile(java(name), true), inputs()));
        compare("exp", StrictMath::exp, compile("f(x:f32[n], y:f32[n]) { z = exp x; return z }", true), inputs());
    }

    @Test
    void whatIsNeededInDoubleStaysDouble() {
        String text = "f(x:f32[n], y:f64[n], z:f32[n]) { n = dim[0] x; r, s = map[n](n, y, z) { i, d, c -> u = index x i; v = convert[f64] u; w = exp v; a = convert[f32] w; p = pow v 2.5:f64; q = convert[f32] p;"
            + " t = add a q; e = update d i w; g = update c i t; yield e, g }; return r, s }";
        Module m = Parser.parseModule(text);
        float[] x = new float[999];
        for (int k = 0; k < x.length; k++) {
            x[k] = k * 0.05f;
        }
        int[] n = {x.length};
        Emulated.same(compile(text, true), m, "f", List.of(new Tensor(DType.F32, n, x), new Tensor(DType.F64, n, new double[x.length]), new Tensor(DType.F32, n, new float[x.length])), 3e-7, false);
        double[] doubles = (double[]) Emulated.run(compile(text, true), List.of(new Tensor(DType.F32, n, x), new Tensor(DType.F64, n, new double[x.length]), new Tensor(DType.F32, n, new float[x.length])), false)
            .get(0).data();
        for (int k = 0; k < x.length; k++) {
            assertEquals(StrictMath.exp(x[k]), doubles[k], Math.ulp(StrictMath.exp(x[k])));
        }
    }

    private static long count(String ptx, String what) {
        return ptx.lines().filter(l -> l.contains(what)).count();
    }

    /** Sine and cosine of one angle share all but the choice: 4 operations to reduce it, 10 for the polynomials; what is huge comes on top. */
    @Test
    void fewOperations() {
        String exp = compile(java("exp"), true).code().ptx();
        assertTrue(exp.contains("ld.global.nc.v4.f32"), exp);
        String both = "f(x:f32[n], y:f32[n]) { n = dim[0] x; r = map[n](n, y) { i, d -> u = index x i; s = sin u; c = cos u; z = mul s c; e = update d i z; yield e }; return r }";
        String floats = compile(both, false).code().ptx();
        String doubles = compile(both.replace("f32", "f64"), false).code().ptx();
        // for four elements at once, and for one
        assertTrue(count(floats, "fma.rn.f64") < 5 * 20 && count(doubles, "fma.rn.f64") > count(floats, "fma.rn.f64"), floats);
    }

    @Test
    void strictModeHasTheFunctionsOfDoubles() {
        assertTrue(count(compile(java("exp"), false).code().ptx(), "fma.rn.f64") > count(compile(java("exp"), true).code().ptx(), "fma.rn.f64") / 4 + 1);
    }
}
