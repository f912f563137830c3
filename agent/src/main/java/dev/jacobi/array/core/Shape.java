package dev.jacobi.array.core;

import dev.jacobi.JacobiException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The extents of an array's axes, the last one varying fastest in memory. Immutable. */
public record Shape(List<Extent> extents) {
    public static final Shape SCALAR = new Shape(List.of());

    public Shape {
        extents = List.copyOf(extents);
    }

    /** A known one; throws if an extent is negative. */
    public static Shape of(int... dims) {
        for (int d : dims) {
            if (d < 0) {
                throw new JacobiException("An array cannot have the shape " + Arrays.toString(dims).replace('[', '(').replace(']', ')') + "; give extents that are not negative.");
            }
        }
        return new Shape(Arrays.stream(dims).mapToObj(Extent::of).toList());
    }

    /** One that is asked for, where -1 may stand for an extent that follows from the others. */
    public static Shape asked(int... dims) {
        return new Shape(Arrays.stream(dims).mapToObj(Extent::of).toList());
    }

    public int rank() {
        return extents.size();
    }

    public Extent get(int axis) {
        return extents.get(axis);
    }

    public boolean isKnown() {
        return extents.stream().allMatch(Extent::isKnown);
    }

    /** The extents as numbers. */
    public int[] dims() {
        return extents.stream().mapToInt(Extent::value).toArray();
    }

    /** The number of elements. */
    public Extent size() {
        Extent n = Extent.of(1);
        for (Extent e : extents) {
            n = n.times(e);
        }
        return n;
    }

    public Shape with(int axis, Extent e) {
        var all = new ArrayList<>(extents);
        all.set(axis, e);
        return new Shape(all);
    }

    /** Without these axes. */
    public Shape without(List<Integer> axes) {
        return new Shape(IntStream.range(0, rank()).filter(k -> !axes.contains(k)).mapToObj(extents::get).toList());
    }

    /** With an axis more in front of the given one. */
    public Shape inserted(int axis, Extent e) {
        var all = new ArrayList<>(extents);
        all.add(axis, e);
        return new Shape(all);
    }

    /** The axes from one to another, which is not among them. */
    public Shape part(int from, int to) {
        return new Shape(extents.subList(from, to));
    }

    public Shape followedBy(Shape more) {
        var all = new ArrayList<>(extents);
        all.addAll(more.extents);
        return new Shape(all);
    }

    /** Certainly the same. */
    public boolean same(Shape o) {
        return rank() == o.rank() && IntStream.range(0, rank()).allMatch(k -> get(k).same(o.get(k)));
    }

    @Override
    public String toString() {
        return extents.toString().replace('[', '(').replace(']', ')');
    }
}
