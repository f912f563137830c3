package dev.jacobi.site;

import dev.jacobi.backend.Gate;
import dev.jacobi.ir.Module;
import dev.jacobi.jvm.CpuTime;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.llvm.CpuPipeline;
import dev.jacobi.policy.Candidate;
import dev.jacobi.policy.CostModel;
import dev.jacobi.policy.Payback;
import dev.jacobi.policy.SpeedupModel;
import dev.jacobi.report.MethodStats;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.site.late.Outline;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A call site's method as a candidate of the policy ADAPTIVE: how much of the program's time it costs, and whether that is worth a compilation. */
final class CompileCandidate implements Candidate, Gate {
    /** Making code may take this part of the time that the program has spent in a method. */
    private static final double PART_OF_HEAT = 0.3;
    /** How much longer the JVM takes for streams than for loops, which is what code of them is: it hands each element through objects. */
    private static final double STREAMS = 2;
    /** What is foreseen of a method of which nothing can be told before its objects are seen. */
    private static final double UNSEEN_SPEEDUP = 1.3;
    /** Equations that are made of any method that is looked at, and for each that its program may have. */
    private static final long LEAST_LIFTED = 2_000;
    private static final long ATTEMPTS = 8;
    private static final long NEXT_CALL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private final MethodSite site;
    private final AdaptivePolicy adaptive;
    private final String where;
    private final Supplier<Outline> read;
    private Outline outline;
    private volatile boolean saysItIsCalled = true;
    /** When it was chosen, or 0. */
    private volatile long chosenAt;
    /** How much time the program had spent in it then; how much it has to be for the next time. */
    private volatile long heat;
    private volatile long least;

    /** {@code where} is the class and the method; {@code outline} reads which lines of the class are its own. */
    CompileCandidate(MethodSite site, AdaptivePolicy adaptive, String where, Supplier<Outline> outline) {
        this.site = site;
        this.adaptive = adaptive;
        this.where = where;
        this.read = outline;
    }

    @Override
    public String frame() {
        return where;
    }

    @Override
    public boolean covers(int line) {
        if (line < 1) {
            return true;
        }
        return outline().covers(line);
    }

    private Outline outline() {
        Outline known = outline;
        if (known == null) {
            known = read();
            outline = known;
        }
        return known;
    }

    private Outline read() {
        try {
            return read.get();
        } catch (Refusal e) {
            return Outline.unknown();
        }
    }

    /** A method that was called once, or is not called any more after it was chosen, is left out: what it calls may be called often. */
    @Override
    public Standing standing() {
        if (site.isOver() || isLeft()) {
            return Standing.OUT;
        }
        if (site.isAskedFor()) {
            return site.isUnused() ? Standing.OUT : Standing.BUSY;
        }
        long chosen = chosenAt;
        if (chosen == 0) {
            return saysItIsCalled && site.stats().calls < 2 ? Standing.OUT : Standing.WAITING;
        }
        return System.nanoTime() - chosen < NEXT_CALL_NANOS ? Standing.BUSY : Standing.OUT;
    }

    /** Whether the JVM keeps it, however much time is spent in it. */
    private boolean isLeft() {
        MethodStats.Reason why = site.stats().reason();
        return site.stats().state() == MethodStats.State.JVM && (why == null || why.code() != ReasonCode.NOT_WORTH_IT_YET);
    }

    @Override
    public boolean named() {
        return saysItIsCalled;
    }

    @Override
    public long calls() {
        return site.stats().calls;
    }

    @Override
    public long savedNanos() {
        return adaptive.savedNanos();
    }

    @Override
    public long leastNanos() {
        return least;
    }

    /** What its {@link dev.jacobi.site.late late} stand-in says, or nothing: what somebody has named is waited for. */
    @Override
    public void notYet(long nanos, long needed, boolean within) {
    }

    /** The next call starts the compilation. */
    @Override
    public void choose(long nanos) {
        heat = nanos;
        chosenAt = System.nanoTime();
        if (!isLeft()) {
            site.stats().looksAgain();
        }
        site.choose();
    }

    /** Whether it has not been chosen. */
    boolean isOpen() {
        return chosenAt == 0;
    }

    /** Its prologue came when stacks had shown that it costs time: calls need not be noted. */
    void showsOnStacks() {
        saysItIsCalled = false;
    }

    /** Whether calls are noted while it has not been chosen. */
    boolean saysItIsCalled() {
        return saysItIsCalled;
    }

    /** Its code cannot be made yet: it may be chosen again when twice the time was spent in it. */
    void waits() {
        least = Math.max(least, 2 * heat);
        open();
    }

    /** It may be chosen again. */
    void open() {
        chosenAt = 0;
    }

    /**
     * A longer program would not be let pass when it is lifted, and lifting it can take longer than compiling another. Loops are lifted several times; six times as many equations as the
     * program has in the end are the most that were seen. What takes more waits until twice the time was spent in it.
     */
    @Override
    public long mostLifted() {
        return LEAST_LIFTED + ATTEMPTS * CostModel.equations((long) (heat * PART_OF_HEAT));
    }

    @Override
    public Refusal tooMuch() {
        return postponed(2 * heat, "looking at it would take longer than it is worth so far");
    }

    @Override
    public void lifted(Lifted program) {
        String hopeless = CostModel.hopeless(program.module());
        if (hopeless != null) {
            throw new Refusal(ReasonCode.NO_GAIN, hopeless, where);
        }
        long nanos = CostModel.compileNanos(program.module());
        if (nanos > heat * PART_OF_HEAT) {
            throw postponed((long) (nanos / PART_OF_HEAT), "making code of it would take longer than it is worth so far");
        }
    }

    @Override
    public void raised(Lifted program, boolean fast) {
        lifted(program);
        if (!named()) {
            requirePays(foreseen(program.module(), fast), CostModel.compileNanos(program.module()));
        }
    }

    /** How much faster code of a raised program may be. Whether its trips go together in another order takes some time to find out: that is looked at where it decides. */
    private double foreseen(Module raised, boolean fast) {
        double streams = outline().callsAny("java.util.stream.") ? STREAMS : 1;
        double speedup = streams * SpeedupModel.of(raised);
        long nanos = CostModel.compileNanos(raised);
        boolean decides = !pays(speedup, nanos) && pays(streams * SpeedupModel.most(), nanos);
        return !decides ? speedup : streams * SpeedupModel.ofOrdered(raised, CpuPipeline.ordering(fast).run(raised));
    }

    /** Throws unless the method is worth a prologue that only shows the objects of its calls. */
    void requireWorthSeeing() {
        requirePays(UNSEEN_SPEEDUP, 0);
    }

    /** Throws unless what may be saved pays for the code. */
    private void requirePays(double speedup, long nanos) {
        if (!pays(speedup, nanos)) {
            long needed = needed(speedup, nanos);
            throw postponed(needed, "code of it may be " + tenths(speedup) + " times as fast, for which the time spent in it would have to be " + tenths(needed / 1e9) + " s (it was " + tenths(heat / 1e9)
                + " s)");
        }
    }

    /** Half of what is needed is enough: to look at the method once more later would cost about what is missing, and would have to wait until the program's time pays for that. */
    private boolean pays(double speedup, long nanos) {
        return needed(speedup, nanos) <= 2 * heat;
    }

    private long needed(double speedup, long nanos) {
        return Payback.needed(speedup, nanos + site.prologue().reweavingNanos(this), heat, CpuTime.process());
    }

    /** Not by a format, for whose first use the JVM loads what it knows of languages. */
    private static String tenths(double x) {
        long tenths = Math.round(10 * x);
        return tenths / 10 + "." + tenths % 10;
    }

    /** Why a method is left to the JVM until more time has been spent in it, given what completes "because". */
    static MethodStats.Reason notYet(MethodStats stats, String why) {
        Refusal r = new Refusal(ReasonCode.NOT_WORTH_IT_YET, why, stats.qualifiedName());
        return r.reason();
    }

    private Refusal postponed(long needed, String why) {
        least = Math.max(needed, heat + heat / 2);
        return new Refusal(ReasonCode.NOT_WORTH_IT_YET, why, where);
    }
}
