package dev.jacobi.array.core;

import dev.jacobi.spi.ArrayEngine;
import dev.jacobi.spi.TransformProvider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What arrays of a process share: memory, compiled operations, and whether 64 bits are the default. There is one, made when the first array is. */
public final class ArrayRuntime {
    private final NativeHeap heap;
    private final KernelCache kernels;
    private final Map<Class<?>, Object> nodes = new ConcurrentHashMap<>();

    /** The only one. */
    private static final class OfProcess {
        static final ArrayRuntime INSTANCE = new ArrayRuntime(TransformProvider.load().arrays());
    }

    private ArrayRuntime(ArrayEngine engine) {
        this.heap = new NativeHeap(engine);
        this.kernels = new KernelCache(heap);
    }

    public static ArrayRuntime ofProcess() {
        return OfProcess.INSTANCE;
    }

    public NativeHeap heap() {
        return heap;
    }

    KernelCache kernels() {
        return kernels;
    }

    /** How objects of classes that are no records are taken apart as trees. */
    public Map<Class<?>, Object> nodes() {
        return nodes;
    }

    /** How many operations have been compiled so far. */
    public int compiled() {
        return kernels.size();
    }

    /** Whether numbers have 64 bits where nothing says otherwise. */
    public boolean isWide() {
        return Precision.ofProcess().isWide();
    }

    public void wide(boolean on) {
        Precision.ofProcess().wide(on);
    }
}
