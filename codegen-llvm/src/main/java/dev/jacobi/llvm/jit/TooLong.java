package dev.jacobi.llvm.jit;

/** LLVM would take too long for a module. The message is what stands behind "because". */
public final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLong(String message) {
        super(message);
    }
}
