package dev.jacobi;

import dev.jacobi.array.linear.Fourier;

/** Transforms of {@link Fft} along several axes, and the order of their elements. */
abstract class FftMany extends FftShifts {
    /**
     * The transform along the last two axes.
     *
     * @param a the array
     * @return the transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray fft2(NDArray a) {
        return fft2(a, null, new int[] {-2, -1}, null);
    }

    /**
     * The transform along the last two axes.
     *
     * @param a the array
     * @param s the lengths that these axes are cut or filled with zeros to, or null for their own
     * @return the transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray fft2(NDArray a, int[] s) {
        return fft2(a, s, new int[] {-2, -1}, null);
    }

    /**
     * The transform along several axes.
     *
     * @param a the array
     * @param s the lengths that these axes are cut or filled with zeros to, or null for their own
     * @param axes the axes, or null for all (the last ones, as many as lengths are given)
     * @return the transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray fft2(NDArray a, int[] s, int[] axes) {
        return fft2(a, s, axes, null);
    }

    /**
     * The transform along several axes.
     *
     * @param a the array
     * @param s the lengths that these axes are cut or filled with zeros to, or null for their own
     * @param axes the axes, or null for all (the last ones, as many as lengths are given)
     * @param norm "backward", "ortho" or "forward"
     * @return the transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray fft2(NDArray a, int[] s, int[] axes, String norm) {
        return Fourier.complex("fft2", a, s, axes, norm, false);
    }

    /**
     * The transform along all axes.
     *
     * @param a the array
     * @return the transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray fftn(NDArray a) {
        return fftn(a, null, null, null);
    }

    /**
     * The transform along all axes.
     *
     * @param a the array
     * @param s the lengths that these axes are cut or filled with zeros to, or null for their own
     * @return the transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray fftn(NDArray a, int[] s) {
        return fftn(a, s, null, null);
    }

    /**
     * The transform along several axes.
     *
     * @param a the array
     * @param s the lengths that these axes are cut or filled with zeros to, or null for their own
     * @param axes the axes, or null for all (the last ones, as many as lengths are given)
     * @return the transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray fftn(NDArray a, int[] s, int[] axes) {
        return fftn(a, s, axes, null);
    }

    /**
     * The transform along several axes.
     *
     * @param a the array
     * @param s the lengths that these axes are cut or filled with zeros to, or null for their own
     * @param axes the axes, or null for all (the last ones, as many as lengths are given)
     * @param norm "backward", "ortho" or "forward"
     * @return the transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray fftn(NDArray a, int[] s, int[] axes, String norm) {
        return Fourier.complex("fftn", a, s, axes, norm, false);
    }

    /**
     * The inverse transform along the last two axes.
     *
     * @param a the array
     * @return the inverse transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray ifft2(NDArray a) {
        return ifft2(a, null, new int[] {-2, -1}, null);
    }

    /**
     * The inverse transform along the last two axes.
     *
     * @param a the array
     * @param s the lengths that these axes are cut or filled with zeros to, or null for their own
     * @return the inverse transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray ifft2(NDArray a, int[] s) {
        return ifft2(a, s, new int[] {-2, -1}, null);
    }

    /**
     * The inverse transform along several axes.
     *
     * @param a the array
     * @param s the lengths that these axes are cut or filled with zeros to, or null for their own
     * @param axes the axes, or null for all (the last ones, as many as lengths are given)
     * @return the inverse transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray ifft2(NDArray a, int[] s, int[] axes) {
        return ifft2(a, s, axes, null);
    }

    /**
     * The inverse transform along several axes.
     *
     * @param a the array
     * @param s the lengths that these axes are cut or filled with zeros to, or null for their own
     * @param axes the axes, or null for all (the last ones, as many as lengths are given)
     * @param norm "backward", "ortho" or "forward"
     * @return the inverse transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray ifft2(NDArray a, int[] s, int[] axes, String norm) {
        return Fourier.complex("ifft2", a, s, axes, norm, true);
    }

    /**
     * The inverse transform along all axes.
     *
     * @param a the array
     * @return the inverse transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray ifftn(NDArray a) {
        return ifftn(a, null, null, null);
    }

    /**
     * The inverse transform along all axes.
     *
     * @param a the array
     * @param s the lengths that these axes are cut or filled with zeros to, or null for their own
     * @return the inverse transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray ifftn(NDArray a, int[] s) {
        return ifftn(a, s, null, null);
    }

    /**
     * The inverse transform along several axes.
     *
     * @param a the array
     * @param s the lengths that these axes are cut or filled with zeros to, or null for their own
     * @param axes the axes, or null for all (the last ones, as many as lengths are given)
     * @return the inverse transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray ifftn(NDArray a, int[] s, int[] axes) {
        return ifftn(a, s, axes, null);
    }

    /**
     * The inverse transform along several axes.
     *
     * @param a the array
     * @param s the lengths that these axes are cut or filled with zeros to, or null for their own
     * @param axes the axes, or null for all (the last ones, as many as lengths are given)
     * @param norm "backward", "ortho" or "forward"
     * @return the inverse transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray ifftn(NDArray a, int[] s, int[] axes, String norm) {
        return Fourier.complex("ifftn", a, s, axes, norm, true);
    }

    /**
     * The transform of reals, half of it along the last one of the axes, along the last two axes.
     *
     * @param a the array
     * @return the transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray rfft2(NDArray a) {
        return rfft2(a, null, new int[] {-2, -1}, null);
    }

    /**
     * The transform of reals, half of it along the last one of the axes, along the last two axes.
     *
     * @param a the array
     * @param s the lengths that these axes are cut or filled with zeros to, or null for their own
     * @return the transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray rfft2(NDArray a, int[] s) {
        return rfft2(a, s, new int[] {-2, -1}, null);
    }

    /**
     * The transform of reals, half of it along the last one of the axes, along several axes.
     *
     * @param a the array
     * @param s the lengths that these axes are cut or filled with zeros to, or null for their own
     * @param axes the axes, or null for all (the last ones, as many as lengths are given)
     * @return the transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray rfft2(NDArray a, int[] s, int[] axes) {
        return rfft2(a, s, axes, null);
    }

    /**
     * The transform of reals, half of it along the last one of the axes, along several axes.
     *
     * @param a the array
     * @param s the lengths that these axes are cut or filled with zeros to, or null for their own
     * @param axes the axes, or null for all (the last ones, as many as lengths are given)
     * @param norm "backward", "ortho" or "forward"
     * @return the transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray rfft2(NDArray a, int[] s, int[] axes, String norm) {
        return Fourier.ofReals("rfft2", a, s, axes, norm);
    }

    /**
     * The transform of reals, half of it along the last one of the axes, along all axes.
     *
     * @param a the array
     * @return the transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray rfftn(NDArray a) {
        return rfftn(a, null, null, null);
    }

    /**
     * The transform of reals, half of it along the last one of the axes, along all axes.
     *
     * @param a the array
     * @param s the lengths that these axes are cut or filled with zeros to, or null for their own
     * @return the transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray rfftn(NDArray a, int[] s) {
        return rfftn(a, s, null, null);
    }

    /**
     * The transform of reals, half of it along the last one of the axes, along several axes.
     *
     * @param a the array
     * @param s the lengths that these axes are cut or filled with zeros to, or null for their own
     * @param axes the axes, or null for all (the last ones, as many as lengths are given)
     * @return the transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray rfftn(NDArray a, int[] s, int[] axes) {
        return rfftn(a, s, axes, null);
    }

    /**
     * The transform of reals, half of it along the last one of the axes, along several axes.
     *
     * @param a the array
     * @param s the lengths that these axes are cut or filled with zeros to, or null for their own
     * @param axes the axes, or null for all (the last ones, as many as lengths are given)
     * @param norm "backward", "ortho" or "forward"
     * @return the transform, complex
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray rfftn(NDArray a, int[] s, int[] axes, String norm) {
        return Fourier.ofReals("rfftn", a, s, axes, norm);
    }

    /**
     * The reals of which the array is the transform, half of it along the last one of the axes, along the last two axes.
     *
     * @param a the array
     * @return reals
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray irfft2(NDArray a) {
        return irfft2(a, null, new int[] {-2, -1}, null);
    }

    /**
     * The reals of which the array is the transform, half of it along the last one of the axes, along the last two axes.
     *
     * @param a the array
     * @param s the lengths that these axes are cut or filled with zeros to, or null for their own
     * @return reals
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray irfft2(NDArray a, int[] s) {
        return irfft2(a, s, new int[] {-2, -1}, null);
    }

    /**
     * The reals of which the array is the transform, half of it along the last one of the axes, along several axes.
     *
     * @param a the array
     * @param s the lengths that these axes are cut or filled with zeros to, or null for their own
     * @param axes the axes, or null for all (the last ones, as many as lengths are given)
     * @return reals
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray irfft2(NDArray a, int[] s, int[] axes) {
        return irfft2(a, s, axes, null);
    }

    /**
     * The reals of which the array is the transform, half of it along the last one of the axes, along several axes.
     *
     * @param a the array
     * @param s the lengths that these axes are cut or filled with zeros to, or null for their own
     * @param axes the axes, or null for all (the last ones, as many as lengths are given)
     * @param norm "backward", "ortho" or "forward"
     * @return reals
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray irfft2(NDArray a, int[] s, int[] axes, String norm) {
        return Fourier.toReals("irfft2", a, s, axes, norm);
    }

    /**
     * The reals of which the array is the transform, half of it along the last one of the axes, along all axes.
     *
     * @param a the array
     * @return reals
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray irfftn(NDArray a) {
        return irfftn(a, null, null, null);
    }

    /**
     * The reals of which the array is the transform, half of it along the last one of the axes, along all axes.
     *
     * @param a the array
     * @param s the lengths that these axes are cut or filled with zeros to, or null for their own
     * @return reals
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray irfftn(NDArray a, int[] s) {
        return irfftn(a, s, null, null);
    }

    /**
     * The reals of which the array is the transform, half of it along the last one of the axes, along several axes.
     *
     * @param a the array
     * @param s the lengths that these axes are cut or filled with zeros to, or null for their own
     * @param axes the axes, or null for all (the last ones, as many as lengths are given)
     * @return reals
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray irfftn(NDArray a, int[] s, int[] axes) {
        return irfftn(a, s, axes, null);
    }

    /**
     * The reals of which the array is the transform, half of it along the last one of the axes, along several axes.
     *
     * @param a the array
     * @param s the lengths that these axes are cut or filled with zeros to, or null for their own
     * @param axes the axes, or null for all (the last ones, as many as lengths are given)
     * @param norm "backward", "ortho" or "forward"
     * @return reals
     * @throws JacobiException if an axis, a length or the norm is not possible
     */
    public static NDArray irfftn(NDArray a, int[] s, int[] axes, String norm) {
        return Fourier.toReals("irfftn", a, s, axes, norm);
    }
}
