package dev.jacobi;

import dev.jacobi.array.algorithms.Covariance;
import dev.jacobi.array.algorithms.Polynomials;
import dev.jacobi.array.algorithms.Signals;
import dev.jacobi.array.linear.Fitting;

/** Functions of {@link Np} for statistics, polynomials and signals. */
abstract class NpStatistics extends NpHistograms {
    /**
     * The covariances of variables.
     *
     * @param m variables in rows and observations in columns, or one variable
     * @return a symmetric matrix, or a number for one variable
     * @throws JacobiException if it has more than two axes
     */
    public static NDArray cov(NDArray m) {
        return cov(m, null, true);
    }

    /**
     * The covariances of variables.
     *
     * @param m variables in rows and observations in columns, or one variable
     * @param y more variables; null means none
     * @param rowVar whether variables are in rows
     * @return a symmetric matrix, or a number for one variable
     * @throws JacobiException if it has more than two axes
     */
    public static NDArray cov(NDArray m, NDArray y, boolean rowVar) {
        return cov(m, y, rowVar, 1, null, null);
    }

    /**
     * The covariances of variables.
     *
     * @param m variables in rows and observations in columns, or one variable
     * @param y more variables; null means none
     * @param rowVar whether variables are in rows
     * @param bias whether sums are divided by the number of observations, in place of one less
     * @return a symmetric matrix, or a number for one variable
     * @throws JacobiException if it has more than two axes
     */
    public static NDArray cov(NDArray m, NDArray y, boolean rowVar, boolean bias) {
        return cov(m, y, rowVar, bias ? 0 : 1, null, null);
    }

    /**
     * The covariances of variables whose observations have weights.
     *
     * @param m variables in rows and observations in columns, or one variable
     * @param y more variables; null means none
     * @param rowVar whether variables are in rows
     * @param ddof what is taken from the number of observations
     * @param fweights how often each observation occurred; null means once
     * @param aweights how much each observation counts; null means 1
     * @return a symmetric matrix, or a number for one variable
     * @throws JacobiException if it has more than two axes
     */
    public static NDArray cov(NDArray m, NDArray y, boolean rowVar, double ddof, NDArray fweights, NDArray aweights) {
        return Covariance.cov(m, y, rowVar, ddof, fweights, aweights);
    }

    /**
     * The correlations of variables.
     *
     * @param x variables in rows and observations in columns, or one variable
     * @return a symmetric matrix, or a number for one variable
     * @throws JacobiException if it has more than two axes
     */
    public static NDArray corrcoef(NDArray x) {
        return corrcoef(x, null, true);
    }

    /**
     * The correlations of variables.
     *
     * @param x variables in rows and observations in columns, or one variable
     * @param y more variables; null means none
     * @param rowVar whether variables are in rows
     * @return a symmetric matrix, or a number for one variable
     * @throws JacobiException if it has more than two axes
     */
    public static NDArray corrcoef(NDArray x, NDArray y, boolean rowVar) {
        return Covariance.corrcoef(x, y, rowVar);
    }

    /**
     * The values on straight lines between points; outside of them the outermost ones.
     *
     * @param x coordinates
     * @param xp the coordinates of points, rising
     * @param fp their values
     * @return the values
     * @throws JacobiException if the points have not one axis
     */
    public static NDArray interp(NDArray x, NDArray xp, NDArray fp) {
        return Signals.interp(x, xp, fp, null, null, null);
    }

    /**
     * The values on straight lines between points.
     *
     * @param x coordinates
     * @param xp the coordinates of points, rising
     * @param fp their values
     * @param left the value before the first point; null means its value
     * @param right the value behind the last; null means its value
     * @param period after which coordinates begin again; null means never
     * @return the values
     * @throws JacobiException if the points have not one axis
     */
    public static NDArray interp(NDArray x, NDArray xp, NDArray fp, NDArray left, NDArray right, NDArray period) {
        return Signals.interp(x, xp, fp, left, right, period);
    }

    /**
     * The value of a polynomial.
     *
     * @param p coefficients, the highest power first
     * @param x where
     * @return the value
     */
    public static NDArray polyval(NDArray p, double x) {
        return polyval(p, NDArray.scalar(x));
    }

    /**
     * The values of a polynomial.
     *
     * @param p coefficients, the highest power first
     * @param x where
     * @return the values
     */
    public static NDArray polyval(NDArray p, NDArray x) {
        return Polynomials.value(p, x);
    }

    /**
     * The polynomial of a degree that is nearest to points, by least squares; the one of the least coefficients where points are too few.
     *
     * @param x the coordinates of points
     * @param y their values, or a column of them for each polynomial
     * @param deg the highest power
     * @return coefficients, the highest power first
     * @throws JacobiException if the points do not fit
     */
    public static NDArray polyfit(NDArray x, NDArray y, int deg) {
        return polyfit(x, y, deg, null);
    }

    /**
     * The polynomial of a degree that is nearest to weighted points, by least squares.
     *
     * @param x the coordinates of points
     * @param y their values, or a column of them for each polynomial
     * @param deg the highest power
     * @param w by what each distance is multiplied; null means 1
     * @return coefficients, the highest power first
     * @throws JacobiException if the points do not fit
     */
    public static NDArray polyfit(NDArray x, NDArray y, int deg, NDArray w) {
        return Fitting.polynomial(x, y, deg, w);
    }

    /**
     * The sum of polynomials.
     *
     * @param a1 coefficients, the highest power first
     * @param a2 those of another polynomial
     * @return coefficients
     * @throws JacobiException if one has not one axis
     */
    public static NDArray polyadd(NDArray a1, NDArray a2) {
        return Polynomials.add(a1, a2);
    }

    /**
     * The difference of polynomials.
     *
     * @param a1 coefficients, the highest power first
     * @param a2 those of another polynomial
     * @return coefficients
     * @throws JacobiException if one has not one axis
     */
    public static NDArray polysub(NDArray a1, NDArray a2) {
        return Polynomials.add(a1, Polynomials.negative(a2));
    }

    /**
     * The product of polynomials.
     *
     * @param a1 coefficients, the highest power first
     * @param a2 those of another polynomial
     * @return coefficients
     * @throws JacobiException if one has not one axis
     */
    public static NDArray polymul(NDArray a1, NDArray a2) {
        return Signals.convolve(polynomial(a1), polynomial(a2), "full");
    }

    /** No coefficients are those of the polynomial 0. */
    private static NDArray polynomial(NDArray p) {
        return p.rank() == 1 && p.shapeOf().get(0).is(0) ? Np.zeros(new int[] {1}, p.dtype()) : p;
    }

    /**
     * The derivative of a polynomial.
     *
     * @param p coefficients, the highest power first
     * @return coefficients
     * @throws JacobiException if it has not one axis
     */
    public static NDArray polyder(NDArray p) {
        return polyder(p, 1);
    }

    /**
     * The m-th derivative of a polynomial.
     *
     * @param p coefficients, the highest power first
     * @param m how often it is taken
     * @return coefficients
     * @throws JacobiException if it has not one axis, or m is negative
     */
    public static NDArray polyder(NDArray p, int m) {
        return Polynomials.derivative(p, m);
    }

    /**
     * The integral of a polynomial that is zero at zero.
     *
     * @param p coefficients, the highest power first
     * @return coefficients
     * @throws JacobiException if it has not one axis
     */
    public static NDArray polyint(NDArray p) {
        return polyint(p, 1, NDArray.scalar(0L));
    }

    /**
     * The m-th integral of a polynomial.
     *
     * @param p coefficients, the highest power first
     * @param m how often it is taken
     * @param k the constants, one for all or one each
     * @return coefficients
     * @throws JacobiException if it has not one axis, or m is negative
     */
    public static NDArray polyint(NDArray p, int m, NDArray k) {
        return Polynomials.integral(p, m, k);
    }

    /**
     * The convolution of two vectors, at all distances.
     *
     * @param a the first vector
     * @param v the second vector
     * @return sums of products
     * @throws JacobiException if one is empty or has not one axis
     */
    public static NDArray convolve(NDArray a, NDArray v) {
        return convolve(a, v, "full");
    }

    /**
     * The convolution of two vectors.
     *
     * @param a the first vector
     * @param v the second vector
     * @param mode "full", "same" or "valid"
     * @return sums of products
     * @throws JacobiException if one is empty or has not one axis, or there is no such mode
     */
    public static NDArray convolve(NDArray a, NDArray v, String mode) {
        return Signals.convolve(a, v, mode);
    }

    /**
     * The correlation of two vectors, of which the second is conjugated, where they overlap wholly.
     *
     * @param a the first vector
     * @param v the second vector
     * @return sums of products
     * @throws JacobiException if one is empty or has not one axis
     */
    public static NDArray correlate(NDArray a, NDArray v) {
        return correlate(a, v, "valid");
    }

    /**
     * The correlation of two vectors, of which the second is conjugated.
     *
     * @param a the first vector
     * @param v the second vector
     * @param mode "full", "same" or "valid"
     * @return sums of products
     * @throws JacobiException if one is empty or has not one axis, or there is no such mode
     */
    public static NDArray correlate(NDArray a, NDArray v, String mode) {
        return Signals.correlate(a, v, mode);
    }

    /**
     * A triangular window.
     *
     * @param m how many elements
     * @return its elements, 1 in the middle
     * @throws JacobiException if the number is negative
     */
    public static NDArray bartlett(int m) {
        return Signals.bartlett(m);
    }

    /**
     * Blackman's window of two cosines.
     *
     * @param m how many elements
     * @return its elements, 1 in the middle
     * @throws JacobiException if the number is negative
     */
    public static NDArray blackman(int m) {
        return Signals.cosines("blackman", m, 0.42, -0.5, 0.08);
    }

    /**
     * Hamming's window of one cosine.
     *
     * @param m how many elements
     * @return its elements, 1 in the middle
     * @throws JacobiException if the number is negative
     */
    public static NDArray hamming(int m) {
        return Signals.cosines("hamming", m, 0.54, -0.46);
    }

    /**
     * Hann's window of one cosine, which begins and ends at zero.
     *
     * @param m how many elements
     * @return its elements, 1 in the middle
     * @throws JacobiException if the number is negative
     */
    public static NDArray hanning(int m) {
        return Signals.cosines("hanning", m, 0.5, -0.5);
    }

    /**
     * Kaiser's window of Bessel functions.
     *
     * @param m how many elements
     * @param beta its shape
     * @return its elements, 1 in the middle
     * @throws JacobiException if the number is negative
     */
    public static NDArray kaiser(int m, double beta) {
        return kaiser(m, NDArray.scalar(beta));
    }

    /**
     * Kaiser's window of Bessel functions.
     *
     * @param m how many elements
     * @param beta its shape
     * @return its elements, 1 in the middle
     * @throws JacobiException if the number is negative
     */
    public static NDArray kaiser(int m, NDArray beta) {
        return Signals.kaiser(m, beta);
    }
}
