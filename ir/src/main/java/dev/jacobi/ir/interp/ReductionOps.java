package dev.jacobi.ir.interp;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eval;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.analysis.FoldIdentity;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The interpreter's reductions, index of the extreme, and running folds over axes of an array, in row-major order. */
final class ReductionOps {
    private ReductionOps() {
    }

    static Args reduce(Prim op, Value a, Params p) {
        List<Integer> axes = ((Params.Axes) p).axes();
        int rank = a.dims.length;
        int[] kept = IntStream.range(0, rank).filter(k -> !axes.contains(k)).toArray();
        int[] dims = Arrays.stream(kept).map(k -> a.dims[k]).toArray();
        Value r = Value.alloc(a.dtype, dims);
        long start = FoldIdentity.ofNothing(op, a.dtype).bits();
        for (int k = r.size() - 1; k >= 0; k--) {
            r.set(k, start);
        }
        int[] at = new int[rank];
        int[] to = new int[kept.length];
        for (int k = 0; k < a.size(); k++, StructuralOps.next(at, a.dims)) {
            for (int i = 0; i < to.length; i++) {
                to[i] = at[kept[i]];
            }
            int t = StructuralOps.offset(to, dims);
            r.set(t, Eval.eval(op, a.dtype, a.dtype, r.get(t), a.get(k), 0));
        }
        return Args.of(r);
    }

    /** {@code better}: lt or gt. */
    static Args arg(Prim better, Value a, Params p) {
        int axis = ((Params.Axis) p).axis();
        int n = a.dims[axis];
        int inner = Value.count(a.dims, axis + 1);
        int[] dims = new int[a.dims.length - 1];
        System.arraycopy(a.dims, 0, dims, 0, axis);
        System.arraycopy(a.dims, axis + 1, dims, axis, dims.length - axis);
        Value r = Value.alloc(DType.I32, dims);
        for (int k = 0; k < r.size(); k++) {
            int base = k / inner * n * inner + k % inner;
            int best = 0;
            for (int i = 1; i < n; i++) {
                long x = a.get(base + i * inner);
                long y = a.get(base + best * inner);
                boolean replaces = isNaN(a.dtype, x) || Eval.eval(better, a.dtype, DType.BOOL, x, y, 0) != 0;
                if (!isNaN(a.dtype, y) && replaces) {
                    best = i;
                }
            }
            r.set(k, best);
        }
        return Args.of(r);
    }

    private static boolean isNaN(DType d, long bits) {
        return d.isFloat() && Double.isNaN(Eval.toDouble(d, bits));
    }

    static Args running(Prim op, Value a, Params p) {
        int axis = ((Params.Axis) p).axis();
        boolean reverse = ((Params.Axis) p).reverse();
        int n = a.dims[axis];
        int inner = Value.count(a.dims, axis + 1);
        Value r = a.writable();
        int lanes = n == 0 ? 0 : a.size() / n;
        for (int lane = 0; lane < lanes; lane++) {
            int base = lane / inner * n * inner + lane % inner;
            for (int i = 1; i < n; i++) {
                int at = base + (reverse ? n - 1 - i : i) * inner;
                int before = reverse ? at + inner : at - inner;
                r.set(at, Eval.eval(op, a.dtype, a.dtype, r.get(before), a.get(at), 0));
            }
        }
        return Args.of(r);
    }
}
