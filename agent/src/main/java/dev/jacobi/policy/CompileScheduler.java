package dev.jacobi.policy;

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Decides which method is compiled when, for the policy ADAPTIVE: at each {@link #tick} it looks at what the program is doing, and when the compiler is idle and
 * the {@link Budget} allows it, the candidate that costs most time is chosen. One thread uses it.
 */
public final class CompileScheduler {
    /** A candidate that costs less is not worth a compilation: this much time, and this part of what the program has used. */
    private static final long LEAST_NANOS = 150_000_000;
    private static final double LEAST_PART = 0.02;
    /** Of methods that nobody has named there are many, and looking at one takes time, too. */
    private static final double UNNAMED_PART = 0.04;
    /** Before the program has used so much time, only what most of its time goes into is worth a compilation: many programs end sooner. */
    private static final long EARLY_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final double EARLY_PART = 0.3;
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** How often candidates are told that they have not been chosen. */
    private static final long REVIEW_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /** Where looking takes very long, as in programs with thousands of threads; in the beginning it does since nothing of it has been compiled yet. */
    private static final long LONGEST_REST_NANOS = TimeUnit.SECONDS.toNanos(20);
    /** Looking at the stacks takes at most one part in so many of a processor's time, and less in programs that go on for long. */
    private static final int EARLY_REST = 40;
    private static final int REST = 250;
    /** The program's threads are stopped meanwhile, for at most one part in so many of the time: where processors are short, looking takes longer than its own time. */
    private static final int STOP = 20;
    /** The program has done something when it has used this part of the time. */
    private static final double BUSY = 0.1;

    /**
     * The world that is looked at: {@code wall}, {@code process} and {@code own} are clocks in nanoseconds, the last two of the processors' time for the process and for the
     * thread that looks; {@code stacks} are those of the threads that run now.
     */
    public record View(LongSupplier wall, LongSupplier process, LongSupplier own, Supplier<Collection<StackTraceElement[]>> stacks, BooleanSupplier compilerIsIdle) {
    }

    /** Finds candidates in stacks before they count. */
    public interface Finder {
        /** Is told of stacks, each of which stands for so many nanoseconds. Returns those that count. */
        Collection<StackTraceElement[]> find(Collection<StackTraceElement[]> stacks, long nanos);
    }

    private final View view;
    private final Heat heat;
    private final Beacon beacon;
    private final Budget budget;
    private final Finder finder;
    private long last;
    private long reviewed;
    private long lastProgram;

    public CompileScheduler(View view, Heat heat, Beacon beacon, Budget budget, Finder finder) {
        this.finder = finder;
        this.view = view;
        this.heat = heat;
        this.beacon = beacon;
        this.budget = budget;
        this.last = view.wall().getAsLong();
        this.reviewed = last;
        this.lastProgram = budget.program(view.process().getAsLong());
    }

    /** Looks once. Returns after how many nanoseconds to look again. */
    public long tick() {
        long own = view.own().getAsLong();
        long now = view.wall().getAsLong();
        long process = view.process().getAsLong();
        long program = budget.program(process);
        long passed = now - last;
        long used = program - lastProgram;
        boolean busy = used >= passed * BUSY;
        last = now;
        lastProgram = program;
        Candidate entered = beacon.last;
        beacon.last = null;
        if (!heat.anyWaits()) {
            return LONGEST_NANOS;
        }
        if (busy) {
            // A thread that waits for a processor spends no time in what its stack shows.
            long nanos = Math.min(used, Math.min(passed, LONGEST_NANOS));
            heat.sample(finder.find(view.stacks().get(), nanos), entered, nanos);
        }
        long stopped = busy ? view.wall().getAsLong() - now : 0;
        long unnamed = Math.max(LEAST_NANOS, (long) (program * (program > EARLY_NANOS ? UNNAMED_PART : EARLY_PART)));
        if (now - reviewed >= REVIEW_NANOS) {
            reviewed = now;
            heat.review(unnamed);
        }
        if (view.compilerIsIdle().getAsBoolean() && budget.allows(process, heat.savedNanos())) {
            Heat.Hot hot = heat.hottest(Math.max(LEAST_NANOS, (long) (program * LEAST_PART)), unnamed);
            if (hot != null) {
                hot.candidate().choose(hot.nanos());
            }
        }
        long rest = Math.max((view.own().getAsLong() - own) * (program > LONG_NANOS ? REST : EARLY_REST), stopped * STOP);
        return Math.max(SHORTEST_NANOS, Math.min(program > LONG_NANOS ? LONGEST_REST_NANOS : LONGEST_NANOS, rest));
    }
}
