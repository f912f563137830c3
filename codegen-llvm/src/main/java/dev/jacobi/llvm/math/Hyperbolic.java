package dev.jacobi.llvm.math;

import dev.jacobi.ir.Atom;
import dev.jacobi.llvm.math.Calc.Pair;

/**
 * Hyperbolic functions and their inverses in f64. The functions come from e^|x| - 1 as a pair, the inverses from log(1 + w) with w as a pair, so that nothing
 * cancels near zero.
 */
final class Hyperbolic {
    /** From here on the inverses of cosh and sinh are log(2 x) to the last bit. */
    private static final double LARGE = 0x1p28;

    private Hyperbolic() {
    }

    /** (p + p / (1 + p)) / 2 with p = e^|x| - 1. */
    static Atom sinh(Calc c, Atom x) {
        Atom a = c.abs(x);
        ExpLog.Power e = ExpLog.expPair(c, a, null);
        Pair p = ExpLog.expm1Pair(c, e);
        Pair one = c.sum(c.k(1), p.hi());
        Pair q = c.div(p, c.fastSum(one.hi(), c.add(one.lo(), p.lo())));
        Pair s = c.fastSum(p.hi(), q.hi());
        Atom fast = c.mul(c.add(s.hi(), c.add(s.lo(), c.add(p.lo(), q.lo()))), 0.5);
        return c.copySign(c.unless(c.not(c.le(a, 700)), fast, () -> large(c, a, e)), x);
    }

    static Atom cosh(Calc c, Atom x) {
        Atom a = c.abs(x);
        ExpLog.Power e = ExpLog.expPair(c, a, null);
        Atom scale = ExpLog.power(c, e.rounded());
        Pair s = c.fastSum(c.k(1), e.t().hi());
        Atom hi = c.mul(s.hi(), scale);
        Atom lo = c.mul(c.add(s.lo(), e.t().lo()), scale);
        Atom inverse = c.div(1, hi);
        Atom error = c.mul(c.fma(c.neg(hi), inverse, 1), inverse);
        Atom rest = c.add(error, c.fma(c.neg(lo), c.mul(inverse, inverse), lo));
        Pair sum = c.fastSum(hi, inverse);
        Atom fast = c.mul(c.add(sum.hi(), c.add(sum.lo(), rest)), 0.5);
        return c.unless(c.not(c.le(a, 700)), fast, () -> large(c, a, e));
    }

    /** e^a / 2 for a > 700, infinity, or NaN. */
    private static Atom large(Calc c, Atom a, ExpLog.Power e) {
        Atom y = ExpLog.scale(c, ExpLog.onePlus(c, e.t()), c.sub(e.k(), 1));
        y = c.select(c.gt(a, 710.475860073944), Double.POSITIVE_INFINITY, y);
        return c.select(c.isNaN(a), a, y);
    }

    /** p / (p + 2) with p = e^(2|x|) - 1. */
    static Atom tanh(Calc c, Atom x) {
        Atom a = c.abs(x);
        Atom twice = c.mul(c.select(c.gt(a, 22), 22, a), 2);
        Pair p = ExpLog.expm1Pair(c, ExpLog.expPair(c, twice, null));
        Pair two = c.sum(c.k(2), p.hi());
        Pair den = c.fastSum(two.hi(), c.add(two.lo(), p.lo()));
        return c.copySign(c.value(c.div(p, den)), x);
    }

    /** log(1 + w) with w = |x| + (sqrt(1 + x^2) - 1), for which |x| < 2^28 has room. */
    static Atom asinh(Calc c, Atom x) {
        Atom a = c.abs(x);
        Pair square = c.product(a, a);
        Pair root = c.sqrt(c.sum(square, 1));
        Pair w = c.add(new Pair(a, c.k(0)), c.div(square, c.sum(root, 1)));
        return c.copySign(c.unless(c.not(c.lt(a, LARGE)), log1p(c, w), () -> logOfTwice(c, a)), x);
    }

    /** log(1 + w) with w = t + sqrt(x^2 - 1), t = x - 1. */
    static Atom acosh(Calc c, Atom x) {
        Pair root = c.sqrt(c.sum(c.product(x, x), -1));
        Pair w = c.add(root, c.sum(x, c.k(-1)));
        Atom usual = c.and(c.ge(x, 1), c.lt(x, LARGE));
        return c.unless(c.not(usual), log1p(c, w), () -> c.select(c.lt(x, 1), Double.NaN, logOfTwice(c, x)));
    }

    /** log(1 + w) / 2 with w = 2 |x| / (1 - |x|). */
    static Atom atanh(Calc c, Atom x) {
        Atom a = c.abs(x);
        Pair w = c.div(new Pair(c.mul(a, 2), c.k(0)), c.sum(c.k(1), c.neg(a)));
        Atom fast = c.mul(log1p(c, w), 0.5);
        return c.copySign(c.unless(c.not(c.lt(a, 1)), fast, () -> c.select(c.eq(a, 1), Double.POSITIVE_INFINITY, c.k(Double.NaN))), x);
    }

    /** log(1 + w) for 0 <= w < 2^55. */
    private static Atom log1p(Calc c, Pair w) {
        Pair one = c.sum(c.k(1), w.hi());
        Pair l = ExpLog.logPair(c, one.hi(), 0);
        return c.add(l.hi(), c.add(l.lo(), c.div(c.add(one.lo(), w.lo()), one.hi())));
    }

    /** log(2 a) of a large argument, infinity, or NaN. */
    private static Atom logOfTwice(Calc c, Atom a) {
        Atom y = c.value(ExpLog.logPair(c, a, -1));
        return c.select(c.lt(a, Double.POSITIVE_INFINITY), y, a);
    }
}
