package dev.jacobi;

import dev.jacobi.array.scipy.ContinuousLaws;

/** Functions of {@link Stats}: the normal and the uniform distribution. */
abstract class StatsNormal {
    /**
     * The density of the normal distribution in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray normPdf(NDArray x) {
        return ContinuousLaws.NORM_PDF.standard(x);
    }

    /**
     * The density of the normal distribution, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray normPdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.NORM_PDF.of(x, loc, scale);
    }

    /**
     * The density of the normal distribution, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray normPdf(NDArray x, double loc, double scale) {
        return normPdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The logarithm of the density of the normal distribution in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray normLogpdf(NDArray x) {
        return ContinuousLaws.NORM_LOGPDF.standard(x);
    }

    /**
     * The logarithm of the density of the normal distribution, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray normLogpdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.NORM_LOGPDF.of(x, loc, scale);
    }

    /**
     * The logarithm of the density of the normal distribution, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray normLogpdf(NDArray x, double loc, double scale) {
        return normLogpdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The distribution function of the normal distribution in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray normCdf(NDArray x) {
        return ContinuousLaws.NORM_CDF.standard(x);
    }

    /**
     * The distribution function of the normal distribution, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray normCdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.NORM_CDF.of(x, loc, scale);
    }

    /**
     * The distribution function of the normal distribution, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray normCdf(NDArray x, double loc, double scale) {
        return normCdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The logarithm of the distribution function of the normal distribution in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray normLogcdf(NDArray x) {
        return ContinuousLaws.NORM_LOGCDF.standard(x);
    }

    /**
     * The logarithm of the distribution function of the normal distribution, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray normLogcdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.NORM_LOGCDF.of(x, loc, scale);
    }

    /**
     * The logarithm of the distribution function of the normal distribution, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray normLogcdf(NDArray x, double loc, double scale) {
        return normLogcdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The survival function, 1 - cdf, of the normal distribution in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray normSf(NDArray x) {
        return ContinuousLaws.NORM_SF.standard(x);
    }

    /**
     * The survival function, 1 - cdf, of the normal distribution, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray normSf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.NORM_SF.of(x, loc, scale);
    }

    /**
     * The survival function, 1 - cdf, of the normal distribution, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray normSf(NDArray x, double loc, double scale) {
        return normSf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The logarithm of the survival function of the normal distribution in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray normLogsf(NDArray x) {
        return ContinuousLaws.NORM_LOGSF.standard(x);
    }

    /**
     * The logarithm of the survival function of the normal distribution, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray normLogsf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.NORM_LOGSF.of(x, loc, scale);
    }

    /**
     * The logarithm of the survival function of the normal distribution, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray normLogsf(NDArray x, double loc, double scale) {
        return normLogsf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The quantiles, the inverse of the distribution function, of the normal distribution in its standard form.
     *
     * @param q probabilities
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray normPpf(NDArray q) {
        return ContinuousLaws.NORM_PPF.standard(q);
    }

    /**
     * The quantiles, the inverse of the distribution function, of the normal distribution, moved and scaled.
     *
     * @param q probabilities
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray normPpf(NDArray q, NDArray loc, NDArray scale) {
        return ContinuousLaws.NORM_PPF.of(q, loc, scale);
    }

    /**
     * The quantiles, the inverse of the distribution function, of the normal distribution, moved and scaled by numbers.
     *
     * @param q probabilities
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray normPpf(NDArray q, double loc, double scale) {
        return normPpf(q, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The inverse of the survival function of the normal distribution in its standard form.
     *
     * @param q probabilities
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray normIsf(NDArray q) {
        return ContinuousLaws.NORM_ISF.standard(q);
    }

    /**
     * The inverse of the survival function of the normal distribution, moved and scaled.
     *
     * @param q probabilities
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray normIsf(NDArray q, NDArray loc, NDArray scale) {
        return ContinuousLaws.NORM_ISF.of(q, loc, scale);
    }

    /**
     * The inverse of the survival function of the normal distribution, moved and scaled by numbers.
     *
     * @param q probabilities
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray normIsf(NDArray q, double loc, double scale) {
        return normIsf(q, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The density of the uniform distribution between 0 and 1 in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray uniformPdf(NDArray x) {
        return ContinuousLaws.UNIFORM_PDF.standard(x);
    }

    /**
     * The density of the uniform distribution between 0 and 1, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray uniformPdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.UNIFORM_PDF.of(x, loc, scale);
    }

    /**
     * The density of the uniform distribution between 0 and 1, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray uniformPdf(NDArray x, double loc, double scale) {
        return uniformPdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The logarithm of the density of the uniform distribution between 0 and 1 in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray uniformLogpdf(NDArray x) {
        return ContinuousLaws.UNIFORM_LOGPDF.standard(x);
    }

    /**
     * The logarithm of the density of the uniform distribution between 0 and 1, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray uniformLogpdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.UNIFORM_LOGPDF.of(x, loc, scale);
    }

    /**
     * The logarithm of the density of the uniform distribution between 0 and 1, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray uniformLogpdf(NDArray x, double loc, double scale) {
        return uniformLogpdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The distribution function of the uniform distribution between 0 and 1 in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray uniformCdf(NDArray x) {
        return ContinuousLaws.UNIFORM_CDF.standard(x);
    }

    /**
     * The distribution function of the uniform distribution between 0 and 1, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray uniformCdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.UNIFORM_CDF.of(x, loc, scale);
    }

    /**
     * The distribution function of the uniform distribution between 0 and 1, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray uniformCdf(NDArray x, double loc, double scale) {
        return uniformCdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The quantiles, the inverse of the distribution function, of the uniform distribution between 0 and 1 in its standard form.
     *
     * @param q probabilities
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray uniformPpf(NDArray q) {
        return ContinuousLaws.UNIFORM_PPF.standard(q);
    }

    /**
     * The quantiles, the inverse of the distribution function, of the uniform distribution between 0 and 1, moved and scaled.
     *
     * @param q probabilities
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray uniformPpf(NDArray q, NDArray loc, NDArray scale) {
        return ContinuousLaws.UNIFORM_PPF.of(q, loc, scale);
    }

    /**
     * The quantiles, the inverse of the distribution function, of the uniform distribution between 0 and 1, moved and scaled by numbers.
     *
     * @param q probabilities
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray uniformPpf(NDArray q, double loc, double scale) {
        return uniformPpf(q, NDArray.scalar(loc), NDArray.scalar(scale));
    }
}
