package dev.jacobi;

import dev.jacobi.array.scipy.ContinuousLaws;

/** Functions of {@link Stats}: the beta distribution. */
abstract class StatsBeta extends StatsChi2 {
    /**
     * The density of the beta distribution.
     *
     * @param x numbers
     * @param a the first shape, positive numbers
     * @param b the second shape, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray betaPdf(NDArray x, NDArray a, NDArray b) {
        return ContinuousLaws.BETA_PDF.standard(x, a, b);
    }

    /**
     * The density of the beta distribution for known parameters.
     *
     * @param x numbers
     * @param a the first shape, positive numbers
     * @param b the second shape, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray betaPdf(NDArray x, double a, double b) {
        return betaPdf(x, NDArray.scalar(a), NDArray.scalar(b));
    }

    /**
     * The density of the beta distribution, moved and scaled.
     *
     * @param x numbers
     * @param a the first shape, positive numbers
     * @param b the second shape, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray betaPdf(NDArray x, NDArray a, NDArray b, NDArray loc, NDArray scale) {
        return ContinuousLaws.BETA_PDF.of(x, loc, scale, a, b);
    }

    /**
     * The logarithm of the density of the beta distribution.
     *
     * @param x numbers
     * @param a the first shape, positive numbers
     * @param b the second shape, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray betaLogpdf(NDArray x, NDArray a, NDArray b) {
        return ContinuousLaws.BETA_LOGPDF.standard(x, a, b);
    }

    /**
     * The logarithm of the density of the beta distribution for known parameters.
     *
     * @param x numbers
     * @param a the first shape, positive numbers
     * @param b the second shape, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray betaLogpdf(NDArray x, double a, double b) {
        return betaLogpdf(x, NDArray.scalar(a), NDArray.scalar(b));
    }

    /**
     * The logarithm of the density of the beta distribution, moved and scaled.
     *
     * @param x numbers
     * @param a the first shape, positive numbers
     * @param b the second shape, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray betaLogpdf(NDArray x, NDArray a, NDArray b, NDArray loc, NDArray scale) {
        return ContinuousLaws.BETA_LOGPDF.of(x, loc, scale, a, b);
    }

    /**
     * The distribution function of the beta distribution.
     *
     * @param x numbers
     * @param a the first shape, positive numbers
     * @param b the second shape, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray betaCdf(NDArray x, NDArray a, NDArray b) {
        return ContinuousLaws.BETA_CDF.standard(x, a, b);
    }

    /**
     * The distribution function of the beta distribution for known parameters.
     *
     * @param x numbers
     * @param a the first shape, positive numbers
     * @param b the second shape, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray betaCdf(NDArray x, double a, double b) {
        return betaCdf(x, NDArray.scalar(a), NDArray.scalar(b));
    }

    /**
     * The distribution function of the beta distribution, moved and scaled.
     *
     * @param x numbers
     * @param a the first shape, positive numbers
     * @param b the second shape, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray betaCdf(NDArray x, NDArray a, NDArray b, NDArray loc, NDArray scale) {
        return ContinuousLaws.BETA_CDF.of(x, loc, scale, a, b);
    }

    /**
     * The logarithm of the distribution function of the beta distribution.
     *
     * @param x numbers
     * @param a the first shape, positive numbers
     * @param b the second shape, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray betaLogcdf(NDArray x, NDArray a, NDArray b) {
        return ContinuousLaws.BETA_LOGCDF.standard(x, a, b);
    }

    /**
     * The logarithm of the distribution function of the beta distribution for known parameters.
     *
     * @param x numbers
     * @param a the first shape, positive numbers
     * @param b the second shape, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray betaLogcdf(NDArray x, double a, double b) {
        return betaLogcdf(x, NDArray.scalar(a), NDArray.scalar(b));
    }

    /**
     * The logarithm of the distribution function of the beta distribution, moved and scaled.
     *
     * @param x numbers
     * @param a the first shape, positive numbers
     * @param b the second shape, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray betaLogcdf(NDArray x, NDArray a, NDArray b, NDArray loc, NDArray scale) {
        return ContinuousLaws.BETA_LOGCDF.of(x, loc, scale, a, b);
    }

    /**
     * The survival function, 1 - cdf, of the beta distribution.
     *
     * @param x numbers
     * @param a the first shape, positive numbers
     * @param b the second shape, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray betaSf(NDArray x, NDArray a, NDArray b) {
        return ContinuousLaws.BETA_SF.standard(x, a, b);
    }

    /**
     * The survival function, 1 - cdf, of the beta distribution for known parameters.
     *
     * @param x numbers
     * @param a the first shape, positive numbers
     * @param b the second shape, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray betaSf(NDArray x, double a, double b) {
        return betaSf(x, NDArray.scalar(a), NDArray.scalar(b));
    }

    /**
     * The survival function, 1 - cdf, of the beta distribution, moved and scaled.
     *
     * @param x numbers
     * @param a the first shape, positive numbers
     * @param b the second shape, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray betaSf(NDArray x, NDArray a, NDArray b, NDArray loc, NDArray scale) {
        return ContinuousLaws.BETA_SF.of(x, loc, scale, a, b);
    }

    /**
     * The logarithm of the survival function of the beta distribution.
     *
     * @param x numbers
     * @param a the first shape, positive numbers
     * @param b the second shape, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray betaLogsf(NDArray x, NDArray a, NDArray b) {
        return ContinuousLaws.BETA_LOGSF.standard(x, a, b);
    }

    /**
     * The logarithm of the survival function of the beta distribution for known parameters.
     *
     * @param x numbers
     * @param a the first shape, positive numbers
     * @param b the second shape, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray betaLogsf(NDArray x, double a, double b) {
        return betaLogsf(x, NDArray.scalar(a), NDArray.scalar(b));
    }

    /**
     * The logarithm of the survival function of the beta distribution, moved and scaled.
     *
     * @param x numbers
     * @param a the first shape, positive numbers
     * @param b the second shape, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray betaLogsf(NDArray x, NDArray a, NDArray b, NDArray loc, NDArray scale) {
        return ContinuousLaws.BETA_LOGSF.of(x, loc, scale, a, b);
    }
}
