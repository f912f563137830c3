package dev.jacobi.policy;

/**
 * The candidate that was entered last. A method without code leaves its name here at each call, which costs a nanosecond: short methods that the JVM has inlined
 * into their callers are rarely seen in stack traces, as threads stop at the ends of loops.
 */
public final class Beacon {
    /** Where loops stop for stack traces, too, stacks show short methods soon enough: their names are left only until the JVM optimises their callers. */
    private static final int CALLS = 2_000;
    private static final int CALLS_UNSEEN = 100_000;
    /** Plain on purpose: any recent one will do. */
    Candidate last;
    private int calls = CALLS_UNSEEN;

    /** Says whether threads stop for stack traces in the loops of compiled code, or only behind them. */
    public void loopsStop(boolean loopsStop) {
        calls = loopsStop ? CALLS : CALLS_UNSEEN;
    }

    /**
     * After how many calls a method that has not been chosen leaves its name no more: then a call costs nothing. Making it so has the JVM compile its callers
     * anew where that has been done before.
     */
    public int calls() {
        return calls;
    }

    /** A call of the candidate begins. */
    public void enters(Candidate c) {
        if (last != c) {
            last = c;
        }
    }
}
