package dev.jacobi.array.core;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Type;
import dev.jacobi.spi.ArrayEngine;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;

/** Compiled code with what its results are. */
final class EagerKernel {
    private static final int WORDS = 256;
    private static final ThreadLocal<Words> SCRATCH = new ThreadLocal<>();
    private final ArrayEngine.Code code;
    private final List<Result> results;
    private final int inWords;
    private final int outWords;

    /** What becomes of the types of results. */
    private record Result(DType dtype, boolean weak, int rank, int parts) {
    }

    /** Words for arguments and results of a call; of this thread. */
    private static final class Words {
        private final LongBuffer words;
        private final long address;
        /** A call is under way, which may call back. */
        private boolean busy;

        Words(ArrayEngine engine, int n) {
            ByteBuffer b = ByteBuffer.allocateDirect(8 * n).order(ByteOrder.nativeOrder());
            words = b.asLongBuffer();
            address = engine.address(b);
        }
    }

    EagerKernel(ArrayEngine.Code code, List<NDArray> results, Func f) {
        this.code = code;
        this.results = results.stream().map(x -> new Result(x.dtype(), x.isWeak(), x.rank(), x.dtype().isComplex() ? 2 : 1)).toList();
        this.inWords = f.in().stream().mapToInt(v -> slots(v.type())).sum();
        this.outWords = f.out().stream().mapToInt(a -> slots(a.type())).sum();
    }

    private static int slots(Type t) {
        return 1 + t.rank();
    }

    private static Words scratch(ArrayEngine engine, int n) {
        Words w = SCRATCH.get();
        if (w != null && w.busy) {
            return new Words(engine, n);
        }
        if (w == null || w.words.capacity() < n) {
            w = new Words(engine, Math.max(n, WORDS));
            SCRATCH.set(w);
        }
        return w;
    }

    List<NDArray> call(NativeHeap heap, List<NDArray> in) {
        Words w = scratch(heap.engine(), inWords + outWords);
        int at = 0;
        for (NDArray x : in) {
            var s = (ArrayValue.Stored) x.value();
            for (Block part : s.parts()) {
                at = StoredWords.put(w.words, at, x.dtype(), part, s.dims());
            }
        }
        w.busy = true;
        try {
            code.call(w.address, w.address + 8L * inWords);
        } finally {
            w.busy = false;
            Reference.reachabilityFence(in);
        }
        var out = new ArrayList<NDArray>(results.size());
        for (Result r : results) {
            var parts = new ArrayList<Block>(r.parts);
            int[] dims = null;
            for (int p = 0; p < r.parts; p++) {
                dims = StoredWords.dims(w.words, at, r.rank);
                parts.add(StoredWords.take(heap, w.words, at, r.dtype, dims));
                at += 1 + r.rank;
            }
            out.add(new NDArray(r.dtype, r.weak, new ArrayValue.Stored(parts, dims)));
        }
        return out;
    }
}
