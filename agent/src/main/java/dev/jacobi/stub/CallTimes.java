package dev.jacobi.stub;

import dev.jacobi.report.Comparison;
import dev.jacobi.report.MethodStats;
import java.util.Arrays;

/** How long the last calls of a program on a device took as a whole. */
public final class CallTimes implements MethodStats.Medians {
    private static final int KEEP = 31;
    private final long[] total = new long[KEEP];
    private final MethodStats stats;
    private int totals;

    public CallTimes(MethodStats stats) {
        this.stats = stats;
        stats.samples(this);
    }

    /** A call has ended that began at this time. */
    public synchronized void ended(long start) {
        total[totals++ % KEEP] = System.nanoTime() - start;
    }

    @Override
    public synchronized long compiledNanos() {
        return Comparison.Times.of(Arrays.copyOf(total, Math.min(totals, KEEP))).median();
    }

    /** What is spent around the device: packing, unpacking, waiting. */
    @Override
    public long copyNanos() {
        return Math.max(0, compiledNanos() - stats.kernelNanos() - stats.transferNanos());
    }

    /** A device works on its own memory anyway. */
    @Override
    public long onCopies() {
        return 0;
    }
}
