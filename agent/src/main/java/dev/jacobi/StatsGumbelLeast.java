package dev.jacobi;

import dev.jacobi.array.scipy.ContinuousLaws;

/** Functions of {@link Stats}: Gumbel's distribution of least values. */
abstract class StatsGumbelLeast extends StatsGumbel {
    /**
     * The density of Gumbel's distribution of least values in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelLPdf(NDArray x) {
        return ContinuousLaws.GUMBEL_L_PDF.standard(x);
    }

    /**
     * The density of Gumbel's distribution of least values, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gumbelLPdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.GUMBEL_L_PDF.of(x, loc, scale);
    }

    /**
     * The density of Gumbel's distribution of least values, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelLPdf(NDArray x, double loc, double scale) {
        return gumbelLPdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The logarithm of the density of Gumbel's distribution of least values in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelLLogpdf(NDArray x) {
        return ContinuousLaws.GUMBEL_L_LOGPDF.standard(x);
    }

    /**
     * The logarithm of the density of Gumbel's distribution of least values, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gumbelLLogpdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.GUMBEL_L_LOGPDF.of(x, loc, scale);
    }

    /**
     * The logarithm of the density of Gumbel's distribution of least values, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelLLogpdf(NDArray x, double loc, double scale) {
        return gumbelLLogpdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The distribution function of Gumbel's distribution of least values in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelLCdf(NDArray x) {
        return ContinuousLaws.GUMBEL_L_CDF.standard(x);
    }

    /**
     * The distribution function of Gumbel's distribution of least values, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gumbelLCdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.GUMBEL_L_CDF.of(x, loc, scale);
    }

    /**
     * The distribution function of Gumbel's distribution of least values, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelLCdf(NDArray x, double loc, double scale) {
        return gumbelLCdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The logarithm of the distribution function of Gumbel's distribution of least values in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelLLogcdf(NDArray x) {
        return ContinuousLaws.GUMBEL_L_LOGCDF.standard(x);
    }

    /**
     * The logarithm of the distribution function of Gumbel's distribution of least values, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gumbelLLogcdf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.GUMBEL_L_LOGCDF.of(x, loc, scale);
    }

    /**
     * The logarithm of the distribution function of Gumbel's distribution of least values, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelLLogcdf(NDArray x, double loc, double scale) {
        return gumbelLLogcdf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The survival function, 1 - cdf, of Gumbel's distribution of least values in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelLSf(NDArray x) {
        return ContinuousLaws.GUMBEL_L_SF.standard(x);
    }

    /**
     * The survival function, 1 - cdf, of Gumbel's distribution of least values, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gumbelLSf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.GUMBEL_L_SF.of(x, loc, scale);
    }

    /**
     * The survival function, 1 - cdf, of Gumbel's distribution of least values, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelLSf(NDArray x, double loc, double scale) {
        return gumbelLSf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The logarithm of the survival function of Gumbel's distribution of least values in its standard form.
     *
     * @param x numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelLLogsf(NDArray x) {
        return ContinuousLaws.GUMBEL_L_LOGSF.standard(x);
    }

    /**
     * The logarithm of the survival function of Gumbel's distribution of least values, moved and scaled.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gumbelLLogsf(NDArray x, NDArray loc, NDArray scale) {
        return ContinuousLaws.GUMBEL_L_LOGSF.of(x, loc, scale);
    }

    /**
     * The logarithm of the survival function of Gumbel's distribution of least values, moved and scaled by numbers.
     *
     * @param x numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelLLogsf(NDArray x, double loc, double scale) {
        return gumbelLLogsf(x, NDArray.scalar(loc), NDArray.scalar(scale));
    }

    /**
     * The quantiles, the inverse of the distribution function, of Gumbel's distribution of least values in its standard form.
     *
     * @param q probabilities
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelLPpf(NDArray q) {
        return ContinuousLaws.GUMBEL_L_PPF.standard(q);
    }

    /**
     * The quantiles, the inverse of the distribution function, of Gumbel's distribution of least values, moved and scaled.
     *
     * @param q probabilities
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gumbelLPpf(NDArray q, NDArray loc, NDArray scale) {
        return ContinuousLaws.GUMBEL_L_PPF.of(q, loc, scale);
    }

    /**
     * The quantiles, the inverse of the distribution function, of Gumbel's distribution of least values, moved and scaled by numbers.
     *
     * @param q probabilities
     * @param loc what it is moved by
     * @param scale what it is scaled by, a positive number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gumbelLPpf(NDArray q, double loc, double scale) {
        return gumbelLPpf(q, NDArray.scalar(loc), NDArray.scalar(scale));
    }
}
