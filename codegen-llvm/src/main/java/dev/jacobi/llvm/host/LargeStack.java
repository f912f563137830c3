package dev.jacobi.llvm.host;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs a native compiler on a thread of its own with a large stack: parsers and compilers of native libraries recurse deeply, and no stack
 * overflow check stops them on a thread of the caller's.
 */
public final class LargeStack {
    private static final long BYTES = 64L << 20;

    private LargeStack() {
    }

    /** The result of {@code work}, or its exception; {@code name} is the thread's. {@link NativesUnavailable} when there cannot be one. An interrupt of the caller waits until then. */
    public static <R> R call(String name, Callable<R> work) {
        var task = new FutureTask<>(work);
        if (!Background.start(name, BYTES, task)) {
            throw new NativesUnavailable("A native compiler needs a thread of its own, and " + Background.NO_THREAD + ".");
        }
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
