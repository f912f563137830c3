package dev.jacobi.pjrt.client;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Runs a compilation on a thread with a large stack: the plugin's parser and compiler recurse deeply, and no stack overflow check stops them. */
final class LargeStack {
    private static final long BYTES = 64L << 20;

    private LargeStack() {
    }

    /** Waits for the result, also where the caller is interrupted meanwhile. */
    static <R> R call(Supplier<R> work) {
        var task = new FutureTask<R>(work::get);
        var thread = new Thread(null, task, "jacobi-pjrt", BYTES, false);
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof RuntimeException r) {
                        throw r;
                    }
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
