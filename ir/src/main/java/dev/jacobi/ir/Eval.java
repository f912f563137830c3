package dev.jacobi.ir;

import java.util.List;

/**
 * The meaning of every elementwise primitive on scalars, bit for bit: the interpreter applies it per element, the
 * simplifier folds constants with it. Integers are computed in {@code long} and wrapped to their width. Floating point is
 * computed in double and rounded once to the operand's format, which gives the correctly rounded result of the narrower
 * format for {@code + - * / sqrt} because double has more than twice its precision plus two bits; fma is done in its own
 * format. Transcendental functions are {@link StrictMath}'s, or {@link SpecialFunctions} where it has none.
 */
public final class Eval {
    private Eval() {
    }

    /** The value of an elementwise primitive on constants, or null when the primitive is not elementwise. */
    public static Lit fold(Prim p, Params params, List<Lit> in) {
        DType d = in.isEmpty() ? DType.BOOL : in.get(p == Prim.SELECT ? 1 : 0).dtype();
        return switch (p.group()) {
            case UNARY -> new Lit(d, eval(p, d, d, in.get(0).bits(), 0, 0));
            case BINARY -> new Lit(d, eval(p, d, d, in.get(0).bits(), in.get(1).bits(), 0));
            case COMPARE -> new Lit(DType.BOOL, eval(p, d, d, in.get(0).bits(), in.get(1).bits(), 0));
            case TERNARY -> new Lit(d, eval(p, d, d, in.get(0).bits(), in.get(1).bits(), in.get(2).bits()));
            case CONVERSION -> {
                DType to = ((Params.To) params).dtype();
                yield new Lit(to, eval(p, d, to, in.get(0).bits(), 0, 0));
            }
            case MARK -> p == Prim.OPT_BARRIER ? null : in.get(0);
            case STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE -> null;
        };
    }

    /**
     * One elementwise primitive on bits in {@link Lit}'s form. {@code d} is the dtype of the operands (of the last two for
     * select), {@code to} the target of a conversion.
     */
    public static long eval(Prim p, DType d, DType to, long a, long b, long c) {
        boolean f = d.isFloat();
        return switch (p) {
            case NEG -> f ? a ^ signBit(d) : wrap(d, -a);
            case ABS -> f ? a & ~signBit(d) : wrap(d, Math.abs(a));
            case SIGN -> f ? fromDouble(d, Math.signum(toDouble(d, a))) : Long.signum(a);
            case NOT -> wrap(d, ~a);
            case POPCNT -> Long.bitCount(unsigned(d, a));
            case CLZ -> Long.numberOfLeadingZeros(unsigned(d, a)) - (64 - d.bits());
            case CTZ -> Math.min(d.bits(), Long.numberOfTrailingZeros(unsigned(d, a)));
            case FLOOR, CEIL, RINT, SQRT, CBRT, EXP, EXPM1, LOG, LOG1P, LOG10, SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH, ASINH, ACOSH,
                 ATANH, ERF, ERF_INV, LGAMMA, DIGAMMA -> fromDouble(d, function(p, toDouble(d, a)));
            case ADD -> f ? fromDouble(d, toDouble(d, a) + toDouble(d, b)) : wrap(d, a + b);
            case SUB -> f ? fromDouble(d, toDouble(d, a) - toDouble(d, b)) : wrap(d, a - b);
            case MUL -> f ? fromDouble(d, toDouble(d, a) * toDouble(d, b)) : wrap(d, a * b);
            case DIV -> f ? fromDouble(d, toDouble(d, a) / toDouble(d, b)) : b == 0 ? 0 : wrap(d, a / b);
            case REM -> f ? fromDouble(d, toDouble(d, a) % toDouble(d, b)) : b == 0 ? 0 : wrap(d, a % b);
            case POW -> fromDouble(d, StrictMath.pow(toDouble(d, a), toDouble(d, b)));
            case ATAN2 -> fromDouble(d, StrictMath.atan2(toDouble(d, a), toDouble(d, b)));
            case HYPOT -> fromDouble(d, StrictMath.hypot(toDouble(d, a), toDouble(d, b)));
            case MIN -> f ? fromDouble(d, Math.min(toDouble(d, a), toDouble(d, b))) : Math.min(a, b);
            case MAX -> f ? fromDouble(d, Math.max(toDouble(d, a), toDouble(d, b))) : Math.max(a, b);
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
            case SHL -> wrap(d, a << (b & d.bits() - 1));
            case SHR -> a >> (b & d.bits() - 1);
            case USHR -> wrap(d, unsigned(d, a) >>> (b & d.bits() - 1));
            case MULHI -> d == DType.I64 ? Math.multiplyHigh(a, b) : wrap(d, a * b >> d.bits());
            case COPYSIGN -> (a & ~signBit(d)) | (b & signBit(d));
            case NEXTAFTER -> nextAfter(d, a, b);
            case EQ -> bit(f ? toDouble(d, a) == toDouble(d, b) : a == b);
            case NE -> bit(f ? toDouble(d, a) != toDouble(d, b) : a != b);
            case LT -> bit(f ? toDouble(d, a) < toDouble(d, b) : a < b);
            case LE -> bit(f ? toDouble(d, a) <= toDouble(d, b) : a <= b);
            case GT -> bit(f ? toDouble(d, a) > toDouble(d, b) : a > b);
            case GE -> bit(f ? toDouble(d, a) >= toDouble(d, b) : a >= b);
            case SELECT -> a != 0 ? b : c;
            case FMA -> fma(d, a, b, c);
            case CONVERT -> convert(d, to, a);
            case BITCAST -> to.isFloat() ? unsigned(to, a) : wrap(to, a);
            case FULL, IOTA, COPY, DIM, BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, INDEX, UPDATE, GATHER,
                 SCATTER, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD,
                 CUM_MUL, CUM_MIN, CUM_MAX, DOT_GENERAL, CONV, SORT, FFT, CHOLESKY, TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, COND, FOR, WHILE, MAP, REDUCE,
                 SCAN, HIST, CALL, CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_ADD, ACC_GET, THREEFRY2X32, PSUM, PMAX, PMIN, ALL_GATHER,
                 AXIS_INDEX, STOP_GRADIENT, SHARD, OPT_BARRIER -> throw new IllegalArgumentException(p.text() + " is not elementwise");
        };
    }

    /** The functions of one real number. */
    private static double function(Prim p, double x) {
        return switch (p) {
            case FLOOR -> Math.floor(x);
            case CEIL -> Math.ceil(x);
            case RINT -> Math.rint(x);
            case SQRT -> Math.sqrt(x);
            case CBRT -> StrictMath.cbrt(x);
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
            case ASINH -> SpecialFunctions.asinh(x);
            case ACOSH -> SpecialFunctions.acosh(x);
            case ATANH -> SpecialFunctions.atanh(x);
            case ERF -> SpecialFunctions.erf(x);
            case ERF_INV -> SpecialFunctions.erfInv(x);
            case LGAMMA -> SpecialFunctions.lgamma(x);
            case DIGAMMA -> SpecialFunctions.digamma(x);
            case NEG, ABS, SIGN, NOT, POPCNT, CLZ, CTZ, ADD, SUB, MUL, DIV, REM, POW, ATAN2, HYPOT, MIN, MAX, AND, OR, XOR, SHL, SHR,
                 USHR, MULHI, COPYSIGN, NEXTAFTER, EQ, NE, LT, LE, GT, GE, SELECT, FMA, CONVERT, BITCAST, FULL, IOTA, COPY, DIM, BROADCAST,
                 RESHAPE, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, INDEX, UPDATE, GATHER, SCATTER, REDUCE_ADD, REDUCE_MUL,
                 REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX,
                 DOT_GENERAL, CONV, SORT, FFT, CHOLESKY, TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, COND, FOR, WHILE, MAP, REDUCE, SCAN, HIST, CALL, CHECK,
                 DEBUG_CALLBACK, ACC_NEW, ACC_ADD, ACC_GET, THREEFRY2X32, PSUM, PMAX, PMIN, ALL_GATHER, AXIS_INDEX, STOP_GRADIENT, SHARD,
                 OPT_BARRIER -> throw new IllegalArgumentException(p.text() + " is no function of one real number");
        };
    }

    private static long bit(boolean v) {
        return v ? 1 : 0;
    }

    /** The bits of a value of the type's width, zero-extended. */
    private static long unsigned(DType d, long v) {
        return d.bits() == 64 ? v : v & (1L << d.bits()) - 1;
    }

    /** An integer result reduced to the width of its type; bool keeps its lowest bit. */
    private static long wrap(DType d, long v) {
        return switch (d) {
            case BOOL -> v & 1;
            case I8 -> (byte) v;
            case I16 -> (short) v;
            case U16 -> (char) v;
            case I32 -> (int) v;
            case I64, BF16, F16, F32, F64 -> v;
        };
    }

    private static long signBit(DType d) {
        return 1L << 8 * d.bytes() - 1;
    }

    /** The exact value of floating-point bits. */
    public static double toDouble(DType d, long bits) {
        return switch (d) {
            case F64 -> Double.longBitsToDouble(bits);
            case F32 -> Float.intBitsToFloat((int) bits);
            case F16, BF16 -> Half.toFloat(d, (short) bits);
            case BOOL, I8, I16, U16, I32, I64 -> bits;
        };
    }

    /** Bits of the nearest value of a floating-point format, rounded once, half to even. */
    public static long fromDouble(DType d, double v) {
        return switch (d) {
            case F64 -> Double.doubleToRawLongBits(v);
            case F32 -> Float.floatToRawIntBits((float) v) & 0xFFFFFFFFL;
            case F16, BF16 -> Half.fromFloat(d, roundToOdd(v)) & 0xFFFFL;
            case BOOL, I8, I16, U16, I32, I64 -> throw new IllegalArgumentException(d.text() + " is not a floating-point type");
        };
    }

    /** A float that rounds to any 16-bit format as {@code v} itself would: inexact results get an odd last bit. */
    private static float roundToOdd(double v) {
        float f = (float) v;
        if (f == v || Float.isNaN(f)) {
            return f;
        }
        int b = Float.floatToRawIntBits(f);
        if ((b & 1) == 1) {
            return f;
        }
        return Math.abs((double) f) > Math.abs(v) ? Float.intBitsToFloat(b - 1) : Float.intBitsToFloat(b + 1);
    }

    private static long convert(DType from, DType to, long a) {
        if (to == DType.BOOL) {
            return from.isFloat() ? toDouble(from, a) != 0 ? 1 : 0 : a != 0 ? 1 : 0;
        }
        if (!from.isFloat()) {
            return switch (to) {
                case F64 -> Double.doubleToRawLongBits((double) a);
                case F32 -> Float.floatToRawIntBits((float) a) & 0xFFFFFFFFL;
                case F16, BF16 -> fromDouble(to, oddDouble(a));
                case BOOL, I8, I16, U16, I32, I64 -> wrap(to, a);
            };
        }
        if (to.isFloat()) {
            return from == to ? a : fromDouble(to, toDouble(from, a));
        }
        double v = toDouble(from, a);
        return switch (to) {
            case I64 -> (long) v;
            case I32 -> (int) v;
            case U16 -> Math.min(0xFFFF, Math.max(0, (int) v));
            case I16 -> Math.min(Short.MAX_VALUE, Math.max(Short.MIN_VALUE, (int) v));
            case I8 -> Math.min(Byte.MAX_VALUE, Math.max(Byte.MIN_VALUE, (int) v));
            case BOOL, BF16, F16, F32, F64 -> throw new AssertionError(to);
        };
    }

    /** A double that rounds to a 16-bit format as the integer itself would: lost low bits are kept as one sticky bit. */
    private static double oddDouble(long a) {
        return Math.abs(a) < 1L << 53 ? a : (double) (a >> 12 | ((a & 0xFFF) == 0 ? 0 : 1)) * 4096;
    }

    private static long fma(DType d, long a, long b, long c) {
        return switch (d) {
            case F64 -> Double.doubleToRawLongBits(
                Math.fma(Double.longBitsToDouble(a), Double.longBitsToDouble(b), Double.longBitsToDouble(c)));
            case F32 -> Float.floatToRawIntBits(
                Math.fma(Float.intBitsToFloat((int) a), Float.intBitsToFloat((int) b), Float.intBitsToFloat((int) c))) & 0xFFFFFFFFL;
            case F16, BF16 -> fromDouble(d, Math.fma(toDouble(d, a), toDouble(d, b), toDouble(d, c)));
            case BOOL, I8, I16, U16, I32, I64 -> throw new IllegalArgumentException("fma of " + d.text());
        };
    }

    /** IEEE 754 neighbours are neighbours as sign-magnitude integers, whatever the format. */
    private static long nextAfter(DType d, long a, long b) {
        double x = toDouble(d, a);
        double y = toDouble(d, b);
        if (x != x || y != y) {
            return fromDouble(d, x + y);
        }
        if (x == y) {
            return b;
        }
        if (x == 0) {
            return (y < 0 ? signBit(d) : 0) | 1;
        }
        return (x < y) == (x > 0) ? a + 1 : a - 1;
    }
}
