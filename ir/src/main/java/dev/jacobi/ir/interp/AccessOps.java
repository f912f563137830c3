package dev.jacobi.ir.interp;

import dev.jacobi.ir.Eval;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.Arrays;

/** The interpreter's element access: index, update, gather, scatter and the gradient accumulators. */
final class AccessOps {
    private AccessOps() {
    }

    private static IllegalStateException broken(long i, int n) {
        return new IllegalStateException("index " + i + " was promised to be within an axis of extent " + n);
    }

    /** Number of the row that the first {@code k} indices name; -1 when it is outside and {@code clamp} is false. */
    private static int row(Value a, Args in, int k, Params.Mode mode, boolean clamp) {
        int row = 0;
        for (int j = 0; j < k; j++) {
            long i = in.bits()[1 + j];
            int n = a.dims[j];
            if (i < 0 || i >= n) {
                if (mode == Params.Mode.PROMISED) {
                    throw broken(i, n);
                }
                if (!clamp || n == 0) {
                    return -1;
                }
                i = i < 0 ? 0 : n - 1;
            }
            row = row * n + (int) i;
        }
        return row;
    }

    static Args index(Args in, Params.Access p) {
        Value a = in.value(0);
        int k = in.size() - 1;
        int row = row(a, in, k, p.mode(), true);
        if (k == a.dims.length) {
            // An array without elements reads as zero.
            return Args.scalar(a.dtype, row < 0 ? 0 : a.get(row));
        }
        int[] shape = Arrays.copyOfRange(a.dims, k, a.dims.length);
        return Args.of(row < 0 ? Value.alloc(a.dtype, shape) : a.part(row * Value.count(shape), shape));
    }

    /** {@code op} combines with the old element; null overwrites. */
    static Args update(Args in, Params.Mode mode, Prim op) {
        Value a = in.value(0);
        int k = in.size() - 2;
        int row = row(a, in, k, mode, false);
        if (row < 0) {
            return Args.of(a);
        }
        Value r = a.writable();
        int n = Value.count(a.dims, k);
        if (!in.isScalar(k + 1) && in.arrays()[k + 1].size() != n) {
            throw new IllegalStateException("update of " + n + " elements by " + in.arrays()[k + 1].size());
        }
        for (int j = 0; j < n; j++) {
            store(r, row * n + j, in.at(k + 1, j), op);
        }
        return Args.of(r);
    }

    private static void store(Value a, int at, long bits, Prim op) {
        a.set(at, op == null ? bits : Eval.eval(op, a.dtype, a.dtype, a.get(at), bits, 0));
    }

    static Args gather(Value a, Value idx, Params.Access p) {
        int axis = p.axis();
        int extent = a.dims[axis];
        int inner = Value.count(a.dims, axis + 1);
        int outer = Value.count(Arrays.copyOf(a.dims, axis));
        int[] dims = new int[a.dims.length - 1 + idx.dims.length];
        System.arraycopy(a.dims, 0, dims, 0, axis);
        System.arraycopy(idx.dims, 0, dims, axis, idx.dims.length);
        System.arraycopy(a.dims, axis + 1, dims, axis + idx.dims.length, a.dims.length - axis - 1);
        Value r = Value.alloc(a.dtype, dims);
        int n = idx.size();
        for (int o = 0; o < outer; o++) {
            for (int k = 0; k < n; k++) {
                long i = idx.get(k);
                if (p.mode() == Params.Mode.PROMISED && (i < 0 || i >= extent)) {
                    throw broken(i, extent);
                }
                if (extent > 0) {
                    int c = (int) Math.min(extent - 1, Math.max(0, i));
                    r.put((o * n + k) * inner, a, (o * extent + c) * inner, inner);
                }
            }
        }
        return Args.of(r);
    }

    static Args scatter(Args in, Params.Access p) {
        Value a = in.value(0);
        Value r = a.writable();
        Value idx = in.value(1);
        int extent = a.dims[p.axis()];
        int inner = Value.count(a.dims, p.axis() + 1);
        int outer = Value.count(Arrays.copyOf(a.dims, p.axis()));
        int n = idx.size();
        for (int k = 0; k < n; k++) {
            long i = idx.get(k);
            if (i < 0 || i >= extent) {
                if (p.mode() == Params.Mode.PROMISED) {
                    throw broken(i, extent);
                }
                continue;
            }
            for (int o = 0; o < outer; o++) {
                for (int j = 0; j < inner; j++) {
                    store(r, (o * extent + (int) i) * inner + j, in.at(2, (o * n + k) * inner + j), p.op());
                }
            }
        }
        return Args.of(r);
    }
}
