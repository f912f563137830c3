package dev.jacobi.array.device;

import dev.jacobi.spi.DeviceMemory;
import java.lang.ref.ReferenceQueue;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The memory of devices that arrays take. As with memory of the process the collector does not see how large it is: when what a device holds has doubled since the last
 * time, or the device has none
 * left, the collector is asked to run.
 */
public final class DeviceHeap {
    private static final long FIRST = 256L << 20;
    private static final long WAIT_MILLIS = 20;
    private final ReferenceQueue<Object> unreachable = new ReferenceQueue<>();
    private final Set<DeviceCopy> held = ConcurrentHashMap.newKeySet();
    private final Map<Object, Usage> usages = Collections.synchronizedMap(new WeakHashMap<>());
    private final ReentrantReadWriteLock calls = new ReentrantReadWriteLock();

    /** What one device holds. */
    private static final class Usage {
        private final AtomicLong bytes = new AtomicLong();
        private final long first;
        private final long most;
        private volatile long threshold;

        Usage(long capacity) {
            long all = capacity <= 0 ? Long.MAX_VALUE : capacity;
            first = Math.min(FIRST, Math.max(all / 4, 1 << 20));
            most = Math.max(first, all / 4 * 3);
            threshold = first;
        }
    }

    ReferenceQueue<Object> unreachable() {
        return unreachable;
    }

    /** Holds memory of a device as long as the block can be reached. */
    public DeviceCopy hold(Object block, DeviceMemory m) {
        drain();
        Usage u = usage(m);
        if (u.bytes.get() + m.bytes() > u.threshold) {
            collect();
            u.threshold = Math.min(u.most, Math.max(u.first, 2 * (u.bytes.get() + m.bytes())));
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
        drain();
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

    private void drain() {
        for (var c = unreachable.poll(); c != null; c = unreachable.poll()) {
            ((DeviceCopy) c).free();
        }
    }

    private void collect() {
        try {
            System.gc();
            for (var c = unreachable.remove(WAIT_MILLIS); c != null; c = unreachable.remove(1)) {
                ((DeviceCopy) c).free();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
