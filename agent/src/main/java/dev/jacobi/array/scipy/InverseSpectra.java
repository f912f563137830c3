package dev.jacobi.array.scipy;

import dev.jacobi.DType;
import dev.jacobi.Fft;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.Np;
import dev.jacobi.Slice;
import dev.jacobi.array.algorithms.AxisNumbers;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The signals whose segments have given Fourier transforms: the sum of the segments, each times its window, over the sum of the windows' squares. */
public final class InverseSpectra {
    /** Where the squares of windows sum to less, nothing is divided. */
    private static final double NO_WINDOW = 1e-10;

    private InverseSpectra() {
    }

    /**
     * How the transforms were made.
     *
     * @param fs how many elements there are in a unit of time
     * @param window what segments were multiplied with
     * @param nperseg the length of a segment; null for the transform's
     * @param noverlap how many elements a segment shares with the next; null for half of it
     * @param nfft the length of the transform; null for what the number of frequencies says
     * @param onesided whether only frequencies of 0 and above are there
     * @param boundary whether the signal was made longer on either side, which is taken off
     * @param timeAxis the axis of the segments
     * @param freqAxis the axis of the frequencies
     */
    public record Settings(double fs, SpectralWindow window, Integer nperseg, Integer noverlap, Integer nfft, boolean onesided, boolean boundary, int timeAxis, int freqAxis) {
    }

    /** Times and the signal, which has time where the segments were. */
    public record Result(NDArray times, NDArray signal) {
    }

    /** The signal of transforms. */
    public static Result istft(NDArray z, Settings s) {
        if (z.rank() < 2) {
            throw new JacobiException("istft: an array of the shape " + z.shapeOf() + " is given; it takes one with an axis of frequencies and one of segments.");
        }
        int time = AxisNumbers.of("istft", s.timeAxis, z.rank());
        int frequency = AxisNumbers.of("istft", s.freqAxis, z.rank());
        if (time == frequency) {
            throw new JacobiException("istft: axis " + time + " is given for the segments and for the frequencies; give two.");
        }
        int own = s.onesided ? 2 * (z.shape(frequency) - 1) : z.shape(frequency);
        int segment = s.nperseg == null ? own : s.nperseg;
        int odd = s.onesided && segment == own + 1 ? 1 : 0;
        var n = new Spectra.Lengths(segment, s.noverlap == null ? segment / 2 : s.noverlap, s.nfft == null ? own + odd : s.nfft);
        NDArray spectra = Np.moveaxis(z, new int[] {time, frequency}, new int[] {-2, -1});
        NDArray parts = (s.onesided ? Fft.irfft(spectra, n.transform()) : Fft.ifft(spectra, n.transform())).get(NDArray.ELLIPSIS, Slice.to(segment));
        s.window.segment("istft", segment, segment);
        NDArray window = s.window.of("istft", segment, parts);
        int cut = s.boundary ? segment / 2 : 0;
        NDArray sum = added(parts.times(window).times(Np.sum(window)), n.step(), cut);
        NDArray squares = added(Np.broadcastTo(Np.square(window), parts.shape(-2), segment), n.step(), cut);
        NDArray signal = sum.dividedBy(Np.where(Np.real(squares).gt(NO_WINDOW), squares, NDArray.scalar(1.0)));
        DType real = signal.dtype().real();
        double[] times = IntStream.range(0, signal.shape(-1)).mapToDouble(k -> k / s.fs).toArray();
        return new Result(NDArray.of((Object) times, real), Np.moveaxis(signal, -1, frequency < time ? time - 1 : time));
    }

    /** Segments, the last two axes, each a step behind the one before, added, and as many elements cut off on either side. */
    private static NDArray added(NDArray parts, int step, int cut) {
        int count = parts.shape(-2);
        int segment = parts.shape(-1);
        int[] shape = parts.shape();
        int[] outer = Arrays.copyOf(shape, shape.length - 1);
        outer[outer.length - 1] = step * (count - 1) + segment;
        NDArray sum = Np.zeros(outer, parts.dtype()).at(NDArray.ELLIPSIS, Spectra.places(count, segment, step)).add(parts);
        return cut == 0 ? sum : sum.get(NDArray.ELLIPSIS, Slice.of(cut, outer[outer.length - 1] - cut));
    }
}
