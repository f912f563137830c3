package dev.jacobi.pjrt.capi;

import dev.jacobi.llvm.host.Background;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The end of the JVM: C libraries are torn down then, and a plugin that is still at work would take the process with it. So the JVM waits for calls that
 * are under way, for a while, and new ones are refused.
 */
final class ShutdownGuard {
    private static final long PATIENCE_SECONDS = 10;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile boolean ended;

    ShutdownGuard() {
        try {
            Background.atEnd("jacobi-pjrt-end", this::end);
        } catch (IllegalStateException e) {
            ended = true;
        }
    }

    private void end() {
        ended = true;
        try {
            // never given back
            lock.writeLock().tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Before a call of the plugin; {@link #leave} follows. */
    void enter() {
        if (ended || !lock.readLock().tryLock()) {
            throw new PjrtException(ErrorCode.CANCELLED, "the JVM is ending, and plugins are not called any more");
        }
    }

    void leave() {
        lock.readLock().unlock();
    }
}
