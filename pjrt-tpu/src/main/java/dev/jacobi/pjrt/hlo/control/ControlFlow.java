package dev.jacobi.pjrt.hlo.control;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.External;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.pjrt.hlo.lanes.EmitContext;
import dev.jacobi.pjrt.hlo.lanes.LaneTensors;
import dev.jacobi.pjrt.hlo.lanes.LaneValue;
import dev.jacobi.pjrt.hlo.text.Ops;
import dev.jacobi.pjrt.hlo.text.RegionText;
import dev.jacobi.pjrt.hlo.text.RegionText.Tensor;
import dev.jacobi.pjrt.program.HloRefusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/** Branches, sequential loops, calls and checks. */
public final class ControlFlow {
    /** Equations of a branch that is always computed. */
    private static final int SMALL = 8;
    /** Loops of so many trips are written trip by trip where they come to at most so many lines. */
    private static final int UNROLLED = 32;
    private static final int LINES = 512;
    /** Loops of so few are written so whether or not their trips can run together. */
    private static final int FEW_LINES = 64;
    private static final int FEW_TRIPS = 8;
    private final EmitContext e;
    private final SequentialLoops loops;
    private final LaneTrips trips;
    /** Looked for when ways of a branch differ. */
    private Placeholders placeholders;

    /** Writes for this context. */
    public ControlFlow(EmitContext e) {
        this.e = e;
        loops = new SequentialLoops(e);
        trips = new LaneTrips(e);
    }

    private Ops o() {
        return e.o;
    }

    /** What a function of the module, or of the library, gives. */
    public List<LaneValue> call(String name, List<LaneValue> args) {
        return !e.has(name) && External.is(name) ? List.of(library(name, args)) : e.call(name, args);
    }

    /** No program can call the host. */
    public List<LaneValue> callback(String name) {
        throw new HloRefusal(HloRefusal.Reason.CALLBACK, "the callback " + name + e.at()
            + " belongs to the host and cannot run inside of a StableHLO program; leave it out or run the method on the CPU");
    }

    /** Of StrictMath's functions only what is exact: the others are its own algorithms, bit for bit, and no plugin computes by them. */
    private LaneValue library(String function, List<LaneValue> in) {
        String name = External.function(function);
        if (External.isMath(function)) {
            throw new HloRefusal(HloRefusal.Reason.STRICT, "with math=jvm Math." + name + e.at() + " is a routine of the JVM's, which devices do not have; leave math=jvm "
                + "out or run the method on the CPU");
        }
        if (!name.equals("IEEEremainder")) {
            throw new HloRefusal(HloRefusal.Reason.STRICT, function + e.at() + " has exactly specified results, which devices do not compute; call Math." + name
                + " or run the method on the CPU");
        }
        List<Integer> lanes = LaneTensors.union(in);
        List<Tensor> t = e.l.together(in, lanes);
        return LaneValue.of(e.arithmetic.ieeeRemainder(t.get(0), t.get(1)), lanes);
    }

    /** A check: lanes that are idle have nothing to check. */
    public List<LaneValue> check(LaneValue c) {
        LaneValue holds = c;
        if (e.mask() != null && !c.isTrue()) {
            List<Integer> lanes = LaneTensors.union(c.lanes, e.mask().lanes);
            holds = LaneValue.of(o().or(e.l.full(c, lanes), o().not(e.l.full(e.mask(), lanes))), lanes);
        }
        if (!holds.isTrue()) {
            Tensor all = e.l.tensor(e.l.overLanes(Prim.AND, holds));
            e.ok(e.ok() == null ? all : o().and(e.ok(), all));
        }
        return List.of();
    }

    // Branches.

    /** What the branch yields that this selector takes. */
    public List<LaneValue> cond(Eqn q, LaneValue s) {
        List<Region> regions = ((Params.Branches) q.params()).regions();
        int n = regions.size();
        if (s.lit != null) {
            long k = s.lit.asLong();
            return e.region(regions.get(k < 0 || k >= n ? n - 1 : (int) k), List.of());
        } else if (n == 1) {
            return e.region(regions.get(0), List.of());
        } else if (!s.lanes.isEmpty() || small(q, regions)) {
            return divergent(q, regions, s);
        }
        return uniform(q, regions, s);
    }

    /** Scalar arithmetic without effects: cheaper than a branch. */
    private static boolean small(Eqn q, List<Region> regions) {
        int size = 0;
        for (Region r : regions) {
            size += r.body().size();
            for (Eqn x : r.body()) {
                boolean scalar = switch (x.prim().group()) {
                    case UNARY, BINARY, COMPARE, TERNARY, CONVERSION -> x.result().type().isScalar();
                    case STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK -> false;
                };
                if (!scalar) {
                    return false;
                }
            }
        }
        return size <= SMALL && q.out().stream().allMatch(v -> v.type().isScalar());
    }

    /** Sees to it that all ways have results of the same extents: a placeholder gets those of the others. */
    private void sameExtents(Eqn q, List<List<LaneValue>> outs) {
        for (int k = 0; k < q.out().size(); k++) {
            int result = k;
            List<int[]> filled = outs.stream().map(o -> o.get(result).dims).filter(d -> RegionText.count(d) > 0).toList();
            for (int way = 0; way < outs.size(); way++) {
                LaneValue v = outs.get(way).get(k);
                int[] dims = filled.isEmpty() ? outs.get(0).get(k).dims : filled.get(0);
                if (!Arrays.equals(v.dims, dims)) {
                    if (v.size() > 0 || !placeholders().guarded(q, k)) {
                        throw new HloRefusal(HloRefusal.Reason.EXTENT, "StableHLO programs have fixed extents, and the ways of a branch" + e.at()
                            + " make arrays of different extents: " + Arrays.toString(dims) + " and " + Arrays.toString(v.dims));
                    }
                    var all = new ArrayList<>(outs.get(way));
                    all.set(k, LaneValue.of(Lit.zero(v.dtype), dims));
                    outs.set(way, all);
                }
            }
        }
    }

    private Placeholders placeholders() {
        placeholders = placeholders == null ? Placeholders.of(e.module()) : placeholders;
        return placeholders;
    }

    /** The written ways of a branch that are not ended yet: per way the text, what it yields, and what its checks come to (null for none). */
    private record Ways(List<RegionText> texts, List<List<LaneValue>> outs, List<Tensor> oks) {
        /** Result {@code k} of each way. */
        List<LaneValue> result(int k) {
            return outs.stream().map(v -> v.get(k)).toList();
        }
    }

    /** One way for all lanes: a region each. */
    private List<LaneValue> uniform(Eqn q, List<Region> regions, LaneValue s) {
        boolean checks = regions.stream().anyMatch(e::checks);
        Ways ways = ways(regions);
        sameExtents(q, ways.outs);
        // What is the same in all of them need not pass through.
        int n = q.out().size();
        boolean[] passes = new boolean[n];
        var lanes = new ArrayList<List<Integer>>();
        for (int k = 0; k < n; k++) {
            List<LaneValue> all = ways.result(k);
            passes[k] = all.stream().anyMatch(v -> v != all.get(0));
            lanes.add(LaneTensors.union(all));
        }
        List<Tensor> like = end(ways, passes, lanes, checks);
        if (like.isEmpty()) {
            return ways.outs.get(0);
        }
        boolean bool = s.dtype == DType.BOOL;
        List<RegionText> order = bool ? List.of(ways.texts.get(1), ways.texts.get(0)) : ways.texts;
        List<Tensor> r = o().branch(bool ? e.l.tensor(s) : e.l.tensor(e.l.index(s)), order, like);
        var results = new ArrayList<LaneValue>();
        int at = 0;
        for (int k = 0; k < n; k++) {
            results.add(!passes[k] ? ways.outs.get(0).get(k)
                : LaneValue.of(r.get(at++), lanes.get(k)).sharedOver(ways.result(k).stream().flatMap(v -> v.shared.stream()).toList()));
        }
        if (checks) {
            e.ok(r.get(at));
        }
        return results;
    }

    /** Writes a region for each way, up to what it yields. */
    private Ways ways(List<Region> regions) {
        Tensor okBefore = e.ok();
        var ways = new Ways(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try {
            for (Region r : regions) {
                e.ok(okBefore);
                ways.texts.add(o().region(() -> ways.outs.add(e.region(r, List.of()))));
                ways.oks.add(e.ok());
            }
        } finally {
            e.ok(okBefore);
        }
        return ways;
    }

    /** Ends each way's text with the results that pass, in these lanes, and with its checks. Returns what the first one yields. */
    private List<Tensor> end(Ways ways, boolean[] passes, List<List<Integer>> lanes, boolean checks) {
        var like = new ArrayList<Tensor>();
        for (int b = 0; b < ways.texts.size(); b++) {
            int branch = b;
            o().into(ways.texts.get(b), () -> {
                var yields = new ArrayList<Tensor>();
                for (int k = 0; k < passes.length; k++) {
                    if (passes[k]) {
                        LaneValue v = ways.outs.get(branch).get(k);
                        yields.add(e.l.full(v, lanes.get(k), v.dims));
                    }
                }
                if (checks) {
                    yields.add(ways.oks.get(branch) != null ? ways.oks.get(branch) : o().constant(Lit.bool(true)));
                }
                o().done(yields);
                if (branch == 0) {
                    like.addAll(yields);
                }
            });
        }
        return like;
    }

    /**
     * All ways one after the other, each under the mask of its lanes. An array that every way only updates goes through all of them, as a lane's
     * writes are its own and the others' are dropped; other results are chosen by lane.
     */
    private List<LaneValue> divergent(Eqn q, List<Region> regions, LaneValue s) {
        int n = regions.size();
        LaneValue outer = e.mask();
        List<LaneValue> taken = selectors(s, n);
        Var[] chains = chains(q, regions);
        var current = new HashMap<Integer, LaneValue>();
        for (Var v : chains) {
            if (v != null) {
                current.put(v.id(), e.get(v));
            }
        }
        var outs = new ArrayList<List<LaneValue>>();
        try {
            for (int k = 0; k < n; k++) {
                int way = k;
                e.mask(s.lanes.isEmpty() ? outer : e.l.and(outer, taken.get(k)));
                e.during(current, () -> outs.add(e.region(regions.get(way), List.of())));
                for (int j = 0; j < chains.length; j++) {
                    if (chains[j] != null) {
                        current.put(chains[j].id(), outs.get(k).get(j));
                    }
                }
            }
        } finally {
            e.mask(outer);
        }
        sameExtents(q, outs);
        var results = new ArrayList<LaneValue>();
        for (int j = 0; j < q.out().size(); j++) {
            if (chains[j] != null) {
                results.add(current.get(chains[j].id()));
                continue;
            }
            LaneValue r = outs.get(n - 1).get(j);
            for (int k = n - 2; k >= 0; k--) {
                LaneValue v = outs.get(k).get(j);
                if (v != r && (!v.shared.isEmpty() || !r.shared.isEmpty())) {
                    throw new NotBatched("lanes that share an array go different ways with it");
                }
                boolean same = v == r || v.lit != null && v.lit.equals(r.lit);
                r = same ? r : e.l.select(taken.get(k), v, r);
            }
            results.add(r);
        }
        return results;
    }

    private List<LaneValue> selectors(LaneValue s, int n) {
        if (s.dtype == DType.BOOL) {
            return List.of(e.l.not(s), s);
        }
        Tensor t = e.l.tensor(s);
        var out = new ArrayList<LaneValue>();
        Tensor some = null;
        for (int k = 0; k < n - 1; k++) {
            Tensor is = o().compare("EQ", t, o().constant(s.dtype, k, t.shape()));
            some = some == null ? is : o().or(some, is);
            out.add(LaneValue.of(is, s.lanes));
        }
        out.add(LaneValue.of(o().not(some), s.lanes));
        return out;
    }

    /** Per result the array around the branch of which all ways yield a version, null where there is none. */
    private Var[] chains(Eqn q, List<Region> regions) {
        int n = q.out().size();
        Var[] all = new Var[n];
        for (int k = 0; k < n; k++) {
            Var same = null;
            boolean chain = !q.out().get(k).type().isScalar();
            for (Region r : regions) {
                Var b = chain ? ArrayVersions.base(r, r.out().get(k)) : null;
                chain &= b != null && (same == null || same.equals(b));
                same = b;
            }
            all[k] = chain ? same : null;
        }
        for (int k = 0; k < n; k++) {
            for (int j = 0; j < n; j++) {
                if (j != k && all[k] != null && all[k].equals(all[j])) {
                    all[j] = null;
                    all[k] = null;
                }
            }
        }
        return all;
    }

    // Loops.

    /** What a loop hands on as it got it is no carry: its parameters are bound for good. */
    private List<RegionView.Slot> carries(RegionView view) {
        view.slots().forEach(s -> s.params().forEach(p -> e.set(p, e.get(s.init()))));
        return view.slots().stream().filter(s -> !s.param().equals(s.yield())).toList();
    }

    private List<SequentialLoops.Carry> carry(List<RegionView.Slot> carries, Region body) {
        return carries.stream().map(s -> new SequentialLoops.Carry(e.get(s.init()), s.param().isArray() && ArrayVersions.own(body, s.param(), s.yield()))).toList();
    }

    /** The carry after a trip that begins with this one. */
    private List<LaneValue> trip(List<RegionView.Slot> carries, Region body, List<LaneValue> now) {
        for (int k = 0; k < now.size(); k++) {
            e.set(carries.get(k).param(), now.get(k));
        }
        e.body(body.body());
        return carries.stream().map(s -> e.get(s.yield())).toList();
    }

    /** The results of a loop whose carries have come to these values. */
    private List<LaneValue> results(RegionView view, List<RegionView.Slot> carries, List<LaneValue> end) {
        return view.slots().stream().map(s -> carries.contains(s) ? end.get(carries.indexOf(s)) : e.get(s.init())).toList();
    }

    /** About how many lines a trip comes to. */
    static int size(List<Eqn> body) {
        int n = 0;
        for (Eqn q : body) {
            n += q.prim() == Prim.CALL ? LINES : 1;
            for (Region r : Regions.of(q)) {
                n += size(r.body()) * (q.prim() == Prim.FOR || q.prim() == Prim.WHILE ? 4 : 1);
            }
        }
        return n;
    }

    private static boolean unrolls(LaneValue n, Region body, int lines) {
        return n.lit != null && n.lit.asLong() > 1 && n.lit.asLong() <= UNROLLED && n.lit.asLong() * size(body.body()) <= lines;
    }

    private List<LaneValue> unrolled(LaneValue n, Region body, List<LaneValue> init) {
        List<LaneValue> now = init;
        for (int k = 0; k < n.lit.asLong(); k++) {
            now = e.region(body, with(LaneValue.of(Lit.of(n.dtype, k)), now));
        }
        return now;
    }

    /** for. */
    public List<LaneValue> loop(Eqn q, List<LaneValue> in) {
        RegionView view = RegionView.of(q);
        Region body = view.body();
        LaneValue n = in.get(0);
        if (n.lit != null && n.lit.asLong() == 1) {
            return e.region(body, with(LaneValue.of(Lit.zero(n.dtype)), in.subList(1, in.size())));
        }
        List<LaneValue> known = n.lit == null ? null : KnownLoops.run(e, q);
        if (known != null) {
            return known;
        }
        List<LaneValue> init = in.subList(1, in.size());
        if (unrolls(n, body, n.lit != null && n.lit.asLong() <= FEW_TRIPS ? LINES : FEW_LINES)) {
            return unrolled(n, body, init);
        }
        List<LaneValue> together = trips.together(view, n, init);
        if (together != null) {
            return together;
        } else if (unrolls(n, body, LINES)) {
            return unrolled(n, body, init);
        }
        List<RegionView.Slot> carries = carries(view);
        return results(view, carries, loops.trips(q, n, carry(carries, body), e.checks(body), (i, now) -> {
            e.set(view.trip(), i);
            return trip(carries, body, now);
        }));
    }

    static List<LaneValue> with(LaneValue first, List<LaneValue> others) {
        var all = new ArrayList<LaneValue>(List.of(first));
        all.addAll(others);
        return all;
    }

    /** while. */
    public List<LaneValue> loopWhile(Eqn q, List<LaneValue> in) {
        RegionView view = RegionView.of(q);
        Region cond = ((Params.While) q.params()).cond();
        Region body = view.body();
        List<RegionView.Slot> carries = carries(view);
        return results(view, carries, loops.loopWhile(q, carry(carries, body), e.checks(body), e.checks(cond), now -> {
            for (int k = 0; k < now.size(); k++) {
                e.set(carries.get(k).params().get(0), now.get(k));
            }
            return e.region(cond, List.of()).get(0);
        }, (i, now) -> trip(carries, body, now)));
    }
}
