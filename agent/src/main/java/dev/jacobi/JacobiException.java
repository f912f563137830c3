package dev.jacobi;

/**
 * A function cannot be transformed, or a transformed function has no result, or a function of arrays was called with what does not fit. The message says what, where,
 * and what to do; where a function of arrays throws it, the message begins with that function's name.
 */
public class JacobiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Without a cause.
     *
     * @param message what stands in the way, where, and what to do
     */
    public JacobiException(String message) {
        super(CalledFunction.named(message));
    }

    /**
     * With a cause.
     *
     * @param message what stands in the way, where, and what to do
     * @param cause what was thrown, or null
     */
    public JacobiException(String message, Throwable cause) {
        super(CalledFunction.named(message), cause);
    }
}
