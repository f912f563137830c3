package dev.jacobi.lift;

import dev.jacobi.report.Printable;

/** Why a method is left to the JVM: a stable code, a sentence, and the place. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String code;
    private final String where;

    /** {@code code} is upper case with dashes (NATIVE-CODE); {@code where} is Class.method:line. */
    public Refusal(String code, String reason, String where) {
        super(Printable.of(reason), null, false, false);
        this.code = code;
        this.where = Printable.of(where);
    }

    public String code() {
        return code;
    }

    public String where() {
        return where;
    }

    /** The sentence for the user. */
    public String sentence() {
        return "left to the JVM because " + getMessage() + " (" + code + " at " + where + ")";
    }
}
