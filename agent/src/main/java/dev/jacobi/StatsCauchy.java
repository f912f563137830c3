package dev.jacobi;

import dev.jacobi.array.scipy.ContinuousLaws;

/** Functions of {@link Stats}: Cauchy's distribution. */
abstract class StatsCauchy extends StatsExponential {
    /**
     * The density of Cauchy's distribution in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray cauchyPdf(NDArray x) {
        return ContinuousLaws.CAUCHY_PDF.standard(x);
    }

    /**
     * The density of Cauchy's distribution, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray cauchyPdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.CAUCHY_PDF.of(x, loc, scale);
    }

    /**
     * The density of Cauchy's distribution, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray cauchyPdf(NDArray x, double loc, double scale) {
        return cauchyPdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The logarithm of the density of Cauchy's distribution in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray cauchyLogpdf(NDArray x) {
        return ContinuousLaws.CAUCHY_LOGPDF.standard(x);
    }

    /**
     * The logarithm of the density of Cauchy's distribution, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray cauchyLogpdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.CAUCHY_LOGPDF.of(x, loc, scale);
    }

    /**
     * The logarithm of the density of Cauchy's distribution, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray cauchyLogpdf(NDArray x, double loc, double scale) {
        return cauchyLogpdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The distribution function of Cauchy's distribution in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray cauchyCdf(NDArray x) {
        return ContinuousLaws.CAUCHY_CDF.standard(x);
    }

    /**
     * The distribution function of Cauchy's distribution, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray cauchyCdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.CAUCHY_CDF.of(x, loc, scale);
    }

    /**
     * The distribution function of Cauchy's distribution, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray cauchyCdf(NDArray x, double loc, double scale) {
        return cauchyCdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The logarithm of the distribution function of Cauchy's distribution in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray cauchyLogcdf(NDArray x) {
        return ContinuousLaws.CAUCHY_LOGCDF.standard(x);
    }

    /**
     * The logarithm of the distribution function of Cauchy's distribution, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray cauchyLogcdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.CAUCHY_LOGCDF.of(x, loc, scale);
    }

    /**
     * The logarithm of the distribution function of Cauchy's distribution, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray cauchyLogcdf(NDArray x, double loc, double scale) {
        return cauchyLogcdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The survival function, 1 - cdf, of Cauchy's distribution in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray cauchySf(NDArray x) {
        return ContinuousLaws.CAUCHY_SF.standard(x);
    }

    /**
     * The survival function, 1 - cdf, of Cauchy's distribution, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray cauchySf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.CAUCHY_SF.of(x, loc, scale);
    }

    /**
     * The survival function, 1 - cdf, of Cauchy's distribution, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray cauchySf(NDArray x, double loc, double scale) {
        return cauchySf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The logarithm of the survival function of Cauchy's distribution in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray cauchyLogsf(NDArray x) {
        return ContinuousLaws.CAUCHY_LOGSF.standard(x);
    }

    /**
     * The logarithm of the survival function of Cauchy's distribution, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray cauchyLogsf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.CAUCHY_LOGSF.of(x, loc, scale);
    }

    /**
     * The logarithm of the survival function of Cauchy's distribution, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray cauchyLogsf(NDArray x, double loc, double scale) {
        return cauchyLogsf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The quantiles, the inverse of the distribution function, of Cauchy's distribution in its standard form.
     *
     * @param q probabilities
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray cauchyPpf(NDArray q) {
        return ContinuousLaws.CAUCHY_PPF.standard(q);
    }

    /**
     * The quantiles, the inverse of the distribution function, of Cauchy's distribution, moved and scaled.
     *
     * @param q probabilities
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray cauchyPpf(NDArray q, NDArray loc, NDArray scale) {
        return ContinuousLaws.CAUCHY_PPF.of(q, loc, scale);
    }

    /**
     * The quantiles, the inverse of the distribution function, of Cauchy's distribution, moved and scaled by numbers.
     *
     * @param q probabilities
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray cauchyPpf(NDArray q, double loc, double scale) {
        return cauchyPpf(q, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The inverse of the survival function of Cauchy's distribution in its standard form.
     *
     * @param q probabilities
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray cauchyIsf(NDArray q) {
        return ContinuousLaws.CAUCHY_ISF.standard(q);
    }

    /**
     * The inverse of the survival function of Cauchy's distribution, moved and scaled.
     *
     * @param q probabilities
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray cauchyIsf(NDArray q, NDArray loc, NDArray scale) {
        return ContinuousLaws.CAUCHY_ISF.of(q, loc, scale);
    }

    /**
     * The inverse of the survival function of Cauchy's distribution, moved and scaled by numbers.
     *
     * @param q probabilities
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray cauchyIsf(NDArray q, double loc, double scale) {
        return cauchyIsf(q, NDArray.scalar(loc), NDArray.scalar(scale));
    }
}
