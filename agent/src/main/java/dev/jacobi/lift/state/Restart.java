package dev.jacobi.lift.state;

/** Thrown inside the lifter when something was learnt that changes how earlier code must be lifted: start again with these assumptions. */
public final class Restart extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient LiftAssumptions next;

    public Restart(LiftAssumptions next) {
        super(null, null, false, false);
        this.next = next;
    }

    /** What the next attempt is to assume. */
    public LiftAssumptions next() {
        return next;
    }
}
