package dev.jacobi.array.lax;

import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Structural;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Combinations of the elements of windows that move over arrays. A window of several axes is combined along one after the other, from the last on, by slices that are as far apart as windows are; of
 * equal greatest elements the first in row-major order counts, and has the derivative.
 */
public final class Windows {
    private Windows() {
    }

    /** What is put in front of and behind each axis. */
    public record Padding(List<Long> low, List<Long> high) {
        public Padding {
            low = List.copyOf(low);
            high = List.copyOf(high);
        }

        /** Given in numbers. */
        public static Padding of(int[][] widths) {
            return new Padding(Arrays.stream(widths).map(w -> (long) w[0]).toList(), Arrays.stream(widths).map(w -> (long) w[1]).toList());
        }

        /** By a word: VALID puts nothing, SAME (SAME_LOWER) makes as many windows as strides fit, with what is odd behind (in front). */
        public static Padding of(String what, String word, List<Extent> extents, int[] window, int[] strides) {
            var low = new ArrayList<Long>();
            var high = new ArrayList<Long>();
            boolean valid = "VALID".equalsIgnoreCase(word);
            boolean lower = "SAME_LOWER".equalsIgnoreCase(word);
            if (!valid && !lower && !"SAME".equalsIgnoreCase(word)) {
                throw new JacobiException(what + ": there is no padding '" + word + "'; say 'SAME', 'SAME_LOWER' or 'VALID', or give widths for each axis.");
            }
            for (int k = 0; k < window.length; k++) {
                long all = valid ? 0 : Math.max(0, strides[k] == 1 ? window[k] - 1L : missing(extents.get(k).value(), window[k], strides[k]));
                low.add(lower ? all - all / 2 : all / 2);
                high.add(lower ? all / 2 : all - all / 2);
            }
            return new Padding(low, high);
        }

        private static long missing(long n, long window, long stride) {
            return ((n + stride - 1) / stride - 1) * stride + window - n;
        }
    }

    /** How far a window with gaps reaches. */
    static int[] reach(int[] window, int[] dilation) {
        int[] reach = new int[window.length];
        for (int k = 0; k < window.length; k++) {
            reach[k] = window[k] == 0 ? 0 : (window[k] - 1) * (dilation == null ? 1 : dilation[k]) + 1;
        }
        return reach;
    }

    private static int[] checked(NDArray x, int[] v, String of) {
        int[] w = v == null ? ones(x.rank()) : v;
        if (w.length != x.rank() || Arrays.stream(w).anyMatch(n -> n < 1)) {
            throw new JacobiException("reduceWindow: the " + of + " " + Arrays.toString(w) + " do not fit an array of shape " + x.shapeOf() + "; give a positive number for each axis.");
        }
        return w;
    }

    private static int[] ones(int n) {
        int[] ones = new int[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** The elements of each window combined; {@code padding} is a word, or an int[][]. */
    public static NDArray reduce(NDArray x, NDArray init, String op, int[] dims, int[] strides, Object padding, int[] dilation) {
        int[] window = checked(x, dims, "lengths of windows");
        int[] step = checked(x, strides, "strides");
        int[] gaps = checked(x, dilation, "dilations");
        int[] reach = reach(window, gaps);
        Padding p = padding instanceof String s ? Padding.of("reduceWindow", s, x.shapeOf().extents(), reach, step) : Padding.of((int[][]) padding);
        if (p.low().size() != x.rank()) {
            throw new JacobiException("reduceWindow: there are paddings for " + p.low().size() + " axes of an array of shape " + x.shapeOf() + "; give one for each.");
        }
        List<NDArray> in = List.of(x, Casts.to(init, x.dtype()));
        return Calc.fused("reduce_window", in, y -> {
            NDArray r = p.low().stream().allMatch(w -> w == 0) && p.high().stream().allMatch(w -> w == 0) ? y.get(0)
                : Structural.pad(y.get(0), y.get(1), p.low(), p.high(), Collections.nCopies(x.rank(), 0L));
            for (int k = x.rank() - 1; k >= 0; k--) {
                r = along(r, k, op, window[k], step[k], gaps[k]);
            }
            return Calc.combine("reduceWindow", op, r, y.get(1));
        }, op, window, step, gaps, p);
    }

    private static NDArray along(NDArray x, int axis, String op, int window, int stride, int gap) {
        if (window == 1 && stride == 1) {
            return x;
        }
        Extent room = x.shapeOf().get(axis).minus((window - 1L) * gap + 1);
        Extent count = room.isKnown() && room.value() < 0 ? Extent.of(0) : room.dividedBy(Extent.of(stride)).plus(1);
        NDArray all = null;
        for (int i = 0; i < window; i++) {
            NDArray part = Slices.part(x, axis, Extent.of((long) i * gap), count, stride);
            all = all == null ? part : Calc.combine("reduceWindow", op, all, part);
        }
        return all;
    }
}
