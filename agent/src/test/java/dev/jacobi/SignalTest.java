package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Functions of signals give what jax.scipy.signal 0.10.2 gives with 64 bits, at once and in compiled, derived and mapped functions. */
final class SignalTest {
    private static final NDArray X = of(20, k -> Math.sin(0.7 * k) + 0.1 * k);
    private static final NDArray Y = of(20, k -> Math.cos(0.7 * k));
    private static final NDArray W = of(30, Math::cos).reshape(5, 6);
    private static final NDArray K = NDArray.of(new double[] {1, -2, .5}, DType.F64);

    private static NDArray of(int n, IntToDoubleFunction f) {
        return NDArray.of((Object) IntStream.range(0, n).mapToDouble(f).toArray(), DType.F64);
    }

    /** The first elements. */
    private static void near(NDArray x, double... expected) {
        double[] v = Np.ravel(x).toDoubleArray();
        assertArrayEquals(expected, Arrays.copyOf(v, Math.min(v.length, expected.length)), 1e-12);
    }

    static NDArray weighed(NDArray x) {
        NDArray z = Signal.stft(x, 1.0, "hann", 8).values();
        return Np.sum(Np.square(z.real()).plus(Np.square(z.imag()).times(2.0)).times(W));
    }

    static NDArray inner(NDArray x) {
        return Np.sum(Np.square(Signal.convolve(x, K, "valid")));
    }

    static NDArray shared(NDArray x) {
        return Np.sum(Np.abs(Signal.csd(x, Y, 1.0, "hann", 8).power()));
    }

    @Test
    void valuesAreThoseOfJax() {
        near(weighed(X), -4.192671182619087);
        near(Signal.convolve(X, K, "same"), 0.744217687237691, -0.3029856444869219, -0.8355812497092006, -0.998705718147613);
        near(Signal.detrend(X), -0.29255386359065216, 0.37884235788945153, 0.7472529348826333, 0.65219110578546);
        near(Signal.welch(X, 1.0, "hann", 8).power(), 0.5534032454297879, 2.204671947501727, 0.4610802872725882, 0.0006523867985093281, 2.713288600977633e-05);
        near(Signal.stft(X, 2.0, "hann", 8).times(), 0, 2, 4, 6, 8, 10);
    }

    @Test
    void derivativesAreThoseOfJax() {
        near(Jacobi.grad(SignalTest::weighed).apply(X), 0.11330121210179162, 0.4619480204859123, 0.45687653390358773, 0.5576214279115747);
        near(Jacobi.grad(SignalTest::inner).apply(X), -0.3029856444869219, 0.376361328238487, 1.7376479917153453, 1.5845055284950578);
        near(Jacobi.grad(SignalTest::shared).apply(X), -0.09770011631124657, -0.07417441426075291, 0.10576208638774777, 0.3714884024057044);
    }

    @Test
    void partsOfCompiledAndMappedFunctions() {
        near(Jacobi.jit(SignalTest::weighed).apply(X), -4.192671182619087);
        Fn1<NDArray, NDArray> each = Jacobi.vmap((NDArray x) -> Signal.istft(Signal.stft(x, 1.0, "hann", 8).values()).x());
        NDArray both = Np.stack(X, Y);
        near(each.apply(both), both.toDoubleArray());
        Fn1<NDArray, NDArray> rows = Jacobi.vmap((NDArray x) -> Signal.correlate(x, K, "same"));
        near(rows.apply(both).get(1), Signal.correlate(Y, K, "same").toDoubleArray());
    }

    @Test
    void segmentsMayShareNothingAndHaveWindowsOfTheirOwn() {
        Signal.Stft z = Signal.stft(X, 1.0, "boxcar", 5, 0);
        near(Signal.istft(z.values(), 1.0, "boxcar", 5, 0).x(), X.toDoubleArray());
        near(Signal.welch(X, 1.0, of(8, k -> Math.pow(Math.sin(Math.PI * k / 8), 2))).power(), Signal.welch(X, 1.0, "hann", 8).power().toDoubleArray());
    }

    @Test
    void whatDoesNotFitIsSaid() {
        says("Signal.convolve2d: arrays of the shapes (20) and (3)", () -> Signal.convolve2d(X, K));
        says("Signal.convolve: there is no mode 'most'; there are full, same and valid.", () -> Signal.convolve(X, K, "most"));
        says("along every axis", () -> Signal.convolve(Np.ones(2, 5), Np.ones(3, 4)));
        says("Signal.stft: there is no window 'tukey'", () -> Signal.stft(X, 1.0, "tukey", 8));
        says("that share 8 with the next one", () -> Signal.stft(X, 1.0, "hann", 8, 8));
        says("there is no trend 'cubic'", () -> Signal.detrend(X, -1, "cubic"));
        says("breaks lie between 0 and 20", () -> Signal.detrend(X, -1, "linear", 30));
        assertEquals(DType.COMPLEX64, Signal.fftconvolve(Np.ones(3).astype(DType.COMPLEX64), Np.ones(3)).dtype());
    }

    private static void says(String words, org.junit.jupiter.api.function.Executable call) {
        String message = assertThrows(JacobiException.class, call).getMessage();
        assertTrue(message.contains(words), message);
    }
}
