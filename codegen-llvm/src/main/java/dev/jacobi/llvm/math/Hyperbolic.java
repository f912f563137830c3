package dev.jacobi.llvm.math;

import dev.jacobi.ir.Atom;
import dev.jacobi.llvm.math.Calc.Pair;

/** sinh, cosh and tanh in f64, from e^|x| - 1 as a pair, so that nothing cancels near zero. */
final class Hyperbolic {
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
}
