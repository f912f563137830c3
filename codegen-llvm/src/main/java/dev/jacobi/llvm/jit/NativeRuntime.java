package dev.jacobi.llvm.jit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What emitted code may call, written in LLVM IR and compiled when the first module names it: the pool of native threads behind
 * {@code void @jacobi_parallel_for(ptr fn, ptr ctx, i64 n, i64 grain)} ({@code parallel.ll}), and memory from
 * {@code ptr @jacobi_alloc(i64 bytes)}, {@code ptr @jacobi_alloc_zero(i64 bytes)}, {@code void @jacobi_free(ptr)} ({@code memory.ll}).
 */
final class NativeRuntime {
    private static final List<String> POOL = List.of("jacobi_parallel_for", "jacobi_pool_workers");
    private static final List<String> MEMORY = List.of("jacobi_alloc", "jacobi_alloc_zero", "jacobi_free", "jacobi_idle");
    /** Blocks that nobody has wanted for one to two of these go back to the system. */
    private static final long IDLE_MILLIS = 10_000;
    private final Llvm llvm;
    private final int threads;
    private boolean pool;
    private boolean memory;

    NativeRuntime(Llvm llvm, int threads) {
        this.llvm = llvm;
        this.threads = threads;
    }

    /** Makes sure that modules of these texts can be linked. */
    synchronized void ensureFor(List<String> texts) {
        if (!pool && texts.stream().anyMatch(t -> t.contains("@" + POOL.get(0)))) {
            llvm.addLibrary(source("parallel.ll"), POOL);
            Bridge.call(llvm.address("jacobi_pool_workers"), Math.max(0, threads - 1));
            pool = true;
        }
        if (!memory && texts.stream().anyMatch(t -> t.contains("@jacobi_alloc") || t.contains("@jacobi_free"))) {
            llvm.addLibrary(source("memory.ll"), MEMORY);
            trimWhenIdle(llvm.address("jacobi_idle"));
            memory = true;
        }
    }

    private void trimWhenIdle(long idle) {
        var thread = new Thread(null, () -> {
            do {
                try {
                    Thread.sleep(IDLE_MILLIS);
                } catch (InterruptedException e) {
                    return;
                }
            } while (llvm.callUnlessEnding(idle));
        }, "jacobi-memory", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
    }

    private static String source(String name) {
        try (InputStream in = NativeRuntime.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
