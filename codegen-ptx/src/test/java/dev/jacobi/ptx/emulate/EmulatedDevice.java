package dev.jacobi.ptx.emulate;

import dev.jacobi.llvm.host.Elements;
import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.llvm.jit.LinkedCode;
import dev.jacobi.llvm.jit.Llvm;
import dev.jacobi.ptx.device.Device;
import dev.jacobi.ptx.device.DeviceException;
import dev.jacobi.ptx.device.Queue;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A device on the host, for tests: the kernels' LLVM IR compiled for the host and run over a grid, block by block, deterministically. One launch runs at
 * a time. Memory is the process's, with guards of a known pattern around each block that are looked at when it is freed.
 */
public final class EmulatedDevice implements Device {
    private static final long STACK = 256 << 10;
    private static final int MOST_THREADS = 1024;
    private static final int GUARD = 256;
    private static final long SMALL = 64 << 10;
    private static final byte PATTERN = 0x5A;
    private final Llvm llvm;
    private final boolean quick;
    private final boolean backwards;
    private final Map<Long, Long> kept = new ConcurrentHashMap<>();
    private long stacks;

    /** {@code quick}: the host's code is not optimised. */
    public EmulatedDevice(Llvm llvm, boolean quick) {
        this(llvm, quick, false);
    }

    /** {@code backwards}: blocks, and threads between meetings, run in the opposite order, so that code that counts on an order is found out. */
    public EmulatedDevice(Llvm llvm, boolean quick, boolean backwards) {
        this.llvm = llvm;
        this.quick = quick;
        this.backwards = backwards;
    }

    @Override
    public Info info() {
        return new Info("emulated", 90, 4, 1L << 30, 48 << 10);
    }

    private record Code(LinkedCode linked, HostCode host) implements Loaded {
        @Override
        public Device.Function function(String name) {
            if (host.entry(name) == null) {
                throw new DeviceException(DeviceException.Kind.CODE, "The code has no kernel " + name + ".");
            }
            return new Kernel(name, linked.address(host.entry(name).symbol()), linked.address(host.runner()), host.entry(name).meets());
        }

        @Override
        public void close() {
            linked.close();
        }
    }

    private record Kernel(String name, long entry, long runner, boolean meets) implements Device.Function {
    }

    @Override
    public Loaded load(Device.Code code) {
        var host = new HostCode(code.llvm());
        return new Code(llvm.link(host.texts(), host.names(), quick), host);
    }

    @Override
    public void free(long address) {
        Long bytes = kept.remove(address);
        if (bytes == null) {
            throw new IllegalStateException("memory is freed twice, or was never taken");
        }
        release(address, bytes);
    }

    private static void release(long address, long bytes) {
        var whole = Bridge.buffer(address - GUARD, (bytes + 255) / 256 * 256 + 2 * GUARD);
        for (long k = 0; k < whole.capacity(); k = k == GUARD - 1 ? GUARD + bytes : k + 1) {
            if (whole.get((int) k) != PATTERN) {
                throw new IllegalStateException("a kernel has written outside of an array of " + bytes + " bytes, at byte " + (k - GUARD));
            }
        }
        Bridge.call(Bridge.symbol("free"), address - GUARD);
    }

    @Override
    public Queue queue(boolean timed) {
        return new Work();
    }

    private synchronized void run(Kernel k, int blocks, int threads, long[] parameters) {
        if (k.meets && stacks == 0) {
            stacks = Bridge.call(Bridge.symbol("malloc"), STACK * MOST_THREADS);
        }
        try (var memory = new Bridge.Memory()) {
            Bridge.call(k.runner, k.entry, memory.longs(parameters), blocks, threads, k.meets ? stacks : 0, backwards ? -STACK : STACK);
        }
    }

    /** Everything is done at once. */
    private final class Work implements Queue {
        private final Set<Long> blocks = new HashSet<>();
        private final Set<Long> apart = new HashSet<>();

        @Override
        public long alloc(long bytes) {
            long whole = Bridge.call(Bridge.symbol("aligned_alloc"), 256, (bytes + 255) / 256 * 256 + 2 * GUARD, 0, 0, 0, 0);
            if (whole == 0) {
                throw new DeviceException(DeviceException.Kind.MEMORY, "The emulated device has no " + bytes + " bytes left.");
            }
            long p = whole + GUARD;
            fill(whole, PATTERN, (bytes + 255) / 256 * 256 + 2 * GUARD);
            blocks.add(p);
            sizes.put(p, bytes);
            return p;
        }

        private final Map<Long, Long> sizes = new HashMap<>();

        private void fill(long at, byte value, long bytes) {
            Bridge.call(Bridge.symbol("memset"), at, value, bytes, 0, 0, 0);
        }

        @Override
        public void free(long address) {
            if (!blocks.remove(address)) {
                throw new IllegalStateException("memory is freed twice");
            }
            release(address, sizes.remove(address));
        }

        /** As on a GPU, small pieces cannot leave the queue unless they were asked for apart. */
        @Override
        public long allocApart(long bytes) {
            long at = alloc(bytes);
            apart.add(at);
            return at;
        }

        @Override
        public boolean isApart(long address) {
            return blocks.contains(address) && (apart.contains(address) || sizes.get(address) > SMALL);
        }

        @Override
        public void detach(long address) {
            if (!isApart(address)) {
                throw new IllegalStateException("memory is taken from a queue that it is no piece of its own of");
            }
            blocks.remove(address);
            apart.remove(address);
            kept.put(address, sizes.remove(address));
        }

        @Override
        public void upload(long to, long from, long bytes) {
            copy(to, from, bytes);
        }

        @Override
        public void read(long to, long from, long bytes) {
            copy(to, from, bytes);
        }

        @Override
        public void zero(long address, long bytes) {
            fill(address, (byte) 0, bytes);
        }

        @Override
        public void copy(long to, long from, long bytes) {
            Bridge.call(Bridge.symbol("memmove"), to, from, bytes, 0, 0, 0);
        }

        private Elements elements(long at, long bytes) {
            return new Elements(Bridge.buffer(at, bytes).order(ByteOrder.nativeOrder()));
        }

        @Override
        public void upload(long to, Object array, int at, int count) {
            elements(to, (long) count * Elements.size(array)).put(0, array, at, count);
        }

        @Override
        public void download(Object array, int at, int count, long from) {
            pending.add(() -> elements(from, (long) count * Elements.size(array)).get(0, array, at, count));
        }

        private final List<Runnable> pending = new ArrayList<>();

        @Override
        public void launch(Device.Function kernel, int[] grid, int[] block, long[] parameters) {
            run((Kernel) kernel, grid[0], block[0], parameters);
        }

        @Override
        public long get(long address, int bytes) {
            return elements(address, bytes).word(0, bytes);
        }

        @Override
        public int finish(long flag) {
            int failed = flag == 0 ? 0 : (int) get(flag, 4);
            if (failed == 0) {
                pending.forEach(Runnable::run);
            }
            pending.clear();
            return failed;
        }

        @Override
        public long kernelNanos() {
            return 0;
        }

        @Override
        public long transferNanos() {
            return 0;
        }

        @Override
        public void close() {
            Set.copyOf(blocks).forEach(this::free);
        }
    }
}
