package dev.jacobi.lift.state;

/** Thrown inside the lifter when the code being lifted certainly fails here: what follows is unreachable. */
public final class DeadPath extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeadPath() {
        super(null, null, false, false);
    }
}
