package dev.jacobi.ptx.device;

import dev.jacobi.llvm.host.LargeStack;
import dev.jacobi.llvm.jit.Bridge;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * NVIDIA's library for products of matrices, where it is installed. It is looked for when the first large product comes, as it is large itself; that there is none, or
 * none that works, is a sentence. Source of names and numbers: NVIDIA, "cuBLAS", version 13, cublas_api.h.
 */
final class Cublas {
    private static final int ALLOC_FAILED = 3;
    /** Major versions whose functions are as they are called here, the newest first. */
    private static final List<Integer> VERSIONS = List.of(13, 12);
    private static final List<String> FOLDERS = List.of("", "/usr/local/cuda/lib64/", "/usr/lib/x86_64-linux-gnu/");
    private final Supplier<Library> finder;
    private Library library;

    /** Its functions by name (0 for one that does not exist), or why there is no library. */
    record Library(ToLongFunction<String> symbols, String problem) {
    }

    /** Products in the order of a stream, or why there are none. */
    record Opened(CublasHandle handle, String problem) {
    }

    Cublas(Supplier<Library> finder) {
        this.finder = finder;
    }

    /** The newest library that a driver of this version takes (12040 for CUDA 12.4) and that can be loaded. */
    static Library installed(int driver) {
        return installed(driver, FOLDERS);
    }

    static Library installed(int driver, List<String> folders) {
        var names = new ArrayList<String>();
        String said = "";
        for (int version : VERSIONS) {
            String name = "libcublas.so." + version;
            if (version > driver / 1000) {
                continue;
            }
            names.add(name);
            for (String folder : folders) {
                Bridge.Opened o = Bridge.tryOpen(folder + name, false);
                if (o.handle() != 0) {
                    return new Library(f -> Bridge.symbol(o.handle(), f), null);
                }
                said = said.isEmpty() ? o.problem().strip() : said;
            }
        }
        return new Library(null, String.join(" or ", names) + " cannot be loaded (install cuBLAS, or name its folder in LD_LIBRARY_PATH); the loader says: " + said);
    }

    /** A handle for the products of a stream; {@code enter} and {@code leave} make the context a thread's. What has failed for good is not tried again. */
    synchronized Opened open(long stream, Runnable enter, Runnable leave) {
        if (library == null) {
            library = finder.get();
        }
        if (library.problem != null) {
            return new Opened(null, library.problem);
        }
        return LargeStack.call("jacobi-cublas", () -> {
            enter.run();
            try {
                return open(stream);
            } finally {
                leave.run();
            }
        });
    }

    private Opened open(long stream) {
        ToLongFunction<String> symbols = library.symbols;
        for (String f : List.of("cublasCreate_v2", "cublasSetStream_v2", "cublasDestroy_v2", "cublasGemmStridedBatchedEx")) {
            if (symbols.applyAsLong(f) == 0) {
                return none("it has no function " + f, true);
            }
        }
        try (var memory = new Bridge.Memory()) {
            long out = memory.longs(0);
            int made = (int) Bridge.call(symbols.applyAsLong("cublasCreate_v2"), out);
            if (made != 0) {
                return none("starting it gave " + status(symbols, made), made != ALLOC_FAILED);
            }
            long handle = Bridge.Memory.get(out);
            int set = (int) Bridge.call(symbols.applyAsLong("cublasSetStream_v2"), handle, stream, 0, 0, 0, 0);
            if (set != 0) {
                Bridge.call(symbols.applyAsLong("cublasDestroy_v2"), handle);
                return none("giving it a stream gave " + status(symbols, set), true);
            }
            return new Opened(new CublasHandle(handle, symbols), null);
        }
    }

    /** How the library calls a status; versions that do not say it have numbers. */
    static String status(ToLongFunction<String> symbols, int status) {
        long name = symbols.applyAsLong("cublasGetStatusName");
        return name == 0 ? "the status " + status : Bridge.string(Bridge.call(name, status));
    }

    private Opened none(String why, boolean lasts) {
        String problem = "cuBLAS cannot be used: " + why;
        if (lasts) {
            library = new Library(null, problem);
        }
        return new Opened(null, problem);
    }
}
