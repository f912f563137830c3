package dev.jacobi;

/** A function cannot be transformed, or a transformed function has no result. The message says what, where, and what to do. */
public class JacobiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Without a cause.
     *
     * @param message what stands in the way, where, and what to do
     */
    public JacobiException(String message) {
        super(message);
    }

    /**
     * With a cause.
     *
     * @param message what stands in the way, where, and what to do
     * @param cause what was thrown, or null
     */
    public JacobiException(String message, Throwable cause) {
        super(message, cause);
    }
}
