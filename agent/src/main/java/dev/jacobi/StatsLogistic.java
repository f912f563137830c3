package dev.jacobi;

import dev.jacobi.array.scipy.ContinuousLaws;

/** Functions of {@link Stats}: the logistic distribution and that of Student. */
abstract class StatsLogistic extends StatsCauchy {
    /**
     * The density of the logistic distribution in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray logisticPdf(NDArray x) {
        return ContinuousLaws.LOGISTIC_PDF.standard(x);
    }

    /**
     * The density of the logistic distribution, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray logisticPdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.LOGISTIC_PDF.of(x, loc, scale);
    }

    /**
     * The density of the logistic distribution, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray logisticPdf(NDArray x, double loc, double scale) {
        return logisticPdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The logarithm of the density of the logistic distribution in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray logisticLogpdf(NDArray x) {
        return ContinuousLaws.LOGISTIC_LOGPDF.standard(x);
    }

    /**
     * The logarithm of the density of the logistic distribution, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray logisticLogpdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.LOGISTIC_LOGPDF.of(x, loc, scale);
    }

    /**
     * The logarithm of the density of the logistic distribution, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray logisticLogpdf(NDArray x, double loc, double scale) {
        return logisticLogpdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The distribution function of the logistic distribution in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray logisticCdf(NDArray x) {
        return ContinuousLaws.LOGISTIC_CDF.standard(x);
    }

    /**
     * The distribution function of the logistic distribution, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray logisticCdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.LOGISTIC_CDF.of(x, loc, scale);
    }

    /**
     * The distribution function of the logistic distribution, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray logisticCdf(NDArray x, double loc, double scale) {
        return logisticCdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The survival function, 1 - cdf, of the logistic distribution in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray logisticSf(NDArray x) {
        return ContinuousLaws.LOGISTIC_SF.standard(x);
    }

    /**
     * The survival function, 1 - cdf, of the logistic distribution, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray logisticSf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.LOGISTIC_SF.of(x, loc, scale);
    }

    /**
     * The survival function, 1 - cdf, of the logistic distribution, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray logisticSf(NDArray x, double loc, double scale) {
        return logisticSf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The quantiles, the inverse of the distribution function, of the logistic distribution in its standard form.
     *
     * @param q probabilities
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray logisticPpf(NDArray q) {
        return ContinuousLaws.LOGISTIC_PPF.standard(q);
    }

    /**
     * The quantiles, the inverse of the distribution function, of the logistic distribution, moved and scaled.
     *
     * @param q probabilities
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray logisticPpf(NDArray q, NDArray loc, NDArray scale) {
        return ContinuousLaws.LOGISTIC_PPF.of(q, loc, scale);
    }

    /**
     * The quantiles, the inverse of the distribution function, of the logistic distribution, moved and scaled by numbers.
     *
     * @param q probabilities
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray logisticPpf(NDArray q, double loc, double scale) {
        return logisticPpf(q, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The inverse of the survival function of the logistic distribution in its standard form.
     *
     * @param q probabilities
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray logisticIsf(NDArray q) {
        return ContinuousLaws.LOGISTIC_ISF.standard(q);
    }

    /**
     * The inverse of the survival function of the logistic distribution, moved and scaled.
     *
     * @param q probabilities
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray logisticIsf(NDArray q, NDArray loc, NDArray scale) {
        return ContinuousLaws.LOGISTIC_ISF.of(q, loc, scale);
    }

    /**
     * The inverse of the survival function of the logistic distribution, moved and scaled by numbers.
     *
     * @param q probabilities
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray logisticIsf(NDArray q, double loc, double scale) {
        return logisticIsf(q, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The density of Student's distribution.
     *
     * @param x numbers
     * @param df degrees of freedom, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray tPdf(NDArray x, NDArray df) {
        return ContinuousLaws.T_PDF.standard(x, df);
    }

    /**
     * The density of Student's distribution for known parameters.
     *
     * @param x numbers
     * @param df degrees of freedom, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray tPdf(NDArray x, double df) {
        return tPdf(x, NDArray.scalar(df));
    }

    /**
     * The density of Student's distribution, moved and scaled.
     *
     * @param x numbers
     * @param df degrees of freedom, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray tPdf(NDArray x, NDArray df, NDArray loc, NDArray scale) {
        return ContinuousLaws.T_PDF.of(x, loc, scale, df);
    }

    /**
     * The logarithm of the density of Student's distribution.
     *
     * @param x numbers
     * @param df degrees of freedom, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray tLogpdf(NDArray x, NDArray df) {
        return ContinuousLaws.T_LOGPDF.standard(x, df);
    }

    /**
     * The logarithm of the density of Student's distribution for known parameters.
     *
     * @param x numbers
     * @param df degrees of freedom, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray tLogpdf(NDArray x, double df) {
        return tLogpdf(x, NDArray.scalar(df));
    }

    /**
     * The logarithm of the density of Student's distribution, moved and scaled.
     *
     * @param x numbers
     * @param df degrees of freedom, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray tLogpdf(NDArray x, NDArray df, NDArray loc, NDArray scale) {
        return ContinuousLaws.T_LOGPDF.of(x, loc, scale, df);
    }
}
