package dev.jacobi.llvm.math;

import dev.jacobi.ir.Atom;
import dev.jacobi.llvm.math.Calc.Pair;

/**
 * Exponentials and logarithms in f64. exp: x = k ln 2 + r, e^r by a minimax polynomial, k added to the exponent. log: x = 2^k m
 * with m in [sqrt(1/2), sqrt(2)), log m = 2 atanh(s), s = (m-1)/(m+1), in the error-compensated form of fdlibm.
 */
final class ExpLog {
    static final double LOG2E = 1.4426950408889634;
    /** ln 2 in 42 bits, so that its product with an exponent is exact, and the rest. */
    static final double LN2_HI = 0.6931471805598903;
    static final double LN2_LO = 5.497923018708371e-14;
    /** Adding it rounds to an integer, which then stands in the low bits. */
    static final double ROUND = 0x1.8p52;
    private static final long SQRT_HALF = 0x3fe6a09e667f3bcdL;
    private static final long ONE = 0x3ff0000000000000L;
    private static final long MANTISSA = 0xfffffffffffffL;
    private static final double MIN_NORMAL = Double.MIN_NORMAL;

    private ExpLog() {
    }

    /** (e^r - 1 - r) / r^2 for |r| <= ln(2)/2; relative error of e^r 2^-57.9. */
    static Atom expTail(Calc c, Atom r) {
        return c.poly(r, 0.5000000000000011, 0.16666666666666413, 0.04166666666653026, 0.008333333333494342, 0.0013888888943598646,
            0.00019841269506761845, 2.480149313508963e-05, 2.7557586280362456e-06, 2.76302343447454e-07, 2.500006849712323e-08);
    }

    /** (e^r - 1 - r - r^2/2) / r^3; relative error of e^r - 1 2^-61. */
    private static Atom cubicTail(Calc c, Atom r) {
        return c.poly(r, 0.16666666666666677, 0.041666666666666574, 0.00833333333332218, 0.0013888888888943308,
            0.0001984126988489228, 2.480158719691529e-05, 2.755724534112136e-06, 2.755738813007891e-07,
            2.510867103643639e-08, 2.0878591599784042e-09);
    }

    static Atom exp(Calc c, Atom x) {
        Atom t = c.fma(x, LOG2E, ROUND);
        Atom k = c.sub(t, ROUND);
        Atom hi = c.fma(k, -LN2_HI, x);
        Atom lo = c.mul(k, -LN2_LO);
        Atom r = c.add(hi, lo);
        Atom e = c.add(c.add(hi, c.fma(c.mul(r, r), expTail(c, r), lo)), 1);
        Atom fast = c.fromBits(c.add(c.bits(e), c.shl(c.bits(t), 52)));
        return c.unless(c.not(c.le(c.abs(x), 708)), fast, () -> {
            Atom y = scale(c, e, k);
            y = c.select(c.gt(x, 709.782712893384), Double.POSITIVE_INFINITY, y);
            y = c.select(c.lt(x, -745.1332191019412), 0, y);
            return c.select(c.isNaN(x), x, y);
        });
    }

    /** e 2^k for |k| <= 2100, rounded once when it is subnormal. */
    static Atom scale(Calc c, Atom e, Atom k) {
        Atom t = c.fma(k, 0.5, ROUND);
        Atom rest = c.add(c.sub(k, c.sub(t, ROUND)), ROUND);
        return c.mul(c.mul(e, power(c, t)), power(c, rest));
    }

    /** 2^k from {@code t} = k + ROUND. */
    static Atom power(Calc c, Atom t) {
        return c.fromBits(c.shl(c.add(c.bits(t), c.n(1023)), 52));
    }

    static Atom log(Calc c, Atom x) {
        Atom fast = positiveLog(c, x, 0);
        Atom usual = c.and(c.ge(x, MIN_NORMAL), c.lt(x, Double.POSITIVE_INFINITY));
        return c.unless(c.not(usual), fast, () -> logEdges(c, x, positiveLog(c, c.mul(x, 0x1p54), 54)));
    }

    /** A logarithm's values at the arguments that are no normal positive number; {@code subnormal} is right for the others. */
    static Atom logEdges(Calc c, Atom x, Atom subnormal) {
        Atom y = c.select(c.eq(x, 0), Double.NEGATIVE_INFINITY, subnormal);
        y = c.select(c.lt(x, 0), Double.NaN, y);
        Atom large = c.not(c.lt(x, MIN_NORMAL));
        return c.select(large, x, y);
    }

    /** log(x 2^-shift) for a normal positive x. */
    private static Atom positiveLog(Calc c, Atom x, int shift) {
        Parts p = parts(c, x, shift);
        Atom k = p.k();
        Atom f = p.f();
        Atom s = c.div(f, c.add(f, 2));
        Atom z = c.mul(s, s);
        Atom half = c.mul(c.mul(f, 0.5), f);
        Atom tail = c.fma(s, c.fma(z, atanhTail(c, z), half), c.mul(k, LN2_LO));
        Atom top = c.mul(k, LN2_HI);
        Atom hi = c.add(top, f);
        Atom lo = c.sub(f, c.sub(hi, top));
        return c.add(hi, c.sub(lo, c.sub(half, tail)));
    }

    /** The power of two taken out of x, from the biased bits of {@link #positiveLog}. */
    static Atom exponent(Calc c, Atom u, int shift) {
        return c.sub(c.fromBits(c.or(c.ushr(u, 52), c.n(0x4330000000000000L))), 0x1p52 + 1023 + shift);
    }

    static Atom mantissa(Calc c, Atom u) {
        return c.fromBits(c.add(c.and(u, c.n(MANTISSA)), c.n(SQRT_HALF)));
    }

    /** (2 atanh(s) - 2 s) / s^3 as a polynomial in z = s^2, for the s of {@link #positiveLog}; relative error of the log 2^-58. */
    private static Atom atanhTail(Calc c, Atom z) {
        return c.poly(z, 0.6666666666666734, 0.3999999999941496, 0.2857142874232853, 0.22222198578833213, 0.1818356405774028,
            0.1531405674038696, 0.14795894492723427);
    }

    /** x as 2^k m: k, and m - 1 in [sqrt(1/2) - 1, sqrt(2) - 1]. */
    private record Parts(Atom k, Atom f) {
    }

    private static Parts parts(Calc c, Atom x, int shift) {
        Atom u = c.add(c.bits(x), c.n(ONE - SQRT_HALF));
        return new Parts(exponent(c, u, shift), c.sub(mantissa(c, u), 1));
    }

    /** log(1 + f) to 2^-66 relative. */
    private static Pair logPair(Calc c, Atom f) {
        Atom den = c.add(f, 2);
        Atom denLow = c.sub(f, c.sub(den, 2));
        Atom r = c.div(1, den);
        Atom s = c.mul(f, r);
        Atom sLow = c.mul(c.fma(c.neg(s), denLow, c.fma(c.neg(s), den, f)), r);
        Pair z = c.product(s, s);
        z = new Pair(z.hi(), c.fma(c.mul(s, 2), sLow, z.lo()));
        Atom b = c.poly(z.hi(), 0.20000000000001125, 0.1428571428505073, 0.1111111125981352, 0.09090892195052643, 0.0769337818853248,
            0.06628419052372098, 0.06598076421713778);
        Pair u = c.fastSum(c.k(0.3333333333333333), c.fma(z.hi(), b, 1.850371707708594e-17));
        Pair twice = new Pair(c.mul(s, 2), c.mul(sLow, 2));
        return c.add(twice, c.mul(twice, c.mul(z, u)));
    }

    /** log(x 2^-shift) of a normal positive x as a pair, to about 2^-66 relative. */
    static Pair logPair(Calc c, Atom x, int shift) {
        Parts p = parts(c, x, shift);
        Pair l = logPair(c, p.f());
        Pair s = c.fastSum(c.mul(p.k(), LN2_HI), l.hi());
        return c.fastSum(s.hi(), c.add(s.lo(), c.fma(p.k(), c.k(LN2_LO), l.lo())));
    }

    static Atom log10(Calc c, Atom x) {
        Atom usual = c.and(c.ge(x, MIN_NORMAL), c.lt(x, Double.POSITIVE_INFINITY));
        return c.unless(c.not(usual), log10(c, x, 0), () -> logEdges(c, x, log10(c, c.mul(x, 0x1p54), 54)));
    }

    private static Atom log10(Calc c, Atom x, int shift) {
        Parts p = parts(c, x, shift);
        Pair l = c.mul(logPair(c, p.f()), c.pair(0.4342944819032518, 1.098319650216765e-17));
        // log10(2) in 42 bits, so that its product with an exponent is exact, and the rest.
        Pair s = c.fastSum(c.mul(p.k(), 0.30102999566395283), l.hi());
        return c.add(s.hi(), c.add(s.lo(), c.fma(p.k(), c.k(2.8363394551044964e-14), l.lo())));
    }

    static Atom log1p(Calc c, Atom x) {
        Atom usual = c.and(c.gt(x, -1), c.lt(x, 0x1p1000));
        return c.unless(c.not(usual), usualLog1p(c, x), () -> {
            Atom y = c.select(c.eq(x, -1), Double.NEGATIVE_INFINITY, c.k(Double.NaN));
            return c.select(c.gt(x, 1), log(c, x), y);
        });
    }

    /** As log of 1 + x, whose rounding error is a small correction of the logarithm of the mantissa. */
    private static Atom usualLog1p(Calc c, Atom x) {
        Pair one = c.sum(c.k(1), x);
        Atom u = c.add(c.bits(one.hi()), c.n(ONE - SQRT_HALF));
        Atom k = exponent(c, u, 0);
        Atom m = mantissa(c, u);
        Atom f = c.sub(m, 1);
        // 2^-k: the exponent field of u is k + 1023.
        Atom scale = c.fromBits(c.sub(c.n(2046L << 52), c.and(u, c.n(~MANTISSA))));
        Atom low = c.div(c.mul(one.lo(), scale), m);
        Atom s = c.div(f, c.add(f, 2));
        Atom z = c.mul(s, s);
        Atom half = c.mul(c.mul(f, 0.5), f);
        Atom tail = c.fma(s, c.fma(z, atanhTail(c, z), half), c.fma(k, c.k(LN2_LO), low));
        Atom top = c.mul(k, LN2_HI);
        Atom hi = c.add(top, f);
        Atom lo = c.sub(f, c.sub(hi, top));
        // The sum has the sign of x, also for -0.
        return c.copySign(c.add(hi, c.sub(lo, c.sub(half, tail))), x);
    }

    /** e^x = 2^k (1 + t): k as {@link #ROUND} + k, t as a pair to 2^-57 absolute and 2^-57 relative. */
    record Power(Atom rounded, Atom k, Pair t) {
    }

    static Power expPair(Calc c, Atom x, Atom low) {
        Atom t = c.fma(x, LOG2E, ROUND);
        Atom k = c.sub(t, ROUND);
        Atom hi = c.fma(k, -LN2_HI, x);
        Atom lo = low == null ? c.mul(k, -LN2_LO) : c.fma(k, c.k(-LN2_LO), low);
        Atom r = c.add(hi, lo);
        Pair square = c.product(r, r);
        Pair s = c.fastSum(hi, c.mul(square.hi(), 0.5));
        Atom tail = c.fma(c.mul(square.hi(), r), cubicTail(c, r), c.fma(square.lo(), c.k(0.5), lo));
        return new Power(t, k, c.fastSum(s.hi(), c.add(s.lo(), tail)));
    }

    /** 1 + t. */
    static Atom onePlus(Calc c, Pair t) {
        Pair s = c.fastSum(c.k(1), t.hi());
        return c.add(s.hi(), c.add(s.lo(), t.lo()));
    }

    /** e^x - 1 as a pair, for |x| <= 700. */
    static Pair expm1Pair(Calc c, Power e) {
        Atom s = power(c, e.rounded());
        Atom u = c.sub(s, 1);
        Atom uLow = c.sub(c.k(-1), c.sub(u, s));
        Pair p = c.fastSum(u, c.mul(s, e.t().hi()));
        return c.fastSum(p.hi(), c.add(p.lo(), c.fma(s, e.t().lo(), uLow)));
    }

    static Atom expm1(Calc c, Atom x) {
        Power e = expPair(c, x, null);
        Atom fast = c.copySign(c.value(expm1Pair(c, e)), x);
        return c.unless(c.not(c.le(c.abs(x), 700)), fast, () -> {
            Atom y = c.select(c.gt(x, 709.782712893384), Double.POSITIVE_INFINITY, scale(c, onePlus(c, e.t()), e.k()));
            return c.select(c.isNaN(x), x, c.select(c.lt(x, 0), -1, y));
        });
    }
}
