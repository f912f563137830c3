package dev.jacobi.llvm.host;

/** Native code cannot be used on this machine or from this folder. The message is a sentence for the user; the program runs on in plain Java. */
public final class NativesUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean ending;

    public NativesUnavailable(String message) {
        super(message);
        ending = false;
    }

    public NativesUnavailable(String message, Throwable cause) {
        super(message, cause);
        ending = false;
    }

    private NativesUnavailable() {
        super("The JVM is ending; nothing is compiled any more.");
        ending = true;
    }

    /** The reason that the JVM is ending, which is nothing to tell anybody. */
    public static NativesUnavailable ending() {
        return new NativesUnavailable();
    }

    /** True when the JVM is ending. */
    public boolean isEnding() {
        return ending;
    }
}
