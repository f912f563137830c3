package dev.jacobi;

/** A function cannot be transformed, or a transformed function has no result. The message says what, where, and what to do. */
public class JacobiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JacobiException(String message) {
        super(message);
    }

    public JacobiException(String message, Throwable cause) {
        super(message, cause);
    }
}
