package dev.jacobi.pjrt.hlo.structural;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.pjrt.hlo.lanes.EmitContext;
import dev.jacobi.pjrt.hlo.lanes.LaneTensors;
import dev.jacobi.pjrt.hlo.lanes.LaneValue;
import dev.jacobi.pjrt.hlo.text.Ops;
import dev.jacobi.pjrt.hlo.text.RegionText;
import dev.jacobi.pjrt.hlo.text.RegionText.Tensor;
import dev.jacobi.pjrt.program.HloRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Primitives that make arrays or move their elements; lanes are more axes in front. */
public final class StructuralOps {
    private final EmitContext e;

    /** Writes for this context. */
    public StructuralOps(EmitContext e) {
        this.e = e;
    }

    private Ops o() {
        return e.o;
    }

    /** Writes an equation of the group STRUCTURAL and returns its result. */
    public LaneValue emit(Eqn q) {
        Params p = q.params();
        List<LaneValue> in = e.get(q.in());
        return switch (q.prim().form()) {
            case FULL -> full(in.get(0), e.known(q.in().subList(1, q.in().size()), q.prim()));
            case IOTA -> iota(q, e.known(q.in(), q.prim()));
            case COPY -> in.get(0).sharedOver(List.of());
            case DIM -> LaneValue.of(Lit.i32(in.get(0).dims[((Params.Axis) p).axis()]));
            case BROADCAST -> broadcast(in.get(0), ((Params.Broadcast) p).axes(), e.known(q.in().subList(1, q.in().size()), q.prim()));
            case RESHAPE -> reshape(in.get(0), e.known(q.in().subList(1, q.in().size()), q.prim()));
            case TRANSPOSE -> transpose(in.get(0), ((Params.Axes) p).axes());
            case REV -> constant(in.get(0), in.get(0).dims) ? in.get(0)
                : plain(in.get(0), t -> o().reverse(t, behind(in.get(0), ((Params.Axes) p).axes())));
            case SLICE -> slice(q, in, (Params.Slice) p);
            case UPDATE_SLICE -> new Slices(e).update(in);
            case PAD -> pad(in.get(0), in.get(1), (Params.Pad) p);
            case CONCAT -> concat(in, ((Params.Axis) p).axis());
            case ELEMENTWISE, FUNCTION, SELECT, INDEX, UPDATE, GATHER, SCATTER, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR,
                 REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, DOT_GENERAL, CONV, SORT, FFT, CHOLESKY, TRIANGULAR_SOLVE, COND,
                 FOR, WHILE, MAP, REDUCE, SCAN, HIST, CALL, CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_ADD, ACC_GET, THREEFRY2X32, PSUM, PMAX, PMIN,
                 ALL_GATHER, AXIS_INDEX, STOP_GRADIENT, OPT_BARRIER -> throw new IllegalArgumentException(q.prim().text() + " is not structural");
        };
    }

    private static boolean constant(LaneValue v, int[] dims) {
        return v.lit != null || RegionText.count(dims) == 0;
    }

    private LaneValue plain(LaneValue v, java.util.function.UnaryOperator<Tensor> f) {
        return LaneValue.of(f.apply(e.l.tensor(v)), v.lanes);
    }

    /** Axes of the tensor, where lanes stand in front. */
    static List<Integer> behind(LaneValue v, List<Integer> axes) {
        return axes.stream().map(k -> k + v.lanes.size()).toList();
    }

    private LaneValue full(LaneValue v, int[] dims) {
        return v.lit != null ? LaneValue.of(v.lit, dims) : LaneValue.of(e.l.full(v, v.lanes, dims), v.lanes);
    }

    private LaneValue iota(Eqn q, int[] dims) {
        var d = q.result().dtype();
        if (RegionText.count(dims) == 0) {
            return LaneValue.of(Lit.zero(d), dims);
        }
        boolean direct = d.isInt();
        Tensor t = o().iota(direct ? d : dev.jacobi.ir.DType.I32, dims.length - 1, dims);
        return LaneValue.of(direct ? t : e.arithmetic.convert(t, d), List.of());
    }

    private LaneValue broadcast(LaneValue a, List<Integer> axes, int[] dims) {
        if (constant(a, dims)) {
            return LaneValue.of(a.lit != null ? a.lit : Lit.zero(a.dtype), dims);
        }
        int n = a.lanes.size();
        int[] to = IntStream.range(0, n + axes.size()).map(k -> k < n ? k : n + axes.get(k - n)).toArray();
        return LaneValue.of(o().broadcast(e.l.tensor(a), to, e.l.shape(a.lanes, dims)), a.lanes);
    }

    private LaneValue reshape(LaneValue a, int[] dims) {
        if (RegionText.count(dims) != a.size()) {
            throw new HloRefusal(HloRefusal.Reason.EXTENT, "reshape" + e.at() + " of " + a.size() + " elements to " + RegionText.count(dims));
        }
        return constant(a, dims) ? LaneValue.of(a.lit != null ? a.lit : Lit.zero(a.dtype), dims)
            : LaneValue.of(o().reshape(e.l.tensor(a), e.l.shape(a.lanes, dims)), a.lanes);
    }

    private LaneValue transpose(LaneValue a, List<Integer> order) {
        int n = a.lanes.size();
        if (a.lit != null) {
            return LaneValue.of(a.lit, order.stream().mapToInt(k -> a.dims[k]).toArray());
        }
        int[] all = IntStream.range(0, n + order.size()).map(k -> k < n ? k : n + order.get(k - n)).toArray();
        return LaneValue.of(o().transpose(e.l.tensor(a), all), a.lanes);
    }

    private LaneValue slice(Eqn q, List<LaneValue> in, Params.Slice p) {
        int rank = p.dims().size();
        int[] sizes = e.known(new ArrayList<Atom>(q.in().subList(1 + rank, 1 + 2 * rank)), q.prim());
        return new Slices(e).slice(in.get(0), in.subList(1, 1 + rank), sizes, p.strides());
    }

    private LaneValue pad(LaneValue a, LaneValue value, Params.Pad p) {
        int[] dims = new int[a.dims.length];
        for (int k = 0; k < dims.length; k++) {
            long n = a.dims[k];
            dims[k] = (int) Math.max(0, (n == 0 ? 0 : (n - 1) * (p.interior().get(k) + 1) + 1) + p.low().get(k) + p.high().get(k));
        }
        if (RegionText.count(dims) == 0) {
            return LaneValue.of(Lit.zero(a.dtype), dims);
        } else if (a.size() == 0) {
            return LaneValue.of(e.l.full(value, value.lanes, dims), value.lanes);
        }
        List<Integer> lanes = LaneTensors.union(a.lanes, value.lanes);
        Tensor t = e.l.full(a, lanes, a.dims);
        int n = lanes.size();
        int[] low = widths(n, p.low());
        int[] high = widths(n, p.high());
        int[] interior = widths(n, p.interior());
        if (value.lanes.isEmpty()) {
            return LaneValue.of(o().pad(t, e.l.tensor(value), low, high, interior), lanes);
        }
        Tensor padded = o().pad(t, o().constant(Lit.zero(a.dtype)), low, high, interior);
        Tensor inside = o().pad(o().constant(Lit.bool(true), t.shape()), o().constant(Lit.bool(false)), low, high, interior);
        return LaneValue.of(o().select(inside, padded, e.l.full(value, lanes, dims)), lanes);
    }

    private static int[] widths(int lanes, List<Long> widths) {
        return IntStream.range(0, lanes + widths.size()).map(k -> k < lanes ? 0 : Math.toIntExact(widths.get(k - lanes))).toArray();
    }

    private LaneValue concat(List<LaneValue> in, int axis) {
        List<Integer> lanes = LaneTensors.union(in);
        return LaneValue.of(o().concat(in.stream().map(v -> e.l.full(v, lanes, v.dims)).toList(), lanes.size() + axis), lanes);
    }
}
