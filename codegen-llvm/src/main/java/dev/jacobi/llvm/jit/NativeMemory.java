package dev.jacobi.llvm.jit;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/**
 * How much memory native code may have for arrays: what it was given, or what the JVM's heap leaves of its own limit. So a program gets the
 * OutOfMemoryError that it gets without native code, and a process stays as small as it was meant to be. After each collection, and before large calls,
 * the limit follows what the heap has come to use.
 */
final class NativeMemory {
    /** Garbage counts as used, so a part of the heap's limit is allowed whatever the heap uses. */
    private static final int LEAST_PART = 8;
    /**
     * Free blocks that are kept for the next call take at most this part of the limit: more than arrays may take between two collections ({@code array.core.NativeHeap}), since
     * a collection frees them together, and fresh pages for their successors cost more than most programs' arithmetic.
     */
    private static final double KEPT_PART = 3.0 / 8;
    private static final long MOST_KEPT = 512L << 20;
    private static final long FRESH_NANOS = 1_000_000;
    private final long given;
    private final long limit;
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    private WeakReference<Object> sentinel;
    private volatile long refreshed = System.nanoTime() - FRESH_NANOS;

    /** {@code given} is in bytes, 0 for what the heap leaves; the other two are addresses of words that {@code memory.ll} reads. */
    NativeMemory(long given, long limit, long kept) {
        this.given = given;
        this.limit = limit;
        Bridge.Memory.put(kept, Math.min(MOST_KEPT, (long) ((given > 0 ? given : Runtime.getRuntime().maxMemory()) * KEPT_PART)));
        set();
    }

    private void set() {
        Runtime r = Runtime.getRuntime();
        Bridge.Memory.put(limit, given > 0 ? given : left(r.maxMemory(), r.totalMemory() - r.freeMemory()));
    }

    /** What a heap of at most {@code most} bytes leaves that uses so many. */
    static long left(long most, long used) {
        return Math.max(most - used, most / LEAST_PART);
    }

    /** Sets the limit by what the heap uses now, unless that was done just before. */
    void refresh() {
        long now = System.nanoTime();
        if (given == 0 && now - refreshed > FRESH_NANOS) {
            refreshed = now;
            set();
        }
    }

    /** Waits for so long; the limit is set after each collection meanwhile. */
    void follow(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        for (long rest = millis; rest > 0; rest = (end - System.nanoTime()) / 1_000_000) {
            if (given > 0) {
                Thread.sleep(rest);
            } else {
                if (sentinel == null) {
                    sentinel = new WeakReference<>(new Object(), collected);
                }
                if (collected.remove(rest) != null) {
                    sentinel = null;
                    set();
                }
            }
        }
    }
}
