package dev.jacobi.site.late;

import dev.jacobi.policy.Candidate;
import dev.jacobi.policy.Payback;
import java.util.concurrent.TimeUnit;

/** A method that gets its prologue when it is chosen. Once it has call sites, their candidate speaks for it. */
final class LateMethod implements Candidate {
    private static final long NEXT_CALL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private final LateClass owner;
    private final Outline outline;
    /** Whether a stack has shown it, and whether there was a loop around its call: what is called once is not worth compiling. */
    private volatile boolean seen;
    private volatile boolean repeats;
    /** When it was chosen, 0 before; the time that belonged to it then. */
    private volatile long chosenAt;
    private volatile long heat;
    private LatePrologues.Undecided undecided;
    /** The time that was last told. */
    private long told;
    private boolean toldWithin;

    LateMethod(LateClass owner, Outline outline) {
        this.owner = owner;
        this.outline = outline;
    }

    Outline outline() {
        return outline;
    }

    boolean seen() {
        return seen;
    }

    /** A stack has shown a call of it. Returns whether that was the first. */
    boolean sees(boolean inLoop) {
        boolean first = !seen;
        seen = true;
        repeats |= inLoop;
        return first;
    }

    /** Who is told why it has not been chosen. */
    void undecided(LatePrologues.Undecided told) {
        undecided = told;
    }

    /** It has call sites now. */
    void linked(Candidate candidate) {
        if (chosenAt != 0) {
            candidate.choose(heat);
        }
    }

    @Override
    public String frame() {
        return owner.name() + "." + outline.name();
    }

    @Override
    public boolean covers(int line) {
        return outline.covers(line);
    }

    @Override
    public Standing standing() {
        Candidate c = owner.candidate(outline);
        if (c != null) {
            Standing s = c.standing();
            return s == Standing.WAITING && !repeats ? Standing.OUT : s;
        }
        if (chosenAt == 0) {
            return repeats ? Standing.WAITING : Standing.OUT;
        }
        return System.nanoTime() - chosenAt < NEXT_CALL_NANOS ? Standing.BUSY : Standing.OUT;
    }

    @Override
    public boolean named() {
        return false;
    }

    @Override
    public long calls() {
        Candidate c = owner.candidate(outline);
        return c == null ? 0 : c.calls();
    }

    @Override
    public long savedNanos() {
        Candidate c = owner.candidate(outline);
        return c == null ? 0 : c.savedNanos();
    }

    /** Before the method has been read: at the least what a short way to code of it, and what the JVM has to do again, would take. */
    @Override
    public long leastNanos() {
        Candidate c = owner.candidate(outline);
        long known = c == null ? 0 : c.leastNanos();
        return known > 0 ? known : owner.leastNanos(outline);
    }

    @Override
    public void notYet(long nanos, long needed, boolean within) {
        boolean again = told == 0 || nanos > 2 * told || within != toldWithin;
        if (undecided != null && owner.candidate(outline) == null && chosenAt == 0 && again) {
            told = Math.max(1, nanos);
            toldWithin = within;
            undecided.because(!repeats ? "the program has not been seen to call it in a loop"
                : within ? "its calls are made by methods of which code is made or runs, which has it as a part" : Payback.sentence(nanos, needed));
        }
    }

    @Override
    public void choose(long nanos) {
        heat = nanos;
        chosenAt = System.nanoTime();
        Candidate c = owner.candidate(outline);
        if (c != null) {
            c.choose(nanos);
        } else if (!owner.prepare(outline)) {
            owner.weave(outline.key());
        }
    }
}
