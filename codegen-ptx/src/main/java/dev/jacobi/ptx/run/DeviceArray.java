package dev.jacobi.ptx.run;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ptx.device.Device;
import dev.jacobi.ptx.device.Queue;

/** An array that stays in a device's memory between runs, until it is freed. Nobody writes to it. */
public final class DeviceArray implements Tensor.Elsewhere {
    private final Device device;
    private final long address;
    private final DType dtype;
    private final int size;
    private boolean freed;

    DeviceArray(Device device, long address, DType dtype, int size) {
        this.device = device;
        this.address = address;
        this.dtype = dtype;
        this.size = size;
    }

    public Device device() {
        return device;
    }

    long address() {
        return address;
    }

    public long bytes() {
        return (long) size * dtype.bytes();
    }

    @Override
    public Object array() {
        Object array = dtype.array(size);
        try (Queue q = device.queue(false)) {
            q.download(array, 0, size, address);
            q.finish(0);
        }
        return array;
    }

    /** Copies it to memory of the process. */
    public void read(long to) {
        try (Queue q = device.queue(false)) {
            q.read(to, address, bytes());
        }
    }

    /** Frees the memory; a second time does nothing. No run uses it any more. */
    public void free() {
        synchronized (this) {
            if (freed) {
                return;
            }
            freed = true;
        }
        device.free(address);
    }
}
