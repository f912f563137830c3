package dev.jacobi.ptx.run;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.interp.OffHeap;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ptx.device.Device;
import dev.jacobi.ptx.device.Queue;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The arrays of one run that are on the device before it, or stay there after it. Until {@link #settle} all memory that the run has taken is the queue's, so that a run that
 * fails leaves none behind.
 */
final class KeptArrays {
    private final Device device;
    private final Queue queue;
    private final Map<Integer, DeviceArray> uploads = new LinkedHashMap<>();
    private final Set<Long> results = new LinkedHashSet<>();

    KeptArrays(Device device, Queue queue) {
        this.device = device;
        this.queue = queue;
    }

    /**
     * An input that is outside of the heap, as the program reads it: where it is on the device, to which it is copied once. {@code t} is its source for results that are the
     * input.
     */
    Placed input(int number, Tensor t, OffHeap elements) {
        if (elements.on(device) instanceof DeviceArray there) {
            return new Placed(new Block(there.address(), t, true), 0, t.dims());
        }
        long bytes = RunValues.bytes(t.dtype(), t.dims());
        long at = queue.allocApart(bytes);
        queue.upload(at, elements.address(), bytes);
        uploads.put(number, new DeviceArray(device, at, t.dtype(), t.size()));
        return new Placed(new Block(at, t, true), 0, t.dims());
    }

    /** Makes a result stay on the device: in the memory where it is, if that is a piece of its own which no other result has. */
    Tensor result(DType d, Placed p) {
        long at = p.address();
        if (p.block().lent || p.offset() != 0 || results.contains(at) || !queue.isApart(at)) {
            long bytes = RunValues.bytes(d, p.dims());
            at = queue.allocApart(bytes);
            queue.copy(at, p.address(), bytes);
        }
        results.add(at);
        return new Tensor(d, p.dims(), new DeviceArray(device, at, d, Math.toIntExact(p.size())));
    }

    /** The run has succeeded, and nothing of it is under way: what was copied to the device, by the numbers of inputs. It and the results are the caller's from now on. */
    Map<Integer, DeviceArray> settle() {
        uploads.values().forEach(a -> queue.detach(a.address()));
        results.forEach(queue::detach);
        return uploads;
    }
}
