package dev.jacobi.ptx.device;

import dev.jacobi.llvm.jit.Bridge;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A CUDA stream with its staging memory. Small pieces of memory come from one block that belongs to the queue and starts again with each use, large ones
 * from the driver's pool in the order of the stream.
 */
final class CudaQueue implements Queue {
    private static final int NON_BLOCKING = 1;
    private static final long SMALL = 64 << 10;
    private static final long ARENA = 4 << 20;
    private static final int ALIGN = 256;
    private final CudaDevice device;
    private final Driver driver;
    private final long stream;
    private final Staging staging;
    private final CudaTimer timer;
    private final CudaWork work;
    /** Where the driver stores an address. */
    private final ByteBuffer block = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
    private final LongBuffer words = block.asLongBuffer();
    private final long blockAt = Bridge.address(block);
    private final long arena;
    private CublasHandle products;
    /** Why this use has no products of a library. */
    private String withoutProducts;
    private long arenaUsed;
    /** The last piece of the arena that was taken, and its bytes. */
    private long lastAt;
    private long lastBytes;
    private final Set<Long> owned = new HashSet<>();
    private final List<Download> downloads = new ArrayList<>();
    private boolean timed;
    /** Whether the flag at the start of the arena is known to be 0: it need not be cleared before each use. */
    private boolean clear;

    /** A download that has been asked for. */
    private record Download(Object array, int at, int count, long from) {
        long bytes() {
            return Staging.bytes(array, count);
        }
    }

    /** Memory of the device. */
    private record Piece(long from, long bytes) {
    }

    CudaQueue(CudaDevice device) {
        this.device = device;
        this.driver = device.driver();
        driver.need("cuLaunchKernel");
        stream = driver.value("making a stream", "cuStreamCreate", NON_BLOCKING);
        try (var memory = new Bridge.Memory()) {
            long out = memory.longs(0);
            // without it small pieces come from the pool as well
            arena = driver.call("cuMemAlloc_v2", out, ARENA) == 0 ? Bridge.Memory.get(out) : 0;
        }
        try {
            staging = new Staging(driver, stream);
        } catch (DeviceException e) {
            driver.call("cuStreamDestroy_v2", stream);
            if (arena != 0) {
                driver.call("cuMemFree_v2", arena);
            }
            throw e;
        }
        timer = new CudaTimer(driver, stream);
        work = new CudaWork(driver, stream, timer);
    }

    /** Starts a use. */
    void begin(boolean withTimes) {
        timed = withTimes;
        timer.begin(withTimes);
        work.begin();
        arenaUsed = arena == 0 ? ARENA : ALIGN;
        lastAt = 0;
        withoutProducts = null;
    }

    /** Gives back what a queue without work can do without. */
    void trim() {
        work.trim();
        if (products != null) {
            products.close();
            products = null;
        }
    }

    @Override
    public long flag() {
        if (arena == 0) {
            return Queue.super.flag();
        }
        if (!clear) {
            zero(arena, Integer.BYTES);
            clear = true;
        }
        return arena;
    }

    @Override
    public long alloc(long bytes) {
        long rounded = (Math.max(bytes, 1) + ALIGN - 1) / ALIGN * ALIGN;
        if (rounded <= SMALL && arenaUsed + rounded <= ARENA) {
            long at = arena + arenaUsed;
            arenaUsed += rounded;
            lastAt = at;
            lastBytes = bytes;
            return at;
        }
        return allocApart(bytes);
    }

    @Override
    public long allocApart(long bytes) {
        long rounded = (Math.max(bytes, 1) + ALIGN - 1) / ALIGN * ALIGN;
        words.put(0, 0);
        int result = take(rounded);
        if (result == 2) {
            // what other queues have freed may be kept by the pool
            work.send();
            driver.run("waiting for memory", "cuStreamSynchronize", stream);
            device.trim();
            result = take(rounded);
        }
        if (result != 0) {
            driver.check(result, "taking " + bytes + " bytes of memory", device.free());
        }
        long address = words.get(0);
        owned.add(address);
        return address;
    }

    @Override
    public boolean isApart(long address) {
        return owned.contains(address);
    }

    @Override
    public void detach(long address) {
        owned.remove(address);
    }

    private int take(long bytes) {
        return device.pooled() ? driver.call("cuMemAllocAsync", blockAt, bytes, stream) : driver.call("cuMemAlloc_v2", blockAt, bytes);
    }

    @Override
    public void free(long address) {
        if (owned.remove(address)) {
            release(address);
        }
    }

    private void release(long address) {
        flush();
        if (device.pooled()) {
            driver.run("freeing memory", "cuMemFreeAsync", address, stream);
        } else {
            driver.run("freeing memory", "cuMemFree_v2", address);
        }
    }

    @Override
    public void zero(long address, long bytes) {
        if (bytes > 0) {
            staging.send();
            staging.started();
            work.zero(address, bytes);
        }
    }

    @Override
    public void copy(long to, long from, long bytes) {
        if (bytes > 0) {
            staging.send();
            staging.started();
            work.copy(to, from, bytes);
        }
    }

    @Override
    public void upload(long to, Object array, int at, int count) {
        if (count > 0) {
            work.send();
            timer.transfers();
            staging.upload(to, array, at, count, to == lastAt && Staging.bytes(array, count) == lastBytes);
        }
    }

    /** The driver stages memory that is not page-locked, and returns when it has read it. */
    @Override
    public void upload(long to, long from, long bytes) {
        if (bytes > 0) {
            flush();
            timer.transfers();
            staging.started();
            driver.run("copying to the GPU", "cuMemcpyHtoDAsync_v2", to, from, bytes, stream);
        }
    }

    @Override
    public void read(long to, long from, long bytes) {
        flush();
        if (bytes > 0) {
            staging.started();
            driver.run("copying from the GPU", "cuMemcpyDtoHAsync_v2", to, from, bytes, stream);
        }
        staging.finish();
    }

    @Override
    public void download(Object array, int at, int count, long from) {
        if (count > 0) {
            downloads.add(new Download(array, at, count, from));
        }
    }

    @Override
    public void launch(Device.Function kernel, int[] grid, int[] threads, long[] parameters) {
        staging.send();
        staging.started();
        clear = false;
        work.launch((CudaDevice.Kernel) kernel, grid, threads, parameters);
    }

    @Override
    public void trip() {
        work.trip();
    }

    @Override
    public void send() {
        flush();
        timer.end();
    }

    /** Gives the driver all that has been asked for: either work waits or an upload, as each has the other sent first. */
    private void flush() {
        staging.send();
        work.send();
    }

    @Override
    public String product(Product p) {
        if (!CublasHandle.has(p)) {
            return "cuBLAS has no such product";
        }
        if (products == null && withoutProducts == null) {
            Cublas.Opened o = device.products(stream);
            products = o.handle();
            withoutProducts = o.problem();
        }
        if (products == null) {
            return withoutProducts;
        }
        flush();
        staging.started();
        timer.kernels();
        return products.product(p);
    }

    @Override
    public long get(long address, int bytes) {
        flush();
        return staging.words(new long[] {address}, new int[] {bytes})[0];
    }

    @Override
    public long[] get(long[] addresses, int[] bytes) {
        flush();
        return staging.words(addresses, bytes);
    }

    /**
     * The part of the arena that holds all downloads and the flag, with what lies between them, where these are near each other; else null. One copy
     * brings it.
     */
    private Piece near(long flag) {
        if (arena == 0 || downloads.isEmpty()) {
            return null;
        }
        long first = flag == 0 ? Long.MAX_VALUE : flag;
        long end = flag == 0 ? 0 : flag + Integer.BYTES;
        for (Download d : downloads) {
            first = Math.min(first, d.from);
            end = Math.max(end, d.from + d.bytes());
        }
        if (first < arena || end > arena + ARENA) {
            return null;
        }
        first = arena + (first - arena) / ALIGN * ALIGN;
        return end - first <= SMALL && staging.fits(end - first) ? new Piece(first, end - first) : null;
    }

    @Override
    public int finish(long flag) {
        flush();
        Piece near = near(flag);
        boolean together = near != null || staging.fits(downloads.stream().mapToLong(d -> d.bytes() + Staging.ALIGN).sum());
        if (together && !downloads.isEmpty()) {
            timer.transfers();
        }
        int start = near == null ? 0 : staging.request(near.from, near.bytes);
        int[] at = new int[together ? downloads.size() : 0];
        for (int k = 0; k < at.length; k++) {
            Download d = downloads.get(k);
            at[k] = near == null ? staging.request(d.from, d.bytes()) : start + (int) (d.from - near.from);
        }
        timer.end();
        int failed;
        if (flag != 0 && near == null) {
            failed = (int) get(flag, Integer.BYTES);
        } else {
            staging.finish();
            failed = flag == 0 ? 0 : staging.word(start + (int) (flag - near.from));
        }
        clear = flag == 0 ? clear : flag == arena && failed == 0;
        long done = timed ? System.nanoTime() : 0;
        for (int k = 0; failed == 0 && k < downloads.size(); k++) {
            Download d = downloads.get(k);
            if (together) {
                staging.take(at[k], d.array, d.at, d.count);
            } else {
                staging.download(d.array, d.at, d.count, d.from);
            }
        }
        downloads.clear();
        staging.reset();
        timer.read(timed ? System.nanoTime() - done : 0);
        return failed;
    }

    @Override
    public long kernelNanos() {
        return timer.kernelNanos();
    }

    @Override
    public long transferNanos() {
        return timer.transferNanos();
    }

    @Override
    public void close() {
        try {
            downloads.clear();
            staging.forget();
            // the clearing of the flag may be among what is never sent
            clear = clear && work.isEmpty();
            work.forget();
            for (long address : owned) {
                release(address);
            }
            owned.clear();
            if (staging.busy()) {
                staging.finish();
            }
            staging.reset();
            device.idle(this);
        } catch (DeviceException e) {
            owned.clear();
            if (!e.kind().lasts() && !staging.busy()) {
                // what could not be freed is lost, the queue is whole
                staging.reset();
                device.idle(this);
            }
        } finally {
            device.leave();
        }
    }
}
