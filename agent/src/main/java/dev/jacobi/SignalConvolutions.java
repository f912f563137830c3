package dev.jacobi;

import dev.jacobi.array.scipy.Convolving;
import dev.jacobi.array.scipy.Trends;

/** Functions of {@link Signal} that convolve arrays and take trends off signals. */
abstract class SignalConvolutions {
    /**
     * The convolution of two arrays with any number of axes: sums of products of one and the other backwards, at all distances.
     *
     * @param in1 an array that is not empty
     * @param in2 one with as many axes
     * @return the sums, of reals or complex numbers
     * @throws JacobiException if the numbers of axes differ, an array is empty, neither covers the other along all axes, or there is no such mode or method
     */
    public static NDArray convolve(NDArray in1, NDArray in2) {
        return convolve(in1, in2, "full");
    }

    /**
     * The convolution of two arrays with any number of axes: sums of products of one and the other backwards, at all distances.
     *
     * @param in1 an array that is not empty
     * @param in2 one with as many axes
     * @param mode "full" for all sums, "same" for those in the middle, as many as {@code in1} has elements along each axis, "valid" for those where one array covers the other
     * @return the sums, of reals or complex numbers
     * @throws JacobiException if the numbers of axes differ, an array is empty, neither covers the other along all axes, or there is no such mode or method
     */
    public static NDArray convolve(NDArray in1, NDArray in2, String mode) {
        return convolve(in1, in2, mode, "auto");
    }

    /**
     * The convolution of two arrays with any number of axes: sums of products of one and the other backwards, at all distances.
     *
     * @param in1 an array that is not empty
     * @param in2 one with as many axes
     * @param mode "full" for all sums, "same" for those in the middle, as many as {@code in1} has elements along each axis, "valid" for those where one array covers the other
     * @param method "direct" for sums of products, "fft" for Fourier transforms, which are faster for long arrays, "auto" for "direct", as in JAX
     * @return the sums, of reals or complex numbers
     * @throws JacobiException if the numbers of axes differ, an array is empty, neither covers the other along all axes, or there is no such mode or method
     */
    public static NDArray convolve(NDArray in1, NDArray in2, String mode, String method) {
        return Convolving.convolve("convolve", in1, in2, mode, method);
    }

    /**
     * The correlation of two arrays with any number of axes: sums of products of one and the conjugates of the other, at all distances.
     *
     * @param in1 an array that is not empty
     * @param in2 one with as many axes
     * @return the sums, of reals or complex numbers
     * @throws JacobiException if the numbers of axes differ, an array is empty, neither covers the other along all axes, or there is no such mode or method
     */
    public static NDArray correlate(NDArray in1, NDArray in2) {
        return correlate(in1, in2, "full");
    }

    /**
     * The correlation of two arrays with any number of axes: sums of products of one and the conjugates of the other, at all distances.
     *
     * @param in1 an array that is not empty
     * @param in2 one with as many axes
     * @param mode "full" for all sums, "same" for those in the middle, as many as {@code in1} has elements along each axis, "valid" for those where one array covers the other
     * @return the sums, of reals or complex numbers
     * @throws JacobiException if the numbers of axes differ, an array is empty, neither covers the other along all axes, or there is no such mode or method
     */
    public static NDArray correlate(NDArray in1, NDArray in2, String mode) {
        return correlate(in1, in2, mode, "auto");
    }

    /**
     * The correlation of two arrays with any number of axes: sums of products of one and the conjugates of the other, at all distances.
     *
     * @param in1 an array that is not empty
     * @param in2 one with as many axes
     * @param mode "full" for all sums, "same" for those in the middle, as many as {@code in1} has elements along each axis, "valid" for those where one array covers the other
     * @param method "direct" for sums of products, "fft" for Fourier transforms, which are faster for long arrays, "auto" for "direct", as in JAX
     * @return the sums, of reals or complex numbers
     * @throws JacobiException if the numbers of axes differ, an array is empty, neither covers the other along all axes, or there is no such mode or method
     */
    public static NDArray correlate(NDArray in1, NDArray in2, String mode, String method) {
        return Convolving.correlate("correlate", in1, in2, mode, method);
    }

    /**
     * The convolution of two arrays by Fourier transforms.
     *
     * @param in1 an array that is not empty
     * @param in2 one with as many axes
     * @return the sums, of reals or complex numbers
     * @throws JacobiException if the numbers of axes differ, an array is empty, extents or axes do not fit, or there is no such mode
     */
    public static NDArray fftconvolve(NDArray in1, NDArray in2) {
        return fftconvolve(in1, in2, "full");
    }

    /**
     * The convolution of two arrays by Fourier transforms.
     *
     * @param in1 an array that is not empty
     * @param in2 one with as many axes
     * @param mode "full" for all sums, "same" for those in the middle, as many as {@code in1} has elements along each axis, "valid" for those where one array covers the other
     * @return the sums, of reals or complex numbers
     * @throws JacobiException if the numbers of axes differ, an array is empty, extents or axes do not fit, or there is no such mode
     */
    public static NDArray fftconvolve(NDArray in1, NDArray in2, String mode) {
        return fftconvolve(in1, in2, mode, null);
    }

    /**
     * The convolution of two arrays by Fourier transforms.
     *
     * @param in1 an array that is not empty
     * @param in2 one with as many axes
     * @param mode "full" for all sums, "same" for those in the middle, as many as {@code in1} has elements along each axis, "valid" for those where one array covers the other
     * @param axes the axes along which it is taken, along the others the arrays are as long and go side by side; null for all
     * @return the sums, of reals or complex numbers
     * @throws JacobiException if the numbers of axes differ, an array is empty, extents or axes do not fit, or there is no such mode
     */
    public static NDArray fftconvolve(NDArray in1, NDArray in2, String mode, int[] axes) {
        return Convolving.transformed("fftconvolve", in1, in2, mode, axes);
    }

    /**
     * The convolution of two matrices, with zeros around them.
     *
     * @param in1 a matrix that is not empty
     * @param in2 another one
     * @return the sums, of reals or complex numbers
     * @throws JacobiException if an array has not two axes or is empty, neither covers the other along both, or there is no such mode
     */
    public static NDArray convolve2d(NDArray in1, NDArray in2) {
        return convolve2d(in1, in2, "full");
    }

    /**
     * The convolution of two matrices, with zeros around them.
     *
     * @param in1 a matrix that is not empty
     * @param in2 another one
     * @param mode "full" for all sums, "same" for those in the middle, as many as {@code in1} has elements along each axis, "valid" for those where one array covers the other
     * @return the sums, of reals or complex numbers
     * @throws JacobiException if an array has not two axes or is empty, neither covers the other along both, or there is no such mode
     */
    public static NDArray convolve2d(NDArray in1, NDArray in2, String mode) {
        return Convolving.convolve2d(in1, in2, mode);
    }

    /**
     * The correlation of two matrices, with zeros around them.
     *
     * @param in1 a matrix that is not empty
     * @param in2 another one
     * @return the sums, of reals or complex numbers
     * @throws JacobiException if an array has not two axes or is empty, neither covers the other along both, or there is no such mode
     */
    public static NDArray correlate2d(NDArray in1, NDArray in2) {
        return correlate2d(in1, in2, "full");
    }

    /**
     * The correlation of two matrices, with zeros around them.
     *
     * @param in1 a matrix that is not empty
     * @param in2 another one
     * @param mode "full" for all sums, "same" for those in the middle, as many as {@code in1} has elements along each axis, "valid" for those where one array covers the other
     * @return the sums, of reals or complex numbers
     * @throws JacobiException if an array has not two axes or is empty, neither covers the other along both, or there is no such mode
     */
    public static NDArray correlate2d(NDArray in1, NDArray in2, String mode) {
        return Convolving.correlate2d(in1, in2, mode);
    }

    /**
     * Signals without their trends.
     *
     * @param data signals along an axis
     * @return an array of the same shape, of reals or complex numbers
     * @throws JacobiException if there is no such axis or trend, or a break lies outside of the axis
     */
    public static NDArray detrend(NDArray data) {
        return detrend(data, -1);
    }

    /**
     * Signals without their trends.
     *
     * @param data signals along an axis
     * @param axis the axis of time; negative numbers count from the last
     * @return an array of the same shape, of reals or complex numbers
     * @throws JacobiException if there is no such axis or trend, or a break lies outside of the axis
     */
    public static NDArray detrend(NDArray data, int axis) {
        return detrend(data, axis, "linear");
    }

    /**
     * Signals without their trends, of which there may be a new one in each of several parts.
     *
     * @param data signals along an axis
     * @param axis the axis of time; negative numbers count from the last
     * @param type "linear" for straight lines of least squares, "constant" for means
     * @param bp where new lines begin, from 0 to the length of the axis
     * @return an array of the same shape, of reals or complex numbers
     * @throws JacobiException if there is no such axis or trend, or a break lies outside of the axis
     */
    public static NDArray detrend(NDArray data, int axis, String type, int... bp) {
        return Trends.removed(data, axis, type, bp);
    }
}
