package dev.jacobi.array.scipy;

import dev.jacobi.Fft;
import dev.jacobi.JacobiException;
import dev.jacobi.Lax;
import dev.jacobi.NDArray;
import dev.jacobi.Np;
import dev.jacobi.Slice;
import dev.jacobi.array.algorithms.AxisNumbers;
import dev.jacobi.array.core.Parts;
import dev.jacobi.array.core.Promotion;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Convolutions of arrays of any number of axes, by sums of products or by Fourier transforms, of which all, the middle or what overlaps wholly is kept. */
public final class Convolving {
    private Convolving() {
    }

    private static void check(String what, NDArray a, NDArray b, String mode) {
        if (!List.of("full", "same", "valid").contains(mode)) {
            throw new JacobiException(what + ": there is no mode '" + mode + "'; there are full, same and valid.");
        }
        if (a.rank() != b.rank() || a.size() == 0 || b.size() == 0) {
            throw new JacobiException(what + ": arrays of the shapes " + a.shapeOf() + " and " + b.shapeOf() + " are given; it takes two with as many axes that are not empty.");
        }
    }

    /** Whether something holds for the extents of all axes. */
    private static boolean all(NDArray a, IntPredicate holds) {
        return IntStream.range(0, a.rank()).allMatch(holds);
    }

    private static boolean covers(NDArray a, NDArray b) {
        return all(a, k -> a.shape(k) >= b.shape(k));
    }

    private static void checkFit(String what, NDArray a, NDArray b, String mode) {
        if (!covers(a, b) && !covers(b, a)) {
            throw new JacobiException(what + ": arrays of the shapes " + a.shapeOf() + " and " + b.shapeOf() + " are given with the mode '" + mode
                + "'; one has to be at least as long as the other along every axis.");
        }
    }

    /** The convolution by the method "auto", "direct" or "fft". */
    public static NDArray convolve(String what, NDArray a, NDArray b, String mode, String method) {
        return switch (method) {
            case "fft" -> transformed(what, a, b, mode, null);
            case "direct", "auto" -> direct(what, a, b, mode);
            default -> throw new JacobiException(what + ": there is no method '" + method + "'; there are auto, direct and fft.");
        };
    }

    /** The convolution with the conjugate of the second array backwards. */
    public static NDArray correlate(String what, NDArray a, NDArray b, String mode, String method) {
        return convolve(what, a, Np.flip(Np.conj(b)), mode, method);
    }

    /** Two arrays of two axes. */
    private static void checkPlane(String what, NDArray a, NDArray b) {
        if (a.rank() != 2 || b.rank() != 2) {
            throw new JacobiException(what + ": arrays of the shapes " + a.shapeOf() + " and " + b.shapeOf() + " are given; it takes two with two axes each.");
        }
    }

    /** The convolution of two matrices. */
    public static NDArray convolve2d(NDArray a, NDArray b, String mode) {
        checkPlane("convolve2d", a, b);
        return direct("convolve2d", a, b, mode);
    }

    /** The correlation of two matrices; the middle is that of the arrays backwards, and where the first one lies within the second, the conjugates are those of SciPy. */
    public static NDArray correlate2d(NDArray a, NDArray b, String mode) {
        checkPlane("correlate2d", a, b);
        NDArray result = Np.flip(direct("correlate2d", Np.flip(a), Np.conj(b), mode));
        return mode.equals("valid") && covers(b, a) && !covers(a, b) ? Np.conj(result) : result;
    }

    /** Sums of products: a convolution of an image with the smaller array backwards. */
    private static NDArray direct(String what, NDArray in1, NDArray in2, String mode) {
        check(what, in1, in2, mode);
        checkFit(what, in1, in2, mode);
        List<NDArray> in = Promotion.inexact(in1, in2);
        NDArray a = in.get(0);
        NDArray b = in.get(1);
        if (a.rank() == 0) {
            return a.times(b);
        }
        int[][] padding = IntStream.range(0, a.rank()).mapToObj(k -> padding(a.shape(k), b.shape(k), mode)).toArray(int[][]::new);
        return covers(a, b) ? slid(a, Np.flip(b), padding) : slid(b, Np.flip(a), padding);
    }

    /** How much is put before and behind the longer one of two axes of {@code n} and {@code m} elements; less than none cuts. */
    private static int[] padding(int n, int m, String mode) {
        int shorter = Math.min(n, m);
        return switch (mode) {
            case "valid" -> new int[] {0, 0};
            case "same" -> new int[] {shorter - 1 - (m - 1) / 2, shorter - m + (m - 1) / 2};
            default -> new int[] {shorter - 1, shorter - 1};
        };
    }

    /** Products of sums of reals; complex ones are four of these. */
    private static NDArray slid(NDArray image, NDArray kernel, int[][] padding) {
        if (image.dtype().isComplex()) {
            NDArray re = slid(Np.real(image), Np.real(kernel), padding).minus(slid(Np.imag(image), Np.imag(kernel), padding));
            NDArray im = slid(Np.real(image), Np.imag(kernel), padding).plus(slid(Np.imag(image), Np.real(kernel), padding));
            return Parts.complex(re, im);
        }
        int[] once = new int[image.rank()];
        Arrays.fill(once, 1);
        return Np.squeeze(Lax.convGeneralDilated(Np.expandDims(image, 0, 1), Np.expandDims(kernel, 0, 1), once, padding), 0, 1);
    }

    /** Products of Fourier transforms along axes, all by default; the other axes have the same extents. */
    public static NDArray transformed(String what, NDArray in1, NDArray in2, String mode, int[] axes) {
        check(what, in1, in2, mode);
        List<NDArray> in = Promotion.inexact(in1, in2);
        int[] along = AxisNumbers.of(what, axes, in1.rank()).stream().mapToInt(k -> k).toArray();
        IntPredicate mapped = k -> Arrays.stream(along).noneMatch(j -> j == k);
        if (!all(in1, k -> !mapped.test(k) || in1.shape(k) == in2.shape(k))) {
            throw new JacobiException(what + ": arrays of the shapes " + in1.shapeOf() + " and " + in2.shapeOf() + " are given with the axes " + Arrays.toString(along)
                + "; along all others they have to be as long.");
        }
        boolean swapped = mode.equals("valid") && !covers(in1, in2);
        if (swapped) {
            checkFit(what, in1, in2, mode);
        }
        NDArray a = in.get(swapped ? 1 : 0);
        NDArray b = in.get(swapped ? 0 : 1);
        int[] lengths = Arrays.stream(along).map(k -> a.shape(k) + b.shape(k) - 1).toArray();
        return middle(product(a, b, lengths, along), a, b, mode, along);
    }

    private static NDArray product(NDArray a, NDArray b, int[] lengths, int[] along) {
        if (Arrays.stream(along).allMatch(k -> a.shape(k) == 1 || b.shape(k) == 1)) {
            return a.times(b);
        }
        return a.dtype().isComplex() ? Fft.ifftn(Fft.fftn(a, lengths, along).times(Fft.fftn(b, lengths, along)), lengths, along)
            : Fft.irfftn(Fft.rfftn(a, lengths, along).times(Fft.rfftn(b, lengths, along)), lengths, along);
    }

    private static NDArray middle(NDArray full, NDArray a, NDArray b, String mode, int[] along) {
        var kept = new Object[full.rank()];
        Arrays.fill(kept, Slice.ALL);
        for (int k : along) {
            int n = mode.equals("same") ? a.shape(k) : mode.equals("valid") ? a.shape(k) - b.shape(k) + 1 : full.shape(k);
            int start = (full.shape(k) - n) / 2;
            kept[k] = Slice.of(start, start + n);
        }
        return mode.equals("full") ? full : full.get(kept);
    }
}
