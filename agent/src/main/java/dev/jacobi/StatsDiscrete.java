package dev.jacobi;

import dev.jacobi.array.scipy.Discrete;

/** Functions of {@link Stats}: distributions of counts. */
abstract class StatsDiscrete extends StatsGumbelLeast {
    /**
     * The probability of one trial.
     *
     * @param k whole numbers
     * @param p probabilities of success
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray bernoulliPmf(NDArray k, NDArray p) {
        return Discrete.BERNOULLI_PMF.of(k, p);
    }

    /**
     * The probability of one trial for known parameters.
     *
     * @param k whole numbers
     * @param p probabilities of success
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray bernoulliPmf(NDArray k, double p) {
        return bernoulliPmf(k, NDArray.scalar(p));
    }

    /**
     * The probability of one trial, moved.
     *
     * @param k whole numbers
     * @param p probabilities of success
     * @param loc what it is moved by
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray bernoulliPmf(NDArray k, NDArray p, NDArray loc) {
        return Discrete.BERNOULLI_PMF.of(k.minus(loc), p);
    }

    /**
     * The logarithm of the probability of one trial.
     *
     * @param k whole numbers
     * @param p probabilities of success
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray bernoulliLogpmf(NDArray k, NDArray p) {
        return Discrete.BERNOULLI_LOGPMF.of(k, p);
    }

    /**
     * The logarithm of the probability of one trial for known parameters.
     *
     * @param k whole numbers
     * @param p probabilities of success
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray bernoulliLogpmf(NDArray k, double p) {
        return bernoulliLogpmf(k, NDArray.scalar(p));
    }

    /**
     * The logarithm of the probability of one trial, moved.
     *
     * @param k whole numbers
     * @param p probabilities of success
     * @param loc what it is moved by
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray bernoulliLogpmf(NDArray k, NDArray p, NDArray loc) {
        return Discrete.BERNOULLI_LOGPMF.of(k.minus(loc), p);
    }

    /**
     * The distribution function of one trial.
     *
     * @param k whole numbers
     * @param p probabilities of success
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray bernoulliCdf(NDArray k, NDArray p) {
        return Discrete.BERNOULLI_CDF.of(k, p);
    }

    /**
     * The distribution function of one trial for known parameters.
     *
     * @param k whole numbers
     * @param p probabilities of success
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray bernoulliCdf(NDArray k, double p) {
        return bernoulliCdf(k, NDArray.scalar(p));
    }

    /**
     * The distribution function of one trial, moved.
     *
     * @param k whole numbers
     * @param p probabilities of success
     * @param loc what it is moved by
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray bernoulliCdf(NDArray k, NDArray p, NDArray loc) {
        return Discrete.BERNOULLI_CDF.of(k.minus(loc), p);
    }

    /**
     * The quantiles, the inverse of the distribution function, of one trial.
     *
     * @param q probabilities
     * @param p probabilities of success
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray bernoulliPpf(NDArray q, NDArray p) {
        return Discrete.BERNOULLI_PPF.of(q, p);
    }

    /**
     * The quantiles, the inverse of the distribution function, of one trial for known parameters.
     *
     * @param q probabilities
     * @param p probabilities of success
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray bernoulliPpf(NDArray q, double p) {
        return bernoulliPpf(q, NDArray.scalar(p));
    }

    /**
     * The probability of the number of successes in trials.
     *
     * @param k whole numbers
     * @param n numbers of trials
     * @param p probabilities of success
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray binomPmf(NDArray k, NDArray n, NDArray p) {
        return Discrete.BINOM_PMF.of(k, n, p);
    }

    /**
     * The probability of the number of successes in trials for known parameters.
     *
     * @param k whole numbers
     * @param n numbers of trials
     * @param p probabilities of success
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray binomPmf(NDArray k, double n, double p) {
        return binomPmf(k, NDArray.scalar(n), NDArray.scalar(p));
    }

    /**
     * The probability of the number of successes in trials for a known number of trials.
     *
     * @param k whole numbers
     * @param n the number of trials
     * @param p probabilities of success
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray binomPmf(NDArray k, double n, NDArray p) {
        return binomPmf(k, NDArray.scalar(n), p);
    }

    /**
     * The probability of the number of successes in trials, moved.
     *
     * @param k whole numbers
     * @param n numbers of trials
     * @param p probabilities of success
     * @param loc what it is moved by
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray binomPmf(NDArray k, NDArray n, NDArray p, NDArray loc) {
        return Discrete.BINOM_PMF.of(k.minus(loc), n, p);
    }

    /**
     * The logarithm of the probability of the number of successes in trials.
     *
     * @param k whole numbers
     * @param n numbers of trials
     * @param p probabilities of success
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray binomLogpmf(NDArray k, NDArray n, NDArray p) {
        return Discrete.BINOM_LOGPMF.of(k, n, p);
    }

    /**
     * The logarithm of the probability of the number of successes in trials for known parameters.
     *
     * @param k whole numbers
     * @param n numbers of trials
     * @param p probabilities of success
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray binomLogpmf(NDArray k, double n, double p) {
        return binomLogpmf(k, NDArray.scalar(n), NDArray.scalar(p));
    }

    /**
     * The logarithm of the probability of the number of successes in trials for a known number of trials.
     *
     * @param k whole numbers
     * @param n the number of trials
     * @param p probabilities of success
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray binomLogpmf(NDArray k, double n, NDArray p) {
        return binomLogpmf(k, NDArray.scalar(n), p);
    }

    /**
     * The logarithm of the probability of the number of successes in trials, moved.
     *
     * @param k whole numbers
     * @param n numbers of trials
     * @param p probabilities of success
     * @param loc what it is moved by
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray binomLogpmf(NDArray k, NDArray n, NDArray p, NDArray loc) {
        return Discrete.BINOM_LOGPMF.of(k.minus(loc), n, p);
    }

    /**
     * The probability of Poisson's distribution.
     *
     * @param k whole numbers
     * @param mu means
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray poissonPmf(NDArray k, NDArray mu) {
        return Discrete.POISSON_PMF.of(k, mu);
    }

    /**
     * The probability of Poisson's distribution for known parameters.
     *
     * @param k whole numbers
     * @param mu means
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray poissonPmf(NDArray k, double mu) {
        return poissonPmf(k, NDArray.scalar(mu));
    }

    /**
     * The probability of Poisson's distribution, moved.
     *
     * @param k whole numbers
     * @param mu means
     * @param loc what it is moved by
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray poissonPmf(NDArray k, NDArray mu, NDArray loc) {
        return Discrete.POISSON_PMF.of(k.minus(loc), mu);
    }

    /**
     * The logarithm of the probability of Poisson's distribution.
     *
     * @param k whole numbers
     * @param mu means
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray poissonLogpmf(NDArray k, NDArray mu) {
        return Discrete.POISSON_LOGPMF.of(k, mu);
    }

    /**
     * The logarithm of the probability of Poisson's distribution for known parameters.
     *
     * @param k whole numbers
     * @param mu means
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray poissonLogpmf(NDArray k, double mu) {
        return poissonLogpmf(k, NDArray.scalar(mu));
    }

    /**
     * The logarithm of the probability of Poisson's distribution, moved.
     *
     * @param k whole numbers
     * @param mu means
     * @param loc what it is moved by
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray poissonLogpmf(NDArray k, NDArray mu, NDArray loc) {
        return Discrete.POISSON_LOGPMF.of(k.minus(loc), mu);
    }

    /**
     * The distribution function of Poisson's distribution.
     *
     * @param k whole numbers
     * @param mu means
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray poissonCdf(NDArray k, NDArray mu) {
        return Discrete.POISSON_CDF.of(k, mu);
    }

    /**
     * The distribution function of Poisson's distribution for known parameters.
     *
     * @param k whole numbers
     * @param mu means
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray poissonCdf(NDArray k, double mu) {
        return poissonCdf(k, NDArray.scalar(mu));
    }

    /**
     * The distribution function of Poisson's distribution, moved.
     *
     * @param k whole numbers
     * @param mu means
     * @param loc what it is moved by
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray poissonCdf(NDArray k, NDArray mu, NDArray loc) {
        return Discrete.POISSON_CDF.of(k.minus(loc), mu);
    }
}
