package dev.jacobi.array.scipy;

import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;

/** The gamma function and what is made of it. */
public final class GammaFunctions {
    /** Terms of the zeta function that are summed one by one. */
    private static final int ZETA_TERMS = 10;
    /** (2k)! / B(2k): the factors of Euler's and Maclaurin's formula. */
    private static final double[] EULER_MACLAURIN = {12, -720, 30240, -1209600, 47900160, -1.8924375803183791606e9, 7.47242496e10, -2.950130727918164224e12, 1.1646782814350067249e14,
        -4.5979787224074726105e15, 1.8152105401943546773e17, -7.1661652561756670113e18};

    private GammaFunctions() {
    }

    /** The logarithm of the gamma function's absolute value. */
    public static NDArray gammaln(NDArray x) {
        return Formula.unary("gammaln", SpecialReals::lgamma, x);
    }

    /** Its sign: 0 at the negative infinity's side of poles as JAX has it. */
    public static NDArray gammasgn(NDArray x) {
        return Formula.unary("gammasgn", GammaFunctions::sign, x);
    }

    private static NDArray sign(NDArray x) {
        NDArray floor = SpecialReals.floor(x);
        NDArray even = floor.minus(SpecialReals.floor(floor.times(0.5)).times(2.0)).eq(0.0);
        NDArray one = SpecialReals.filled(1, x);
        NDArray negative = SpecialReals.where(x.eq(floor), SpecialReals.number(Double.NaN, x), SpecialReals.where(even, one, one.neg()));
        // a zero has the sign of its own infinity
        NDArray zero = SpecialReals.where(SpecialReals.number(1, x).dividedBy(x).lt(0.0), one.neg(), one);
        NDArray out = SpecialReals.where(x.lt(0.0), SpecialReals.where(x.eq(Double.NEGATIVE_INFINITY), SpecialReals.number(Double.NaN, x), negative), SpecialReals.where(x.eq(0.0), zero, one));
        return SpecialReals.where(SpecialReals.isNaN(x), x, out);
    }

    /** The gamma function. */
    public static NDArray gamma(NDArray x) {
        return Formula.unary("gamma", a -> SpecialReals.constant(sign(a)).times(SpecialReals.exp(SpecialReals.lgamma(a))), x);
    }

    /** The logarithm of the beta function's absolute value. */
    public static NDArray betaln(NDArray a, NDArray b) {
        return Formula.binary("betaln", GammaFunctions::logBeta, a, b);
    }

    static NDArray logBeta(NDArray a, NDArray b) {
        return SpecialReals.lgamma(a).plus(SpecialReals.lgamma(b)).minus(SpecialReals.lgamma(a.plus(b)));
    }

    /** The beta function. */
    public static NDArray beta(NDArray a, NDArray b) {
        return Formula.binary("beta", (x, y) -> SpecialReals.constant(sign(x).times(sign(y)).times(sign(x.plus(y)))).times(SpecialReals.exp(logBeta(x, y))), a, b);
    }

    /** The derivative of gammaln. */
    public static NDArray digamma(NDArray x) {
        return Formula.unary("digamma", SpecialReals::digamma, x);
    }

    /** The n-th derivative of digamma. */
    public static NDArray polygamma(NDArray n, NDArray x) {
        return Formula.binary("polygamma", (k, a) -> {
            NDArray order = SpecialReals.constant(k);
            NDArray odd = order.minus(SpecialReals.floor(order.times(0.5)).times(2.0)).times(2.0).minus(1.0);
            NDArray next = order.plus(1.0);
            NDArray high = odd.times(SpecialReals.exp(SpecialReals.lgamma(next))).times(hurwitz(SpecialReals.where(order.eq(0.0), 2, next), a));
            return SpecialReals.where(order.eq(0.0), SpecialReals.digamma(a), high);
        }, n, x);
    }

    /** Hurwitz's zeta function, the sum of (q + k)^-x. */
    public static NDArray zeta(NDArray x, NDArray q) {
        return Formula.binary("zeta", GammaFunctions::hurwitz, x, q);
    }

    /** Terms one by one, and the rest by Euler's and Maclaurin's formula. */
    private static NDArray hurwitz(NDArray x, NDArray q) {
        NDArray inside = x.gt(1.0).and(q.gt(0.0).or(q.ne(SpecialReals.floor(q)).and(x.eq(SpecialReals.floor(x)))));
        NDArray s = SpecialReals.where(inside, x, 2);
        NDArray start = SpecialReals.where(inside, q, 1);
        // a loop, not terms in a row: each power is a long piece of code
        var terms = SpecialReals.repeat(ZETA_TERMS, Formula.list(inside, start, SpecialReals.filled(0, x)), c -> Formula.list(c.get(0), c.get(1).plus(1.0), c.get(2).plus(SpecialReals.pow(c.get(1), s.neg()))));
        NDArray a = terms.get(1).minus(1.0);
        NDArray sum = terms.get(2);
        NDArray last = SpecialReals.pow(a, s.neg());
        sum = sum.plus(last.times(a).dividedBy(s.minus(1.0))).minus(last.times(0.5));
        NDArray factor = SpecialReals.number(1, x);
        NDArray k = SpecialReals.number(0, x);
        for (double divisor : EULER_MACLAURIN) {
            factor = factor.times(s.plus(k));
            last = last.dividedBy(a);
            // where powers are no longer numbers of the type, their product with a large factor is not either
            sum = sum.plus(SpecialReals.where(last.eq(0.0), 0, factor.times(last).dividedBy(SpecialReals.number(divisor, x))));
            k = k.plus(1.0);
            factor = factor.times(s.plus(k));
            last = last.dividedBy(a);
            k = k.plus(1.0);
        }
        NDArray pole = q.le(0.0).and(q.eq(SpecialReals.floor(q))).and(x.gt(1.0)).or(x.eq(1.0));
        NDArray out = SpecialReals.where(pole, Double.POSITIVE_INFINITY, SpecialReals.filled(Double.NaN, x));
        return SpecialReals.where(inside, sum, out);
    }

    /** The logarithm of the gamma function of matrices of d rows. */
    public static NDArray multigammaln(NDArray a, int d) {
        if (d < 1) {
            throw new JacobiException("multigammaln: matrices have " + d + " rows; give a number of at least 1.");
        }
        return Formula.unary("multigammaln" + d, x -> {
            NDArray out = SpecialReals.number(0.25 * d * (d - 1) * Math.log(Math.PI), x);
            for (int k = 0; k < d; k++) {
                out = out.plus(SpecialReals.lgamma(x.minus(k / 2.0)));
            }
            return out;
        }, a);
    }

    /** The factorial, 0 of negative numbers. */
    public static NDArray factorial(NDArray n) {
        return Formula.unary("factorial", x -> {
            NDArray below = x.lt(0.0);
            return SpecialReals.where(below, 0, SpecialReals.exp(SpecialReals.lgamma(SpecialReals.where(below, 0, x).plus(1.0))));
        }, n);
    }

    /** The rising factorial gamma(z + m) / gamma(z). */
    public static NDArray poch(NDArray z, NDArray m) {
        return Formula.binary("poch", (x, y) -> {
            NDArray signs = SpecialReals.constant(sign(x).times(sign(x.plus(y))));
            return SpecialReals.where(y.eq(0.0), 1, signs.times(SpecialReals.exp(SpecialReals.lgamma(x.plus(y)).minus(SpecialReals.lgamma(x)))));
        }, z, m);
    }

    /** The first n + 1 Bernoulli numbers. */
    public static NDArray bernoulli(int n) {
        if (n < 0) {
            throw new JacobiException("bernoulli: " + n + " is no number of a Bernoulli number; give one of at least 0.");
        }
        double[] b = new double[n + 1];
        b[0] = 1;
        double factor = 2;
        for (int k = 1; k <= n; k++) {
            factor *= k / (2 * Math.PI);
            double zeta = 1;
            for (int i = 2; k > 1 && Math.pow(i, -k) > Math.ulp(1.0) / 2 && i < 1 << 20; i++) {
                zeta += Math.pow(i, -k);
            }
            b[k] = k == 1 ? -0.5 : k == 2 ? 1 / 6.0 : k % 2 == 1 ? 0 : (k % 4 == 0 ? -1 : 1) * factor * zeta;
        }
        return NDArray.of(b);
    }
}
