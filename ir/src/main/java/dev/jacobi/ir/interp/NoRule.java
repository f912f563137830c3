package dev.jacobi.ir.interp;

/** A transformation has no rule for something in a program that is valid; the message is a clause that says for what. Anything else that a pass throws is a defect of it. */
public final class NoRule extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public NoRule(String message) {
        super(message);
    }
}
