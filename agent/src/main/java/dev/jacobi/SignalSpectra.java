package dev.jacobi;

import dev.jacobi.array.scipy.SpectralWindow;
import dev.jacobi.array.scipy.Spectra;

/** Functions of {@link Signal} that find how the power of signals is spread over frequencies. */
abstract class SignalSpectra extends SignalConvolutions {
    /**
     * A density of power.
     *
     * @param freqs the frequencies, a vector
     * @param power the density at each of them, along the axis where time was
     */
    public record Periodogram(NDArray freqs, NDArray power) {
    }

    private static Periodogram density(String name, NDArray x, NDArray y, Spectra.Settings settings, String average) {
        Spectra.Result r = Spectra.density(name, x, y, settings, average);
        return new Periodogram(r.frequencies(), r.values());
    }

    /**
     * The density of power that two signals share, by the method of Welch: the mean over overlapping segments of products of the conjugate transform of one and the
     * transform of the other.
     *
     * @param x signals along an axis; all results of empty ones are empty
     * @param y other ones with as many axes, which are broadcast along all but that of time
     * @return frequencies and densities, complex
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Periodogram csd(NDArray x, NDArray y) {
        return csd(x, y, 1.0);
    }

    /**
     * The density of power that two signals share, by the method of Welch: the mean over overlapping segments of products of the conjugate transform of one and the
     * transform of the other.
     *
     * @param x signals along an axis; all results of empty ones are empty
     * @param y other ones with as many axes, which are broadcast along all but that of time
     * @param fs how many elements there are in a unit of time
     * @return frequencies and densities, complex
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Periodogram csd(NDArray x, NDArray y, double fs) {
        return csd(x, y, fs, "hann");
    }

    /**
     * The density of power that two signals share, by the method of Welch: the mean over overlapping segments of products of the conjugate transform of one and the
     * transform of the other.
     *
     * @param x signals along an axis; all results of empty ones are empty
     * @param y other ones with as many axes, which are broadcast along all but that of time
     * @param fs how many elements there are in a unit of time
     * @param window what segments are multiplied with, by its name
     * @return frequencies and densities, complex
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Periodogram csd(NDArray x, NDArray y, double fs, String window) {
        return csd(x, y, fs, window, null);
    }

    /**
     * The density of power that two signals share, by the method of Welch: the mean over overlapping segments of products of the conjugate transform of one and the
     * transform of the other.
     *
     * @param x signals along an axis; all results of empty ones are empty
     * @param y other ones with as many axes, which are broadcast along all but that of time
     * @param fs how many elements there are in a unit of time
     * @param window the elements of the window that segments are multiplied with
     * @return frequencies and densities, complex
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Periodogram csd(NDArray x, NDArray y, double fs, NDArray window) {
        return csd(x, y, fs, window, null, null, null, "constant", true, "density", -1, "mean");
    }

    /**
     * The density of power that two signals share, by the method of Welch: the mean over overlapping segments of products of the conjugate transform of one and the
     * transform of the other.
     *
     * @param x signals along an axis; all results of empty ones are empty
     * @param y other ones with as many axes, which are broadcast along all but that of time
     * @param fs how many elements there are in a unit of time
     * @param window what segments are multiplied with, by its name
     * @param nperseg how many elements a segment has; null for the length of a window that is given, or of the signal
     * @return frequencies and densities, complex
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Periodogram csd(NDArray x, NDArray y, double fs, String window, Integer nperseg) {
        return csd(x, y, fs, window, nperseg, null, null, "constant", true, "density", -1, "mean");
    }

    /**
     * The density of power that two signals share, by the method of Welch: the mean over overlapping segments of products of the conjugate transform of one and the
     * transform of the other.
     *
     * @param x signals along an axis; all results of empty ones are empty
     * @param y other ones with as many axes, which are broadcast along all but that of time
     * @param fs how many elements there are in a unit of time
     * @param window what segments are multiplied with, by its name
     * @param nperseg how many elements a segment has; null for the length of a window that is given, or of the signal
     * @param noverlap how many elements a segment shares with the next one; null for half of it
     * @param nfft how long the transform of a segment is, which is filled with zeros; null for its own length
     * @param detrend what is taken off each segment: "constant" or "linear"; null for nothing
     * @param returnOnesided whether only frequencies of 0 and above are computed, which is possible for reals
     * @param scaling "density" for power by frequency, "spectrum" for power
     * @param axis the axis of time; negative numbers count from the last
     * @param average "mean" or "median" over segments
     * @return frequencies and densities, complex
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Periodogram csd(NDArray x, NDArray y, double fs, String window, Integer nperseg, Integer noverlap, Integer nfft, String detrend,
             boolean returnOnesided, String scaling, int axis, String average) {
        return density("csd", x, y, new Spectra.Settings(fs, SpectralWindow.of(window), nperseg, noverlap, nfft, detrend, returnOnesided, scaling, axis), average);
    }

    /**
     * The density of power that two signals share, by the method of Welch: the mean over overlapping segments of products of the conjugate transform of one and the
     * transform of the other.
     *
     * @param x signals along an axis; all results of empty ones are empty
     * @param y other ones with as many axes, which are broadcast along all but that of time
     * @param fs how many elements there are in a unit of time
     * @param window the elements of the window that segments are multiplied with
     * @param nperseg how many elements a segment has; null for the length of a window that is given, or of the signal
     * @param noverlap how many elements a segment shares with the next one; null for half of it
     * @param nfft how long the transform of a segment is, which is filled with zeros; null for its own length
     * @param detrend what is taken off each segment: "constant" or "linear"; null for nothing
     * @param returnOnesided whether only frequencies of 0 and above are computed, which is possible for reals
     * @param scaling "density" for power by frequency, "spectrum" for power
     * @param axis the axis of time; negative numbers count from the last
     * @param average "mean" or "median" over segments
     * @return frequencies and densities, complex
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Periodogram csd(NDArray x, NDArray y, double fs, NDArray window, Integer nperseg, Integer noverlap, Integer nfft, String detrend,
             boolean returnOnesided, String scaling, int axis, String average) {
        return density("csd", x, y, new Spectra.Settings(fs, SpectralWindow.of(window), nperseg, noverlap, nfft, detrend, returnOnesided, scaling, axis), average);
    }

    /**
     * The density of power of signals by the method of Welch: the mean over overlapping segments of squares of transforms.
     *
     * @param x signals along an axis; all results of empty ones are empty
     * @return frequencies and densities, of reals
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Periodogram welch(NDArray x) {
        return welch(x, 1.0);
    }

    /**
     * The density of power of signals by the method of Welch: the mean over overlapping segments of squares of transforms.
     *
     * @param x signals along an axis; all results of empty ones are empty
     * @param fs how many elements there are in a unit of time
     * @return frequencies and densities, of reals
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Periodogram welch(NDArray x, double fs) {
        return welch(x, fs, "hann");
    }

    /**
     * The density of power of signals by the method of Welch: the mean over overlapping segments of squares of transforms.
     *
     * @param x signals along an axis; all results of empty ones are empty
     * @param fs how many elements there are in a unit of time
     * @param window what segments are multiplied with, by its name
     * @return frequencies and densities, of reals
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Periodogram welch(NDArray x, double fs, String window) {
        return welch(x, fs, window, null);
    }

    /**
     * The density of power of signals by the method of Welch: the mean over overlapping segments of squares of transforms.
     *
     * @param x signals along an axis; all results of empty ones are empty
     * @param fs how many elements there are in a unit of time
     * @param window the elements of the window that segments are multiplied with
     * @return frequencies and densities, of reals
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Periodogram welch(NDArray x, double fs, NDArray window) {
        return welch(x, fs, window, null, null, null, "constant", true, "density", -1, "mean");
    }

    /**
     * The density of power of signals by the method of Welch: the mean over overlapping segments of squares of transforms.
     *
     * @param x signals along an axis; all results of empty ones are empty
     * @param fs how many elements there are in a unit of time
     * @param window what segments are multiplied with, by its name
     * @param nperseg how many elements a segment has; null for the length of a window that is given, or of the signal
     * @return frequencies and densities, of reals
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Periodogram welch(NDArray x, double fs, String window, Integer nperseg) {
        return welch(x, fs, window, nperseg, null, null, "constant", true, "density", -1, "mean");
    }

    /**
     * The density of power of signals by the method of Welch: the mean over overlapping segments of squares of transforms.
     *
     * @param x signals along an axis; all results of empty ones are empty
     * @param fs how many elements there are in a unit of time
     * @param window what segments are multiplied with, by its name
     * @param nperseg how many elements a segment has; null for the length of a window that is given, or of the signal
     * @param noverlap how many elements a segment shares with the next one; null for half of it
     * @param nfft how long the transform of a segment is, which is filled with zeros; null for its own length
     * @param detrend what is taken off each segment: "constant" or "linear"; null for nothing
     * @param returnOnesided whether only frequencies of 0 and above are computed, which is possible for reals
     * @param scaling "density" for power by frequency, "spectrum" for power
     * @param axis the axis of time; negative numbers count from the last
     * @param average "mean" or "median" over segments
     * @return frequencies and densities, of reals
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Periodogram welch(NDArray x, double fs, String window, Integer nperseg, Integer noverlap, Integer nfft, String detrend, boolean returnOnesided,
             String scaling, int axis, String average) {
        return density("welch", x, null, new Spectra.Settings(fs, SpectralWindow.of(window), nperseg, noverlap, nfft, detrend, returnOnesided, scaling, axis), average);
    }

    /**
     * The density of power of signals by the method of Welch: the mean over overlapping segments of squares of transforms.
     *
     * @param x signals along an axis; all results of empty ones are empty
     * @param fs how many elements there are in a unit of time
     * @param window the elements of the window that segments are multiplied with
     * @param nperseg how many elements a segment has; null for the length of a window that is given, or of the signal
     * @param noverlap how many elements a segment shares with the next one; null for half of it
     * @param nfft how long the transform of a segment is, which is filled with zeros; null for its own length
     * @param detrend what is taken off each segment: "constant" or "linear"; null for nothing
     * @param returnOnesided whether only frequencies of 0 and above are computed, which is possible for reals
     * @param scaling "density" for power by frequency, "spectrum" for power
     * @param axis the axis of time; negative numbers count from the last
     * @param average "mean" or "median" over segments
     * @return frequencies and densities, of reals
     * @throws JacobiException if lengths, shapes or axes do not fit, or there is no setting of such a name
     */
    public static Periodogram welch(NDArray x, double fs, NDArray window, Integer nperseg, Integer noverlap, Integer nfft, String detrend, boolean returnOnesided,
             String scaling, int axis, String average) {
        return density("welch", x, null, new Spectra.Settings(fs, SpectralWindow.of(window), nperseg, noverlap, nfft, detrend, returnOnesided, scaling, axis), average);
    }
}
