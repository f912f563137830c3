package dev.jacobi.policy;

/** A method that may be compiled, as {@link Heat} and {@link CompileScheduler} see it. */
public interface Candidate {
    /** Where a candidate stands. */
    enum Standing {
        /** It has no code and nobody makes it any, so that it can be chosen. */
        WAITING,
        /** It cannot be chosen now: code is being made or measured, or it has been installed. */
        BUSY,
        /** The JVM keeps it: what it calls may be compiled in its place. */
        OUT
    }

    /** Name of the class and of the method as stack traces have them, with a dot between. */
    String frame();

    /** Whether a line of that class belongs to this method and not to another of its name; lines below 1 are not known. */
    boolean covers(int line);

    Standing standing();

    /** Whether somebody wants to know what becomes of this very method, so that there is nothing to wait for. */
    boolean named();

    /** Calls seen so far. */
    long calls();

    /** How much time its compiled code has saved the program so far, in nanoseconds. */
    long savedNanos();

    /** How much time has to belong to it before it is worth choosing, in nanoseconds. */
    long leastNanos();

    /** It has not been chosen, because less time than needed belongs to it; {@code within}: more than that is spent in it where it is part of code that is made or runs. */
    void notYet(long nanos, long needed, boolean within);

    /** It is the one to compile now; this much time belongs to it. */
    void choose(long nanos);
}
