package dev.jacobi;

import dev.jacobi.array.scipy.ContinuousLaws;

/** Functions of {@link Stats}: the chi-squared distribution. */
abstract class StatsChi2 extends StatsGamma {
    /**
     * The density of the chi-squared distribution.
     *
     * @param x numbers
     * @param df degrees of freedom, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray chi2Pdf(NDArray x, NDArray df) {
        return ContinuousLaws.CHI2_PDF.standard(x, df);
    }

    /**
     * The density of the chi-squared distribution for known parameters.
     *
     * @param x numbers
     * @param df degrees of freedom, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray chi2Pdf(NDArray x, double df) {
        return chi2Pdf(x, NDArray.scalar(df));
    }

    /**
     * The density of the chi-squared distribution, moved and scaled.
     *
     * @param x numbers
     * @param df degrees of freedom, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray chi2Pdf(NDArray x, NDArray df, NDArray loc, NDArray scale) {
        return ContinuousLaws.CHI2_PDF.of(x, loc, scale, df);
    }

    /**
     * The logarithm of the density of the chi-squared distribution.
     *
     * @param x numbers
     * @param df degrees of freedom, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray chi2Logpdf(NDArray x, NDArray df) {
        return ContinuousLaws.CHI2_LOGPDF.standard(x, df);
    }

    /**
     * The logarithm of the density of the chi-squared distribution for known parameters.
     *
     * @param x numbers
     * @param df degrees of freedom, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray chi2Logpdf(NDArray x, double df) {
        return chi2Logpdf(x, NDArray.scalar(df));
    }

    /**
     * The logarithm of the density of the chi-squared distribution, moved and scaled.
     *
     * @param x numbers
     * @param df degrees of freedom, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray chi2Logpdf(NDArray x, NDArray df, NDArray loc, NDArray scale) {
        return ContinuousLaws.CHI2_LOGPDF.of(x, loc, scale, df);
    }

    /**
     * The distribution function of the chi-squared distribution.
     *
     * @param x numbers
     * @param df degrees of freedom, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray chi2Cdf(NDArray x, NDArray df) {
        return ContinuousLaws.CHI2_CDF.standard(x, df);
    }

    /**
     * The distribution function of the chi-squared distribution for known parameters.
     *
     * @param x numbers
     * @param df degrees of freedom, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray chi2Cdf(NDArray x, double df) {
        return chi2Cdf(x, NDArray.scalar(df));
    }

    /**
     * The distribution function of the chi-squared distribution, moved and scaled.
     *
     * @param x numbers
     * @param df degrees of freedom, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray chi2Cdf(NDArray x, NDArray df, NDArray loc, NDArray scale) {
        return ContinuousLaws.CHI2_CDF.of(x, loc, scale, df);
    }

    /**
     * The logarithm of the distribution function of the chi-squared distribution.
     *
     * @param x numbers
     * @param df degrees of freedom, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray chi2Logcdf(NDArray x, NDArray df) {
        return ContinuousLaws.CHI2_LOGCDF.standard(x, df);
    }

    /**
     * The logarithm of the distribution function of the chi-squared distribution for known parameters.
     *
     * @param x numbers
     * @param df degrees of freedom, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray chi2Logcdf(NDArray x, double df) {
        return chi2Logcdf(x, NDArray.scalar(df));
    }

    /**
     * The logarithm of the distribution function of the chi-squared distribution, moved and scaled.
     *
     * @param x numbers
     * @param df degrees of freedom, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray chi2Logcdf(NDArray x, NDArray df, NDArray loc, NDArray scale) {
        return ContinuousLaws.CHI2_LOGCDF.of(x, loc, scale, df);
    }

    /**
     * The survival function, 1 - cdf, of the chi-squared distribution.
     *
     * @param x numbers
     * @param df degrees of freedom, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray chi2Sf(NDArray x, NDArray df) {
        return ContinuousLaws.CHI2_SF.standard(x, df);
    }

    /**
     * The survival function, 1 - cdf, of the chi-squared distribution for known parameters.
     *
     * @param x numbers
     * @param df degrees of freedom, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray chi2Sf(NDArray x, double df) {
        return chi2Sf(x, NDArray.scalar(df));
    }

    /**
     * The survival function, 1 - cdf, of the chi-squared distribution, moved and scaled.
     *
     * @param x numbers
     * @param df degrees of freedom, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray chi2Sf(NDArray x, NDArray df, NDArray loc, NDArray scale) {
        return ContinuousLaws.CHI2_SF.of(x, loc, scale, df);
    }

    /**
     * The logarithm of the survival function of the chi-squared distribution.
     *
     * @param x numbers
     * @param df degrees of freedom, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray chi2Logsf(NDArray x, NDArray df) {
        return ContinuousLaws.CHI2_LOGSF.standard(x, df);
    }

    /**
     * The logarithm of the survival function of the chi-squared distribution for known parameters.
     *
     * @param x numbers
     * @param df degrees of freedom, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray chi2Logsf(NDArray x, double df) {
        return chi2Logsf(x, NDArray.scalar(df));
    }

    /**
     * The logarithm of the survival function of the chi-squared distribution, moved and scaled.
     *
     * @param x numbers
     * @param df degrees of freedom, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray chi2Logsf(NDArray x, NDArray df, NDArray loc, NDArray scale) {
        return ContinuousLaws.CHI2_LOGSF.of(x, loc, scale, df);
    }
}
