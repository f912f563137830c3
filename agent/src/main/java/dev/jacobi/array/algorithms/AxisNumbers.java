package dev.jacobi.array.algorithms;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Axes as NumPy numbers them: negative numbers count from the last one. */
public final class AxisNumbers {
    private AxisNumbers() {
    }

    /** The number from the first axis of an array with {@code rank} axes. */
    public static int of(String what, int axis, int rank) {
        if (axis < -rank || axis >= rank) {
            throw new JacobiException(what + ": there is no axis " + axis + " where there " + (rank == 0 ? "are no axes; give an array with axes." : rank == 1 ? "is one axis; give 0 or -1."
                : "are " + rank + " axes; give one from " + -rank + " to " + (rank - 1) + "."));
        }
        return axis < 0 ? axis + rank : axis;
    }

    /** Refuses a type that is not one of integers for places. */
    public static void integers(String what, DType d) {
        if (!d.isInteger()) {
            throw new JacobiException(what + ": places are integers, and " + d + " is no such type; give one of i8 to u64.");
        }
    }

    /** The numbers of several different axes, in the order given; null means all. */
    public static List<Integer> of(String what, int[] axes, int rank) {
        if (axes == null) {
            return IntStream.range(0, rank).boxed().toList();
        }
        List<Integer> out = Arrays.stream(axes).mapToObj(k -> of(what, k, rank)).toList();
        if (out.stream().distinct().count() < out.size()) {
            throw new JacobiException(what + ": the axes " + Arrays.toString(axes) + " name one axis twice; give each once.");
        }
        return out;
    }

    /** An axis as a list, or all axes of an array that is flattened first where it is null. */
    public static NDArray flatUnless(NDArray a, Integer axis) {
        return axis == null ? Shapes.ravel(a) : a;
    }
}
