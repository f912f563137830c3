package dev.jacobi.backend.device;

import dev.jacobi.array.core.ArrayRuntime;
import dev.jacobi.array.device.DeviceHeap;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.report.MethodStats;
import dev.jacobi.spi.DeviceMemory;
import dev.jacobi.stub.device.BlockElements;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Calls of programs on a device with arrays that may be there: the device's memory is shared among calls, and copies are counted. */
public final class DeviceCalls {
    private final MethodStats stats;

    public DeviceCalls(MethodStats stats) {
        this.stats = stats;
    }

    /**
     * Runs a call. Where it fails because the device has too little memory ({@code full}), what arrays can do without on the device is given up, be they arrays of this call or of others, and it is
     * run once more: nothing of a call that has failed is under way.
     */
    public <T> T run(List<Tensor> in, Object device, Supplier<T> call, Predicate<RuntimeException> full) {
        // a call without arrays leaves them alone, so that a process without any has no memory for them either
        boolean hasArrays = in.stream().anyMatch(t -> t.elsewhere() instanceof BlockElements);
        Supplier<T> once = hasArrays ? () -> using(heap(), call) : call;
        try {
            return once.get();
        } catch (RuntimeException e) {
            if (!full.test(e)) {
                throw e;
            }
            heap().reclaim(device);
            return once.get();
        }
    }

    private static DeviceHeap heap() {
        return ArrayRuntime.ofProcess().heap().devices();
    }

    private static <T> T using(DeviceHeap heap, Supplier<T> call) {
        heap.using().lock();
        try {
            return call.get();
        } finally {
            heap.using().unlock();
            heap.freeClosed();
        }
    }

    /** Gives arrays the copies of them that a call has made on the device, and results that have stayed there to whoever made the call. */
    public <H> List<Tensor> settle(List<Tensor> in, Map<Integer, H> uploads, List<Tensor> results, Class<H> form, Function<H, DeviceMemory> memory) {
        in.stream().filter(t -> t.dims().length > 0 && t.elsewhere() == null).forEach(t -> stats.uploaded(bytes(t)));
        uploads.forEach((k, copy) -> {
            DeviceMemory m = memory.apply(copy);
            stats.uploaded(m.bytes());
            ((BlockElements) in.get(k).elsewhere()).keep(m);
        });
        return results.stream().map(t -> {
            if (form.isInstance(t.elsewhere())) {
                return new Tensor(t.dtype(), t.dims(), memory.apply(form.cast(t.elsewhere())));
            }
            if (t.dims().length > 0) {
                stats.downloaded(bytes(t));
            }
            return t;
        }).toList();
    }

    private static long bytes(Tensor t) {
        return (long) t.size() * t.dtype().bytes();
    }
}
