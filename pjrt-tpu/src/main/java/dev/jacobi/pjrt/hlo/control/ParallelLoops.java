package dev.jacobi.pjrt.hlo.control;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Var;
import dev.jacobi.pjrt.hlo.access.ElementAccess;
import dev.jacobi.pjrt.hlo.lanes.Elementwise;
import dev.jacobi.pjrt.hlo.lanes.EmitContext;
import dev.jacobi.pjrt.hlo.lanes.LaneTensors;
import dev.jacobi.pjrt.hlo.lanes.LaneValue;
import dev.jacobi.pjrt.hlo.structural.AxisReductions;
import dev.jacobi.pjrt.hlo.text.Ops;
import dev.jacobi.pjrt.hlo.text.RegionText;
import dev.jacobi.pjrt.hlo.text.RegionText.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * map, reduce, scan and hist. With a known number of trips all of them run together: a new lane axis, along which values are arrays; else, or where
 * the lanes cannot run together, one trip after the other.
 */
final class ParallelLoops {
    /** Elements of the lanes of nested loops together; beyond that the inner loop stays a loop. */
    private static final long MOST = 1L << 27;
    private final EmitContext e;
    private final ElementAccess access;
    private final SequentialLoops loops;
    private final AxisReductions folds;
    private final Elementwise elementwise;

    ParallelLoops(EmitContext e, ElementAccess access, SequentialLoops loops) {
        this.e = e;
        this.access = access;
        this.loops = loops;
        folds = new AxisReductions(e);
        elementwise = new Elementwise(e.l);
    }

    private Ops o() {
        return e.o;
    }

    /** Tries with all trips together; null when they must go one after the other. */
    private List<LaneValue> together(LaneValue n, java.util.function.IntFunction<List<LaneValue>> body) {
        if (n.lit == null || n.lit.asLong() > Integer.MAX_VALUE || !e.active().isEmpty() && e.l.count(e.active()) * n.lit.asLong() > MOST) {
            return null;
        }
        List<Integer> outside = e.active();
        LaneValue mask = e.mask();
        Tensor ok = e.ok();
        List<List<LaneValue>> out = new ArrayList<>();
        int lane = e.l.extents.size();
        e.l.extents.add((int) n.lit.asLong());
        try {
            e.active(LaneTensors.union(outside, List.of(lane)));
            RegionText piece = o().region(() -> out.add(body.apply(lane)));
            o().code().splice(piece);
            return out.get(0);
        } catch (NotBatched why) {
            e.ok(ok);
            return null;
        } finally {
            e.active(outside);
            e.mask(mask);
        }
    }

    private static LaneValue number(Var i, int lane) {
        var along = new TreeMap<Integer, Long>();
        along.put(lane, 1L);
        return LaneValue.of(i.dtype(), new LaneValue.Affine(0, null, along));
    }

    private static LaneValue shared(LaneValue v, int lane) {
        var axes = new TreeSet<>(v.shared);
        axes.add(lane);
        return v.sharedOver(axes);
    }

    /** The destination after the loop. */
    private static LaneValue joined(LaneValue v, int lane) {
        if (v.lanes.contains(lane)) {
            throw new NotBatched("an array that lanes share becomes one for each");
        }
        return v.sharedOver(LaneTensors.without(v.shared, List.of(lane)));
    }

    /** The lane axis as the first axis of the value itself. */
    private LaneValue stacked(LaneValue v, int lane) {
        int n = e.l.extents.get(lane);
        int[] dims = IntStream.concat(IntStream.of(n), IntStream.of(v.dims)).toArray();
        if (v.lit != null) {
            return LaneValue.of(v.lit, dims);
        }
        List<Integer> with = LaneTensors.union(v.lanes, List.of(lane));
        Tensor t = e.l.full(v, with, v.dims);
        int at = with.indexOf(lane);
        int front = with.size();
        int[] order = IntStream.range(0, t.rank()).map(k -> k < at ? k : k < front - 1 ? k + 1 : k == front - 1 ? at : k).toArray();
        return LaneValue.of(o().transpose(t, order), LaneTensors.without(with, List.of(lane)));
    }

    private List<LaneValue> dests(List<LaneValue> in, int lane) {
        return in.stream().map(v -> shared(v, lane)).toList();
    }

    /** Rows of stacked results when there is no trip. */
    private static LaneValue empty(Var v) {
        return LaneValue.of(Lit.zero(v.dtype()), v.type().dims().stream().mapToInt(d -> d.isConst() ? (int) d.add() : 0).toArray());
    }

    private List<LaneValue> args(Eqn q) {
        return e.get(q.in());
    }

    private static List<LaneValue> concat(List<LaneValue> a, List<LaneValue> b) {
        var all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }

    // map.

    List<LaneValue> map(Eqn q, Params.Loop p) {
        List<LaneValue> in = args(q);
        LaneValue n = in.get(0);
        List<LaneValue> init = in.subList(1, in.size());
        int dests = init.size();
        Region body = p.body();
        if (n.lit != null && n.lit.asLong() <= 0) {
            return concat(init, q.out().subList(dests, q.out().size()).stream().map(ParallelLoops::empty).toList());
        } else if (n.lit != null && n.lit.asLong() == 1) {
            List<LaneValue> r = e.region(body, ControlFlow.with(LaneValue.of(Lit.zero(n.dtype)), init));
            return concat(r.subList(0, dests), r.subList(dests, r.size()).stream().map(this::single).toList());
        }
        List<LaneValue> r = together(n, lane -> {
            List<LaneValue> out = e.region(body, ControlFlow.with(number(body.params().get(0), lane), dests(init, lane)));
            var results = new ArrayList<LaneValue>();
            for (int k = 0; k < out.size(); k++) {
                results.add(k < dests ? joined(out.get(k), lane) : stacked(out.get(k), lane));
            }
            return results;
        });
        return r != null ? r : inTurn(q, n, init, body, i -> d -> e.region(body, ControlFlow.with(i, d)));
    }

    private LaneValue single(LaneValue v) {
        int[] dims = IntStream.concat(IntStream.of(1), IntStream.of(v.dims)).toArray();
        return v.lit != null ? LaneValue.of(v.lit, dims) : LaneValue.of(o().reshape(e.l.tensor(v), e.l.shape(v.lanes, dims)), v.lanes);
    }

    /** A trip of a sequential loop: from the carried values the next ones, followed by rows to stack. */
    private interface Trip {
        java.util.function.Function<List<LaneValue>, List<LaneValue>> at(LaneValue i);
    }

    /** One trip after the other; what a trip gives beyond the carry is stacked. */
    private List<LaneValue> inTurn(Eqn q, LaneValue n, List<LaneValue> init, Region body, Trip trip) {
        int rows = q.out().size() - init.size();
        int first = body.params().size() - 1;
        var carry = new ArrayList<SequentialLoops.Carry>();
        for (int k = 0; k < init.size(); k++) {
            int param = k - (init.size() - first);
            int out = body.out().size() - rows - init.size() + k;
            boolean chain = !init.get(k).isScalar() && param >= 0 && out >= 0 && ArrayVersions.own(body, body.params().get(param + 1), body.out().get(q.prim() == Prim.MAP ? k : out));
            carry.add(new SequentialLoops.Carry(init.get(k), chain));
        }
        if (rows > 0) {
            int count = e.known(n, q.prim());
            for (LaneValue row : probe(() -> trip.at(LaneValue.of(Lit.zero(n.dtype))).apply(init).subList(init.size(), init.size() + rows))) {
                carry.add(new SequentialLoops.Carry(LaneValue.of(Lit.zero(row.dtype), IntStream.concat(IntStream.of(count), IntStream.of(row.dims)).toArray()), true));
            }
        }
        return loops.trips(q, n, carry, e.checks(body), (i, now) -> {
            List<LaneValue> next = trip.at(i).apply(now.subList(0, init.size()));
            var out = new ArrayList<>(next.subList(0, init.size()));
            for (int k = 0; k < rows; k++) {
                out.add(access.update(now.get(init.size() + k), List.of(i), next.get(init.size() + k), null, Params.Mode.PROMISED));
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

    // Folds.

    private LaneValue combine(Prim op, LaneValue a, LaneValue b) {
        return elementwise.emit(op, Params.NONE, List.of(a, b), a.dtype);
    }

    /** reduce and scan. */
    List<LaneValue> fold(Eqn q, Params.Fold p) {
        List<LaneValue> in = args(q);
        LaneValue n = in.get(0);
        List<LaneValue> init = in.subList(1, in.size());
        if (n.lit != null && n.lit.asLong() <= 0) {
            return concat(init, q.out().subList(init.size(), q.out().size()).stream().map(ParallelLoops::empty).toList());
        }
        return q.prim() == Prim.REDUCE ? reduce(q, p, n, init) : scan(q, p, n, init);
    }

    private List<LaneValue> reduce(Eqn q, Params.Fold p, LaneValue n, List<LaneValue> init) {
        int ops = p.ops().size();
        Region body = p.body();
        List<LaneValue> r = together(n, lane -> {
            List<LaneValue> out = e.region(body, ControlFlow.with(number(body.params().get(0), lane), dests(init.subList(ops, init.size()), lane)));
            var results = new ArrayList<LaneValue>();
            for (int k = 0; k < out.size(); k++) {
                results.add(k < ops ? combine(p.ops().get(k), init.get(k), folds.overLane(p.ops().get(k), out.get(k), lane)) : joined(out.get(k), lane));
            }
            return results;
        });
        return r != null ? r : inTurn(q, n, init, body, i -> now -> {
            List<LaneValue> out = e.region(body, ControlFlow.with(i, now.subList(ops, now.size())));
            return concat(combined(p, now, out), out.subList(ops, out.size()));
        });
    }

    private List<LaneValue> combined(Params.Fold p, List<LaneValue> now, List<LaneValue> terms) {
        return IntStream.range(0, p.ops().size()).mapToObj(k -> combine(p.ops().get(k), now.get(k), terms.get(k))).toList();
    }

    private List<LaneValue> scan(Eqn q, Params.Fold p, LaneValue n, List<LaneValue> init) {
        int ops = p.ops().size();
        Region body = p.body();
        List<LaneValue> r = together(n, lane -> {
            List<LaneValue> out = e.region(body, List.of(number(body.params().get(0), lane)));
            var last = new ArrayList<LaneValue>();
            var all = new ArrayList<LaneValue>();
            for (int k = 0; k < ops; k++) {
                List<Integer> with = LaneTensors.union(out.get(k).lanes, List.of(lane));
                Tensor terms = e.l.full(out.get(k), with, init.get(k).dims);
                LaneValue sums = LaneValue.of(folds.prefix(p.ops().get(k), terms, with.indexOf(lane), false), with);
                LaneValue s = stacked(combine(p.ops().get(k), init.get(k), sums), lane);
                all.add(s);
                last.add(access.index(s, List.of(LaneValue.of(Lit.i32(e.l.extents.get(lane) - 1))), Params.Mode.PROMISED));
            }
            return concat(last, all);
        });
        return r != null ? r : inTurn(q, n, init, body, i -> now -> {
            List<LaneValue> sums = combined(p, now, e.region(body, List.of(i)));
            return concat(sums, sums);
        });
    }

    List<LaneValue> hist(Eqn q, Params.Fold p) {
        List<LaneValue> in = args(q);
        LaneValue n = in.get(0);
        LaneValue bins = in.get(1);
        Region body = p.body();
        if (n.lit != null && n.lit.asLong() <= 0) {
            return List.of(bins);
        }
        List<LaneValue> r = together(n, lane -> {
            List<LaneValue> out = e.region(body, List.of(number(body.params().get(0), lane)));
            return List.of(joined(access.update(shared(bins, lane), out.subList(0, 1), out.get(1), p.ops().get(0), Params.Mode.CLAMP), lane));
        });
        return r != null ? r : loops.trips(q, n, List.of(new SequentialLoops.Carry(bins, true)), e.checks(body), (i, now) -> {
            List<LaneValue> out = e.region(body, List.of(i));
            return List.of(access.update(now.get(0), out.subList(0, 1), out.get(1), p.ops().get(0), Params.Mode.CLAMP));
        });
    }
}
