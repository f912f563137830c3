package dev.jacobi.dispatch;

import dev.jacobi.report.MethodStats;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * Times of some calls of a native stub, and what follows from them: from which size on a call works on copies. Arrays that a
 * native call uses in place hold up the garbage collector as long as it runs, except under G1 since JDK 22. Called by
 * generated code, hence public.
 */
public final class Clock implements MethodStats.Medians {
    /** A call this short may use arrays in place under every collector. */
    private static final double SHORT_NANOS = 50_000;
    private static final long FIRST_LIMIT = 4096;
    private static final long SMALL = 400;
    private static final int KEEP = 31;
    private final boolean pins;
    private final long[] times = new long[KEEP];
    private final long[] copies = new long[KEEP];
    private int n;

    /** Calls with more elements than this work on copies. Racy on purpose. */
    public long limit;

    /** Calls with at most this many elements work on copies too: that costs next to nothing and never delays a collection. */
    public final long small;

    /** A call is timed when these bits of its number are zero: at first each one, later few. Racy on purpose. */
    public long mask;

    Clock() {
        this.pins = pinsRegions();
        this.small = pins ? -1 : SMALL;
        this.limit = pins ? Long.MAX_VALUE : FIRST_LIMIT;
    }

    /** Whether the collector can go on while arrays are in use. */
    private static boolean pinsRegions() {
        return Runtime.version().feature() >= 22
            && ManagementFactory.getGarbageCollectorMXBeans().stream().anyMatch(b -> b.getName().startsWith("G1"));
    }

    /** A call that began at {@code start} and was in native code from {@code in} to {@code out} has ended; it had this many elements. */
    public synchronized void add(long start, long in, long out, long elements) {
        long end = System.nanoTime();
        times[n % KEEP] = end - start;
        copies[n % KEEP] = end - start - (out - in);
        n++;
        mask = n < 16 ? 0 : n < 64 ? 15 : 1023;
        if (!pins && elements > 0) {
            long fits = (long) (SHORT_NANOS * elements / Math.max(1, out - in));
            limit = n == 1 ? fits : (3 * limit + fits) / 4;
        }
    }

    @Override
    public synchronized long compiledNanos() {
        return median(times);
    }

    @Override
    public synchronized long copyNanos() {
        return median(copies);
    }

    private long median(long[] ring) {
        long[] a = Arrays.copyOf(ring, Math.min(n, KEEP));
        Arrays.sort(a);
        return a.length == 0 ? 0 : a[a.length / 2];
    }
}
