package dev.jacobi.ir.interp;

import dev.jacobi.ir.Params;

/** A check was false: the evaluation has no result. Stackless; the params say what and where. */
public final class CheckFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Params.Check check;

    public CheckFailed(Params.Check check) {
        super(check.code() + " at " + check.where(), null, false, false);
        this.check = check;
    }

    public Params.Check check() {
        return check;
    }
}
