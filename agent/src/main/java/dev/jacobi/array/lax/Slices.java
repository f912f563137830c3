package dev.jacobi.array.lax;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.algorithms.AxisNumbers;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Parts of arrays, at places that are known or computed. */
public final class Slices {
    private Slices() {
    }

    /** Numbers as arrays without axes; a loop, so that compiled functions may compute them. */
    public static List<NDArray> numbers(int... values) {
        var out = new ArrayList<NDArray>();
        for (int v : values) {
            out.add(Casts.to(NDArray.scalar(v), DType.I32));
        }
        return out;
    }

    private static void rank(String what, NDArray x, int n, String of) {
        if (x.rank() != n) {
            throw new JacobiException(what + ": there are " + n + " " + of + " for an array of shape " + x.shapeOf() + "; give one for each axis.");
        }
    }

    /** Places that count from the end when they are negative. */
    private static List<NDArray> fromEnd(NDArray x, List<NDArray> starts) {
        var out = new ArrayList<NDArray>();
        for (int k = 0; k < starts.size(); k++) {
            NDArray at = Casts.to(starts.get(k), DType.I32);
            out.add(Calc.where(at.lt(0), at.plus(Casts.to(x.shapeOf().get(k).number(), DType.I32)), at));
        }
        return out;
    }

    /** A part of these lengths at a place that is computed. */
    public static NDArray dynamic(String what, NDArray x, List<NDArray> starts, Shape shape) {
        rank(what, x, starts.size(), "starts");
        rank(what, x, shape.rank(), "lengths");
        for (int k = 0; k < shape.rank(); k++) {
            x.shapeOf().get(k).mustReach(shape.get(k), () -> what + ": a part of shape " + shape + " is larger than the array of shape " + x.shapeOf() + "; give a smaller one.");
        }
        return Structural.dynamicSlice(x, fromEnd(x, starts), shape);
    }

    private static List<NDArray> along(NDArray x, NDArray start, int axis) {
        var starts = new ArrayList<NDArray>(numbers(new int[x.rank()]));
        starts.set(axis, start);
        return starts;
    }

    /** The same along one axis. */
    public static NDArray dynamicInDim(String what, NDArray x, NDArray start, int size, int axis) {
        int k = AxisNumbers.of(what, axis, x.rank());
        return dynamic(what, x, along(x, start, k), x.shapeOf().with(k, Extent.of(size)));
    }

    /** The array with a part replaced at a place that is computed. */
    public static NDArray update(String what, NDArray x, NDArray part, List<NDArray> starts) {
        rank(what, x, starts.size(), "starts");
        if (part.rank() != x.rank() || part.dtype() != x.dtype()) {
            throw new JacobiException(what + ": an array of shape " + x.shapeOf() + " of " + x.dtype() + " has no part of shape " + part.shapeOf() + " of " + part.dtype()
                + "; give one of that type with as many axes.");
        }
        for (int k = 0; k < x.rank(); k++) {
            x.shapeOf().get(k).mustReach(part.shapeOf().get(k), () -> what + ": a part of shape " + part.shapeOf() + " is larger than the array of shape " + x.shapeOf() + "; give a smaller one.");
        }
        return Structural.dynamicUpdateSlice(x, part, fromEnd(x, starts));
    }

    /** The same along one axis. */
    public static NDArray updateInDim(String what, NDArray x, NDArray part, NDArray start, int axis) {
        return update(what, x, part, along(x, start, AxisNumbers.of(what, axis, x.rank())));
    }

    /** One place of an axis replaced; the part may lack the axis. */
    public static NDArray updateIndex(NDArray x, NDArray part, NDArray index, int axis) {
        int k = AxisNumbers.of("dynamicUpdateIndexInDim", axis, x.rank());
        NDArray full = part.rank() == x.rank() ? part : Structural.reshape(part, part.shapeOf().inserted(k, Extent.of(1)));
        return updateInDim("dynamicUpdateIndexInDim", x, full, index, k);
    }

    /** The elements from {@code start} to {@code limit}, which is not among them, along each axis. */
    public static NDArray slice(NDArray x, int[] start, int[] limit, int[] strides) {
        rank("slice", x, start.length, "starts");
        rank("slice", x, limit.length, "limits");
        var from = new ArrayList<Extent>();
        var sizes = new ArrayList<Extent>();
        var steps = new ArrayList<Long>();
        for (int k = 0; k < start.length; k++) {
            int step = strides == null ? 1 : strides[k];
            String part = "slice: the part from " + start[k] + " to " + limit[k] + " by " + step + " is not within axis " + k + " of an array of shape ";
            if (start[k] < 0 || limit[k] < start[k] || step < 1) {
                throw new JacobiException(part + x.shapeOf() + "; give 0 <= start <= limit <= length, and positive strides.");
            }
            x.shapeOf().get(k).mustReach(Extent.of(limit[k]), () -> part + x.shapeOf() + "; give a limit that is at most the length.");
            from.add(Extent.of(start[k]));
            sizes.add(Extent.of((limit[k] - start[k] + step - 1L) / step));
            steps.add((long) step);
        }
        return Structural.slice(x, from, new Shape(sizes), steps);
    }

    /** The same along one axis; negative numbers count from the end, null limits are the ends. */
    public static NDArray sliceInDim(NDArray x, Integer start, Integer limit, int stride, int axis) {
        int k = AxisNumbers.of("sliceInDim", axis, x.rank());
        if (stride < 1) {
            throw new JacobiException("sliceInDim: elements cannot be " + stride + " apart; give a positive stride.");
        }
        Extent n = x.shapeOf().get(k);
        Extent from = start == null ? Extent.of(0) : place(start, n);
        Extent to = limit == null ? n : place(limit, n);
        Extent size = to.minus(from).plus(stride - 1L).dividedBy(Extent.of(stride));
        return part(x, k, from, size, stride);
    }

    private static Extent place(int p, Extent n) {
        return p >= 0 ? Extent.of(p) : n.plus(p);
    }

    /** So many elements of one axis from a place on, every {@code stride}-th. */
    static NDArray part(NDArray x, int axis, Extent from, Extent size, int stride) {
        var starts = new ArrayList<>(Collections.nCopies(x.rank(), Extent.of(0)));
        starts.set(axis, from);
        var steps = new ArrayList<>(Collections.nCopies(x.rank(), 1L));
        steps.set(axis, (long) stride);
        return Structural.slice(x, starts, x.shapeOf().with(axis, size), steps);
    }

    /** One place of an axis, which stays with one element or goes. */
    public static NDArray indexInDim(NDArray x, int index, int axis, boolean keepDims) {
        int k = AxisNumbers.of("indexInDim", axis, x.rank());
        Extent n = x.shapeOf().get(k);
        if (n.isKnown() && (index >= n.value() || index < -n.value())) {
            throw new JacobiException("indexInDim: axis " + k + " of an array of shape " + x.shapeOf() + " has no place " + index + ".");
        }
        NDArray y = part(x, k, place(index, n), Extent.of(1), 1);
        return keepDims ? y : Structural.reshape(y, y.shapeOf().without(List.of(k)));
    }

    /** One place of an axis, computed. */
    public static NDArray dynamicIndex(NDArray x, NDArray index, int axis, boolean keepDims) {
        int k = AxisNumbers.of("dynamicIndexInDim", axis, x.rank());
        NDArray y = dynamicInDim("dynamicIndexInDim", x, index, 1, k);
        return keepDims ? y : Structural.reshape(y, y.shapeOf().without(List.of(k)));
    }

    /** Elements of a value in front, behind and between, given for each axis as three numbers. */
    public static NDArray pad(NDArray x, NDArray value, int[][] config) {
        rank("pad", x, config.length, "widths");
        for (int[] c : config) {
            if (c.length != 3 || c[2] < 0) {
                throw new JacobiException("pad: " + Arrays.toString(c) + " is no padding of an axis; give three numbers: in front, behind, and, not negative, between.");
            }
        }
        return Structural.pad(x, value, column(config, 0), column(config, 1), column(config, 2));
    }

    private static List<Long> column(int[][] config, int k) {
        return Arrays.stream(config).map(c -> (long) c[k]).toList();
    }

    /** The axes of an array with new ones in front of these lengths. */
    public static NDArray broadcast(NDArray x, int... sizes) {
        return Structural.broadcastTo(x, Shape.of(sizes).followedBy(x.shapeOf()));
    }

    /** An array in a shape, axis k as axis {@code axes[k]} of it. */
    public static NDArray broadcastInDim(NDArray x, int[] shape, int[] axes) {
        rank("broadcastInDim", x, axes.length, "axes");
        for (int k = 0; k < axes.length; k++) {
            if (axes[k] < 0 || axes[k] >= shape.length || k > 0 && axes[k] <= axes[k - 1]) {
                throw new JacobiException("broadcastInDim: the axes " + Arrays.toString(axes) + " are not rising axes of the shape " + Arrays.toString(shape) + ".");
            }
        }
        return Structural.broadcast(x, Shape.of(shape), IntStream.of(axes).boxed().toList());
    }
}
