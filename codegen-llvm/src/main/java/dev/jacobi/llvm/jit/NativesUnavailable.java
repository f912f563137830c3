package dev.jacobi.llvm.jit;

/** Native code cannot be used on this machine or from this folder. The message is a sentence for the user; the program runs on in plain Java. */
public final class NativesUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NativesUnavailable(String message) {
        super(message);
    }

    public NativesUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
