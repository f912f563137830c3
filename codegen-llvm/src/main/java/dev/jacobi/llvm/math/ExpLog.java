package dev.jacobi.llvm.math;

import dev.jacobi.ir.Atom;

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
        Atom u = c.add(c.bits(x), c.n(ONE - SQRT_HALF));
        Atom k = exponent(c, u, shift);
        Atom f = c.sub(mantissa(c, u), 1);
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
    private static Atom exponent(Calc c, Atom u, int shift) {
        return c.sub(c.fromBits(c.or(c.ushr(u, 52), c.n(0x4330000000000000L))), 0x1p52 + 1023 + shift);
    }

    private static Atom mantissa(Calc c, Atom u) {
        return c.fromBits(c.add(c.and(u, c.n(MANTISSA)), c.n(SQRT_HALF)));
    }

    /** (2 atanh(s) - 2 s) / s^3 as a polynomial in z = s^2, for the s of {@link #positiveLog}; relative error of the log 2^-58. */
    private static Atom atanhTail(Calc c, Atom z) {
        return c.poly(z, 0.6666666666666734, 0.3999999999941496, 0.2857142874232853, 0.22222198578833213, 0.1818356405774028,
            0.1531405674038696, 0.14795894492723427);
    }
}
