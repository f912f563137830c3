package dev.jacobi.pjrt.hlo.text;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Prim;
import dev.jacobi.pjrt.hlo.text.RegionText.Tensor;
import java.util.Arrays;

/**
 * Elementwise primitives on tensors of one shape, as {@code Eval} defines them: where StableHLO leaves open what an operation gives (division
 * by zero, counts of shifts, values that do not fit, NaN and the sign of zero in min and max) selects say it.
 */
public final class ElementwiseOps {
    private final Ops o;
    private final Transcendental functions;

    /** Writes by these operations. */
    public ElementwiseOps(Ops ops) {
        o = ops;
        functions = new Transcendental(ops);
    }

    /** Math.IEEEremainder, exactly. */
    public Tensor ieeeRemainder(Tensor a, Tensor b) {
        return functions.ieeeRemainder(a, b);
    }

    /** The primitive on its operands, which have one type. */
    public Tensor apply(Prim p, Tensor... in) {
        Tensor a = in[0];
        Tensor b = in[in.length - 1];
        DType d = a.dtype();
        boolean signed = d != DType.U16 && d != DType.BOOL;
        if (p.form() == Prim.Form.FUNCTION && p != Prim.NEXTAFTER && (d == DType.F16 || d == DType.BF16)) {
            return o.convert(apply(p, Arrays.stream(in).map(x -> o.convert(x, DType.F32)).toArray(Tensor[]::new)), d);
        }
        return switch (p) {
            case NEG -> o.op("negate", a);
            case ABS -> signed ? o.op("abs", a) : a;
            case SIGN -> signed ? o.op("sign", a) : o.select(o.compare("EQ", a, o.like(a, 0)), a, o.like(a, 1));
            case NOT -> o.not(a);
            case POPCNT, FLOOR, CEIL, SQRT, CBRT, LOG, TAN, TANH -> o.op(p.text(), a);
            case CLZ -> o.op("count_leading_zeros", a);
            case CTZ -> o.op("popcnt", o.and(o.not(a), o.sub(a, o.like(a, 1))));
            case RINT -> o.op("round_nearest_even", a);
            case EXP -> o.op("exponential", a);
            case EXPM1 -> o.op("exponential_minus_one", a);
            case LOG1P -> o.op("log_plus_one", a);
            case LOG10 -> functions.log10(a);
            case SIN -> o.op("sine", a);
            case COS -> o.op("cosine", a);
            case ATAN -> o.op("atan2", a, o.like(a, 1));
            case ASIN, ACOS, SINH, COSH, ASINH, ACOSH, ATANH, ERF, ERF_INV, LGAMMA, DIGAMMA -> o.chlo(p.text(), a);
            case ADD -> d == DType.BOOL ? o.op("xor", a, b) : o.add(a, b);
            case SUB -> o.sub(a, b);
            case MUL -> o.mul(a, b);
            case DIV -> d.isFloat() ? o.op("divide", a, b) : divide(a, b, false);
            case REM -> d.isFloat() ? o.op("remainder", a, b) : divide(a, b, true);
            case MIN, MAX -> d.isFloat() ? extreme(p == Prim.MIN, a, b) : o.op(p == Prim.MIN ? "minimum" : "maximum", a, b);
            case AND, OR, XOR, ATAN2 -> o.op(p.text(), a, b);
            case SHL -> o.op("shift_left", a, count(b));
            case SHR -> o.op(d == DType.U16 ? "shift_right_logical" : "shift_right_arithmetic", a, count(b));
            case USHR -> o.op("shift_right_logical", a, count(b));
            case MULHI -> d == DType.I64 ? highHalf(a, b) : highOfWide(a, b);
            case COPYSIGN -> copySign(a, b);
            case NEXTAFTER -> functions.nextAfter(a, b);
            case POW -> functions.pow(a, b);
            case HYPOT -> functions.hypot(a, b);
            case EQ, NE, LT, LE, GT, GE -> o.compare(p.name(), a, b);
            case FMA -> fma(a, in[1], b);
            case SELECT, CONVERT, BITCAST, FULL, IOTA, COPY, DIM, BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, INDEX, UPDATE, GATHER, SCATTER,
                 REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX,
                 DOT_GENERAL, CONV, SORT, FFT, CHOLESKY, TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, COND, FOR, WHILE, MAP, REDUCE, SCAN, HIST, CALL, CHECK, DEBUG_CALLBACK, ACC_NEW,
                 ACC_ADD, ACC_GET, THREEFRY2X32, PSUM, PMAX, PMIN, ALL_GATHER, AXIS_INDEX, STOP_GRADIENT, SHARD, OPT_BARRIER ->
                throw new IllegalArgumentException(p.text() + " does not compute on operands of one type");
        };
    }

    /** x/0 = 0 and x%0 = 0; MIN/-1 = MIN and MIN%-1 = 0: neither comes to the plugin's division. */
    private Tensor divide(Tensor a, Tensor b, boolean rest) {
        Tensor zero = o.like(a, 0);
        Tensor one = o.like(a, 1);
        Tensor none = o.compare("EQ", b, zero);
        if (a.dtype() == DType.U16) {
            Tensor r = o.op(rest ? "remainder" : "divide", a, o.select(none, one, b));
            return o.select(none, zero, r);
        }
        Tensor minus = o.compare("EQ", b, o.like(a, -1));
        Tensor r = o.op(rest ? "remainder" : "divide", a, o.select(o.or(none, minus), one, b));
        return rest ? o.select(o.or(none, minus), zero, r) : o.select(none, zero, o.select(minus, o.op("negate", a), r));
    }

    private Tensor count(Tensor b) {
        return o.and(b, o.like(b, b.dtype().bits() - 1));
    }

    /** NaN if either is; of two zeros the one with the sign that the direction prefers, which their bits give. */
    private Tensor extreme(boolean least, Tensor a, Tensor b) {
        DType i = integer(a.dtype());
        Tensor sameBits = o.bits(o.op(least ? "or" : "and", o.bits(a, i), o.bits(b, i)), a.dtype());
        Tensor rest = o.select(o.compare("EQ", a, b), sameBits, o.add(a, b));
        Tensor first = o.compare(least ? "LT" : "GT", a, b);
        Tensor second = o.compare(least ? "GT" : "LT", a, b);
        return o.select(first, a, o.select(second, b, rest));
    }

    /** The integer type of the same width. */
    static DType integer(DType d) {
        return switch (d) {
            case BOOL, I8, I16, U16, I32, I64 -> d;
            case BF16, F16 -> DType.I16;
            case F32 -> DType.I32;
            case F64 -> DType.I64;
        };
    }

    Tensor copySign(Tensor a, Tensor b) {
        DType i = integer(a.dtype());
        Tensor sign = o.constant(i, -1L << i.bits() - 1, a.shape());
        return o.bits(o.or(o.and(o.bits(a, i), o.not(sign)), o.and(o.bits(b, i), sign)), a.dtype());
    }

    private Tensor highOfWide(Tensor a, Tensor b) {
        Tensor product = o.mul(o.convert(a, DType.I64), o.convert(b, DType.I64));
        return o.convert(o.op("shift_right_arithmetic", product, o.constant(DType.I64, a.dtype().bits(), a.shape())), a.dtype());
    }

    /** Four products of halves (Hacker's Delight, 8-2). */
    private Tensor highHalf(Tensor a, Tensor b) {
        Tensor half = o.like(a, 32);
        Tensor low = o.constant(DType.I64, 0xFFFFFFFFL, a.shape());
        Tensor a0 = o.and(a, low);
        Tensor b0 = o.and(b, low);
        Tensor a1 = o.op("shift_right_arithmetic", a, half);
        Tensor b1 = o.op("shift_right_arithmetic", b, half);
        Tensor t = o.add(o.mul(a1, b0), o.op("shift_right_logical", o.mul(a0, b0), half));
        Tensor w = o.add(o.mul(a0, b1), o.and(t, low));
        return o.add(o.add(o.mul(a1, b1), o.op("shift_right_arithmetic", t, half)), o.op("shift_right_arithmetic", w, half));
    }

    /**
     * a b + c rounded once, by exact sums and products of halves of the digits and a last sum rounded to odd (Boldo and Melquiond, "Emulation of
     * FMA and correctly rounded sums", 2008). Where the product or the result is near the ends of the exponent's range it is rounded twice.
     */
    private Tensor fma(Tensor a, Tensor b, Tensor c) {
        DType d = a.dtype();
        if (d == DType.F16 || d == DType.BF16) {
            // The product is exact in f32; the sum, rounded to odd, keeps what the last rounding needs.
            Tensor p = o.mul(o.convert(a, DType.F32), o.convert(b, DType.F32));
            Tensor wide = o.convert(c, DType.F32);
            Tensor s = o.add(p, wide);
            return o.convert(odd(s, sumError(p, wide, s)), d);
        }
        Tensor p = o.mul(a, b);
        Tensor[] x = halves(a);
        Tensor[] y = halves(b);
        Tensor e = o.sub(o.mul(x[0], y[0]), p);
        e = o.add(o.add(o.add(e, o.mul(x[0], y[1])), o.mul(x[1], y[0])), o.mul(x[1], y[1]));
        Tensor t = o.add(c, e);
        Tensor tl = sumError(c, e, t);
        Tensor v = o.add(p, t);
        Tensor vl = sumError(p, t, v);
        Tensor z = o.add(tl, vl);
        Tensor r = o.add(v, odd(z, sumError(tl, vl, z)));
        Tensor simple = o.add(p, c);
        Tensor exact = o.compare("EQ", o.sub(r, r), o.like(r, 0));
        // An exact zero has the sign of the plain sum.
        Tensor zero = o.compare("EQ", r, o.like(r, 0));
        return o.select(o.and(exact, o.not(zero)), r, o.select(exact, o.select(o.compare("EQ", simple, o.like(r, 0)), simple, r), simple));
    }

    /** What rounding took from s = a + b (Knuth). */
    private Tensor sumError(Tensor a, Tensor b, Tensor s) {
        Tensor bb = o.sub(s, a);
        return o.add(o.sub(a, o.sub(s, bb)), o.sub(b, bb));
    }

    /** The digits in two halves whose products are exact: the upper one rounded in the bits. */
    private Tensor[] halves(Tensor a) {
        DType i = integer(a.dtype());
        int low = a.dtype() == DType.F64 ? 27 : 12;
        Tensor bits = o.add(o.bits(a, i), o.constant(i, 1L << low - 1, a.shape()));
        Tensor high = o.bits(o.and(bits, o.constant(i, -1L << low, a.shape())), a.dtype());
        return new Tensor[] {high, o.sub(a, high)};
    }

    /** s, of which {@code error} was lost, with an odd last bit unless it is exact. */
    private Tensor odd(Tensor s, Tensor error) {
        DType i = integer(s.dtype());
        Tensor zero = o.like(s, 0);
        Tensor bits = o.bits(s, i);
        Tensor one = o.constant(i, 1, s.shape());
        Tensor even = o.compare("EQ", o.and(bits, one), o.constant(i, 0, s.shape()));
        Tensor up = o.compare("EQ", o.compare("GT", error, zero), o.compare("GT", s, zero));
        Tensor moved = o.bits(o.select(up, o.add(bits, one), o.sub(bits, one)), s.dtype());
        Tensor inexact = o.or(o.compare("GT", error, zero), o.compare("LT", error, zero));
        return o.select(o.and(inexact, even), moved, s);
    }

    // Conversions.

    /** The values as those of another type, as Java converts them. */
    public Tensor convert(Tensor a, DType to) {
        DType from = a.dtype();
        if (from == to) {
            return a;
        } else if (to == DType.BOOL) {
            return o.compare("NE", a, o.like(a, 0));
        } else if (from.isFloat() && !to.isFloat()) {
            return toInteger(a, to);
        } else if (to == DType.F16 || to == DType.BF16) {
            return narrow(a, to);
        }
        return o.convert(a, to);
    }

    /** Truncated, at most and at least what the type holds, NaN as 0. */
    private Tensor toInteger(Tensor a, DType to) {
        long max = to == DType.U16 ? 0xFFFF : ~(-1L << to.bits() - 1);
        long min = to == DType.U16 ? 0 : -1L << to.bits() - 1;
        Tensor wide = a.dtype() == DType.F16 || a.dtype() == DType.BF16 ? o.convert(a, DType.F32) : a;
        Tensor above = o.compare("GE", wide, o.like(wide, (double) max + (to == DType.I64 ? 0 : 1)));
        Tensor below = o.compare("LE", wide, o.like(wide, (double) min));
        Tensor nan = o.compare("NE", wide, wide);
        Tensor inside = o.select(o.or(nan, o.or(above, below)), o.like(wide, 0), wide);
        Tensor r = o.convert(inside, to);
        r = o.select(above, o.constant(to, max, a.shape()), r);
        return o.select(below, o.constant(to, min, a.shape()), r);
    }

    /** To a format of 16 bits, rounded once: what the plugin may do in two steps goes over an f32 that is rounded to odd. */
    private Tensor narrow(Tensor a, DType to) {
        DType from = a.dtype();
        if (from == DType.BOOL || from == DType.I8 || from == DType.F32 || from == DType.F16 || from == DType.BF16 || from == DType.I16 || from == DType.U16) {
            return o.convert(o.convert(a, DType.F32), to);
        }
        Tensor f = o.convert(a, DType.F32);
        Tensor back = from == DType.F64 ? o.convert(f, DType.F64) : null;
        Tensor error;
        if (from == DType.F64) {
            Tensor lost = o.sub(a, back);
            error = o.select(o.compare("GT", lost, o.like(lost, 0)), o.like(f, 1), o.select(o.compare("LT", lost, o.like(lost, 0)), o.like(f, -1), o.like(f, 0)));
        } else {
            // The f32 nearest to an integer of at most 2^63 - 2^38 converts back exactly; the largest is far above what the formats hold apart.
            Tensor inside = o.select(o.compare("GE", f, o.like(f, (double) ~(-1L << from.bits() - 1))), o.constant(from, ~(-1L << from.bits() - 1), a.shape()), o.convert(f, from));
            Tensor lost = o.sub(a, inside);
            error = o.convert(o.op("sign", lost), DType.F32);
        }
        return o.convert(odd(f, error), to);
    }

    /** The bits as those of another type of the same width. */
    public Tensor bitcast(Tensor a, DType to) {
        return o.bits(a, to);
    }
}
