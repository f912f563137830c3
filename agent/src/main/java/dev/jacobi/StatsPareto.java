package dev.jacobi;

import dev.jacobi.array.scipy.ContinuousLaws;

/** Functions of {@link Stats}: Pareto's distribution. */
abstract class StatsPareto extends StatsTruncated {
    /**
     * The density of Pareto's distribution.
     *
     * @param x numbers
     * @param b the shape, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray paretoPdf(NDArray x, NDArray b) {
        return ContinuousLaws.PARETO_PDF.standard(x, b);
    }

    /**
     * The density of Pareto's distribution for known parameters.
     *
     * @param x numbers
     * @param b the shape, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray paretoPdf(NDArray x, double b) {
        return paretoPdf(x, NDArray.scalar(b));
    }

    /**
     * The density of Pareto's distribution, moved and scaled.
     *
     * @param x numbers
     * @param b the shape, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray paretoPdf(NDArray x, NDArray b, NDArray loc, NDArray scale) {
        return ContinuousLaws.PARETO_PDF.of(x, loc, scale, b);
    }

    /**
     * The logarithm of the density of Pareto's distribution.
     *
     * @param x numbers
     * @param b the shape, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray paretoLogpdf(NDArray x, NDArray b) {
        return ContinuousLaws.PARETO_LOGPDF.standard(x, b);
    }

    /**
     * The logarithm of the density of Pareto's distribution for known parameters.
     *
     * @param x numbers
     * @param b the shape, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray paretoLogpdf(NDArray x, double b) {
        return paretoLogpdf(x, NDArray.scalar(b));
    }

    /**
     * The logarithm of the density of Pareto's distribution, moved and scaled.
     *
     * @param x numbers
     * @param b the shape, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray paretoLogpdf(NDArray x, NDArray b, NDArray loc, NDArray scale) {
        return ContinuousLaws.PARETO_LOGPDF.of(x, loc, scale, b);
    }

    /**
     * The distribution function of Pareto's distribution.
     *
     * @param x numbers
     * @param b the shape, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray paretoCdf(NDArray x, NDArray b) {
        return ContinuousLaws.PARETO_CDF.standard(x, b);
    }

    /**
     * The distribution function of Pareto's distribution for known parameters.
     *
     * @param x numbers
     * @param b the shape, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray paretoCdf(NDArray x, double b) {
        return paretoCdf(x, NDArray.scalar(b));
    }

    /**
     * The distribution function of Pareto's distribution, moved and scaled.
     *
     * @param x numbers
     * @param b the shape, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray paretoCdf(NDArray x, NDArray b, NDArray loc, NDArray scale) {
        return ContinuousLaws.PARETO_CDF.of(x, loc, scale, b);
    }

    /**
     * The logarithm of the distribution function of Pareto's distribution.
     *
     * @param x numbers
     * @param b the shape, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray paretoLogcdf(NDArray x, NDArray b) {
        return ContinuousLaws.PARETO_LOGCDF.standard(x, b);
    }

    /**
     * The logarithm of the distribution function of Pareto's distribution for known parameters.
     *
     * @param x numbers
     * @param b the shape, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray paretoLogcdf(NDArray x, double b) {
        return paretoLogcdf(x, NDArray.scalar(b));
    }

    /**
     * The logarithm of the distribution function of Pareto's distribution, moved and scaled.
     *
     * @param x numbers
     * @param b the shape, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray paretoLogcdf(NDArray x, NDArray b, NDArray loc, NDArray scale) {
        return ContinuousLaws.PARETO_LOGCDF.of(x, loc, scale, b);
    }

    /**
     * The survival function, 1 - cdf, of Pareto's distribution.
     *
     * @param x numbers
     * @param b the shape, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray paretoSf(NDArray x, NDArray b) {
        return ContinuousLaws.PARETO_SF.standard(x, b);
    }

    /**
     * The survival function, 1 - cdf, of Pareto's distribution for known parameters.
     *
     * @param x numbers
     * @param b the shape, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray paretoSf(NDArray x, double b) {
        return paretoSf(x, NDArray.scalar(b));
    }

    /**
     * The survival function, 1 - cdf, of Pareto's distribution, moved and scaled.
     *
     * @param x numbers
     * @param b the shape, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray paretoSf(NDArray x, NDArray b, NDArray loc, NDArray scale) {
        return ContinuousLaws.PARETO_SF.of(x, loc, scale, b);
    }

    /**
     * The logarithm of the survival function of Pareto's distribution.
     *
     * @param x numbers
     * @param b the shape, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray paretoLogsf(NDArray x, NDArray b) {
        return ContinuousLaws.PARETO_LOGSF.standard(x, b);
    }

    /**
     * The logarithm of the survival function of Pareto's distribution for known parameters.
     *
     * @param x numbers
     * @param b the shape, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray paretoLogsf(NDArray x, double b) {
        return paretoLogsf(x, NDArray.scalar(b));
    }

    /**
     * The logarithm of the survival function of Pareto's distribution, moved and scaled.
     *
     * @param x numbers
     * @param b the shape, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray paretoLogsf(NDArray x, NDArray b, NDArray loc, NDArray scale) {
        return ContinuousLaws.PARETO_LOGSF.of(x, loc, scale, b);
    }

    /**
     * The quantiles, the inverse of the distribution function, of Pareto's distribution.
     *
     * @param q probabilities
     * @param b the shape, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray paretoPpf(NDArray q, NDArray b) {
        return ContinuousLaws.PARETO_PPF.standard(q, b);
    }

    /**
     * The quantiles, the inverse of the distribution function, of Pareto's distribution for known parameters.
     *
     * @param q probabilities
     * @param b the shape, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray paretoPpf(NDArray q, double b) {
        return paretoPpf(q, NDArray.scalar(b));
    }

    /**
     * The quantiles, the inverse of the distribution function, of Pareto's distribution, moved and scaled.
     *
     * @param q probabilities
     * @param b the shape, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray paretoPpf(NDArray q, NDArray b, NDArray loc, NDArray scale) {
        return ContinuousLaws.PARETO_PPF.of(q, loc, scale, b);
    }
}
