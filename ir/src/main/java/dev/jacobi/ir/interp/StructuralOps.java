package dev.jacobi.ir.interp;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eval;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.Arrays;
import java.util.List;

/** The interpreter's primitives that make arrays or move elements. */
final class StructuralOps {
    private StructuralOps() {
    }

    /** Moves an index vector to the next element in row-major order. */
    static void next(int[] at, int[] dims) {
        for (int k = dims.length - 1; k >= 0 && ++at[k] == dims[k]; k--) {
            at[k] = 0;
        }
    }

    static int offset(int[] at, int[] dims) {
        int o = 0;
        for (int k = 0; k < dims.length; k++) {
            o = o * dims[k] + at[k];
        }
        return o;
    }

    static Args full(Args in, int rank) {
        Value r = Value.alloc(in.dtypes()[0], in.extents(1, rank));
        if (in.bits()[0] != 0) {
            for (int k = r.size() - 1; k >= 0; k--) {
                r.set(k, in.bits()[0]);
            }
        }
        return Args.of(r);
    }

    /** The index along the last axis. */
    static Args iota(DType d, int[] dims) {
        Value r = Value.alloc(d, dims);
        for (int k = 0; k < r.size(); k++) {
            r.set(k, Eval.eval(Prim.CONVERT, DType.I32, d, k % dims[dims.length - 1], 0, 0));
        }
        return Args.of(r);
    }

    static Args broadcast(Value a, List<Integer> axes, int[] dims) {
        Value r = Value.alloc(a.dtype, dims);
        int[] at = new int[dims.length];
        int[] from = new int[a.dims.length];
        for (int k = 0; k < r.size(); k++, next(at, dims)) {
            for (int i = 0; i < from.length; i++) {
                if (a.dims[i] != 1 && a.dims[i] != dims[axes.get(i)]) {
                    throw new IllegalStateException("broadcast of extent " + a.dims[i] + " to " + dims[axes.get(i)]);
                }
                from[i] = a.dims[i] == 1 ? 0 : at[axes.get(i)];
            }
            r.set(k, a.get(offset(from, a.dims)));
        }
        return Args.of(r);
    }

    static Args reshape(Value a, int[] dims) {
        if (Value.count(dims) != a.size()) {
            throw new IllegalStateException("reshape of " + Arrays.toString(a.dims) + " to " + Arrays.toString(dims));
        }
        return Args.of(a.part(0, dims));
    }

    static Args transpose(Value a, List<Integer> perm) {
        int[] dims = perm.stream().mapToInt(k -> a.dims[k]).toArray();
        Value r = Value.alloc(a.dtype, dims);
        int[] at = new int[dims.length];
        int[] from = new int[dims.length];
        for (int k = 0; k < r.size(); k++, next(at, dims)) {
            for (int i = 0; i < dims.length; i++) {
                from[perm.get(i)] = at[i];
            }
            r.set(k, a.get(offset(from, a.dims)));
        }
        return Args.of(r);
    }

    static Args rev(Value a, List<Integer> axes) {
        Value r = Value.alloc(a.dtype, a.dims);
        int[] at = new int[a.dims.length];
        for (int k = 0; k < r.size(); k++, next(at, a.dims)) {
            int[] from = at.clone();
            axes.forEach(i -> from[i] = a.dims[i] - 1 - from[i]);
            r.set(k, a.get(offset(from, a.dims)));
        }
        return Args.of(r);
    }

    /** A start moved so that {@code span} elements fit behind it. */
    private static int clamp(long start, int extent, long span) {
        if (span > extent) {
            throw new IllegalStateException("a slice over " + span + " elements of an axis of extent " + extent);
        }
        return (int) Math.max(0, Math.min(start, extent - span));
    }

    static Args slice(Args in, List<Long> strides) {
        Value a = in.value(0);
        int rank = a.dims.length;
        int[] dims = in.extents(1 + rank, rank);
        int[] start = new int[rank];
        for (int i = 0; i < rank; i++) {
            start[i] = clamp(in.bits()[1 + i], a.dims[i], dims[i] == 0 ? 0 : (dims[i] - 1) * strides.get(i) + 1);
        }
        Value r = Value.alloc(a.dtype, dims);
        int[] at = new int[rank];
        int[] from = new int[rank];
        for (int k = 0; k < r.size(); k++, next(at, dims)) {
            for (int i = 0; i < rank; i++) {
                from[i] = start[i] + (int) (at[i] * strides.get(i));
            }
            r.set(k, a.get(offset(from, a.dims)));
        }
        return Args.of(r);
    }

    static Args updateSlice(Args in) {
        Value u = in.value(1);
        Value a = in.value(0);
        int rank = a.dims.length;
        int[] start = new int[rank];
        for (int i = 0; i < rank; i++) {
            start[i] = clamp(in.bits()[2 + i], a.dims[i], u.dims[i]);
        }
        Value r = a.writable();
        int[] at = new int[rank];
        int[] to = new int[rank];
        for (int k = 0; k < u.size(); k++, next(at, u.dims)) {
            for (int i = 0; i < rank; i++) {
                to[i] = start[i] + at[i];
            }
            r.set(offset(to, a.dims), u.get(k));
        }
        return Args.of(r);
    }

    static Args pad(Value a, long value, Params.Pad p) {
        int rank = a.dims.length;
        int[] dims = new int[rank];
        for (int i = 0; i < rank; i++) {
            long inner = a.dims[i] == 0 ? 0 : (a.dims[i] - 1) * (p.interior().get(i) + 1) + 1;
            dims[i] = (int) Math.max(0, inner + p.low().get(i) + p.high().get(i));
        }
        Value r = full(new Args(new long[] {value}, new Value[1], new DType[] {a.dtype}), 0).value(0);
        r = broadcast(r, List.of(), dims).value(0);
        int[] at = new int[rank];
        for (int k = 0; k < a.size(); k++, next(at, a.dims)) {
            int[] to = new int[rank];
            boolean inside = true;
            for (int i = 0; i < rank; i++) {
                long t = p.low().get(i) + at[i] * (p.interior().get(i) + 1);
                inside &= t >= 0 && t < dims[i];
                to[i] = (int) t;
            }
            if (inside) {
                r.set(offset(to, dims), a.get(k));
            }
        }
        return Args.of(r);
    }

    static Args concat(List<Value> parts, int axis) {
        int[] dims = parts.get(0).dims.clone();
        dims[axis] = parts.stream().mapToInt(v -> v.dims[axis]).sum();
        Value r = Value.alloc(parts.get(0).dtype, dims);
        int inner = Value.count(dims, axis + 1);
        int outer = Value.count(Arrays.copyOf(dims, axis));
        int done = 0;
        for (Value v : parts) {
            int n = v.dims[axis] * inner;
            for (int o = 0; o < outer; o++) {
                r.put(o * dims[axis] * inner + done, v, o * n, n);
            }
            done += n;
        }
        return Args.of(r);
    }
}
