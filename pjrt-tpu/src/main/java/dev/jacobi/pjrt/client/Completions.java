package dev.jacobi.pjrt.client;

import dev.jacobi.llvm.host.Background;
import dev.jacobi.pjrt.capi.PjrtException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/** Tells when runs that nobody waits for have ended, in a thread that is there as long as there are any. */
public final class Completions {
    /** More are not under way at a time: each holds its arguments, in case that a device fails. */
    private static final int MOST = 32;
    private static final int IDLE_MILLIS = 2_000;
    private final Queue<Run> runs = new ArrayDeque<>();
    private boolean listening;

    private record Run(Execution execution, Consumer<PjrtException> ended) {
        void await() {
            ended.accept(execution.await());
        }
    }

    /** {@code ended} is told, from another thread, why a run has failed, null if it has not. Waits for the oldest run where there are too many. */
    public void add(Execution e, Consumer<PjrtException> ended) {
        Run run = new Run(e, ended);
        Run oldest;
        synchronized (this) {
            listening = listening || Background.start("jacobi-pjrt-ended", 0, this::listen);
            oldest = !listening ? run : runs.size() < MOST ? null : runs.peek();
            if (listening) {
                runs.add(run);
                notifyAll();
            }
        }
        if (oldest == run) {
            run.await();
        } else if (oldest != null) {
            oldest.execution.await();
        }
    }

    private void listen() {
        boolean ended = false;
        try {
            for (Run r = next(); r != null; r = next()) {
                r.await();
            }
            ended = true;
        } finally {
            if (!ended) {
                // who was told has thrown something: the next run gets another thread
                stopped();
            }
        }
    }

    private synchronized void stopped() {
        listening = false;
    }

    private synchronized Run next() {
        try {
            if (runs.isEmpty()) {
                wait(IDLE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        listening = !runs.isEmpty();
        return runs.poll();
    }
}
