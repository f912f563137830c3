package dev.jacobi.ir.verify;

/** IR that breaks an invariant of {@link Verifier}: the message gives its number, what is wrong and the equations around it. */
public final class InvalidIr extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private final int invariant;

    public InvalidIr(int invariant, String what, String around) {
        super("V" + invariant + ": " + what + "\n" + around);
        this.invariant = invariant;
    }

    /** The number of the broken invariant, as listed in ir/README.md. */
    public int invariant() {
        return invariant;
    }
}
