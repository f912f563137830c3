package dev.jacobi.pjrt.hlo.control;

/** The lanes of a parallel loop cannot run together; the loop becomes a sequential one. Stackless. */
final class NotBatched extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotBatched(String why) {
        super(why, null, false, false);
    }
}
