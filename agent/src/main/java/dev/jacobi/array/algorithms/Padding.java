package dev.jacobi.array.algorithms;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Indexing;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Arrays made longer at both ends of their axes, one axis after another. */
public final class Padding {
    private static final String MODES = "constant, edge, reflect, symmetric, wrap, linear_ramp, maximum, minimum, mean, median, empty";

    private Padding() {
    }

    /** {@code widths[k]} is what comes before and behind along axis k; one pair stands for all axes. {@code value} is for "constant", and the end of "linear_ramp". */
    public static NDArray pad(NDArray a, int[][] widths, String mode, NDArray value) {
        if (!isMode(mode)) {
            throw new JacobiException("pad: there is no mode '" + mode + "'; there are " + MODES + ".");
        }
        int[][] all = all(a, widths);
        return Operation.fused(Structural.key("pad", mode, all), List.of(a, Ops.to(value, a.dtype())), in -> {
            NDArray x = in.get(0);
            if (mode.equals("constant") || mode.equals("empty")) {
                return constant(x, in.get(1), all);
            }
            for (int k = 0; k < all.length; k++) {
                if (all[k][0] > 0 || all[k][1] > 0) {
                    x = along(x, k, all[k][0], all[k][1], mode, in.get(1));
                }
            }
            return x;
        });
    }

    private static boolean isMode(String mode) {
        return switch (mode) {
            case "constant", "edge", "reflect", "symmetric", "wrap", "linear_ramp", "maximum", "minimum", "mean", "median", "empty" -> true;
            default -> false;
        };
    }

    private static int[][] all(NDArray a, int[][] widths) {
        int[][] all = new int[a.rank()][];
        if (widths.length != 1 && widths.length != a.rank()) {
            throw new JacobiException("pad: there are " + widths.length + " pairs of widths for an array of shape " + a.shapeOf() + "; give one for each axis, or one for all.");
        }
        for (int k = 0; k < all.length; k++) {
            int[] w = widths[widths.length == 1 ? 0 : k];
            all[k] = w.length == 1 ? new int[] {w[0], w[0]} : w;
            if (all[k].length != 2 || all[k][0] < 0 || all[k][1] < 0) {
                throw new JacobiException("pad: " + Arrays.toString(w) + " are no widths of an axis; give how many elements come before and behind it.");
            }
        }
        return all;
    }

    private static NDArray constant(NDArray x, NDArray value, int[][] widths) {
        List<Long> low = Arrays.stream(widths).map(w -> (long) w[0]).toList();
        List<Long> high = Arrays.stream(widths).map(w -> (long) w[1]).toList();
        return x.rank() == 0 ? x : Structural.pad(x, value, low, high, Collections.nCopies(x.rank(), 0L));
    }

    private static NDArray along(NDArray x, int axis, int low, int high, String mode, NDArray end) {
        return switch (mode) {
            case "linear_ramp" -> ramps(x, axis, low, high, end);
            case "maximum" -> around(x, axis, low, high, Reductions.extreme("pad", Prim.REDUCE_MAX, x, List.of(axis), true));
            case "minimum" -> around(x, axis, low, high, Reductions.extreme("pad", Prim.REDUCE_MIN, x, List.of(axis), true));
            case "mean" -> around(x, axis, low, high, rounded(Moments.mean(x, new int[] {axis}, null, true, null), x.dtype()));
            case "median" -> around(x, axis, low, high, rounded(Quantiles.quantile(x, Ops.num(0.5), new int[] {axis}, "linear", true, false), x.dtype()));
            default -> {
                if (x.shapeOf().get(axis).is(0)) {
                    throw new JacobiException("pad: an array of shape " + x.shapeOf() + " has no elements along axis " + axis + " that could be repeated; use the mode 'constant'.");
                }
                yield Indexing.take(x, places(x.shapeOf().get(axis), low, high, mode), axis);
            }
        };
    }

    /** Means of integers are rounded to the nearest one. */
    private static NDArray rounded(NDArray mean, DType d) {
        return Ops.to(d.isInexact() ? mean : Elementwise.unary(Prim.RINT, mean), d);
    }

    /** Which element comes to each place. */
    private static NDArray places(Extent n, int low, int high, String mode) {
        NDArray i = Ops.sub(Structural.iota(DType.I32, new Shape(List.of(n.plus(low + high))), 0), Ops.num((long) low));
        NDArray count = n.number();
        NDArray one = Ops.num(1L);
        return switch (mode) {
            case "edge" -> Ops.min(Ops.max(i, Ops.num(0L)), Ops.sub(count, one));
            case "wrap" -> Ops.mod(i, count);
            case "symmetric" -> {
                NDArray m = Ops.mod(i, Ops.mul(count, Ops.num(2L)));
                yield Ops.where(Ops.lt(m, count), m, Ops.sub(Ops.sub(Ops.mul(count, Ops.num(2L)), one), m));
            }
            default -> {
                NDArray period = Ops.max(Ops.mul(Ops.sub(count, one), Ops.num(2L)), one);
                NDArray m = Ops.mod(i, period);
                yield Ops.where(Ops.lt(m, count), m, Ops.sub(period, m));
            }
        };
    }

    /** One slice repeated on both sides. */
    private static NDArray around(NDArray x, int axis, int low, int high, NDArray slice) {
        var parts = new ArrayList<NDArray>();
        for (int part = 0; part < 3; part++) {
            int n = part == 0 ? low : high;
            if (part == 1) {
                parts.add(x);
            } else if (n > 0) {
                parts.add(Structural.broadcastTo(slice, x.shapeOf().with(axis, Extent.of(n))));
            }
        }
        return Structural.concat(parts, axis);
    }

    /** From the value at the outer end to the first and the last element in equal steps. */
    private static NDArray ramps(NDArray x, int axis, int low, int high, NDArray end) {
        var parts = new ArrayList<NDArray>();
        if (low > 0) {
            parts.add(ramp(Joins.part(x, axis, Extent.of(0), Extent.of(1)), axis, low, end));
        }
        parts.add(x);
        if (high > 0) {
            NDArray last = Joins.part(x, axis, x.shapeOf().get(axis).minus(1), Extent.of(1));
            parts.add(Structural.reverse(ramp(last, axis, high, end), List.of(axis)));
        }
        return Structural.concat(parts, axis);
    }

    private static NDArray ramp(NDArray edge, int axis, int n, NDArray end) {
        DType d = edge.dtype().isInexact() ? edge.dtype() : DType.F32;
        Shape s = edge.shapeOf().with(axis, Extent.of(n));
        NDArray share = Ops.div(Ops.to(Structural.iota(DType.I32, s, axis), d.real()), Ops.like(n, Ops.constant(0, d.real())));
        NDArray first = Ops.to(end, d);
        NDArray line = Ops.add(first, Ops.mul(Ops.sub(Ops.to(edge, d), first), Ops.to(share, d)));
        return edge.dtype().isInexact() ? line : Ops.to(Ops.floor(line), edge.dtype());
    }
}
