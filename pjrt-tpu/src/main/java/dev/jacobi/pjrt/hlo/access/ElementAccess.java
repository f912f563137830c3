package dev.jacobi.pjrt.hlo.access;

import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.pjrt.hlo.lanes.AffineIntegers;
import dev.jacobi.pjrt.hlo.lanes.EmitContext;
import dev.jacobi.pjrt.hlo.lanes.LaneTensors;
import dev.jacobi.pjrt.hlo.lanes.LaneValue;
import dev.jacobi.pjrt.hlo.lanes.LaneValue.Affine;
import dev.jacobi.pjrt.hlo.text.RegionText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** index, update, gather, scatter and acc_add: a block of the array where the lanes' places are one ({@link AffineSlices}), else points. */
public final class ElementAccess {
    private final EmitContext e;
    private final GatherScatter points;
    private final AffineSlices blocks;
    private final TableSlices tables;

    /** Writes for this context. */
    public ElementAccess(EmitContext e) {
        this.e = e;
        points = new GatherScatter(e);
        blocks = new AffineSlices(e);
        tables = new TableSlices(e, blocks);
    }

    private List<LaneValue> places(List<LaneValue> at) {
        return at.stream().map(e.l::index).toList();
    }

    /** What stands in {@code a} at these indices of its first axes: a row, or a scalar when all axes have one. */
    public LaneValue index(LaneValue a, List<LaneValue> indices, Params.Mode mode) {
        int[] row = Arrays.copyOfRange(a.dims, indices.size(), a.dims.length);
        if (a.lit != null || a.size() == 0) {
            return LaneValue.of(a.lit != null && a.size() > 0 ? a.lit : Lit.zero(a.dtype), row);
        }
        Map.Entry<LaneValue, LaneValue> extreme = indices.size() == 1 ? e.l.extremes.get(indices.get(0)) : null;
        if (extreme != null && extreme.getKey() == a && a.dims.length == 1) {
            return extreme.getValue();
        }
        List<LaneValue> at = places(indices);
        LaneValue block = blocks.index(a, at, mode);
        block = block == null ? tables.index(a, at, mode) : block;
        return block != null ? block : read(a, at);
    }

    /** The array with {@code v} at these indices of its first axes, or combined by {@code op} with what is there unless that is null. */
    public LaneValue update(LaneValue a, List<LaneValue> indices, LaneValue v, Prim op, Params.Mode mode) {
        if (a.size() == 0) {
            return a;
        }
        List<LaneValue> at = places(indices);
        List<Integer> meet = op == null ? List.of() : LaneTensors.without(a.shared, LaneTensors.union(LaneTensors.union(at), a.lanes));
        if (!meet.isEmpty()) {
            return together(a, at, v, op, mode, meet);
        }
        LaneValue block = blocks.update(a, at, v, op, mode);
        block = block == null && op == Prim.ADD ? tables.add(a, at, v, mode) : block;
        return block != null ? block : write(a, at, v, op);
    }

    /** The lanes that are the numbers of all elements along the last of these axes, from the first such axis on: what they read or write together are rows. */
    private List<Integer> along(LaneValue a, List<LaneValue> at) {
        var out = new LinkedList<Integer>();
        for (int k = at.size() - 1; k > 0; k--) {
            Affine f = AffineIntegers.of(at.get(k));
            int lane = f == null || !f.isFixed() || f.base() != 0 || f.coefficients().size() != 1 ? -1 : f.coefficients().firstKey();
            if (lane < 0 || f.coefficients().get(lane) != 1 || e.l.extents.get(lane) != a.dims[k] || a.lanes.contains(lane) || out.contains(lane)) {
                break;
            }
            out.addFirst(lane);
        }
        List<Integer> others = LaneTensors.union(at.subList(0, at.size() - out.size()));
        return out.stream().anyMatch(others::contains) ? List.of() : out;
    }

    private LaneValue read(LaneValue a, List<LaneValue> at) {
        List<Integer> along = along(a, at);
        if (along.isEmpty()) {
            return points.read(a, at);
        }
        LaneValue rows = points.read(a, at.subList(0, at.size() - along.size()));
        var order = new ArrayList<>(rows.lanes);
        order.addAll(along);
        return e.l.ascending(e.l.tensor(rows), order);
    }

    private LaneValue write(LaneValue a, List<LaneValue> at, LaneValue v, Prim op) {
        List<Integer> along = along(a, at);
        boolean whole = !along.isEmpty() && a.shared.containsAll(along) && (e.mask() == null || e.mask().lanes.stream().noneMatch(along::contains));
        if (!whole) {
            return points.write(a, at, v, op);
        }
        List<Integer> with = LaneTensors.union(v.lanes, along);
        List<Integer> rest = LaneTensors.without(with, along);
        RegionText.Tensor t = e.l.full(v, with, v.dims);
        var order = new ArrayList<Integer>();
        rest.forEach(lane -> order.add(with.indexOf(lane)));
        along.forEach(lane -> order.add(with.indexOf(lane)));
        IntStream.range(with.size(), t.rank()).forEach(order::add);
        LaneValue rows = LaneValue.of(e.o.transpose(t, order.stream().mapToInt(k -> k).toArray()), rest);
        LaneValue r = points.write(a.sharedOver(LaneTensors.without(a.shared, along)), at.subList(0, at.size() - along.size()), rows, op);
        return r.sharedOver(a.shared);
    }

    /** Lanes that combine into one element: their values are folded before. */
    private LaneValue together(LaneValue a, List<LaneValue> at, LaneValue v, Prim op, Params.Mode mode, List<Integer> meet) {
        LaneValue mask = e.mask();
        LaneValue nothing = LaneValue.of(FoldIdentity.ofNothing(op, v.dtype), v.dims);
        LaneValue terms = mask == null ? v : e.l.select(mask, v, nothing);
        List<Integer> with = LaneTensors.union(terms.lanes, meet);
        List<Integer> axes = meet.stream().map(with::indexOf).sorted().toList();
        RegionText.Tensor sum = e.o.reduce(op, e.l.full(terms, with, v.dims), e.o.constant(FoldIdentity.ofNothing(op, v.dtype)), axes, e.arithmetic);
        return folded(a, at, LaneValue.of(sum, LaneTensors.without(with, meet)), op, mode, meet);
    }

    /** Whether all lanes name elements of the array, those that are idle, too: what these have folded changes nothing. */
    private boolean inside(LaneValue a, List<LaneValue> at) {
        for (int k = 0; k < at.size(); k++) {
            Affine f = AffineIntegers.of(at.get(k));
            if (f == null || !f.isFixed() || f.range(e.l.extents)[0] < 0 || f.range(e.l.extents)[1] >= a.dims[k]) {
                return false;
            }
        }
        return true;
    }

    /** The array combined with what was folded over lanes: those that are left are at work where one of the folded ones was. */
    public LaneValue folded(LaneValue a, List<LaneValue> at, LaneValue sum, Prim op, Params.Mode mode, List<Integer> meet) {
        LaneValue mask = e.mask();
        try {
            e.mask(mask == null || mask.lanes.stream().noneMatch(meet::contains) ? mask : inside(a, at) ? null : some(mask, meet));
            LaneValue alone = a.sharedOver(LaneTensors.without(a.shared, meet));
            return update(alone, at, sum, op, mode).sharedOver(a.shared);
        } finally {
            e.mask(mask);
        }
    }

    private LaneValue some(LaneValue mask, List<Integer> meet) {
        List<Integer> rest = LaneTensors.without(mask.lanes, meet);
        List<Integer> axes = mask.lanes.stream().filter(meet::contains).map(mask.lanes::indexOf).sorted().toList();
        return rest.isEmpty() ? null : LaneValue.of(e.o.reduce(Prim.OR, e.l.tensor(mask), e.o.constant(Lit.bool(false)), axes, e.arithmetic), rest);
    }

    /** The axis in front of the others. */
    private LaneValue front(LaneValue a, int axis) {
        if (axis == 0) {
            return a;
        }
        int n = a.lanes.size();
        var order = new ArrayList<Integer>();
        IntStream.range(0, n + a.dims.length).forEach(order::add);
        order.add(n, order.remove(n + axis));
        return moved(a, order);
    }

    private LaneValue moved(LaneValue a, List<Integer> order) {
        return LaneValue.of(e.o.transpose(e.l.tensor(a), order.stream().mapToInt(k -> k).toArray()), a.lanes).sharedOver(a.shared);
    }

    /** Rows along the axis by an array of indices. */
    public LaneValue gather(LaneValue a, LaneValue indices, int axis) {
        LaneValue idx = e.l.index(indices);
        int[] dims = IntStream.concat(IntStream.concat(IntStream.of(a.dims).limit(axis), IntStream.of(idx.dims)), IntStream.of(a.dims).skip(axis + 1)).toArray();
        if (a.lit != null || a.size() == 0 || RegionText.count(dims) == 0) {
            return LaneValue.of(a.lit != null && a.size() > 0 ? a.lit : Lit.zero(a.dtype), dims);
        }
        LaneValue r = points.rows(front(a, axis), idx);
        // [lanes, idx.., before.., after..]: what stood before the axis goes in front of the indices again.
        int n = r.lanes.size();
        int width = idx.dims.length;
        var order = new ArrayList<Integer>();
        IntStream.range(0, n).forEach(order::add);
        IntStream.range(0, axis).forEach(k -> order.add(n + width + k));
        IntStream.range(0, width).forEach(k -> order.add(n + k));
        IntStream.range(n + width + axis, n + dims.length).forEach(order::add);
        return moved(r, order);
    }

    /** The array with rows along the axis overwritten, or combined by {@code op} unless that is null. */
    public LaneValue scatter(LaneValue a, LaneValue indices, LaneValue u, int axis, Prim op) {
        LaneValue idx = e.l.index(indices);
        if (a.size() == 0 || u.size() == 0) {
            return a;
        }
        int width = idx.dims.length;
        LaneValue updates = u;
        if (axis > 0 && !u.isScalar()) {
            int n = u.lanes.size();
            var order = new ArrayList<Integer>();
            IntStream.range(0, n).forEach(order::add);
            IntStream.range(0, width).forEach(k -> order.add(n + axis + k));
            IntStream.range(0, axis).forEach(k -> order.add(n + k));
            IntStream.range(n + axis + width, n + u.dims.length).forEach(order::add);
            updates = moved(u, order);
        }
        LaneValue rows = front(a, axis);
        LaneValue r = op == null ? points.overwrite(rows, idx, updates) : points.rows(rows, idx, updates, op);
        if (axis == 0) {
            return r;
        }
        int n = r.lanes.size();
        var back = new ArrayList<Integer>();
        IntStream.range(0, n + a.dims.length).forEach(back::add);
        back.add(n + axis, back.remove(n));
        return moved(r, back);
    }
}
