package dev.jacobi;

import dev.jacobi.array.scipy.Discrete;

/** Functions of {@link Stats}: more distributions of counts. */
abstract class StatsCounts extends StatsDiscrete {
    /**
     * The probability of the number of trials up to the first success.
     *
     * @param k whole numbers
     * @param p probabilities of success
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray geomPmf(NDArray k, NDArray p) {
        return Discrete.GEOM_PMF.of(k, p);
    }

    /**
     * The probability of the number of trials up to the first success for known parameters.
     *
     * @param k whole numbers
     * @param p probabilities of success
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray geomPmf(NDArray k, double p) {
        return geomPmf(k, NDArray.scalar(p));
    }

    /**
     * The probability of the number of trials up to the first success, moved.
     *
     * @param k whole numbers
     * @param p probabilities of success
     * @param loc what it is moved by
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray geomPmf(NDArray k, NDArray p, NDArray loc) {
        return Discrete.GEOM_PMF.of(k.minus(loc), p);
    }

    /**
     * The logarithm of the probability of the number of trials up to the first success.
     *
     * @param k whole numbers
     * @param p probabilities of success
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray geomLogpmf(NDArray k, NDArray p) {
        return Discrete.GEOM_LOGPMF.of(k, p);
    }

    /**
     * The logarithm of the probability of the number of trials up to the first success for known parameters.
     *
     * @param k whole numbers
     * @param p probabilities of success
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray geomLogpmf(NDArray k, double p) {
        return geomLogpmf(k, NDArray.scalar(p));
    }

    /**
     * The logarithm of the probability of the number of trials up to the first success, moved.
     *
     * @param k whole numbers
     * @param p probabilities of success
     * @param loc what it is moved by
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray geomLogpmf(NDArray k, NDArray p, NDArray loc) {
        return Discrete.GEOM_LOGPMF.of(k.minus(loc), p);
    }

    /**
     * The probability of the number of failures before so many successes.
     *
     * @param k whole numbers
     * @param n numbers of successes
     * @param p probabilities of success
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray nbinomPmf(NDArray k, NDArray n, NDArray p) {
        return Discrete.NBINOM_PMF.of(k, n, p);
    }

    /**
     * The probability of the number of failures before so many successes for known parameters.
     *
     * @param k whole numbers
     * @param n numbers of successes
     * @param p probabilities of success
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray nbinomPmf(NDArray k, double n, double p) {
        return nbinomPmf(k, NDArray.scalar(n), NDArray.scalar(p));
    }

    /**
     * The probability of the number of failures before so many successes, moved.
     *
     * @param k whole numbers
     * @param n numbers of successes
     * @param p probabilities of success
     * @param loc what it is moved by
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray nbinomPmf(NDArray k, NDArray n, NDArray p, NDArray loc) {
        return Discrete.NBINOM_PMF.of(k.minus(loc), n, p);
    }

    /**
     * The logarithm of the probability of the number of failures before so many successes.
     *
     * @param k whole numbers
     * @param n numbers of successes
     * @param p probabilities of success
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray nbinomLogpmf(NDArray k, NDArray n, NDArray p) {
        return Discrete.NBINOM_LOGPMF.of(k, n, p);
    }

    /**
     * The logarithm of the probability of the number of failures before so many successes for known parameters.
     *
     * @param k whole numbers
     * @param n numbers of successes
     * @param p probabilities of success
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray nbinomLogpmf(NDArray k, double n, double p) {
        return nbinomLogpmf(k, NDArray.scalar(n), NDArray.scalar(p));
    }

    /**
     * The logarithm of the probability of the number of failures before so many successes, moved.
     *
     * @param k whole numbers
     * @param n numbers of successes
     * @param p probabilities of success
     * @param loc what it is moved by
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray nbinomLogpmf(NDArray k, NDArray n, NDArray p, NDArray loc) {
        return Discrete.NBINOM_LOGPMF.of(k.minus(loc), n, p);
    }

    /**
     * The probability of the number of successes in trials, the probability of which has a beta distribution.
     *
     * @param k whole numbers
     * @param n numbers of trials
     * @param a the first shape, positive numbers
     * @param b the second shape, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray betabinomPmf(NDArray k, NDArray n, NDArray a, NDArray b) {
        return Discrete.BETABINOM_PMF.of(k, n, a, b);
    }

    /**
     * The probability of the number of successes in trials, the probability of which has a beta distribution for known parameters.
     *
     * @param k whole numbers
     * @param n numbers of trials
     * @param a the first shape, positive numbers
     * @param b the second shape, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray betabinomPmf(NDArray k, double n, double a, double b) {
        return betabinomPmf(k, NDArray.scalar(n), NDArray.scalar(a), NDArray.scalar(b));
    }

    /**
     * The probability of the number of successes in trials, the probability of which has a beta distribution for a known number of trials.
     *
     * @param k whole numbers
     * @param n the number of trials
     * @param a the first shape, positive numbers
     * @param b the second shape, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray betabinomPmf(NDArray k, double n, NDArray a, NDArray b) {
        return betabinomPmf(k, NDArray.scalar(n), a, b);
    }

    /**
     * The probability of the number of successes in trials, the probability of which has a beta distribution, moved.
     *
     * @param k whole numbers
     * @param n numbers of trials
     * @param a the first shape, positive numbers
     * @param b the second shape, positive numbers
     * @param loc what it is moved by
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray betabinomPmf(NDArray k, NDArray n, NDArray a, NDArray b, NDArray loc) {
        return Discrete.BETABINOM_PMF.of(k.minus(loc), n, a, b);
    }

    /**
     * The logarithm of the probability of the number of successes in trials, the probability of which has a beta distribution.
     *
     * @param k whole numbers
     * @param n numbers of trials
     * @param a the first shape, positive numbers
     * @param b the second shape, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray betabinomLogpmf(NDArray k, NDArray n, NDArray a, NDArray b) {
        return Discrete.BETABINOM_LOGPMF.of(k, n, a, b);
    }

    /**
     * The logarithm of the probability of the number of successes in trials, the probability of which has a beta distribution for known parameters.
     *
     * @param k whole numbers
     * @param n numbers of trials
     * @param a the first shape, positive numbers
     * @param b the second shape, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray betabinomLogpmf(NDArray k, double n, double a, double b) {
        return betabinomLogpmf(k, NDArray.scalar(n), NDArray.scalar(a), NDArray.scalar(b));
    }

    /**
     * The logarithm of the probability of the number of successes in trials, the probability of which has a beta distribution for a known number of trials.
     *
     * @param k whole numbers
     * @param n the number of trials
     * @param a the first shape, positive numbers
     * @param b the second shape, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray betabinomLogpmf(NDArray k, double n, NDArray a, NDArray b) {
        return betabinomLogpmf(k, NDArray.scalar(n), a, b);
    }

    /**
     * The logarithm of the probability of the number of successes in trials, the probability of which has a beta distribution, moved.
     *
     * @param k whole numbers
     * @param n numbers of trials
     * @param a the first shape, positive numbers
     * @param b the second shape, positive numbers
     * @param loc what it is moved by
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray betabinomLogpmf(NDArray k, NDArray n, NDArray a, NDArray b, NDArray loc) {
        return Discrete.BETABINOM_LOGPMF.of(k.minus(loc), n, a, b);
    }
}
