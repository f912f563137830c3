package dev.jacobi.array.algorithms;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Indexing;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/** Arrays made of several, and several made of one. */
public final class Joins {
    /** How many arrays code that runs at once joins: what it takes to make it grows with their number, and so each group of as many uses the same code. */
    private static final int AT_ONCE = 16;

    private Joins() {
    }

    /** {@code size} slices along an axis from one on. */
    static NDArray part(NDArray x, int axis, Extent start, Extent size) {
        Shape s = x.shapeOf();
        var starts = new ArrayList<>(Collections.nCopies(s.rank(), Extent.of(0)));
        starts.set(axis, start);
        return Structural.slice(x, starts, s.with(axis, size), Collections.nCopies(s.rank(), 1L));
    }

    /** One slice along an axis, without that. */
    static NDArray slice(NDArray a, int axis, int i) {
        return Operation.fused(Structural.key("slice", axis, i), List.of(a),
            in -> Structural.reshape(part(in.get(0), axis, Extent.of(i), Extent.of(1)), in.get(0).shapeOf().without(List.of(axis))));
    }

    /** One after another along an axis; null flattens all. */
    public static NDArray concatenate(String what, List<NDArray> in, Integer axis) {
        if (in.isEmpty()) {
            throw new JacobiException(what + ": there are no arrays to join; give at least one.");
        }
        List<NDArray> all = Promotion.all(in.stream().map(x -> AxisNumbers.flatUnless(x, axis)).toArray(NDArray[]::new));
        int rank = all.get(0).rank();
        int k = axis == null ? 0 : AxisNumbers.of(what, axis, rank);
        for (NDArray x : all) {
            if (x.rank() != rank) {
                throw new JacobiException(what + ": arrays of the shapes " + shapes(all) + " cannot be joined; they need the same number of axes.");
            }
        }
        return Operation.trace(all) == null ? inGroups(all, k) : Structural.concat(all, k);
    }

    private static NDArray inGroups(List<NDArray> in, int axis) {
        List<NDArray> all = in;
        while (all.size() > AT_ONCE) {
            var joined = new ArrayList<NDArray>();
            for (int k = 0; k < all.size(); k += AT_ONCE) {
                joined.add(Structural.concat(all.subList(k, Math.min(all.size(), k + AT_ONCE)), axis));
            }
            all = joined;
        }
        return Structural.concat(all, axis);
    }

    private static String shapes(List<NDArray> in) {
        return String.join(", ", in.stream().map(x -> x.shapeOf().toString()).toList());
    }

    /** Along a new axis. */
    public static NDArray stack(String what, List<NDArray> in, int axis) {
        if (in.isEmpty()) {
            throw new JacobiException(what + ": there are no arrays to join; give at least one.");
        }
        for (NDArray x : in) {
            if (x.rank() != in.get(0).rank()) {
                throw new JacobiException(what + ": arrays of the shapes " + shapes(in) + " cannot be stacked; they need the same shape.");
            }
        }
        return concatenate(what, in.stream().map(x -> Shapes.expand(what, x, axis)).toList(), axis);
    }

    /** Nested lists of arrays, the innermost joined along the last axis, the next along the one before, and so on. */
    public static NDArray block(Object parts) {
        int depth = depth(parts);
        return block(parts, depth, Math.max(depth, rank(parts)));
    }

    private static int depth(Object parts) {
        return parts instanceof NDArray ? 0 : 1 + items(parts).stream().mapToInt(Joins::depth).max().orElse(0);
    }

    private static int rank(Object parts) {
        return parts instanceof NDArray x ? x.rank() : items(parts).stream().mapToInt(Joins::rank).max().orElse(0);
    }

    private static List<?> items(Object parts) {
        if (parts instanceof Object[] a) {
            return Arrays.asList(a);
        }
        if (parts instanceof List<?> l) {
            return l;
        }
        throw new JacobiException("block: blocks are NDArrays or lists of blocks, but here is a " + parts.getClass().getTypeName() + ".");
    }

    private static NDArray block(Object parts, int depth, int rank) {
        return parts instanceof NDArray x ? Shapes.leading(x, rank)
            : concatenate("block", items(parts).stream().map(p -> block(p, depth - 1, rank)).toList(), -depth);
    }

    /** Cut in front of the slices with these numbers, which clamp. */
    public static List<NDArray> splitAt(String what, NDArray a, int[] places, int axis) {
        int k = AxisNumbers.of(what, axis, a.rank());
        Object key = Structural.key("split", k, places);
        return Operation.all(key, List.of(a), (t, in) -> {
            NDArray x = in.get(0);
            Extent n = x.shapeOf().get(k);
            var out = new ArrayList<NDArray>();
            Extent from = Extent.of(0);
            for (int p = 0; p <= places.length; p++) {
                Extent to = p == places.length ? n : place(places[p], n);
                out.add(part(x, k, from, to.minus(from).max(Extent.of(0))));
                from = to;
            }
            return out;
        });
    }

    private static Extent place(int p, Extent n) {
        return p >= 0 ? Extent.of(p).min(n) : n.plus(p).max(Extent.of(0));
    }

    /** In parts of equal length, or, where {@code even} does not ask for that, the first ones longer by one. */
    public static List<NDArray> split(String what, NDArray a, int sections, int axis, boolean even) {
        int k = AxisNumbers.of(what, axis, a.rank());
        if (sections < 1) {
            throw new JacobiException(what + ": an array cannot be cut into " + sections + " parts.");
        }
        if (even && !a.shapeOf().get(k).isKnown()) {
            return evenly(a, sections, k);
        }
        int n = a.shapeOf().get(k).value();
        if (even && n % sections != 0) {
            throw new JacobiException(what + ": axis " + k + " of an array of shape " + a.shapeOf() + " cannot be cut into " + sections + " equal parts; use arraySplit.");
        }
        int[] at = new int[sections - 1];
        for (int p = 0; p < at.length; p++) {
            at[p] = (p + 1) * (n / sections) + Math.min(p + 1, n % sections);
        }
        return splitAt(what, a, at, k);
    }

    private static List<NDArray> evenly(NDArray a, int sections, int axis) {
        Extent n = a.shapeOf().get(axis).dividedBy(Extent.of(sections));
        Operation.trace(List.of(a)).mustBeEqual(n.times(sections), a.shapeOf().get(axis), () -> "split: an axis cannot be cut into " + sections + " equal parts; use arraySplit.");
        var out = new ArrayList<NDArray>();
        for (int p = 0; p < sections; p++) {
            out.add(part(a, axis, n.times(p), n));
        }
        return out;
    }

    /** Values in front of the slices with these numbers; one number stands for all values, as many numbers as values for one each. */
    public static NDArray insert(NDArray a, int[] places, NDArray values, Integer axis, boolean single) {
        NDArray x = Shapes.leading(AxisNumbers.flatUnless(a, axis), 1);
        int k = axis == null ? 0 : AxisNumbers.of("insert", axis, x.rank());
        NDArray v = Casts.to(values, a.dtype());
        int n = x.shapeOf().get(k).value();
        int[] at = Arrays.stream(places).map(p -> placed(p, n)).toArray();
        if (at.length == 1) {
            return insertOne(x, at[0], v, k, single);
        }
        Shape each = x.shapeOf().with(k, Extent.of(at.length));
        NDArray all = Structural.broadcastTo(v, each);
        var order = new ArrayList<Integer>();
        for (int p = 0; p < at.length; p++) {
            order.add(p);
        }
        order.sort((p, q) -> Integer.compare(at[p], at[q]));
        var parts = new ArrayList<NDArray>();
        int from = 0;
        for (int p : order) {
            parts.add(part(x, k, Extent.of(from), Extent.of(at[p] - from)));
            parts.add(part(all, k, Extent.of(p), Extent.of(1)));
            from = at[p];
        }
        parts.add(part(x, k, Extent.of(from), Extent.of(n - from)));
        return Structural.concat(parts, k);
    }

    private static NDArray insertOne(NDArray x, int at, NDArray values, int k, boolean single) {
        int n = x.shapeOf().get(k).value();
        NDArray v = Shapes.leading(values, x.rank());
        if (single && values.rank() > 0) {
            // NumPy takes the first axis of values for the one along which they are inserted
            v = Shapes.move(v, 0, k);
        }
        int count = v.shapeOf().get(k).value();
        NDArray all = Structural.broadcastTo(v, x.shapeOf().with(k, Extent.of(count)));
        return Structural.concat(List.of(part(x, k, Extent.of(0), Extent.of(at)), all, part(x, k, Extent.of(at), Extent.of(n - at))), k);
    }

    private static int placed(int p, int n) {
        if (p < -n || p > n) {
            throw new JacobiException("insert: place " + p + " is outside of an axis of " + n + " elements.");
        }
        return p < 0 ? p + n : p;
    }

    /** Without the slices with these numbers. */
    public static NDArray delete(NDArray a, int[] places, Integer axis) {
        NDArray x = Shapes.leading(AxisNumbers.flatUnless(a, axis), 1);
        int k = axis == null ? 0 : AxisNumbers.of("delete", axis, x.rank());
        int n = x.shapeOf().get(k).value();
        var out = new TreeSet<Integer>();
        for (int p : places) {
            out.add(placed(p, n));
        }
        var parts = new ArrayList<NDArray>();
        int from = 0;
        for (int p : out) {
            parts.add(part(x, k, Extent.of(from), Extent.of(Math.max(0, p - from))));
            from = p + 1;
        }
        parts.add(part(x, k, Extent.of(Math.min(from, n)), Extent.of(Math.max(0, n - from))));
        return Structural.concat(parts, k);
    }

    /** The slices for which a condition holds, {@code size} of them, missing ones {@code fill}; a negative size counts them now. */
    public static NDArray compress(String what, NDArray condition, NDArray a, Integer axis, int size, NDArray fill) {
        NDArray x = Shapes.leading(AxisNumbers.flatUnless(a, axis), 1);
        int k = axis == null ? 0 : AxisNumbers.of(what, axis, x.rank());
        NDArray mask = Casts.to(Shapes.ravel(condition), DType.BOOL);
        int n = size >= 0 ? size : Ops.known(what, Reductions.count(mask), "give the size of the result.");
        NDArray at = Searching.positions(mask, n, NDArray.scalar(-1L));
        return Operation.fused(Structural.key("compress", k), List.of(x, at, Casts.to(fill, a.dtype())), in -> {
            NDArray got = Indexing.take(in.get(0), in.get(1), k);
            Shape wide = in.get(1).shapeOf();
            for (int m = 0; m < in.get(0).rank(); m++) {
                wide = m < k ? wide.inserted(0, Extent.of(1)) : m > k ? wide.inserted(wide.rank(), Extent.of(1)) : wide;
            }
            NDArray there = Ops.le(Ops.num(0L), Structural.reshape(in.get(1), wide));
            return Ops.where(there, got, in.get(2));
        });
    }
}
