package dev.jacobi.llvm.jit;

/** LLVM rejected a module: a fault of the emitter, with LLVM's own message. */
public final class LlvmException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LlvmException(String message) {
        super(message);
    }
}
