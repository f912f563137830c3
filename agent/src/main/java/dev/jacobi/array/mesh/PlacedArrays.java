package dev.jacobi.array.mesh;

import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.ArrayRuntime;
import dev.jacobi.array.core.ArrayValue;
import dev.jacobi.array.core.Block;
import dev.jacobi.array.core.NativeHeap;
import dev.jacobi.array.device.DeviceHeap;
import dev.jacobi.array.host.StoredElements;
import dev.jacobi.spi.DeviceMemory;
import dev.jacobi.spi.MeshAxes;
import dev.jacobi.spi.MeshDevices;
import dev.jacobi.spi.Partition;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Arrays that the devices of a plugin have blocks of. */
public final class PlacedArrays {
    private PlacedArrays() {
    }

    private static NativeHeap heap() {
        return ArrayRuntime.ofProcess().heap();
    }

    /** The array on the devices of a mesh: itself where it is there, else a copy that the process has not. */
    public static NDArray put(NDArray x, MeshAxes mesh, Partition p) {
        ArrayValue.Stored s = StoredElements.stored(x);
        MeshDevices devices = heap().engine().devices();
        var parts = new ArrayList<Block>();
        try {
            Object place = devices.place(mesh, p, s.dims());
            if (s.parts().stream().allMatch(b -> b.at(place) != null)) {
                return x;
            }
            for (Block b : s.parts()) {
                DeviceMemory m = devices.put(b.address(), x.dtype().ir(), mesh, p, s.dims());
                Reference.reachabilityFence(b);
                parts.add(heap().onDevice(m, b.bytes()));
            }
        } catch (JacobiException e) {
            parts.forEach(Block::free);
            throw e;
        } catch (RuntimeException e) {
            parts.forEach(Block::free);
            throw new JacobiException("The array of shape " + Arrays.toString(s.dims()) + " cannot be put on the devices " + mesh.devices() + ": " + e.getMessage() + ".", e);
        }
        return new NDArray(x.dtype(), x.isWeak(), new ArrayValue.Stored(parts, s.dims()));
    }

    /** The blocks that the devices of a mesh have, in its order, each copied from its device; null where they have none. */
    public static List<NDArray> of(NDArray x, MeshAxes mesh, Layout layout) {
        ArrayValue.Stored s = StoredElements.stored(x);
        Object place = heap().engine().devices().place(mesh, layout.partition(), s.dims());
        s.parts().forEach(Block::await);
        return using(() -> {
            var there = new ArrayList<DeviceMemory>();
            for (Block b : s.parts()) {
                if (b.at(place) == null) {
                    return null;
                }
                there.add(b.at(place));
            }
            long bytes = layout.elements() * x.dtype().real().bytes();
            return IntStream.range(0, mesh.devices().size()).mapToObj(d -> new NDArray(x.dtype(), x.isWeak(),
                new ArrayValue.Stored(there.stream().map(m -> read(m, bytes, to -> m.readBlock(d, to))).toList(), layout.block()))).toList();
        });
    }

    /** Keeps copies of arrays on devices from being given up while the work is done. */
    private static <T> T using(Supplier<T> work) {
        DeviceHeap devices = heap().devices();
        devices.using().lock();
        try {
            return work.get();
        } finally {
            devices.using().unlock();
            devices.freeClosed();
        }
    }

    private static Block read(DeviceMemory m, long bytes, LongConsumer copy) {
        Block b = heap().allocate(bytes);
        try {
            copy.accept(b.address());
            return b;
        } catch (RuntimeException e) {
            b.free();
            throw new JacobiException("The elements of an array on the devices " + m.deviceName() + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** How the devices have the array that it was made on; null where these are not several. */
    public static DeviceMemory home(NDArray x) {
        DeviceMemory m = StoredElements.stored(x).parts().get(0).home();
        return m == null || m.mesh() == null ? null : m;
    }

    /** The array in the process's memory. */
    public static NDArray gathered(NDArray x) {
        ArrayValue.Stored s = StoredElements.stored(x);
        s.parts().forEach(Block::await);
        return using(() -> {
            List<DeviceMemory> there = s.parts().stream().map(Block::home).filter(Objects::nonNull).toList();
            return there.size() < s.parts().size() ? x
                : new NDArray(x.dtype(), x.isWeak(), new ArrayValue.Stored(IntStream.range(0, there.size()).mapToObj(k -> read(there.get(k), s.parts().get(k).bytes(), there.get(k)::read)).toList(), s.dims()));
        });
    }
}
