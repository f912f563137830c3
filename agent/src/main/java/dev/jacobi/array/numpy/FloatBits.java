package dev.jacobi.array.numpy;

import static dev.jacobi.array.numpy.Typed.abs;
import static dev.jacobi.array.numpy.Typed.and;
import static dev.jacobi.array.numpy.Typed.eq;
import static dev.jacobi.array.numpy.Typed.integer;
import static dev.jacobi.array.numpy.Typed.isInfinite;
import static dev.jacobi.array.numpy.Typed.isNan;
import static dev.jacobi.array.numpy.Typed.lt;
import static dev.jacobi.array.numpy.Typed.mul;
import static dev.jacobi.array.numpy.Typed.number;
import static dev.jacobi.array.numpy.Typed.or;
import static dev.jacobi.array.numpy.Typed.sub;
import static dev.jacobi.array.numpy.Typed.where;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.ir.Prim;
import java.util.List;

/** Mantissas and exponents of reals. */
public final class FloatBits {
    private FloatBits() {
    }

    /** How many bits of a type are the fraction. */
    static int fraction(DType d) {
        return d == DType.F64 ? 52 : d == DType.F32 ? 23 : d == DType.F16 ? 10 : 7;
    }

    /** The greatest exponent of two that the type has. */
    static int greatestExponent(DType d) {
        return d == DType.F64 ? 1023 : d == DType.F16 ? 15 : 127;
    }

    private static DType bits(DType d) {
        return d == DType.F64 ? DType.I64 : d == DType.F32 ? DType.I32 : DType.I16;
    }

    /** Mantissas of a size from 1/2 to 1, and exponents of 2 as i32: 0 for 0, infinities and NaN, which are their own mantissas. */
    public static List<NDArray> frexp(NDArray z) {
        RealFunctions.refuse("frexp", true, z);
        return Fused.all("frexp", List.of(z), in -> {
            NDArray x = Promotion.inexact(in.get(0)).get(0);
            NDArray special = or(eq(x, 0), or(isInfinite(x), isNan(x)));
            NDArray e = where(special, integer(exponent(x), 0), Typed.add(exponent(x), 1));
            // a power of 2 that is the reciprocal of the mantissa's may be out of range: it is taken in two steps
            NDArray m = scaled(x, Elementwise.unary(Prim.NEG, e));
            return List.of(where(special, x, m), e);
        });
    }

    /** The exponent of the first bit, as i32, of numbers that are neither 0 nor infinite nor NaN. */
    private static NDArray exponent(NDArray x) {
        DType d = x.dtype();
        int f = fraction(d);
        NDArray tiny = lt(abs(x), Math.scalb(1.0, 1 - greatestExponent(d)));
        NDArray y = where(tiny, mul(x, Math.scalb(1.0, f)), x);
        NDArray b = Elementwise.bitcast(y, bits(d));
        long mask = 2L * greatestExponent(d) + 1;
        NDArray e = Casts.to(and(Elementwise.apply(Prim.SHR, b, integer(b, f)), integer(b, mask)), DType.I32);
        NDArray raw = sub(e, integer(e, greatestExponent(d)));
        return where(tiny, sub(raw, integer(raw, f)), raw);
    }

    /** Reals times powers of 2. */
    public static NDArray ldexp(NDArray a, NDArray b) {
        RealFunctions.refuse("ldexp", true, a);
        RealFunctions.onlyBits("ldexp", b);
        return Fused.of("ldexp", List.of(a, b), in -> {
            NDArray x = Promotion.inexact(in.get(0)).get(0);
            NDArray y = scaled(x, exponents(in.get(1)));
            return new NDArray(y.dtype(), x.isWeak(), y.value());
        });
    }

    private static NDArray exponents(NDArray n) {
        NDArray wide = n.dtype() == DType.U64 ? Typed.where(Elementwise.compare(Prim.GT, n, integer(n, 1 << 20)), integer(n, 1 << 20), n) : n;
        NDArray m = Casts.to(wide, DType.I64);
        return Casts.to(Typed.max(Typed.min(m, integer(m, 1 << 20)), integer(m, -(1 << 20))), DType.I32);
    }

    /** x 2^n: in three steps of a power each, as not every power that leads from one number to another is a number. */
    private static NDArray scaled(NDArray x, NDArray n) {
        DType d = x.dtype();
        DType wide = d == DType.F16 || d == DType.BF16 ? DType.F32 : d;
        int most = greatestExponent(wide) - 1;
        NDArray y = Casts.to(x, wide);
        NDArray rest = n;
        for (int k = 0; k < 3; k++) {
            NDArray step = Typed.max(Typed.min(rest, integer(rest, most)), integer(rest, -most));
            y = mul(y, power(step, wide, y));
            rest = sub(rest, step);
        }
        return Casts.to(y, d);
    }

    /** 2^n for exponents of normal numbers. */
    private static NDArray power(NDArray n, DType d, NDArray like) {
        NDArray biased = Casts.to(Typed.add(n, integer(n, greatestExponent(d))), bits(d));
        return Elementwise.bitcast(Elementwise.apply(Prim.SHL, biased, integer(biased, fraction(d))), d);
    }

    /** Fractions and whole numbers, both with the sign of the number. */
    public static List<NDArray> modf(NDArray z) {
        RealFunctions.refuse("modf", true, z);
        return Fused.all("modf", List.of(z), in -> {
            NDArray x = Promotion.inexact(in.get(0)).get(0);
            NDArray whole = RealFunctions.trunc(x);
            return List.of(sub(x, whole), whole);
        });
    }

    /** Whether the first bit is 1, of reals; whether signed integers are negative. */
    public static NDArray signBit(NDArray x) {
        RealFunctions.refuse("signbit", true, x);
        return Fused.of("signbit", List.of(x), in -> {
            NDArray y = in.get(0);
            if (y.dtype() == DType.BOOL || y.dtype().isUnsigned()) {
                return Typed.ne(y, y);
            }
            return y.dtype().isReal() ? lt(Typed.copySign(number(y, 1), y), 0) : lt(y, integer(y, 0));
        });
    }
}
