package dev.jacobi.array.device;

import dev.jacobi.spi.DeviceMemory;
import java.lang.ref.ReferenceQueue;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The memory of devices that arrays take. As with memory of the process the collector does not see how large it is: when what a device holds has doubled since the last time, or the device has none
 * left, the collector is asked to run.
 */
public final class DeviceHeap {
    private final Unreachable unreachable = new Unreachable(c -> ((DeviceCopy) c).free());
    private final Set<DeviceCopy> held = ConcurrentHashMap.newKeySet();
    private final Map<Object, Usage> usages = Collections.synchronizedMap(new WeakHashMap<>());
    private final ReentrantReadWriteLock calls = new ReentrantReadWriteLock();
    /** Copies of blocks that were closed, until no call is under way that may use them. */
    private final Queue<DeviceCopy> closed = new ConcurrentLinkedQueue<>();

    /** What one device holds. */
    private static final class Usage {
        private final AtomicLong bytes = new AtomicLong();
        private final CollectionThreshold threshold;

        Usage(long capacity) {
            threshold = new CollectionThreshold(capacity <= 0 ? Long.MAX_VALUE : capacity);
        }
    }

    ReferenceQueue<Object> unreachable() {
        return unreachable.queue();
    }

    /** Holds memory of a device as long as the block can be reached. */
    public DeviceCopy hold(Object block, DeviceMemory m) {
        unreachable.drain();
        Usage u = usage(m);
        if (u.threshold.isPassed(u.bytes.get() + m.bytes())) {
            collect();
            u.threshold.collected(u.bytes.get() + m.bytes());
        }
        var copy = new DeviceCopy(block, this, m);
        u.bytes.addAndGet(m.bytes());
        held.add(copy);
        return copy;
    }

    private Usage usage(DeviceMemory m) {
        return usages.computeIfAbsent(m.device(), d -> new Usage(m.capacity()));
    }

    void gone(DeviceCopy c, DeviceMemory m) {
        if (held.remove(c)) {
            usage(m).bytes.addAndGet(-m.bytes());
        }
    }

    /** Bytes of arrays that a device holds. */
    public long bytes(Object device) {
        unreachable.drain();
        Usage u = usages.get(device);
        return u == null ? 0 : u.bytes.get();
    }

    /** The devices that have held arrays and can be reached. */
    public Set<Object> devices() {
        synchronized (usages) {
            return Set.copyOf(usages.keySet());
        }
    }

    /** Is held while a call uses arrays on devices, so that none of them is given up meanwhile. */
    public Lock using() {
        return calls.readLock();
    }

    /** Frees copies of a block that is closed: now, or where calls are under way, which may use them, when the last of these has ended. */
    public void close(List<DeviceCopy> copies) {
        closed.addAll(copies);
        freeClosed();
    }

    /** Frees what was closed while calls were under way, unless others are; asked for when a call has ended. */
    public void freeClosed() {
        // whoever has the lock looks again behind unlock(), and so finds what was closed by one that could not have it
        while (!closed.isEmpty() && calls.getReadHoldCount() == 0 && calls.writeLock().tryLock()) {
            try {
                for (DeviceCopy c = closed.poll(); c != null; c = closed.poll()) {
                    c.free();
                }
            } finally {
                calls.writeLock().unlock();
            }
        }
    }

    /** Makes room on a device that has none left: frees what nobody reaches, and then what the process has as well. */
    public void reclaim(Object device) {
        collect();
        if (calls.getReadHoldCount() > 0) {
            // a callback of a call that is under way, whose arrays have to stay
            return;
        }
        calls.writeLock().lock();
        try {
            for (DeviceCopy c : List.copyOf(held)) {
                DeviceMemory m = c.memory();
                if (c.isSpare() && m != null && m.device() == device) {
                    c.free();
                }
            }
        } finally {
            calls.writeLock().unlock();
        }
    }

    /** Has the collector find what is unreachable: one thread at a time, so that who comes second goes on when what the first one has found is freed. */
    private synchronized void collect() {
        unreachable.collect();
    }
}
