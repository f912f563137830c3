package dev.jacobi;

import dev.jacobi.array.linear.Fourier;

/** The order of elements of transforms by {@link Fft}. */
abstract class FftShifts {
    /**
     * The elements of a transform with that of the frequency 0 in the middle, along all axes.
     *
     * @param a the array
     * @return the array with its elements in that order
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray fftshift(NDArray a) {
        return fftshift(a, (int[]) null);
    }

    /**
     * The elements of a transform with that of the frequency 0 in the middle, along one axis.
     *
     * @param a the array
     * @param axis the axis
     * @return the array with its elements in that order
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray fftshift(NDArray a, int axis) {
        return fftshift(a, new int[] {axis});
    }

    /**
     * The elements of a transform with that of the frequency 0 in the middle, along several axes.
     *
     * @param a the array
     * @param axes the axes, or null for all
     * @return the array with its elements in that order
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray fftshift(NDArray a, int[] axes) {
        return Fourier.shifted("fftshift", a, axes, false);
    }

    /**
     * The elements that {@link #fftshift} moved, back in their places, along all axes.
     *
     * @param a the array
     * @return the array with its elements in that order
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray ifftshift(NDArray a) {
        return ifftshift(a, (int[]) null);
    }

    /**
     * The elements that {@link #fftshift} moved, back in their places, along one axis.
     *
     * @param a the array
     * @param axis the axis
     * @return the array with its elements in that order
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray ifftshift(NDArray a, int axis) {
        return ifftshift(a, new int[] {axis});
    }

    /**
     * The elements that {@link #fftshift} moved, back in their places, along several axes.
     *
     * @param a the array
     * @param axes the axes, or null for all
     * @return the array with its elements in that order
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray ifftshift(NDArray a, int[] axes) {
        return Fourier.shifted("ifftshift", a, axes, true);
    }
}
