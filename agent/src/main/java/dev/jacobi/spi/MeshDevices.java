package dev.jacobi.spi;

import dev.jacobi.ir.DType;
import java.util.List;

/** The devices of a plugin, and arrays that are laid out over them: what meshes of devices ask the engine for. May be used by many threads. */
public interface MeshDevices {
    /**
     * The numbers of the devices that this process can use, in the plugin's order.
     *
     * @throws RuntimeException whose message, a sentence without its full stop, says why there are none
     */
    List<Integer> numbers();

    /** What elements are looked up by that are laid out so. */
    Object place(MeshAxes mesh, Partition partition, int... dims);

    /**
     * Copies row-major elements to the devices of a mesh, to each its block.
     *
     * @param address where they are in memory of the process
     * @throws RuntimeException whose message, a sentence without its full stop, says which device cannot take them
     */
    DeviceMemory put(long address, DType type, MeshAxes mesh, Partition partition, int... dims);
}
