package dev.jacobi.report;

import java.util.Arrays;

/**
 * How calls of a method's original and of its compiled code compare: calls of about one size that the program made, timed by turns. {@code sure} says whether the
 * original was certain to be compiled by C2 and the times agree with what was decided: only then does their ratio mean anything.
 */
public record Comparison(Times jvm, Times compiled, boolean sure) {
    /** Nothing has been compared. */
    public static final Comparison NONE = new Comparison(Times.NONE, Times.NONE, false);

    /** The number of calls that count, and their quartiles in nanoseconds: a quarter of them took at most {@code low}, three quarters at most {@code high}. */
    public record Times(int count, long low, long median, long high) {
        static final Times NONE = new Times(0, 0, 0, 0);

        /** Of these times, in any order. */
        public static Times of(long... nanos) {
            long[] a = nanos.clone();
            Arrays.sort(a);
            return a.length == 0 ? NONE : new Times(a.length, a[a.length / 4], a[a.length / 2], a[a.length * 3 / 4]);
        }
    }

    /** Whether both were timed. */
    public boolean known() {
        return jvm.count > 0 && compiled.count > 0;
    }

    /** The original's median over the compiled code's; 0 when that is not sure. */
    public double speedup() {
        return sure && known() && compiled.median > 0 ? (double) jvm.median / compiled.median : 0;
    }

    /** What decided, for people: medians, quartiles, numbers of calls. */
    String sentence() {
        return "compared: jvm " + text(jvm) + ", compiled " + text(compiled)
            + (sure ? "" : "; too few samples, or too far apart, for a speed-up");
    }

    private static String text(Times t) {
        return Reports.time(t.median) + " (" + Reports.time(t.low) + " to " + Reports.time(t.high) + ", " + t.count + " calls)";
    }
}
