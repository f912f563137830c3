package dev.jacobi;

import dev.jacobi.array.scipy.ContinuousLaws;

/** Functions of {@link Stats}: exponential and Laplacian distributions. */
abstract class StatsExponential extends StatsNormal {
    /**
     * The density of the exponential distribution in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray exponPdf(NDArray x) {
        return ContinuousLaws.EXPON_PDF.standard(x);
    }

    /**
     * The density of the exponential distribution, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray exponPdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.EXPON_PDF.of(x, loc, scale);
    }

    /**
     * The density of the exponential distribution, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray exponPdf(NDArray x, double loc, double scale) {
        return exponPdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The logarithm of the density of the exponential distribution in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray exponLogpdf(NDArray x) {
        return ContinuousLaws.EXPON_LOGPDF.standard(x);
    }

    /**
     * The logarithm of the density of the exponential distribution, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray exponLogpdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.EXPON_LOGPDF.of(x, loc, scale);
    }

    /**
     * The logarithm of the density of the exponential distribution, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray exponLogpdf(NDArray x, double loc, double scale) {
        return exponLogpdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The distribution function of the exponential distribution in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray exponCdf(NDArray x) {
        return ContinuousLaws.EXPON_CDF.standard(x);
    }

    /**
     * The distribution function of the exponential distribution, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray exponCdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.EXPON_CDF.of(x, loc, scale);
    }

    /**
     * The distribution function of the exponential distribution, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray exponCdf(NDArray x, double loc, double scale) {
        return exponCdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The logarithm of the distribution function of the exponential distribution in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray exponLogcdf(NDArray x) {
        return ContinuousLaws.EXPON_LOGCDF.standard(x);
    }

    /**
     * The logarithm of the distribution function of the exponential distribution, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray exponLogcdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.EXPON_LOGCDF.of(x, loc, scale);
    }

    /**
     * The logarithm of the distribution function of the exponential distribution, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray exponLogcdf(NDArray x, double loc, double scale) {
        return exponLogcdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The survival function, 1 - cdf, of the exponential distribution in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray exponSf(NDArray x) {
        return ContinuousLaws.EXPON_SF.standard(x);
    }

    /**
     * The survival function, 1 - cdf, of the exponential distribution, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray exponSf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.EXPON_SF.of(x, loc, scale);
    }

    /**
     * The survival function, 1 - cdf, of the exponential distribution, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray exponSf(NDArray x, double loc, double scale) {
        return exponSf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The logarithm of the survival function of the exponential distribution in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray exponLogsf(NDArray x) {
        return ContinuousLaws.EXPON_LOGSF.standard(x);
    }

    /**
     * The logarithm of the survival function of the exponential distribution, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray exponLogsf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.EXPON_LOGSF.of(x, loc, scale);
    }

    /**
     * The logarithm of the survival function of the exponential distribution, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray exponLogsf(NDArray x, double loc, double scale) {
        return exponLogsf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The quantiles, the inverse of the distribution function, of the exponential distribution in its standard form.
     *
     * @param q probabilities
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray exponPpf(NDArray q) {
        return ContinuousLaws.EXPON_PPF.standard(q);
    }

    /**
     * The quantiles, the inverse of the distribution function, of the exponential distribution, moved and scaled.
     *
     * @param q probabilities
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray exponPpf(NDArray q, NDArray loc, NDArray scale) {
        return ContinuousLaws.EXPON_PPF.of(q, loc, scale);
    }

    /**
     * The quantiles, the inverse of the distribution function, of the exponential distribution, moved and scaled by numbers.
     *
     * @param q probabilities
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray exponPpf(NDArray q, double loc, double scale) {
        return exponPpf(q, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The density of Laplace's distribution in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray laplacePdf(NDArray x) {
        return ContinuousLaws.LAPLACE_PDF.standard(x);
    }

    /**
     * The density of Laplace's distribution, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray laplacePdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.LAPLACE_PDF.of(x, loc, scale);
    }

    /**
     * The density of Laplace's distribution, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray laplacePdf(NDArray x, double loc, double scale) {
        return laplacePdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The logarithm of the density of Laplace's distribution in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray laplaceLogpdf(NDArray x) {
        return ContinuousLaws.LAPLACE_LOGPDF.standard(x);
    }

    /**
     * The logarithm of the density of Laplace's distribution, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray laplaceLogpdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.LAPLACE_LOGPDF.of(x, loc, scale);
    }

    /**
     * The logarithm of the density of Laplace's distribution, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray laplaceLogpdf(NDArray x, double loc, double scale) {
        return laplaceLogpdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The distribution function of Laplace's distribution in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray laplaceCdf(NDArray x) {
        return ContinuousLaws.LAPLACE_CDF.standard(x);
    }

    /**
     * The distribution function of Laplace's distribution, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray laplaceCdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.LAPLACE_CDF.of(x, loc, scale);
    }

    /**
     * The distribution function of Laplace's distribution, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray laplaceCdf(NDArray x, double loc, double scale) {
        return laplaceCdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }
}
