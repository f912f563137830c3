package dev.jacobi.ptx.emit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * What kernels call of the machine they run on: {@code jacobi_gpu_tid, ctaid, nctaid} (where a thread is), {@code barrier}, {@code any} (a barrier that
 * joins an i32 by or), {@code shfl} (the i32 that another lane of the warp gives), {@code warp} (a barrier of the warp), {@code mma_tf32, mma_bf16,
 * mma_f16} (a warp's product of 16 rows and 8 columns on tensor cores). {@code gpu.ll} has them for NVPTX; {@code frem.ll} is common.
 */
public final class Grid {
    private static final Set<String> MEETING = Set.of("jacobi_gpu_barrier", "jacobi_gpu_any", "jacobi_gpu_shfl", "jacobi_gpu_warp", "jacobi_gpu_mma_tf32", "jacobi_gpu_mma_bf16", "jacobi_gpu_mma_f16");

    private Grid() {
    }

    /** True for functions at which threads wait for each other. */
    public static boolean meets(String function) {
        return MEETING.contains(function);
    }

    /** The functions at which threads wait for each other. */
    public static Set<String> meetings() {
        return MEETING;
    }

    /** The functions of a GPU as LLVM text. */
    public static String gpu() {
        return source("gpu.ll");
    }

    /** Exact remainders of floating-point numbers. */
    public static String remainders() {
        return source("frem.ll");
    }

    private static String source(String name) {
        try (InputStream in = Grid.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
