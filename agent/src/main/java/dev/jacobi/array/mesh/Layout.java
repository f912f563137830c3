package dev.jacobi.array.mesh;

import dev.jacobi.JacobiException;
import dev.jacobi.spi.MeshAxes;
import dev.jacobi.spi.Partition;
import java.util.Arrays;

/** Which block of an array of this shape each device of a mesh has. {@code block} are a block's extents. */
public record Layout(MeshAxes mesh, Partition partition, int[] shape, int[] block) {
    /** Refuses a partition that names what the mesh does not have, or an axis twice. */
    public static void check(MeshAxes mesh, Partition p) {
        String misfit = p.misfit(mesh);
        if (misfit != null) {
            throw new JacobiException("The spec " + p.axes() + " " + misfit + "; an axis of the mesh divides one axis of an array at most.");
        }
    }

    /** The layout of an array of this shape; a partition that does not fit it is refused. */
    public static Layout of(MeshAxes mesh, Partition p, int[] shape) {
        check(mesh, p);
        if (p.axes().size() > shape.length) {
            throw new JacobiException("The spec " + p.axes() + " is for " + p.axes().size() + " axes, but the array of shape " + Arrays.toString(shape) + " has " + shape.length + "; leave out the others.");
        }
        int[] block = shape.clone();
        for (int k = 0; k < shape.length; k++) {
            String uneven = mesh.uneven(shape[k], p.of(k));
            if (uneven != null) {
                throw new JacobiException("Axis " + k + " of the array of shape " + Arrays.toString(shape) + " has " + uneven + ".");
            }
            block[k] = shape[k] / mesh.count(p.of(k));
        }
        return new Layout(mesh, p, shape.clone(), block);
    }

    /** Where the block of the device at a place of the mesh begins; {@code at} has a number for each of the mesh's axes. */
    public int[] start(int[] at) {
        int[] start = new int[shape.length];
        for (int k = 0; k < shape.length; k++) {
            int number = 0;
            for (String axis : partition.of(k)) {
                number = number * mesh.size(axis) + at[mesh.names().indexOf(axis)];
            }
            start[k] = number * block[k];
        }
        return start;
    }

    /** How many elements a block has. */
    public long elements() {
        return Arrays.stream(block).asLongStream().reduce(1, Math::multiplyExact);
    }
}
