package dev.jacobi.policy;

import dev.jacobi.report.Comparison;
import java.util.Arrays;

/**
 * Times of one method for calls of about one size: the last few of the original and of the compiled code, and who is
 * faster. Decides only when the original is certain to be compiled by C2, or when it is far behind.
 */
public final class SizeClassTimings {
    public static final int OPEN = 0;
    public static final int COMPILED = 1;
    public static final int JVM = 2;
    /** Compiled code must take at most this part of the original's time: less would be noise. */
    public static final double WORTH = 0.93;
    private static final int KEEP = 15;
    /** Time in the original after which it counts as warm. */
    private static final long WARM_NANOS = 250_000_000;
    /** Calls of the original after which it counts as warm. */
    private static final int WARM_CALLS = 20_000;
    /** Time in the original after which a large lead of the compiled code is believed. */
    private static final long LEAD_NANOS = 25_000_000;
    private static final int LEAD = 3;
    private static final double BEHIND = 1.1;
    /** Compiled code that is this far behind will not be ahead another time. */
    private static final double CLEAR = 1.25;
    private static final long HEAVY_NANOS = 20_000_000;
    private static final int NEEDED = 8;
    private static final int NEEDED_OF_HEAVY = 4;
    /** A decision is checked in one part in so many of the time. */
    private static final int CHECK_PART = 20;
    /** Shorter calls take less time where the JVM has compiled them into their callers than where they are timed. */
    private static final long SURE_NANOS = 1_000;
    /** Calls for the sake of measuring alone take at most this part of the time in the original, after the first few. */
    private static final int TRIAL_PART = 10;

    public volatile int decision = OPEN;
    public long seen;
    public long recheck = 2000;
    private final long[] original = new long[KEEP];
    private final long[] compiled = new long[KEEP];
    private int originals;
    private int compileds;
    private int failures;
    private long originalNanos;
    private long compiledNanos;
    private boolean warm;
    private boolean patient;
    /** What {@link #originalNanos} was when the last decision was made. */
    private long decidedNanos;

    /**
     * Which of the two is timed next. Of each pair of calls one is the original's; which comes first follows the Thue-Morse sequence, so that a program that itself
     * does different things by turns has both do all of them.
     */
    public synchronized boolean nextIsCompiled() {
        return originals == compileds ? (Integer.bitCount(originals) & 1) == 1 : compileds < originals;
    }

    /** Whether it is time for a call of the compiled code that is made for the sake of measuring alone. */
    public synchronized boolean wantsTrial() {
        return decision == OPEN && (compileds < originals && compileds < NEEDED || compiledNanos * TRIAL_PART < originalNanos);
    }

    /** Decides without measuring. */
    public synchronized void decide(int d) {
        decision = d;
    }

    /**
     * Whether it is time to check a decision that was made because of a large lead, before the original was certain to be warm: until it is, its calls take a small
     * part of the time.
     */
    public synchronized boolean wantsCheck() {
        return decision == COMPILED && !warm && (originalNanos - decidedNanos) * CHECK_PART <= seen * compiledMedian();
    }

    /** No decision is made before the original is certain to be warm. */
    public synchronized void onlyWhenWarm() {
        patient = true;
    }

    /** Adds a time; true when it has led to a decision. The first call of each only counts as time spent: it is the one that warms caches up. */
    public synchronized boolean add(boolean ofCompiled, long nanos) {
        if (ofCompiled) {
            compiled[compileds++ % KEEP] = nanos;
            compiledNanos += nanos;
        } else {
            original[originals++ % KEEP] = nanos;
            originalNanos += nanos;
        }
        int needed = nanos > HEAVY_NANOS ? NEEDED_OF_HEAVY : NEEDED;
        boolean check = decision == COMPILED && !warm;
        if (decision != OPEN && !check || Math.min(originals, compileds) < needed) {
            return false;
        }
        long jvm = originalMedian();
        long ours = compiledMedian();
        warm |= originalNanos >= WARM_NANOS || originals >= WARM_CALLS;
        boolean lead = !check && !patient && originalNanos >= LEAD_NANOS && LEAD * ours <= jvm;
        // The original only gets faster by warming up: when it is ahead of the best call of ours there is nothing to wait for.
        boolean behind = !check && least(compiled, compileds) > jvm * BEHIND;
        if (!warm && !lead && !behind) {
            return false;
        }
        // Other work on the machine slows some calls down and speeds none up: code that is faster has the better best call, too.
        boolean worth = ours <= jvm * SizeClassTimings.WORTH && least(compiled, compileds) <= least(original, originals) * SizeClassTimings.WORTH;
        decision = worth ? COMPILED : JVM;
        decidedNanos = originalNanos;
        return true;
    }

    /** What was measured. */
    public synchronized Comparison comparison() {
        var jvm = Comparison.Times.of(times(original, originals));
        var ours = Comparison.Times.of(times(compiled, compileds));
        boolean agrees = decision == COMPILED ? ours.median() <= jvm.median() : decision == JVM && ours.median() >= jvm.median() * WORTH;
        return new Comparison(jvm, ours, warm && agrees);
    }

    /** The compiled code had no result or the original threw; true when that has happened too often. */
    public synchronized boolean failed() {
        if (decision == OPEN && ++failures >= 32) {
            decision = JVM;
            return true;
        }
        return false;
    }

    /** Whether both have been timed. */
    public synchronized boolean measured() {
        return originals > 0 && compileds > 0;
    }

    /** Whether a decision for the JVM might come out otherwise another time, when the machine does less beside. */
    public synchronized boolean isClose() {
        return decision == JVM && (!measured() || compiledMedian() <= originalMedian() * CLEAR);
    }

    /** Measures again, less and less often. */
    public synchronized void reopen() {
        if (decision != OPEN) {
            recheck *= 16;
            originals = 0;
            compileds = 0;
            failures = 0;
            decision = OPEN;
        }
    }

    /** The better guess while undecided. */
    public synchronized boolean prefersCompiled() {
        return measured() && compiledMedian() <= originalMedian() * SizeClassTimings.WORTH;
    }

    /** How much time is at stake, as far as seen. */
    public synchronized long weight() {
        return originalNanos + compiledNanos + seen * Math.min(originalMedian(), compiledMedian());
    }

    /** How much time compiled code has saved since it was decided for. */
    public synchronized long saved() {
        return decision == COMPILED && originalMedian() >= SURE_NANOS ? seen * Math.max(0, originalMedian() - compiledMedian()) : 0;
    }

    public synchronized long originalMedian() {
        return median(original, originals);
    }

    public synchronized long compiledMedian() {
        return median(compiled, compileds);
    }

    private static long least(long[] ring, int n) {
        return Arrays.stream(times(ring, n)).min().orElse(Long.MAX_VALUE);
    }

    private static long median(long[] ring, int n) {
        return Comparison.Times.of(times(ring, n)).median();
    }

    /** The times of the last calls but for the very first, which stands first as long as the ring is not full. */
    private static long[] times(long[] ring, int n) {
        return n > KEEP ? ring.clone() : Arrays.copyOfRange(ring, Math.min(n, n > 1 ? 1 : 0), n);
    }
}
