package dev.jacobi.backend.device;

import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.ArrayValue;
import dev.jacobi.array.core.Block;
import dev.jacobi.pjrt.capi.PjrtException;
import dev.jacobi.pjrt.client.DeviceElements;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The results of one call that a device may still be computing. Should it fail after all, the process computes them when one is read: until the call has ended what that takes is held, its arguments above all. May be used by many threads.
 */
public final class LaterResults {
    private final Map<DeviceElements, Integer> places = new IdentityHashMap<>();
    private Function<String, Object> host;
    private Runnable succeeded;
    private List<NDArray> computed;
    private boolean ended;

    /** The arrays of a call's result, in order. */
    private static List<NDArray> arrays(Object result) {
        var all = new ArrayList<NDArray>();
        for (Object o : result instanceof Object[] parts ? parts : new Object[] {result}) {
            if (o instanceof NDArray x) {
                all.add(x);
            }
        }
        return all;
    }

    /**
     * What a call on a device has given: arrays, or an array of them. True where they are there; else {@code host} computes the same if the device fails, for the reason that it is given, and {@code succeeded} is told if it does not.
     */
    public static boolean areThere(Object result, Function<String, Object> host, Runnable succeeded) {
        LaterResults of = null;
        List<NDArray> all = arrays(result);
        for (int k = 0; k < all.size(); k++) {
            // one that was an argument belongs to another call
            if (home(all.get(k)) instanceof PjrtMemory m && m.later() != null && (m.later() == of || m.later().isNew())) {
                of = m.later();
                of.places.putIfAbsent(m.handle(), k);
            }
        }
        return of == null || of.otherwise(host, succeeded);
    }

    private static Object home(NDArray x) {
        return x.value() instanceof ArrayValue.Stored s && s.parts().size() == 1 ? s.parts().get(0).home() : null;
    }

    private synchronized boolean isNew() {
        return succeeded == null && host == null;
    }

    private synchronized boolean otherwise(Function<String, Object> other, Runnable told) {
        host = ended ? null : other;
        succeeded = ended ? null : told;
        return ended;
    }

    /** The call has ended, and the elements are there. */
    public synchronized void succeeded() {
        ended = true;
        host = null;
        if (succeeded != null) {
            succeeded.run();
            succeeded = null;
        }
    }

    /** The elements, which the device has not given for this reason, in memory of the process. */
    synchronized Block computed(DeviceElements e, PjrtException why) {
        Integer place = places.get(e);
        if (computed == null && host != null && place != null) {
            try {
                computed = arrays(host.apply("the device failed: " + why.getMessage()));
            } catch (JacobiException x) {
                throw new JacobiException(why.getMessage() + ", and the process cannot compute it again: " + x.getMessage(), x);
            }
            host = null;
        }
        if (computed == null) {
            throw why;
        }
        return ((ArrayValue.Stored) computed.get(place).value()).parts().get(0);
    }
}
