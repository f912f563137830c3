package dev.jacobi.policy;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much processor time goes into looking for faster code: a share of what the program itself has used, and a part of what compiled code has saved it. A
 * compilation may begin while that is not spent; one that took longer is paid off before the next. All times are in nanoseconds of processor time.
 */
public final class Budget {
    /** The first compilation, which loads the compiler, and a few small ones come before a share of the program's time would pay for them. */
    private static final long GRANT = 500_000_000;
    private static final double SHARE = 0.07;
    private static final double SHARE_OF_SAVED = 0.5;
    /** While our code runs the JVM compiles it, on threads whose time is not known to us, and that takes longer than the code itself. */
    private static final double OVERHEAD = 2;
    private final AtomicLong spent = new AtomicLong();

    /** This much has been spent, without what the JVM has spent because of it. */
    public void spend(long nanos) {
        spent.addAndGet((long) (Math.max(0, nanos) * OVERHEAD));
    }

    /** All that has been spent. */
    public long spent() {
        return spent.get();
    }

    /** Whether there is something left, when the whole process has used {@code process} and compiled code has saved {@code saved}. */
    public boolean allows(long process, long saved) {
        return spent() <= GRANT + program(process) * SHARE + saved * SHARE_OF_SAVED;
    }

    /** What the program itself has used. */
    public long program(long process) {
        return Math.max(0, process - spent());
    }
}
