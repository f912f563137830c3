package dev.jacobi.policy;

import java.util.Locale;

/** How much time a program has to have spent in a method before code of it is worth what it costs: what was spent is about what will be. Times are in nanoseconds. */
public final class Payback {
    /** What is foreseen often does not come true; that a program whose time goes into one method goes on with it, mostly does. */
    private static final double CAUTION = 1.5;
    /** The part of the process's time that makes it so. */
    private static final double MOST = 0.5;
    /** Nothing is worth more time than this part of it would save. */
    private static final double LEAST_SAVED = 0.02;

    private Payback() {
    }

    /** Where {@code heat} was spent out of all of {@code process}, and code that is so much faster costs so much time. */
    public static long needed(double speedup, long costs, long heat, long process) {
        double saved = Math.max(LEAST_SAVED, 1 - 1 / speedup);
        return (long) ((heat > process * MOST ? 1 : CAUTION) * costs / saved);
    }

    /** The same when nothing is known but that code costs no less than this. */
    public static long least(long costs, long process) {
        return (long) Math.min(CAUTION * costs, Math.max(costs, process * MOST));
    }

    /** Why a method has not been chosen, to complete "because". */
    public static String sentence(long heat, long needed) {
        return String.format(Locale.ROOT, "the program had spent %.2f s in it, and what code of it costs would be worth while from %.2f s on", heat / 1e9, needed / 1e9);
    }
}
