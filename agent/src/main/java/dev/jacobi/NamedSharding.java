package dev.jacobi;

import dev.jacobi.array.mesh.Layout;
import dev.jacobi.array.mesh.LayoutPicture;
import java.io.Serializable;

/**
 * How an array is laid out over the devices of a mesh.
 *
 * <pre>{@code
 * NDArray w = Jacobi.put(weights, new NamedSharding(mesh, PartitionSpec.of(null, "model")));
 * System.out.println(w.sharding().picture(w.shape()));
 * }</pre>
 *
 * @param mesh the devices
 * @param spec how the array's axes are divided among them
 */
public record NamedSharding(Mesh mesh, PartitionSpec spec) implements Serializable {
    /**
     * A layout whose axes the mesh has.
     *
     * @param mesh the devices
     * @param spec how the array's axes are divided among them
     * @throws JacobiException if the spec names an axis that the mesh does not have, or one twice
     */
    public NamedSharding {
        if (mesh == null || spec == null) {
            throw new JacobiException("NamedSharding: the " + (mesh == null ? "mesh" : "spec") + " is null; give both.");
        }
        Layout.check(mesh.axes(), spec.partition());
    }

    /**
     * The shape of a device's block of an array.
     *
     * @param shape the array's extents
     * @return those of each block
     * @throws JacobiException if the spec is for more axes than the array has, or an extent cannot be divided evenly
     */
    public int[] shardShape(int... shape) {
        return layout(shape).block();
    }

    /**
     * A picture of which devices have which part of an array: rows and columns are the array's first two axes.
     *
     * @param shape the array's extents
     * @return lines of text
     * @throws JacobiException if the spec does not fit the shape
     */
    public String picture(int... shape) {
        return LayoutPicture.of(layout(shape), mesh.devices().stream().map(Device::id).toList());
    }

    Layout layout(int... shape) {
        return Layout.of(mesh.axes(), spec.partition(), shape);
    }
}
