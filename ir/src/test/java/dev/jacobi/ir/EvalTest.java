package dev.jacobi.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.jacobi.ir.harness.EdgeValues;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.junit.jupiter.api.Test;

/** Scalar evaluation against Java's own operators, on edge values. */
class EvalTest {
    private static final int[] INTS = (int[]) EdgeValues.array(DType.I32);
    private static final long[] LONGS = (long[]) EdgeValues.array(DType.I64);
    private static final double[] DOUBLES = EdgeValues.doubles();

    private static Lit fold(Prim p, Lit... in) {
        return Eval.fold(p, Params.NONE, List.of(in));
    }

    private static Lit to(DType d, Lit in) {
        return Eval.fold(Prim.CONVERT, new Params.To(d), List.of(in));
    }

    private static void ints(Prim p, IntBinaryOperator op) {
        for (int a : INTS) {
            for (int b : INTS) {
                assertEquals(Lit.i32(op.applyAsInt(a, b)), fold(p, Lit.i32(a), Lit.i32(b)), p + " " + a + " " + b);
            }
        }
    }

    private static void longs(Prim p, LongBinaryOperator op) {
        for (long a : LONGS) {
            for (long b : LONGS) {
                assertEquals(Lit.i64(op.applyAsLong(a, b)), fold(p, Lit.i64(a), Lit.i64(b)), p + " " + a + " " + b);
            }
        }
    }

    private static void doubles(Prim p, DoubleBinaryOperator op) {
        for (double a : DOUBLES) {
            for (double b : DOUBLES) {
                same(op.applyAsDouble(a, b), fold(p, Lit.f64(a), Lit.f64(b)).asDouble(), p + " " + a + " " + b);
            }
        }
    }

    private static void doubles(Prim p, DoubleUnaryOperator op) {
        for (double a : DOUBLES) {
            same(op.applyAsDouble(a), fold(p, Lit.f64(a)).asDouble(), p + " " + a);
            float f = (float) a;
            same((float) op.applyAsDouble(f), fold(p, Lit.f32(f)).asDouble(), p + " " + f + "f");
        }
    }

    /** Equal bits, any NaN being as good as another. */
    private static void same(double want, double got, String what) {
        assertEquals(Double.doubleToLongBits(want), Double.doubleToLongBits(got), () -> what + ": " + want + " expected, got " + got);
    }

    @Test
    void integerArithmetic() {
        ints(Prim.ADD, (a, b) -> a + b);
        ints(Prim.SUB, (a, b) -> a - b);
        ints(Prim.MUL, (a, b) -> a * b);
        ints(Prim.DIV, (a, b) -> b == 0 ? 0 : a / b);
        ints(Prim.REM, (a, b) -> b == 0 ? 0 : a % b);
        ints(Prim.AND, (a, b) -> a & b);
        ints(Prim.OR, (a, b) -> a | b);
        ints(Prim.XOR, (a, b) -> a ^ b);
        ints(Prim.SHL, (a, b) -> a << b);
        ints(Prim.SHR, (a, b) -> a >> b);
        ints(Prim.USHR, (a, b) -> a >>> b);
        ints(Prim.MULHI, (a, b) -> (int) ((long) a * b >> 32));
        ints(Prim.MIN, Math::min);
        ints(Prim.MAX, Math::max);
        longs(Prim.ADD, (a, b) -> a + b);
        longs(Prim.MUL, (a, b) -> a * b);
        longs(Prim.DIV, (a, b) -> b == 0 ? 0 : a / b);
        longs(Prim.REM, (a, b) -> b == 0 ? 0 : a % b);
        longs(Prim.SHL, (a, b) -> a << b);
        longs(Prim.SHR, (a, b) -> a >> b);
        longs(Prim.USHR, (a, b) -> a >>> b);
        longs(Prim.MULHI, Math::multiplyHigh);
        for (int a : INTS) {
            assertEquals(Lit.i32(-a), fold(Prim.NEG, Lit.i32(a)));
            assertEquals(Lit.i32(Math.abs(a)), fold(Prim.ABS, Lit.i32(a)));
            assertEquals(Lit.i32(~a), fold(Prim.NOT, Lit.i32(a)));
            assertEquals(Lit.i32(Integer.signum(a)), fold(Prim.SIGN, Lit.i32(a)));
            assertEquals(Lit.i32(Integer.bitCount(a)), fold(Prim.POPCNT, Lit.i32(a)));
            assertEquals(Lit.i32(Integer.numberOfLeadingZeros(a)), fold(Prim.CLZ, Lit.i32(a)));
            assertEquals(Lit.i32(Integer.numberOfTrailingZeros(a)), fold(Prim.CTZ, Lit.i32(a)));
        }
        assertEquals(Lit.i64(64), fold(Prim.CTZ, Lit.i64(0)));
        assertEquals(Lit.of(DType.U16, 16), fold(Prim.CLZ, Lit.of(DType.U16, 0)));
        assertEquals(Lit.of(DType.I8, 8), fold(Prim.POPCNT, Lit.of(DType.I8, -1)));
    }

    @Test
    void narrowIntegersWrapAtTheirWidth() {
        assertEquals(Lit.of(DType.I8, (byte) (100 + 100)), fold(Prim.ADD, Lit.of(DType.I8, 100), Lit.of(DType.I8, 100)));
        assertEquals(Lit.of(DType.I16, (short) -32768), fold(Prim.NEG, Lit.of(DType.I16, -32768)));
        assertEquals(Lit.of(DType.U16, 65535), fold(Prim.SUB, Lit.of(DType.U16, 0), Lit.of(DType.U16, 1)));
        assertEquals(Lit.of(DType.I8, -128), fold(Prim.DIV, Lit.of(DType.I8, -128), Lit.of(DType.I8, -1)));
        assertEquals(Lit.of(DType.I8, 0x7F), fold(Prim.USHR, Lit.of(DType.I8, -1), Lit.of(DType.I8, 9)));
        assertEquals(Lit.of(DType.I8, -1), fold(Prim.MULHI, Lit.of(DType.I8, -1), Lit.of(DType.I8, 1)));
        assertEquals(Lit.bool(false), fold(Prim.NOT, Lit.bool(true)));
        assertEquals(Lit.bool(true), fold(Prim.XOR, Lit.bool(true), Lit.bool(false)));
        assertEquals(Lit.bool(false), fold(Prim.MIN, Lit.bool(true), Lit.bool(false)));
    }

    @Test
    void comparisons() {
        for (double a : DOUBLES) {
            for (double b : DOUBLES) {
                assertEquals(Lit.bool(a == b), fold(Prim.EQ, Lit.f64(a), Lit.f64(b)));
                assertEquals(Lit.bool(a != b), fold(Prim.NE, Lit.f64(a), Lit.f64(b)));
                assertEquals(Lit.bool(a < b), fold(Prim.LT, Lit.f64(a), Lit.f64(b)));
                assertEquals(Lit.bool(a <= b), fold(Prim.LE, Lit.f64(a), Lit.f64(b)));
                assertEquals(Lit.bool((float) a > (float) b), fold(Prim.GT, Lit.f32((float) a), Lit.f32((float) b)));
                assertEquals(Lit.bool((float) a >= (float) b), fold(Prim.GE, Lit.f32((float) a), Lit.f32((float) b)));
            }
        }
        for (long a : LONGS) {
            for (long b : LONGS) {
                assertEquals(Lit.bool(a < b), fold(Prim.LT, Lit.i64(a), Lit.i64(b)));
                assertEquals(Lit.bool(a >= b), fold(Prim.GE, Lit.i64(a), Lit.i64(b)));
                assertEquals(Lit.i64(b), fold(Prim.SELECT, Lit.bool(false), Lit.i64(a), Lit.i64(b)));
            }
        }
    }

    @Test
    void floatingPoint() {
        doubles(Prim.ADD, (a, b) -> a + b);
        doubles(Prim.SUB, (a, b) -> a - b);
        doubles(Prim.MUL, (a, b) -> a * b);
        doubles(Prim.DIV, (a, b) -> a / b);
        doubles(Prim.REM, (a, b) -> a % b);
        doubles(Prim.MIN, Math::min);
        doubles(Prim.MAX, Math::max);
        doubles(Prim.POW, StrictMath::pow);
        doubles(Prim.ATAN2, StrictMath::atan2);
        doubles(Prim.HYPOT, StrictMath::hypot);
        doubles(Prim.NEXTAFTER, Math::nextAfter);
        doubles(Prim.COPYSIGN, (a, b) -> StrictMath.copySign(a, b));
        doubles(Prim.NEG, a -> -a);
        doubles(Prim.ABS, Math::abs);
        doubles(Prim.SIGN, Math::signum);
        doubles(Prim.FLOOR, Math::floor);
        doubles(Prim.CEIL, Math::ceil);
        doubles(Prim.RINT, Math::rint);
        doubles(Prim.SQRT, Math::sqrt);
        doubles(Prim.CBRT, StrictMath::cbrt);
        doubles(Prim.EXP, StrictMath::exp);
        doubles(Prim.EXPM1, StrictMath::expm1);
        doubles(Prim.LOG, StrictMath::log);
        doubles(Prim.LOG1P, StrictMath::log1p);
        doubles(Prim.LOG10, StrictMath::log10);
        doubles(Prim.SIN, StrictMath::sin);
        doubles(Prim.COS, StrictMath::cos);
        doubles(Prim.TAN, StrictMath::tan);
        doubles(Prim.ASIN, StrictMath::asin);
        doubles(Prim.ACOS, StrictMath::acos);
        doubles(Prim.ATAN, StrictMath::atan);
        doubles(Prim.SINH, StrictMath::sinh);
        doubles(Prim.COSH, StrictMath::cosh);
        doubles(Prim.TANH, StrictMath::tanh);
    }

    @Test
    void f32ArithmeticRoundsOnce() {
        var random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            float a = Float.intBitsToFloat(random.nextInt());
            float b = Float.intBitsToFloat(i % 2 == 0 ? random.nextInt() : Float.floatToRawIntBits(a) + random.nextInt(1 << 26) - (1 << 25));
            float c = Float.intBitsToFloat(random.nextInt());
            String what = a + " " + b + " " + c;
            same(a + b, fold(Prim.ADD, Lit.f32(a), Lit.f32(b)).asDouble(), what);
            same(a - b, fold(Prim.SUB, Lit.f32(a), Lit.f32(b)).asDouble(), what);
            same(a * b, fold(Prim.MUL, Lit.f32(a), Lit.f32(b)).asDouble(), what);
            same(a / b, fold(Prim.DIV, Lit.f32(a), Lit.f32(b)).asDouble(), what);
            same(a % b, fold(Prim.REM, Lit.f32(a), Lit.f32(b)).asDouble(), what);
            same(Math.fma(a, b, c), fold(Prim.FMA, Lit.f32(a), Lit.f32(b), Lit.f32(c)).asDouble(), what);
            same((float) Math.sqrt(a), fold(Prim.SQRT, Lit.f32(a)).asDouble(), what);
            same(Math.nextAfter(a, (double) b), fold(Prim.NEXTAFTER, Lit.f32(a), Lit.f32(b)).asDouble(), what);
        }
        same(Math.fma(0.1, 10.0, -1.0), fold(Prim.FMA, Lit.f64(0.1), Lit.f64(10), Lit.f64(-1)).asDouble(), "fma");
    }

    @Test
    void conversions() {
        for (double v : DOUBLES) {
            assertEquals(Lit.i32((int) v), to(DType.I32, Lit.f64(v)));
            assertEquals(Lit.i64((long) v), to(DType.I64, Lit.f64(v)));
            assertEquals(Lit.i64((long) (float) v), to(DType.I64, Lit.f32((float) v)));
            assertEquals(Lit.of(DType.I8, Math.max(-128, Math.min(127, (int) v))), to(DType.I8, Lit.f64(v)));
            assertEquals(Lit.of(DType.U16, Math.max(0, Math.min(65535, (int) v))), to(DType.U16, Lit.f64(v)));
            assertEquals(Lit.bool(v != 0), to(DType.BOOL, Lit.f64(v)));
            same((float) v, to(DType.F32, Lit.f64(v)).asDouble(), "f32 of " + v);
            same((float) v, to(DType.F64, Lit.f32((float) v)).asDouble(), "f64 of " + v);
        }
        for (long v : LONGS) {
            assertEquals(Lit.i32((int) v), to(DType.I32, Lit.i64(v)));
            assertEquals(Lit.of(DType.I8, (byte) v), to(DType.I8, Lit.i64(v)));
            assertEquals(Lit.of(DType.U16, (char) v), to(DType.U16, Lit.i64(v)));
            assertEquals(Lit.f64((double) v), to(DType.F64, Lit.i64(v)));
            assertEquals(Lit.f32((float) v), to(DType.F32, Lit.i64(v)));
            assertEquals(Lit.bool(v != 0), to(DType.BOOL, Lit.i64(v)));
        }
        assertEquals(Lit.i32(65535), to(DType.I32, Lit.of(DType.U16, 65535)), "u16 is zero-extended");
        assertEquals(Lit.i32(-1), to(DType.I32, Lit.of(DType.I8, -1)), "i8 is sign-extended");
        assertEquals(Lit.i64(Double.doubleToRawLongBits(-1.5)), Eval.fold(Prim.BITCAST, new Params.To(DType.I64), List.of(Lit.f64(-1.5))));
        assertEquals(Lit.i32(Float.floatToRawIntBits(-1.5f)), Eval.fold(Prim.BITCAST, new Params.To(DType.I32), List.of(Lit.f32(-1.5f))));
        assertEquals(Lit.f32(-1.5f), Eval.fold(Prim.BITCAST, new Params.To(DType.F32), List.of(Lit.i32(Float.floatToRawIntBits(-1.5f)))));
        assertEquals(Lit.of(DType.U16, 0xBC00), Eval.fold(Prim.BITCAST, new Params.To(DType.U16), List.of(to(DType.F16, Lit.f64(-1)))));
    }

    @Test
    void sixteenBitFormatsRoundOnce() {
        // 1 + 2^-11 is half way between two f16 values; the least bit beyond decides, though a float cannot hold it.
        assertEquals(0x3C00, to(DType.F16, Lit.f64(1 + 0x1p-11)).bits());
        assertEquals(0x3C01, to(DType.F16, Lit.f64(1 + 0x1p-11 + 0x1p-50)).bits());
        assertEquals(0x3C00, to(DType.F16, Lit.f64(1 + 0x1p-11 - 0x1p-50)).bits());
        assertEquals(0xBF81, to(DType.BF16, Lit.f64(-1 - 0x1p-8 - 0x1p-45)).bits());
        assertEquals(0x5A81, to(DType.BF16, Lit.i64((1L << 54) + (1L << 46) + 1)).bits());
        assertEquals(0x7C00, to(DType.F16, Lit.f64(65520)).bits());
        assertEquals(0x7BFF, to(DType.F16, Lit.f64(65519.99999999999)).bits());
        same(0.75, fold(Prim.ADD, to(DType.F16, Lit.f64(0.25)), to(DType.F16, Lit.f64(0.5))).asDouble(), "f16 add");
        same(0x1p-24, fold(Prim.NEXTAFTER, Lit.zero(DType.F16), to(DType.F16, Lit.f64(1))).asDouble(), "least f16");
    }

    @Test
    void onlyElementwisePrimitivesFold() {
        for (Prim p : Prim.values()) {
            switch (p.group()) {
                case UNARY, BINARY, COMPARE, TERNARY, CONVERSION -> { }
                case STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE ->
                    assertNull(fold(p, Lit.f64(1), Lit.f64(2), Lit.f64(3), Lit.f64(4)), p.text());
                case MARK -> { }
            }
        }
    }

    /** Values computed with 50 digits. */
    @Test
    void specialFunctions() {
        table(Prim.ASINH, 4e-16, new double[][] {{1e-310, 1e-310}, {1e-08, 1e-08}, {0.1, 0.09983407889920756}, {0.5, 0.48121182505960347},
            {1.0, 0.881373587019543}, {3.0, 1.8184464592320668}, {100000.0, 12.206072645555174}, {10000000000.0, 23.7189981105004}, {1e+300, 691.4686750787737},
            {-0.7, -0.6526665660823557},
            {-0.0, -0.0}, {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY}});
        table(Prim.ACOSH, 4e-16, new double[][] {{1.0, 0.0}, {1.0000000000000002, 2.1073424255447014e-08}, {1.001, 0.04471763360830685},
            {1.5, 0.9624236501192069}, {2.0, 1.3169578969248168}, {10.0, 2.993222846126381}, {10000000000.0, 23.7189981105004}, {1e+300, 691.4686750787737},
            {0.9999999999999999, Double.NaN}, {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY}});
        table(Prim.ATANH, 4e-16, new double[][] {{1e-310, 1e-310}, {1e-08, 1e-08}, {0.1, 0.10033534773107558}, {0.5, 0.5493061443340549},
            {0.9, 1.4722194895832204}, {0.9999999999999999, 18.714973875118524}, {-0.3, -0.3095196042031117},
            {1, Double.POSITIVE_INFINITY}, {1.1, Double.NaN}});
        table(Prim.ERF, 4e-16, new double[][] {{1e-310, 1.1283791670955e-310}, {1e-8, 1.1283791670955126e-8}, {0.1, 0.1124629160182849},
            {0.5, 0.5204998778130465}, {1, 0.8427007929497149}, {1.9, 0.9927904292352575}, {2, 0.9953222650189527}, {2.1, 0.997020533343667},
            {3, 0.9999779095030014}, {4, 0.9999999845827421}, {5.5, 0.9999999999999927}, {7, 1}, {-0.5, -0.5204998778130465}});
        table(Prim.ERF_INV, 2e-15, new double[][] {{1e-12, 8.86226925452758e-13}, {0.1, 0.08885599049425769}, {0.5, 0.4769362762044699},
            {0.9, 1.1630871536766743}, {0.99, 1.8213863677184494}, {0.9999999, 3.7665625816384707}, {-0.3, -0.2724627147267543},
            {0.9999999999999999, 5.8635847487551676}, {1, Double.POSITIVE_INFINITY}, {1.1, Double.NaN}});
        table(Prim.LGAMMA, 2e-15, new double[][] {{1e-20, 46.051701859880914}, {1e-5, 11.512919692895826}, {0.3, 1.0957979948180756},
            {0.7, 0.26086724653166654}, {0.9999, 5.7729791561193866e-05}, {1, 0}, {1.0001, -5.771334222047127e-05},
            {1.4616321449683622, -0.12148629053584961}, {1.7, -0.09580769740706588}, {2, 0}, {2.3, 0.15418945495963046},
            {3.5, 1.2009736023470743}, {9.9, 12.57717990421988}, {10.1, 13.027526738633236}, {50, 144.5657439463449},
            {1e10, 220258509288.81058}, {1e300, 6.897755278982137e302}, {-0.5, 1.2655121234846454}, {-1.5, 0.860047015376481},
            {-3.7, -1.3797399049658245}, {0, Double.POSITIVE_INFINITY}, {-2, Double.POSITIVE_INFINITY}});
        table(Prim.DIGAMMA, 2e-15, new double[][] {{1e-5, -100000.57719921567}, {0.3, -3.502524222200133}, {1, -0.5772156649015329},
            {1.2, -0.2890398965921884}, {2, 0.42278433509846713}, {3.5, 1.103156640645243}, {10, 2.251752589066721}, {15.9, 2.734543070175774},
            {16.1, 2.747442005514623}, {1000, 6.907255195648812}, {1e10, 23.025850929890456}, {-0.5, 0.03648997397857652},
            {-3.7, -0.8450768588704194}, {-1, Double.NaN}});
    }

    private static void table(Prim p, double tolerance, double[][] rows) {
        for (double[] row : rows) {
            double got = fold(p, Lit.f64(row[0])).asDouble();
            double scale = Math.max(Math.abs(row[1]), p == Prim.DIGAMMA || row[0] < 0 ? 1 : 0);
            assertEquals(row[1], got, scale <= Double.MAX_VALUE ? tolerance * scale + Double.MIN_VALUE : 0, p + " " + row[0]);
        }
    }
}
