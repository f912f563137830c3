package dev.jacobi.stub;

import dev.jacobi.jvm.Collector;
import dev.jacobi.llvm.jit.Signature;
import dev.jacobi.report.Comparison;
import dev.jacobi.report.MethodStats;
import java.util.Arrays;
import java.util.List;

/**
 * Times of some calls of a native stub, and what follows from them: which calls work on copies. Arrays that a native call uses in
 * place hold up the garbage collector as long as it runs, except where the collector can leave single regions alone. So a call of
 * some size works on copies until it is known how long such calls take. As that may depend on what is in the arrays, the native code
 * decides for copies, too, when it cannot tell beforehand that the call is within {@link #limit}. Called by generated code, hence public.
 */
public final class PinningClock implements MethodStats.Medians {
    /** A call this short may use arrays in place where a collection stops the program anyway, for longer than it has to wait for the call. */
    private static final long SHORT_NANOS = 25_000_000;
    /** The same where a collector promises pauses of about a millisecond. */
    private static final long SHORT_NANOS_CONCURRENT = 1_000_000;
    /** The most that a call in place may take by its trip counts: its worst case on a slow processor with one thread, several times what such calls usually take. */
    private static final int WORST_NANOS = 128_000_000;
    private static final int WORST_NANOS_CONCURRENT = 5_000_000;
    private static final long SMALL = 400;
    private static final int KEEP = 31;
    private static final int RECENT = 3;
    private static final int TIMED_AT_FIRST = 16;
    /** So many calls that could not have rows where they lie are enough to ask for that no more: each has cost a throwable and a second call. */
    private static final int REFUSALS = 16;
    /** A call that has to begin once more natively, after all the time that it had, counts for so many. */
    private static final int HELD = 4;
    private static final long SELDOM = 63;
    private final boolean pins;
    private final long shortNanos;
    private final Code code;
    private final long[] times = new long[KEEP];
    private final long[] around = new long[KEEP];
    private final long[][] recent = new long[Long.SIZE][];
    private final int[] measured = new int[Long.SIZE];
    private final int[] refused = new int[Long.SIZE];
    private int refusedFew;
    private int n;
    private long heldBack;
    private long begunAgain;
    private long onCopies;

    /** What native code tells of its calls. */
    public interface Code {
        /** How long it has just worked on copies. */
        long copiedNanos();

        /** The limit of native memory follows what the heap uses now. */
        default void refreshMemory() {
        }

        /** Whether arrays cost next to nothing to use where they lie, because native code finds all but the first of a call by itself. */
        default boolean findsArrays() {
            return false;
        }

        /** How many calls worked on copies although they were asked to work in place. */
        default long heldBack() {
            return 0;
        }

        /** How many of them had begun in place before. */
        default long begunAgain() {
            return 0;
        }
    }

    /** Bit k: calls whose size has k bits behind its first one work on copies. Racy on purpose. */
    public long copies;

    /** Calls with at most this many elements are not timed to find out how they take arrays, but take them as {@link #few}. */
    public final long small;

    /** For the native method, in calls with few elements: on copies, which cost next to nothing and never delay a collection, or, if that costs less, where they lie if the call is certainly short. Racy on purpose. */
    public int few;

    /** For the native method: how many nanoseconds a call may take at most that uses arrays in place; 0 where any may. */
    public final int limit;

    /** A call is timed when these bits of its number are zero: at first each one, later few. Racy on purpose. */
    public long mask;

    PinningClock(Code code) {
        this(code, Collector.names());
    }

    private PinningClock(Code code, List<String> collectors) {
        this(code, collectors.stream().anyMatch(PinningClock::pinsRegions), collectors.stream().anyMatch(c -> c.startsWith("ZGC")));
    }

    /** {@code concurrent}: the collector moves objects while the program runs. */
    PinningClock(Code code, boolean pins, boolean concurrent) {
        this.code = code;
        this.pins = pins;
        this.limit = pins ? Signature.IN_PLACE : concurrent ? WORST_NANOS_CONCURRENT : WORST_NANOS;
        this.shortNanos = concurrent ? SHORT_NANOS_CONCURRENT : SHORT_NANOS;
        this.small = pins ? -1 : SMALL;
        this.few = code.findsArrays() ? Signature.BRIEF : Signature.COPY;
        this.copies = pins ? 0 : -1;
    }

    /** Whether calls may use arrays in place about whose time nothing is known. */
    boolean anyInPlace() {
        return pins;
    }

    /** Whether the collector can go on while arrays are in use. */
    private static boolean pinsRegions(String collector) {
        return collector.startsWith("G1") && Runtime.version().feature() >= 22 || collector.startsWith("Shenandoah") || collector.startsWith("Epsilon");
    }

    /**
     * A call has ended: it began at {@code start}, or 0 if that is not known, and was in native code from {@code in} to {@code out}; its
     * size is {@code work}; {@code mode} is 1 if it worked on copies because of {@link #copies}.
     */
    public synchronized void add(long start, long in, long out, long elements, long work, int mode) {
        if (start != 0) {
            long end = System.nanoTime();
            times[n % KEEP] = end - start;
            around[n % KEEP] = end - start - (out - in);
            n++;
            mask = n < TIMED_AT_FIRST ? 0 : SELDOM;
        }
        if (!pins && elements > small) {
            long held = code.heldBack();
            boolean copied = mode == Signature.COPY || held != heldBack;
            // what its size alone sends to copies loses no time by being asked each time
            long again = code.begunAgain();
            refused[size(work)] += mode != Signature.COPY && again != begunAgain ? HELD : 0;
            begunAgain = again;
            onCopies += (mode == Signature.COPY ? 1 : 0) + Math.max(0, held - heldBack);
            heldBack = held;
            learn(size(work), copied ? code.copiedNanos() : out - in);
        }
    }

    /** A call of this size has begun once more, on copies, as it was not certain to be short enough ({@code mode} was the native method's) to have rows where they lie. */
    public synchronized void refuse(long work, int mode) {
        if (mode == Signature.BRIEF) {
            few = ++refusedFew < REFUSALS ? few : Signature.COPY;
            return;
        }
        int size = size(work);
        refused[size]++;
        copies = isRefused(size) ? copies | 1L << size : copies;
    }

    private boolean isRefused(int size) {
        return refused[size] >= REFUSALS;
    }

    /** The bit of {@link #copies} that is for this size of work. */
    private static int size(long work) {
        return Long.SIZE - 1 - Long.numberOfLeadingZeros(work | 1);
    }

    /** A large call that makes arrays begins. */
    public void room() {
        code.refreshMemory();
    }

    private void learn(int size, long nanos) {
        if (recent[size] == null) {
            recent[size] = new long[RECENT];
        }
        recent[size][measured[size]++ % RECENT] = nanos;
        int known = Math.min(measured[size], RECENT);
        // the shortest of them, as a call that has lost its processor to other programs' threads takes any time; calls that take long only by what is in the arrays have no bound, and are on copies anyway
        long least = Arrays.stream(recent[size], 0, known).min().orElse(0);
        long bit = 1L << size;
        copies = least <= shortNanos && !isRefused(size) ? copies & ~bit : copies | bit;
    }

    @Override
    public synchronized long compiledNanos() {
        return median(times);
    }

    @Override
    public synchronized long copyNanos() {
        return median(around);
    }

    @Override
    public synchronized long onCopies() {
        return onCopies;
    }

    private long median(long[] ring) {
        return Comparison.Times.of(Arrays.copyOf(ring, Math.min(n, KEEP))).median();
    }
}
