package dev.jacobi.llvm.jit;

import dev.jacobi.llvm.host.NativesUnavailable;
import dev.jacobi.llvm.library.LibraryRoutine;
import dev.jacobi.llvm.natives.Natives;
import dev.jacobi.llvm.natives.NativesBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * OpenBLAS in this process: loaded when code that may call it is first linked, which until then nobody has to wait for. Its functions are known to this process' compiled code only. It has no threads
 * of its own: each call runs on the thread that makes it, as the loops around calls are given to the pool. Where it cannot be loaded nothing happens but that loops do the work.
 */
final class OpenBlas {
    private static final String LIBRARY = "libopenblas.so.0";
    /** What it needs, in the order in which they are loaded: by their names they are then found. */
    private static final List<String> NEEDED = List.of("libquadmath.so.0", "libgfortran.so.5");
    /** This one is the system's where it has one, as that is not older. */
    private static final String OF_SYSTEM = "libgcc_s.so.1";
    private static final String CORE = "OPENBLAS_CORETYPE";
    private static final String THREADS = "OPENBLAS_NUM_THREADS";
    private boolean done;
    private String problem;
    private boolean told;

    /** Loads it, unless that was done or tried before, and has compiled code know its addresses. {@code natives}: where it is kept; {@code cpu}: the processor's features, as LLVM names them. */
    synchronized void load(Llvm llvm, Natives natives, String cpu) {
        if (done) {
            return;
        }
        done = true;
        try {
            long library = open(natives.install(NativesBundle.openblas()), cpu);
            Bridge.call(address(library, "openblas_set_num_threads"), 1);
            for (String name : LibraryRoutine.symbols()) {
                Bridge.Memory.put(llvm.address(LibraryRoutine.variable(name)), address(library, name));
            }
            Bridge.call(llvm.address("jacobi_library_found"), 0);
        } catch (NativesUnavailable e) {
            problem = "Matrix products and factors run as loops, as OpenBLAS is not there: " + e.getMessage();
        }
    }

    /** Why it is not there, a sentence; null when it is, or was not wanted yet. */
    synchronized String problem() {
        return problem;
    }

    /** The same, once. */
    synchronized String notice() {
        String said = told ? null : problem;
        told |= said != null;
        return said;
    }

    private static long address(long library, String name) {
        long at = Bridge.symbol(library, name);
        if (at == 0) {
            throw new NativesUnavailable("OpenBLAS has no function " + name + ".");
        }
        return at;
    }

    private static long open(Natives.Installed files, String cpu) {
        if (Bridge.tryOpen(OF_SYSTEM, false).handle() == 0) {
            open(files.folder(), OF_SYSTEM);
        }
        NEEDED.forEach(name -> open(files.folder(), name));
        // It takes processors that it does not know for old ones, and reads the environment when it is loaded. What that says is meant for other programs' OpenBLAS, such as NumPy's:
        // threads and the kind of processor are ours to say.
        boolean wide = List.of(cpu.split(",")).containsAll(List.of("+avx512f", "+avx512bw", "+avx512dq", "+avx512vl"));
        try (var core = new Setting(CORE, wide ? "SkylakeX" : null); var threads = new Setting(THREADS, "1")) {
            return open(files.folder(), LIBRARY);
        }
    }

    private static long open(Path folder, String name) {
        return Files.exists(folder.resolve(name)) ? Bridge.open(folder.resolve(name).toString(), false) : 0;
    }

    /** A variable of the process' environment that has another value for a moment; null: it stays as it is. */
    private static final class Setting implements AutoCloseable {
        private final String name;
        private final boolean changed;

        Setting(String name, String value) {
            this.name = name;
            changed = value != null;
            if (changed) {
                set(value);
            }
        }

        private void set(String value) {
            try (var memory = new Bridge.Memory()) {
                Bridge.call(Bridge.symbol("setenv"), memory.string(name), memory.string(value), 1, 0, 0, 0);
            }
        }

        @Override
        public void close() {
            String before = System.getenv(name);
            if (changed && before != null) {
                set(before);
            } else if (changed) {
                try (var memory = new Bridge.Memory()) {
                    Bridge.call(Bridge.symbol("unsetenv"), memory.string(name));
                }
            }
        }
    }
}
