package dev.jacobi.array.core;

import dev.jacobi.JacobiException;
import dev.jacobi.array.device.DeviceCopy;
import dev.jacobi.spi.DeviceMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * A piece of memory outside of the Java heap, freed when nobody can reach it any more or when it is closed. What a program on a device has made is on that device at first,
 * and copied to memory
 * of the process when it is read; what such a program was given has a copy on the device from then on. Elements do not change once others see the block.
 */
public final class Block {
    private static final DeviceCopy[] NONE = {};
    private final NativeHeap heap;
    private final long bytes;
    /** The name of the device that made it; null: the process. */
    private final String home;
    /** Memory of the process; null as long as the elements are on a device only. */
    private volatile NativeHeap.Owner owner;
    private volatile DeviceCopy[] copies = NONE;

    Block(NativeHeap heap, long address, long bytes) {
        this.heap = heap;
        this.bytes = bytes;
        this.home = null;
        this.owner = heap.own(this, address, bytes);
    }

    /** Elements on a device, which take so many bytes in memory of the process. */
    Block(NativeHeap heap, DeviceMemory memory, long bytes) {
        this.heap = heap;
        this.bytes = bytes;
        this.home = memory.deviceName();
        this.copies = new DeviceCopy[] {heap.devices().hold(this, memory)};
    }

    /** Where it begins in memory of the process, to which it is brought if it is on a device only; only as long as the block is reachable. */
    public long address() {
        NativeHeap.Owner o = owner;
        if (o == null) {
            o = bring();
        }
        if (o.isFreed()) {
            throw closed();
        }
        return o.address();
    }

    private static JacobiException closed() {
        return new JacobiException("The array has been closed; use it before close(), or leave it to be freed when nothing refers to it.");
    }

    private synchronized NativeHeap.Owner bring() {
        if (owner == null) {
            owner = heap.brought(this, copies[0].memory(), bytes);
            copies[0].spare();
        }
        return owner;
    }

    public long bytes() {
        return bytes;
    }

    /** The name of the device whose program made it; {@code cpu} for all else. */
    public String device() {
        return home == null ? "cpu" : home;
    }

    /** What there is of the elements at a place, a device or a layout over several, in the form that code for it takes; null when there is nothing. */
    public Object on(Object place) {
        DeviceMemory m = at(place);
        return m == null ? null : m.handle();
    }

    /** The elements at a place as devices have them; null when they are not there. */
    public DeviceMemory at(Object place) {
        for (DeviceCopy c : copies) {
            DeviceMemory m = c.memory();
            if (m != null && m.place().equals(place) && !m.isLost()) {
                return m;
            }
        }
        NativeHeap.Owner o = owner;
        if (o != null && o.isFreed()) {
            throw closed();
        }
        return null;
    }

    /** The elements as the devices have them that made them; null where that was the process, or the devices have them no more. */
    public DeviceMemory home() {
        DeviceCopy[] all = copies;
        return home == null || all.length == 0 ? null : all[0].memory();
    }

    /** Waits until the elements are where they are said to be; what a device has failed to compute is in memory of the process then. */
    public void await() {
        DeviceMemory m = owner == null ? home() : null;
        if (m != null && !m.await()) {
            address();
        }
    }

    /** Keeps a copy that was made on a device, as long as it has the block. Another one that is at the same place already is kept instead. */
    public synchronized void keep(DeviceMemory memory) {
        if (owner != null && owner.isFreed() || on(memory.place()) != null) {
            memory.free();
            return;
        }
        DeviceCopy[] more = Arrays.stream(copies).filter(c -> c.memory() != null).toArray(n -> new DeviceCopy[n + 1]);
        int last = more.length - 1;
        more[last] = heap.devices().hold(this, memory);
        more[last].spare();
        copies = more;
    }

    /** A part of at most 2 GB as a buffer, in the machine's order of bytes. */
    public ByteBuffer view(long from, int length) {
        return heap.engine().view(address() + from, length).order(ByteOrder.nativeOrder());
    }

    public synchronized void free() {
        if (owner == null) {
            owner = heap.nothing();
        }
        owner.free();
        List<DeviceCopy> all = List.of(copies);
        copies = NONE;
        heap.devices().close(all);
    }
}
