package dev.jacobi.pjrt.hlo.control;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.pjrt.hlo.access.ElementAccess;
import dev.jacobi.pjrt.hlo.lanes.Elementwise;
import dev.jacobi.pjrt.hlo.lanes.EmitContext;
import dev.jacobi.pjrt.hlo.lanes.LaneTensors;
import dev.jacobi.pjrt.hlo.lanes.LaneValue;
import dev.jacobi.pjrt.hlo.structural.AxisReductions;
import dev.jacobi.pjrt.hlo.text.Ops;
import dev.jacobi.pjrt.hlo.text.RegionText.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * map, reduce, scan and hist. With a known number of trips all of them run together: a new lane axis, along which values are arrays; else, or where
 * the lanes cannot run together, one trip after the other.
 */
public final class ParallelLoops {
    /** Reductions of so many trips are written trip by trip where they come to at most so many lines. */
    private static final int FEW = 16;
    private static final int LINES = 128;
    private final EmitContext e;
    private final ElementAccess access;
    private final SequentialLoops loops;
    private final AxisReductions folds;
    private final Elementwise elementwise;
    private final LaneProducts products;
    private final LaneAxis axis;

    /** Writes for this context; {@code access} reads and writes the arrays that the loops go through. */
    public ParallelLoops(EmitContext e, ElementAccess access) {
        this.e = e;
        this.access = access;
        loops = new SequentialLoops(e);
        folds = new AxisReductions(e);
        elementwise = new Elementwise(e.l);
        products = new LaneProducts(e);
        axis = new LaneAxis(e);
    }

    private Ops o() {
        return e.o;
    }

    /** Rows of stacked results when there is no trip. */
    private static LaneValue empty(Var v) {
        return LaneValue.of(Lit.zero(v.dtype()), v.type().dims().stream().mapToInt(d -> d.isConst() ? (int) d.add() : 0).toArray());
    }

    private LaneValue single(LaneValue v) {
        int[] dims = Ops.join(new int[] {1}, v.dims);
        return v.lit != null ? LaneValue.of(v.lit, dims) : LaneValue.of(o().reshape(e.l.tensor(v), e.l.shape(v.lanes, dims)), v.lanes);
    }

    private LaneValue combine(RegionView.Slot s, LaneValue a, LaneValue b) {
        return a.lit != null && a.lit.equals(FoldIdentity.ofNothing(s.op(), a.dtype)) ? b : elementwise.emit(s.op(), Params.NONE, List.of(a, b), a.dtype);
    }

    /** The bins with what a trip, or each of the lanes, yields. */
    private LaneValue binned(RegionView.Slot s, LaneValue bins, List<LaneValue> yields) {
        return access.update(bins, yields.subList(0, 1), yields.get(1), s.op(), Params.Mode.CLAMP);
    }

    /** Writes a map, reduce, scan or hist with these operands and returns its results. */
    public List<LaneValue> emit(Eqn q, List<LaneValue> in) {
        RegionView view = RegionView.of(q);
        LaneValue n = in.get(0);
        List<LaneValue> init = in.subList(1, in.size());
        if (n.lit != null && n.lit.asLong() <= 0) {
            var none = new ArrayList<>(init);
            q.out().subList(init.size(), q.out().size()).forEach(v -> none.add(empty(v)));
            return none;
        } else if (q.prim() == Prim.MAP && n.lit != null && n.lit.asLong() == 1) {
            var results = new ArrayList<>(e.region(view.body(), ControlFlow.with(LaneValue.of(Lit.zero(n.dtype)), init)));
            results.subList(init.size(), results.size()).replaceAll(this::single);
            return results;
        }
        List<LaneValue> known = q.prim() == Prim.REDUCE && n.lit != null ? KnownLoops.run(e, q) : null;
        if (known != null) {
            return known;
        }
        if (q.prim() == Prim.REDUCE && !e.active().isEmpty() && n.lit != null && n.lit.asLong() <= FEW && n.lit.asLong() * ControlFlow.size(view.body().body()) <= LINES) {
            return unrolled(view, n, init);
        }
        boolean stacks = q.prim() == Prim.SCAN || q.out().size() > init.size();
        List<LaneValue> r = axis.together(n, !stacks, trips -> inLanes(view, init, trips));
        return r != null ? r : inTurn(view, n, init);
    }

    /** The trips of a few, as a lane axis of a few would be the last one of larger arrays, which vectors are then filled with badly. */
    private List<LaneValue> unrolled(RegionView view, LaneValue n, List<LaneValue> init) {
        List<LaneValue> now = init;
        for (int k = 0; k < n.lit.asLong(); k++) {
            now = trip(view, LaneValue.of(Lit.of(n.dtype, k)), now);
        }
        return now;
    }

    /** All trips together. */
    private List<LaneValue> inLanes(RegionView view, List<LaneValue> init, LaneAxis.Trips trips) {
        int lane = trips.lane();
        List<LaneValue> dests = view.carried().stream().map(s -> LaneAxis.shared(init.get(view.operand(s) - 1), lane)).toList();
        List<LaneValue> out = e.region(view.body(), ControlFlow.with(free(view) && LaneAxis.falls(view) ? axis.falling(trips) : trips.number(), dests));
        var results = new ArrayList<LaneValue>();
        var prefixes = new ArrayList<LaneValue>();
        for (int k = 0; k < view.slots().size(); k++) {
            RegionView.Slot s = view.slots().get(k);
            LaneValue v = out.get(k);
            if (view.eqn().prim() == Prim.SCAN) {
                prefixes.add(prefixes(s, init.get(k), v, lane));
                results.add(access.index(prefixes.get(k), List.of(LaneValue.of(Lit.i32(e.l.extents.get(lane) - 1))), Params.Mode.PROMISED));
                continue;
            }
            results.add(switch (s.role()) {
                case DEST -> LaneAxis.joined(v, lane);
                case STACK -> axis.stacked(v, lane);
                case FOLD -> combine(s, init.get(k), fold(view, s, v, trips));
                case BINS -> LaneAxis.joined(binned(s, LaneAxis.shared(init.get(k), lane), out), lane);
                case CARRY, BRANCH -> throw new IllegalStateException(view.eqn().prim().text() + " is no parallel loop");
            });
        }
        results.addAll(prefixes);
        return results;
    }

    /** Whether the order of the trips does not show in what the loop gives. */
    private static boolean free(RegionView view) {
        return view.eqn().prim() != Prim.SCAN && view.slots().stream().allMatch(s -> s.role() == RegionView.Role.FOLD || s.role() == RegionView.Role.DEST);
    }

    private LaneValue fold(RegionView view, RegionView.Slot s, LaneValue v, LaneAxis.Trips trips) {
        LaneValue product = products.sum(s, trips.lane());
        if (product != null) {
            return product;
        }
        LaneValue terms = trips.active() == null ? v : e.l.select(trips.active(), v, LaneValue.of(FoldIdentity.ofNothing(s.op(), v.dtype), v.dims));
        return folds.overLane(s.op(), terms, trips.lane());
    }

    private LaneValue prefixes(RegionView.Slot s, LaneValue init, LaneValue term, int lane) {
        List<Integer> with = LaneTensors.union(term.lanes, List.of(lane));
        Tensor terms = e.l.full(term, with, init.dims);
        return axis.stacked(combine(s, init, LaneValue.of(folds.prefix(s.op(), terms, with.indexOf(lane), false), with)), lane);
    }

    /** One trip of the loop from what it carries: that for the next trip, then rows to stack. */
    private List<LaneValue> trip(RegionView view, LaneValue i, List<LaneValue> now) {
        List<LaneValue> dests = view.carried().stream().map(s -> now.get(view.operand(s) - 1)).toList();
        List<LaneValue> out = e.region(view.body(), ControlFlow.with(i, dests));
        var next = new ArrayList<LaneValue>();
        for (int k = 0; k < view.slots().size(); k++) {
            RegionView.Slot s = view.slots().get(k);
            next.add(s.role() == RegionView.Role.FOLD ? combine(s, now.get(k), out.get(k)) : s.role() == RegionView.Role.BINS ? binned(s, now.get(k), out) : out.get(k));
        }
        if (view.eqn().prim() == Prim.SCAN) {
            next.addAll(List.copyOf(next));
        }
        return next;
    }

    /** One trip after the other; what a trip gives beyond the carry is stacked. */
    private List<LaneValue> inTurn(RegionView view, LaneValue n, List<LaneValue> init) {
        Eqn q = view.eqn();
        int rows = q.out().size() - init.size();
        var carry = new ArrayList<SequentialLoops.Carry>();
        for (int k = 0; k < init.size(); k++) {
            RegionView.Slot s = view.slots().get(k);
            boolean chain = s.role() == RegionView.Role.BINS || s.param() != null && !init.get(k).isScalar() && ArrayVersions.own(view.body(), s.param(), s.yield());
            carry.add(new SequentialLoops.Carry(init.get(k), chain));
        }
        if (rows > 0) {
            int count = e.known(n, q.prim());
            for (LaneValue row : probe(() -> trip(view, LaneValue.of(Lit.zero(n.dtype)), init).subList(init.size(), init.size() + rows))) {
                carry.add(new SequentialLoops.Carry(LaneValue.of(Lit.zero(row.dtype), Ops.join(new int[] {count}, row.dims)), true));
            }
        }
        return loops.trips(q, n, carry, e.checks(view.body()), (i, now) -> {
            List<LaneValue> next = trip(view, i, now);
            var out = new ArrayList<>(next.subList(0, init.size()));
            for (int k = init.size(); k < next.size(); k++) {
                out.add(access.update(now.get(k), List.of(i), next.get(k), null, Params.Mode.PROMISED));
            }
            return out;
        });
    }

    /** What something gives, written nowhere. */
    private List<LaneValue> probe(Supplier<List<LaneValue>> body) {
        List<List<LaneValue>> out = new ArrayList<>();
        Tensor ok = e.ok();
        o().region(() -> out.add(body.get()));
        e.ok(ok);
        return out.get(0);
    }
}
