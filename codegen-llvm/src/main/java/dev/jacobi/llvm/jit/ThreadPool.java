package dev.jacobi.llvm.jit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The pool of native threads behind {@code void @jacobi_parallel_for(ptr fn, ptr ctx, i64 n, i64 grain)}, written in LLVM IR
 * ({@code parallel.ll}) and compiled when the first module that names it comes along.
 */
final class ThreadPool {
    private static final String ENTRY = "jacobi_parallel_for";
    private final Llvm llvm;
    private final int threads;
    private boolean ready;

    ThreadPool(Llvm llvm, int threads) {
        this.llvm = llvm;
        this.threads = threads;
    }

    /** Makes sure that a module which calls the pool can be linked. */
    synchronized void ensureFor(String text) {
        if (!ready && text.contains("@" + ENTRY)) {
            llvm.addLibrary(source(), List.of(ENTRY, "jacobi_pool_workers"));
            Bridge.call(llvm.address("jacobi_pool_workers"), Math.max(0, threads - 1));
            ready = true;
        }
    }

    private static String source() {
        try (InputStream in = ThreadPool.class.getResourceAsStream("parallel.ll")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
