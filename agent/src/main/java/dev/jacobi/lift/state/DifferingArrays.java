package dev.jacobi.lift.state;

/** An NDArray that has another type or number of axes on one way through the program than on another: a value of which nothing can be used, which is refused where the program tries. */
public final class DifferingArrays {
    /** What to do about it. */
    public static final String REMEDY = "; make the ways give arrays of one type and shape, for instance by astype() or reshape()";
    private static final String PREFIX = "an array that is ";
    private static final String DIFFERS = " on one way through the program and ";
    private static final String OTHER = " on another";

    private DifferingArrays() {
    }

    /** The value that is an array of one kind, as in {@code float32[3]}, or of another. */
    public static Val of(String one, String other) {
        return new Val.Opaque(PREFIX + one + DIFFERS + other + OTHER);
    }

    /** Whether a value is such an array. */
    public static boolean is(Val v) {
        return v instanceof Val.Opaque o && o.constant() == null && o.what() != null && o.what().startsWith(PREFIX) && o.what().contains(DIFFERS);
    }

    /** What it is on the ways, as in {@code float32[3] and float32[]}. */
    public static String ways(Val v) {
        return ((Val.Opaque) v).what().substring(PREFIX.length()).replace(DIFFERS, " and ").replace(OTHER, "");
    }

    /** The value in a sentence, with what to do. */
    public static String text(Val v) {
        return ((Val.Opaque) v).what() + REMEDY;
    }
}
