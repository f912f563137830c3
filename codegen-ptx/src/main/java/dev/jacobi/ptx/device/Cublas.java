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
    private static final String UNUSABLE = "cuBLAS cannot be used: ";
    private static final int ALLOC_FAILED = 3;
    /** Major versions whose functions are as they are called here, the newest first. */
    private static final List<Integer> VERSIONS = List.of(13, 12);
    private static final List<String> NEEDED = List.of("cublasCreate_v2", "cublasSetStream_v2", "cublasDestroy_v2", "cublasGemmStridedBatchedEx");
    private final Supplier<Library> finder;
    private Library library;

    /** Its functions, or why there is no library. */
    record Library(NativeFunctions functions, String problem) {
        /** The functions of a library by name, 0 for one that does not exist. */
        static Library of(ToLongFunction<String> symbols, CudaPresets presets) {
            for (String f : NEEDED) {
                if (symbols.applyAsLong(f) == 0) {
                    return new Library(null, UNUSABLE + "it has no function " + f);
                }
            }
            NativeFunctions preset = presets == null ? null : presets.cublas();
            return new Library(preset != null ? preset : new AddressedFunctions(symbols), null);
        }
    }

    /** Products in the order of a stream, or why there are none. */
    record Opened(CublasHandle handle, String problem) {
    }

    Cublas(Supplier<Library> finder) {
        this.finder = finder;
    }

    /** The newest library that a driver of this version takes (12040 for CUDA 12.4) and that can be loaded. */
    static Library installed(int driver, CudaPresets presets) {
        return installed(driver, CudaFolders.all(), presets);
    }

    /** The same in these folders; {@code presets} may be null. */
    static Library installed(int driver, List<String> folders, CudaPresets presets) {
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
                    return Library.of(f -> Bridge.symbol(o.handle(), f), version == CudaPresets.VERSION ? presets : null);
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
        NativeFunctions functions = library.functions;
        try (var memory = new Bridge.Memory()) {
            long out = memory.longs(0);
            int made = (int) functions.call("cublasCreate_v2", out);
            if (made != 0) {
                return none("starting it gave " + status(functions, made), made != ALLOC_FAILED);
            }
            long handle = Bridge.Memory.get(out);
            int set = (int) functions.call("cublasSetStream_v2", handle, stream);
            if (set != 0) {
                functions.call("cublasDestroy_v2", handle);
                return none("giving it a stream gave " + status(functions, set), true);
            }
            return new Opened(new CublasHandle(handle, functions), null);
        }
    }

    /** How a library calls a status; versions that do not say it have numbers. */
    static String status(NativeFunctions functions, int status) {
        long name = functions.has("cublasGetStatusName") ? functions.call("cublasGetStatusName", status) : 0;
        return name == 0 ? "the status " + status : Bridge.string(name);
    }

    private Opened none(String why, boolean lasts) {
        String problem = UNUSABLE + why;
        if (lasts) {
            library = new Library(null, problem);
        }
        return new Opened(null, problem);
    }
}
