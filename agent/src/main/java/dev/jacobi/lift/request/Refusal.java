package dev.jacobi.lift.request;

import dev.jacobi.report.MethodStats;
import dev.jacobi.report.Printable;
import dev.jacobi.report.ReasonCode;

/** Why a method is left to the JVM: a word, a sentence, and the place. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final ReasonCode code;
    private final String where;
    private final boolean effect;

    /** {@code where} is Class.method:line. */
    public Refusal(ReasonCode code, String reason, String where) {
        this(code, reason, where, false);
    }

    /** {@code effect}: the code does or sees more than its arguments, which belongs outside of what is compiled. */
    public Refusal(ReasonCode code, String reason, String where, boolean effect) {
        super(Printable.of(reason), null, false, false);
        this.code = code;
        this.effect = effect;
        this.where = Printable.of(where);
    }

    public ReasonCode code() {
        return code;
    }

    /** What a report says. */
    public MethodStats.Reason reason() {
        return new MethodStats.Reason(code, where, sentence());
    }

    public String where() {
        return where;
    }

    /** Whether the code does or sees more than its arguments: output, a clock, threads. */
    public boolean isEffect() {
        return effect;
    }

    /** The sentence for the user. */
    public String sentence() {
        return "left to the JVM because " + getMessage() + " (" + code + " at " + where + ")";
    }
}
