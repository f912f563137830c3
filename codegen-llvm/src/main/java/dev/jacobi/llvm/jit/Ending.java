package dev.jacobi.llvm.jit;

import dev.jacobi.llvm.host.Background;
import dev.jacobi.llvm.host.NativesUnavailable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The end of the JVM: the C library then destroys what LLVM keeps in static variables, and a thread that still compiles would crash. Nothing new begins then. What
 * is soon done is waited for; a compilation is not: the process leaves before the destructors run. The other threads of the process, and what was registered with
 * the C library later than LLVM, get their end as always, and the JVM's own shutdown hooks have run.
 */
final class Ending {
    private static final long PATIENCE_MILLIS = 20;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    /** For {@link Bridge#leave}: how many threads are in LLVM, then {@code _exit}, {@code fflush} and C's stdout. 0 as long as LLVM is not loaded. */
    private volatile long words;
    private volatile boolean ended;
    private long leave;
    private long inside;

    Ending() {
        try {
            Background.atEnd("jacobi-end", this::end);
        } catch (IllegalStateException e) {
            throw NativesUnavailable.ending();
        }
    }

    /** LLVM is loaded: from now on the process leaves early while somebody is at work in it, also by {@code Runtime.halt}. */
    void loaded() {
        leave = Bridge.leave();
        long stdout = Bridge.symbol("stdout");
        if (Bridge.symbol("on_exit") == 0 || stdout == 0) {
            return; // another C library than GNU's: all are waited for
        }
        synchronized (this) {
            long made = Bridge.call(Bridge.symbol("calloc"), 4, 8, 0, 0, 0, 0);
            Bridge.Memory.put(made, inside);
            Bridge.Memory.put(made + 8, Bridge.symbol("_exit"));
            Bridge.Memory.put(made + 16, Bridge.symbol("fflush"));
            Bridge.Memory.put(made + 24, Bridge.Memory.get(stdout));
            words = made;
        }
        register();
    }

    private void register() {
        Bridge.call(Bridge.symbol("on_exit"), leave, words, 0, 0, 0, 0);
    }

    /** Before LLVM is used; false when that must not be any more. {@link #done} follows. */
    boolean begin() {
        if (ended || !lock.readLock().tryLock()) {
            return false;
        }
        count(1);
        return true;
    }

    void done() {
        count(-1);
        lock.readLock().unlock();
    }

    private synchronized void count(int more) {
        inside += more;
        if (words != 0) {
            Bridge.Memory.put(words, inside);
        }
    }

    /** The lock is never given back. */
    private void end() {
        ended = true;
        try {
            while (!lock.writeLock().tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                if (words != 0) {
                    register(); // once more, so that it comes before what LLVM has registered since
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
