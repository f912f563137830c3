package dev.jacobi.array.lax;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Products;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.lax.Windows.Padding;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Convolutions, as JAX has them, made of the compiler's, whose axes have one order. */
public final class Convolution {
    private Convolution() {
    }

    /** The settings. {@code padding} is a word or an int[][]; null stands for ones, and for the order of axes "NCHW", "OIHW", "NCHW". */
    public record Settings(int[] strides, Object padding, int[] inputDilation, int[] kernelDilation, String[] axes, int groups, int batchGroups) {
    }

    private record Orders(List<Integer> input, List<Integer> kernel, List<Integer> output) {
        /** Axes by letters: where each of the compiler's order is. */
        static Orders of(String what, String[] axes, int rank) {
            if (axes == null) {
                List<Integer> own = IntStream.range(0, rank).boxed().toList();
                return new Orders(own, own, own);
            }
            String spatial = axes.length == 3 ? axes[1].replaceAll("[OI]", "") : "";
            if (axes.length != 3 || spatial.length() != rank - 2) {
                throw new JacobiException(what + ": the axes " + Arrays.toString(axes) + " are not those of arrays of " + rank + " axes; give three words such as NHWC, HWIO, NHWC.");
            }
            List<Integer> out = places(what, axes[2], "NC" + spatial);
            var back = new ArrayList<>(Collections.nCopies(rank, 0));
            IntStream.range(0, rank).forEach(k -> back.set(out.get(k), k));
            return new Orders(places(what, axes[0], "NC" + spatial), places(what, axes[1], "OI" + spatial), back);
        }

        private static List<Integer> places(String what, String word, String letters) {
            List<Integer> at = letters.chars().mapToObj(word::indexOf).toList();
            if (at.contains(-1) || word.length() != letters.length()) {
                throw new JacobiException(what + ": the axes '" + word + "' are not made of the letters " + letters + ".");
            }
            return at;
        }
    }

    private static int[] checked(String what, int[] v, int n, String of) {
        int[] w = v == null ? new int[n] : v;
        if (v == null) {
            Arrays.fill(w, 1);
        }
        if (w.length != n || Arrays.stream(w).anyMatch(k -> k < 1)) {
            throw new JacobiException(what + ": the " + of + " " + Arrays.toString(w) + " do not fit " + n + " axes; give a positive number for each.");
        }
        return w;
    }

    private static List<Long> longs(int[] v) {
        return Arrays.stream(v).mapToObj(k -> (long) k).toList();
    }

    /** The convolution of images with kernels. */
    public static NDArray general(String what, NDArray lhs, NDArray rhs, Settings s) {
        int rank = lhs.rank();
        if (rank != rhs.rank() || rank < 3 || lhs.dtype() != rhs.dtype()) {
            throw new JacobiException(what + ": an array of shape " + lhs.shapeOf() + " of " + lhs.dtype() + " cannot be convolved with one of shape " + rhs.shapeOf() + " of " + rhs.dtype()
                + "; give two of one type with as many axes, at least three.");
        }
        int n = rank - 2;
        Orders orders = Orders.of(what, s.axes(), rank);
        int[] strides = checked(what, s.strides(), n, "strides");
        int[] dilation = checked(what, s.inputDilation(), n, "dilations of the input");
        int[] gaps = checked(what, s.kernelDilation(), n, "dilations of the kernel");
        NDArray a = Structural.transpose(lhs, orders.input());
        NDArray b = Structural.transpose(rhs, orders.kernel());
        channels(what, a, b, s);
        List<Extent> spread = new ArrayList<>();
        int[] kernel = new int[n];
        for (int k = 0; k < n; k++) {
            spread.add(a.shapeOf().get(k + 2).minus(1).times(dilation[k]).plus(1));
            kernel[k] = b.shapeOf().get(k + 2).value();
        }
        Padding p = s.padding() instanceof String word ? Padding.of(what, word, spread, Windows.reach(kernel, gaps), strides) : Padding.of((int[][]) s.padding());
        if (p.low().size() != n) {
            throw new JacobiException(what + ": there are paddings for " + p.low().size() + " axes; give one for each of the " + n + " axes that are not the batch's or the channels'.");
        }
        return Structural.transpose(plain(a, b, strides, p, dilation, gaps, s), orders.output());
    }

    /** The numbers of channels are worked with, so they are numbers of the program. */
    private static void channels(String what, NDArray a, NDArray b, Settings s) {
        int given = a.shapeOf().get(1).value();
        int wanted = b.shapeOf().get(1).value();
        int made = b.shapeOf().get(0).value();
        if (s.groups() < 1 || s.batchGroups() < 1 || s.groups() > 1 && s.batchGroups() > 1) {
            throw new JacobiException(what + ": there are " + s.groups() + " groups of channels and " + s.batchGroups() + " of images; give positive numbers, one of them 1.");
        }
        if (given != wanted * s.groups()) {
            throw new JacobiException(what + ": the input of shape " + a.shapeOf() + " has " + given + " channels, and the kernel of shape " + b.shapeOf() + " takes " + wanted
                + (s.groups() == 1 ? "" : " in each of " + s.groups() + " groups") + " (shapes with batch or output, then channels, in front); they have to be as many.");
        }
        int groups = s.groups() * s.batchGroups();
        if (made % groups != 0) {
            throw new JacobiException(what + ": the kernel of shape " + b.shapeOf() + " makes " + made + " channels, which cannot be divided among " + groups + " groups.");
        }
        if (s.batchGroups() > 1 && a.shapeOf().get(0).isKnown() && a.shapeOf().get(0).value() % s.batchGroups() != 0) {
            throw new JacobiException(what + ": " + a.shapeOf().get(0) + " images cannot be divided into " + s.batchGroups() + " groups.");
        }
    }

    private static NDArray plain(NDArray lhs, NDArray rhs, int[] strides, Padding p, int[] dilation, int[] gaps, Settings s) {
        boolean half = lhs.dtype() == DType.BF16 || lhs.dtype() == DType.F16;
        NDArray a = half ? Casts.to(lhs, DType.F32) : lhs;
        NDArray b = half ? Casts.to(rhs, DType.F32) : rhs;
        boolean between = Arrays.stream(dilation).anyMatch(d -> d > 1);
        boolean crops = p.low().stream().anyMatch(w -> w < 0) || p.high().stream().anyMatch(w -> w < 0);
        boolean apart = between || crops;
        int n = strides.length;
        if (apart) {
            a = Structural.pad(a, Calc.like(0, a), front(p.low(), 0L), front(p.high(), 0L), front(Arrays.stream(dilation).mapToObj(d -> d - 1L).toList(), 0L));
        }
        if (s.batchGroups() > 1) {
            a = batchGroups(a, s.batchGroups());
        }
        List<Long> none = Collections.nCopies(n, 0L);
        var params = new Params.Conv(longs(strides), apart ? none : p.low(), apart ? none : p.high(), longs(gaps), s.groups() * s.batchGroups());
        NDArray y = Products.library(Prim.CONV, params, List.of(a.dtype()), List.of(a, b)).get(0);
        return Casts.to(y, lhs.dtype());
    }

    private static List<Long> front(List<Long> v, long first) {
        var all = new ArrayList<>(List.of(first, first));
        all.addAll(v);
        return all;
    }

    /** Groups of images as groups of channels. */
    private static NDArray batchGroups(NDArray a, int groups) {
        Shape s = a.shapeOf();
        Extent images = s.get(0).dividedBy(Extent.of(groups));
        NDArray parted = Structural.reshape(a, new Shape(List.of(Extent.of(groups), images)).followedBy(s.part(1, s.rank())));
        var axes = new ArrayList<>(IntStream.range(0, parted.rank()).boxed().toList());
        Collections.swap(axes, 0, 1);
        return Structural.reshape(Structural.transpose(parted, axes), s.with(0, images).with(1, s.get(1).times(groups)));
    }

    /** The transposed convolution: strides become dilations of the input. */
    public static NDArray transposed(NDArray lhs, NDArray rhs, int[] strides, Object padding, int[] kernelDilation, String[] axes) {
        int n = lhs.rank() - 2;
        String spatial = "HWD".substring(0, Math.max(0, Math.min(3, n)));
        String[] order = axes != null ? axes : new String[] {"N" + spatial + "C", spatial + "IO", "N" + spatial + "C"};
        int[] step = checked("convTranspose", strides, n, "strides");
        int[] gaps = checked("convTranspose", kernelDilation, n, "dilations of the kernel");
        Object pads = padding;
        if (padding instanceof String word) {
            int[][] widths = new int[n][];
            String letters = order[1].replaceAll("[OI]", "");
            for (int k = 0; k < n; k++) {
                int length = (rhs.shapeOf().get(order[1].indexOf(letters.charAt(k))).value() - 1) * gaps[k] + 1;
                widths[k] = transposedPadding(word, length, step[k]);
            }
            pads = widths;
        }
        return general("convTranspose", lhs, rhs, new Settings(null, pads, step, gaps, order, 1, 1));
    }

    private static int[] transposedPadding(String word, int k, int s) {
        boolean same = "SAME".equalsIgnoreCase(word);
        if (!same && !"VALID".equalsIgnoreCase(word)) {
            throw new JacobiException("convTranspose: there is no padding '" + word + "'; say 'SAME' or 'VALID', or give widths for each axis.");
        }
        int all = same ? k + s - 2 : k + s - 2 + Math.max(k - s, 0);
        int low = !same || s > k - 1 ? k - 1 : (all + 1) / 2;
        return new int[] {low, all - low};
    }
}
