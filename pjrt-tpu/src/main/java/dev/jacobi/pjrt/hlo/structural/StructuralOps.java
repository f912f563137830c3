package dev.jacobi.pjrt.hlo.structural;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.pjrt.hlo.lanes.EmitContext;
import dev.jacobi.pjrt.hlo.lanes.LaneTensors;
import dev.jacobi.pjrt.hlo.lanes.LaneValue;
import dev.jacobi.pjrt.hlo.text.Ops;
import dev.jacobi.pjrt.hlo.text.RegionText;
import dev.jacobi.pjrt.hlo.text.RegionText.Tensor;
import dev.jacobi.pjrt.program.HloRefusal;
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

    private static boolean constant(LaneValue v, int[] dims) {
        return v.lit != null || RegionText.count(dims) == 0;
    }

    /** Axes of the tensor, where lanes stand in front. */
    static List<Integer> behind(LaneValue v, List<Integer> axes) {
        return axes.stream().map(k -> k + v.lanes.size()).toList();
    }

    /** A new array of one value, which may differ by lane. */
    public LaneValue full(LaneValue v, int[] dims) {
        return v.lit != null ? LaneValue.of(v.lit, dims) : LaneValue.of(e.l.full(v, v.lanes, dims), v.lanes);
    }

    /** The elements' numbers along the last axis. */
    public LaneValue iota(DType d, int[] dims) {
        if (RegionText.count(dims) == 0) {
            return LaneValue.of(Lit.zero(d), dims);
        }
        return LaneValue.of(e.arithmetic.convert(o().iota(d.isInt() ? d : DType.I32, dims.length - 1, dims), d), List.of());
    }

    /** Axis k of the operand becomes axis {@code axes[k]} of an array of these extents. */
    public LaneValue broadcast(LaneValue a, List<Integer> axes, int[] dims) {
        if (constant(a, dims)) {
            return LaneValue.of(a.lit != null ? a.lit : Lit.zero(a.dtype), dims);
        }
        int n = a.lanes.size();
        int[] to = IntStream.range(0, n + axes.size()).map(k -> k < n ? k : n + axes.get(k - n)).toArray();
        return LaneValue.of(o().broadcast(e.l.tensor(a), to, e.l.shape(a.lanes, dims)), a.lanes);
    }

    /** The same elements with other extents. */
    public LaneValue reshape(LaneValue a, int[] dims) {
        if (RegionText.count(dims) != a.size()) {
            throw new HloRefusal(HloRefusal.Reason.EXTENT, "reshape" + e.at() + " of " + a.size() + " elements to " + RegionText.count(dims));
        }
        return constant(a, dims) ? LaneValue.of(a.lit != null ? a.lit : Lit.zero(a.dtype), dims)
            : LaneValue.of(o().reshape(e.l.tensor(a), e.l.shape(a.lanes, dims)), a.lanes);
    }

    /** Axis k of the result is axis {@code order[k]}. */
    public LaneValue transpose(LaneValue a, List<Integer> order) {
        int n = a.lanes.size();
        if (a.lit != null) {
            return LaneValue.of(a.lit, order.stream().mapToInt(k -> a.dims[k]).toArray());
        }
        int[] all = IntStream.range(0, n + order.size()).map(k -> k < n ? k : n + order.get(k - n)).toArray();
        return LaneValue.of(o().transpose(e.l.tensor(a), all), a.lanes);
    }

    /** The elements the other way round along these axes. */
    public LaneValue reverse(LaneValue a, List<Integer> axes) {
        return constant(a, a.dims) ? a : LaneValue.of(o().reverse(e.l.tensor(a), behind(a, axes)), a.lanes);
    }

    /** Of the array the part that begins at the first of these values and has the extents that are the others. */
    public LaneValue slice(LaneValue a, List<LaneValue> startsAndSizes, List<Long> strides) {
        int rank = strides.size();
        return new Slices(e).slice(a, startsAndSizes.subList(0, rank), e.known(startsAndSizes.subList(rank, 2 * rank), Prim.SLICE), strides);
    }

    /** The array with a part put in at these starts. */
    public LaneValue updateSlice(LaneValue a, LaneValue u, List<LaneValue> starts) {
        return new Slices(e).update(a, u, starts);
    }

    /** More elements of one value around the others, and between them. */
    public LaneValue pad(LaneValue a, LaneValue value, Params.Pad p) {
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

    /** Arrays one behind the other along an axis. */
    public LaneValue concat(List<LaneValue> in, int axis) {
        List<Integer> lanes = LaneTensors.union(in);
        return LaneValue.of(o().concat(in.stream().map(v -> e.l.full(v, lanes, v.dims)).toList(), lanes.size() + axis), lanes);
    }
}
