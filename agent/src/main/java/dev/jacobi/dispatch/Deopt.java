package dev.jacobi.dispatch;

/** The compiled code has no result for this call and has changed nothing: the original is to run. Instances are made beforehand and stackless. */
public final class Deopt extends RuntimeException {
    private static final long serialVersionUID = 1L;
    static final Deopt INSTANCE = new Deopt("null, jagged or overlapping arrays");

    Deopt(String why) {
        super(why, null, false, false);
    }
}
