package dev.jacobi.pjrt.hlo.access;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.pjrt.hlo.lanes.EmitContext;
import dev.jacobi.pjrt.hlo.lanes.LaneTensors;
import dev.jacobi.pjrt.hlo.lanes.LaneValue;
import dev.jacobi.pjrt.hlo.text.Ops;
import dev.jacobi.pjrt.hlo.text.RegionText;
import dev.jacobi.pjrt.hlo.text.RegionText.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Access at places that differ from lane to lane in any way: gather and scatter, whose index vectors are the lanes of the array (if it has any)
 * followed by the indices. A gather clamps; a scatter drops what is outside, and idle lanes write to -1.
 */
public final class GatherScatter {
    private final EmitContext e;

    /** Writes for this context. */
    public GatherScatter(EmitContext e) {
        this.e = e;
    }

    private Ops o() {
        return e.o;
    }

    /** Index vectors along a new last axis, over {@code lanes} and more axes that the tensors in {@code at} have. */
    private Tensor vectors(List<Integer> own, List<Integer> lanes, List<Tensor> at, int... more) {
        int[] shape = e.l.shape(lanes, more);
        var parts = new ArrayList<Tensor>();
        for (int lane : own) {
            parts.add(o().iota(DType.I32, lanes.indexOf(lane), shape));
        }
        parts.addAll(at);
        int[] column = Ops.join(shape, 1);
        return o().concat(parts.stream().map(t -> o().reshape(t, column)).toList(), shape.length);
    }

    private static String range(int from, int to) {
        return Ops.list(IntStream.range(from, to).boxed().toList());
    }

    /**
     * A gather. Of the axes behind the lanes of {@code a} the first are indexed by {@code at} (over lanes and {@code more} axes); {@code sizes} are the
     * parts taken of all axes, of which the first {@code collapsed} are 1 and vanish.
     */
    private Tensor gather(LaneValue a, List<Integer> lanes, List<Tensor> at, int[] more, int[] sizes, int collapsed) {
        Tensor t = e.l.tensor(a);
        int n = a.lanes.size();
        Tensor index = vectors(a.lanes, lanes, at, more);
        int[] kept = Arrays.copyOfRange(sizes, collapsed, sizes.length);
        int front = lanes.size() + more.length;
        int[] shape = Ops.join(e.l.shape(lanes, more), kept);
        int[] all = IntStream.concat(IntStream.range(0, n).map(k -> 1), IntStream.of(sizes)).toArray();
        return o().def(a.dtype, shape, "\"stablehlo.gather\"(" + t.name() + ", " + index.name() + ") <{dimension_numbers = #stablehlo.gather<offset_dims = "
            + range(front, front + kept.length) + ", collapsed_slice_dims = " + range(0, n + collapsed) + ", start_index_map = " + range(0, n + at.size())
            + ", index_vector_dim = " + front + ">, indices_are_sorted = false, slice_sizes = " + Ops.array(all) + "}>", t, index);
    }

    /** a[at..]: the first axes dropped. */
    LaneValue read(LaneValue a, List<LaneValue> at) {
        List<Integer> lanes = LaneTensors.union(a.lanes, LaneTensors.union(at));
        int k = at.size();
        int[] sizes = IntStream.range(0, a.dims.length).map(d -> d < k ? 1 : a.dims[d]).toArray();
        return LaneValue.of(gather(a, lanes, at.stream().map(v -> e.l.full(v, lanes)).toList(), new int[0], sizes, k), lanes);
    }

    /** A part from the places {@code at} on, which clamp so that it fits. */
    public LaneValue window(LaneValue a, List<LaneValue> at, int[] sizes) {
        List<Integer> lanes = LaneTensors.union(a.lanes, LaneTensors.union(at));
        return LaneValue.of(gather(a, lanes, at.stream().map(v -> e.l.full(v, lanes)).toList(), new int[0], sizes, 0), lanes);
    }

    /** Rows along the first axis by an array of indices: result lanes, extents of the indices, rest of the row. */
    LaneValue rows(LaneValue a, LaneValue idx) {
        List<Integer> lanes = LaneTensors.union(a.lanes, idx.lanes);
        int[] sizes = a.dims.clone();
        sizes[0] = 1;
        return LaneValue.of(gather(a, lanes, List.of(e.l.full(idx, lanes, idx.dims)), idx.dims, sizes, 1), lanes);
    }

    /** A scatter of windows, of which the first {@code inserted} axes are 1 and left out of the updates. */
    private LaneValue scatter(LaneValue a, List<Integer> lanes, List<Tensor> at, int[] more, Tensor updates, int inserted, Prim op) {
        List<Integer> own = LaneTensors.without(lanes, a.shared);
        Tensor t = e.l.full(a, own, a.dims);
        Tensor index = vectors(own, lanes, at, more);
        int front = lanes.size() + more.length;
        String numbers = "update_window_dims = " + range(front, updates.rank()) + ", inserted_window_dims = " + range(0, own.size() + inserted)
            + ", scatter_dims_to_operand_dims = " + range(0, own.size() + at.size()) + ", index_vector_dim = " + front;
        return LaneValue.of(o().scatter(t, index, updates, op, numbers, e.arithmetic), own).sharedOver(a.shared);
    }

    /** The lanes that write: with an operator all that share the array, also where place and value are the same for them. */
    private List<Integer> lanesOf(LaneValue a, List<LaneValue> at, LaneValue v, Prim op) {
        List<Integer> lanes = LaneTensors.union(a.lanes, LaneTensors.union(LaneTensors.union(at), v.lanes));
        lanes = op == null ? lanes : LaneTensors.union(lanes, a.shared);
        return e.mask() == null ? lanes : LaneTensors.union(lanes, e.mask().lanes);
    }

    /** Places, -1 for lanes that are idle. */
    private List<Tensor> places(List<LaneValue> at, List<Integer> lanes, int... more) {
        var out = new ArrayList<Tensor>();
        for (LaneValue v : at) {
            Tensor t = e.l.full(v, lanes, more);
            if (e.mask() != null && out.isEmpty()) {
                t = o().select(e.l.spread(e.mask(), lanes, more), t, o().constant(Lit.i32(-1), t.shape()));
            }
            out.add(t);
        }
        return out;
    }

    /** a[at..] = v, or combined by the operator; lanes that the array is shared by write to it in turn. */
    LaneValue write(LaneValue a, List<LaneValue> at, LaneValue v, Prim op) {
        List<Integer> lanes = lanesOf(a, at, v, op);
        int[] row = Arrays.copyOfRange(a.dims, at.size(), a.dims.length);
        return scatter(a, lanes, places(at, lanes), new int[0], e.l.full(v, lanes, row), at.size(), op);
    }

    /** The part from {@code at} on replaced by {@code u}; places clamp so that it fits. */
    public LaneValue updateWindow(LaneValue a, List<LaneValue> at, LaneValue u) {
        List<Integer> lanes = lanesOf(a, at, u, null);
        var clamped = new ArrayList<LaneValue>();
        for (int k = 0; k < at.size(); k++) {
            Tensor t = e.l.tensor(at.get(k));
            t = o().op("maximum", o().op("minimum", t, o().like(t, a.dims[k] - u.dims[k])), o().like(t, 0));
            clamped.add(LaneValue.of(t, at.get(k).lanes));
        }
        return scatter(a, lanes, places(clamped, lanes), new int[0], e.l.full(u, lanes, u.dims), 0, null);
    }

    /** Rows along the first axis combined by the operator, in any order: {@code u} has the extents of the indices and then those of a row. */
    LaneValue rows(LaneValue a, LaneValue idx, LaneValue u, Prim op) {
        List<Integer> lanes = lanesOf(a, List.of(idx), u, op);
        int[] row = Arrays.copyOfRange(a.dims, 1, a.dims.length);
        int[] dims = Ops.join(idx.dims, row);
        return scatter(a, lanes, places(List.of(idx), lanes, idx.dims), idx.dims, e.l.full(u, lanes, dims), 1, op);
    }

    /**
     * Rows along the first axis overwritten in order of the indices, which a scatter does not promise: the last index that names a row is found by
     * a scatter of the indices' own numbers, and each row taken from there.
     */
    LaneValue overwrite(LaneValue a, LaneValue idx, LaneValue u) {
        if (u.lanes.stream().anyMatch(a.shared::contains) || idx.lanes.stream().anyMatch(a.shared::contains) || e.mask() != null && !a.shared.isEmpty()) {
            return rows(a, idx, u, null);
        }
        List<Integer> lanes = lanesOf(a, List.of(idx), u, null);
        int n = RegionText.count(idx.dims);
        LaneValue flat = LaneValue.of(o().reshape(places(List.of(idx), lanes, idx.dims).get(0), e.l.shape(lanes, n)), lanes);
        LaneValue numbers = LaneValue.of(o().iota(DType.I32, 0, n), List.of());
        LaneValue before = e.mask();
        e.mask(null);
        LaneValue last = rows(LaneValue.of(e.l.full(LaneValue.of(Lit.i32(-1), a.dims[0]), lanes, a.dims[0]), lanes), flat, numbers, Prim.MAX);
        e.mask(before);
        int[] row = Arrays.copyOfRange(a.dims, 1, a.dims.length);
        int[] list = Ops.join(new int[] {n}, row);
        Tensor updates = o().reshape(e.l.full(u, lanes, u.dims), e.l.shape(lanes, list));
        LaneValue taken = rows(LaneValue.of(updates, lanes), last);
        Tensor t = e.l.tensor(last);
        Tensor hit = o().compare("GE", t, o().like(t, 0));
        int[] axes = IntStream.range(0, lanes.size() + 1).toArray();
        hit = o().broadcast(hit, axes, e.l.shape(lanes, a.dims));
        return LaneValue.of(o().select(hit, e.l.full(taken, lanes, a.dims), e.l.full(a, lanes, a.dims)), lanes).sharedOver(a.shared);
    }
}
