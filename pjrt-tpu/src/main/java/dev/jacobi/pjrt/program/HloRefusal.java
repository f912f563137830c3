package dev.jacobi.pjrt.program;

/** A function has no StableHLO form. The message is a sentence that says what, why and what to do. */
public final class HloRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Reason reason;

    /** Why; the table in the module's README lists them. */
    public enum Reason {
        /** Extents or trip counts of parallel loops that are known only while the program runs. */
        EXTENT,
        /** A function that calls itself. */
        RECURSION,
        /** A host callback. */
        CALLBACK,
        /** A function of StrictMath, whose results are specified to the bit. */
        STRICT,
        /** An operation on the bits of f64 values, which are written as f32. */
        BITS
    }

    public HloRefusal(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
