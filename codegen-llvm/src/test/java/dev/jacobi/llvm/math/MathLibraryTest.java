package dev.jacobi.llvm.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eval;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.verify.Verifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Accuracy against a 100-bit reference, special values against StrictMath, order of results, and that the IR means what is tested. */
class MathLibraryTest {
    /** Random points of each range: a fourth of them in a plain {@code mvn verify}, all with {@code mvn -Pfull}. */
    private static final int POINTS = 4_000 / Integer.getInteger("tests.part", 1);
    static final double[] EDGES = edges();
    private static final List<Prim> SPECIAL = List.of(Prim.ASINH, Prim.ACOSH, Prim.ATANH, Prim.ERF, Prim.ERF_INV, Prim.LGAMMA, Prim.DIGAMMA);

    private static double[] edges() {
        double[] positive = {0, Double.MIN_VALUE, 0x1p-1060, Double.MIN_NORMAL, 0x1.fffffffffffffp-1023, 1e-300, 0x1p-54, 1e-10, 0.1, 0.25,
            0.41421356237309503, 0.5, 0.7071067811865475, 0.7071067811865476, 0.75, 0.7853981633974483, 0.9999999999999999, 1, 1.0000000000000002,
            1.4142135623730951, 1.5, Math.PI / 2, 2, 3, Math.PI, 4, 5, 10, 19, 22, 100, 1000, 708, 708.3964185322641, 709.782712893384,
            709.7827128933841, 710.4758600739439, 710.475860073944, 745.1332191019411, 745.1332191019412, 746, 1e5, 0x1p30, 1e10, 0x1p52, 0x1p53, 1e22,
            6381956970095103.0 * 0x1p797, 1e300, Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NaN};
        double[] all = new double[2 * positive.length];
        for (int k = 0; k < positive.length; k++) {
            all[2 * k] = positive[k];
            all[2 * k + 1] = -positive[k];
        }
        return all;
    }

    /** The functions of one argument that java.lang.StrictMath has. */
    static List<Prim> unary() {
        return all().stream().filter(p -> p.group() == Prim.Group.UNARY && !SPECIAL.contains(p)).toList();
    }

    static List<Prim> all() {
        return Arrays.stream(Prim.values()).filter(p -> MathLibrary.func(p, DType.F64) != null).toList();
    }

    static double javaMath(Prim p, double x, double y) {
        return switch (p) {
            case EXP -> StrictMath.exp(x);
            case EXPM1 -> StrictMath.expm1(x);
            case LOG -> StrictMath.log(x);
            case LOG1P -> StrictMath.log1p(x);
            case LOG10 -> StrictMath.log10(x);
            case SIN -> StrictMath.sin(x);
            case COS -> StrictMath.cos(x);
            case TAN -> StrictMath.tan(x);
            case ASIN -> StrictMath.asin(x);
            case ACOS -> StrictMath.acos(x);
            case ATAN -> StrictMath.atan(x);
            case SINH -> StrictMath.sinh(x);
            case COSH -> StrictMath.cosh(x);
            case TANH -> StrictMath.tanh(x);
            case CBRT -> StrictMath.cbrt(x);
            case POW -> StrictMath.pow(x, y);
            case ATAN2 -> StrictMath.atan2(x, y);
            case HYPOT -> StrictMath.hypot(x, y);
            default -> throw new IllegalArgumentException(p.text());
        };
    }

    /** A special result is exact; an ordinary one within a unit of the reference. */
    private static void checkPoint(Prim p, CompiledFunc.Fn f, double x, double y, double bound) {
        double got = f.apply(x, y);
        double want = javaMath(p, x, y);
        String what = p.text() + "(" + x + ", " + y + ")";
        if (Double.isNaN(want) || Double.isNaN(x) || Double.isNaN(y) || Double.isInfinite(want) && Double.isInfinite(got) || want == 0 && got == 0) {
            assertEquals(want, got, what);
        } else if (want == 0 || Double.isInfinite(want) || Double.isInfinite(x) || Double.isInfinite(y) || x == 0) {
            // StrictMath is within a unit of the truth, so are we.
            assertTrue(Math.abs(got - want) <= Math.ulp(want) || got == want, what + " = " + got + ", not " + want);
        } else {
            double u = Reference.value(p, x, y).ulps(got);
            assertTrue(u <= bound, () -> what + " = " + got + ", off by " + u + " ulp");
        }
    }

    /** Uniform on a small range, uniform in the exponent on a large one. */
    private static double pick(Random random, double low, double high) {
        if (low > 0 && high / low > 100) {
            double e = Math.log(low) + random.nextDouble() * (Math.log(high) - Math.log(low));
            return Math.max(low, Math.min(high, Math.exp(e) * (1 + random.nextDouble() * 1e-6)));
        }
        return low + random.nextDouble() * (high - low);
    }

    @ParameterizedTest
    @CsvSource({
        "EXP, -746, 711", "EXP, -1, 1", "EXP, 1e-20, 1e-3",
        "LOG, 0.5, 2", "LOG, 0.99, 1.01", "LOG, 1e-320, 1e308",
        "EXPM1, -2, 2", "EXPM1, -40, -1", "EXPM1, 1e-20, 709.78", "LOG1P, -0.999, 1", "LOG1P, -0.1, 0.1", "LOG1P, 1e-20, 1e300",
        "LOG10, 0.5, 2", "LOG10, 1e-320, 1e308", "SIN, -10, 10", "SIN, -1e5, 1e5", "SIN, 1e-20, 1e12", "COS, -10, 10", "COS, -1e5, 1e5",
        "COS, 1e-3, 1e12", "TAN, -2, 2", "TAN, -1e5, 1e5", "TAN, 1e-20, 1e12", "ASIN, -1, 1", "ASIN, 0.99, 1", "ASIN, 1e-20, 1", "ACOS, -1, 1",
        "ACOS, 0.99, 1", "ATAN, -3, 3", "ATAN, 1e-20, 1e20", "SINH, -2, 2", "SINH, 1e-20, 710.4", "COSH, -2, 2", "COSH, 0.1, 710.4",
        "TANH, -1, 1", "TANH, -25, 25", "TANH, 1e-20, 1", "ASINH, -2, 2", "ASINH, -1e9, 1e9", "ASINH, 1e-310, 1e-3", "ASINH, 1e-20, 1e100",
        "ACOSH, 1, 1.0001", "ACOSH, 1, 3", "ACOSH, 1, 1e9", "ACOSH, 1, 1e100", "ATANH, -0.9, 0.9", "ATANH, 0.9, 1", "ATANH, 1e-310, 1e-3", "CBRT, 1, 8", "CBRT, 1e-320, 1e308",
    })
    void oneArgument(Prim p, double low, double high) {
        CompiledFunc.Fn f = CompiledFunc.compile(MathLibrary.func(p, DType.F64));
        var random = new Random(1);
        for (int k = 0; k < POINTS; k++) {
            double x = pick(random, low, high);
            double got = f.apply(x, 0);
            double u = Reference.value(p, x, 0).ulps(got);
            assertTrue(u <= 1, () -> p.text() + "(" + x + ") = " + got + ", off by " + u + " ulp");
        }
    }

    /** Angles that need the exact reduction of Payne and Hanek: few, because the reference divides by 450 digits of pi. */
    @ParameterizedTest
    @ValueSource(strings = {"SIN", "COS", "TAN"})
    void hugeAngles(Prim p) {
        CompiledFunc.Fn f = CompiledFunc.compile(MathLibrary.func(p, DType.F64));
        var random = new Random(4);
        for (int k = 0; k < 300; k++) {
            double x = pick(random, 1e9, 1.7e308);
            checkPoint(p, f, k % 2 == 0 ? x : -x, 0, 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"POW, 0.5, 2, -700, 700", "POW, 1e-300, 1e300, -1, 1", "POW, 0.999, 1.001, -100000, 100000", "POW, 1e-320, 1e-305, 0.5, 3",
        "POW, 1, 10, -320, -300", "ATAN2, -1, 1, -1, 1", "ATAN2, 1e-300, 1e300, 1e-300, 1e300", "ATAN2, 1e-300, 1e300, -10, -1",
        "ATAN2, 1e-319, 1e-300, 1, 100", "HYPOT, -1, 1, -1, 1", "HYPOT, 1e-320, 1e308, 1e-320, 1e308", "HYPOT, 1, 2, 1e-5, 1e5"})
    void twoArguments(Prim p, double low, double high, double low2, double high2) {
        CompiledFunc.Fn f = CompiledFunc.compile(MathLibrary.func(p, DType.F64));
        var random = new Random(5);
        for (int k = 0; k < POINTS; k++) {
            checkPoint(p, f, pick(random, low, high), pick(random, low2, high2), 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POW", "ATAN2", "HYPOT"})
    void edgesOfTwoArguments(Prim p) {
        CompiledFunc.Fn f = CompiledFunc.compile(MathLibrary.func(p, DType.F64));
        for (double x : EDGES) {
            for (double y : EDGES) {
                checkPoint(p, f, x, y, 1);
            }
        }
    }

    /** Products of pairs are as exact as numbers are where they do not underflow; what is special is as it is for any exponent. */
    @ParameterizedTest
    @ValueSource(ints = {-16, -12, -7, -6, -3, -2, -1, 3, 4, 5, 6, 7, 12, 16})
    void powersWithFewFactors(int n) {
        CompiledFunc.Fn f = CompiledFunc.compile(MathLibrary.power(DType.F64, n));
        var random = new Random(6);
        for (double x : EDGES) {
            checkPoint(Prim.POW, f, x, n, 1);
        }
        for (int k = 0; k < POINTS; k++) {
            double x = pick(random, 0.5, 2);
            checkPoint(Prim.POW, f, k % 2 == 0 ? x : -x, n, 0.5001);
            checkPoint(Prim.POW, f, pick(random, 1e-320, 1e308), n, 1);
            checkPoint(Prim.POW, f, pick(random, Math.pow(2, -1080.0 / Math.abs(n)), Math.pow(2, -950.0 / Math.abs(n))), n, 1);
            checkPoint(Prim.POW, f, pick(random, Math.pow(2, 950.0 / Math.abs(n)), Math.pow(2, 1080.0 / Math.abs(n))), n, 1);
        }
        CompiledFunc.Fn single = CompiledFunc.compile(MathLibrary.power(DType.F32, n));
        for (int k = 0; k < POINTS; k++) {
            float x = (float) pick(random, 0.01, 100);
            assertEquals((float) StrictMath.pow(x, n), single.apply(x, n), Math.ulp((float) StrictMath.pow(x, n)), () -> x + " to the power of " + n);
        }
    }

    /** Others are computed by way of the logarithm. */
    @Test
    void otherPowers() {
        for (double n : new double[] {0, 1, 2, 2.5, 17, -17, 0.5, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertNull(MathLibrary.power(DType.F64, n), () -> "exponent " + n);
        }
    }

    @Test
    void exactResults() {
        CompiledFunc.Fn pow = CompiledFunc.compile(MathLibrary.func(Prim.POW, DType.F64));
        CompiledFunc.Fn log10 = CompiledFunc.compile(MathLibrary.func(Prim.LOG10, DType.F64));
        CompiledFunc.Fn cbrt = CompiledFunc.compile(MathLibrary.func(Prim.CBRT, DType.F64));
        CompiledFunc.Fn hypot = CompiledFunc.compile(MathLibrary.func(Prim.HYPOT, DType.F64));
        for (int n = 0; n <= 22; n++) {
            assertEquals(n, log10.apply(Math.pow(10, n), 0));
            assertEquals(Double.parseDouble("1e" + n), pow.apply(10, n));
        }
        for (int n = -1000; n <= 1000; n++) {
            assertEquals((double) n * n * n, pow.apply(n, 3));
            assertEquals(n, cbrt.apply((double) n * n * n, 0));
            assertEquals(5.0 * Math.abs(n), hypot.apply(3 * n, 4 * n));
            assertEquals(n + 0.1, pow.apply(n + 0.1, 1));
            assertEquals(Math.scalb(1.0, n), pow.apply(2, n));
        }
    }

    @ParameterizedTest
    @MethodSource("unary")
    void edgesOfOneArgument(Prim p) {
        CompiledFunc.Fn f = CompiledFunc.compile(MathLibrary.func(p, DType.F64));
        for (double x : EDGES) {
            checkPoint(p, f, x, 0, 1);
        }
    }

    /** Where the function rises or falls, results of neighbours do not go the other way. */
    @ParameterizedTest
    @CsvSource({"EXP, -740, 709", "LOG, 1e-300, 1e300", "LOG, 0.5, 2", "EXPM1, -40, 700", "EXPM1, -1, 1", "LOG1P, -0.9, 2", "LOG10, 0.1, 100",
        "SIN, -1.57, 1.57", "COS, 0.001, 3.14", "TAN, -1.57, 1.57", "ASIN, -1, 1", "ACOS, -1, 1", "ATAN, -5, 5", "SINH, -5, 5", "COSH, 0, 5",
        "TANH, -5, 5", "ASINH, -5, 5", "ACOSH, 1, 5", "ATANH, -0.99, 0.99", "CBRT, 0.1, 20"})
    void monotonic(Prim p, double low, double high) {
        CompiledFunc.Fn f = CompiledFunc.compile(MathLibrary.func(p, DType.F64));
        var random = new Random(2);
        double direction = Math.signum(f.apply(high, 0) - f.apply(low, 0));
        for (int k = 0; k < 30_000; k++) {
            double x = pick(random, low, high);
            double y = Math.nextUp(x);
            assertTrue((f.apply(y, 0) - f.apply(x, 0)) * direction >= 0, () -> p.text() + " between " + x + " and " + y);
        }
    }

    @ParameterizedTest
    @MethodSource("unary")
    void f32(Prim p) {
        CompiledFunc.Fn f = CompiledFunc.compile(MathLibrary.func(p, DType.F32));
        var random = new Random(3);
        var points = new ArrayList<Float>();
        for (double e : EDGES) {
            points.add((float) e);
        }
        for (int k = 0; k < 20_000; k++) {
            points.add(k % 2 == 0 ? Float.intBitsToFloat(random.nextInt()) : (float) (random.nextGaussian() * 10));
        }
        for (float x : points) {
            float got = (float) f.apply(x, 0);
            double want = javaMath(p, x, 0);
            String what = p.text() + "(" + x + "f) = " + got + ", not " + want;
            if (Double.isNaN(want) || Float.isInfinite((float) want) || want == 0) {
                assertEquals((float) want, got, what);
            } else {
                assertTrue(Math.abs(got - want) <= Math.ulp((float) want), what);
            }
        }
    }

    /** The functions that Java lacks, against the interpreter's series: a few units, near a zero of the function a few units of 1. */
    @ParameterizedTest
    @CsvSource({"ERF, -1, 1", "ERF, 1e-20, 7", "ERF_INV, -0.99, 0.99", "ERF_INV, 0.99, 0.9999999999", "LGAMMA, 0.01, 10", "LGAMMA, 5, 1e300",
        "ASINH, -5, 5", "ASINH, 1e-20, 1e300", "ACOSH, 1, 5", "ACOSH, 1, 1e300", "ATANH, -1, 1", "LGAMMA, -20.3, -0.2", "DIGAMMA, 1e-5, 10", "DIGAMMA, 5, 1e300", "DIGAMMA, -4.8, -0.1"})
    void specialFunctions(Prim p, double low, double high) {
        CompiledFunc.Fn f = CompiledFunc.compile(MathLibrary.func(p, DType.F64));
        var random = new Random(6);
        for (int k = 0; k < 2000; k++) {
            double x = pick(random, low, high);
            double want = Eval.fold(p, Params.NONE, List.of(Lit.f64(x))).asDouble();
            assertEquals(want, f.apply(x, 0), tolerance(p, x, want), p.text() + "(" + x + ")");
        }
        for (double x : EDGES) {
            double want = Eval.fold(p, Params.NONE, List.of(Lit.f64(x))).asDouble();
            assertEquals(want, f.apply(x, 0), tolerance(p, x, want), p.text() + "(" + x + ")");
        }
    }

    private static double tolerance(Prim p, double x, double want) {
        boolean gamma = p == Prim.LGAMMA || p == Prim.DIGAMMA;
        // Between the poles on the negative side the argument itself is worth its slope.
        double scale = gamma && x < -1e-3 ? 20 + Math.abs(want) + Math.pow(Math.sin(Math.PI * x), -2) : gamma ? Math.max(4, Math.abs(want)) : want;
        return Double.isNaN(want) || Double.isInfinite(want) ? 0 : 8 * Math.ulp(scale);
    }

    @Test
    void neighbours() {
        CompiledFunc.Fn f = CompiledFunc.compile(MathLibrary.func(Prim.NEXTAFTER, DType.F64));
        CompiledFunc.Fn g = CompiledFunc.compile(MathLibrary.func(Prim.NEXTAFTER, DType.F32));
        for (double x : EDGES) {
            for (double y : EDGES) {
                assertEquals(Math.nextAfter(x, y), f.apply(x, y), x + " towards " + y);
                assertEquals(Math.nextAfter((float) x, (double) (float) y), (float) g.apply((float) x, (float) y), x + "f towards " + y);
            }
        }
    }

    /** The interpreter, which is what defines the IR, computes the same as the compiled test functions; the IR is well-formed. */
    @ParameterizedTest
    @MethodSource("all")
    void theIrIsWhatIsTested(Prim p) {
        for (DType d : List.of(DType.F64, DType.F32)) {
            Func func = MathLibrary.func(p, d);
            Verifier.verify(func);
            CompiledFunc.Fn f = CompiledFunc.compile(func);
            for (double e : EDGES) {
                double x = d == DType.F64 ? e : (float) e;
                var args = new ArrayList<Tensor>();
                for (int k = 0; k < func.in().size(); k++) {
                    args.add(Tensor.of(d == DType.F64 ? Lit.f64(x) : Lit.f32((float) x)));
                }
                assertEquals(f.apply(x, x), Interpreter.run(func, args).get(0).get(0).asDouble(), p.text() + "(" + x + ")");
            }
        }
    }
}
