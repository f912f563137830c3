package dev.jacobi.pjrt.hlo.structural;

import dev.jacobi.ir.Lit;
import dev.jacobi.pjrt.hlo.access.GatherScatter;
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

/** slice and update_slice: starts clamp so that the part fits. */
final class Slices {
    private final EmitContext e;

    Slices(EmitContext e) {
        this.e = e;
    }

    private Ops o() {
        return e.o;
    }

    private static int span(int size, long stride) {
        return size == 0 ? 0 : Math.toIntExact((size - 1) * stride + 1);
    }

    LaneValue slice(LaneValue a, List<LaneValue> starts, int[] sizes, List<Long> strides) {
        if (RegionText.count(sizes) == 0 || a.lit != null) {
            return LaneValue.of(a.lit != null ? a.lit : Lit.zero(a.dtype), sizes);
        }
        int[] spans = IntStream.range(0, sizes.length).map(k -> span(sizes[k], strides.get(k))).toArray();
        for (int k = 0; k < spans.length; k++) {
            if (spans[k] > a.dims[k]) {
                throw new HloRefusal(HloRefusal.Reason.EXTENT, "slice" + e.at() + " takes " + spans[k] + " elements of an axis of " + a.dims[k]);
            }
        }
        List<LaneValue> at = starts.stream().map(e.l::index).toList();
        List<Integer> own = LaneTensors.union(at);
        LaneValue block = own.isEmpty() ? uniform(a, at, spans) : new GatherScatter(e).window(a, at, spans);
        int n = block.lanes.size();
        int[] zero = new int[n + sizes.length];
        int[] limit = e.l.shape(block.lanes, spans);
        int[] stride = IntStream.range(0, zero.length).map(k -> k < n ? 1 : Math.toIntExact(strides.get(k - n))).toArray();
        return LaneValue.of(o().slice(e.l.tensor(block), zero, limit, stride), block.lanes);
    }

    private LaneValue uniform(LaneValue a, List<LaneValue> at, int[] sizes) {
        Tensor t = e.l.tensor(a);
        int n = a.lanes.size();
        if (at.stream().allMatch(v -> v.lit != null)) {
            int[] from = new int[n + sizes.length];
            int[] to = t.shape().clone();
            for (int k = 0; k < sizes.length; k++) {
                from[n + k] = clamped(at.get(k), a.dims[k] - sizes[k]);
                to[n + k] = from[n + k] + sizes[k];
            }
            return LaneValue.of(o().slice(t, from, to), a.lanes);
        }
        return LaneValue.of(o().dynamicSlice(t, starts(n, at), e.l.shape(a.lanes, sizes)), a.lanes);
    }

    private static int clamped(LaneValue v, int most) {
        return (int) Math.max(0, Math.min(most, v.lit.asLong()));
    }

    private List<Tensor> starts(int lanes, List<LaneValue> at) {
        var out = new ArrayList<Tensor>();
        for (int k = 0; k < lanes; k++) {
            out.add(o().constant(Lit.i32(0)));
        }
        at.forEach(v -> out.add(e.l.tensor(v)));
        return out;
    }

    /** update_slice(a, u, start..). */
    LaneValue update(LaneValue a, LaneValue u, List<LaneValue> from) {
        if (u.size() == 0) {
            return a;
        }
        List<LaneValue> at = from.stream().map(e.l::index).toList();
        List<Integer> own = LaneTensors.union(at);
        boolean scattered = !own.isEmpty() || u.lanes.stream().anyMatch(a.shared::contains) || e.mask() != null && !a.shared.isEmpty();
        if (scattered) {
            return new GatherScatter(e).updateWindow(a, at, u);
        }
        List<Integer> lanes = LaneTensors.union(LaneTensors.union(a.lanes, u.lanes), e.mask() == null ? List.of() : e.mask().lanes);
        Tensor t = e.l.full(a, lanes, a.dims);
        Tensor part = e.l.full(u, lanes, u.dims);
        List<Tensor> starts = starts(lanes.size(), at);
        if (e.mask() != null) {
            part = o().select(e.l.spread(e.mask(), lanes, u.dims), part, o().dynamicSlice(t, starts, part.shape()));
        }
        return LaneValue.of(o().dynamicUpdate(t, part, starts), lanes).sharedOver(a.shared);
    }
}
