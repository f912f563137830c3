package dev.jacobi.backend.device;

import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.pjrt.client.Client;
import dev.jacobi.pjrt.client.DeviceElements;
import dev.jacobi.report.MethodStats;
import dev.jacobi.spi.DeviceMemory;
import dev.jacobi.spi.MeshAxes;
import dev.jacobi.spi.Partition;
import java.util.stream.Collectors;

/**
 * An array on the first device of a PJRT plugin, or on those of a mesh; reading it counts for the method whose call made it.
 *
 * @param mesh null for the first device
 * @param partition how it is divided among the devices of the mesh
 */
public record PjrtMemory(DeviceElements handle, MethodStats stats, MeshAxes mesh, Partition partition) implements DeviceMemory, Tensor.Elsewhere {
    /** On the first device. */
    public PjrtMemory(DeviceElements handle, MethodStats stats) {
        this(handle, stats, null, null);
    }

    @Override
    public Object device() {
        return handle.client();
    }

    @Override
    public Object place() {
        return handle.place();
    }

    /** The platform and the numbers of the devices: {@code tpu:0}, {@code tpu:0,1}. Where the plugin's platform is one that Jacobi has code of its own for, it says that it is a plugin's. */
    @Override
    public String deviceName() {
        Client c = handle.client();
        String platform = c.platform().equals("cpu") || c.platform().equals("gpu") ? "pjrt-" + c.platform() : c.platform();
        return platform + ":" + handle.devices().stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** A plugin says by its errors when it has no memory left. */
    @Override
    public long capacity() {
        return 0;
    }

    @Override
    public long bytes() {
        return handle.bytes();
    }

    @Override
    public void read(long address) {
        handle.read(address);
        stats.downloaded(bytes());
    }

    @Override
    public void readBlock(int device, long address) {
        handle.readBlock(device, address);
        stats.downloaded(bytes() / handle.devices().size());
    }

    @Override
    public Object array() {
        stats.downloaded(bytes());
        return handle.array();
    }

    @Override
    public void free() {
        handle.free();
    }
}
