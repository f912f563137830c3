package dev.jacobi.dispatch;

import dev.jacobi.ir.Params;
import dev.jacobi.report.Events;
import dev.jacobi.report.MethodStats;

/** Counts calls whose compiled code had no result, and gives the exception that makes the original run. */
final class Fallbacks {
    private final MethodStats stats;
    private final Runnable often;
    private long next = 64;

    /** {@code often} is run when fallbacks have become a large part of the calls. */
    Fallbacks(MethodStats stats, Runnable often) {
        this.stats = stats;
        this.often = often;
    }

    /** A call begins. */
    void call() {
        stats.calls++;
    }

    /** A check failed. */
    Deopt check(Params.Check c) {
        return count(c.code() + " at " + c.where());
    }

    /** Native code or a guard before it gave up. */
    Deopt deopt(Deopt d) {
        return count(d.getMessage());
    }

    /** A null on the way to an input, or the stack or the memory ran out before anything was changed. */
    Deopt other(Throwable e) {
        return count(e.getClass().getSimpleName());
    }

    /** Something else stands in the way: a null, jagged rows, arrays that overlap. */
    Deopt other(String what) {
        return count(what);
    }

    private Deopt count(String what) {
        stats.fallback(what);
        if (Events.fallbackEnabled()) {
            Events.fallback(stats.method(), what);
        }
        if (stats.fallbacks >= next) {
            next = 2 * stats.fallbacks;
            if (2 * stats.fallbacks >= stats.calls) {
                often.run();
            }
        }
        return Deopt.INSTANCE;
    }
}
