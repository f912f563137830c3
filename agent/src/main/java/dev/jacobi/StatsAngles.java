package dev.jacobi;

import dev.jacobi.array.scipy.ContinuousLaws;

/** Functions of {@link Stats}: distributions of angles. */
abstract class StatsAngles extends StatsPareto {
    /**
     * The density of von Mises' distribution of angles.
     *
     * @param x numbers
     * @param kappa the concentration, from 0 on
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray vonmisesPdf(NDArray x, NDArray kappa) {
        return ContinuousLaws.VONMISES_PDF.standard(x, kappa);
    }

    /**
     * The density of von Mises' distribution of angles for known parameters.
     *
     * @param x numbers
     * @param kappa the concentration, from 0 on
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray vonmisesPdf(NDArray x, double kappa) {
        return vonmisesPdf(x, NDArray.scalar(kappa));
    }

    /**
     * The density of von Mises' distribution of angles, moved and scaled.
     *
     * @param x numbers
     * @param kappa the concentration, from 0 on
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray vonmisesPdf(NDArray x, NDArray kappa, NDArray loc, NDArray scale) {
        return ContinuousLaws.VONMISES_PDF.of(x, loc, scale, kappa);
    }

    /**
     * The logarithm of the density of von Mises' distribution of angles.
     *
     * @param x numbers
     * @param kappa the concentration, from 0 on
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray vonmisesLogpdf(NDArray x, NDArray kappa) {
        return ContinuousLaws.VONMISES_LOGPDF.standard(x, kappa);
    }

    /**
     * The logarithm of the density of von Mises' distribution of angles for known parameters.
     *
     * @param x numbers
     * @param kappa the concentration, from 0 on
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray vonmisesLogpdf(NDArray x, double kappa) {
        return vonmisesLogpdf(x, NDArray.scalar(kappa));
    }

    /**
     * The logarithm of the density of von Mises' distribution of angles, moved and scaled.
     *
     * @param x numbers
     * @param kappa the concentration, from 0 on
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray vonmisesLogpdf(NDArray x, NDArray kappa, NDArray loc, NDArray scale) {
        return ContinuousLaws.VONMISES_LOGPDF.of(x, loc, scale, kappa);
    }

    /**
     * The density of Cauchy's distribution of angles from 0 to 2 pi.
     *
     * @param x numbers
     * @param c the shape, between 0 and 1
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray wrapcauchyPdf(NDArray x, NDArray c) {
        return ContinuousLaws.WRAPCAUCHY_PDF.standard(x, c);
    }

    /**
     * The density of Cauchy's distribution of angles from 0 to 2 pi for known parameters.
     *
     * @param x numbers
     * @param c the shape, between 0 and 1
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray wrapcauchyPdf(NDArray x, double c) {
        return wrapcauchyPdf(x, NDArray.scalar(c));
    }

    /**
     * The density of Cauchy's distribution of angles from 0 to 2 pi, moved and scaled.
     *
     * @param x numbers
     * @param c the shape, between 0 and 1
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray wrapcauchyPdf(NDArray x, NDArray c, NDArray loc, NDArray scale) {
        return ContinuousLaws.WRAPCAUCHY_PDF.of(x, loc, scale, c);
    }

    /**
     * The logarithm of the density of Cauchy's distribution of angles from 0 to 2 pi.
     *
     * @param x numbers
     * @param c the shape, between 0 and 1
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray wrapcauchyLogpdf(NDArray x, NDArray c) {
        return ContinuousLaws.WRAPCAUCHY_LOGPDF.standard(x, c);
    }

    /**
     * The logarithm of the density of Cauchy's distribution of angles from 0 to 2 pi for known parameters.
     *
     * @param x numbers
     * @param c the shape, between 0 and 1
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray wrapcauchyLogpdf(NDArray x, double c) {
        return wrapcauchyLogpdf(x, NDArray.scalar(c));
    }

    /**
     * The logarithm of the density of Cauchy's distribution of angles from 0 to 2 pi, moved and scaled.
     *
     * @param x numbers
     * @param c the shape, between 0 and 1
     * @param loc what it is moved by
     * @param scale what it is scaled by, positive numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray wrapcauchyLogpdf(NDArray x, NDArray c, NDArray loc, NDArray scale) {
        return ContinuousLaws.WRAPCAUCHY_LOGPDF.of(x, loc, scale, c);
    }
}
