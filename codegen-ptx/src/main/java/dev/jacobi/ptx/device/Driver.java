package dev.jacobi.ptx.device;

import dev.jacobi.llvm.jit.Bridge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The CUDA driver, and what the results of its functions mean: NVIDIA, "CUDA Driver API", CUresult. Every call's result goes through {@link #check}. {@link Bridge} must have been loaded.
 */
final class Driver {
    /** Where the loader finds it, then where containers and Windows' Linux have it without telling the loader. */
    private static final List<String> LIBRARIES = List.of("libcuda.so.1", "/usr/local/nvidia/lib64/libcuda.so.1", "/usr/local/nvidia/lib/libcuda.so.1",
        "/usr/lib/x86_64-linux-gnu/libcuda.so.1", "/usr/lib/wsl/lib/libcuda.so.1");
    private static final int OUT_OF_MEMORY = 2;
    private static final int DEINITIALIZED = 4;
    private static final int UNAVAILABLE = 46;
    private static final int NO_DEVICE = 100;
    private static final int OPERATING_SYSTEM = 304;
    private final NativeFunctions functions;
    private volatile Lost lost;
    private volatile boolean started;

    /** Why the device cannot be used any more. */
    private record Lost(DeviceException.Kind kind, String sentence) {
    }

    Driver(NativeFunctions functions) {
        this.functions = functions;
    }

    /** The machine's driver, through the preset where that can be. */
    static Driver installed(CudaPresets presets) {
        return installed(LIBRARIES, presets);
    }

    /** The first of these libraries that can be loaded. */
    static Driver installed(List<String> files, CudaPresets presets) {
        String said = "";
        for (String file : files) {
            Bridge.Opened o = Bridge.tryOpen(file, false);
            if (o.handle() != 0) {
                NativeFunctions functions = presets.driver(f -> Bridge.symbol(o.handle(), f) != 0).functions();
                return new Driver(functions != null ? functions : new AddressedFunctions(f -> Bridge.symbol(o.handle(), f)));
            }
            // that one of the other places has no such file is nothing to be told
            if (said.isEmpty() || Files.exists(Path.of(file))) {
                said = o.problem();
            }
        }
        throw new DeviceException(DeviceException.Kind.NONE, "There is no NVIDIA driver on this machine (" + files.get(0)
            + " cannot be loaded); where there is an NVIDIA GPU, install its driver, version 530 or newer; the loader says: " + said.strip());
    }

    /** Whether the driver has a function that not every supported version has. */
    boolean has(String function) {
        return functions.has(function);
    }

    /** Calls a function of up to six arguments; its result code. */
    int call(String function, long... a) {
        need(function);
        return (int) functions.call(function, a);
    }

    /** Starts a kernel with the arguments of {@code cuLaunchKernel} at an address; the result code. */
    int launch(long words) {
        return (int) functions.callWords("cuLaunchKernel", words);
    }

    /** Fails when the driver lacks a function that every driver of a supported version has. */
    void need(String function) {
        if (!has(function)) {
            throw new DeviceException(DeviceException.Kind.NONE, "The NVIDIA driver has no function " + function
                + ": it is too old or incomplete; install version 530 or newer");
        }
    }

    /** Calls a function and checks its result; {@code doing} is what the sentence of an error says that was tried. */
    void run(String doing, String function, long... a) {
        check(call(function, a), doing);
    }

    /** The same for a function whose first argument is where it stores a word: that word. */
    long value(String doing, String function, long... a) {
        try (var memory = new Bridge.Memory()) {
            long out = memory.longs(0);
            var all = new long[1 + a.length];
            all[0] = out;
            System.arraycopy(a, 0, all, 1, a.length);
            run(doing, function, all);
            return Bridge.Memory.get(out);
        }
    }

    /** The device is open. Whatever was refused before that means that there is none to use, and nothing has been lost. */
    void started() {
        started = true;
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

    private DeviceException.Kind kind(int result) {
        return switch (result) {
            case DEINITIALIZED -> DeviceException.Kind.ENDED;
            case OUT_OF_MEMORY, OPERATING_SYSTEM -> started ? DeviceException.Kind.MEMORY : DeviceException.Kind.NONE;
            // stub library, insufficient driver, function of a newer one, busy or exclusive, no device, no licence, not permitted, not ready, driver mismatch, incompatible
            case 34, 35, 36, UNAVAILABLE, NO_DEVICE, 101, 102, 800, 802, 803, 804 -> DeviceException.Kind.NONE;
            // invalid value, invalid image, no binary for the GPU, unsupported limit, invalid or unsupported PTX, no compiler for it, not found, out of resources, not supported
            case 1, 200, 209, 215, 218, 221, 222, 223, 300, 301, 302, 303, 500, 701, 801 -> started ? DeviceException.Kind.CODE : DeviceException.Kind.NONE;
            // illegal address, launch failure and whatever else: after these every call of this process fails
            default -> started ? DeviceException.Kind.LOST : DeviceException.Kind.NONE;
        };
    }

    private static String absent(int result) {
        return switch (result) {
            case OUT_OF_MEMORY -> "end other programs that use the GPU";
            case UNAVAILABLE -> "another process has the GPU for itself: see its compute mode in nvidia-smi";
            case NO_DEVICE -> "there is no GPU that this process may use: see CUDA_VISIBLE_DEVICES and nvidia-smi";
            case OPERATING_SYSTEM -> "see whether this process may read and write the files /dev/nvidia*";
            case 802 -> "start the service nvidia-fabricmanager, which GPUs that are joined need, or wait until it has";
            case 803 -> "the driver's library and its kernel module differ: restart the machine after an update";
            case 804 -> "this GPU takes no library of a newer driver: leave cuda-compat out of the library path";
            case 805, 806, 807, 808, 809, 810 -> "see the service that shares the GPU (nvidia-cuda-mps-control)";
            default -> "install the NVIDIA driver, version 530 or newer, and see whether nvidia-smi finds the GPU";
        };
    }

    private static String remedy(int result, DeviceException.Kind kind) {
        return switch (kind) {
            case NONE -> absent(result);
            case MEMORY -> result == OPERATING_SYSTEM ? "allow this process more locked memory (ulimit -l), or use fewer threads at once"
                : "use smaller arrays, or end other programs that use the GPU";
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
        if (!has(function)) {
            return otherwise;
        }
        try (var memory = new Bridge.Memory()) {
            long out = memory.longs(0);
            return (int) functions.call(function, result, out) != 0 || Bridge.Memory.get(out) == 0 ? otherwise : Bridge.string(Bridge.Memory.get(out));
        }
    }
}
