package dev.jacobi.backend.device;

import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ptx.run.DeviceArray;
import dev.jacobi.report.MethodStats;
import dev.jacobi.spi.DeviceMemory;

/** An array in the memory of the GPU; reading it counts for the method whose call made it. */
public record GpuMemory(DeviceArray handle, MethodStats stats) implements DeviceMemory, Tensor.Elsewhere {
    @Override
    public Object device() {
        return handle.device();
    }

    /** The first GPU is the only one that is used. */
    @Override
    public String deviceName() {
        return "gpu:0";
    }

    @Override
    public long capacity() {
        return handle.device().info().memory();
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
    public Object array() {
        stats.downloaded(bytes());
        return handle.array();
    }

    @Override
    public void free() {
        handle.free();
    }
}
