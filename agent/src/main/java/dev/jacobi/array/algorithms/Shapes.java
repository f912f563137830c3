package dev.jacobi.array.algorithms;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Indexing;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.core.Trace;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** The same elements along other axes, in another order, or repeated. */
public final class Shapes {
    private Shapes() {
    }

    /** One extent may be -1: it is the number of elements divided by the others. */
    public static NDArray reshape(NDArray a, int... shape) {
        if (a == null || shape == null) {
            throw new JacobiException("reshape: the " + (a == null ? "array" : "shape") + " is null; give one.");
        }
        return reshape(a, Shape.asked(shape));
    }

    /** The same where extents may be values of the program; -1 is always a constant. */
    private static NDArray reshape(NDArray a, Shape asked) {
        int open = -1;
        Extent known = Extent.of(1);
        var extents = new ArrayList<>(asked.extents());
        for (int k = 0; k < extents.size(); k++) {
            Extent e = extents.get(k);
            boolean isOpen = e.is(-1);
            if (e.isKnown() && (isOpen ? open >= 0 : e.value() < 0)) {
                throw new JacobiException("reshape: " + asked.extents() + " is no shape; extents are not negative, but for one of -1, which is worked out.");
            }
            open = isOpen ? k : open;
            known = isOpen ? known : known.times(e);
        }
        Extent n = a.shapeOf().size();
        if (open >= 0) {
            extents.set(open, known.is(0) ? Extent.of(0) : n.dividedBy(known));
        }
        Shape to = new Shape(extents);
        if (open >= 0) {
            sameSize(a, n, extents.get(open).times(known), "reshape: an array of shape " + a.shapeOf() + " cannot have the shape " + asked
                + ": it has " + n + " elements, no multiple of " + known + ".");
        } else {
            sameSize(a, n, to.size(), "reshape: an array of shape " + a.shapeOf() + " cannot have the shape " + to + ": they have " + n + " and " + to.size() + " elements.");
        }
        return Structural.reshape(a, to);
    }

    private static void sameSize(NDArray a, Extent n, Extent other, String sentence) {
        Trace t = Operation.trace(List.of(a));
        if (n.same(other)) {
            return;
        }
        if (t == null || n.isKnown() && other.isKnown()) {
            throw new JacobiException(sentence);
        }
        t.mustBeEqual(n, other, () -> sentence);
    }

    /** All elements along one axis. */
    public static NDArray ravel(NDArray a) {
        return a.rank() == 1 ? a : Structural.reshape(a, new Shape(List.of(a.shapeOf().size())));
    }

    /** Reshaped to extents that may be symbols of its program. */
    public static NDArray reshape(NDArray a, List<Extent> extents) {
        return Structural.reshape(a, new Shape(extents));
    }

    /** Null axes stand for all, backwards. */
    public static NDArray transpose(String what, NDArray a, int[] axes) {
        if (axes == null) {
            return Structural.transpose(a, IntStream.range(0, a.rank()).mapToObj(k -> a.rank() - 1 - k).toList());
        }
        if (axes.length != a.rank()) {
            throw new JacobiException(what + ": the axes " + Arrays.toString(axes) + " are not those of an array of shape " + a.shapeOf() + "; name each once.");
        }
        return Structural.transpose(a, AxisNumbers.of(what, axes, a.rank()));
    }

    /** Two axes swapped. */
    public static NDArray swap(String what, NDArray a, int axis1, int axis2) {
        var axes = new ArrayList<>(IntStream.range(0, a.rank()).boxed().toList());
        Collections.swap(axes, AxisNumbers.of(what, axis1, a.rank()), AxisNumbers.of(what, axis2, a.rank()));
        return Structural.transpose(a, axes);
    }

    /** Axes moved to other places; the others stay in their order. */
    public static NDArray move(String what, NDArray a, int[] source, int[] destination) {
        List<Integer> from = AxisNumbers.of(what, source, a.rank());
        List<Integer> to = AxisNumbers.of(what, destination, a.rank());
        if (from.size() != to.size()) {
            throw new JacobiException(what + ": " + from.size() + " axes cannot be moved to " + to.size() + " places; give as many.");
        }
        var rest = new ArrayList<>(IntStream.range(0, a.rank()).filter(k -> !from.contains(k)).boxed().toList());
        Integer[] axes = new Integer[a.rank()];
        for (int k = 0; k < from.size(); k++) {
            axes[to.get(k)] = from.get(k);
        }
        for (int k = 0; k < axes.length; k++) {
            axes[k] = axes[k] == null ? rest.remove(0) : axes[k];
        }
        return Structural.transpose(a, List.of(axes));
    }

    /** One axis to a place. */
    public static NDArray move(NDArray a, int source, int destination) {
        return move("moveaxis", a, new int[] {source}, new int[] {destination});
    }

    /** Axes of extent 1 that are counted in the result. */
    public static NDArray expand(String what, NDArray a, int... axes) {
        List<Integer> at = AxisNumbers.of(what, axes, a.rank() + axes.length);
        Shape shape = a.shapeOf();
        for (int k : at.stream().sorted().toList()) {
            shape = shape.inserted(k, Extent.of(1));
        }
        return Structural.reshape(a, shape);
    }

    /** Axes of extent 1 left out; null means all of them. */
    public static NDArray squeeze(NDArray a, int[] axes) {
        Shape shape = a.shapeOf();
        List<Integer> out = axes == null ? IntStream.range(0, a.rank()).filter(k -> shape.get(k).isOne()).boxed().toList() : AxisNumbers.of("squeeze", axes, a.rank());
        for (int k : out) {
            if (!shape.get(k).isOne()) {
                throw new JacobiException("squeeze: axis " + k + " of an array of shape " + shape + " has more than one element; only axes of one element can be left out.");
            }
        }
        return Structural.reshape(a, shape.without(out));
    }

    /** The shape that arrays of these have together. */
    public static int[] broadcastShapes(int[]... shapes) {
        return Structural.common(null, Arrays.stream(shapes).map(Shape::of).toList(), "broadcastShapes").dims();
    }

    /** All arrays broadcast to one shape. */
    public static List<NDArray> broadcastAll(String what, List<NDArray> in) {
        Trace t = Operation.trace(in);
        Shape shape = Structural.common(t, in.stream().map(NDArray::shapeOf).toList(), what);
        return in.stream().map(x -> Structural.broadcastTo(x, shape)).toList();
    }

    /** At least as many axes of extent 1 in front as make {@code rank}. */
    public static NDArray leading(NDArray a, int rank) {
        Shape s = a.shapeOf();
        while (s.rank() < rank) {
            s = s.inserted(0, Extent.of(1));
        }
        return Structural.reshape(a, s);
    }

    /** Three axes, as NumPy's atleast_3d places them: new ones on both sides of the first, then at the end. */
    public static NDArray atLeast3d(NDArray a) {
        return switch (a.rank()) {
            case 0 -> leading(a, 3);
            case 1 -> expand("atleast3d", a, 0, 2);
            case 2 -> expand("atleast3d", a, 2);
            default -> a;
        };
    }

    /** Rotated by quarter turns in the plane of two axes. */
    public static NDArray rot90(NDArray a, int k, int axis1, int axis2) {
        int first = AxisNumbers.of("rot90", axis1, a.rank());
        int second = AxisNumbers.of("rot90", axis2, a.rank());
        if (first == second) {
            throw new JacobiException("rot90: the axes " + axis1 + " and " + axis2 + " are the same; a plane has two.");
        }
        return switch (Math.floorMod(k, 4)) {
            case 0 -> a;
            case 1 -> swap("rot90", Structural.reverse(a, List.of(second)), first, second);
            case 2 -> Structural.reverse(a, List.of(Math.min(first, second), Math.max(first, second)));
            default -> Structural.reverse(swap("rot90", a, first, second), List.of(second));
        };
    }

    /** Shifted along axes; what leaves at one end enters at the other. {@code shift} has one element, or one per axis. */
    public static NDArray roll(NDArray a, NDArray shift, int[] axes) {
        List<Integer> along = AxisNumbers.of("roll", axes, a.rank());
        return Operation.fused(Structural.key("roll", along), List.of(a, shift), in -> {
            NDArray x = in.get(0);
            NDArray by = Casts.to(in.get(1), DType.I32);
            for (int k = 0; k < along.size(); k++) {
                x = rolled(x, by.rank() == 0 ? by : Takes.at(by, by.shapeOf().get(0).isOne() ? 0 : k), along.get(k));
            }
            return x;
        });
    }

    private static NDArray rolled(NDArray x, NDArray by, int axis) {
        Extent n = x.shapeOf().get(axis);
        NDArray length = Ops.max(Casts.to(n.number(), DType.I32), Ops.constant(1, DType.I32));
        NDArray start = Ops.mod(Ops.neg(by), length);
        var starts = new ArrayList<>(Collections.nCopies(x.rank(), Ops.constant(0, DType.I32)));
        starts.set(axis, start);
        return Structural.dynamicSlice(Structural.concat(List.of(x, x), axis), starts, x.shapeOf());
    }

    /** Repeated as a whole along each axis. */
    public static NDArray tile(NDArray a, int... reps) {
        if (Arrays.stream(reps).anyMatch(k -> k < 0)) {
            throw new JacobiException("tile: an array cannot be repeated " + Arrays.toString(reps) + " times; give numbers that are not negative.");
        }
        int rank = Math.max(a.rank(), reps.length);
        int[] all = new int[rank];
        Arrays.fill(all, 1);
        System.arraycopy(reps, 0, all, rank - reps.length, reps.length);
        return Operation.fused(Structural.key("tile", all), List.of(a), in -> {
            NDArray x = leading(in.get(0), rank);
            var wide = new ArrayList<Extent>();
            var result = new ArrayList<Extent>();
            var kept = new ArrayList<Integer>();
            for (int k = 0; k < rank; k++) {
                Extent n = x.shapeOf().get(k);
                wide.add(Extent.of(all[k]));
                kept.add(wide.size());
                wide.add(n);
                result.add(n.times(all[k]));
            }
            return reshape(Structural.broadcast(x, new Shape(wide), kept), result);
        });
    }

    /** Each element as often along an axis. */
    public static NDArray repeat(NDArray a, int times, Integer axis) {
        if (times < 0) {
            throw new JacobiException("repeat: elements cannot be repeated " + times + " times; give a number that is not negative.");
        }
        NDArray flat = leading(AxisNumbers.flatUnless(a, axis), 1);
        int k = axis == null ? 0 : AxisNumbers.of("repeat", axis, flat.rank());
        return Operation.fused(Structural.key("repeat", times, k), List.of(flat), in -> {
            NDArray x = in.get(0);
            Shape s = x.shapeOf();
            List<Integer> kept = IntStream.range(0, x.rank()).mapToObj(j -> j <= k ? j : j + 1).toList();
            NDArray wide = Structural.broadcast(x, s.inserted(k + 1, Extent.of(times)), kept);
            return Structural.reshape(wide, s.with(k, s.get(k).times(times)));
        });
    }

    /** Element i as often as {@code times} says, {@code total} ones altogether; the last is repeated where that is more. */
    public static NDArray repeat(NDArray a, NDArray times, Integer axis, int total) {
        NDArray flat = leading(AxisNumbers.flatUnless(a, axis), 1);
        int k = axis == null ? 0 : AxisNumbers.of("repeat", axis, flat.rank());
        return Operation.fused(Structural.key("repeat", k, total), List.of(flat, times), in -> {
            NDArray x = in.get(0);
            NDArray counts = ravel(Casts.to(in.get(1), DType.I32));
            if (!counts.shapeOf().get(0).isOne()) {
                NDArray all = counts;
                Trace.current().mustBeEqual(counts.shapeOf().get(0), x.shapeOf().get(k), () -> "repeat: there are " + all.shapeOf().get(0) + " numbers of repeats for axis " + k
                    + " of an array of shape " + x.shapeOf() + "; give one for each slice, or one for all.");
            }
            if (counts.shapeOf().get(0).isOne() && !x.shapeOf().get(k).isOne()) {
                counts = Structural.broadcastTo(counts, new Shape(List.of(x.shapeOf().get(k))));
            }
            NDArray ends = Running.scan(Prim.CUM_ADD, counts, 0);
            NDArray one = Structural.full(Ops.constant(1, DType.I32), ends.shapeOf());
            NDArray marks = Takes.scatter(Prim.ADD, Ops.zeros(DType.I32, Shape.of(total)), ends, one, 0);
            return Indexing.take(x, Running.scan(Prim.CUM_ADD, marks, 0), k);
        });
    }

    /** All elements, one after another and again from the first, as far as the shape goes. */
    public static NDArray resize(NDArray a, int... shape) {
        return Operation.fused(Structural.key("resize", shape), List.of(a), in -> {
            NDArray x = ravel(in.get(0));
            Shape to = Shape.of(shape);
            if (x.shapeOf().get(0).is(0)) {
                return Ops.zeros(x.dtype(), to);
            }
            NDArray i = Structural.iota(DType.I32, new Shape(List.of(to.size())), 0);
            return Structural.reshape(Indexing.take(x, Ops.mod(i, x.shapeOf().get(0).number()), 0), to);
        });
    }

    /** The slices along an axis, whose extent has to be known, each an array of its own. */
    public static List<NDArray> unstack(NDArray a, int axis) {
        int k = AxisNumbers.of("unstack", axis, a.rank());
        int n = a.shapeOf().get(k).value();
        return IntStream.range(0, n).mapToObj(i -> Joins.slice(a, k, i)).toList();
    }
}
