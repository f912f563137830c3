package dev.jacobi.pjrt.capi;

import dev.jacobi.llvm.host.Background;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The end of the JVM: C libraries are torn down then, and a plugin that is still at work would take the process with it. So the JVM waits for a while for runs of programs
 * and calls that are under way, and new ones are refused.
 */
final class ShutdownGuard {
    private static final long PATIENCE_SECONDS = 10;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    /** Runs of programs that have begun and of which nobody has seen the end. */
    private final AtomicInteger runs = new AtomicInteger();
    private volatile boolean ending;
    private volatile boolean ended;

    ShutdownGuard() {
        try {
            Background.atEnd("jacobi-pjrt-end", this::end);
        } catch (IllegalStateException e) {
            ended = true;
        }
    }

    private void end() {
        ending = true;
        try {
            // whoever waits for runs may go on doing so
            for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS); runs.get() > 0 && System.nanoTime() < end;) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            ended = true;
            // never given back
            lock.writeLock().tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended = true;
        }
    }

    /** A run has begun; {@link #runEnds} follows. */
    void runBegins() {
        runs.incrementAndGet();
    }

    void runEnds() {
        runs.decrementAndGet();
    }

    /** Before a call of the plugin, which {@code begins} a run or does anything else; {@link #leave} follows. */
    void enter(boolean begins) {
        if (ended || begins && ending || !lock.readLock().tryLock()) {
            throw new PjrtException(ErrorCode.CANCELLED, "the JVM is ending, and plugins are not called any more");
        }
    }

    void leave() {
        lock.readLock().unlock();
    }
}
