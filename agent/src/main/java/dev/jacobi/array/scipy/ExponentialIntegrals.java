package dev.jacobi.array.scipy;

import dev.jacobi.NDArray;

/** Integrals of exponentials and logarithms. */
public final class ExponentialIntegrals {
    private static final double EULER = 0.57721566490153286061;
    private static final int MOST = 500;
    /** Above this the asymptotic series of expi has all digits. */
    private static final double FAR = 40;
    /** B(2k) / (2k + 1)!, k from 1: the series of the dilogarithm in the logarithm. */
    private static final double[] DILOGARITHM = {1 / 36.0, -1 / 3600.0, 1 / 211680.0, -1 / 10886400.0, 1 / 526901760.0, -4.0647616451442255268e-11, 8.9216910204564525552e-13,
        -1.9939295860721075687e-14, 4.5189800296199181917e-16, -1.0356517612182470145e-17};

    private ExponentialIntegrals() {
    }

    /** The integral of exp(-t) / t from x on. */
    public static NDArray exp1(NDArray x) {
        return Formula.unary("exp1", ExponentialIntegrals::first, x);
    }

    private static NDArray first(NDArray x) {
        NDArray inside = SpecialReals.constant(x).gt(0.0);
        NDArray y = SpecialReals.where(inside, SpecialReals.constant(x), 1);
        NDArray value = SpecialReals.where(y.le(1.0), power(y.neg(), inside.and(y.le(1.0))).plus(SpecialReals.number(EULER, x)).plus(SpecialReals.log(y)).neg(), fraction(SpecialReals.filled(1, y), y, inside.and(y.gt(1.0))));
        NDArray out = SpecialReals.where(inside, value, SpecialReals.where(x.eq(0.0), Double.POSITIVE_INFINITY, SpecialReals.filled(Double.NaN, x)));
        NDArray safe = SpecialReals.where(inside, x, 1);
        return Formula.withPartial("exp1", out, z -> SpecialReals.exp(z.get(0).neg()).dividedBy(z.get(0)).neg(), safe);
    }

    /** The sum of x^k / (k k!), k from 1. */
    private static NDArray power(NDArray x, NDArray active) {
        double eps = SpecialReals.epsilon(x);
        return SpecialReals.repeat(MOST, Formula.list(active, SpecialReals.filled(0, x), SpecialReals.filled(1, x), SpecialReals.filled(0, x)), c -> {
            NDArray k = c.get(1).plus(1.0);
            NDArray term = c.get(2).times(x.dividedBy(k));
            NDArray part = term.dividedBy(k);
            NDArray sum = c.get(3).plus(part);
            return Formula.list(SpecialReals.abs(part).gt(SpecialReals.abs(sum).times(eps)), k, term, sum);
        }).get(3);
    }

    /** exp(-x) times the continued fraction of the n-th integral, for x above 1, by the modified method of Lentz. */
    private static NDArray fraction(NDArray n, NDArray x, NDArray active) {
        double eps = 2 * SpecialReals.epsilon(x);
        NDArray b = SpecialReals.where(active, x, 2).plus(n);
        NDArray d = SpecialReals.number(1, x).dividedBy(b);
        NDArray value = SpecialReals.repeat(MOST, Formula.list(active, d, SpecialReals.filled(1e30, x), d, b, SpecialReals.filled(0, x)), c -> {
            NDArray k = c.get(5).plus(1.0);
            NDArray an = k.times(n.minus(1.0).plus(k)).neg();
            NDArray bn = c.get(4).plus(2.0);
            NDArray dn = SpecialReals.number(1, x).dividedBy(an.times(c.get(3)).plus(bn));
            NDArray cn = bn.plus(an.dividedBy(c.get(2)));
            NDArray by = cn.times(dn);
            return Formula.list(SpecialReals.abs(by.minus(1.0)).gt(eps), c.get(1).times(by), cn, dn, bn, k);
        }).get(1);
        return value.times(SpecialReals.exp(x.neg()));
    }

    /** The integral of exp(-x t) / t^n from 1 on. */
    public static NDArray expn(NDArray n, NDArray x) {
        return Formula.binary("expn", ExponentialIntegrals::general, n, x);
    }

    private static NDArray general(NDArray order, NDArray x) {
        NDArray n = SpecialReals.constant(order);
        NDArray inside = x.gt(0.0).and(n.ge(0.0));
        NDArray y = SpecialReals.where(inside, x, 1);
        NDArray zeroth = SpecialReals.exp(y.neg()).dividedBy(y);
        NDArray near = y.le(1.0);
        // upward from the first: errors shrink there, as x is at most 1
        NDArray up = SpecialReals.repeat(MOST, Formula.list(inside.and(near).and(n.gt(1.0)), SpecialReals.filled(1, y), first(y)), c -> {
            NDArray k = c.get(1);
            NDArray value = SpecialReals.exp(y.neg()).minus(y.times(c.get(2))).dividedBy(k);
            return Formula.list(k.plus(1.0).lt(n), k.plus(1.0), value);
        }).get(2);
        NDArray value = SpecialReals.where(n.eq(0.0), zeroth, SpecialReals.where(near, up, fraction(SpecialReals.max(n, SpecialReals.number(1, n)), y, inside.and(near.not()).and(n.gt(0.0)))));
        NDArray above = n.gt(1.0);
        NDArray atZero = SpecialReals.where(above, SpecialReals.number(1, x).dividedBy(SpecialReals.where(above, n.minus(1.0), 1)), Double.POSITIVE_INFINITY);
        return SpecialReals.where(inside, value, SpecialReals.where(x.eq(0.0).and(n.ge(0.0)), atZero, Double.NaN));
    }

    /** The principal value of the integral of exp(t) / t up to x. */
    public static NDArray expi(NDArray x) {
        return Formula.unary("expi", ExponentialIntegrals::up, x);
    }

    private static NDArray up(NDArray x) {
        NDArray y = SpecialReals.constant(x);
        NDArray positive = y.gt(0.0);
        NDArray size = SpecialReals.where(positive, y, 1);
        NDArray near = size.le(FAR);
        NDArray right = power(SpecialReals.where(near, size, 1), positive.and(near)).plus(SpecialReals.number(EULER, x)).plus(SpecialReals.log(size));
        NDArray term = SpecialReals.number(1, x);
        NDArray sum = term;
        for (int k = 1; k < FAR; k++) {
            term = term.times(k).dividedBy(SpecialReals.where(near, FAR, size));
            sum = sum.plus(term);
        }
        NDArray far = SpecialReals.where(size.eq(Double.POSITIVE_INFINITY), size, SpecialReals.exp(size).times(sum.dividedBy(size)));
        NDArray left = first(SpecialReals.where(y.lt(0.0), y.neg(), 1)).neg();
        NDArray out = SpecialReals.where(positive, SpecialReals.where(near, right, far), SpecialReals.where(y.eq(0.0), Double.NEGATIVE_INFINITY, SpecialReals.where(y.eq(y), left, y)));
        NDArray safe = SpecialReals.where(x.eq(0.0), 1, x);
        return Formula.withPartial("expi", out, z -> SpecialReals.exp(z.get(0)).dividedBy(z.get(0)), safe);
    }

    /** The integral of log(t) / (1 - t) from 1 to x. */
    public static NDArray spence(NDArray x) {
        return Formula.unary("spence", ExponentialIntegrals::dilogarithm, x);
    }

    private static NDArray dilogarithm(NDArray x) {
        NDArray large = x.gt(2.0);
        NDArray inside = x.gt(0.0);
        NDArray one = SpecialReals.number(1, x);
        NDArray y = SpecialReals.where(inside, x, 1);
        // the inverse of a large number is small itself, so that the series is only asked for numbers from 1/2 to 2
        NDArray v = SpecialReals.where(large, one.dividedBy(y), y);
        NDArray small = v.lt(0.5);
        NDArray u = SpecialReals.log(SpecialReals.where(small, one.minus(v), v)).neg();
        NDArray square = u.times(u);
        NDArray sum = SpecialReals.number(0, x);
        for (int k = DILOGARITHM.length - 1; k >= 0; k--) {
            sum = sum.plus(SpecialReals.number(DILOGARITHM[k], x)).times(square);
        }
        NDArray middle = u.minus(square.times(0.25)).plus(u.times(sum));
        double whole = Math.PI * Math.PI / 6;
        NDArray reflected = SpecialReals.number(whole, x).minus(SpecialReals.log(v).times(SpecialReals.log1p(SpecialReals.where(small, v, 0).neg()))).minus(middle);
        NDArray value = SpecialReals.where(small, reflected, middle);
        NDArray log = SpecialReals.log(y);
        NDArray out = SpecialReals.where(large, log.times(log).times(-0.5).minus(value), value);
        return SpecialReals.where(inside, out, SpecialReals.where(x.eq(0.0), whole, SpecialReals.filled(Double.NaN, x)));
    }
}
