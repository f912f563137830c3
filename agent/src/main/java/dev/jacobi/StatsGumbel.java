package dev.jacobi;

import dev.jacobi.array.scipy.ContinuousLaws;

/** Functions of {@link Stats}: Gumbel's distribution of greatest values. */
abstract class StatsGumbel extends StatsAngles {
    /**
     * The density of Gumbel's distribution of greatest values in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelRPdf(NDArray x) {
        return ContinuousLaws.GUMBEL_R_PDF.standard(x);
    }

    /**
     * The density of Gumbel's distribution of greatest values, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gumbelRPdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.GUMBEL_R_PDF.of(x, loc, scale);
    }

    /**
     * The density of Gumbel's distribution of greatest values, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelRPdf(NDArray x, double loc, double scale) {
        return gumbelRPdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The logarithm of the density of Gumbel's distribution of greatest values in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelRLogpdf(NDArray x) {
        return ContinuousLaws.GUMBEL_R_LOGPDF.standard(x);
    }

    /**
     * The logarithm of the density of Gumbel's distribution of greatest values, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gumbelRLogpdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.GUMBEL_R_LOGPDF.of(x, loc, scale);
    }

    /**
     * The logarithm of the density of Gumbel's distribution of greatest values, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelRLogpdf(NDArray x, double loc, double scale) {
        return gumbelRLogpdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The distribution function of Gumbel's distribution of greatest values in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelRCdf(NDArray x) {
        return ContinuousLaws.GUMBEL_R_CDF.standard(x);
    }

    /**
     * The distribution function of Gumbel's distribution of greatest values, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gumbelRCdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.GUMBEL_R_CDF.of(x, loc, scale);
    }

    /**
     * The distribution function of Gumbel's distribution of greatest values, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelRCdf(NDArray x, double loc, double scale) {
        return gumbelRCdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The logarithm of the distribution function of Gumbel's distribution of greatest values in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelRLogcdf(NDArray x) {
        return ContinuousLaws.GUMBEL_R_LOGCDF.standard(x);
    }

    /**
     * The logarithm of the distribution function of Gumbel's distribution of greatest values, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gumbelRLogcdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.GUMBEL_R_LOGCDF.of(x, loc, scale);
    }

    /**
     * The logarithm of the distribution function of Gumbel's distribution of greatest values, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelRLogcdf(NDArray x, double loc, double scale) {
        return gumbelRLogcdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The survival function, 1 - cdf, of Gumbel's distribution of greatest values in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelRSf(NDArray x) {
        return ContinuousLaws.GUMBEL_R_SF.standard(x);
    }

    /**
     * The survival function, 1 - cdf, of Gumbel's distribution of greatest values, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gumbelRSf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.GUMBEL_R_SF.of(x, loc, scale);
    }

    /**
     * The survival function, 1 - cdf, of Gumbel's distribution of greatest values, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelRSf(NDArray x, double loc, double scale) {
        return gumbelRSf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The logarithm of the survival function of Gumbel's distribution of greatest values in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelRLogsf(NDArray x) {
        return ContinuousLaws.GUMBEL_R_LOGSF.standard(x);
    }

    /**
     * The logarithm of the survival function of Gumbel's distribution of greatest values, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gumbelRLogsf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.GUMBEL_R_LOGSF.of(x, loc, scale);
    }

    /**
     * The logarithm of the survival function of Gumbel's distribution of greatest values, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelRLogsf(NDArray x, double loc, double scale) {
        return gumbelRLogsf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The quantiles, the inverse of the distribution function, of Gumbel's distribution of greatest values in its standard form.
     *
     * @param q probabilities
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelRPpf(NDArray q) {
        return ContinuousLaws.GUMBEL_R_PPF.standard(q);
    }

    /**
     * The quantiles, the inverse of the distribution function, of Gumbel's distribution of greatest values, moved and scaled.
     *
     * @param q probabilities
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gumbelRPpf(NDArray q, NDArray loc, NDArray scale) {
        return ContinuousLaws.GUMBEL_R_PPF.of(q, loc, scale);
    }

    /**
     * The quantiles, the inverse of the distribution function, of Gumbel's distribution of greatest values, moved and scaled by numbers.
     *
     * @param q probabilities
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelRPpf(NDArray q, double loc, double scale) {
        return gumbelRPpf(q, NDArray.scalar(loc), NDArray.scalar(scale));
    }
}
