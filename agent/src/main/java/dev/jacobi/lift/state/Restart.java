package dev.jacobi.lift.state;

/** Thrown inside the lifter when something was learnt that changes how earlier code must be lifted: start again with the new knowledge. */
public final class Restart extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Restart() {
        super(null, null, false, false);
    }
}
