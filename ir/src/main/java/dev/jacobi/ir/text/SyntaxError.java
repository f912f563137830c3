package dev.jacobi.ir.text;

/** Text that is not IR. The message gives line, column and what was expected. */
public final class SyntaxError extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public SyntaxError(String message) {
        super(message);
    }
}
