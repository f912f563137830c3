package dev.jacobi.dispatch;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Background threads that compile: daemons with a large stack (lifting and LLVM recurse deeply), gone when idle. They
 * inherit nothing from the program's threads, so that no class loader is kept alive.
 */
final class CompileQueue {
    private static final long STACK = 256L << 20;
    private final ThreadPoolExecutor pool;
    private final ScheduledThreadPoolExecutor clock;

    CompileQueue() {
        int threads = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));
        var number = new AtomicInteger();
        pool = new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), r -> {
            Thread t = new Thread(null, r, "jacobi-compile-" + number.incrementAndGet(), STACK, false);
            t.setDaemon(true);
            t.setContextClassLoader(null);
            return t;
        });
        pool.allowCoreThreadTimeOut(true);
        clock = new ScheduledThreadPoolExecutor(1, r -> {
            Thread t = new Thread(null, r, "jacobi-clock", 0, false);
            t.setDaemon(true);
            t.setContextClassLoader(null);
            return t;
        });
    }

    /** Runs a short task after a while. */
    void later(Runnable task, long delay, TimeUnit unit) {
        clock.schedule(task, delay, unit);
    }

    void submit(Runnable task) {
        pool.execute(task);
    }

    /** Whether the current thread belongs to a queue. */
    static boolean isCompiler() {
        return Thread.currentThread().getName().startsWith("jacobi-compile-");
    }
}
