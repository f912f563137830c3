package dev.jacobi.ir.verify;

/** IR that breaks an invariant of {@link Verifier}: the message gives its number, what is wrong and the equations around it. */
public final class InvalidIr extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private final int invariant;

    public InvalidIr(int invariant, String what, String around) {
        this(invariant, "V" + invariant + ": " + what + "\n" + around, (Throwable) null);
    }

    private InvalidIr(int invariant, String message, Throwable cause) {
        super(message, cause);
        this.invariant = invariant;
    }

    /** The same, saying which pass has left such IR. */
    public InvalidIr after(String pass) {
        return new InvalidIr(invariant, "after the pass " + pass + ": " + getMessage(), this);
    }

    /** The number of the broken invariant, as listed in ir/README.md. */
    public int invariant() {
        return invariant;
    }
}
