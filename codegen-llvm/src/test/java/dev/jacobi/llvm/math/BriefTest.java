package dev.jacobi.llvm.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.verify.Verifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The short functions of floats against StrictMath's of doubles, or ours: special values are equal, others within 0.51 units of a float's last place where they are computed in doubles, 1 where in
 * floats (the inverse of erf 2.5).
 */
class BriefTest {
    private static final long SEED = System.nanoTime();
    private static final CompiledFunc.Fn ERF = CompiledFunc.compile(MathLibrary.func(Prim.ERF, DType.F64));
    private static final CompiledFunc.Fn ERF_INV = CompiledFunc.compile(MathLibrary.func(Prim.ERF_INV, DType.F64));
    private static final int MANY = Integer.getInteger("jacobi.test.points", 300_000);

    static List<Prim> unary() {
        return Arrays.stream(Prim.values()).filter(p -> p.group() == Prim.Group.UNARY && MathLibrary.brief(p) != null).toList();
    }

    static List<Prim> all() {
        return Arrays.stream(Prim.values()).filter(p -> MathLibrary.brief(p) != null).toList();
    }

    private static double bound(Prim p) {
        return switch (p) {
            case EXP, EXPM1, LOG, LOG1P, TANH, ERF -> 1;
            // the worst of all floats from a half to one, which is at 0.99511886, is 3.09
            case ERF_INV -> 3.1;
            default -> 0.51;
        };
    }

    private static double wanted(Prim p, float x, float y) {
        return p == Prim.ERF ? ERF.apply(x, 0) : p == Prim.ERF_INV ? ERF_INV.apply(x, 0) : MathLibraryTest.javaMath(p, x, y);
    }

    private static void check(Prim p, CompiledFunc.Fn f, float x, float y) {
        double want = wanted(p, x, y);
        float got = (float) f.apply(x, y);
        float rounded = (float) want;
        if (Float.floatToIntBits(got) == Float.floatToIntBits(rounded)) {
            return;
        }
        String what = p.text() + "(" + x + "f, " + y + "f) = " + got + ", not " + want + "; seed " + SEED;
        assertTrue(want == want && want != 0 && !Float.isInfinite(got) && !Float.isInfinite(rounded), what);
        double off = Math.abs(got - want) / Math.ulp(Math.min(Math.abs(got), Math.abs(rounded)));
        assertTrue(off <= bound(p), () -> what + ": off by " + off);
    }

    /** The edges of every function as floats, and their neighbours. */
    static List<Float> edges() {
        var out = new ArrayList<Float>();
        for (double e : MathLibraryTest.EDGES) {
            out.add((float) e);
        }
        for (double e : new double[] {Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE, 1e30, 0x1p-24, 0x1p-12, 9.010913, 88.72284, 89.41599, 103.97208, 103.27893, 87.33655,
            0x1p28, 0x1p29, 16777216, 0.9, 3.95, 17.1, 88.7, 0x1.fffffep-1, 0.6931472, 1.0397208, 16367173.0 * 0x1p72, 5.419351, 37.699112}) {
            for (float x : new float[] {(float) e, Math.nextUp((float) e), Math.nextDown((float) e)}) {
                out.add(x);
                out.add(-x);
            }
        }
        return out;
    }

    /** Any bits, usual sizes, and next to multiples of pi/2. */
    static float pick(SplittableRandom random, int k) {
        return switch (k % 4) {
            case 0 -> Float.intBitsToFloat(random.nextInt());
            case 1 -> (float) random.nextDouble(-104, 104);
            case 2 -> (float) random.nextDouble(-4, 4);
            default -> (float) (random.nextInt(-1 << 20, 1 << 20) * (Math.PI / 2));
        };
    }

    @ParameterizedTest
    @MethodSource("unary")
    void oneArgument(Prim p) {
        CompiledFunc.Fn f = CompiledFunc.compile(MathLibrary.brief(p));
        for (float x : edges()) {
            check(p, f, x, 0);
        }
        var random = new SplittableRandom(SEED);
        for (int k = 0; k < MANY; k++) {
            check(p, f, pick(random, k), 0);
        }
    }

    /** All floats where tanh goes from one formula to the other, each of which is at its worst there: 12 in two million were more than one unit off, which points by chance hardly meet. */
    @Test
    void tanhBetweenItsFormulas() {
        CompiledFunc.Fn f = CompiledFunc.compile(MathLibrary.brief(Prim.TANH));
        for (float x = 0.85f; x < 1; x = Math.nextUp(x)) {
            check(Prim.TANH, f, x, 0);
        }
    }

    @Test
    void pow() {
        CompiledFunc.Fn f = CompiledFunc.compile(MathLibrary.brief(Prim.POW));
        for (float x : edges()) {
            for (float y : edges()) {
                check(Prim.POW, f, x, y);
            }
        }
        var random = new SplittableRandom(SEED);
        for (int k = 0; k < MANY; k++) {
            float x = Math.abs(Float.intBitsToFloat(random.nextInt()));
            check(Prim.POW, f, x, (float) (random.nextDouble(-104, 104) / Math.log(x)));
            check(Prim.POW, f, (float) random.nextDouble(0.999, 1.001), (float) random.nextDouble(-1e5, 1e5));
            check(Prim.POW, f, pick(random, k), random.nextInt(-20, 20) * 0.5f);
            check(Prim.POW, f, pick(random, k), pick(random, k / 4));
        }
    }

    @Test
    void hypot() {
        CompiledFunc.Fn f = CompiledFunc.compile(MathLibrary.brief(Prim.HYPOT));
        for (float x : edges()) {
            for (float y : edges()) {
                check(Prim.HYPOT, f, x, y);
            }
        }
        var random = new SplittableRandom(SEED);
        for (int k = 0; k < MANY; k++) {
            check(Prim.HYPOT, f, pick(random, k), pick(random, k / 4));
        }
    }

    /** The two parts of functions of angles are the whole. */
    @Test
    void angles() {
        Verifier.verify(MathLibrary.angle());
        for (Prim p : List.of(Prim.SIN, Prim.COS, Prim.TAN)) {
            Verifier.verify(MathLibrary.ofAngle(p));
            for (float x : edges()) {
                List<Tensor> parts = Interpreter.run(MathLibrary.angle(), List.of(Tensor.of(Lit.f32(x))));
                assertEquals(Interpreter.run(MathLibrary.brief(p), List.of(Tensor.of(Lit.f32(x)))).get(0).get(0).asDouble(),
                    Interpreter.run(MathLibrary.ofAngle(p), parts).get(0).get(0).asDouble(), p.text() + "(" + x + ")");
            }
        }
        assertEquals(List.of(Prim.SIN, Prim.COS, Prim.TAN), Arrays.stream(Prim.values()).filter(p -> MathLibrary.ofAngle(p) != null).toList());
    }

    /** The interpreter, which is what defines the IR, computes the same as the compiled test functions; the IR is well-formed. */
    @ParameterizedTest
    @MethodSource("all")
    void theIrIsWhatIsTested(Prim p) {
        Func func = MathLibrary.brief(p);
        Verifier.verify(func);
        CompiledFunc.Fn f = CompiledFunc.compile(func);
        for (float x : edges()) {
            var args = new ArrayList<Tensor>();
            func.in().forEach(v -> args.add(Tensor.of(Lit.f32(x))));
            assertEquals((float) f.apply(x, x), (float) Interpreter.run(func, args).get(0).get(0).asDouble(), p.text() + "(" + x + ")");
            assertEquals(DType.F32, func.out().get(0).dtype());
        }
    }
}
