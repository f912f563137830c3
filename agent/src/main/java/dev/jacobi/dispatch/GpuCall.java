package dev.jacobi.dispatch;

import dev.jacobi.ir.Tensor;
import dev.jacobi.ptx.run.GpuExecutable;
import dev.jacobi.report.MethodStats;
import java.util.Arrays;
import java.util.List;

/** Calls of a program on a device. Some of them are timed: in kernels, in copies between host and device, and as a whole. */
final class GpuCall implements BoxedProgram, MethodStats.Medians {
    private static final int KEEP = 31;
    private static final int TIMED_AT_FIRST = 16;
    private static final int SELDOM = 64;
    private final GpuExecutable executable;
    private final long[] total = new long[KEEP];
    private final MethodStats stats;
    private int calls;
    private int totals;

    GpuCall(GpuExecutable executable, MethodStats stats) {
        this.executable = executable;
        this.stats = stats;
        stats.samples(this);
    }

    @Override
    public boolean borrows() {
        return true;
    }

    @Override
    public List<Tensor> run(List<Tensor> in) {
        boolean timed = timed();
        GpuExecutable.Outcome o = executable.run(in, timed);
        if (timed) {
            stats.device(o.transferNanos(), o.kernelNanos());
        }
        return o.results();
    }

    private synchronized boolean timed() {
        calls++;
        return calls <= TIMED_AT_FIRST || calls % SELDOM == 0;
    }

    @Override
    public synchronized void ended(long start) {
        total[totals++ % KEEP] = System.nanoTime() - start;
    }

    @Override
    public synchronized long compiledNanos() {
        return median(total, totals);
    }

    /** What is spent around the device: packing, unpacking, waiting. */
    @Override
    public synchronized long copyNanos() {
        return Math.max(0, compiledNanos() - stats.kernelNanos() - stats.transferNanos());
    }

    private static long median(long[] ring, int n) {
        long[] a = Arrays.copyOf(ring, Math.min(n, KEEP));
        Arrays.sort(a);
        return a.length == 0 ? 0 : a[a.length / 2];
    }
}
