package dev.jacobi.spi;

import java.io.Serializable;
import java.util.List;

/** The named axes of a mesh of devices, the slowest first, and how many devices are along each. */
public record MeshAxes(List<String> names, List<Integer> sizes) implements Serializable {
    /** With lists of its own, of the same length. */
    public MeshAxes {
        names = List.copyOf(names);
        sizes = List.copyOf(sizes);
    }

    /** How many devices share what these axes divide. */
    public int count(List<String> axes) {
        return axes.stream().mapToInt(this::size).reduce(1, Math::multiplyExact);
    }

    /** What is wrong with an axis of this length that these axes divide, as the end of a sentence about it; null if nothing is. */
    public String uneven(long length, List<String> axes) {
        int n = count(axes);
        return length % n == 0 ? null
            : length + " elements, which cannot be divided evenly among " + n + " devices along " + String.join(", ", axes) + "; pad it to " + (length / n + 1) * n;
    }

    /** The place of a device along each axis, by its number. */
    public int[] coordinates(int device) {
        int[] at = new int[sizes.size()];
        int rest = device;
        for (int k = at.length - 1; k >= 0; k--) {
            at[k] = rest % sizes.get(k);
            rest /= sizes.get(k);
        }
        return at;
    }

    /** How many devices are along the axis. */
    public int size(String name) {
        return sizes.get(names.indexOf(name));
    }
}
