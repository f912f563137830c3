package dev.jacobi.site;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** How long calls wait for one compilation. Whether it came in time is decided once, by whoever is first: the compilation that ends, or a call that gives up. */
final class CompileTimeout {
    static final long SECONDS = 60;
    /** Null while it is under way. */
    private final AtomicReference<Boolean> inTime = new AtomicReference<>();

    /** The compilation has a result. Returns false when that is too late. */
    boolean arrives() {
        inTime.compareAndSet(null, true);
        return inTime.get();
    }

    /** A call has waited too long. Returns whether it is the one that decides so. */
    boolean ends() {
        return inTime.compareAndSet(null, false);
    }

    /** Whether what the compilation still brings is not used. */
    boolean isOver() {
        return Boolean.FALSE.equals(inTime.get());
    }

    /** Waits, whatever interrupts it. Returns false after the longest time. */
    static boolean wait(CountDownLatch latch) {
        boolean interrupted = false;
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while (true) {
                try {
                    return latch.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
