package dev.jacobi.array.scipy;

import static dev.jacobi.array.scipy.SpecialReals.abs;
import static dev.jacobi.array.scipy.SpecialReals.atan;
import static dev.jacobi.array.scipy.SpecialReals.cos;
import static dev.jacobi.array.scipy.SpecialReals.exp;
import static dev.jacobi.array.scipy.SpecialReals.expm1;
import static dev.jacobi.array.scipy.SpecialReals.filled;
import static dev.jacobi.array.scipy.SpecialReals.lgamma;
import static dev.jacobi.array.scipy.SpecialReals.log;
import static dev.jacobi.array.scipy.SpecialReals.log1p;
import static dev.jacobi.array.scipy.SpecialReals.number;
import static dev.jacobi.array.scipy.SpecialReals.pow;
import static dev.jacobi.array.scipy.SpecialReals.sign;
import static dev.jacobi.array.scipy.SpecialReals.tan;
import static dev.jacobi.array.scipy.SpecialReals.where;

import dev.jacobi.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/** Functions of continuous distributions in their standard form, which {@link #of} moves and scales: y is (x - loc) / scale, shapes follow it. */
public enum ContinuousLaws {
    NORM_LOGPDF(Kind.LOG_DENSITY, (y, s) -> y.times(y).plus(number(Math.log(2 * Math.PI), y)).times(-0.5)),
    NORM_PDF(NORM_LOGPDF),
    NORM_CDF(Kind.VALUE, (y, s) -> ErrorFunctions.ndtr(y)),
    NORM_LOGCDF(Kind.VALUE, (y, s) -> ErrorFunctions.logNdtr(y)),
    NORM_SF(Kind.VALUE, (y, s) -> ErrorFunctions.ndtr(y.neg())),
    NORM_LOGSF(Kind.VALUE, (y, s) -> ErrorFunctions.logNdtr(y.neg())),
    NORM_PPF(Kind.QUANTILE, (q, s) -> ErrorFunctions.ndtri(q)),
    NORM_ISF(Kind.QUANTILE, (q, s) -> ErrorFunctions.ndtri(q).neg()),
    UNIFORM_LOGPDF(Kind.LOG_DENSITY, (y, s) -> within(y.ge(0.0).and(y.le(1.0)), filled(0, y))),
    UNIFORM_PDF(UNIFORM_LOGPDF),
    UNIFORM_CDF(Kind.VALUE, (y, s) -> SpecialReals.min(SpecialReals.max(y, number(0, y)), number(1, y))),
    UNIFORM_PPF(Kind.QUANTILE, (q, s) -> probability(q, q)),
    EXPON_LOGPDF(Kind.LOG_DENSITY, (y, s) -> within(y.ge(0.0), y.neg())),
    EXPON_PDF(EXPON_LOGPDF),
    EXPON_CDF(Kind.VALUE, (y, s) -> where(y.lt(0.0), 0, expm1(y.neg()).neg())),
    EXPON_LOGCDF(Kind.VALUE, (y, s) -> within(y.ge(0.0), log1p(exp(positive(y).neg()).neg()))),
    EXPON_SF(Kind.VALUE, (y, s) -> where(y.lt(0.0), 1, exp(y.neg()))),
    EXPON_LOGSF(Kind.VALUE, (y, s) -> where(y.lt(0.0), 0, y.neg())),
    EXPON_PPF(Kind.QUANTILE, (q, s) -> probability(q, log1p(q.neg()).neg())),
    LAPLACE_LOGPDF(Kind.LOG_DENSITY, (y, s) -> abs(y).plus(number(Math.log(2), y)).neg()),
    LAPLACE_PDF(LAPLACE_LOGPDF),
    LAPLACE_CDF(Kind.VALUE, (y, s) -> {
        NDArray e = exp(abs(y).neg()).times(0.5);
        return where(y.le(0.0), e, number(1, y).minus(e));
    }),
    CAUCHY_LOGPDF(Kind.LOG_DENSITY, (y, s) -> log1p(y.times(y)).plus(number(Math.log(Math.PI), y)).neg()),
    CAUCHY_PDF(CAUCHY_LOGPDF),
    CAUCHY_CDF(Kind.VALUE, (y, s) -> atan(y).dividedBy(number(Math.PI, y)).plus(0.5)),
    CAUCHY_LOGCDF(Kind.VALUE, (y, s) -> log(atan(y).dividedBy(number(Math.PI, y)).plus(0.5))),
    CAUCHY_SF(Kind.VALUE, (y, s) -> atan(y.neg()).dividedBy(number(Math.PI, y)).plus(0.5)),
    CAUCHY_LOGSF(Kind.VALUE, (y, s) -> log(atan(y.neg()).dividedBy(number(Math.PI, y)).plus(0.5))),
    CAUCHY_PPF(Kind.QUANTILE, (q, s) -> tan(q.minus(0.5).times(number(Math.PI, q)))),
    CAUCHY_ISF(Kind.QUANTILE, (q, s) -> tan(number(0.5, q).minus(q).times(number(Math.PI, q)))),
    LOGISTIC_LOGPDF(Kind.LOG_DENSITY, (y, s) -> abs(y).neg().minus(log1p(exp(abs(y).neg())).times(2.0))),
    LOGISTIC_PDF(LOGISTIC_LOGPDF),
    LOGISTIC_CDF(Kind.VALUE, (y, s) -> Logarithms.logistic(y)),
    LOGISTIC_SF(Kind.VALUE, (y, s) -> Logarithms.logistic(y.neg())),
    LOGISTIC_PPF(Kind.QUANTILE, (q, s) -> Logarithms.logit(q)),
    LOGISTIC_ISF(Kind.QUANTILE, (q, s) -> Logarithms.logit(q).neg()),
    GAMMA_LOGPDF(Kind.LOG_DENSITY, (y, s) -> within(y.ge(0.0), Logarithms.timesLog(s.get(0).minus(1.0), positive(y)).minus(y).minus(lgamma(s.get(0))))),
    GAMMA_PDF(GAMMA_LOGPDF),
    GAMMA_CDF(Kind.VALUE, (y, s) -> IncompleteFunctions.gammainc(s.get(0), positive(y))),
    GAMMA_LOGCDF(GAMMA_CDF, true),
    GAMMA_SF(Kind.VALUE, (y, s) -> IncompleteFunctions.gammaincc(s.get(0), positive(y))),
    GAMMA_LOGSF(GAMMA_SF, true),
    BETA_LOGPDF(Kind.LOG_DENSITY, (y, s) -> {
        NDArray inside = y.ge(0.0).and(y.le(1.0));
        NDArray x = where(inside, y, 0.5);
        NDArray logs = Logarithms.timesLog(s.get(0).minus(1.0), x).plus(Logarithms.timesLog1p(s.get(1).minus(1.0), x.neg()));
        return within(inside, logs.minus(GammaFunctions.logBeta(s.get(0), s.get(1))));
    }),
    BETA_PDF(BETA_LOGPDF),
    BETA_CDF(Kind.VALUE, (y, s) -> IncompleteFunctions.betainc(s.get(0), s.get(1), unit(y))),
    BETA_LOGCDF(BETA_CDF, true),
    BETA_SF(Kind.VALUE, (y, s) -> IncompleteFunctions.betainc(s.get(1), s.get(0), number(1, y).minus(unit(y)))),
    BETA_LOGSF(BETA_SF, true),
    CHI2_LOGPDF(Kind.LOG_DENSITY, (y, s) -> {
        NDArray half = s.get(0).times(0.5);
        NDArray logs = Logarithms.timesLog(half.minus(1.0), positive(y)).minus(y.times(0.5));
        return within(y.ge(0.0), logs.minus(lgamma(half)).minus(half.times(number(Math.log(2), half))));
    }),
    CHI2_PDF(CHI2_LOGPDF),
    CHI2_CDF(Kind.VALUE, (y, s) -> IncompleteFunctions.gammainc(s.get(0).times(0.5), positive(y).times(0.5))),
    CHI2_LOGCDF(CHI2_CDF, true),
    CHI2_SF(Kind.VALUE, (y, s) -> IncompleteFunctions.gammaincc(s.get(0).times(0.5), positive(y).times(0.5))),
    CHI2_LOGSF(CHI2_SF, true),
    T_LOGPDF(Kind.LOG_DENSITY, (y, s) -> {
        NDArray df = s.get(0);
        NDArray more = df.plus(1.0).times(0.5);
        NDArray factor = lgamma(more).minus(lgamma(df.times(0.5))).minus(log(df.times(number(Math.PI, df))).times(0.5));
        return factor.minus(more.times(log1p(y.times(y).dividedBy(df))));
    }),
    T_PDF(T_LOGPDF),
    PARETO_LOGPDF(Kind.LOG_DENSITY, (y, s) -> within(y.ge(1.0), log(s.get(0)).minus(s.get(0).plus(1.0).times(log(above(y)))))),
    PARETO_PDF(PARETO_LOGPDF),
    PARETO_LOGSF(Kind.VALUE, (y, s) -> where(y.lt(1.0), 0, s.get(0).neg().times(log(above(y))))),
    PARETO_SF(Kind.VALUE, (y, s) -> where(y.lt(1.0), 1, pow(above(y), s.get(0).neg()))),
    PARETO_CDF(Kind.VALUE, (y, s) -> where(y.lt(1.0), 0, expm1(s.get(0).neg().times(log(above(y)))).neg())),
    PARETO_LOGCDF(Kind.VALUE, (y, s) -> within(y.ge(1.0), logOfOneMinusExp(s.get(0).neg().times(log(above(y)))))),
    PARETO_PPF(Kind.QUANTILE, (q, s) -> probability(q, pow(number(1, q).minus(q), number(-1, q).dividedBy(s.get(0))))),
    GENNORM_LOGPDF(Kind.LOG_DENSITY, (y, s) -> {
        NDArray p = s.get(0);
        return log(p).minus(number(Math.log(2), p)).minus(lgamma(number(1, p).dividedBy(p))).minus(pow(abs(y), p));
    }),
    GENNORM_PDF(GENNORM_LOGPDF),
    GENNORM_CDF(Kind.VALUE, (y, s) -> {
        NDArray p = s.get(0);
        return sign(y).times(IncompleteFunctions.gammainc(number(1, p).dividedBy(p), pow(abs(y), p))).plus(1.0).times(0.5);
    }),
    TRUNCNORM_LOGPDF(Kind.LOG_DENSITY, (y, s) -> {
        NDArray inside = y.ge(s.get(0)).and(y.le(s.get(1)));
        NDArray log = y.times(y).plus(number(Math.log(2 * Math.PI), y)).times(-0.5).minus(TruncatedNormal.logMass(s.get(0), s.get(1)));
        return within(inside, log);
    }),
    TRUNCNORM_PDF(TRUNCNORM_LOGPDF),
    TRUNCNORM_LOGCDF(Kind.VALUE, (y, s) -> TruncatedNormal.logDistribution(y, s.get(0), s.get(1))),
    TRUNCNORM_CDF(Kind.VALUE, (y, s) -> exp(TruncatedNormal.logDistribution(y, s.get(0), s.get(1)))),
    TRUNCNORM_LOGSF(Kind.VALUE, (y, s) -> TruncatedNormal.logDistribution(y.neg(), s.get(1).neg(), s.get(0).neg())),
    TRUNCNORM_SF(Kind.VALUE, (y, s) -> exp(TruncatedNormal.logDistribution(y.neg(), s.get(1).neg(), s.get(0).neg()))),
    VONMISES_LOGPDF(Kind.LOG_DENSITY, (y, s) -> {
        NDArray kappa = s.get(0);
        return kappa.times(cos(y).minus(1.0)).minus(log(BesselFunctions.i0e(kappa).times(number(2 * Math.PI, kappa))));
    }),
    VONMISES_PDF(VONMISES_LOGPDF),
    WRAPCAUCHY_LOGPDF(Kind.LOG_DENSITY, (y, s) -> {
        NDArray c = s.get(0);
        NDArray square = c.times(c);
        NDArray log = log(number(1, c).minus(square)).minus(number(Math.log(2 * Math.PI), c)).minus(log(square.plus(1.0).minus(c.times(2.0).times(cos(y)))));
        return within(y.ge(0.0).and(y.le(2 * Math.PI)), log);
    }),
    WRAPCAUCHY_PDF(WRAPCAUCHY_LOGPDF),
    GUMBEL_R_LOGPDF(Kind.LOG_DENSITY, (y, s) -> y.plus(exp(y.neg())).neg()),
    GUMBEL_R_PDF(GUMBEL_R_LOGPDF),
    GUMBEL_R_LOGCDF(Kind.VALUE, (y, s) -> exp(y.neg()).neg()),
    GUMBEL_R_CDF(Kind.VALUE, (y, s) -> exp(exp(y.neg()).neg())),
    GUMBEL_R_SF(Kind.VALUE, (y, s) -> expm1(exp(y.neg()).neg()).neg()),
    GUMBEL_R_LOGSF(Kind.VALUE, (y, s) -> logOfOneMinusExp(exp(y.neg()).neg())),
    GUMBEL_R_PPF(Kind.QUANTILE, (q, s) -> log(log(q).neg()).neg()),
    GUMBEL_L_LOGPDF(Kind.LOG_DENSITY, (y, s) -> y.minus(exp(y))),
    GUMBEL_L_PDF(GUMBEL_L_LOGPDF),
    GUMBEL_L_CDF(Kind.VALUE, (y, s) -> expm1(exp(y).neg()).neg()),
    GUMBEL_L_LOGCDF(Kind.VALUE, (y, s) -> logOfOneMinusExp(exp(y).neg())),
    GUMBEL_L_SF(Kind.VALUE, (y, s) -> exp(exp(y).neg())),
    GUMBEL_L_LOGSF(Kind.VALUE, (y, s) -> exp(y).neg()),
    GUMBEL_L_PPF(Kind.QUANTILE, (q, s) -> log(log1p(q.neg()).neg()));

    private final Kind kind;
    private final BiFunction<NDArray, List<NDArray>, NDArray> standard;

    /** What moving and scaling does to a function. */
    private enum Kind {
        DENSITY, LOG_DENSITY, VALUE, QUANTILE
    }

    ContinuousLaws(Kind kind, BiFunction<NDArray, List<NDArray>, NDArray> standard) {
        this.kind = kind;
        this.standard = standard;
    }

    /** The density of a logarithm of one. */
    ContinuousLaws(ContinuousLaws log) {
        this(Kind.DENSITY, (y, s) -> exp(log.standard.apply(y, s)));
    }

    /** The logarithm of a value. */
    ContinuousLaws(ContinuousLaws value, boolean log) {
        this(value.kind, (y, s) -> log(value.standard.apply(y, s)));
    }

    /** The function of x, or of probabilities, for a location, a scale and shapes. */
    public NDArray of(NDArray x, NDArray loc, NDArray scale, NDArray... shapes) {
        var in = new ArrayList<NDArray>(List.of(x, loc, scale));
        in.addAll(Arrays.asList(shapes));
        return Formula.of(name(), a -> {
            List<NDArray> s = a.subList(3, a.size());
            NDArray width = a.get(2);
            NDArray y = kind == Kind.QUANTILE ? a.get(0) : a.get(0).minus(a.get(1)).dividedBy(width);
            NDArray v = standard.apply(y, s);
            return switch (kind) {
                case DENSITY -> v.dividedBy(width);
                case LOG_DENSITY -> scaled(v, log(width));
                case VALUE -> v;
                case QUANTILE -> v.times(width).plus(a.get(1));
            };
        }, in.toArray(NDArray[]::new));
    }

    /** Outside of the support a density is 0 for every scale. */
    private static NDArray scaled(NDArray density, NDArray logOfWidth) {
        return where(density.eq(Double.NEGATIVE_INFINITY).and(logOfWidth.eq(logOfWidth)), density, density.minus(logOfWidth));
    }

    /** The same at 0 with the scale 1. */
    public NDArray standard(NDArray x, NDArray... shapes) {
        var in = new ArrayList<NDArray>(List.of(x));
        in.addAll(Arrays.asList(shapes));
        return Formula.of(name() + " standard", a -> standard.apply(a.get(0), a.subList(1, a.size())), in.toArray(NDArray[]::new));
    }

    /** A logarithm inside of the support, which is the negative infinity outside and NaN for NaN. */
    private static NDArray within(NDArray inside, NDArray log) {
        return where(inside.or(log.ne(log)), log, Double.NEGATIVE_INFINITY);
    }

    private static NDArray positive(NDArray y) {
        return where(y.lt(0.0), 0, y);
    }

    private static NDArray above(NDArray y) {
        return where(y.lt(1.0), 1, y);
    }

    private static NDArray unit(NDArray y) {
        return where(y.lt(0.0), 0, where(y.gt(1.0), 1, y));
    }

    private static NDArray probability(NDArray q, NDArray value) {
        return where(q.ge(0.0).and(q.le(1.0)), value, Double.NaN);
    }

    /** For numbers below 0. Where exp(x) is small, one less it has lost x's digits, which log1p keeps. */
    private static NDArray logOfOneMinusExp(NDArray x) {
        NDArray far = x.lt(-Math.log(2));
        return where(far, log1p(exp(where(far, x, -1)).neg()), log(expm1(where(far, -0.5, x)).neg()));
    }
}
