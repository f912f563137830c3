package dev.jacobi.transform.program;

import dev.jacobi.Lax;
import dev.jacobi.NDArray;
import dev.jacobi.array.mesh.Layout;
import dev.jacobi.spi.MeshAxes;
import dev.jacobi.spi.Partition;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/** The blocks of arrays that one device of a mesh has, as values: what a function on a mesh is called with there. */
public final class DeviceBlocks {
    private DeviceBlocks() {
    }

    /** The block of an NDArray or a Java array for the device at this place of the mesh; numbers are whole on each. */
    public static Object of(Object leaf, MeshAxes mesh, Partition p, int[] at) {
        if (p.axes().isEmpty() || !(leaf instanceof NDArray) && !leaf.getClass().isArray()) {
            return leaf;
        }
        int[] shape = leaf instanceof NDArray x ? x.shape() : lengths(leaf);
        Layout layout = Layout.of(mesh, p, shape);
        int[] start = layout.start(at);
        if (leaf instanceof NDArray x) {
            int[] limit = new int[shape.length];
            for (int k = 0; k < limit.length; k++) {
                limit[k] = start[k] + layout.block()[k];
            }
            return Lax.slice(x.get(), start, limit);
        }
        return block(leaf, start, layout.block(), 0);
    }

    private static int[] lengths(Object array) {
        List<Integer> out = new ArrayList<>();
        for (Object x = array; x != null && x.getClass().isArray(); x = Array.getLength(x) == 0 || x.getClass().getComponentType().isPrimitive() ? null : Array.get(x, 0)) {
            out.add(Array.getLength(x));
        }
        return out.stream().mapToInt(n -> n).toArray();
    }

    private static Object block(Object array, int[] start, int[] size, int axis) {
        Object out = Array.newInstance(array.getClass().getComponentType(), size[axis]);
        if (axis == size.length - 1) {
            System.arraycopy(array, start[axis], out, 0, size[axis]);
            return out;
        }
        for (int i = 0; i < size[axis]; i++) {
            Array.set(out, i, block(Array.get(array, start[axis] + i), start, size, axis + 1));
        }
        return out;
    }
}
