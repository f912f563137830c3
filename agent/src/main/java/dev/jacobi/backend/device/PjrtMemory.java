package dev.jacobi.backend.device;

import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.pjrt.client.Client;
import dev.jacobi.pjrt.client.DeviceElements;
import dev.jacobi.report.MethodStats;
import dev.jacobi.spi.DeviceMemory;

/** An array on the device of a PJRT plugin; reading it counts for the method whose call made it. */
public record PjrtMemory(DeviceElements handle, MethodStats stats) implements DeviceMemory, Tensor.Elsewhere {
    @Override
    public Object device() {
        return handle.client();
    }

    /** The platform and the device's number: {@code tpu:0}. Where the plugin's platform is one that Jacobi has code of its own for, it says that it is a plugin's. */
    @Override
    public String deviceName() {
        Client c = handle.client();
        String platform = c.platform().equals("cpu") || c.platform().equals("gpu") ? "pjrt-" + c.platform() : c.platform();
        return platform + ":" + c.devices().get(0).description().id();
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
    public Object array() {
        stats.downloaded(bytes());
        return handle.array();
    }

    @Override
    public void free() {
        handle.free();
    }
}
