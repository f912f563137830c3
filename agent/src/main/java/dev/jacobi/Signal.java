package dev.jacobi;

import dev.jacobi.array.scipy.InverseSpectra;
import dev.jacobi.array.scipy.SpectralWindow;
import dev.jacobi.array.scipy.Spectra;

/**
 * Functions of signals, with the names, arguments and defaults of {@code jax.scipy.signal}: convolutions and correlations, trends, and Fourier transforms of overlapping
 * segments. They are made of functions of {@link Np}, {@link Lax} and {@link Fft}, so they have derivatives, can be mapped and become parts of compiled functions.
 *
 * <p>Where JAX's istft takes an overlap of 0 for half of a segment, and the first axis for that of times, it is 0 and the axis of time here.
 *
 * <p>Windows go by the names boxcar, hann, hamming, blackman, nuttall, blackmanharris and flattop, or are vectors of elements. Where JAX takes False for no trend, it is null here.
 *
 * <pre>{@code
 * NDArray smooth = Signal.convolve(signal, Np.ones(9).dividedBy(9), "same");
 * Signal.Stft z = Signal.stft(signal, 44100, "hann", 1024);
 * NDArray again = Signal.istft(z.values(), 44100).x();
 * }</pre>
 */
public final class Signal extends SignalSpectra {
    private Signal() {
    }

    /**
     * Fourier transforms of segments.
     *
     * @param freqs the frequencies, a vector
     * @param times the middle of each segment, a vector
     * @param values the transforms, complex: frequencies along the axis where time was, segments along a last one
     */
    public record Stft(NDArray freqs, NDArray times, NDArray values) {
    }

    /**
     * A signal made of its transforms.
     *
     * @param times the time of each element along the axis of time, a vector
     * @param x the signal
     */
    public record Istft(NDArray times, NDArray x) {
    }

    /**
     * Fourier transforms of overlapping segments of signals, scaled so that a wave of a frequency has half of its amplitude there.
     *
     * @param x signals along an axis, not empty
     * @return frequencies, times and transforms
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Stft stft(NDArray x) {
        return stft(x, 1.0);
    }

    /**
     * Fourier transforms of overlapping segments of signals, scaled so that a wave of a frequency has half of its amplitude there.
     *
     * @param x signals along an axis, not empty
     * @param fs how many elements there are in a unit of time
     * @return frequencies, times and transforms
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Stft stft(NDArray x, double fs) {
        return stft(x, fs, "hann");
    }

    /**
     * Fourier transforms of overlapping segments of signals, scaled so that a wave of a frequency has half of its amplitude there.
     *
     * @param x signals along an axis, not empty
     * @param fs how many elements there are in a unit of time
     * @param window what segments are multiplied with, by its name
     * @return frequencies, times and transforms
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Stft stft(NDArray x, double fs, String window) {
        return stft(x, fs, window, 256);
    }

    /**
     * Fourier transforms of overlapping segments of signals, scaled so that a wave of a frequency has half of its amplitude there.
     *
     * @param x signals along an axis, not empty
     * @param fs how many elements there are in a unit of time
     * @param window the elements of the window that segments are multiplied with
     * @return frequencies, times and transforms
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Stft stft(NDArray x, double fs, NDArray window) {
        return stft(x, fs, window, null, null, null, null, true, "zeros", true, -1);
    }

    /**
     * Fourier transforms of overlapping segments of signals, scaled so that a wave of a frequency has half of its amplitude there.
     *
     * @param x signals along an axis, not empty
     * @param fs how many elements there are in a unit of time
     * @param window what segments are multiplied with, by its name
     * @param nperseg how many elements a segment has; null for the length of a window that is given, or of the signal
     * @return frequencies, times and transforms
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Stft stft(NDArray x, double fs, String window, Integer nperseg) {
        return stft(x, fs, window, nperseg, null);
    }

    /**
     * Fourier transforms of overlapping segments of signals, scaled so that a wave of a frequency has half of its amplitude there.
     *
     * @param x signals along an axis, not empty
     * @param fs how many elements there are in a unit of time
     * @param window what segments are multiplied with, by its name
     * @param nperseg how many elements a segment has; null for the length of a window that is given, or of the signal
     * @param noverlap how many elements a segment shares with the next one; null for half of it
     * @return frequencies, times and transforms
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Stft stft(NDArray x, double fs, String window, Integer nperseg, Integer noverlap) {
        return stft(x, fs, window, nperseg, noverlap, null, null, true, "zeros", true, -1);
    }

    /**
     * Fourier transforms of overlapping segments of signals, scaled so that a wave of a frequency has half of its amplitude there.
     *
     * @param x signals along an axis, not empty
     * @param fs how many elements there are in a unit of time
     * @param window what segments are multiplied with, by its name
     * @param nperseg how many elements a segment has; null for the length of a window that is given, or of the signal
     * @param noverlap how many elements a segment shares with the next one; null for half of it
     * @param nfft how long the transform of a segment is, which is filled with zeros; null for its own length
     * @param detrend what is taken off each segment: "constant" or "linear"; null for nothing
     * @param returnOnesided whether only frequencies of 0 and above are computed, which is possible for reals
     * @param boundary what is put before and behind the signal, half a segment each: "zeros", "constant", "even", "odd"; null for nothing
     * @param padded whether zeros are put behind until all elements are in segments
     * @param axis the axis of time; negative numbers count from the last
     * @return frequencies, times and transforms
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Stft stft(NDArray x, double fs, String window, Integer nperseg, Integer noverlap, Integer nfft, String detrend, boolean returnOnesided,
             String boundary, boolean padded, int axis) {
        Spectra.Result r = Spectra.stft(x, new Spectra.Settings(fs, SpectralWindow.of(window), nperseg, noverlap, nfft, detrend, returnOnesided, "spectrum", axis),
             boundary, padded);
        return new Stft(r.frequencies(), r.times(), r.values());
    }

    /**
     * Fourier transforms of overlapping segments of signals, scaled so that a wave of a frequency has half of its amplitude there.
     *
     * @param x signals along an axis, not empty
     * @param fs how many elements there are in a unit of time
     * @param window the elements of the window that segments are multiplied with
     * @param nperseg how many elements a segment has; null for the length of a window that is given, or of the signal
     * @param noverlap how many elements a segment shares with the next one; null for half of it
     * @param nfft how long the transform of a segment is, which is filled with zeros; null for its own length
     * @param detrend what is taken off each segment: "constant" or "linear"; null for nothing
     * @param returnOnesided whether only frequencies of 0 and above are computed, which is possible for reals
     * @param boundary what is put before and behind the signal, half a segment each: "zeros", "constant", "even", "odd"; null for nothing
     * @param padded whether zeros are put behind until all elements are in segments
     * @param axis the axis of time; negative numbers count from the last
     * @return frequencies, times and transforms
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Stft stft(NDArray x, double fs, NDArray window, Integer nperseg, Integer noverlap, Integer nfft, String detrend, boolean returnOnesided,
             String boundary, boolean padded, int axis) {
        Spectra.Result r = Spectra.stft(x, new Spectra.Settings(fs, SpectralWindow.of(window), nperseg, noverlap, nfft, detrend, returnOnesided, "spectrum", axis),
             boundary, padded);
        return new Stft(r.frequencies(), r.times(), r.values());
    }

    /**
     * The signals of which Fourier transforms of overlapping segments are given.
     *
     * @param zxx Fourier transforms of segments, as {@link #stft} gives them
     * @return times and signals
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Istft istft(NDArray zxx) {
        return istft(zxx, 1.0);
    }

    /**
     * The signals of which Fourier transforms of overlapping segments are given.
     *
     * @param zxx Fourier transforms of segments, as {@link #stft} gives them
     * @param fs how many elements there are in a unit of time
     * @return times and signals
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Istft istft(NDArray zxx, double fs) {
        return istft(zxx, fs, "hann");
    }

    /**
     * The signals of which Fourier transforms of overlapping segments are given.
     *
     * @param zxx Fourier transforms of segments, as {@link #stft} gives them
     * @param fs how many elements there are in a unit of time
     * @param window what segments are multiplied with, by its name
     * @return times and signals
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Istft istft(NDArray zxx, double fs, String window) {
        return istft(zxx, fs, window, null);
    }

    /**
     * The signals of which Fourier transforms of overlapping segments are given.
     *
     * @param zxx Fourier transforms of segments, as {@link #stft} gives them
     * @param fs how many elements there are in a unit of time
     * @param window the elements of the window that segments are multiplied with
     * @return times and signals
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Istft istft(NDArray zxx, double fs, NDArray window) {
        return istft(zxx, fs, window, null, null, null, true, true, -1, -2);
    }

    /**
     * The signals of which Fourier transforms of overlapping segments are given.
     *
     * @param zxx Fourier transforms of segments, as {@link #stft} gives them
     * @param fs how many elements there are in a unit of time
     * @param window what segments are multiplied with, by its name
     * @param nperseg how many elements a segment has; null for what the number of frequencies says
     * @return times and signals
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Istft istft(NDArray zxx, double fs, String window, Integer nperseg) {
        return istft(zxx, fs, window, nperseg, null);
    }

    /**
     * The signals of which Fourier transforms of overlapping segments are given.
     *
     * @param zxx Fourier transforms of segments, as {@link #stft} gives them
     * @param fs how many elements there are in a unit of time
     * @param window what segments are multiplied with, by its name
     * @param nperseg how many elements a segment has; null for what the number of frequencies says
     * @param noverlap how many elements a segment shares with the next one; null for half of it
     * @return times and signals
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Istft istft(NDArray zxx, double fs, String window, Integer nperseg, Integer noverlap) {
        return istft(zxx, fs, window, nperseg, noverlap, null, true, true, -1, -2);
    }

    /**
     * The signals of which Fourier transforms of overlapping segments are given.
     *
     * @param zxx Fourier transforms of segments, as {@link #stft} gives them
     * @param fs how many elements there are in a unit of time
     * @param window what segments are multiplied with, by its name
     * @param nperseg how many elements a segment has; null for what the number of frequencies says
     * @param noverlap how many elements a segment shares with the next one; null for half of it
     * @param nfft how long the transforms are; null for what the number of frequencies says
     * @param inputOnesided whether there are only frequencies of 0 and above, so that the signal is one of reals
     * @param boundary whether the signal was made longer on either side
     * @param timeAxis the axis of segments
     * @param freqAxis the axis of frequencies
     * @return times and signals
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Istft istft(NDArray zxx, double fs, String window, Integer nperseg, Integer noverlap, Integer nfft, boolean inputOnesided, boolean boundary,
             int timeAxis, int freqAxis) {
        InverseSpectra.Result r = InverseSpectra.istft(zxx, new InverseSpectra.Settings(fs, SpectralWindow.of(window), nperseg, noverlap, nfft, inputOnesided, boundary,
             timeAxis, freqAxis));
        return new Istft(r.times(), r.signal());
    }

    /**
     * The signals of which Fourier transforms of overlapping segments are given.
     *
     * @param zxx Fourier transforms of segments, as {@link #stft} gives them
     * @param fs how many elements there are in a unit of time
     * @param window the elements of the window that segments are multiplied with
     * @param nperseg how many elements a segment has; null for what the number of frequencies says
     * @param noverlap how many elements a segment shares with the next one; null for half of it
     * @param nfft how long the transforms are; null for what the number of frequencies says
     * @param inputOnesided whether there are only frequencies of 0 and above, so that the signal is one of reals
     * @param boundary whether the signal was made longer on either side
     * @param timeAxis the axis of segments
     * @param freqAxis the axis of frequencies
     * @return times and signals
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Istft istft(NDArray zxx, double fs, NDArray window, Integer nperseg, Integer noverlap, Integer nfft, boolean inputOnesided, boolean boundary,
             int timeAxis, int freqAxis) {
        InverseSpectra.Result r = InverseSpectra.istft(zxx, new InverseSpectra.Settings(fs, SpectralWindow.of(window), nperseg, noverlap, nfft, inputOnesided, boundary,
             timeAxis, freqAxis));
        return new Istft(r.times(), r.signal());
    }
}
