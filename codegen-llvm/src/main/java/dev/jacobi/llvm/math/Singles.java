package dev.jacobi.llvm.math;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;

/**
 * The most used functions of floats in float arithmetic, without branches, each within 1 unit of the last place (erfInv: 2). What rounding takes away where terms cancel or are scaled
 * is carried along in a second float. The polynomials are made by {@code minimax.py} among this module's tests.
 */
final class Singles {
    private static final double LOG2E = 1.44269504;
    /** ln 2 in 10 bits, so that its product with an exponent is exact, and the rest. */
    private static final double LN2_HI = 0.693359375;
    private static final double LN2_LO = -2.12194440e-4;
    /** Adding it rounds to an integer, which then stands in the low bits. */
    private static final double ROUND = 0x1.8p23;
    private static final double BIASES = 2 * 127;
    private static final int ROUND_BITS = Float.floatToRawIntBits(0x1.8p23f);
    private static final int ONE = 0x3f800000;
    private static final int SQRT_HALF = 0x3f3504f3;
    private static final int MANTISSA = 0x7fffff;
    /** Of log(1 - erf x) / x. */
    private static final double ERFC_FIRST = -1.1285364627838135;
    /** From here on 1 - erf x is less than half a unit of 1. */
    private static final double ERF_ONE = 3.95;

    private Singles() {
    }

    /** x = k ln 2 + r: k as an integer, r, and what its rounding has taken away. */
    private record Reduced(Atom k, Atom r, Atom low) {
    }

    private static Reduced reduced(Calc c, Atom x) {
        Atom t = c.fma(x, LOG2E, ROUND);
        Atom k = c.sub(t, ROUND);
        Atom hi = c.fma(k, -LN2_HI, x);
        Atom r = c.fma(k, -LN2_LO, hi);
        return new Reduced(c.sub(c.bits(t), c.n(ROUND_BITS)), r, c.fma(k, c.k(-LN2_LO), c.sub(hi, r)));
    }

    /** 2^k for an integer of at most 127 and at least -126. */
    private static Atom power(Calc c, Atom k) {
        return c.fromBits(c.shl(c.add(k, c.n(127)), 23));
    }

    /** Beyond these bounds the result is infinite, or zero: by the last product, as inside of them. */
    static Atom exp(Calc c, Atom x) {
        Atom bounded = c.select(c.gt(x, 89), 89, x);
        bounded = c.select(c.lt(bounded, -104), -104, bounded);
        // the low bits are k, which has nine with its sign, plus twice the bias of an exponent
        Atom t = c.fma(bounded, LOG2E, ROUND + BIASES);
        Atom k = c.sub(t, ROUND + BIASES);
        Atom r = c.fma(k, -LN2_LO, c.fma(k, -LN2_HI, bounded));
        Atom e = c.fma(r, c.fma(r, expTail(c, r), c.k(1)), c.k(1));
        // in two steps, as 2^k itself may be too small or too large for a float: half of the biased k each, the smaller half first
        Atom whole = c.bits(t);
        Atom half = c.ushr(whole, 1);
        return c.mul(c.mul(e, c.fromBits(c.shl(half, 23))), c.fromBits(c.shl(c.sub(whole, half), 23)));
    }

    /** (e^r - 1 - r) / r^2 for |r| <= ln(2)/2; relative error of e^r 2^-28. */
    private static Atom expTail(Calc c, Atom r) {
        return c.poly(r, 0.5, 0.16666534543037415, 0.04166724160313606, 0.008367431350052357, 0.0013863405911251903);
    }

    /** 2^k q + (2^k - 1) with q = e^r - 1; relative error of q 2^-31. */
    static Atom expm1(Calc c, Atom x) {
        Atom bounded = c.select(c.gt(x, 88.8), 88.8, c.select(c.lt(x, -18), -18, x));
        Reduced q = reduced(c, bounded);
        Atom tail = c.mul(c.mul(q.r, q.r), c.poly(q.r, 0.5, 0.1666666567325592, 0.04166649281978607, 0.008333547972142696, 0.001393230864778161, 0.00019760191207751632));
        Atom high = c.add(q.r, tail);
        Atom low = c.add(c.add(c.sub(q.r, high), tail), q.low);
        // half of everything, as 2^128 is no float
        Atom half = power(c, c.sub(q.k, c.n(1)));
        Atom less = c.sub(half, 0.5);
        Calc.Pair s = c.sum(c.mul(high, half), less);
        Atom lost = c.sub(c.sub(half, less), 0.5);
        Atom y = c.mul(c.add(s.hi(), c.fma(low, half, c.add(s.lo(), lost))), 2);
        y = c.select(c.gt(x, 88.72284), Double.POSITIVE_INFINITY, y);
        return c.select(c.lt(c.abs(x), 0x1p-25), x, y);
    }

    /** x = 2^k m with m in [sqrt(1/2), sqrt(2)): k as a float, and m - 1. */
    private record Parts(Atom k, Atom f) {
    }

    private static Parts parts(Calc c, Atom x) {
        Atom u = c.add(c.bits(x), c.n(ONE - SQRT_HALF));
        Atom k = c.b.emit(Prim.CONVERT, new Params.To(c.d), c.sub(c.ushr(u, 23), c.n(127)));
        return new Parts(k, c.sub(c.fromBits(c.add(c.and(u, c.n(MANTISSA)), c.n(SQRT_HALF))), 1));
    }

    /** k ln 2 + log(1 + f) + rest, where the rest is small. */
    private static Atom logarithm(Calc c, Parts p, Atom rest) {
        Atom f = p.f;
        Atom square = c.mul(f, f);
        Atom tail = c.fma(c.mul(square, f), logTail(c, f), c.fma(square, -0.5, rest));
        Atom top = c.mul(p.k, LN2_HI);
        Atom high = c.add(top, f);
        Atom low = c.sub(f, c.sub(high, top));
        return c.add(high, c.add(low, c.fma(p.k, c.k(LN2_LO), tail)));
    }

    /** (log(1 + f) - f + f^2/2) / f^3; relative error of the logarithm 2^-30. */
    private static Atom logTail(Calc c, Atom f) {
        return c.poly(f, 0.3333331346511841, -0.25000008940696716, 0.2000207155942917, -0.16667988896369934, 0.14220358431339264, -0.12406233698129654, 0.11883548647165298,
            -0.11670099198818207, 0.06749271601438522);
    }

    static Atom log(Calc c, Atom x) {
        Atom small = c.lt(x, Float.MIN_NORMAL);
        Parts p = parts(c, c.select(small, c.mul(x, 0x1p25), x));
        Atom y = logarithm(c, new Parts(c.select(small, c.sub(p.k, 25), p.k), p.f), c.k(0));
        return edges(c, x, 0, y);
    }

    /** The logarithm of the rounded sum 1 + x, and what rounding took away over the sum. */
    static Atom log1p(Calc c, Atom x) {
        Atom u = c.add(x, 1);
        // of 1 + x the smaller one is what is left of the sum after the larger one; infinities are seen to at the end
        Atom lost = c.select(c.gt(x, 1), c.sub(1, c.sub(u, x)), c.sub(x, c.sub(u, 1)));
        Parts p = parts(c, u);
        Atom y = logarithm(c, p, c.div(lost, u));
        return edges(c, x, -1, c.select(c.lt(c.abs(x), 0x1p-12), c.fma(c.mul(x, x), c.k(-0.5), x), y));
    }

    /** Of log(x - least) the values at the arguments that are not finite and positive. */
    static Atom edges(Calc c, Atom x, double least, Atom y) {
        Atom r = c.select(c.eq(x, least), Double.NEGATIVE_INFINITY, y);
        r = c.select(c.lt(x, least), Double.NaN, r);
        return c.select(c.lt(x, Double.POSITIVE_INFINITY), r, x);
    }

    /** x + x^3 P(x^2) up to 0.9, beyond 1 - 2 / (e^2x + 1). */
    static Atom tanh(Calc c, Atom x) {
        Atom a = c.abs(x);
        Atom z = c.mul(x, x);
        Atom rest = c.poly(z, 0.13332973420619965, -0.05392848700284958, 0.02165934629738331, -0.00825487170368433, 0.0025723089929670095, -0.00045126109034754336);
        // the sum's greater part is rounded once less than in z (-1/3 + z rest), which is 1.05 units off at 0.889
        Atom near = c.fma(x, c.fma(c.mul(z, z), rest, c.mul(z, -0.33333322405815125)), x);
        // e^2x + 1 as 2^k h + (2^k + 1), in which only the last sum is rounded
        Reduced q = reduced(c, c.mul(c.select(c.gt(a, 10), 10, a), 2));
        Atom h = c.fma(c.mul(q.r, q.r), expTail(c, q.r), q.r);
        Atom scale = power(c, q.k);
        Atom far = c.sub(1, c.div(2, c.fma(scale, h, c.add(scale, 1))));
        return c.copySign(c.select(c.le(a, 0.9), near, far), x);
    }

    /** x + x P(x^2) up to 0.9, beyond 1 - e^(x Q(x)). */
    static Atom erf(Calc c, Atom x) {
        Atom a = c.abs(x);
        Atom z = c.mul(x, x);
        Atom near = c.fma(x, c.poly(z, 0.12837916612625122, -0.3761262893676758, 0.11283621937036514, -0.026855232194066048, 0.005190099123865366, -0.0008002062095329165,
            7.544154505012557e-05, 1.5972743767633801e-06), x);
        Atom t = c.select(c.gt(a, ERF_ONE), ERF_ONE, a);
        Atom rest = c.poly(t, -0.6356964707374573, -0.10512371361255646, 0.022526852786540985, -0.002838705200701952, 1.6330588550772518e-05, 5.213694385020062e-05,
            -5.478541424963623e-06);
        Atom q = c.fma(t, rest, ERFC_FIRST);
        Atom l = c.mul(t, q);
        Atom low = c.fma(t, c.fma(t, rest, c.sub(ERFC_FIRST, q)), c.fma(t, q, c.neg(l)));
        Atom e = exp(c, l);
        Atom far = c.sub(1, c.fma(e, low, e));
        return c.copySign(c.select(c.le(a, 0.9), near, far), x);
    }

    /** x times a function of w = -log(1 - x^2), whose tails are rare. */
    static Atom erfInv(Calc c, Atom x) {
        Atom w = c.neg(log(c, c.fma(c.neg(x), x, c.k(1))));
        Atom near = c.poly(w, 0.8862269520759583, 0.23201246559619904, 0.011558106169104576, -0.002359639620408416, -9.329842578154057e-05,
            1.8287111743120477e-05, 1.620410694158636e-05, -5.4760093917138875e-06, 8.240787110480596e-07, -6.612469860556303e-08, 2.309952895629408e-09);
        Atom f = c.unless(c.not(c.lt(w, 5)), near, () -> {
            Atom far = c.poly(c.sub(c.sqrt(w), 3), 2.832976818084717, 1.001675009727478, 0.009444992057979107, -0.007637599483132362, 0.005688111763447523,
            -0.003597201546654105, 0.0014836122281849384, -5.615404006675817e-05, -0.0003091651014983654, 0.00011536133388290182);
            return c.select(c.eq(w, Double.POSITIVE_INFINITY), w, far);
        });
        return c.mul(x, f);
    }
}
