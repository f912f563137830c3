package dev.jacobi.ir;

/** Operands that do not fit a primitive. The message says which and why. */
public final class TypeError extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public TypeError(String message) {
        super(message);
    }
}
