package dev.jacobi.backend.tier;

import dev.jacobi.llvm.host.Background;
import dev.jacobi.spi.ArrayEngine;
import java.util.ArrayDeque;
import java.util.function.Function;

/** Makes better code in the background, one after the other. Where there cannot be a thread for it, or LLVM fails, the code that there is stays. */
public final class Optimiser {
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    /** Code that is made quickly now; {@code make} is told whether it is to be quick, and called once more with false when it pays. */
    public ArrayEngine.Code tiered(Function<Boolean, ArrayEngine.Code> make) {
        return new TieredCode(this, make.apply(true), () -> make.apply(false));
    }

    /** Runs a task that makes such code when those before it are done. */
    public void later(Runnable task) {
        synchronized (waiting) {
            waiting.add(task);
            running = running || Background.start("jacobi-optimise", Background.DEEP_STACK, this::work);
        }
    }

    private void work() {
        for (Runnable task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                // What runs meanwhile computes the same.
            }
        }
    }

    private Runnable next() {
        synchronized (waiting) {
            Runnable task = waiting.poll();
            running = task != null;
            return task;
        }
    }
}
