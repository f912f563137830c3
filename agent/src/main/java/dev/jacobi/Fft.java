package dev.jacobi;

import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.linear.Fourier;

/**
 * Discrete Fourier transforms of arrays, with the names, arguments and defaults of {@code jax.numpy.fft}. Transforms may have any length; those of 32-bit elements have complex elements of 64 bits,
 * those of 64-bit ones of 128. A {@code norm} is "backward" (null too), where the inverse transform is divided by the length, "ortho", where both are by its root, or "forward".
 *
 * <pre>{@code
 * NDArray spectrum = Fft.rfft(signal);
 * NDArray smooth = Fft.irfft(Np.where(Fft.rfftfreq(n).lt(0.1), spectrum, NDArray.scalar(0)), n);
 * }</pre>
 */
public final class Fft extends FftMany {
    private Fft() {
    }

    /**
     * The transform along the last axis.
     *
     * @param a the array
     * @return the transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray fft(NDArray a) {
        return fft(a, null, -1, null);
    }

    /**
     * The transform along the last axis.
     *
     * @param a the array
     * @param n the length that the axis is cut or filled with zeros to, or null for its own (of a result of reals, twice one less)
     * @return the transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray fft(NDArray a, Integer n) {
        return fft(a, n, -1, null);
    }

    /**
     * The transform along an axis.
     *
     * @param a the array
     * @param n the length that the axis is cut or filled with zeros to, or null for its own (of a result of reals, twice one less)
     * @param axis the axis; negative numbers count from the last
     * @return the transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray fft(NDArray a, Integer n, int axis) {
        return fft(a, n, axis, null);
    }

    /**
     * The transform along an axis.
     *
     * @param a the array
     * @param n the length that the axis is cut or filled with zeros to, or null for its own (of a result of reals, twice one less)
     * @param axis the axis; negative numbers count from the last
     * @param norm "backward", "ortho" or "forward"
     * @return the transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray fft(NDArray a, Integer n, int axis, String norm) {
        return Fourier.complex("fft", a, n, axis, norm, false);
    }

    /**
     * The inverse transform along the last axis.
     *
     * @param a the array
     * @return the inverse transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray ifft(NDArray a) {
        return ifft(a, null, -1, null);
    }

    /**
     * The inverse transform along the last axis.
     *
     * @param a the array
     * @param n the length that the axis is cut or filled with zeros to, or null for its own (of a result of reals, twice one less)
     * @return the inverse transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray ifft(NDArray a, Integer n) {
        return ifft(a, n, -1, null);
    }

    /**
     * The inverse transform along an axis.
     *
     * @param a the array
     * @param n the length that the axis is cut or filled with zeros to, or null for its own (of a result of reals, twice one less)
     * @param axis the axis; negative numbers count from the last
     * @return the inverse transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray ifft(NDArray a, Integer n, int axis) {
        return ifft(a, n, axis, null);
    }

    /**
     * The inverse transform along an axis.
     *
     * @param a the array
     * @param n the length that the axis is cut or filled with zeros to, or null for its own (of a result of reals, twice one less)
     * @param axis the axis; negative numbers count from the last
     * @param norm "backward", "ortho" or "forward"
     * @return the inverse transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray ifft(NDArray a, Integer n, int axis, String norm) {
        return Fourier.complex("ifft", a, n, axis, norm, true);
    }

    /**
     * The first half of the transform of reals along the last axis, of which the rest is the conjugate backwards.
     *
     * @param a the array
     * @return the elements 0 to n / 2 of the transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray rfft(NDArray a) {
        return rfft(a, null, -1, null);
    }

    /**
     * The first half of the transform of reals along the last axis, of which the rest is the conjugate backwards.
     *
     * @param a the array
     * @param n the length that the axis is cut or filled with zeros to, or null for its own (of a result of reals, twice one less)
     * @return the elements 0 to n / 2 of the transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray rfft(NDArray a, Integer n) {
        return rfft(a, n, -1, null);
    }

    /**
     * The first half of the transform of reals along an axis, of which the rest is the conjugate backwards.
     *
     * @param a the array
     * @param n the length that the axis is cut or filled with zeros to, or null for its own (of a result of reals, twice one less)
     * @param axis the axis; negative numbers count from the last
     * @return the elements 0 to n / 2 of the transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray rfft(NDArray a, Integer n, int axis) {
        return rfft(a, n, axis, null);
    }

    /**
     * The first half of the transform of reals along an axis, of which the rest is the conjugate backwards.
     *
     * @param a the array
     * @param n the length that the axis is cut or filled with zeros to, or null for its own (of a result of reals, twice one less)
     * @param axis the axis; negative numbers count from the last
     * @param norm "backward", "ortho" or "forward"
     * @return the elements 0 to n / 2 of the transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray rfft(NDArray a, Integer n, int axis, String norm) {
        return Fourier.ofReals("rfft", a, n, axis, norm, false);
    }

    /**
     * The reals of which the array is the first half of the transform along the last axis; the length is even unless it is given.
     *
     * @param a the array
     * @return reals
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray irfft(NDArray a) {
        return irfft(a, null, -1, null);
    }

    /**
     * The reals of which the array is the first half of the transform along the last axis; the length is even unless it is given.
     *
     * @param a the array
     * @param n the length that the axis is cut or filled with zeros to, or null for its own (of a result of reals, twice one less)
     * @return reals
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray irfft(NDArray a, Integer n) {
        return irfft(a, n, -1, null);
    }

    /**
     * The reals of which the array is the first half of the transform along an axis; the length is even unless it is given.
     *
     * @param a the array
     * @param n the length that the axis is cut or filled with zeros to, or null for its own (of a result of reals, twice one less)
     * @param axis the axis; negative numbers count from the last
     * @return reals
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray irfft(NDArray a, Integer n, int axis) {
        return irfft(a, n, axis, null);
    }

    /**
     * The reals of which the array is the first half of the transform along an axis; the length is even unless it is given.
     *
     * @param a the array
     * @param n the length that the axis is cut or filled with zeros to, or null for its own (of a result of reals, twice one less)
     * @param axis the axis; negative numbers count from the last
     * @param norm "backward", "ortho" or "forward"
     * @return reals
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray irfft(NDArray a, Integer n, int axis, String norm) {
        return Fourier.toReals("irfft", a, n, axis, norm, false);
    }

    /**
     * The transform along the last axis of an array that is the first half of one whose elements backwards are its conjugates.
     *
     * @param a the array
     * @return reals
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray hfft(NDArray a) {
        return hfft(a, null, -1, null);
    }

    /**
     * The transform along the last axis of an array that is the first half of one whose elements backwards are its conjugates.
     *
     * @param a the array
     * @param n the length that the axis is cut or filled with zeros to, or null for its own (of a result of reals, twice one less)
     * @return reals
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray hfft(NDArray a, Integer n) {
        return hfft(a, n, -1, null);
    }

    /**
     * The transform along an axis of an array that is the first half of one whose elements backwards are its conjugates.
     *
     * @param a the array
     * @param n the length that the axis is cut or filled with zeros to, or null for its own (of a result of reals, twice one less)
     * @param axis the axis; negative numbers count from the last
     * @return reals
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray hfft(NDArray a, Integer n, int axis) {
        return hfft(a, n, axis, null);
    }

    /**
     * The transform along an axis of an array that is the first half of one whose elements backwards are its conjugates.
     *
     * @param a the array
     * @param n the length that the axis is cut or filled with zeros to, or null for its own (of a result of reals, twice one less)
     * @param axis the axis; negative numbers count from the last
     * @param norm "backward", "ortho" or "forward"
     * @return reals
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray hfft(NDArray a, Integer n, int axis, String norm) {
        return Fourier.toReals("hfft", a, n, axis, norm, true);
    }

    /**
     * The first half of the inverse transform of reals along the last axis.
     *
     * @param a the array
     * @return the elements 0 to n / 2 of the inverse transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray ihfft(NDArray a) {
        return ihfft(a, null, -1, null);
    }

    /**
     * The first half of the inverse transform of reals along the last axis.
     *
     * @param a the array
     * @param n the length that the axis is cut or filled with zeros to, or null for its own (of a result of reals, twice one less)
     * @return the elements 0 to n / 2 of the inverse transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray ihfft(NDArray a, Integer n) {
        return ihfft(a, n, -1, null);
    }

    /**
     * The first half of the inverse transform of reals along an axis.
     *
     * @param a the array
     * @param n the length that the axis is cut or filled with zeros to, or null for its own (of a result of reals, twice one less)
     * @param axis the axis; negative numbers count from the last
     * @return the elements 0 to n / 2 of the inverse transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray ihfft(NDArray a, Integer n, int axis) {
        return ihfft(a, n, axis, null);
    }

    /**
     * The first half of the inverse transform of reals along an axis.
     *
     * @param a the array
     * @param n the length that the axis is cut or filled with zeros to, or null for its own (of a result of reals, twice one less)
     * @param axis the axis; negative numbers count from the last
     * @param norm "backward", "ortho" or "forward"
     * @return the elements 0 to n / 2 of the inverse transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray ihfft(NDArray a, Integer n, int axis, String norm) {
        return Fourier.ofReals("ihfft", a, n, axis, norm, true);
    }

    /**
     * The frequencies of all elements of a transform: from 0 up, then the negative ones, in cycles per sample.
     *
     * @param n the length
     * @return the frequencies
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray fftfreq(int n) {
        return fftfreq(n, 1.0);
    }

    /**
     * The frequencies of all elements of a transform: from 0 up, then the negative ones, of samples that are {@code d} apart.
     *
     * @param n the length
     * @param d the distance of two samples
     * @return the frequencies
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray fftfreq(int n, double d) {
        return fftfreq(n, d, JavaArrays.standard(DType.F64));
    }

    /**
     * The frequencies of all elements of a transform: from 0 up, then the negative ones, of samples that are {@code d} apart.
     *
     * @param n the length
     * @param d the distance of two samples
     * @param dtype the type of the result
     * @return the frequencies
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray fftfreq(int n, double d, DType dtype) {
        return Fourier.frequencies("fftfreq", n, d, dtype, false);
    }

    /**
     * The frequencies of the first half of a transform, from 0 up, in cycles per sample.
     *
     * @param n the length
     * @return the frequencies
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray rfftfreq(int n) {
        return rfftfreq(n, 1.0);
    }

    /**
     * The frequencies of the first half of a transform, from 0 up, of samples that are {@code d} apart.
     *
     * @param n the length
     * @param d the distance of two samples
     * @return the frequencies
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray rfftfreq(int n, double d) {
        return rfftfreq(n, d, JavaArrays.standard(DType.F64));
    }

    /**
     * The frequencies of the first half of a transform, from 0 up, of samples that are {@code d} apart.
     *
     * @param n the length
     * @param d the distance of two samples
     * @param dtype the type of the result
     * @return the frequencies
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray rfftfreq(int n, double d, DType dtype) {
        return Fourier.frequencies("rfftfreq", n, d, dtype, true);
    }
}
