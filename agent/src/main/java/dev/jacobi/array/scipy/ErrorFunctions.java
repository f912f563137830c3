package dev.jacobi.array.scipy;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.ir.Prim;

/** The error function and its kin. Far from zero all come from erfc(x) exp(x^2), a smooth function of 4 / (4 + x), so that tails keep their precision and derivatives do not cancel. */
public final class ErrorFunctions {
    /** Factors of Chebyshev polynomials for erfc(x) exp(x^2) (4 + x) / 4, a function of 8 / (4 + x) - 1, for x >= 0; interpolated with 40 digits. */
    private static final double[] SCALED = {
        0.40802446954913146, 0.37635823567636745, 0.14758035457222363, 0.049571317930027586, 0.014227107557117175, 0.003443493262717524, 0.000682254183283808,
        0.00010340451975756189, 9.72854595199015e-06, -1.1988713758412045e-07, -2.1747767703449563e-07, -3.0291767735991394e-08, 9.47991756520455e-10,
        8.633411694990956e-10, 6.872156425953403e-11, -1.7034898438296277e-11, -3.3921306868290887e-12, 2.6158087668540244e-13, 1.212767580310864e-13,
        -2.114689543244809e-15, -4.117340933404178e-15, -6.328712721700708e-17, 1.4393110983449846e-16, 4.5614947982841305e-18, -5.339094257978135e-18};
    /** Factors of the powers of x^2 in erf(x) / x for |x| < 1/2, that of the highest first: as many terms of its series as doubles and floats have digits for. */
    private static final double[] NEAR = series(13);
    private static final double[] NEAR_F32 = series(7);
    private static final double SQRT_HALF = Math.sqrt(0.5);
    private static final double TAIL = Math.exp(-2);
    private static final int NEWTON_STEPS = 5;

    private ErrorFunctions() {
    }

    private static double[] series(int terms) {
        double[] factors = new double[terms];
        double f = 2 / Math.sqrt(Math.PI);
        for (int n = 0; n < terms; n++) {
            factors[terms - 1 - n] = f / (2 * n + 1);
            f /= -(n + 1);
        }
        return factors;
    }

    /** The error function. */
    public static NDArray erf(NDArray x) {
        return Formula.unary("erf", a -> Elementwise.unary(Prim.ERF, a), x);
    }

    /** The inverse of the error function. */
    public static NDArray erfinv(NDArray x) {
        return Formula.unary("erfinv", a -> Elementwise.unary(Prim.ERF_INV, a), x);
    }

    /** 1 - erf(x), with full precision for large x. */
    public static NDArray erfc(NDArray x) {
        return Formula.unary("erfc", ErrorFunctions::complement, x);
    }

    /** erfc(x) exp(x^2) for x >= 0. */
    private static NDArray scaled(NDArray x) {
        NDArray t = SpecialReals.number(4, x).dividedBy(x.plus(4.0));
        return t.times(SpecialReals.chebyshev(t.plus(t).minus(1.0), SCALED));
    }

    /** exp(-x^2), with the error of the square made good. */
    private static NDArray bell(NDArray x) {
        NDArray square = x.times(x);
        NDArray finite = SpecialReals.isFinite(square);
        NDArray error = Elementwise.apply(Prim.FMA, x, x, square.neg());
        NDArray safe = SpecialReals.where(finite, error, 0);
        return SpecialReals.exp(square.neg()).times(SpecialReals.number(1, x).minus(safe));
    }

    private static NDArray complement(NDArray x) {
        NDArray size = SpecialReals.abs(x);
        NDArray small = size.lt(0.5);
        NDArray large = SpecialReals.min(SpecialReals.where(small, 1, size), SpecialReals.number(1e18, x));
        NDArray tail = bell(large).times(scaled(large));
        NDArray signed = SpecialReals.where(x.lt(0.0), SpecialReals.number(2, x).minus(tail), tail);
        NDArray place = SpecialReals.where(small, x, 0);
        NDArray near = Elementwise.apply(Prim.FMA, place.neg(), SpecialReals.polynomial(place.times(place), x.dtype() == DType.F64 ? NEAR : NEAR_F32), SpecialReals.number(1, x));
        return SpecialReals.where(SpecialReals.isNaN(x), x, SpecialReals.where(small, near, signed));
    }

    /** The distribution function of the normal distribution. */
    public static NDArray ndtr(NDArray x) {
        return Formula.unary("ndtr", a -> complement(a.times(SpecialReals.number(-SQRT_HALF, a))).times(0.5), x);
    }

    /** Its logarithm. */
    public static NDArray logNdtr(NDArray x) {
        return Formula.unary("logNdtr", ErrorFunctions::logDistribution, x);
    }

    private static NDArray logDistribution(NDArray x) {
        NDArray low = x.lt(-1.0);
        NDArray away = SpecialReals.where(low, x, -1).times(SpecialReals.number(-SQRT_HALF, x));
        NDArray left = SpecialReals.log(scaled(away).times(0.5)).minus(away.times(away));
        NDArray right = SpecialReals.log1p(complement(SpecialReals.where(low, -1, x).times(SpecialReals.number(SQRT_HALF, x))).times(-0.5));
        return SpecialReals.where(low, left, right);
    }

    /** The inverse of {@link #ndtr}. */
    public static NDArray ndtri(NDArray p) {
        return Formula.unary("ndtri", ErrorFunctions::quantile, p);
    }

    private static NDArray quantile(NDArray p) {
        NDArray upper = p.gt(1 - TAIL);
        NDArray q = SpecialReals.where(upper, SpecialReals.number(1, p).minus(p), p);
        NDArray tail = q.lt(TAIL).and(q.gt(0.0));
        NDArray middle = Elementwise.unary(Prim.ERF_INV, SpecialReals.where(tail, 0.5, q).times(2.0).minus(1.0)).times(SpecialReals.number(Math.sqrt(2), p));
        NDArray l = SpecialReals.log(SpecialReals.where(tail, q, TAIL / 2));
        // the first terms of the asymptotic series of the tail
        NDArray size = l.times(-2.0);
        NDArray x = SpecialReals.sqrt(SpecialReals.max(size.minus(SpecialReals.log(size.times(SpecialReals.number(2 * Math.PI, p)))), SpecialReals.number(0.5, p))).neg();
        // a loop, not steps in a row: each step is a long piece of code
        x = SpecialReals.repeat(NEWTON_STEPS, Formula.list(tail, x), c -> {
            NDArray f = logDistribution(c.get(1));
            NDArray slope = SpecialReals.exp(c.get(1).times(c.get(1)).times(-0.5).minus(f)).times(SpecialReals.number(1 / Math.sqrt(2 * Math.PI), p));
            return Formula.list(c.get(0), c.get(1).minus(f.minus(l).dividedBy(slope)));
        }).get(1);
        NDArray out = SpecialReals.where(tail, x, middle);
        return SpecialReals.where(upper, out.neg(), out);
    }
}
