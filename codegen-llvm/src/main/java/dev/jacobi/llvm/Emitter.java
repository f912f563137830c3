package dev.jacobi.llvm;

/**
 * From IR to LLVM IR text. Array primitives are lowered to loops, copies are placed where an array is still needed after it is overwritten,
 * parallel loops get lanes and threads, and the rest is emitted equation by equation.
 */
public final class Emitter {
    private Emitter() {
    }

    /** Emits the entry function and what it calls, for this machine. */
    public static LlvmModule emit(CompileRequest request) {
        return emit(request, Tuning.host());
    }

    /** Emits the entry function and what it calls. */
    public static LlvmModule emit(CompileRequest request, Tuning tuning) {
        return Compilation.run(request, tuning);
    }

    /** Emits for vector registers of the given width in bytes (16, 32 or 64; 0: one element at a time). */
    public static LlvmModule emit(CompileRequest request, int vectorBytes) {
        return Compilation.run(request, vectorBytes);
    }
}
