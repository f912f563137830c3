package dev.jacobi.llvm.jit;

import dev.jacobi.llvm.host.Background;
import dev.jacobi.llvm.host.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What emitted code may call, written in LLVM IR: the pool of native threads behind
 * {@code void @jacobi_parallel_for(ptr fn, ptr ctx, i64 n, i64 grain)} ({@code parallel.ll}), and memory from
 * {@code ptr @jacobi_alloc(i64 bytes)}, {@code ptr @jacobi_alloc_zero(i64 bytes)}, {@code void @jacobi_free(ptr)} ({@code memory.ll});
 * {@code void @jacobi_take(ptr to, ptr second, ptr from, i64 bytes)} and
 * {@code void @jacobi_put_changed(ptr to, ptr now, ptr was, i64 n, i32 width)} ({@code changes.ll}, {@code put.ll});
 * {@code ptr @jacobi_stack_limit(ptr frame)} ({@code stack.ll}); and what all stubs share: {@code @jacobi_copy_in}, {@code @jacobi_copy_out},
 * {@code @jacobi_region}, {@code @jacobi_throw} ({@code copies.ll}); the list of a function's heap blocks: {@code @jacobi_allocate}, {@code @jacobi_adopt},
 * {@code @jacobi_sweep}, {@code @jacobi_hand_over} ({@code blocks.ll}). What differs between platforms is in the text of the platform's name.
 */
public final class NativeRuntime {
    static final List<String> NAMES = List.of("jacobi_parallel_for", "jacobi_pool_workers", "jacobi_alloc", "jacobi_alloc_zero",
        "jacobi_free", "jacobi_memory_limit", "jacobi_memory_kept", "jacobi_idle", "jacobi_take", "jacobi_put_changed", "jacobi_stack_limit",
        "jacobi_copy_in", "jacobi_copy_out", "jacobi_region", "jacobi_throw", "jacobi_allocate", "jacobi_adopt", "jacobi_sweep", "jacobi_hand_over");
    /** Blocks that nobody has wanted for one to two of these go back to the system. */
    private static final long IDLE_MILLIS = 10_000;

    private NativeRuntime() {
    }

    /** Loads it for at most so many threads, the caller's among them, and so many bytes of memory; 0 for what the heap leaves. */
    static NativeMemory load(Llvm llvm, int threads, long memory) {
        llvm.addRuntime(texts(Platform.host()), NAMES);
        Bridge.call(llvm.address("jacobi_pool_workers"), Math.max(0, threads - 1));
        var limits = new NativeMemory(memory, llvm.address("jacobi_memory_limit"), llvm.address("jacobi_memory_kept"));
        trimWhenIdle(llvm, llvm.address("jacobi_idle"), limits);
        return limits;
    }

    /** The modules that make it up for a platform; {@link #NAMES} are to be found from outside. */
    static List<String> texts(Platform platform) {
        return List.of(source("parallel"), source("memory"), source("changes") + puts(), source("stack"), source("copies"), source("blocks"), source(platform.label()));
    }

    /** One function for each width of an element, for 64 bytes at a time. */
    private static String puts() {
        String put = source("put");
        return IntStream.of(1, 2, 4, 8).mapToObj(bytes -> put.replace("${bits}", "" + 8 * bytes).replace("${bytes}", "" + bytes).replace("${lanes}", "" + 64 / bytes))
            .collect(Collectors.joining("\n"));
    }

    /** The list of a function's heap blocks as LLVM text, for devices, which have memory of their own ({@code jacobi_alloc} and {@code jacobi_free}). */
    public static String blocks() {
        return source("blocks");
    }

    private static void trimWhenIdle(Llvm llvm, long idle, NativeMemory memory) {
        // Without this thread memory is kept a little longer, and the limit follows the heap at large calls only.
        Background.start("jacobi-memory", 0, () -> {
            do {
                try {
                    memory.follow(IDLE_MILLIS);
                } catch (InterruptedException e) {
                    return;
                } catch (OutOfMemoryError e) {
                    // The heap is full; that is not this thread's to say.
                }
            } while (llvm.callUnlessEnding(idle));
        });
    }

    /** A text in LLVM IR that is part of this package. */
    static String source(String name) {
        try (InputStream in = NativeRuntime.class.getResourceAsStream(name + ".ll")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
