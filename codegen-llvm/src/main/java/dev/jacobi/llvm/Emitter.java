package dev.jacobi.llvm;

import dev.jacobi.llvm.emit.Compilation;

/**
 * From IR to LLVM IR text. Array primitives are lowered to loops, copies are placed where an array is still needed after it is overwritten,
 * parallel loops get lanes and threads, and the rest is emitted equation by equation.
 */
public final class Emitter {
    private Emitter() {
    }

    /** Emits the entry function and what it calls, for vector registers as wide as this machine's. */
    public static LlvmModule emit(CompileRequest request) {
        return emit(request, hostVectorBytes());
    }

    /** Emits for vector registers of the given width in bytes (16, 32 or 64; 0: one element at a time). */
    public static LlvmModule emit(CompileRequest request, int vectorBytes) {
        return Compilation.run(request, vectorBytes);
    }

    private static int hostVectorBytes() {
        try (var lines = java.nio.file.Files.lines(java.nio.file.Path.of("/proc/cpuinfo"))) {
            String flags = lines.filter(l -> l.startsWith("flags")).findFirst().orElse("");
            return flags.contains(" avx512f") && flags.contains(" avx512vl") ? 64 : flags.contains(" avx2") ? 32 : 16;
        } catch (java.io.IOException e) {
            return 16;
        }
    }
}
