package dev.jacobi.site;

import dev.jacobi.jvm.CpuTime;
import dev.jacobi.llvm.host.Background;
import dev.jacobi.policy.Budget;
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
    private final Budget budget;
    private final AtomicInteger unfinished = new AtomicInteger();
    private final ThreadPoolExecutor pool;
    private final ScheduledThreadPoolExecutor clock;

    /** {@code budget} pays for what is done here; {@code patient}: nobody waits for it, so that one thread will do. */
    CompileQueue(Budget budget, boolean patient) {
        int threads = patient ? 1 : Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));
        var number = new AtomicInteger();
        this.budget = budget;
        pool = new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), r -> daemon(r, "jacobi-compile-" + number.incrementAndGet(), Background.DEEP_STACK));
        pool.allowCoreThreadTimeOut(true);
        clock = new ScheduledThreadPoolExecutor(1, r -> daemon(r, "jacobi-clock", 0));
    }

    private static Thread daemon(Runnable r, String name, long stack) {
        Thread t = new Thread(null, r, name, stack, false);
        t.setDaemon(true);
        t.setContextClassLoader(null);
        return t;
    }

    /** Runs a short task after a while; never, where there cannot be a thread for it. */
    void later(Runnable task, long delay, TimeUnit unit) {
        try {
            clock.schedule(task, delay, unit);
        } catch (OutOfMemoryError | InternalError e) {
            // Who calls this is in the middle of a call of the program's.
        }
    }

    /** Runs a task; false when there cannot be a thread for it. */
    boolean submit(Runnable task) {
        if (!Background.hasRoom(Background.DEEP_STACK)) {
            return false;
        }
        unfinished.incrementAndGet();
        try {
            execute(task);
            return true;
        } catch (OutOfMemoryError | InternalError e) {
            unfinished.decrementAndGet();
            return false;
        }
    }

    private void execute(Runnable task) {
        pool.execute(() -> {
            long start = CpuTime.thread();
            long wall = System.nanoTime();
            try {
                task.run();
            } finally {
                long own = CpuTime.thread() - start;
                // LLVM works on a thread of its own meanwhile, about as long as this one has.
                budget.spend(own + Math.min(own, Math.max(0, System.nanoTime() - wall - own)));
                unfinished.decrementAndGet();
            }
        });
    }

    /** Whether there is nothing to do. */
    boolean isIdle() {
        return unfinished.get() == 0;
    }

    /** Whether the current thread belongs to a queue. */
    static boolean isCompiler() {
        return Thread.currentThread().getName().startsWith("jacobi-compile-");
    }
}
