package dev.jacobi.llvm.text;

/** A valid program for which the emitter has no correct code. The message is the reason, as a clause. */
public final class NotEmitted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotEmitted(String reason) {
        super(reason);
    }
}
