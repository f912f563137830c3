package dev.jacobi;

import dev.jacobi.spi.Partition;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the axes of an array are divided among the devices of a {@link Mesh}: for each axis of the array, from the first, the axes of the mesh among whose devices it is divided. Axes of the array beyond the
 * list are whole on each device, and so is everything along axes of the mesh that are not named.
 *
 * <pre>{@code
 * PartitionSpec.of("data")              // rows divided along "data"
 * PartitionSpec.of(null, "model")       // columns divided along "model"
 * PartitionSpec.of(List.of("a", "b"))   // rows divided along both, "a" being the slower
 * PartitionSpec.of()                    // the whole array on each device
 * }</pre>
 *
 * @param axes for each axis of the array the names of axes of the mesh, the slowest first; none for an axis that is not divided
 */
public record PartitionSpec(List<List<String>> axes) implements Serializable {
    /**
     * With lists of its own.
     *
     * @param axes for each axis of the array the names of axes of the mesh
     */
    public PartitionSpec {
        if (axes == null) {
            throw new JacobiException("PartitionSpec: the axes are null; give a list with an entry for each axis of the array.");
        }
        axes = axes.stream().map(List::copyOf).toList();
    }

    /**
     * The spec with an entry for each axis of the array.
     *
     * @param entries the name of an axis of the mesh, a list of such names, or null for an axis that is not divided
     * @return the spec
     * @throws JacobiException if an entry is something else
     */
    public static PartitionSpec of(Object... entries) {
        var axes = new ArrayList<List<String>>();
        for (Object e : entries == null ? new Object[1] : entries) {
            axes.add(e == null ? List.of() : e instanceof String s ? List.of(s) : names(e));
        }
        return new PartitionSpec(axes);
    }

    private static List<String> names(Object entry) {
        List<?> all = entry instanceof List<?> l ? l : entry instanceof Object[] a ? Arrays.asList(a) : List.of(entry);
        var names = new ArrayList<String>();
        for (Object o : all) {
            if (!(o instanceof String s)) {
                throw new JacobiException("PartitionSpec.of: " + o + " is no name of an axis of a mesh; give strings, lists of them, or null for an axis that is not divided.");
            }
            names.add(s);
        }
        return names;
    }

    Partition partition() {
        return new Partition(axes);
    }

    /** Such as {@code PartitionSpec(null, model)}. */
    @Override
    public String toString() {
        return "PartitionSpec(" + String.join(", ", axes.stream().map(a -> a.isEmpty() ? "null" : a.size() == 1 ? a.get(0) : a.toString()).toList()) + ")";
    }
}
