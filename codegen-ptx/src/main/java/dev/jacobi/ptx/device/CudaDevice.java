package dev.jacobi.ptx.device;

import dev.jacobi.llvm.host.LargeStack;
import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.llvm.natives.Natives;
import dev.jacobi.ptx.device.DeviceException.Kind;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The first NVIDIA GPU that the process may use, in its primary context (so that other CUDA users of the process see the same memory). Source of all names and
 * numbers: NVIDIA, "CUDA Driver API", version 12.
 */
public final class CudaDevice implements Device {
    /** What the generated PTX needs: its language version 8.1 came with CUDA 12.1. */
    private static final int OLDEST_DRIVER = 12010;
    private static final int OLDEST_SM = 80;
    private static final int MULTIPROCESSORS = 16;
    private static final int SHARED = 8;
    private static final int MAJOR = 75;
    private static final int MINOR = 76;
    private static final int MEMORY_POOLS = 115;
    private static final int POOL_KEEPS = 4;
    private static final int INFO_LOG = 3;
    private static final int INFO_LOG_SIZE = 4;
    private static final int ERROR_LOG = 5;
    private static final int ERROR_LOG_SIZE = 6;
    private static final int VERBOSE = 12;
    private static final int LOG_BYTES = 1 << 16;
    private static final int THREADS = 39;
    private static final int STACK = 0;
    private static final int HEAP = 2;
    /** The part of the memory that stacks of all threads, or arrays made by threads, may take. */
    private static final int PART = 16;
    private static final long MOST_HEAP = 4L << 30;
    private static final long TRIED = 1 << 20;
    /** Invalid PTX (for an old compiler), no compiler, PTX of a later version: an assembler that is there may do. */
    private static final Set<Integer> NOT_COMPILED = Set.of(218, 221, 222);
    private final Driver driver;
    private final Assembler assembler;
    private final Cublas cublas;
    private final long context;
    private final long pool;
    private final Info info;
    private final long threads;
    /** What the driver said when it was asked for memory for arrays that threads make; 0: they may make them. */
    private final int heap;
    private final ConcurrentLinkedDeque<CudaQueue> idle = new ConcurrentLinkedDeque<>();
    private final AtomicLong kernels = new AtomicLong();

    /** The machine's GPU; a {@link DeviceException} of kind NONE when there is none that can be used. {@code natives} has a folder for the presets' libraries. */
    public static CudaDevice open(Natives natives) {
        var presets = new CudaPresets(natives, CudaFolders.all());
        return new CudaDevice(Driver.installed(presets), Assembler.installed(), version -> Cublas.installed(version, presets));
    }

    /** The same with the libraries in the user's cache. */
    public static CudaDevice open() {
        return open(Natives.inUserCache());
    }

    CudaDevice(Driver driver) {
        this(driver, Assembler.installed(), version -> Cublas.installed(version, CudaFolders.all(), null));
    }

    /** {@code assembler} may be null; {@code cublas} finds the library for a driver of some version. */
    CudaDevice(Driver driver, Assembler assembler, IntFunction<Cublas.Library> cublas) {
        this.driver = driver;
        this.assembler = assembler;
        driver.run("starting the NVIDIA driver", "cuInit", 0);
        int version = (int) driver.value("asking for the driver's version", "cuDriverGetVersion");
        if (version < OLDEST_DRIVER) {
            throw new DeviceException(Kind.NONE, "The NVIDIA driver is too old: it knows CUDA " + version / 1000 + "." + version % 1000 / 10
                + ", needed is 12.1; install driver version 530 or newer");
        }
        this.cublas = new Cublas(() -> cublas.apply(version));
        long device = (int) driver.value("looking for a GPU", "cuDeviceGet", 0);
        String name = name(device);
        int sm = 10 * attribute(device, MAJOR) + attribute(device, MINOR);
        if (sm < OLDEST_SM) {
            throw new DeviceException(Kind.NONE, "The GPU " + name + " has compute capability " + sm / 10 + "." + sm % 10
                + ", needed is 8.0 or later; use another GPU");
        }
        long memory = driver.value("asking for its memory", "cuDeviceTotalMem_v2", device);
        info = new Info(name, sm, attribute(device, MULTIPROCESSORS), memory, attribute(device, SHARED));
        threads = (long) info.multiprocessors() * attribute(device, THREADS);
        context = driver.value("opening it", "cuDevicePrimaryCtxRetain", device);
        heap = heap();
        pool = attribute(device, MEMORY_POOLS) != 0 && driver.has("cuMemAllocAsync") ? pool(device) : 0;
        driver.started();
    }

    private String name(long device) {
        ByteBuffer text = ByteBuffer.allocateDirect(256);
        driver.run("asking for the GPU's name", "cuDeviceGetName", Bridge.address(text), 255, device);
        String name = Bridge.string(Bridge.address(text));
        Reference.reachabilityFence(text);
        return name;
    }

    private int attribute(long device, int which) {
        return (int) driver.value("asking for attribute " + which, "cuDeviceGetAttribute", which, device);
    }

    /** The heap has the size that it had when the first module was loaded, whether that needed one or not. Most programs do without: a refusal is theirs who do not. */
    private int heap() {
        enter();
        try {
            long wanted = Math.min(info.memory() / PART, MOST_HEAP);
            int refused = driver.call("cuCtxSetLimit", HEAP, wanted);
            // once code that uses it has run it cannot be set, not even to what it is
            return refused != 0 && limit(HEAP) >= wanted ? 0 : refused;
        } finally {
            leave();
        }
    }

    /**
     * The pool for memory in the order of a queue; it keeps what is freed, or each call would wait for the operating system. 0 where the driver has one
     * by its own account and then refuses to take memory from it, as it can on shares of a GPU: memory is taken without order there.
     */
    private long pool(long device) {
        try (var memory = new Bridge.Memory()) {
            long out = memory.longs(0);
            if (driver.call("cuDeviceGetDefaultMemPool", out, device) != 0) {
                return 0;
            }
            long found = Bridge.Memory.get(out);
            Bridge.Memory.put(out, -1);
            if (driver.call("cuMemPoolSetAttribute", found, POOL_KEEPS, out) != 0) {
                return 0;
            }
            enter();
            try {
                return driver.call("cuMemAllocAsync", out, TRIED, 0) == 0 && driver.call("cuMemFreeAsync", Bridge.Memory.get(out), 0) == 0
                    && driver.call("cuStreamSynchronize", 0) == 0 ? found : 0;
            } finally {
                leave();
            }
        }
    }

    Driver driver() {
        return driver;
    }

    /** Products in the order of a stream. The library starts on another thread; while this one waits it is outside of the context, as a virtual thread may go on elsewhere. */
    Cublas.Opened products(long stream) {
        leave();
        try {
            return cublas.open(stream, this::enter, this::leave);
        } finally {
            enter();
        }
    }

    /** Whether memory is taken and freed in the order of a queue. */
    boolean pooled() {
        return pool != 0;
    }

    /** Gives memory that is kept back to the driver, for another try. */
    void trim() {
        for (int k = idle.size(); k > 0; k--) {
            CudaQueue q = idle.pollLast();
            if (q != null) {
                q.trim();
                idle.addFirst(q);
            }
        }
        if (pool != 0) {
            driver.call("cuMemPoolTrimTo", pool, 0);
        }
    }

    /** Makes the device the calling thread's, until {@link #leave}: the thread may have a context of its own. */
    void enter() {
        driver.alive();
        driver.run("entering its context", "cuCtxPushCurrent_v2", context);
    }

    /** Gives the thread back the context that it had. */
    void leave() {
        // nobody needs to know which one that was
        driver.call("cuCtxPopCurrent_v2", 0);
    }

    /** "1.2 of 139.0 GB are free", or nothing. */
    String free() {
        try (var memory = new Bridge.Memory()) {
            long out = memory.longs(0, 0);
            return driver.call("cuMemGetInfo_v2", out, out + 8) != 0 ? "" : gigabytes(Bridge.Memory.get(out)) + " of "
                + gigabytes(Bridge.Memory.get(out + 8)) + " GB are free";
        }
    }

    private static String gigabytes(long bytes) {
        return Math.round(bytes / 1e8) / 10.0 + "";
    }

    @Override
    public Info info() {
        return info;
    }

    @Override
    public Loaded load(Code code) {
        String ptx = code.ptx();
        return LargeStack.call("jacobi-cuda", () -> {
            enter();
            try {
                return load(ptx, CudaLimits.of(ptx));
            } finally {
                leave();
            }
        });
    }

    private Module load(String ptx, CudaLimits needed) {
        if (needed.heap()) {
            driver.check(heap, "taking memory for arrays that threads make");
        }
        var said = new StringBuilder();
        // of code that it has compiled before, and kept, the driver says nothing
        long handle = module(needed.stack() == 0 ? ptx : ptx + "\n// " + UUID.randomUUID() + "\n", said);
        try {
            stack(needed.stack() == 0 ? 0 : CudaLimits.of(ptx, said.toString()).stack());
        } catch (DeviceException e) {
            driver.call("cuModuleUnload", handle);
            throw e;
        }
        return new Module(handle);
    }

    /** {@code said} gets what the driver's assembler, or the toolkit's, says of each function. */
    private long module(String ptx, StringBuilder said) {
        ByteBuffer log = ByteBuffer.allocateDirect(LOG_BYTES);
        ByteBuffer notes = ByteBuffer.allocateDirect(LOG_BYTES);
        ByteBuffer keys = ByteBuffer.allocateDirect(20).order(ByteOrder.nativeOrder()).putInt(ERROR_LOG).putInt(ERROR_LOG_SIZE).putInt(INFO_LOG).putInt(INFO_LOG_SIZE).putInt(VERBOSE);
        try (var memory = new Bridge.Memory()) {
            long out = memory.longs(0);
            long values = memory.longs(Bridge.address(log), LOG_BYTES - 1, Bridge.address(notes), LOG_BYTES - 1, 1);
            int result = driver.call("cuModuleLoadDataEx", out, memory.string(ptx), 5, Bridge.address(keys), values);
            String problem = Bridge.string(Bridge.address(log)).strip();
            Assembler.Assembled own = assembler != null && NOT_COMPILED.contains(result) ? assembler.code(ptx, info.sm()) : null;
            if (own == null || driver.call("cuModuleLoadDataEx", out, memory.bytes(own.code()), 5, Bridge.address(keys), values) != 0) {
                driver.check(result, "compiling PTX", problem);
            }
            said.append(own == null ? Bridge.string(Bridge.address(notes)) : own.said());
            return Bridge.Memory.get(out);
        } finally {
            List.of(log, notes, keys).forEach(Reference::reachabilityFence);
        }
    }

    /**
     * Gives the context what code needs. The driver keeps stack for all threads that the GPU can have at once. The context is the process's: what it has
     * is asked for each time, and never made less.
     */
    private synchronized void stack(long bytes) {
        if (bytes > 0 && bytes > limit(STACK)) {
            if (bytes * threads > info.memory() / PART) {
                throw new DeviceException(Kind.CODE, "The code needs " + bytes + " bytes of stack in each thread, which is more than the GPU " + info.name()
                    + " has for it; this method cannot run on it; leave it to another back end");
            }
            driver.run("taking " + bytes + " bytes of stack for each thread", "cuCtxSetLimit", STACK, bytes);
        }
    }

    private long limit(int which) {
        return driver.value("asking for limit " + which + " of its context", "cuCtxGetLimit", which);
    }

    /** On the driver's own stream: whoever used the memory has waited for its stream. */
    @Override
    public void free(long address) {
        enter();
        try {
            if (pooled()) {
                driver.run("freeing memory", "cuMemFreeAsync", address, 0);
            } else {
                driver.run("freeing memory", "cuMemFree_v2", address);
            }
        } finally {
            leave();
        }
    }

    @Override
    public Queue queue(boolean timed) {
        enter();
        try {
            CudaQueue q = idle.pollFirst();
            if (q == null) {
                q = new CudaQueue(this);
            }
            q.begin(timed);
            return q;
        } catch (RuntimeException e) {
            leave();
            throw e;
        }
    }

    /** A queue that is whole and empty may be used again. */
    void idle(CudaQueue q) {
        idle.addFirst(q);
    }

    /** Code on the device. */
    private final class Module implements Loaded {
        private final long handle;
        private final ConcurrentHashMap<String, Kernel> functions = new ConcurrentHashMap<>();

        Module(long handle) {
            this.handle = handle;
        }

        @Override
        public Function function(String name) {
            return functions.computeIfAbsent(name, n -> {
                enter();
                try (var memory = new Bridge.Memory()) {
                    return new Kernel(n, driver.value("looking for the kernel " + n, "cuModuleGetFunction", handle, memory.string(n)), kernels.incrementAndGet());
                } finally {
                    CudaDevice.this.leave();
                }
            });
        }

        @Override
        public void close() {
            enter();
            try {
                driver.run("unloading code", "cuModuleUnload", handle);
            } finally {
                CudaDevice.this.leave();
            }
        }
    }

    /** A kernel's handle, and its number among all that this device has had, as handles of code that is gone may come again. */
    record Kernel(String name, long handle, long number) implements Function {
    }
}
