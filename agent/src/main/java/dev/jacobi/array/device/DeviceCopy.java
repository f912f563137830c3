package dev.jacobi.array.device;

import dev.jacobi.spi.DeviceMemory;
import java.lang.ref.PhantomReference;

/** What a device has of a block's elements; freed with the block, or before that when the device needs room and the process has the elements, too. */
public final class DeviceCopy extends PhantomReference<Object> {
    private final DeviceHeap heap;
    private final DeviceMemory memory;
    private volatile boolean freed;
    private volatile boolean spare;

    DeviceCopy(Object block, DeviceHeap heap, DeviceMemory memory) {
        super(block, heap.unreachable());
        this.heap = heap;
        this.memory = memory;
    }

    /** The memory, or null once it has been freed. */
    public DeviceMemory memory() {
        return freed ? null : memory;
    }

    /** The process has the elements as well: the device's may be given up. */
    public void spare() {
        spare = true;
    }

    boolean isSpare() {
        return spare;
    }

    /** Frees it; a second time does nothing. */
    public void free() {
        synchronized (this) {
            if (freed) {
                return;
            }
            freed = true;
        }
        clear();
        heap.gone(this, memory);
        try {
            memory.free();
        } catch (RuntimeException e) {
            // The device is lost, and the memory with it.
        }
    }
}
