package dev.jacobi.array.control;

import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.Scanned;
import dev.jacobi.array.algorithms.AxisNumbers;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.core.Trace;
import dev.jacobi.array.tree.Describe;
import dev.jacobi.array.tree.TreeWalk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Loops over slices along first axes, and the parts of which compiled ones consist. */
public final class Loops {
    private Loops() {
    }

    /** The common length of first axes. */
    public static int length(Object xs) {
        return extent(xs).value();
    }

    private static Extent extent(Object xs) {
        Extent n = null;
        for (Object leaf : TreeWalk.leaves(xs)) {
            if (!(leaf instanceof NDArray x) || x.rank() == 0) {
                throw new JacobiException("scan: what is gone through is " + Describe.of(xs) + "; each of its leaves has to be an array with an axis.");
            }
            Extent own = x.shapeOf().get(0);
            if (n != null && !n.same(own) && n.isKnown() && own.isKnown()) {
                throw new JacobiException("scan: arrays that are gone through have first axes of different lengths: " + Describe.of(xs) + ".");
            }
            n = n == null ? own : n;
        }
        if (n == null) {
            throw new JacobiException("scan: there is no array to go through; give its length by an array, such as Np.arange(n).");
        }
        return n;
    }

    /** Slice i along first axes. */
    public static Object slice(Object xs, int i) {
        return TreeWalk.map((path, leaves) -> Rows.get((NDArray) leaves.get(0), NDArray.scalar((long) i)), Arrays.asList(new Object[] {xs}));
    }

    /** Arrays with row i replaced. */
    public static Object put(Object ys, int i, Object row) {
        return TreeWalk.map((path, leaves) -> Rows.put((NDArray) leaves.get(0), NDArray.scalar((long) i), (NDArray) leaves.get(1)), Arrays.asList(ys, row));
    }

    /** The same arrays in a tree of its own. */
    public static Object copy(Object xs) {
        return TreeWalk.map((path, leaves) -> leaves.get(0), Arrays.asList(new Object[] {xs}));
    }

    /** Arrays with an axis moved to the front. */
    public static Object axisFirst(Object xs, int axis) {
        return axis == 0 ? xs : TreeWalk.map((path, leaves) -> Structural.transpose((NDArray) leaves.get(0), moved(leaves.get(0), axis, false)), Arrays.asList(new Object[] {xs}));
    }

    /** Arrays whose first axis goes back to where {@link #axisFirst} has taken it from. */
    public static Object axisBack(Object xs, int axis) {
        return axis == 0 ? xs : TreeWalk.map((path, leaves) -> Structural.transpose((NDArray) leaves.get(0), moved(leaves.get(0), axis, true)), Arrays.asList(new Object[] {xs}));
    }

    private static List<Integer> moved(Object leaf, int axis, boolean back) {
        int rank = ((NDArray) leaf).rank();
        int k = AxisNumbers.of("associativeScan", axis, rank);
        var order = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
        order.add(back ? k : 0, order.remove(back ? 0 : k));
        return order;
    }

    /** Slices with an axis of length 1 in the place of the one that they are slices along. */
    public static Object withAxis(Object rows, Object like, int axis) {
        return TreeWalk.map((path, leaves) -> {
            NDArray r = (NDArray) leaves.get(0);
            int k = AxisNumbers.of("associativeScan", axis, ((NDArray) leaves.get(1)).rank());
            return Structural.reshape(r, r.shapeOf().inserted(k, Extent.of(1)));
        }, Arrays.asList(rows, like));
    }

    /** The slices without their axis of length 1. */
    public static Object withoutAxis(Object rows, int axis) {
        return TreeWalk.map((path, leaves) -> {
            NDArray r = (NDArray) leaves.get(0);
            return Structural.reshape(r, r.shapeOf().without(List.of(AxisNumbers.of("associativeScan", axis, r.rank()))));
        }, Arrays.asList(new Object[] {rows}));
    }

    /** Arrays of zeros with n rows like these. */
    public static Object stacks(Object row, int n) {
        return TreeWalk.map((path, leaves) -> Rows.zeros((NDArray) leaves.get(0), NDArray.scalar((long) n)), Arrays.asList(new Object[] {row}));
    }

    /** What a step gives, of which only the structure counts. In code that is lifted the compiler's front end knows it; nobody else calls it. */
    public static Object like(Object f, Object carry, Object xs) {
        throw new IllegalStateException("only compiled code asks for this");
    }

    /** The loop, run now. */
    public static Scanned<Object, Object> eager(BiFunction<Object, Object, Scanned<?, ?>> f, Object init, Object xs) {
        int n = length(xs);
        Object carry = init;
        var rows = new ArrayList<List<Object>>();
        Object shape = null;
        for (int i = 0; i < n; i++) {
            Scanned<?, ?> step = f.apply(carry, slice(xs, i));
            carry = Carry.behindTrip("Lax.scan", carry, step.carry());
            shape = step.y();
            rows.add(TreeWalk.leaves(step.y()));
        }
        if (n == 0) {
            return new Scanned<>(init, none(f, init, xs));
        }
        var stacked = new ArrayList<Object>();
        for (int k = 0; k < rows.get(0).size(); k++) {
            int at = k;
            stacked.add(stack(rows.stream().map(r -> (NDArray) r.get(at)).toList()));
        }
        return new Scanned<>(carry, shape == null ? null : TreeWalk.unflatten(shape, stacked));
    }

    /** What is put out where there is nothing to go through: arrays of no rows like those that a step gives for zeros, of which nothing else is used. */
    private static Object none(BiFunction<Object, Object, Scanned<?, ?>> f, Object init, Object xs) {
        Scanned<?, ?> like = f.apply(init, TreeWalk.map((path, leaves) -> zeroRow((NDArray) leaves.get(0)), Arrays.asList(new Object[] {xs})));
        Carry.behindTrip("Lax.scan", init, like.carry());
        return like.y() == null ? null : stacks(like.y(), 0);
    }

    private static NDArray zeroRow(NDArray x) {
        return Casts.to(Structural.broadcastTo(NDArray.of(0), x.shapeOf().without(List.of(0))), x.dtype(), x.isWeak());
    }

    private static NDArray stack(List<NDArray> rows) {
        return Structural.concat(rows.stream().map(r -> Structural.reshape(r, r.shapeOf().inserted(0, Extent.of(1)))).toList(), 0);
    }

    /** The loop as part of a program that Java code makes. */
    public static Scanned<Object, Object> scan(BiFunction<Object, Object, Scanned<?, ?>> f, Object init, Object xs) {
        Trace t = Trace.current();
        Extent n = extent(xs);
        t.builder().open();
        Scanned<?, ?> like = f.apply(init, TreeWalk.map((path, leaves) -> Rows.get((NDArray) leaves.get(0), NDArray.of(0)), Arrays.asList(new Object[] {xs})));
        t.builder().close();
        Object ys = like.y() == null ? null : TreeWalk.map((path, leaves) -> zeros(n, (NDArray) leaves.get(0)), Arrays.asList(new Object[] {like.y()}));
        Object out = Control.forLoop(n.atom(), (i, c) -> {
            List<?> both = (List<?>) c;
            Scanned<?, ?> step = f.apply(both.get(0), TreeWalk.map((path, leaves) -> Rows.get((NDArray) leaves.get(0), i), Arrays.asList(new Object[] {xs})));
            Object put = both.get(1) == null ? null : TreeWalk.map((path, leaves) -> Rows.put((NDArray) leaves.get(0), i, (NDArray) leaves.get(1)), Arrays.asList(both.get(1), step.y()));
            return Arrays.asList(step.carry(), put);
        }, Arrays.asList(init, ys));
        List<?> both = (List<?>) out;
        return new Scanned<>(both.get(0), both.get(1));
    }

    private static NDArray zeros(Extent n, NDArray row) {
        // the row's extents have to be known outside of the loop
        row.shapeOf().extents().forEach(e -> {
            if (!e.isKnown()) {
                e.value();
            }
        });
        return Rows.zeros(row.dtype(), row.isWeak(), new Shape(row.shapeOf().extents()).inserted(0, n));
    }
}
