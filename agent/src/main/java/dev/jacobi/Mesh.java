package dev.jacobi;

import dev.jacobi.array.mesh.Specs;
import dev.jacobi.spi.MeshAxes;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Devices in a grid whose axes have names. Arrays are divided among them by a {@link PartitionSpec}, functions run on it by {@code Jacobi.shardMap}.
 *
 * <pre>{@code
 * Mesh mesh = Mesh.of(Jacobi.devices("cpu:8"), "data", 2, "model", 4);
 * }</pre>
 *
 * <p>What is on a mesh of simulated devices runs on the back end that the options say; what is on one of a plugin's devices ({@code tpu}) runs on these.
 *
 * @param devices the devices, those along the last axis next to each other
 * @param axisNames the names of the axes, each once
 * @param sizes how many devices are along each axis
 */
public record Mesh(List<Device> devices, List<String> axisNames, List<Integer> sizes) implements Serializable {
    private static final Pattern NAME = Pattern.compile("[\\w.-]+");

    /**
     * With lists of its own.
     *
     * @param devices the devices, those along the last axis next to each other
     * @param axisNames the names of the axes, each once
     * @param sizes how many devices are along each axis
     * @throws JacobiException if there are more or fewer devices than places, devices of two back ends, or two axes of one name
     */
    public Mesh {
        if (devices == null || axisNames == null || sizes == null) {
            throw new JacobiException("Mesh: the devices, names or sizes are null; give all three.");
        }
        devices = List.copyOf(devices);
        axisNames = List.copyOf(axisNames);
        sizes = List.copyOf(sizes);
        if (axisNames.size() != sizes.size() || axisNames.stream().distinct().count() != axisNames.size()) {
            throw new JacobiException("Mesh: the axes " + axisNames + " have the sizes " + sizes + "; give each axis a name of its own and one size.");
        }
        if (sizes.stream().anyMatch(n -> n < 1)) {
            throw new JacobiException("Mesh: the axes " + axisNames + " have the sizes " + sizes + "; each is at least 1.");
        }
        for (String name : axisNames) {
            if (!NAME.matcher(name).matches()) {
                throw new JacobiException("Mesh: '" + name + "' is no name of an axis; names have letters, digits and any of _ - . in them.");
            }
        }
        if (devices.stream().distinct().count() != devices.size()) {
            throw new JacobiException("Mesh: a device is there twice among " + devices + "; give each a place of its own.");
        }
        if (devices.stream().map(Device::backend).distinct().count() > 1) {
            throw new JacobiException("Mesh: the devices " + devices + " are of different back ends; give those of one, as a program runs on one.");
        }
        long places = product(sizes);
        if (places != devices.size()) {
            throw new JacobiException("Mesh: axes of " + sizes + " devices are " + places + " places, but there are " + devices.size() + " devices; give as many devices as places, such as Jacobi.devices(\"cpu:"
                + places + "\").");
        }
    }

    /** How many places there are; as many as a long can say where there are more. */
    private static long product(List<Integer> sizes) {
        long n = 1;
        for (int s : sizes) {
            n = n > Integer.MAX_VALUE ? Long.MAX_VALUE : n * s;
        }
        return n;
    }

    /**
     * The mesh of the first devices in a list.
     *
     * @param devices at least as many as the sizes' product
     * @param axes a name and a size for each axis, in turn: {@code "data", 2, "model", 4}
     * @return the mesh
     * @throws JacobiException if there are not as many devices, or the axes are not given so
     */
    public static Mesh of(List<Device> devices, Object... axes) {
        var names = new ArrayList<String>();
        var sizes = new ArrayList<Integer>();
        if (devices == null || axes == null) {
            throw new JacobiException("Mesh.of: the devices or axes are null; give Jacobi.devices(..), and names and sizes in turn.");
        }
        for (int i = 0; i + 1 < axes.length; i += 2) {
            if (axes[i] instanceof String s && axes[i + 1] instanceof Integer n && n >= 1) {
                names.add(s);
                sizes.add(n);
            }
        }
        if (axes.length == 0 || 2 * names.size() != axes.length) {
            throw new JacobiException("Mesh.of: the axes are to be names and sizes in turn, such as \"data\", 2, \"model\", 4.");
        }
        long places = product(sizes);
        if (places > devices.size()) {
            throw new JacobiException("Mesh.of: the axes " + names + " of " + sizes + " devices need " + places + ", but there are " + devices.size() + "; ask for as many, such as Jacobi.devices(\"cpu:" + places
                + "\"), or make the mesh smaller.");
        }
        return new Mesh(devices.subList(0, (int) places), names, sizes);
    }

    /**
     * How many devices there are.
     *
     * @return the product of the sizes
     */
    public int size() {
        return devices.size();
    }

    /**
     * How many devices are along an axis.
     *
     * @param axis its name
     * @return its size
     * @throws JacobiException if there is no axis of that name
     */
    public int size(String axis) {
        int k = axisNames.indexOf(axis);
        if (k < 0) {
            throw new JacobiException("This mesh has no axis '" + axis + "'; it has " + axisNames + ".");
        }
        return sizes.get(k);
    }

    /**
     * The place of a device along each axis.
     *
     * @param device its number in {@link #devices}
     * @return a number for each axis
     * @throws JacobiException if there is no such device
     */
    public int[] coordinates(int device) {
        if (device < 0 || device >= size()) {
            throw new JacobiException("This mesh has no device number " + device + "; there are " + size() + ", from 0.");
        }
        return axes().coordinates(device);
    }

    MeshAxes axes() {
        return Specs.axes(this);
    }

    /** Such as {@code Mesh(data: 2, model: 4)}. */
    @Override
    public String toString() {
        var axes = new ArrayList<String>();
        for (int k = 0; k < sizes.size(); k++) {
            axes.add(axisNames.get(k) + ": " + sizes.get(k));
        }
        return "Mesh(" + String.join(", ", axes) + ")";
    }
}
