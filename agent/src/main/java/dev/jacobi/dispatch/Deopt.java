package dev.jacobi.dispatch;

/** The compiled code has no result for this call and has changed nothing: the original is to run. One stackless instance serves all. */
public final class Deopt extends RuntimeException {
    private static final long serialVersionUID = 1L;
    static final Deopt INSTANCE = new Deopt();

    private Deopt() {
        super("the original is to run", null, false, false);
    }
}
