package dev.jacobi.backend.device;

import dev.jacobi.array.core.Block;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.pjrt.capi.PjrtException;
import dev.jacobi.pjrt.client.Client;
import dev.jacobi.pjrt.client.DeviceElements;
import dev.jacobi.pjrt.client.Execution;
import dev.jacobi.report.MethodStats;
import dev.jacobi.spi.DeviceMemory;
import dev.jacobi.spi.MeshAxes;
import dev.jacobi.spi.Partition;
import java.lang.ref.Reference;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * An array on the first device of a PJRT plugin, or on those of a mesh; reading it counts for the method whose call made it.
 *
 * @param mesh null for the first device
 * @param partition how it is divided among the devices of the mesh
 * @param later of what call it is a result that may not have ended; null where there is none
 */
public record PjrtMemory(DeviceElements handle, MethodStats stats, MeshAxes mesh, Partition partition, LaterResults later) implements DeviceMemory, Tensor.Elsewhere {
    @Override
    public boolean isLost() {
        Execution under = handle.under();
        return under != null && under.isLost();
    }

    @Override
    public boolean await() {
        return failure() == null;
    }

    private PjrtException failure() {
        PjrtException failed = handle.failure();
        if (failed == null && later != null) {
            later.succeeded();
        }
        return failed;
    }

    /** Reads them from the device, or from the memory of the process that has them instead. */
    private void read(Runnable fromDevice, long bytes, Consumer<Block> fromProcess) {
        PjrtException failed = failure();
        if (failed == null) {
            fromDevice.run();
            stats.downloaded(bytes);
            return;
        }
        if (later == null) {
            throw failed;
        }
        Block b = later.computed(handle, failed);
        fromProcess.accept(b);
        Reference.reachabilityFence(b);
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
        read(() -> handle.read(address), bytes(), b -> handle.copy(b.address(), address));
    }

    @Override
    public void readBlock(int device, long address) {
        read(() -> handle.readBlock(device, address), bytes() / handle.devices().size(), b -> handle.copyBlock(b.address(), device, address));
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
