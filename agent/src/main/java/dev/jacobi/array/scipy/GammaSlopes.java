package dev.jacobi.array.scipy;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import java.util.List;

/**
 * How numbers that are drawn from the gamma distribution change with its shape parameter while the part of the distribution below them stays the same: dx/da = -(dP/da) /
 * (dP/dx) for the lower regularised incomplete gamma function P, by derivatives of its series and of its continued fraction, term by term.
 */
public final class GammaSlopes {
    private static final int MOST = 2000;
    private static final double LARGE = 0x1p52;
    private static final double LARGE_F32 = 0x1p23;

    private GammaSlopes() {
    }

    /** The derivative by {@code a} of the logarithm of a number that has been drawn: one element of each, of 32 or 64 bits; 0 where it is not finite. */
    public static NDArray ofLogarithm(NDArray a, NDArray log) {
        NDArray x = SpecialReals.exp(log);
        NDArray inside = a.gt(0.0).and(SpecialReals.isFinite(a)).and(SpecialReals.isFinite(log));
        NDArray p = SpecialReals.where(inside, a, 1);
        NDArray q = SpecialReals.where(inside, x, 1);
        NDArray upper = q.gt(1.0).and(q.gt(p));
        List<NDArray> series = series(p, q, inside.and(upper.not()));
        NDArray low = series.get(1).plus(series.get(0).times(log.minus(SpecialReals.digamma(p.plus(1.0))))).dividedBy(p).neg();
        List<NDArray> fraction = fraction(p, q, inside.and(upper));
        NDArray high = fraction.get(1).plus(fraction.get(0).times(log.minus(SpecialReals.digamma(p))));
        NDArray slope = SpecialReals.where(upper, high, low);
        return SpecialReals.where(inside.and(SpecialReals.isFinite(slope)), slope, 0);
    }

    /** The sum 1 + x / (a + 1) + x^2 / ((a + 1) (a + 2)) + ... and its derivative by a. */
    private static List<NDArray> series(NDArray a, NDArray x, NDArray active) {
        NDArray one = SpecialReals.filled(1, a);
        NDArray zero = SpecialReals.filled(0, a);
        double eps = SpecialReals.epsilon(a);
        return SpecialReals.repeat(MOST, Formula.list(active, one, zero, a, one, zero), c -> {
            NDArray r = c.get(3).plus(1.0);
            NDArray by = x.dividedBy(r);
            NDArray change = c.get(5).minus(c.get(4).dividedBy(r)).times(by);
            NDArray term = c.get(4).times(by);
            NDArray sum = c.get(1).plus(term);
            NDArray slope = c.get(2).plus(change);
            NDArray more = term.gt(sum.times(eps)).or(SpecialReals.abs(change).gt(SpecialReals.abs(slope).times(eps)));
            return Formula.list(more, sum, slope, r, term, change);
        }).subList(1, 3);
    }

    /** The continued fraction of the upper function, by its convergents, and its derivative by a. */
    private static List<NDArray> fraction(NDArray a, NDArray x, NDArray active) {
        double eps = SpecialReals.epsilon(a);
        double big = a.dtype() == DType.F64 ? LARGE : LARGE_F32;
        NDArray one = SpecialReals.filled(1, a);
        NDArray zero = SpecialReals.filled(0, a);
        NDArray y = one.minus(a);
        NDArray z = x.plus(y).plus(1.0);
        NDArray p = x.plus(1.0);
        NDArray q = z.times(x);
        NDArray value = p.dividedBy(q);
        // the fraction and its derivative, the number of the trip, y, z, two convergents as numerators and denominators, and the derivatives of these
        List<NDArray> init = Formula.list(active, value, value.times(x).dividedBy(q), zero, y, z, p, q, one, x, zero, x.neg(), zero, zero);
        return SpecialReals.repeat(MOST, init, c -> {
            NDArray k = c.get(3).plus(1.0);
            NDArray yk = c.get(4).plus(1.0);
            NDArray zk = c.get(5).plus(2.0);
            NDArray pk = next(c.get(6), c.get(8), k, yk, zk);
            NDArray qk = next(c.get(7), c.get(9), k, yk, zk);
            NDArray dp = next(c.get(10), c.get(12), k, yk, zk).minus(c.get(6)).plus(c.get(8).times(k));
            NDArray dq = next(c.get(11), c.get(13), k, yk, zk).minus(c.get(7)).plus(c.get(9).times(k));
            NDArray some = qk.ne(0.0);
            NDArray safe = SpecialReals.where(some, qk, 1);
            NDArray r = SpecialReals.where(some, pk.dividedBy(safe), c.get(1));
            NDArray slope = SpecialReals.where(some, dp.minus(r.times(dq)).dividedBy(safe), c.get(2));
            NDArray s = SpecialReals.where(SpecialReals.abs(pk).gt(big), SpecialReals.number(1 / big, a), SpecialReals.number(1, a));
            NDArray more = some.not().or(SpecialReals.abs(slope.minus(c.get(2))).gt(eps));
            return Formula.list(more, r, slope, k, yk, zk, pk.times(s), qk.times(s), c.get(6).times(s), c.get(7).times(s), dp.times(s), dq.times(s), c.get(10).times(s),
                c.get(11).times(s));
        }).subList(1, 3);
    }

    private static NDArray next(NDArray last, NDArray before, NDArray k, NDArray y, NDArray z) {
        return last.times(z).minus(before.times(y.times(k)));
    }
}
