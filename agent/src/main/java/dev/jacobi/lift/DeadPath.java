package dev.jacobi.lift;

/** Thrown inside the lifter when the code being lifted certainly fails here: what follows is unreachable. */
final class DeadPath extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeadPath() {
        super(null, null, false, false);
    }
}
