package dev.jacobi.pjrt.client;

import dev.jacobi.llvm.host.Background;
import dev.jacobi.pjrt.capi.PjrtException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Semaphore;

/** Tells when runs that nobody waits for have ended, in a thread that is there as long as there are any. */
public final class Completions {
    /** More are not under way at a time: each holds its arguments, in case that a device fails. */
    private static final int MOST = 32;
    private static final int IDLE_MILLIS = 2_000;
    private final Semaphore room = new Semaphore(MOST, true);
    private final Queue<Run> runs = new ArrayDeque<>();
    private boolean listening;
    /** When the last run had ended. */
    private long last = System.nanoTime();

    /** Who wants to know. */
    public interface Listener {
        /** Why a run has failed, null if it has not, and for how long a device was at it. */
        void ended(PjrtException failed, long nanos);
    }

    private record Run(Execution execution, Listener listener) {
    }

    /** The listener is told from another thread. Waits where there are too many. */
    public void add(Execution e, Listener listener) {
        room.acquireUninterruptibly();
        boolean heard;
        synchronized (this) {
            listening = listening || Background.start("jacobi-pjrt-ended", 0, this::listen);
            heard = listening;
            if (heard) {
                runs.add(new Run(e, listener));
                notifyAll();
            }
        }
        if (!heard) {
            tell(new Run(e, listener));
        }
    }

    /** Waits until all that have been added have ended, and their listeners know. */
    public void await() {
        room.acquireUninterruptibly(MOST);
        room.release(MOST);
    }

    private void listen() {
        for (Run r = next(); r != null; r = next()) {
            tell(r);
        }
    }

    private void tell(Run r) {
        try {
            PjrtException failed = r.execution.await();
            r.listener.ended(failed, nanos(r.execution));
        } catch (RuntimeException | Error e) {
            // Nobody waits for what this one had to tell, and others still are to be told.
        } finally {
            room.release();
        }
    }

    /** What ran before it on the same devices is not of its time. */
    private synchronized long nanos(Execution e) {
        long nanos = e.end() - Math.max(e.start(), Math.min(last, e.end()));
        last = e.end();
        return nanos;
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
