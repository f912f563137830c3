package dev.jacobi.array.scipy;

import dev.jacobi.NDArray;
import java.util.List;

/**
 * The incomplete gamma and beta functions. Series and continued fractions are repeated for each element until they have converged; their derivatives by x have formulas, those by the other operands are
 * the derivatives of the series.
 */
public final class IncompleteFunctions {
    private static final int MOST = 2000;
    private static final double LARGE = 0x1p52;
    private static final double LARGE_F32 = 0x1p23;
    private static final double TINY = 1e-30;

    private IncompleteFunctions() {
    }

    /** The lower regularised incomplete gamma function. */
    public static NDArray gammainc(NDArray a, NDArray x) {
        return Formula.binary("gammainc", (p, y) -> regularised(p, y, true), a, x);
    }

    /** The upper one, 1 - gammainc. */
    public static NDArray gammaincc(NDArray a, NDArray x) {
        return Formula.binary("gammaincc", (p, y) -> regularised(p, y, false), a, x);
    }

    /** One of both. */
    private static NDArray regularised(NDArray a, NDArray x, boolean lower) {
        NDArray y = Reals.constant(x);
        NDArray inside = a.gt(0.0).and(y.gt(0.0)).and(Reals.isFinite(a)).and(Reals.isFinite(y));
        NDArray p = Reals.where(inside, a, 1);
        NDArray q = Reals.where(inside, y, 1);
        NDArray upper = q.gt(1.0).and(q.gt(p));
        NDArray density = Reals.exp(p.times(Reals.log(q)).minus(q).minus(Reals.lgamma(p)));
        NDArray low = series(p, q, inside.and(upper.not())).times(density).dividedBy(p);
        NDArray high = fraction(p, q, inside.and(upper)).times(density);
        NDArray one = Reals.number(1, x);
        NDArray value = lower ? Reals.where(upper, one.minus(high), low) : Reals.where(upper, high, one.minus(low));
        double atZero = lower ? 0 : 1;
        NDArray limit = Reals.where(y.eq(0.0), atZero, Reals.where(y.eq(Double.POSITIVE_INFINITY), 1 - atZero, Reals.filled(Double.NaN, x)));
        limit = Reals.where(a.eq(Double.POSITIVE_INFINITY).and(Reals.isFinite(y)).and(y.ge(0.0)), atZero, limit);
        NDArray out = Reals.where(inside, value, Reals.where(a.gt(0.0), limit, Reals.number(Double.NaN, x)));
        NDArray safe = Reals.where(inside, x, 1);
        NDArray slope = Reals.exp(p.minus(1.0).times(Reals.log(safe)).minus(safe).minus(Reals.lgamma(p)));
        return Formula.withPartial(out, safe, lower ? slope : slope.neg());
    }

    /** 1 + x / (a + 1) + x^2 / ((a + 1) (a + 2)) + ... */
    private static NDArray series(NDArray a, NDArray x, NDArray active) {
        NDArray one = Reals.filled(1, a);
        double eps = Reals.epsilon(a);
        return Reals.repeat(MOST, Formula.list(active, a, one, one), c -> {
            NDArray r = c.get(1).plus(1.0);
            NDArray term = c.get(2).times(x.dividedBy(r));
            NDArray sum = c.get(3).plus(term);
            return Formula.list(term.gt(sum.times(eps)), r, term, sum);
        }).get(3);
    }

    /** The continued fraction of the upper function, by its convergents. */
    private static NDArray fraction(NDArray a, NDArray x, NDArray active) {
        double eps = Reals.epsilon(a);
        NDArray one = Reals.filled(1, a);
        NDArray zero = Reals.filled(0, a);
        NDArray y = one.minus(a);
        NDArray z = x.plus(y).plus(1.0);
        NDArray p1 = x.plus(1.0);
        NDArray q1 = z.times(x);
        double big = eps < 1e-10 ? LARGE : LARGE_F32;
        // what goes on, the fraction, the number of the trip, y, z, and two convergents
        return Reals.repeat(MOST, Formula.list(active, p1.dividedBy(q1), zero, y, z, p1, q1, one, x), c -> {
            NDArray k = c.get(2).plus(1.0);
            NDArray yk = c.get(3).plus(1.0);
            NDArray zk = c.get(4).plus(2.0);
            NDArray yc = yk.times(k);
            NDArray pk = c.get(5).times(zk).minus(c.get(7).times(yc));
            NDArray qk = c.get(6).times(zk).minus(c.get(8).times(yc));
            NDArray some = qk.ne(0.0);
            NDArray r = Reals.where(some, pk.dividedBy(Reals.where(some, qk, 1)), c.get(1));
            NDArray change = Reals.abs(c.get(1).minus(r));
            NDArray scale = Reals.where(Reals.abs(pk).gt(big), Reals.number(1 / big, a), Reals.number(1, a));
            return Formula.list(some.not().or(change.gt(Reals.abs(r).times(eps))), r, k, yk, zk, pk.times(scale), qk.times(scale), c.get(5).times(scale), c.get(6).times(scale));
        }).get(1);
    }

    /** The regularised incomplete beta function. */
    public static NDArray betainc(NDArray a, NDArray b, NDArray x) {
        return Formula.of("betainc", in -> beta(in.get(0), in.get(1), in.get(2)), a, b, x);
    }

    private static NDArray beta(NDArray a, NDArray b, NDArray x) {
        NDArray given = Reals.constant(x);
        NDArray inside = a.gt(0.0).and(b.gt(0.0)).and(given.gt(0.0)).and(given.lt(1.0));
        NDArray p = Reals.where(inside, a, 1);
        NDArray q = Reals.where(inside, b, 1);
        NDArray y = Reals.where(inside, given, 0.5);
        NDArray one = Reals.number(1, x);
        NDArray swap = y.gt(p.plus(1.0).dividedBy(p.plus(q).plus(2.0)));
        NDArray s = Reals.where(swap, q, p);
        NDArray t = Reals.where(swap, p, q);
        NDArray z = Reals.where(swap, one.minus(y), y);
        NDArray logs = p.times(Reals.log(y)).plus(q.times(Reals.log1p(y.neg()))).minus(GammaFunctions.logBeta(p, q));
        NDArray part = Reals.exp(logs).times(lentz(s, t, z, inside)).dividedBy(s);
        NDArray value = Reals.where(swap, one.minus(part), part);
        NDArray nan = Reals.filled(Double.NaN, x);
        NDArray edge = Reals.where(given.eq(0.0), 0, Reals.where(given.eq(1.0), 1, nan));
        NDArray out = Reals.where(inside, value, Reals.where(a.gt(0.0).and(b.gt(0.0)), edge, nan));
        NDArray safe = Reals.where(inside, x, 0.5);
        NDArray slope = Reals.exp(p.minus(1.0).times(Reals.log(safe)).plus(q.minus(1.0).times(Reals.log1p(safe.neg()))).minus(GammaFunctions.logBeta(p, q)));
        return Formula.withPartial(out, safe, slope);
    }

    private static NDArray notZero(NDArray x) {
        return Reals.where(Reals.abs(x).lt(TINY), TINY, x);
    }

    /** The continued fraction of the incomplete beta function by the modified method of Lentz. */
    private static NDArray lentz(NDArray a, NDArray b, NDArray x, NDArray active) {
        double eps = 2 * Reals.epsilon(a);
        NDArray one = Reals.filled(1, a);
        NDArray sum = a.plus(b);
        NDArray d = Reals.number(1, a).dividedBy(notZero(one.minus(sum.times(x).dividedBy(a.plus(1.0)))));
        return Reals.repeat(MOST, Formula.list(active, d, one, d, Reals.filled(0, a)), c -> {
            NDArray m = c.get(4).plus(1.0);
            NDArray twice = m.plus(m);
            NDArray even = m.times(b.minus(m)).times(x).dividedBy(a.plus(twice).minus(1.0).times(a.plus(twice)));
            List<NDArray> half = step(even, c.get(1), c.get(2), c.get(3));
            NDArray odd = a.plus(m).times(sum.plus(m)).times(x).dividedBy(a.plus(twice).times(a.plus(twice).plus(1.0))).neg();
            List<NDArray> whole = step(odd, half.get(0), half.get(1), half.get(2));
            return Formula.list(Reals.abs(whole.get(3).minus(1.0)).gt(eps), whole.get(0), whole.get(1), whole.get(2), m);
        }).get(1);
    }

    /** The value, c and d after one term, and what the value was multiplied with. */
    private static List<NDArray> step(NDArray term, NDArray value, NDArray c, NDArray d) {
        NDArray one = Reals.number(1, d);
        NDArray nextD = one.dividedBy(notZero(term.times(d).plus(1.0)));
        NDArray nextC = notZero(term.dividedBy(c).plus(1.0));
        NDArray by = nextC.times(nextD);
        return Formula.list(value.times(by), nextC, nextD, by);
    }
}
