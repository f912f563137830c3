package dev.jacobi.array.scipy;

import static dev.jacobi.array.scipy.SpecialReals.exp;
import static dev.jacobi.array.scipy.SpecialReals.filled;
import static dev.jacobi.array.scipy.SpecialReals.floor;
import static dev.jacobi.array.scipy.SpecialReals.lgamma;
import static dev.jacobi.array.scipy.SpecialReals.log;
import static dev.jacobi.array.scipy.SpecialReals.log1p;
import static dev.jacobi.array.scipy.SpecialReals.number;
import static dev.jacobi.array.scipy.SpecialReals.where;

import dev.jacobi.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/** Functions of distributions of whole numbers; parameters follow the number, which {@link #of} moves. */
public enum Discrete {
    BERNOULLI_LOGPMF((k, s) -> {
        NDArray p = s.get(0);
        NDArray log = Logarithms.timesLog(k, p).plus(Logarithms.timesLog1p(number(1, k).minus(k), p.neg()));
        return within(k.eq(0.0).or(k.eq(1.0)), log);
    }),
    BERNOULLI_PMF(BERNOULLI_LOGPMF),
    BERNOULLI_CDF((k, s) -> {
        NDArray p = s.get(0);
        NDArray value = where(k.lt(0.0), 0, where(k.lt(1.0), number(1, p).minus(p), number(1, p)));
        return where(p.ge(0.0).and(p.le(1.0)).and(k.eq(k)), value, Double.NaN);
    }),
    BERNOULLI_PPF((q, s) -> {
        NDArray p = s.get(0);
        NDArray value = where(q.le(number(1, p).minus(p)), 0, filled(1, q));
        return where(p.ge(0.0).and(p.le(1.0)).and(q.ge(0.0)).and(q.le(1.0)), value, Double.NaN);
    }),
    BINOM_LOGPMF((k, s) -> {
        NDArray n = s.get(0);
        NDArray inside = k.ge(0.0).and(k.le(n));
        NDArray i = where(inside, k, 0);
        NDArray rest = n.minus(i);
        NDArray ways = lgamma(n.plus(1.0)).minus(lgamma(i.plus(1.0))).minus(lgamma(rest.plus(1.0)));
        return within(inside, ways.plus(Logarithms.timesLog(i, s.get(1))).plus(Logarithms.timesLog1p(rest, s.get(1).neg())));
    }),
    BINOM_PMF(BINOM_LOGPMF),
    POISSON_LOGPMF((k, s) -> {
        NDArray inside = k.ge(0.0).and(k.eq(floor(k)));
        NDArray i = where(inside, k, 0);
        return within(inside, Logarithms.timesLog(i, s.get(0)).minus(lgamma(i.plus(1.0))).minus(s.get(0)));
    }),
    POISSON_PMF(POISSON_LOGPMF),
    POISSON_CDF((k, s) -> where(k.lt(0.0), 0, IncompleteFunctions.gammaincc(floor(where(k.lt(0.0), 0, k).plus(1.0)), s.get(0)))),
    GEOM_LOGPMF((k, s) -> {
        NDArray inside = k.gt(0.0);
        NDArray i = where(inside, k, 1);
        return within(inside, Logarithms.timesLog1p(i.minus(1.0), s.get(0).neg()).plus(log(s.get(0))));
    }),
    GEOM_PMF(GEOM_LOGPMF),
    NBINOM_LOGPMF((k, s) -> {
        NDArray n = s.get(0);
        NDArray inside = k.ge(0.0);
        NDArray i = where(inside, k, 0);
        NDArray ways = lgamma(i.plus(n)).minus(lgamma(i.plus(1.0))).minus(lgamma(n));
        return within(inside, ways.plus(n.times(log(s.get(1)))).plus(Logarithms.timesLog1p(i, s.get(1).neg())));
    }),
    NBINOM_PMF(NBINOM_LOGPMF),
    BETABINOM_LOGPMF((k, s) -> {
        NDArray n = s.get(0);
        // as in JAX a number of successes is rounded down, and no derivative is taken by it
        NDArray successes = floor(k);
        NDArray inside = successes.ge(0.0).and(successes.le(n));
        NDArray i = where(inside, successes, 0);
        NDArray rest = n.minus(i);
        NDArray ways = log1p(n).plus(GammaFunctions.logBeta(rest.plus(1.0), i.plus(1.0))).neg();
        NDArray log = ways.plus(GammaFunctions.logBeta(i.plus(s.get(1)), rest.plus(s.get(2)))).minus(GammaFunctions.logBeta(s.get(1), s.get(2)));
        return where(n.ge(0.0).and(s.get(1).gt(0.0)).and(s.get(2).gt(0.0)), within(inside, log), Double.NaN);
    }),
    BETABINOM_PMF(BETABINOM_LOGPMF);

    private final BiFunction<NDArray, List<NDArray>, NDArray> function;

    Discrete(BiFunction<NDArray, List<NDArray>, NDArray> function) {
        this.function = function;
    }

    Discrete(Discrete log) {
        this((k, s) -> exp(log.function.apply(k, s)));
    }

    /** The function of a number of these parameters. */
    public NDArray of(NDArray k, NDArray... parameters) {
        var in = new ArrayList<NDArray>(List.of(k));
        in.addAll(Arrays.asList(parameters));
        return Formula.of(name(), a -> function.apply(a.get(0), a.subList(1, a.size())), in.toArray(NDArray[]::new));
    }

    private static NDArray within(NDArray inside, NDArray log) {
        return where(inside.or(log.ne(log)), log, Double.NEGATIVE_INFINITY);
    }
}
