package dev.jacobi;

import dev.jacobi.array.scipy.ContinuousLaws;

/** Functions of {@link Stats}: truncated and generalised normal distributions. */
abstract class StatsTruncated extends StatsBeta {
    /**
     * The density of the normal distribution between bounds.
     *
     * @param x numbers
     * @param a the lower bound before moving and scaling
     * @param b the upper bound before moving and scaling
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray truncnormPdf(NDArray x, NDArray a, NDArray b) {
        return ContinuousLaws.TRUNCNORM_PDF.standard(x, a, b);
    }

    /**
     * The density of the normal distribution between bounds for known parameters.
     *
     * @param x numbers
     * @param a the lower bound before moving and scaling
     * @param b the upper bound before moving and scaling
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray truncnormPdf(NDArray x, double a, double b) {
        return truncnormPdf(x, NDArray.scalar(a), NDArray.scalar(b));
    }

    /**
     * The density of the normal distribution between bounds, moved and scaled.
     *
     * @param x numbers
     * @param a the lower bound before moving and scaling
     * @param b the upper bound before moving and scaling
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray truncnormPdf(NDArray x, NDArray a, NDArray b, NDArray loc, NDArray scale) {
        return ContinuousLaws.TRUNCNORM_PDF.of(x, loc, scale, a, b);
    }

    /**
     * The logarithm of the density of the normal distribution between bounds.
     *
     * @param x numbers
     * @param a the lower bound before moving and scaling
     * @param b the upper bound before moving and scaling
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray truncnormLogpdf(NDArray x, NDArray a, NDArray b) {
        return ContinuousLaws.TRUNCNORM_LOGPDF.standard(x, a, b);
    }

    /**
     * The logarithm of the density of the normal distribution between bounds for known parameters.
     *
     * @param x numbers
     * @param a the lower bound before moving and scaling
     * @param b the upper bound before moving and scaling
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray truncnormLogpdf(NDArray x, double a, double b) {
        return truncnormLogpdf(x, NDArray.scalar(a), NDArray.scalar(b));
    }

    /**
     * The logarithm of the density of the normal distribution between bounds, moved and scaled.
     *
     * @param x numbers
     * @param a the lower bound before moving and scaling
     * @param b the upper bound before moving and scaling
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray truncnormLogpdf(NDArray x, NDArray a, NDArray b, NDArray loc, NDArray scale) {
        return ContinuousLaws.TRUNCNORM_LOGPDF.of(x, loc, scale, a, b);
    }

    /**
     * The distribution function of the normal distribution between bounds.
     *
     * @param x numbers
     * @param a the lower bound before moving and scaling
     * @param b the upper bound before moving and scaling
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray truncnormCdf(NDArray x, NDArray a, NDArray b) {
        return ContinuousLaws.TRUNCNORM_CDF.standard(x, a, b);
    }

    /**
     * The distribution function of the normal distribution between bounds for known parameters.
     *
     * @param x numbers
     * @param a the lower bound before moving and scaling
     * @param b the upper bound before moving and scaling
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray truncnormCdf(NDArray x, double a, double b) {
        return truncnormCdf(x, NDArray.scalar(a), NDArray.scalar(b));
    }

    /**
     * The distribution function of the normal distribution between bounds, moved and scaled.
     *
     * @param x numbers
     * @param a the lower bound before moving and scaling
     * @param b the upper bound before moving and scaling
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray truncnormCdf(NDArray x, NDArray a, NDArray b, NDArray loc, NDArray scale) {
        return ContinuousLaws.TRUNCNORM_CDF.of(x, loc, scale, a, b);
    }

    /**
     * The logarithm of the distribution function of the normal distribution between bounds.
     *
     * @param x numbers
     * @param a the lower bound before moving and scaling
     * @param b the upper bound before moving and scaling
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray truncnormLogcdf(NDArray x, NDArray a, NDArray b) {
        return ContinuousLaws.TRUNCNORM_LOGCDF.standard(x, a, b);
    }

    /**
     * The logarithm of the distribution function of the normal distribution between bounds for known parameters.
     *
     * @param x numbers
     * @param a the lower bound before moving and scaling
     * @param b the upper bound before moving and scaling
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray truncnormLogcdf(NDArray x, double a, double b) {
        return truncnormLogcdf(x, NDArray.scalar(a), NDArray.scalar(b));
    }

    /**
     * The logarithm of the distribution function of the normal distribution between bounds, moved and scaled.
     *
     * @param x numbers
     * @param a the lower bound before moving and scaling
     * @param b the upper bound before moving and scaling
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray truncnormLogcdf(NDArray x, NDArray a, NDArray b, NDArray loc, NDArray scale) {
        return ContinuousLaws.TRUNCNORM_LOGCDF.of(x, loc, scale, a, b);
    }

    /**
     * The survival function, 1 - cdf, of the normal distribution between bounds.
     *
     * @param x numbers
     * @param a the lower bound before moving and scaling
     * @param b the upper bound before moving and scaling
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray truncnormSf(NDArray x, NDArray a, NDArray b) {
        return ContinuousLaws.TRUNCNORM_SF.standard(x, a, b);
    }

    /**
     * The survival function, 1 - cdf, of the normal distribution between bounds for known parameters.
     *
     * @param x numbers
     * @param a the lower bound before moving and scaling
     * @param b the upper bound before moving and scaling
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray truncnormSf(NDArray x, double a, double b) {
        return truncnormSf(x, NDArray.scalar(a), NDArray.scalar(b));
    }

    /**
     * The survival function, 1 - cdf, of the normal distribution between bounds, moved and scaled.
     *
     * @param x numbers
     * @param a the lower bound before moving and scaling
     * @param b the upper bound before moving and scaling
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray truncnormSf(NDArray x, NDArray a, NDArray b, NDArray loc, NDArray scale) {
        return ContinuousLaws.TRUNCNORM_SF.of(x, loc, scale, a, b);
    }

    /**
     * The logarithm of the survival function of the normal distribution between bounds.
     *
     * @param x numbers
     * @param a the lower bound before moving and scaling
     * @param b the upper bound before moving and scaling
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray truncnormLogsf(NDArray x, NDArray a, NDArray b) {
        return ContinuousLaws.TRUNCNORM_LOGSF.standard(x, a, b);
    }

    /**
     * The logarithm of the survival function of the normal distribution between bounds for known parameters.
     *
     * @param x numbers
     * @param a the lower bound before moving and scaling
     * @param b the upper bound before moving and scaling
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray truncnormLogsf(NDArray x, double a, double b) {
        return truncnormLogsf(x, NDArray.scalar(a), NDArray.scalar(b));
    }

    /**
     * The logarithm of the survival function of the normal distribution between bounds, moved and scaled.
     *
     * @param x numbers
     * @param a the lower bound before moving and scaling
     * @param b the upper bound before moving and scaling
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray truncnormLogsf(NDArray x, NDArray a, NDArray b, NDArray loc, NDArray scale) {
        return ContinuousLaws.TRUNCNORM_LOGSF.of(x, loc, scale, a, b);
    }

    /**
     * The density of the generalised normal distribution.
     *
     * @param x numbers
     * @param p the shape, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gennormPdf(NDArray x, NDArray p) {
        return ContinuousLaws.GENNORM_PDF.standard(x, p);
    }

    /**
     * The density of the generalised normal distribution for known parameters.
     *
     * @param x numbers
     * @param p the shape, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gennormPdf(NDArray x, double p) {
        return gennormPdf(x, NDArray.scalar(p));
    }

    /**
     * The density of the generalised normal distribution, moved and scaled.
     *
     * @param x numbers
     * @param p the shape, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gennormPdf(NDArray x, NDArray p, NDArray loc, NDArray scale) {
        return ContinuousLaws.GENNORM_PDF.of(x, loc, scale, p);
    }

    /**
     * The logarithm of the density of the generalised normal distribution.
     *
     * @param x numbers
     * @param p the shape, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gennormLogpdf(NDArray x, NDArray p) {
        return ContinuousLaws.GENNORM_LOGPDF.standard(x, p);
    }

    /**
     * The logarithm of the density of the generalised normal distribution for known parameters.
     *
     * @param x numbers
     * @param p the shape, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gennormLogpdf(NDArray x, double p) {
        return gennormLogpdf(x, NDArray.scalar(p));
    }

    /**
     * The logarithm of the density of the generalised normal distribution, moved and scaled.
     *
     * @param x numbers
     * @param p the shape, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gennormLogpdf(NDArray x, NDArray p, NDArray loc, NDArray scale) {
        return ContinuousLaws.GENNORM_LOGPDF.of(x, loc, scale, p);
    }

    /**
     * The distribution function of the generalised normal distribution.
     *
     * @param x numbers
     * @param p the shape, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gennormCdf(NDArray x, NDArray p) {
        return ContinuousLaws.GENNORM_CDF.standard(x, p);
    }

    /**
     * The distribution function of the generalised normal distribution for known parameters.
     *
     * @param x numbers
     * @param p the shape, positive numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray gennormCdf(NDArray x, double p) {
        return gennormCdf(x, NDArray.scalar(p));
    }

    /**
     * The distribution function of the generalised normal distribution, moved and scaled.
     *
     * @param x numbers
     * @param p the shape, positive numbers
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray gennormCdf(NDArray x, NDArray p, NDArray loc, NDArray scale) {
        return ContinuousLaws.GENNORM_CDF.of(x, loc, scale, p);
    }
}
