package dev.jacobi.llvm.jit;

import dev.jacobi.llvm.Tuning;
import dev.jacobi.llvm.host.Background;
import dev.jacobi.llvm.host.HeapLayout;
import dev.jacobi.llvm.host.Platform;
import dev.jacobi.llvm.host.SecondCache;
import dev.jacobi.llvm.library.LibraryRoutine;
import dev.jacobi.llvm.library.ProductKernel;
import dev.jacobi.llvm.natives.Presets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/**
 * What emitted code may call, written in LLVM IR: the pool of native threads behind
 * {@code void @jacobi_parallel_for(ptr fn, ptr ctx, i64 n, i64 grain)} and
 * {@code void @jacobi_share(ptr fn, ptr ctx, i64 n, double nanos, i64 step)} ({@code parallel.ll}, {@code ranges.ll}), and memory from
 * {@code ptr @jacobi_alloc(i64 bytes)}, {@code ptr @jacobi_alloc_zero(i64 bytes)}, {@code void @jacobi_free(ptr)} ({@code memory.ll}, {@code pages.ll});
 * {@code void @jacobi_take(ptr to, ptr second, ptr from, i64 bytes)} and
 * {@code void @jacobi_put_changed(ptr to, ptr now, ptr was, i64 n, i32 width)} ({@code changes.ll}, {@code put.ll});
 * {@code ptr @jacobi_stack_limit(ptr frame)} ({@code stack.ll}); and what all stubs share: {@code @jacobi_copy_in}, {@code @jacobi_copy_out},
 * {@code @jacobi_region}, {@code @jacobi_throw} ({@code copies.ll}), {@code @jacobi_rows_take} and its like ({@code rows.ll}); the list of a function's heap blocks: {@code @jacobi_allocate}, {@code @jacobi_allocate_spare}, {@code @jacobi_adopt},
 * {@code @jacobi_sweep}, {@code @jacobi_hand_over} ({@code blocks.ll}); memory that loops have before they begin: {@code @jacobi_reserve}, {@code @jacobi_claim}, {@code @jacobi_release} ({@code reserved.ll}); what a function has overwritten: {@code @jacobi_undo_grow}, {@code @jacobi_undo_all}, {@code @jacobi_undo} ({@code undo.ll}); calls of Java: {@code @jacobi_upcall}, {@code @jacobi_rethrow} ({@code upcall.ll}); and what stands in front of native
 * libraries ({@code library.ll}, {@code product.ll}), and products in order ({@code ordered.ll}, {@code pack.ll}). What differs between platforms is in the text of the platform's name.
 */
public final class NativeRuntime {
    static final List<String> NAMES = names("jacobi_library_ready", "jacobi_library_found", "jacobi_product_f32", "jacobi_product_f64", "jacobi_ordered_f32", "jacobi_ordered_f64", "jacobi_parallel_for", "jacobi_share", "jacobi_pool_workers", "jacobi_pool_threads", "jacobi_alloc", "jacobi_alloc_zero",
        "jacobi_free", "jacobi_memory_limit", "jacobi_memory_kept", "jacobi_idle", "jacobi_take", "jacobi_put_changed", "jacobi_stack_limit", "jacobi_stack_known",
        "jacobi_undo", "jacobi_undo_grow", "jacobi_undo_all", "jacobi_copy_in", "jacobi_time_left", "jacobi_copy_out", "jacobi_region", "jacobi_throw", "jacobi_allocate", "jacobi_allocate_spare", "jacobi_reserve", "jacobi_claim", "jacobi_release", "jacobi_adopt", "jacobi_sweep", "jacobi_hand_over", "jacobi_upcall_host", "jacobi_upcall",
        "jacobi_rethrow", "jacobi_rows_take", "jacobi_rows_pin", "jacobi_rows_unpin", "jacobi_rows_packed", "jacobi_rows_fill",
        "jacobi_heap", "jacobi_rows_anchor", "jacobi_rows_window", "jacobi_rows_few", "jacobi_rows_listed", "jacobi_rows_sparse", "jacobi_rows_direct", "jacobi_rows_alike", "jacobi_rows_without", "jacobi_rows_unmarked", "jacobi_rows_spread", "jacobi_rows_marks", "jacobi_rows_mark", "jacobi_rows_unmark", "jacobi_rows_pieces", "jacobi_rows_separate", "jacobi_rows_set", "jacobi_rows_put", "jacobi_rows_apart");
    /** Types of elements of native libraries: in names, in LLVM, in CBLAS, and their bytes. */
    private static final List<List<String>> REALS = List.of(List.of("f32", "float", "s", "4"), List.of("f64", "double", "d", "8"));
    /** Blocks that nobody has wanted for one to two of these go back to the system. */
    private static final long IDLE_MILLIS = 10_000;

    private NativeRuntime() {
    }

    private static List<String> names(String... functions) {
        return Stream.concat(Stream.of(functions), LibraryRoutine.symbols().stream().map(LibraryRoutine::variable)).toList();
    }

    /** Loads it for at most so many threads, the caller's among them, and so many bytes of memory; 0 for what the heap leaves. */
    static NativeMemory load(Llvm llvm, int threads, long memory) {
        llvm.addRuntime(texts(Platform.host(), Tuning.host().vectorBytes()), NAMES);
        Bridge.call(llvm.address("jacobi_pool_workers"), Math.max(0, threads - 1));
        var limits = new NativeMemory(memory, llvm.address("jacobi_memory_limit"), llvm.address("jacobi_memory_kept"));
        // the class stays for as long as this class does, whose native methods have code that is never freed
        if (Bridge.call(llvm.address("jacobi_upcall_host"), Presets.address(Loader.getJavaVM()), Bridge.newGlobalRef(HostTable.class), 0, 0, 0, 0) != 0) {
            throw new IllegalStateException("The JVM does not find the methods of " + HostTable.class.getName() + ".");
        }
        trimWhenIdle(llvm, llvm.address("jacobi_idle"), limits);
        return limits;
    }

    /** Stubs take arrays from where this says they lie, as soon as one of the call is pinned. */
    static boolean arraysByAddress(Llvm llvm) {
        HeapLayout heap = Bridge.heap();
        if (heap == null) {
            return false;
        }
        long at = llvm.address("jacobi_heap");
        for (int k = heap.words().length - 1; k >= 0; k--) {
            Bridge.Memory.put(at + 8L * k, heap.words()[k]);
        }
        return true;
    }

    /** The modules that make it up for a platform whose vector registers have so many bytes; {@link #NAMES} are to be found from outside. */
    static List<String> texts(Platform platform, int vectorBytes) {
        return List.of(source("parallel") + source("ranges"), source("memory") + source("pages"), source("changes") + puts(), source("stack"), source("copies") + source("rows"), source("blocks"), source("reserved"), source("undo"), source("upcall"), source("library") + variables(),
            products(0, vectorBytes), products(1, vectorBytes), source(platform.label()));
    }

    /** Where the addresses of a native library's functions are. */
    private static String variables() {
        return LibraryRoutine.symbols().stream().map(s -> "@" + LibraryRoutine.variable(s) + " = global ptr null\n").collect(Collectors.joining());
    }

    /** Products of matrices with elements of a type: by the library, and in order. */
    private static String products(int type, int vectorBytes) {
        List<String> t = REALS.get(type);
        var kernel = new ProductKernel(t.get(0), t.get(1), Integer.parseInt(t.get(3)), Math.max(16, vectorBytes), SecondCache.bytes());
        return ofReal(source("product") + kernel.text(source("ordered"), source("pack")), t);
    }

    /** A text that is the same for all types of elements, for one of them. */
    private static String ofReal(String text, List<String> t) {
        return text.replace("${t}", t.get(0)).replace("${type}", t.get(1)).replace("${x}", t.get(2)).replace("${bytes}", t.get(3));
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
