package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.simplify.Simplify;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.jit.NativeRun;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What the simplifier makes of one operation of doubles on floats, rounded to float, has the bits of the JVM's: compiled, scalar and in lanes. */
class RoundedOnceTest {
    private static final long SEED = System.nanoTime();
    private static final int MANY = 1 << 19;
    private static final float[] EDGES = {0f, Float.MIN_VALUE, 3 * Float.MIN_VALUE, 0x1.fffffcp-127f, Float.MIN_NORMAL, 0x1.000002p-126f, 0x1p-75f, 0x1.8p-75f, 0x1p-64f,
        0x1p-24f, 0x1.fffffep-1f, 0.5f, 1f, 0x1.000002p0f, 1.5f, 2.5f, 3f, 7f, 0x1.fffffep23f, 0x1p24f, 0x1p63f, 0x1.fffffep63f, 0x1p64f, 0x1p126f, Float.MAX_VALUE,
        Float.POSITIVE_INFINITY, Float.NaN};

    private interface Operation {
        double apply(double x, double y);
    }

    private static final Map<String, Operation> OPERATIONS = Map.ofEntries(Map.entry("add c d", (x, y) -> x + y), Map.entry("sub c d", (x, y) -> x - y),
        Map.entry("mul c d", (x, y) -> x * y), Map.entry("div c d", (x, y) -> x / y), Map.entry("min c d", Math::min), Map.entry("max c d", Math::max),
        Map.entry("sqrt c", (x, y) -> Math.sqrt(x)), Map.entry("neg c", (x, y) -> -x), Map.entry("abs c", (x, y) -> Math.abs(x)), Map.entry("sign c", (x, y) -> Math.signum(x)),
        Map.entry("floor c", (x, y) -> Math.floor(x)), Map.entry("ceil c", (x, y) -> Math.ceil(x)), Map.entry("rint c", (x, y) -> Math.rint(x)),
        Map.entry("div 3.0:f64 c", (x, y) -> 3 / x), Map.entry("mul c 0.5:f64", (x, y) -> x * 0.5), Map.entry("sub c 16777215.0:f64", (x, y) -> x - 16777215));

    private static float[][] inputs() {
        var random = new SplittableRandom(SEED);
        int k = 2 * EDGES.length;
        float[] x = new float[k * k + MANY];
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            if (i < k * k) {
                x[i] = EDGES[i % k / 2] * (i % 2 == 0 ? 1 : -1);
                y[i] = EDGES[i / k / 2] * (i / k % 2 == 0 ? 1 : -1);
            } else {
                y[i] = Float.intBitsToFloat(random.nextInt());
                // any bits; next to a float, or the middle of two, times the other: where quotients are hard to round; and of like size
                x[i] = switch (i % 3) {
                    case 0 -> Float.intBitsToFloat(random.nextInt());
                    case 1 -> y[i] * Float.intBitsToFloat(random.nextInt(0x01000000)) * (1 + random.nextInt(3));
                    default -> y[i] * (1 + random.nextInt(1 << 24) * 0x1p-24f);
                };
            }
        }
        return new float[][] {x, y};
    }

    @Test
    void asTheJvm() {
        float[][] in = inputs();
        OPERATIONS.forEach((text, operation) -> {
            Func f = new Simplify().run(Parser.parseFunc("f(x:f32[n], y:f32[n]) { n = dim[0] x; r = map[n](n) { i -> a = index x i; b = index y i; c = convert[f64] a; d = convert[f64] b; e = "
                + text + "; g = convert[f32] e; yield g }; return r }"));
            assertFalse(f.toString().contains("f64"), f::toString);
            for (int bytes : new int[] {0, 64}) {
                var code = new NativeRun(Emitter.emit(new CompileRequest(new Module(Map.of("f", f)), "f", List.of(-1), false, 1), bytes, true), false);
                float[] got = (float[]) code.run(List.of(new Tensor(DType.F32, new int[] {in[0].length}, in[0]),
                    new Tensor(DType.F32, new int[] {in[1].length}, in[1]))).results().get(0).data();
                compare(text, in[0], in[1], operation, got);
            }
        });
    }

    private static void compare(String text, float[] x, float[] y, Operation operation, float[] got) {
        for (int i = 0; i < got.length; i++) {
            float want = (float) operation.apply(x[i], y[i]);
            // floatToIntBits: which NaN it is does not matter
            if (Float.floatToIntBits(want) != Float.floatToIntBits(got[i])) {
                fail(text + " of " + Float.toHexString(x[i]) + " and " + Float.toHexString(y[i]) + " is " + Float.toHexString(want) + ", not " + Float.toHexString(got[i]) + "; seed " + SEED);
            }
        }
    }
}
