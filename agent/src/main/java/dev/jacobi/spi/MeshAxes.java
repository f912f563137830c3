package dev.jacobi.spi;

import java.io.Serializable;
import java.util.List;

/**
 * The named axes of a mesh of devices.
 *
 * @param names the names, the slowest axis first
 * @param sizes how many devices are along each
 * @param devices the numbers of a plugin's devices, those along the last axis next to each other; none where devices are simulated
 */
public record MeshAxes(List<String> names, List<Integer> sizes, List<Integer> devices) implements Serializable {
    /** With lists of its own. */
    public MeshAxes {
        names = List.copyOf(names);
        sizes = List.copyOf(sizes);
        devices = List.copyOf(devices);
    }

    /** Whether programs for it are to run on devices of a plugin. */
    public boolean isReal() {
        return !devices.isEmpty();
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

    /** How many devices there are. */
    public int places() {
        return count(names);
    }

    /** How many devices are along the axis. */
    public int size(String name) {
        return sizes.get(names.indexOf(name));
    }
}
