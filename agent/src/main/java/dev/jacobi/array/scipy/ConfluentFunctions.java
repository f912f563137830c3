package dev.jacobi.array.scipy;

import dev.jacobi.NDArray;

/** Kummer's confluent hypergeometric function, by its power series, and far from 0 by its asymptotic one (DLMF 13.2.2, 13.2.39 and 13.7.1). The derivatives are those of the sums. */
public final class ConfluentFunctions {
    private static final int MOST = 500;
    /** From here on the asymptotic series is used. */
    private static final double FAR = 50;

    private ConfluentFunctions() {
    }

    /** 1F1(a; b; x). */
    public static NDArray kummer(NDArray a, NDArray b, NDArray x) {
        return Formula.of("hyp1f1", in -> value(in.get(0), in.get(1), in.get(2)), a, b, x);
    }

    private static NDArray value(NDArray a, NDArray b, NDArray x) {
        NDArray noA = a.eq(0.0);
        NDArray same = a.eq(b).and(noA.not());
        NDArray noB = b.eq(0.0).and(noA.not());
        NDArray plain = noA.or(same).or(noB).not().and(SpecialReals.isFinite(x));
        NDArray value = general(SpecialReals.where(plain, a, 1), SpecialReals.where(plain, b, 2), SpecialReals.where(plain, x, 1), plain);
        NDArray limit = SpecialReals.where(noA, 1, SpecialReals.where(noB, Double.POSITIVE_INFINITY, SpecialReals.exp(x)));
        return SpecialReals.where(SpecialReals.isNaN(a.plus(b).plus(x)), Double.NaN, SpecialReals.where(plain, value, limit));
    }

    /** For a negative x exp(x) times the function of b - a, b and -x, whose terms do not cancel each other. */
    private static NDArray general(NDArray a, NDArray b, NDArray x, NDArray active) {
        NDArray one = SpecialReals.number(1, x);
        NDArray negative = x.lt(0.0);
        NDArray p = SpecialReals.where(negative, b.minus(a), a);
        NDArray y = SpecialReals.abs(x);
        NDArray far = y.gt(FAR).and(p.gt(0.0));
        NDArray near = SpecialReals.where(far, 1, y);
        NDArray sum = series(p, b, near, active.and(far.not())).times(SpecialReals.exp(SpecialReals.where(negative, near.neg(), SpecialReals.number(0, x))));
        NDArray away = SpecialReals.where(far, y, 2 * FAR);
        NDArray q = SpecialReals.where(far, p, 1);
        NDArray logs = SpecialReals.lgamma(b).minus(SpecialReals.lgamma(q)).plus(SpecialReals.where(negative, 0, away)).plus(q.minus(b).times(SpecialReals.log(away)));
        NDArray tail = asymptotic(b.minus(q), one.minus(q), away, active.and(far));
        return SpecialReals.where(far, SpecialReals.exp(logs).times(tail), sum);
    }

    /** 1 + a / b x + a (a + 1) / (b (b + 1)) x^2 / 2 + ... */
    private static NDArray series(NDArray a, NDArray b, NDArray x, NDArray active) {
        double eps = SpecialReals.epsilon(x);
        NDArray one = SpecialReals.filled(1, x);
        return SpecialReals.repeat(MOST, Formula.list(active, SpecialReals.filled(0, x), one, one), c -> {
            NDArray k = c.get(1);
            NDArray term = c.get(2).times(a.plus(k).dividedBy(b.plus(k))).times(x).dividedBy(k.plus(1.0));
            NDArray sum = c.get(3).plus(term);
            return Formula.list(SpecialReals.abs(term).gt(SpecialReals.abs(sum).times(eps)), k.plus(1.0), term, sum);
        }).get(3);
    }

    /** 1 + c d / x + c (c + 1) d (d + 1) / (2 x^2) + ..., whose terms become smaller at first. */
    private static NDArray asymptotic(NDArray c, NDArray d, NDArray x, NDArray active) {
        double eps = SpecialReals.epsilon(x);
        NDArray one = SpecialReals.filled(1, x);
        return SpecialReals.repeat(MOST, Formula.list(active, SpecialReals.filled(0, x), one, one), s -> {
            NDArray k = s.get(1);
            NDArray term = s.get(2).times(c.plus(k).times(d.plus(k))).dividedBy(k.plus(1.0).times(x));
            NDArray smaller = SpecialReals.abs(term).lt(SpecialReals.abs(s.get(2)));
            NDArray sum = SpecialReals.where(smaller, s.get(3).plus(term), s.get(3));
            return Formula.list(smaller.and(SpecialReals.abs(term).gt(SpecialReals.abs(sum).times(eps))), k.plus(1.0), term, sum);
        }).get(3);
    }
}
