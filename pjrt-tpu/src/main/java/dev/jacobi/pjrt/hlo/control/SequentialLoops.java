package dev.jacobi.pjrt.hlo.control;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.pjrt.hlo.lanes.EmitContext;
import dev.jacobi.pjrt.hlo.lanes.LaneTensors;
import dev.jacobi.pjrt.hlo.lanes.LaneValue;
import dev.jacobi.pjrt.hlo.text.Ops;
import dev.jacobi.pjrt.hlo.text.RegionText.Tensor;
import dev.jacobi.pjrt.hlo.text.RegionText;
import dev.jacobi.pjrt.program.HloRefusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * while operations. Which lanes a carried value differs along is known only after its body was written, so a body is written again with more
 * lanes until they suffice. Where lanes make different numbers of trips the loop runs for the longest, and those at their end are idle.
 */
final class SequentialLoops {
    private final EmitContext e;
    /** The lanes of carried values when a loop was last written, to begin with when it is written again. */
    private final Map<Eqn, List<List<Integer>>> before = new IdentityHashMap<>();

    SequentialLoops(EmitContext e) {
        this.e = e;
    }

    private Ops o() {
        return e.o;
    }

    /** The next carry of one trip, from the trip's number and the carry. */
    interface Body {
        List<LaneValue> next(LaneValue i, List<LaneValue> carry);
    }

    /** A carried value: what it starts with, and whether idle lanes leave it as it is (only updates lie between two versions of it). */
    record Carry(LaneValue init, boolean chain) {
    }

    /** The value in the place of a carry when its lanes are these. */
    private static List<Integer> common(List<Integer> a, List<Integer> b) {
        return a.stream().filter(b::contains).toList();
    }

    private List<List<Integer>> first(Eqn q, List<Carry> carry) {
        List<List<Integer>> known = before.get(q);
        var lanes = new ArrayList<List<Integer>>();
        for (int k = 0; k < carry.size(); k++) {
            List<Integer> own = carry.get(k).init().lanes;
            List<Integer> more = known == null || k >= known.size() ? List.of() : common(known.get(k), e.active());
            lanes.add(LaneTensors.union(own, LaneTensors.without(more, carry.get(k).init().shared)));
        }
        return lanes;
    }

    /** Makes room for the lanes of {@code next}; true when there was not enough. */
    private boolean widen(List<List<Integer>> lanes, List<LaneValue> next, List<Carry> carry) {
        boolean more = false;
        for (int k = 0; k < next.size(); k++) {
            LaneValue v = next.get(k);
            if (!Arrays.equals(v.dims, carry.get(k).init().dims)) {
                throw new HloRefusal(HloRefusal.Reason.EXTENT, "StableHLO programs have fixed extents, and an array that a loop" + e.at()
                    + " carries has another extent after a trip: " + Arrays.toString(v.dims) + " in place of " + Arrays.toString(carry.get(k).init().dims));
            }
            if (v.lanes.stream().anyMatch(carry.get(k).init().shared::contains)) {
                throw new NotBatched("an array that lanes share becomes one for each");
            }
            List<Integer> all = LaneTensors.union(lanes.get(k), v.lanes);
            more |= all.size() > lanes.get(k).size();
            lanes.set(k, all);
        }
        return more;
    }

    private List<LaneValue> vals(List<Tensor> ts, List<Carry> carry, List<List<Integer>> lanes) {
        var out = new ArrayList<LaneValue>();
        for (int k = 0; k < carry.size(); k++) {
            out.add(LaneValue.of(ts.get(k), lanes.get(k)).sharedOver(carry.get(k).init().shared));
        }
        return out;
    }

    private List<Tensor> first(List<Carry> carry, List<List<Integer>> lanes) {
        return full(carry.stream().map(Carry::init).toList(), lanes);
    }

    private List<Tensor> full(List<LaneValue> vals, List<List<Integer>> lanes) {
        var out = new ArrayList<Tensor>();
        for (int k = 0; k < vals.size(); k++) {
            out.add(e.l.full(vals.get(k), lanes.get(k), vals.get(k).dims));
        }
        return out;
    }

    /** The same and, if there are {@code checks}, what they have come to. */
    private List<Tensor> closed(List<Tensor> ts, boolean checks) {
        if (checks) {
            ts.add(e.ok() != null ? e.ok() : o().constant(Lit.bool(true)));
        }
        return ts;
    }

    /** What idle lanes keep. */
    private List<LaneValue> kept(LaneValue active, List<LaneValue> next, List<LaneValue> old, List<Carry> carry) {
        var out = new ArrayList<LaneValue>();
        for (int k = 0; k < next.size(); k++) {
            LaneValue a = next.get(k);
            if (carry.get(k).chain() && !a.isScalar() || a == old.get(k)) {
                out.add(a);
            } else if (!carry.get(k).init().shared.isEmpty()) {
                throw new NotBatched("lanes that share an array go different ways with it");
            } else if (!Arrays.equals(a.dims, old.get(k).dims)) {
                // Refused when lanes are widened.
                out.add(a);
            } else {
                out.add(e.l.select(active, a, old.get(k)));
            }
        }
        return out;
    }

    /**
     * Trips 0 to n - 1.
     *
     * @param checks whether the body has checks
     */
    List<LaneValue> trips(Eqn q, LaneValue n, List<Carry> carry, boolean checks, Body body) {
        if (n.lit != null && n.lit.asLong() <= 0) {
            return carry.stream().map(Carry::init).toList();
        }
        List<List<Integer>> lanes = first(q, carry);
        Tensor last = e.l.tensor(longest(n));
        while (true) {
            var init = new ArrayList<>(List.of(o().constant(Lit.zero(n.dtype))));
            init.addAll(first(carry, lanes));
            closed(init, checks);
            List<Tensor> params = o().params(init);
            RegionText inner = countedTrip(params, n, carry, lanes, checks, body);
            if (inner == null) {
                continue;
            }
            before.put(q, List.copyOf(lanes));
            RegionText cond = o().region(() -> {
                Tensor more = o().compare("LT", params.get(0), last);
                o().done(List.of(checks ? o().and(more, params.get(params.size() - 1)) : more));
            });
            List<Tensor> r = o().loop(params, init, cond, inner);
            if (checks) {
                e.ok(r.get(r.size() - 1));
            }
            return vals(r.subList(1, r.size()), carry, lanes);
        }
    }

    /** How many trips the lane that makes most of them makes. */
    private LaneValue longest(LaneValue n) {
        if (n.lit != null) {
            return n;
        }
        LaneValue some = n;
        if (!n.lanes.isEmpty()) {
            some = e.mask() == null ? n : e.l.select(e.mask(), n, LaneValue.of(Lit.zero(n.dtype)));
            some = e.l.overLanes(Prim.MAX, some);
        } else if (e.mask() != null) {
            some = e.l.select(e.l.overLanes(Prim.OR, e.mask()), n, LaneValue.of(Lit.zero(n.dtype)));
        }
        // After a check that failed nothing is certain, not even that a loop ends soon.
        return e.ok() == null ? some : e.l.select(LaneValue.of(e.ok(), List.of()), some, LaneValue.of(Lit.zero(n.dtype)));
    }

    /** One trip, from the trip's number and the carry; null when the carry needs more lanes than it has, which {@code lanes} has then. */
    private RegionText countedTrip(List<Tensor> params, LaneValue n, List<Carry> carry, List<List<Integer>> lanes, boolean checks, Body body) {
        boolean varying = !n.lanes.isEmpty();
        LaneValue outer = e.mask();
        Tensor okBefore = e.ok();
        LaneValue i = LaneValue.of(params.get(0), List.of());
        long most = n.affine == null ? -1 : e.l.most(n.affine);
        if (most >= 0) {
            e.l.within(i, 0, Math.max(0, most - 1));
        }
        List<LaneValue> old = vals(params.subList(1, params.size()), carry, lanes);
        boolean[] again = {false};
        RegionText inner;
        try {
            inner = o().region(() -> {
                e.ok(checks ? params.get(params.size() - 1) : okBefore);
                if (varying) {
                    Tensor in = o().compare("LT", e.l.full(i, n.lanes), e.l.tensor(n));
                    e.mask(e.l.and(outer, LaneValue.of(in, n.lanes)));
                }
                LaneValue active = e.mask();
                List<LaneValue> next = body.next(i, old);
                next = varying ? kept(active, next, old, carry) : next;
                e.mask(outer);
                again[0] = widen(lanes, next, carry);
                if (!again[0]) {
                    var out = new ArrayList<>(List.of(o().add(params.get(0), o().constant(n.dtype, 1))));
                    out.addAll(full(next, lanes));
                    o().done(closed(out, checks));
                }
            });
        } finally {
            e.mask(outer);
            e.ok(okBefore);
        }
        return again[0] ? null : inner;
    }

    /** The condition for a carry: a bool, per lane perhaps. */
    interface Condition {
        LaneValue holds(List<LaneValue> carry);
    }

    /** A while; both functions get the carry, {@link Body} no number. */
    List<LaneValue> loopWhile(Eqn q, List<Carry> carry, boolean checks, boolean condChecks, Condition condition, Body body) {
        List<List<Integer>> lanes = first(q, carry);
        List<LaneValue> r = condChecks ? null : withCondition(q, carry, lanes, checks, condition, body);
        return r != null ? r : withCarriedCondition(q, carry, lanes, checks || condChecks, condition, body);
    }

    /** Several conditions, null standing for true. */
    private Tensor all(Tensor... conditions) {
        Tensor r = null;
        for (Tensor c : conditions) {
            r = r == null ? c : c == null ? r : o().and(r, c);
        }
        return r;
    }

    /** All lanes share the condition: a region of its own. Null when it turns out that they do not. */
    private List<LaneValue> withCondition(Eqn q, List<Carry> carry, List<List<Integer>> lanes, boolean checks, Condition condition, Body body) {
        LaneValue outer = e.mask();
        Tensor okBefore = e.ok();
        Tensor anyone = outer == null ? null : e.l.tensor(e.l.overLanes(Prim.OR, outer));
        while (true) {
            List<Tensor> init = closed(first(carry, lanes), checks);
            List<Tensor> params = o().params(init);
            List<LaneValue> old = vals(params, carry, lanes);
            boolean[] again = {false};
            boolean[] shared = {true};
            Tensor okInside = checks ? params.get(params.size() - 1) : okBefore;
            try {
                RegionText cond = o().region(() -> {
                    e.ok(okInside);
                    LaneValue c = condition.holds(old);
                    shared[0] = c.lanes.isEmpty();
                    if (shared[0]) {
                        o().done(List.of(all(e.l.tensor(c), okInside, anyone)));
                    }
                });
                if (!shared[0]) {
                    return null;
                }
                RegionText inner = o().region(() -> {
                    e.ok(okInside);
                    List<LaneValue> next = body.next(null, old);
                    again[0] = widen(lanes, next, carry);
                    if (!again[0]) {
                        o().done(closed(full(next, lanes), checks));
                    }
                });
                e.ok(okBefore);
                if (!again[0]) {
                    before.put(q, List.copyOf(lanes));
                    List<Tensor> r = o().loop(params, init, cond, inner);
                    e.ok(checks ? r.get(r.size() - 1) : okBefore);
                    return vals(r, carry, lanes);
                }
            } finally {
                e.mask(outer);
                if (again[0] || !shared[0]) {
                    e.ok(okBefore);
                }
            }
        }
    }

    /** The condition, evaluated before the loop and at the end of each trip, is carried: which lanes go on. */
    private List<LaneValue> withCarriedCondition(Eqn q, List<Carry> carry, List<List<Integer>> lanes, boolean checks, Condition condition, Body body) {
        LaneValue outer = e.mask();
        Tensor okBefore = e.ok();
        var state = new Object() {
            List<Integer> go = List.of();
            boolean again;
            List<LaneValue> results;
            Tensor ok;
        };
        while (true) {
            state.again = false;
            RegionText piece;
            try {
                piece = o().region(() -> {
                    List<Tensor> first = first(carry, lanes);
                    LaneValue start = condition.holds(vals(first, carry, lanes));
                    boolean varying = !state.go.isEmpty() || !start.lanes.isEmpty();
                    Tensor anyone = varying || outer == null ? null : e.l.tensor(e.l.overLanes(Prim.OR, outer));
                    if (varying) {
                        LaneValue both = e.l.and(outer, start);
                        start = both == null ? LaneValue.of(Lit.bool(true)) : both;
                        state.go = LaneTensors.union(state.go, start.lanes);
                    }
                    var init = new ArrayList<>(first);
                    init.add(e.l.full(start, state.go));
                    closed(init, checks);
                    List<Tensor> params = o().params(init);
                    LaneValue go = LaneValue.of(params.get(carry.size()), state.go);
                    Tensor okInside = checks ? params.get(params.size() - 1) : e.ok();
                    RegionText inner = o().region(() -> trip(params, carry, lanes, go, okInside, varying, checks, condition, body, n -> {
                        state.again |= !state.go.containsAll(n);
                        state.go = LaneTensors.union(state.go, n);
                    }, () -> state.again = true));
                    e.mask(outer);
                    if (state.again) {
                        return;
                    }
                    RegionText cond = o().region(() -> o().done(List.of(all(e.l.tensor(e.l.overLanes(Prim.OR, go)), okInside, anyone))));
                    List<Tensor> r = o().loop(params, init, cond, inner);
                    state.ok = checks ? r.get(r.size() - 1) : okBefore;
                    state.results = vals(r, carry, lanes);
                });
            } finally {
                e.mask(outer);
                e.ok(okBefore);
            }
            if (!state.again) {
                before.put(q, List.copyOf(lanes));
                o().code().splice(piece);
                e.ok(state.ok);
                return state.results;
            }
        }
    }

    private void trip(List<Tensor> params, List<Carry> carry, List<List<Integer>> lanes, LaneValue go, Tensor okInside, boolean varying, boolean checks,
            Condition condition, Body body, Consumer<List<Integer>> goLanes, Runnable wider) {
        LaneValue outer = e.mask();
        e.ok(okInside);
        e.mask(varying ? go : outer);
        List<LaneValue> old = vals(params, carry, lanes);
        List<LaneValue> next = body.next(null, old);
        next = varying ? kept(go, next, old, carry) : next;
        if (widen(lanes, next, carry)) {
            wider.run();
            return;
        }
        List<Tensor> out = full(next, lanes);
        LaneValue c = condition.holds(vals(out, carry, lanes));
        LaneValue still = varying ? e.l.and(go, c) : c;
        goLanes.accept(still.lanes);
        if (go.lanes.containsAll(still.lanes)) {
            out.add(e.l.full(still, go.lanes));
            o().done(closed(out, checks));
        }
    }
}
