package dev.jacobi.pjrt.client;

import dev.jacobi.pjrt.capi.Api;
import dev.jacobi.pjrt.capi.Event;
import dev.jacobi.pjrt.capi.PjrtException;
import java.util.List;

/** A run of a program, which may still be under way on its devices. May be asked by several threads. */
public final class Execution {
    static final String EXECUTING = "run the program";
    private final Api api;
    private final List<List<Buffer>> results;
    private final long start;
    /** An event of each device; null once they have come. */
    private long[] events;
    /** What must not be destroyed before; null once it may. */
    private Object uses;
    /** The runs that compute its arguments; none once it has ended. */
    private List<Execution> before;
    private PjrtException failed;
    private boolean byArguments;
    private volatile boolean lost;
    private long end;

    /** It fails where one of the runs {@code before} does, whatever the plugin says. */
    Execution(Api api, long start, long[] events, List<List<Buffer>> results, Object uses, List<Execution> before) {
        this.api = api;
        this.start = start;
        this.events = events;
        this.results = results;
        this.uses = uses;
        this.before = before;
        api.runBegins();
    }

    /** Waits for all devices, also when one has failed; why the first one that failed did so, or null. */
    public synchronized PjrtException await() {
        if (events != null) {
            before.forEach(r -> failed = failed == null ? r.await() : failed);
            byArguments = failed != null;
            try {
                for (int d = 0; d < events.length; d++) {
                    long event = events[d];
                    events[d] = 0;
                    await(event);
                }
            } finally {
                api.runEnds();
                lost = failed != null;
                end = System.nanoTime();
                events = null;
                uses = null;
                before = List.of();
            }
        }
        return failed;
    }

    private void await(long event) {
        try {
            Event.await(api, event, EXECUTING);
        } catch (PjrtException e) {
            failed = failed != null ? failed : e;
        }
    }

    /** Whether it is known that it has failed. */
    public boolean isLost() {
        return lost;
    }

    /** Whether it has failed because a run has that was to compute an argument of it. */
    public synchronized boolean hasFailedByArguments() {
        return byArguments;
    }

    /** When it began, by {@link System#nanoTime}. */
    public long start() {
        return start;
    }

    /** When somebody first knew that it had ended. */
    synchronized long end() {
        return end;
    }

    /** The results of each device, which the devices may still be computing. */
    List<List<Buffer>> results() {
        return results;
    }

    /** The same, computed. Where a device has failed they are closed. */
    List<List<Buffer>> ended() {
        PjrtException e = await();
        if (e != null) {
            results.forEach(of -> of.forEach(Buffer::close));
            throw e;
        }
        return results;
    }
}
