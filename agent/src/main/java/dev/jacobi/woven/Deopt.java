package dev.jacobi.woven;

import dev.jacobi.ir.Params;

/** The compiled code has no result for this call and has changed nothing: the original is to run. Instances are made beforehand and stackless. */
public final class Deopt extends RuntimeException {
    private static final long serialVersionUID = 1L;
    public static final Deopt INSTANCE = new Deopt("null, jagged or overlapping arrays");
    public static final Deopt JAGGED = new Deopt("the rows of an array of arrays differ in length");
    public static final Deopt MISSING = new Deopt("an array of arrays has a null in it");
    public static final Deopt SHARED = new Deopt("arrays share rows that are written");
    /** For generated code, which packs the rows and calls once more. */
    public static final Deopt ROWS = new Deopt("rows cannot be used where they lie");
    public static final Deopt FEW = new Deopt("it accesses few elements of large arrays of arrays, whose rows take longer to be looked at than the JVM takes for all of it");
    public static final Deopt LARGE = new Deopt("an array of arrays is too large");

    /** What the reason begins with when native code has no memory. */
    public static final String NO_MEMORY = "MEMORY at ";

    private final transient boolean early;

    public Deopt(String why) {
        this(why, false);
    }

    private Deopt(String why, boolean early) {
        super(why, null, false, false);
        this.early = early;
    }

    /** For a check that has failed. */
    public static Deopt of(Params.Check c) {
        return new Deopt(c.code() + " at " + c.where(), c.early());
    }

    /** There is not enough memory, at a place. */
    public static Deopt memory(String where) {
        return new Deopt(NO_MEMORY + where);
    }

    /** True when there was not enough memory. */
    public boolean isMemory() {
        return !early && getMessage().startsWith(NO_MEMORY);
    }

    /** True when nothing need be wrong: code whose checks stay where they are may have a result. */
    public boolean early() {
        return early;
    }

    /** A new one, with the reason. */
    public static Deopt because(String why) {
        return new Deopt(why);
    }
}
