package dev.jacobi;

import dev.jacobi.array.scipy.ContinuousLaws;

/** Functions of {@link Stats}: the gamma distribution. */
abstract class StatsGamma extends StatsLogistic {
    /**
     * The density of the gamma distribution.
     *
     * @param x numbers
     * @param a the shape, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gammaPdf(NDArray x, NDArray a) {
        return ContinuousLaws.GAMMA_PDF.standard(x, a);
    }

    /**
     * The density of the gamma distribution for known parameters.
     *
     * @param x numbers
     * @param a the shape, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gammaPdf(NDArray x, double a) {
        return gammaPdf(x, NDArray.scalar(a));
    }

    /**
     * The density of the gamma distribution, moved and scaled.
     *
     * @param x numbers
     * @param a the shape, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gammaPdf(NDArray x, NDArray a, NDArray loc, NDArray scale) {
        return ContinuousLaws.GAMMA_PDF.of(x, loc, scale, a);
    }

    /**
     * The logarithm of the density of the gamma distribution.
     *
     * @param x numbers
     * @param a the shape, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gammaLogpdf(NDArray x, NDArray a) {
        return ContinuousLaws.GAMMA_LOGPDF.standard(x, a);
    }

    /**
     * The logarithm of the density of the gamma distribution for known parameters.
     *
     * @param x numbers
     * @param a the shape, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gammaLogpdf(NDArray x, double a) {
        return gammaLogpdf(x, NDArray.scalar(a));
    }

    /**
     * The logarithm of the density of the gamma distribution, moved and scaled.
     *
     * @param x numbers
     * @param a the shape, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gammaLogpdf(NDArray x, NDArray a, NDArray loc, NDArray scale) {
        return ContinuousLaws.GAMMA_LOGPDF.of(x, loc, scale, a);
    }

    /**
     * The distribution function of the gamma distribution.
     *
     * @param x numbers
     * @param a the shape, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gammaCdf(NDArray x, NDArray a) {
        return ContinuousLaws.GAMMA_CDF.standard(x, a);
    }

    /**
     * The distribution function of the gamma distribution for known parameters.
     *
     * @param x numbers
     * @param a the shape, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gammaCdf(NDArray x, double a) {
        return gammaCdf(x, NDArray.scalar(a));
    }

    /**
     * The distribution function of the gamma distribution, moved and scaled.
     *
     * @param x numbers
     * @param a the shape, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gammaCdf(NDArray x, NDArray a, NDArray loc, NDArray scale) {
        return ContinuousLaws.GAMMA_CDF.of(x, loc, scale, a);
    }

    /**
     * The logarithm of the distribution function of the gamma distribution.
     *
     * @param x numbers
     * @param a the shape, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gammaLogcdf(NDArray x, NDArray a) {
        return ContinuousLaws.GAMMA_LOGCDF.standard(x, a);
    }

    /**
     * The logarithm of the distribution function of the gamma distribution for known parameters.
     *
     * @param x numbers
     * @param a the shape, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gammaLogcdf(NDArray x, double a) {
        return gammaLogcdf(x, NDArray.scalar(a));
    }

    /**
     * The logarithm of the distribution function of the gamma distribution, moved and scaled.
     *
     * @param x numbers
     * @param a the shape, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gammaLogcdf(NDArray x, NDArray a, NDArray loc, NDArray scale) {
        return ContinuousLaws.GAMMA_LOGCDF.of(x, loc, scale, a);
    }

    /**
     * The survival function, 1 - cdf, of the gamma distribution.
     *
     * @param x numbers
     * @param a the shape, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gammaSf(NDArray x, NDArray a) {
        return ContinuousLaws.GAMMA_SF.standard(x, a);
    }

    /**
     * The survival function, 1 - cdf, of the gamma distribution for known parameters.
     *
     * @param x numbers
     * @param a the shape, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gammaSf(NDArray x, double a) {
        return gammaSf(x, NDArray.scalar(a));
    }

    /**
     * The survival function, 1 - cdf, of the gamma distribution, moved and scaled.
     *
     * @param x numbers
     * @param a the shape, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gammaSf(NDArray x, NDArray a, NDArray loc, NDArray scale) {
        return ContinuousLaws.GAMMA_SF.of(x, loc, scale, a);
    }

    /**
     * The logarithm of the survival function of the gamma distribution.
     *
     * @param x numbers
     * @param a the shape, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gammaLogsf(NDArray x, NDArray a) {
        return ContinuousLaws.GAMMA_LOGSF.standard(x, a);
    }

    /**
     * The logarithm of the survival function of the gamma distribution for known parameters.
     *
     * @param x numbers
     * @param a the shape, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gammaLogsf(NDArray x, double a) {
        return gammaLogsf(x, NDArray.scalar(a));
    }

    /**
     * The logarithm of the survival function of the gamma distribution, moved and scaled.
     *
     * @param x numbers
     * @param a the shape, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gammaLogsf(NDArray x, NDArray a, NDArray loc, NDArray scale) {
        return ContinuousLaws.GAMMA_LOGSF.of(x, loc, scale, a);
    }
}
