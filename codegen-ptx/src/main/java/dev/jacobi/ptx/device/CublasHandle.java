package dev.jacobi.ptx.device;

import dev.jacobi.ir.DType;
import dev.jacobi.llvm.jit.Bridge;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Products that cuBLAS makes in the order of one stream. It has matrices column by column, so it is asked for the transposed product: C^T = B^T A^T. Source of numbers:
 * NVIDIA, "cuBLAS", version 13: cublas_api.h, library_types.h.
 */
final class CublasHandle {
    private static final int WORDS = 24;
    private static final int AS_IT_IS = 0;
    private static final int TRANSPOSED = 1;
    private static final int ANY_ALGORITHM = -1;
    private final long handle;
    private final NativeFunctions functions;
    private final ByteBuffer block = ByteBuffer.allocateDirect(8 * WORDS + 32).order(ByteOrder.nativeOrder());
    private final long at = Bridge.address(block);

    CublasHandle(long handle, NativeFunctions functions) {
        this.handle = handle;
        this.functions = functions;
        block.putDouble(8 * WORDS, 1).putDouble(8 * WORDS + 8, 0).putFloat(8 * WORDS + 16, 1).putFloat(8 * WORDS + 20, 0);
    }

    /** How cuBLAS calls a type, and the one that it sums in. */
    private record Numbers(int type, int sums) {
    }

    private static Numbers numbers(Product p) {
        return switch (p.type()) {
            case F64 -> new Numbers(1, 70);
            case F32 -> new Numbers(0, 68);
            case F16 -> new Numbers(2, 68);
            case BF16 -> new Numbers(14, 68);
            case BOOL, I8, I16, U16, I32, I64 -> null;
        };
    }

    /**
     * One axis of a factor must be without gaps; the other's step is the leading dimension. That must not be less than the extents on the first, {@code columns} of a row, or
     * {@code rows} of a column, as it is when the other axis has one element.
     */
    private static long leading(Product.Side s, long rows, long columns) {
        return s.column() == 1 ? Math.max(s.row(), columns) : s.row() == 1 ? Math.max(s.column(), rows) : -1;
    }

    private static long leadingA(Product p) {
        return leading(p.a(), p.m(), p.k());
    }

    private static long leadingB(Product p) {
        return leading(p.b(), p.k(), p.n());
    }

    private static boolean fits(long n) {
        return n > 0 && n <= Integer.MAX_VALUE;
    }

    /** Whether cuBLAS has such a product at all. */
    static boolean has(Product p) {
        return numbers(p) != null && fits(p.m()) && fits(p.n()) && fits(p.k()) && fits(p.batches()) && fits(leadingA(p)) && fits(leadingB(p));
    }

    /** Queues a product that cuBLAS {@link #has}; null, or why it has not. */
    String product(Product p) {
        Numbers numbers = numbers(p);
        boolean wide = p.type() == DType.F64;
        words(handle, p.b().column() == 1 ? AS_IT_IS : TRANSPOSED, p.a().column() == 1 ? AS_IT_IS : TRANSPOSED, p.n(), p.m(), p.k(), at + 8 * WORDS + (wide ? 0 : 16),
            p.b().address(), numbers.type, leadingB(p), p.b().batch(), p.a().address(), numbers.type, leadingA(p), p.a().batch(),
            at + 8 * WORDS + (wide ? 8 : 20), p.c(), numbers.type, p.n(), p.m() * p.n(), p.batches(), numbers.sums, ANY_ALGORITHM);
        int status = (int) functions.callWords("cublasGemmStridedBatchedEx", at);
        return status == 0 ? null : "cuBLAS gave " + Cublas.status(functions, status);
    }

    /** Gives the library's memory back; the context must be the calling thread's. */
    void close() {
        functions.call("cublasDestroy_v2", handle);
    }

    private void words(long... values) {
        for (int k = 0; k < values.length; k++) {
            block.putLong(8 * k, values[k]);
        }
    }
}
