package dev.jacobi.array.index;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.Slice;
import dev.jacobi.array.core.ArrayValue;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * An index as NumPy reads it. Every axis of the array has a range or an index; {@code indices} are integer arrays, without axes for a single position, and {@code axes} the axes that they belong to,
 * in ascending order. Where one of them has axes they are broadcast to one shape, whose axes stand in place of the first one's if all are {@code adjacent}, and else in front of all.
 *
 * @param ranges for each axis of the array what is taken of it, or null where it has an index
 * @param axes the axes with indices
 * @param indices integer arrays, one for each of {@code axes}
 * @param adjacent whether they stand beside each other
 * @param layout what the axes of the result are: numbers of the array's axes, or {@link #NEW}, or {@link #INDEXED} for those of the index arrays
 */
record IndexPlan(List<Range> ranges, List<Integer> axes, List<NDArray> indices, boolean adjacent, List<Integer> layout) {
    /** An axis of one element that the array has not. */
    static final int NEW = -1;
    /** The axes of index arrays. */
    static final int INDEXED = -2;

    /** Reads an index. */
    static IndexPlan of(NDArray x, Object[] index) {
        List<Object> items = items(x, index);
        Shape shape = x.shapeOf();
        var ranges = new ArrayList<Range>();
        var axes = new ArrayList<Integer>();
        var indices = new ArrayList<NDArray>();
        var layout = new ArrayList<Integer>();
        boolean adjacent = true;
        int last = -1;
        for (int k = 0; k < items.size(); k++) {
            Object item = items.get(k);
            if (item == Marker.NEW_AXIS) {
                layout.add(NEW);
            } else if (item instanceof Slice s) {
                layout.add(ranges.size());
                ranges.add(Range.of(s, shape.get(ranges.size())));
            } else {
                if (last < 0) {
                    layout.add(INDEXED);
                }
                adjacent &= last < 0 || last == k - 1;
                last = k;
                axes.add(ranges.size());
                indices.add((NDArray) item);
                ranges.add(null);
            }
        }
        if (!adjacent) {
            layout.remove((Integer) INDEXED);
            layout.add(0, INDEXED);
        }
        // lists with null, which List.copyOf refuses
        return new IndexPlan(Collections.unmodifiableList(ranges), List.copyOf(axes), List.copyOf(indices), adjacent, List.copyOf(layout));
    }

    /** Whether an index array has axes; a single position takes its axis away. */
    boolean hasArrays() {
        return indices.stream().anyMatch(i -> i.rank() > 0);
    }

    boolean hasNewAxes() {
        return layout.contains(NEW);
    }

    /** Slices, markers and integer arrays, as many as there are axes. */
    private static List<Object> items(NDArray x, Object[] index) {
        var out = new ArrayList<Object>();
        int taken = 0;
        int ellipsis = -1;
        for (Object item : index) {
            if (item == Marker.ELLIPSIS) {
                if (ellipsis >= 0) {
                    throw new JacobiException("There is more than one ELLIPSIS in " + text(index) + "; give one at most.");
                }
                ellipsis = out.size();
            } else if (item == Marker.NEW_AXIS || item instanceof Slice) {
                out.add(item);
                taken += item instanceof Slice ? 1 : 0;
            } else {
                List<NDArray> arrays = arrays(item, index);
                out.addAll(arrays);
                taken += arrays.size();
            }
        }
        if (taken > x.rank()) {
            throw new JacobiException("There are " + taken + " positions in " + text(index) + ", and an array of shape " + x.shapeOf() + " has " + x.rank() + " axes.");
        }
        for (int k = taken; k < x.rank(); k++) {
            out.add(ellipsis < 0 ? out.size() : ellipsis, Slice.ALL);
        }
        return out;
    }

    private static List<NDArray> arrays(Object item, Object[] index) {
        NDArray i = item instanceof NDArray || item instanceof Number || item != null && item.getClass().isArray() ? NDArray.of(item) : null;
        if (i == null || i.dtype().isInexact() || i.dtype() == DType.BOOL && i.rank() == 0) {
            throw new JacobiException("The index " + text(index) + " has an element that is no index; give integers, slices, arrays of integers or bool, NDArray.NEW_AXIS or NDArray.ELLIPSIS.");
        }
        return i.dtype() == DType.BOOL ? Masks.places(i) : List.of(i);
    }

    /** What an index looks like in a message. */
    static String text(Object[] index) {
        return Arrays.stream(index).map(IndexPlan::text).toList().toString();
    }

    private static String text(Object i) {
        if (i instanceof NDArray a) {
            return a.rank() == 0 && a.value() instanceof ArrayValue.Stored ? a.toString() : a.dtype() + a.shapeOf().toString();
        }
        return i != null && i.getClass().isArray() ? i.getClass().getSimpleName() : String.valueOf(i);
    }

    /** The shape that the part has without new axes, of the shape of the index arrays. */
    Shape shape(Shape ofIndices) {
        return result(ofIndices, false);
    }

    /** The same with new axes. */
    Shape result(Shape ofIndices, boolean withNew) {
        var out = new ArrayList<Extent>();
        for (int axis : layout) {
            if (axis >= 0) {
                out.add(ranges.get(axis).size());
            } else if (axis == INDEXED) {
                out.addAll(ofIndices.extents());
            } else if (withNew) {
                out.add(Extent.of(1));
            }
        }
        return new Shape(out);
    }

    /** The number of ranges in front of the index arrays' axes in the result. */
    int position() {
        return (int) layout.stream().takeWhile(a -> a != INDEXED).filter(a -> a >= 0).count();
    }

    static boolean isStored(NDArray x) {
        return x.value() instanceof ArrayValue.Stored;
    }
}
