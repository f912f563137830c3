package dev.jacobi.backend;

import dev.jacobi.backend.tier.EntryCode;
import dev.jacobi.classes.ClassBytes;
import dev.jacobi.llvm.host.Background;
import java.lang.ref.Cleaner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/**
 * What compilers share because a process has one of each: LLVM, the GPU's driver, the plugins of other devices, none of which can be loaded twice or let go, and what is known
 * of the classes that run. Each is opened when it is first needed, with the options of who needs it.
 */
public final class ProcessResources {
    private final ClassBytes classes = new ClassBytes();
    /** Null until LLVM is asked for. */
    final AtomicReference<NativeBackend.Opened> llvm = new AtomicReference<>();
    /** The GPU, its context and what is known of its state; null until it is asked for. */
    final AtomicReference<GpuBackend.Opened> gpu = new AtomicReference<>();
    /** By what names the plugin. */
    final ConcurrentHashMap<String, TpuBackend.Held> plugins = new ConcurrentHashMap<>();
    /** Code that was loaded from files, by its name. */
    final ConcurrentHashMap<String, EntryCode> saved = new ConcurrentHashMap<>();
    private BiFunction<Object, Runnable, Cleaner.Cleanable> cleaner;

    /** The class files of what the JVM runs. */
    public ClassBytes classes() {
        return classes;
    }

    /** Frees what is on a device; a thread of its own, begun with the first program for one. */
    synchronized BiFunction<Object, Runnable, Cleaner.Cleanable> cleaner() {
        if (cleaner == null) {
            cleaner = Background.cleaner();
        }
        return cleaner;
    }
}
