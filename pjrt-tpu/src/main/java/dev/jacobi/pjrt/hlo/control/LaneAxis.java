package dev.jacobi.pjrt.hlo.control;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.pjrt.hlo.lanes.AffineIntegers;
import dev.jacobi.pjrt.hlo.lanes.Elementwise;
import dev.jacobi.pjrt.hlo.lanes.EmitContext;
import dev.jacobi.pjrt.hlo.lanes.LaneTensors;
import dev.jacobi.pjrt.hlo.lanes.LaneValue;
import dev.jacobi.pjrt.hlo.lanes.LaneValue.Affine;
import dev.jacobi.pjrt.hlo.text.Ops;
import dev.jacobi.pjrt.hlo.text.RegionText;
import dev.jacobi.pjrt.hlo.text.RegionText.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * All trips of a loop together: a new lane axis, along which values are arrays. Where the number of trips is not the same each time, but bounded, the axis is as long as the most of them, and lanes
 * without a trip are idle. The trips of {@code for (j = i + 1; j < n; j++)} lie at the axis' end then, so that the lane's number is j whatever i is, and what the trips read is one slice.
 */
final class LaneAxis {
    /** Elements of the lanes of nested loops together; beyond that the inner loop stays a loop. */
    private static final long MOST = 1L << 27;
    private final EmitContext e;

    LaneAxis(EmitContext e) {
        this.e = e;
    }

    /**
     * The trips of a loop as lanes.
     *
     * @param lane the axis
     * @param number the trips' numbers
     * @param active the lanes that have a trip; null for all
     * @param first the lane of the first trip
     */
    record Trips(int lane, LaneValue number, LaneValue active, LaneValue first) {
    }

    /** Writes {@code body} for all trips at once; null, and nothing is written, when they must go one after the other. {@code masked} allows for numbers of trips that are only bounded. */
    List<LaneValue> together(LaneValue n, boolean masked, Function<Trips, List<LaneValue>> body) {
        Affine count = n.lit == null && !(masked && n.isScalar()) ? null : AffineIntegers.of(n);
        long most = count == null ? -1 : e.l.most(count);
        if (most < 1 || most > Integer.MAX_VALUE || !e.active().isEmpty() && e.l.count(e.active()) * most > MOST) {
            return null;
        }
        boolean end = n.lit == null && most <= count.base() && count.base() <= 2 * most && falls(count);
        List<Integer> outside = e.active();
        LaneValue mask = e.mask();
        Tensor ok = e.ok();
        List<List<LaneValue>> out = new ArrayList<>();
        int lane = e.l.extents.size();
        e.l.extents.add((int) (end ? count.base() : most));
        try {
            e.active(LaneTensors.union(outside, List.of(lane)));
            RegionText piece = e.o.region(() -> out.add(body.apply(trips(n, lane, end))));
            e.o.code().splice(piece);
            return out.get(0);
        } catch (NotBatched why) {
            e.ok(ok);
            return null;
        } finally {
            e.active(outside);
            e.mask(mask);
        }
    }

    /** The trips' numbers when the first lane makes the last trip; as they are where not all lanes have one. */
    LaneValue falling(Trips trips) {
        var along = new TreeMap<Integer, Long>();
        along.put(trips.lane(), -1L);
        return trips.active() != null ? trips.number() : LaneValue.of(trips.number().dtype, Affine.of(e.l.extents.get(trips.lane()) - 1, along));
    }

    /** Whether all places fall with the trip's number, as in gradients: lanes from the last trip to the first have places that rise, and nothing is turned around to be read. */
    static boolean falls(RegionView view) {
        int[] uses = {0, 0};
        Regions.each(view.body().body(), q -> {
            for (int k = 0; k < q.in().size(); k++) {
                if (q.in().get(k).equals(view.trip())) {
                    uses[q.prim() == Prim.SUB && k == 1 ? 0 : 1]++;
                }
            }
            Regions.of(q).forEach(r -> uses[1] += r.out().contains(view.trip()) ? 1 : 0);
        });
        return uses[0] > 0 && uses[1] == 0 && !view.body().out().contains(view.trip());
    }

    /** Whether it becomes smaller when any of its parts grows. */
    private static boolean falls(Affine count) {
        return count.rest().values().stream().allMatch(c -> c < 0) && count.coefficients().values().stream().allMatch(c -> c < 0);
    }

    private Trips trips(LaneValue n, int lane, boolean end) {
        var along = new TreeMap<Integer, Long>();
        along.put(lane, 1L);
        LaneValue number = LaneValue.of(n.dtype, Affine.of(0, along));
        LaneValue zero = LaneValue.of(Lit.zero(n.dtype));
        if (n.lit != null) {
            return new Trips(lane, number, null, zero);
        }
        var elementwise = new Elementwise(e.l);
        LaneValue active;
        LaneValue first = zero;
        if (end) {
            LaneValue length = LaneValue.of(Lit.of(n.dtype, e.l.extents.get(lane)));
            first = elementwise.emit(Prim.SUB, Params.NONE, List.of(length, n), n.dtype);
            active = elementwise.emit(Prim.GE, Params.NONE, List.of(number, first), DType.BOOL);
            number = elementwise.emit(Prim.SUB, Params.NONE, List.of(number, first), n.dtype);
            e.l.firsts.put(lane, first);
        } else {
            active = elementwise.emit(Prim.LT, Params.NONE, List.of(number, n), DType.BOOL);
        }
        e.mask(e.l.and(e.mask(), active));
        return new Trips(lane, number, active, first);
    }

    /** The same array as one that the lane axis writes to. */
    static LaneValue shared(LaneValue v, int lane) {
        var axes = new TreeSet<>(v.shared);
        axes.add(lane);
        return v.sharedOver(axes);
    }

    /** The destination after the loop. */
    static LaneValue joined(LaneValue v, int lane) {
        if (v.lanes.contains(lane)) {
            throw new NotBatched("an array that lanes share becomes one for each");
        }
        return v.sharedOver(LaneTensors.without(v.shared, List.of(lane)));
    }

    /** The lane axis as the first axis of the value itself. */
    LaneValue stacked(LaneValue v, int lane) {
        int n = e.l.extents.get(lane);
        int[] dims = Ops.join(new int[] {n}, v.dims);
        if (v.lit != null) {
            return LaneValue.of(v.lit, dims);
        }
        List<Integer> with = LaneTensors.union(v.lanes, List.of(lane));
        Tensor t = e.l.full(v, with, v.dims);
        int at = with.indexOf(lane);
        int front = with.size();
        int[] order = IntStream.range(0, t.rank()).map(k -> k < at ? k : k < front - 1 ? k + 1 : k == front - 1 ? at : k).toArray();
        return LaneValue.of(e.o.transpose(t, order), LaneTensors.without(with, List.of(lane)));
    }
}
