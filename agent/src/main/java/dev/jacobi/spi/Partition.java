package dev.jacobi.spi;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;

/** For each axis of an array, from the first, the axes of a mesh among whose devices it is divided, the slowest first; axes of the array beyond the list are whole on each device. */
public record Partition(List<List<String>> axes) implements Serializable {
    /** With lists of its own. */
    public Partition {
        axes = axes.stream().map(List::copyOf).toList();
    }

    /** The same without axes at the end that nothing divides. */
    public static Partition trimmed(List<List<String>> axes) {
        int n = axes.size();
        while (n > 0 && axes.get(n - 1).isEmpty()) {
            n--;
        }
        return new Partition(axes.subList(0, n));
    }

    /** The axes of the mesh that divide this axis of the array. */
    public List<String> of(int axis) {
        return axis < axes.size() ? axes.get(axis) : List.of();
    }

    /** What is wrong with it on a mesh, as a part of a sentence; null if nothing is. */
    public String misfit(MeshAxes mesh) {
        List<String> used = axes.stream().flatMap(List::stream).toList();
        for (String name : used) {
            if (!mesh.names().contains(name)) {
                return "names the axis '" + name + "', and the mesh has " + mesh.names();
            }
            if (Collections.frequency(used, name) > 1) {
                return "names the axis '" + name + "' twice";
            }
        }
        return null;
    }

    /** Whether the axis of the mesh divides any axis of the array. */
    public boolean uses(String name) {
        return axes.stream().anyMatch(a -> a.contains(name));
    }
}
