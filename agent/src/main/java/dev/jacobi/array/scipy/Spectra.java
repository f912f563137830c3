package dev.jacobi.array.scipy;

import dev.jacobi.DType;
import dev.jacobi.Fft;
import dev.jacobi.JacobiException;
import dev.jacobi.Lax;
import dev.jacobi.NDArray;
import dev.jacobi.Np;
import dev.jacobi.Slice;
import dev.jacobi.array.algorithms.AxisNumbers;
import dev.jacobi.array.core.Promotion;
import java.util.List;
import java.util.stream.IntStream;

/** Fourier transforms of overlapping segments of signals, and the densities of power that are means of their products. */
public final class Spectra {
    private Spectra() {
    }

    /**
     * How segments are made and transformed.
     *
     * @param fs how many elements there are in a unit of time
     * @param window what segments are multiplied with
     * @param nperseg the length of a segment; null for the window's, or the signal's
     * @param noverlap how many elements a segment shares with the next; null for half of it
     * @param nfft the length of the transform; null for the segment's
     * @param detrend which trend is taken off each segment: "constant" or "linear"; null for none
     * @param onesided whether only frequencies of 0 and above are kept; of complex signals all are
     * @param scaling "density" or "spectrum"
     * @param axis the axis of time
     */
    public record Settings(double fs, SpectralWindow window, Integer nperseg, Integer noverlap, Integer nfft, String detrend, boolean onesided, String scaling, int axis) {
    }

    /** Frequencies, times, and the transforms: frequencies along the axis where time was, times along a last one. */
    public record Result(NDArray frequencies, NDArray times, NDArray values) {
    }

    /** The lengths of a segment, of what it shares with the next one, and of its transform. */
    record Lengths(int segment, int shared, int transform) {
        Lengths {
            if (shared >= segment || shared < 0 || transform < segment) {
                throw new JacobiException("Segments of " + segment + " elements are asked for that share " + shared + " with the next one, with transforms of the length "
                    + transform + "; they share fewer elements than they have, and transforms are at least as long.");
            }
        }

        int step() {
            return segment - shared;
        }
    }

    /** The transforms of all segments, as their amplitudes. */
    public static Result stft(NDArray x, Settings s, String boundary, boolean padded) {
        List<NDArray> in = List.of(Promotion.inexact(x).get(0));
        return x.size() == 0 ? ofNothing("stft", in, s) : made("stft", in, s, boundary, padded);
    }

    /** The density of power of one or of two signals: the mean or median over segments of products of transforms. */
    public static Result density(String what, NDArray x, NDArray y, Settings s, String average) {
        List<NDArray> in = y == null ? List.of(Promotion.inexact(x).get(0)) : Promotion.inexact(x, y);
        if (x.rank() != in.get(in.size() - 1).rank()) {
            throw new JacobiException(what + ": signals of the shapes " + x.shapeOf() + " and " + y.shapeOf() + " are given; both have as many axes.");
        }
        if (in.stream().anyMatch(a -> a.size() == 0)) {
            return ofNothing(what, in, s);
        }
        Result r = made(what, in, s, null, false);
        NDArray mean = switch (average) {
            case "mean" -> Np.mean(r.values, -1);
            case "median" -> middle(r.values);
            default -> throw new JacobiException(what + ": there is no average '" + average + "'; there are mean and median.");
        };
        return new Result(r.frequencies, r.times, mean);
    }

    /** The median, of complex numbers by parts, over what the median of so many squares would be if their mean were 1. */
    private static NDArray middle(NDArray v) {
        double bias = IntStream.range(1, (v.shape(-1) + 1) / 2).mapToDouble(k -> 1 / (2.0 * k + 1) - 1 / (2.0 * k)).sum() + 1;
        NDArray m = v.dtype().isComplex() ? Lax.complex(Np.median(Np.real(v), -1), Np.median(Np.imag(v), -1)) : Np.median(v, -1);
        return m.dividedBy(bias);
    }

    private static Result made(String what, List<NDArray> in, Settings s, String boundary, boolean padded) {
        NDArray first = in.get(0);
        NDArray last = in.get(in.size() - 1);
        int axis = AxisNumbers.of(what, s.axis, first.rank());
        int segment = s.window.segment(what, s.nperseg, first.shape(axis));
        var n = new Lengths(segment, s.noverlap == null ? segment / 2 : s.noverlap, s.nfft == null ? segment : s.nfft);
        NDArray window = s.window.of(what, segment, first);
        int longest = Math.max(first.shape(axis), last.shape(axis));
        List<NDArray> moved = in.stream().map(a -> prepared(what, longer(Np.moveaxis(a, axis, -1), longest), n, boundary, padded)).toList();
        boolean half = s.onesided && !first.dtype().isComplex();
        List<NDArray> parts = moved.stream().map(a -> transformed(a, window, n, s.detrend, half)).toList();
        boolean amplitudes = what.equals("stft");
        NDArray values = amplitudes ? parts.get(0) : in.size() == 1 ? power(parts.get(0)) : Np.conj(parts.get(0)).times(parts.get(1));
        NDArray scale = scale(what, s, window);
        values = values.times(amplitudes ? Np.sqrt(scale) : scale);
        values = half && !amplitudes ? values.times(twice(values.shape(-1), n.transform, values.dtype().real())) : values;
        DType real = values.dtype().real();
        NDArray frequencies = half ? Fft.rfftfreq(n.transform, 1 / s.fs, real) : Fft.fftfreq(n.transform, 1 / s.fs, real);
        double[] times = IntStream.range(0, values.shape(-2)).mapToDouble(k -> (k * n.step() + (boundary == null ? segment / 2.0 : 0)) / s.fs).toArray();
        return new Result(frequencies, NDArray.of((Object) times, real), Np.moveaxis(values, -1, axis));
    }

    /** As SciPy has it, all results of signals without elements have their shape: that of the shorter one along the axis of time. */
    private static Result ofNothing(String what, List<NDArray> in, Settings s) {
        int axis = AxisNumbers.of(what, s.axis, in.get(0).rank());
        int[] shape = Np.broadcastShapes(in.stream().map(a -> without(a.shape(), axis)).toArray(int[][]::new));
        shape[axis] = in.stream().mapToInt(a -> a.shape(axis)).min().orElseThrow();
        NDArray values = Np.zeros(shape, in.get(0).dtype());
        NDArray real = Np.real(values);
        return new Result(real, real, what.equals("welch") ? real : Lax.complex(real, real));
    }

    /** The shape with a length of 1 along an axis, which is broadcast to any. */
    private static int[] without(int[] shape, int axis) {
        shape[axis] = 1;
        return shape;
    }

    private static NDArray power(NDArray z) {
        return Np.square(Np.real(z)).plus(Np.square(Np.imag(z)));
    }

    private static NDArray scale(String what, Settings s, NDArray window) {
        return switch (s.scaling) {
            case "density" -> Np.reciprocal(Np.sum(Np.square(window)).times(s.fs));
            case "spectrum" -> Np.reciprocal(Np.square(Np.sum(window)));
            default -> throw new JacobiException(what + ": there is no scaling '" + s.scaling + "'; there are density and spectrum.");
        };
    }

    /** Half of the frequencies stands for all but those that have no negative counterpart. */
    private static NDArray twice(int count, int transform, DType d) {
        return NDArray.of((Object) IntStream.range(0, count).mapToDouble(k -> k == 0 || transform % 2 == 0 && k == count - 1 ? 1 : 2).toArray(), d);
    }

    private static NDArray longer(NDArray x, int n) {
        return x.shape(-1) == n ? x : behind(x, n - x.shape(-1));
    }

    private static NDArray behind(NDArray x, int count) {
        int[][] widths = new int[x.rank()][2];
        widths[x.rank() - 1][1] = count;
        return count == 0 ? x : Np.pad(x, widths);
    }

    /** The signal with half of a segment on either side, and zeros behind until all of it is in segments. */
    private static NDArray prepared(String what, NDArray x, Lengths n, String boundary, boolean padded) {
        NDArray wide = boundary == null ? x : extended(what, x, n.segment / 2, boundary);
        return padded ? behind(wide, Math.floorMod(n.segment - wide.shape(-1), n.step()) % n.segment) : wide;
    }

    private static NDArray extended(String what, NDArray x, int count, String boundary) {
        int[][] widths = new int[x.rank()][2];
        widths[x.rank() - 1] = new int[] {count, count};
        return switch (boundary) {
            case "zeros" -> Np.pad(x, widths);
            case "constant" -> Np.pad(x, widths, "edge");
            case "even" -> Np.pad(x, widths, "reflect");
            // a reflection at a point is twice the edge less the reflection
            case "odd" -> Np.pad(x, widths, "edge").times(2.0).minus(Np.pad(x, widths, "reflect")).at(NDArray.ELLIPSIS, Slice.of(count, count + x.shape(-1))).set(x);
            default -> throw new JacobiException(what + ": there is no boundary '" + boundary + "'; there are zeros, constant, even, odd and null.");
        };
    }

    /** The places of the elements of segments: a row for each of them. */
    static NDArray places(int count, int segment, int step) {
        return Np.expandDims(Np.arange(count, DType.I32).times(step), 1).plus(Np.arange(segment, DType.I32));
    }

    private static NDArray transformed(NDArray x, NDArray window, Lengths n, String detrend, boolean half) {
        int count = Math.max(0, (x.shape(-1) - n.segment) / n.step() + 1);
        NDArray segments = Np.take(x, places(count, n.segment, n.step()), -1);
        NDArray level = (detrend == null ? segments : Trends.removed(segments, -1, detrend)).times(window);
        return half ? Fft.rfft(Np.real(level), n.transform) : Fft.fft(level, n.transform);
    }
}
