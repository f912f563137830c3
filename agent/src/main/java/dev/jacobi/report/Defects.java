package dev.jacobi.report;

/** How a defect of ours is told. */
public final class Defects {
    private Defects() {
    }

    /** The place in our code: {@code " in Class.method(File:line)"}, or nothing where the exception does not know it. */
    public static String at(Throwable e) {
        return e.getStackTrace().length > 0 ? " in " + e.getStackTrace()[0] : "";
    }
}
