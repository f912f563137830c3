package dev.jacobi.lift.request;

/** Thrown when lifting a method has made more equations than the request allows, those of dropped attempts included; the method may be lifted all the same when that is worth more. */
public final class TooMuch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TooMuch() {
        super("lifting it takes too long", null, false, false);
    }
}
