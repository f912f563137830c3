package dev.jacobi.array.core;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Type;
import dev.jacobi.spi.ArrayEngine;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;

/** Compiled code with what its results are. */
final class EagerKernel {
    private static final ThreadLocal<StoredWords> SCRATCH = new ThreadLocal<>();
    private final ArrayEngine.Code code;
    private final List<Result> results;
    private final int inWords;
    private final int outWords;

    /** What becomes of the types of results. */
    private record Result(DType dtype, boolean weak, int rank, int parts) {
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

    List<NDArray> call(NativeHeap heap, List<NDArray> in) {
        try {
            return once(heap, in);
        } catch (OutOfMemoryError e) {
            heap.reclaim();
            return once(heap, in);
        }
    }

    private List<NDArray> once(NativeHeap heap, List<NDArray> in) {
        StoredWords w = StoredWords.of(SCRATCH, heap.engine(), inWords + outWords);
        int at = 0;
        for (NDArray x : in) {
            var s = (ArrayValue.Stored) x.value();
            for (Block part : s.parts()) {
                at = w.put(at, x.dtype(), part, s.dims());
            }
        }
        try {
            w.call(code, inWords);
        } finally {
            Reference.reachabilityFence(in);
        }
        var out = new ArrayList<NDArray>(results.size());
        for (Result r : results) {
            var parts = new ArrayList<Block>(r.parts);
            int[] dims = null;
            for (int p = 0; p < r.parts; p++) {
                dims = w.dims(at, r.rank);
                parts.add(w.take(heap, at, r.dtype, dims));
                at += 1 + r.rank;
            }
            out.add(new NDArray(r.dtype, r.weak, new ArrayValue.Stored(parts, dims)));
        }
        return out;
    }
}
