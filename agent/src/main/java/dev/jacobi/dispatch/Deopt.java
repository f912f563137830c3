package dev.jacobi.dispatch;

/** The compiled code has no result for this call and has changed nothing: the original is to run. Instances are made beforehand and stackless. */
public final class Deopt extends RuntimeException {
    private static final long serialVersionUID = 1L;
    static final Deopt INSTANCE = new Deopt("null, jagged or overlapping arrays");
    static final Deopt JAGGED = new Deopt("the rows of an array of arrays differ in length");
    static final Deopt MISSING = new Deopt("an array of arrays has a null in it");
    static final Deopt SHARED = new Deopt("arrays share rows that are written");
    static final Deopt LARGE = new Deopt("an array of arrays is too large");

    Deopt(String why) {
        super(why, null, false, false);
    }

    /** A new one, with the reason. */
    public static Deopt because(String why) {
        return new Deopt(why);
    }
}
