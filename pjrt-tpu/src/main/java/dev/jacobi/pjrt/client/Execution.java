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
    private final long start = System.nanoTime();
    /** An event of each device; null once they have come. */
    private long[] events;
    /** What must not be destroyed before; null once it may. */
    private Object uses;
    private PjrtException failed;
    private long nanos;

    Execution(Api api, long[] events, List<List<Buffer>> results, Object uses) {
        this.api = api;
        this.events = events;
        this.results = results;
        this.uses = uses;
    }

    /** Waits for all devices, also when one has failed; why the first one that failed did so, or null. */
    public synchronized PjrtException await() {
        if (events != null) {
            for (long event : events) {
                try {
                    Event.await(api, event, EXECUTING);
                } catch (PjrtException e) {
                    failed = failed != null ? failed : e;
                }
            }
            nanos = System.nanoTime() - start;
            events = null;
            uses = null;
        }
        return failed;
    }

    /** How long it took, as far as somebody has waited for it; for one that has ended. */
    public synchronized long nanos() {
        return nanos;
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
