package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Fourier transforms give what jax 0.10.2 gives, at once and in compiled and derived functions. */
final class FftTest {
    private static final NDArray A = NDArray.of(new double[] {1, 2, 4, 3, -1}, DType.F64);
    private static final NDArray M = NDArray.of(new double[][] {{1, 2, 3}, {4, 5, 7}});

    private static void near(NDArray x, double... expected) {
        assertArrayEquals(expected, Np.ravel(x).astype(DType.F64).toDoubleArray(), x.dtype() == DType.F64 ? 1e-8 : 1e-5);
    }

    @Test
    void transformsOfAnyLength() {
        NDArray f = Fft.fft(A);
        assertEquals(DType.COMPLEX128, f.dtype());
        near(f.real(), 9, -4.35410197, 2.35410197, 2.35410197, -4.35410197);
        near(f.imag(), 0, -3.4409548, -0.81229924, 0.81229924, 3.4409548);
        near(Fft.ifft(f).real(), 1, 2, 4, 3, -1);
        near(Fft.rfft(A, 8).imag(), 0, -7.53553391, 1, 0.46446609, 0);
        near(Fft.rfft(A, 3, 0, "ortho").real(), 4.04145188, -1.15470054);
        near(Fft.irfft(Fft.rfft(A)), 0.66147451, 3.38195191, 5.01557647, -0.05900289);
        near(Fft.hfft(A), 18, 0.58578644, -8, 3.41421356, -2, 3.41421356, -8, 0.58578644);
        near(Fft.ihfft(A).imag(), 0, 0.68819096, 0.16245985);
        assertThrows(JacobiException.class, () -> Fft.fft(A, null, 0, "none"));
    }

    @Test
    void severalAxes() {
        assertEquals(DType.COMPLEX64, Fft.fft2(M).dtype());
        near(Fft.fft2(M).imag(), 0, 2.59807621, -2.59807621, 0, -0.8660254, 0.8660254);
        near(Fft.irfft2(Fft.rfft2(M), new int[] {2, 3}), 1, 2, 3, 4, 5, 7);
        near(Fft.fftn(M, new int[] {4, 4}).at(1).get().real(), 6, -7, 2, 3);
    }

    @Test
    void frequenciesAndShifts() {
        near(Fft.fftshift(M), 7, 4, 5, 3, 1, 2);
        near(Fft.ifftshift(A), 4, 3, -1, 1, 2);
        near(Fft.fftfreq(5, 0.1), 0, 2, 4, -4, -2);
        near(Fft.rfftfreq(4), 0, 0.25, 0.5);
    }

    @Test
    void derivativesBatchesAndCompiledFunctions() {
        NDArray b = NDArray.of(new double[] {1, 2, 3}, DType.F64);
        near(Jacobi.grad((NDArray x) -> weighed(x)).apply(b), -3, 0, 3);
        Fn1<NDArray, NDArray> each = Jacobi.vmap((NDArray x) -> Fft.rfft(x).real());
        near(each.apply(M), 6, -1.5, 16, -2);
        near(Jacobi.jit((NDArray x) -> Fft.irfft(Fft.rfft(x), 5)).apply(A), 1, 2, 4, 3, -1);
    }

    private static NDArray weighed(NDArray x) {
        NDArray f = Fft.rfft(x);
        NDArray size = f.real().times(f.real()).plus(f.imag().times(f.imag()));
        return Np.sum(size.times(NDArray.of(0, 1.0)));
    }
}
