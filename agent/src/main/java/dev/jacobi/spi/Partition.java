package dev.jacobi.spi;

import java.util.List;

/** For each axis of an array, from the first, the axes of a mesh among whose devices it is divided, the slowest first; axes of the array beyond the list are whole on each device. */
public record Partition(List<List<String>> axes) {
    /** With lists of its own. */
    public Partition {
        axes = axes.stream().map(List::copyOf).toList();
    }

    /** The axes of the mesh that divide this axis of the array. */
    public List<String> of(int axis) {
        return axis < axes.size() ? axes.get(axis) : List.of();
    }

    /** Whether the axis of the mesh divides any axis of the array. */
    public boolean uses(String name) {
        return axes.stream().anyMatch(a -> a.contains(name));
    }
}
