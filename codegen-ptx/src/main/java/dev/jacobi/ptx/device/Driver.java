package dev.jacobi.ptx.device;

import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.llvm.jit.NativesUnavailable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * The functions of the CUDA driver API by name, and what its results mean: NVIDIA, "CUDA Driver API", CUresult. Every call's result goes through
 * {@link #check}. {@link Bridge} must have been loaded.
 */
final class Driver {
    private static final String LIBRARY = "libcuda.so.1";
    private static final int OUT_OF_MEMORY = 2;
    private static final int DEINITIALIZED = 4;
    private final ToLongFunction<String> symbols;
    private final ConcurrentHashMap<String, Long> addresses = new ConcurrentHashMap<>();
    private volatile Lost lost;

    /** Why the device cannot be used any more. */
    private record Lost(DeviceException.Kind kind, String sentence) {
    }

    /** {@code symbols} gives the address of a function, 0 for one that does not exist. */
    Driver(ToLongFunction<String> symbols) {
        this.symbols = symbols;
    }

    /** The machine's driver. */
    static Driver installed() {
        return installed(LIBRARY);
    }

    static Driver installed(String file) {
        try {
            long library = Bridge.open(file, false);
            return new Driver(f -> Bridge.symbol(library, f));
        } catch (NativesUnavailable e) {
            throw new DeviceException(DeviceException.Kind.NONE, "There is no NVIDIA driver on this machine (" + file
                + " cannot be loaded); where there is an NVIDIA GPU, install its driver, version 525 or newer");
        }
    }

    /** Address of a function that every driver of a supported version has. */
    long address(String function) {
        long a = optional(function);
        if (a == 0) {
            throw new DeviceException(DeviceException.Kind.NONE, "The NVIDIA driver has no function " + function
                + ": it is too old or incomplete; install version 525 or newer");
        }
        return a;
    }

    /** Address of a function, or 0. */
    long optional(String function) {
        return addresses.computeIfAbsent(function, symbols::applyAsLong);
    }

    /** Calls a function of up to six arguments; its result code. */
    int call(String function, long... a) {
        return (int) Bridge.call(address(function), at(a, 0), at(a, 1), at(a, 2), at(a, 3), at(a, 4), at(a, 5));
    }

    private static long at(long[] a, int i) {
        return i < a.length ? a[i] : 0;
    }

    /** Calls a function and checks its result; {@code doing} is what the sentence of an error says that was tried. */
    void run(String doing, String function, long... a) {
        check(call(function, a), doing);
    }

    /** Fails with the first sentence when the device has been lost before. */
    void alive() {
        Lost why = lost;
        if (why != null) {
            throw new DeviceException(why.kind, why.sentence);
        }
    }

    /** Turns a result other than success into an exception, and remembers that the device is lost where it is. */
    void check(int result, String doing) {
        check(result, doing, "");
    }

    /** The same with more to be said: a log, or how much memory there is. */
    void check(int result, String doing, String more) {
        if (result == 0) {
            return;
        }
        alive();
        DeviceException.Kind kind = kind(result);
        String sentence = "The GPU failed while " + doing + " (" + name(result) + ": " + text(result) + (more.isEmpty() ? "" : "; " + more) + "); " + remedy(result, kind);
        if (kind == DeviceException.Kind.LOST || kind == DeviceException.Kind.ENDED) {
            lost = new Lost(kind, sentence);
        }
        throw new DeviceException(kind, sentence);
    }

    private static DeviceException.Kind kind(int result) {
        return switch (result) {
            case OUT_OF_MEMORY -> DeviceException.Kind.MEMORY;
            case DEINITIALIZED -> DeviceException.Kind.ENDED;
            // stub library, insufficient driver, function of a newer one, no device, not permitted, not ready, driver mismatch, incompatible
            case 34, 35, 36, 100, 101, 800, 802, 803, 804 -> DeviceException.Kind.NONE;
            // invalid value, invalid image, no binary for the GPU, unsupported limit, invalid or unsupported PTX, no compiler for it, not found, out of resources, not supported
            case 1, 200, 209, 215, 218, 221, 222, 223, 300, 301, 302, 303, 500, 701, 801 -> DeviceException.Kind.CODE;
            // illegal address, launch failure and whatever else: after these every call of this process fails
            default -> DeviceException.Kind.LOST;
        };
    }

    private static String remedy(int result, DeviceException.Kind kind) {
        return switch (kind) {
            case NONE -> result == 100 ? "there is no GPU that this process may use: see CUDA_VISIBLE_DEVICES and nvidia-smi"
                : result == 803 || result == 804 ? "the driver's library and its kernel module differ: restart the machine after an update"
                : "install the NVIDIA driver, version 525 or newer, and see whether nvidia-smi finds the GPU";
            case MEMORY -> "use smaller arrays, or end other programs that use the GPU";
            case CODE -> result == 222 || result == 223 ? "update the NVIDIA driver" : "this method cannot run on it; leave it to another back end";
            case ENDED -> "the process ends";
            case DEFECT -> "this is a defect of Jacobi";
            case LOST -> "this process cannot use the GPU any more; start it again, and see nvidia-smi and the kernel's log (Xid) if it happens again";
        };
    }

    private String name(int result) {
        return described("cuGetErrorName", result, "error " + result);
    }

    private String text(int result) {
        return described("cuGetErrorString", result, "no description");
    }

    private String described(String function, int result, String otherwise) {
        long f = optional(function);
        if (f == 0) {
            return otherwise;
        }
        try (var memory = new Bridge.Memory()) {
            long out = memory.longs(0);
            return Bridge.call(f, result, out, 0, 0, 0, 0) << 32 != 0 || Bridge.Memory.get(out) == 0 ? otherwise : Bridge.string(Bridge.Memory.get(out));
        }
    }
}
