package dev.jacobi.array.core;

import dev.jacobi.JacobiException;
import dev.jacobi.array.device.CollectionThreshold;
import dev.jacobi.array.device.DeviceHeap;
import dev.jacobi.array.device.Unreachable;
import dev.jacobi.spi.ArrayEngine;
import dev.jacobi.spi.DeviceMemory;
import java.lang.ref.PhantomReference;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The memory of arrays. The collector does not see how large a block is, so blocks that nobody reaches would pile up while the Java heap has room: what is outstanding is counted, and when it has
 * doubled since the last time, or memory is short, the collector is asked to run.
 */
public final class NativeHeap {
    private static final long PAUSE_NANOS = 100_000;
    /** What a block takes beside its bytes: the head, and the room to the next address that is a multiple of 64. */
    private static final long HEAD = 80;
    private final ArrayEngine engine;
    private final Unreachable unreachable = new Unreachable(o -> ((Owner) o).free());
    private final Owner[] lists = new Owner[16];
    private final AtomicLong outstanding = new AtomicLong();
    private final CollectionThreshold threshold;
    private final AtomicBoolean collecting = new AtomicBoolean();
    private final DeviceHeap devices = new DeviceHeap();

    NativeHeap(ArrayEngine engine) {
        this.engine = engine;
        this.threshold = new CollectionThreshold(engine.memoryLimit());
        for (int i = 0; i < lists.length; i++) {
            lists[i] = new Owner(null, this, 0, 0, i);
            lists[i].next = lists[i];
            lists[i].previous = lists[i];
        }
    }

    public ArrayEngine engine() {
        return engine;
    }

    /** A new block of undefined contents. */
    public Block allocate(long bytes) {
        return new Block(this, take(bytes), bytes);
    }

    /** Elements on a device, which take so many bytes in memory of the process when they are read. */
    public Block onDevice(DeviceMemory memory, long bytes) {
        return new Block(this, memory, bytes);
    }

    /** Memory that arrays take on devices. */
    public DeviceHeap devices() {
        return devices;
    }

    /** Memory of the process with the elements that are on a device. */
    Owner brought(Block b, DeviceMemory from, long bytes) {
        long a = take(bytes);
        try {
            from.read(a);
        } catch (Error e) {
            engine.free(a);
            throw e;
        } catch (RuntimeException e) {
            engine.free(a);
            throw new JacobiException("The elements of an array on the device " + from.deviceName() + " cannot be read: " + e.getMessage()
                + "; arrays that have been read before (toDoubleArray, toString) are in the process's memory and outlive the device.", e);
        }
        return own(b, a, bytes);
    }

    /** What a block that was closed before it had memory of the process has. */
    Owner nothing() {
        var o = new Owner(null, this, 0, 0, 0);
        o.freed = true;
        return o;
    }

    private long take(long bytes) {
        room(bytes);
        long a = engine.allocate(Math.max(bytes, 1));
        if (a == 0) {
            collect(bytes);
            a = engine.allocate(Math.max(bytes, 1));
        }
        if (a == 0) {
            throw new OutOfMemoryError("An array needs " + bytes + " bytes, which is more than there are left of the " + engine.memoryLimit()
                + " bytes for native memory; close arrays that are not needed any more, or set the option memory= (or -Xmx) higher.");
        }
        return a;
    }

    /** What compiled code has given as a result. */
    public Block adopt(long address, long bytes) {
        room(bytes);
        return new Block(this, address, bytes);
    }

    Owner own(Block b, long address, long bytes) {
        outstanding.addAndGet(bytes + HEAD);
        Owner o = new Owner(b, this, address, bytes, (int) (address >>> 6 & 15));
        synchronized (lists[o.list]) {
            o.next = lists[o.list].next;
            o.previous = lists[o.list];
            o.next.previous = o;
            lists[o.list].next = o;
        }
        return o;
    }

    /** Frees what is unreachable; asks for a collection when much is outstanding. */
    private void room(long bytes) {
        unreachable.drain();
        if (threshold.isPassed(outstanding.get() + bytes)) {
            collect(bytes);
        }
    }

    /** Frees what nobody reaches any more: for code that had too little memory for its results, which is then called a second time. */
    public void reclaim() {
        collect(0);
    }

    /** Has the collector find what is unreachable. One thread does so at a time; the others wait for it, as they need the memory, too. So many {@code bytes} are asked for. */
    private void collect(long bytes) {
        if (!collecting.compareAndSet(false, true)) {
            while (collecting.get()) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            return;
        }
        try {
            unreachable.collect();
            threshold.collected(outstanding.get() + bytes);
        } finally {
            collecting.set(false);
        }
    }

    /** Bytes of all blocks that have not been freed, with what the blocks themselves take. */
    public long outstanding() {
        unreachable.drain();
        return outstanding.get();
    }

    /** What frees a block; it is on a list so that it is reachable itself. */
    static final class Owner extends PhantomReference<Object> {
        private final NativeHeap heap;
        private final long address;
        private final long bytes;
        private final int list;
        private Owner next;
        private Owner previous;
        private volatile boolean freed;

        Owner(Block b, NativeHeap heap, long address, long bytes, int list) {
            super(b, b == null ? null : heap.unreachable.queue());
            this.heap = heap;
            this.address = address;
            this.bytes = bytes;
            this.list = list;
        }

        long address() {
            return address;
        }

        boolean isFreed() {
            return freed;
        }

        void free() {
            synchronized (heap.lists[list]) {
                if (freed) {
                    return;
                }
                freed = true;
                next.previous = previous;
                previous.next = next;
            }
            clear();
            heap.outstanding.addAndGet(-bytes - HEAD);
            heap.engine.free(address);
        }
    }
}
