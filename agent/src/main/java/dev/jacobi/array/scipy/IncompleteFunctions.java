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
        NDArray y = SpecialReals.constant(x);
        NDArray inside = a.gt(0.0).and(y.gt(0.0)).and(SpecialReals.isFinite(a)).and(SpecialReals.isFinite(y));
        NDArray p = SpecialReals.where(inside, a, 1);
        NDArray q = SpecialReals.where(inside, y, 1);
        NDArray upper = q.gt(1.0).and(q.gt(p));
        NDArray density = SpecialReals.exp(p.times(SpecialReals.log(q)).minus(q).minus(SpecialReals.lgamma(p)));
        NDArray low = series(p, q, inside.and(upper.not())).times(density).dividedBy(p);
        NDArray high = fraction(p, q, inside.and(upper)).times(density);
        NDArray one = SpecialReals.number(1, x);
        NDArray value = lower ? SpecialReals.where(upper, one.minus(high), low) : SpecialReals.where(upper, high, one.minus(low));
        double atZero = lower ? 0 : 1;
        NDArray limit = SpecialReals.where(y.eq(0.0), atZero, SpecialReals.where(y.eq(Double.POSITIVE_INFINITY), 1 - atZero, SpecialReals.filled(Double.NaN, x)));
        limit = SpecialReals.where(a.eq(Double.POSITIVE_INFINITY).and(SpecialReals.isFinite(y)).and(y.ge(0.0)), atZero, limit);
        NDArray out = SpecialReals.where(inside, value, SpecialReals.where(a.gt(0.0), limit, SpecialReals.number(Double.NaN, x)));
        NDArray safe = SpecialReals.where(inside.or(y.eq(0.0).and(a.gt(0.0))), x, 1);
        return Formula.withPartial(lower ? "gammainc" : "gammaincc", out, in -> {
            NDArray slope = gammaDensity(in.get(1), in.get(0));
            return lower ? slope : slope.neg();
        }, List.of(in -> {
            NDArray slope = product(gammaDensity(in.get(1), in.get(0)), logOf(in.get(0)).minus(SpecialReals.digamma(in.get(1))), in.get(0).gt(0.0));
            return lower ? slope : slope.neg();
        }), safe, SpecialReals.where(a.gt(0.0), a, 1));
    }

    private static NDArray gammaDensity(NDArray a, NDArray x) {
        return SpecialReals.exp(Logarithms.timesLog(a.minus(1.0), x).minus(x).minus(SpecialReals.lgamma(a)));
    }

    /** The logarithm, where there is one. */
    private static NDArray logOf(NDArray x) {
        return SpecialReals.log(SpecialReals.where(x.gt(0.0), x, 1));
    }

    /** A density times the derivative of its logarithm, 0 at the ends. */
    private static NDArray product(NDArray density, NDArray slope, NDArray inside) {
        return SpecialReals.where(inside, density.times(slope), 0);
    }

    /** 1 + x / (a + 1) + x^2 / ((a + 1) (a + 2)) + ... */
    private static NDArray series(NDArray a, NDArray x, NDArray active) {
        NDArray one = SpecialReals.filled(1, a);
        double eps = SpecialReals.epsilon(a);
        return SpecialReals.repeat(MOST, Formula.list(active, a, one, one), c -> {
            NDArray r = c.get(1).plus(1.0);
            NDArray term = c.get(2).times(x.dividedBy(r));
            NDArray sum = c.get(3).plus(term);
            return Formula.list(term.gt(sum.times(eps)), r, term, sum);
        }).get(3);
    }

    /** The continued fraction of the upper function, by its convergents. */
    private static NDArray fraction(NDArray a, NDArray x, NDArray active) {
        double eps = SpecialReals.epsilon(a);
        NDArray one = SpecialReals.filled(1, a);
        NDArray zero = SpecialReals.filled(0, a);
        NDArray y = one.minus(a);
        NDArray z = x.plus(y).plus(1.0);
        NDArray p1 = x.plus(1.0);
        NDArray q1 = z.times(x);
        double big = eps < 1e-10 ? LARGE : LARGE_F32;
        // what goes on, the fraction, the number of the trip, y, z, and two convergents
        return SpecialReals.repeat(MOST, Formula.list(active, p1.dividedBy(q1), zero, y, z, p1, q1, one, x), c -> {
            NDArray k = c.get(2).plus(1.0);
            NDArray yk = c.get(3).plus(1.0);
            NDArray zk = c.get(4).plus(2.0);
            NDArray yc = yk.times(k);
            NDArray pk = c.get(5).times(zk).minus(c.get(7).times(yc));
            NDArray qk = c.get(6).times(zk).minus(c.get(8).times(yc));
            NDArray some = qk.ne(0.0);
            NDArray r = SpecialReals.where(some, pk.dividedBy(SpecialReals.where(some, qk, 1)), c.get(1));
            NDArray change = SpecialReals.abs(c.get(1).minus(r));
            NDArray scale = SpecialReals.where(SpecialReals.abs(pk).gt(big), SpecialReals.number(1 / big, a), SpecialReals.number(1, a));
            return Formula.list(some.not().or(change.gt(SpecialReals.abs(r).times(eps))), r, k, yk, zk, pk.times(scale), qk.times(scale), c.get(5).times(scale), c.get(6).times(scale));
        }).get(1);
    }

    /** The regularised incomplete beta function. */
    public static NDArray betainc(NDArray a, NDArray b, NDArray x) {
        return Formula.of("betainc", in -> beta(in.get(0), in.get(1), in.get(2)), a, b, x);
    }

    private static NDArray beta(NDArray a, NDArray b, NDArray x) {
        NDArray given = SpecialReals.constant(x);
        NDArray inside = a.gt(0.0).and(b.gt(0.0)).and(given.gt(0.0)).and(given.lt(1.0));
        NDArray p = SpecialReals.where(inside, a, 1);
        NDArray q = SpecialReals.where(inside, b, 1);
        NDArray y = SpecialReals.where(inside, given, 0.5);
        NDArray one = SpecialReals.number(1, x);
        NDArray swap = y.gt(p.plus(1.0).dividedBy(p.plus(q).plus(2.0)));
        NDArray s = SpecialReals.where(swap, q, p);
        NDArray t = SpecialReals.where(swap, p, q);
        NDArray z = SpecialReals.where(swap, one.minus(y), y);
        NDArray logs = p.times(SpecialReals.log(y)).plus(q.times(SpecialReals.log1p(y.neg()))).minus(GammaFunctions.logBeta(p, q));
        NDArray part = SpecialReals.exp(logs).times(lentz(s, t, z, inside)).dividedBy(s);
        NDArray value = SpecialReals.where(swap, one.minus(part), part);
        NDArray nan = SpecialReals.filled(Double.NaN, x);
        NDArray edge = SpecialReals.where(given.eq(0.0), 0, SpecialReals.where(given.eq(1.0), 1, nan));
        NDArray out = SpecialReals.where(inside, value, SpecialReals.where(a.gt(0.0).and(b.gt(0.0)), edge, nan));
        NDArray safe = SpecialReals.where(a.gt(0.0).and(b.gt(0.0)).and(given.ge(0.0)).and(given.le(1.0)), x, 0.5);
        return Formula.withPartial("betainc", out, in -> betaDensity(in.get(1), in.get(2), in.get(0)), List.of(in -> betaSlope(in, true), in -> betaSlope(in, false)), safe, SpecialReals.where(a.gt(0.0), a, 1), SpecialReals.where(b.gt(0.0), b, 1));
    }

    /** The derivative of the density at x by a, or by b. */
    private static NDArray betaSlope(List<NDArray> in, boolean first) {
        NDArray x = in.get(0);
        NDArray y = first ? x : SpecialReals.number(1, x).minus(x);
        NDArray slope = logOf(y).minus(SpecialReals.digamma(in.get(first ? 1 : 2))).plus(SpecialReals.digamma(in.get(1).plus(in.get(2))));
        return product(betaDensity(in.get(1), in.get(2), x), slope, x.gt(0.0).and(x.lt(1.0)));
    }

    private static NDArray betaDensity(NDArray a, NDArray b, NDArray x) {
        return SpecialReals.exp(Logarithms.timesLog(a.minus(1.0), x).plus(Logarithms.timesLog1p(b.minus(1.0), x.neg())).minus(GammaFunctions.logBeta(a, b)));
    }

    private static NDArray notZero(NDArray x) {
        return SpecialReals.where(SpecialReals.abs(x).lt(TINY), TINY, x);
    }

    /** The continued fraction of the incomplete beta function by the modified method of Lentz. */
    private static NDArray lentz(NDArray a, NDArray b, NDArray x, NDArray active) {
        double eps = 2 * SpecialReals.epsilon(a);
        NDArray one = SpecialReals.filled(1, a);
        NDArray sum = a.plus(b);
        NDArray d = SpecialReals.number(1, a).dividedBy(notZero(one.minus(sum.times(x).dividedBy(a.plus(1.0)))));
        return SpecialReals.repeat(MOST, Formula.list(active, d, one, d, SpecialReals.filled(0, a)), c -> {
            NDArray m = c.get(4).plus(1.0);
            NDArray twice = m.plus(m);
            NDArray even = m.times(b.minus(m)).times(x).dividedBy(a.plus(twice).minus(1.0).times(a.plus(twice)));
            List<NDArray> half = step(even, c.get(1), c.get(2), c.get(3));
            NDArray odd = a.plus(m).times(sum.plus(m)).times(x).dividedBy(a.plus(twice).times(a.plus(twice).plus(1.0))).neg();
            List<NDArray> whole = step(odd, half.get(0), half.get(1), half.get(2));
            return Formula.list(SpecialReals.abs(whole.get(3).minus(1.0)).gt(eps), whole.get(0), whole.get(1), whole.get(2), m);
        }).get(1);
    }

    /** The value, c and d after one term, and what the value was multiplied with. */
    private static List<NDArray> step(NDArray term, NDArray value, NDArray c, NDArray d) {
        NDArray one = SpecialReals.number(1, d);
        NDArray nextD = one.dividedBy(notZero(term.times(d).plus(1.0)));
        NDArray nextC = notZero(term.dividedBy(c).plus(1.0));
        NDArray by = nextC.times(nextD);
        return Formula.list(value.times(by), nextC, nextD, by);
    }
}
