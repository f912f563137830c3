package dev.jacobi.pjrt.hlo.control;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.pjrt.hlo.lanes.Elementwise;
import dev.jacobi.pjrt.hlo.lanes.EmitContext;
import dev.jacobi.pjrt.hlo.lanes.LaneTensors;
import dev.jacobi.pjrt.hlo.lanes.LaneValue;
import dev.jacobi.pjrt.hlo.text.RegionText.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Trips of a for that hand numbers on, all together: where a trip makes of each number what a {@link Recurrence} says, the numbers before all trips are known first, and then the trips are lanes like
 * those of a parallel loop. Arrays may be combined into ({@link Accumulations}), or be read and written where no two trips meet.
 */
final class LaneTrips {
    /** Fewer trips are as good one after the other. */
    private static final int LEAST = 4;
    private final EmitContext e;
    private final LaneAxis axis;

    LaneTrips(EmitContext e) {
        this.e = e;
        axis = new LaneAxis(e);
    }

    /** The loop's results, or null when its trips must go one after the other. */
    List<LaneValue> together(RegionView view, LaneValue n, List<LaneValue> init) {
        var slots = view.slots();
        if (n.lit != null && n.lit.asLong() < LEAST) {
            return null;
        }
        Region region = view.body();
        var combined = new HashSet<Var>();
        Set<Integer> own = Regions.defined(region);
        Function<Atom, Long> known = a -> a instanceof Var v && own.contains(v.id()) || e.get(a).lit == null || !a.dtype().isInt() ? null : Long.valueOf(e.get(a).lit.asLong());
        for (RegionView.Slot s : slots) {
            if (s.param().isArray()) {
                List<Eqn> body = Accumulations.of(region, s.param(), s.yield(), e.fast(), known);
                if (body != null) {
                    combined.add(s.param());
                } else {
                    body = Accumulations.partly(region, s.param(), s.yield(), e.fast(), known);
                }
                region = body == null ? region : new Region(region.params(), body, region.out());
            } else if (!s.param().dtype().isInt() && !s.param().dtype().isFloat()) {
                return null;
            }
        }
        var trips = new Attempt(view, region, combined, init);
        return trips.hopeless() ? null : axis.together(n, true, trips::together);
    }

    /** One loop. */
    private final class Attempt {
        private final RegionView view;
        private final Region region;
        private final List<LaneValue> init;
        private final Places places = new Places(e);
        private final boolean followed;
        private final Map<Integer, Eqn> defs = new HashMap<>();
        private final Set<Integer> unknown = new HashSet<>();
        private final Set<Integer> given = new HashSet<>();

        Attempt(RegionView view, Region region, Set<Var> combined, List<LaneValue> init) {
            this.view = view;
            this.region = region;
            this.init = init;
            region.body().forEach(q -> q.out().forEach(v -> defs.put(v.id(), q)));
            followed = view.slots().stream().filter(s -> s.param().isArray() && !combined.contains(s.param())).allMatch(s -> places.follow(region, s.param(), s.yield()));
        }

        /** Whether arrays are used in ways that are not looked into. */
        boolean hopeless() {
            return !followed || Regions.any(region.body(), q -> q.prim() == Prim.WHILE || q.prim() == Prim.CALL);
        }

        List<LaneValue> together(LaneAxis.Trips trips) {
            places.begin(trips);
            List<LaneValue> r = e.watched(places::see, () -> inLanes(trips));
            if (!places.apart()) {
                throw new NotBatched("trips may meet in an element");
            }
            return r;
        }

        List<LaneValue> inLanes(LaneAxis.Trips trips) {
            boolean free = view.slots().stream().allMatch(s -> s.param().isArray() || s.param().equals(s.yield()));
            e.set(view.trip(), free && LaneAxis.falls(view) ? axis.falling(trips) : trips.number());
            var pending = new ArrayList<RegionView.Slot>();
            var results = new HashMap<RegionView.Slot, LaneValue>();
            for (int k = 0; k < view.slots().size(); k++) {
                RegionView.Slot s = view.slots().get(k);
                if (s.param().isArray()) {
                    e.set(s.param(), LaneAxis.shared(init.get(k), trips.lane()));
                } else if (s.param().equals(s.yield())) {
                    e.set(s.param(), init.get(k));
                    results.put(s, init.get(k));
                } else {
                    pending.add(s);
                }
            }
            List<Eqn> left = write(region.body(), pending);
            while (!pending.isEmpty()) {
                var solved = new ArrayList<RegionView.Slot>();
                for (RegionView.Slot s : pending) {
                    Recurrence r = of(s.yield(), s.param());
                    // Lanes without a trip hand on what they got.
                    r = r == null || trips.active() == null ? r : Recurrence.select(e, trips.active(), r, Recurrence.SAME, s.param().dtype());
                    if (r != null) {
                        results.put(s, solve(s, r, trips.lane(), wanted(left, pending, s)));
                        solved.add(s);
                    }
                }
                if (solved.isEmpty()) {
                    throw new NotBatched("what trips hand on is no recurrence that has a closed form");
                }
                pending.removeAll(solved);
                left = write(left, pending);
            }
            return view.slots().stream().map(s -> results.containsKey(s) ? results.get(s) : LaneAxis.joined(e.get(s.yield()), trips.lane())).toList();
        }

        /** What trips still need when the numbers of {@code solved} are there, besides what it hands on itself. */
        private Set<Var> wanted(List<Eqn> left, List<RegionView.Slot> pending, RegionView.Slot solved) {
            BackwardSlice of = live(left, pending.stream().filter(s -> s != solved).toList());
            var all = new HashSet<>(of.from());
            of.eqns().forEach(q -> all.addAll(q.out()));
            return all;
        }

        /** Of the equations that are left those that something still needs. */
        private BackwardSlice live(List<Eqn> left, List<RegionView.Slot> pending) {
            var roots = new ArrayList<Atom>();
            view.slots().stream().filter(s -> s.param().isArray() || pending.contains(s)).forEach(s -> roots.add(s.yield()));
            List<Eqn> open = left.stream().filter(q -> q.out().stream().noneMatch(v -> given.contains(v.id()))).toList();
            return BackwardSlice.of(open, roots, q -> q.prim().hasEffect() || q.out().isEmpty());
        }

        /** What the last trip hands on; the numbers of all trips are written only where they are wanted. */
        private LaneValue solve(RegionView.Slot s, Recurrence r, int lane, Set<Var> wanted) {
            LaneValue before = init.get(view.slots().indexOf(s));
            boolean yields = s.yield() instanceof Var v && wanted.contains(v);
            boolean own = s.yield() instanceof Var v && defs.containsKey(v.id()) && defs.get(v.id()).out().size() == 1;
            LaneValue end = !own || yields || wanted.contains(s.param()) ? null : r.last(e, before, lane);
            if (end != null) {
                given.add(((Var) s.yield()).id());
                return end;
            }
            LaneValue after = r.after(e, before, lane);
            e.set(s.param(), before(before, after, lane));
            if (own && s.yield() instanceof Var v) {
                // What a trip makes of it is there already, and need not wait for what the trip before has left.
                e.set(v, after);
                given.add(v.id());
            }
            return last(after, lane);
        }

        /** Writes what does not depend on numbers that are still looked for, and returns the rest. */
        private List<Eqn> write(List<Eqn> body, List<RegionView.Slot> pending) {
            unknown.clear();
            pending.forEach(s -> unknown.add(s.param().id()));
            var left = new ArrayList<Eqn>();
            for (Eqn q : given.isEmpty() ? body : live(body, pending).eqns()) {
                boolean waits = q.in().stream().anyMatch(a -> a instanceof Var v && unknown.contains(v.id()))
                    || Regions.captures(q).stream().anyMatch(v -> unknown.contains(v.id()));
                if (waits) {
                    left.add(q);
                    q.out().forEach(v -> unknown.add(v.id()));
                } else {
                    e.body(List.of(q));
                }
            }
            return left;
        }

        /** What a trip makes of the parameter to get this, or null. */
        private Recurrence of(Atom a, Var param) {
            if (a.equals(param)) {
                return Recurrence.SAME;
            } else if (known(a)) {
                return Recurrence.of(e.get(a));
            }
            Eqn q = defs.get(((Var) a).id());
            if (q == null) {
                return null;
            }
            if (q.prim() == Prim.SELECT) {
                Recurrence extreme = extreme(q, param);
                if (extreme != null) {
                    return extreme;
                }
                Recurrence yes = of(q.in().get(1), param);
                Recurrence no = of(q.in().get(2), param);
                return known(q.in().get(0)) && yes != null && no != null ? Recurrence.select(e, e.get(q.in().get(0)), yes, no, a.dtype()) : null;
            } else if (q.prim() == Prim.NEG) {
                Recurrence of = of(q.in().get(0), param);
                return of == null ? null : of.then(e, Prim.SUB, LaneValue.of(Lit.zero(a.dtype())), true);
            } else if (q.prim().group() != Prim.Group.BINARY) {
                return null;
            }
            boolean left = known(q.in().get(0));
            boolean right = known(q.in().get(1));
            if (!left && !right && (q.prim() == Prim.ADD || q.prim() == Prim.SUB)) {
                Recurrence first = of(q.in().get(0), param);
                Recurrence second = first == null ? null : of(q.in().get(1), param);
                return second == null ? null : first.plus(e, q.prim(), second, a.dtype());
            }
            Recurrence of = left == right ? null : of(q.in().get(left ? 1 : 0), param);
            return of == null ? null : of.then(e, q.prim(), e.get(q.in().get(left ? 0 : 1)), left);
        }

        /**
         * {@code v > c ? v : c}: the largest so far. What is no number is never chosen, and stays when it was there before. Of floats only where the sign of a zero, which is that of the first
         * one here, may be that of any.
         */
        private Recurrence extreme(Eqn q, Var param) {
            Eqn test = q.in().get(0) instanceof Var v ? defs.get(v.id()) : null;
            boolean order = test != null && (test.prim() == Prim.GT || test.prim() == Prim.GE || test.prim() == Prim.LT || test.prim() == Prim.LE);
            if (!order || !test.in().contains(param) || param.dtype().isFloat() && !e.fast()) {
                return null;
            }
            boolean first = test.in().get(1).equals(param);
            Atom v = test.in().get(first ? 0 : 1);
            boolean chosen = q.in().get(1).equals(v) && q.in().get(2).equals(param);
            boolean kept = q.in().get(1).equals(param) && q.in().get(2).equals(v) && v.dtype().isInt();
            if (!known(v) || !chosen && !kept) {
                return null;
            }
            boolean greater = (test.prim() == Prim.GT || test.prim() == Prim.GE) == first;
            Prim op = greater == chosen ? Prim.MAX : Prim.MIN;
            LaneValue number = e.get(v);
            if (v.dtype().isFloat()) {
                LaneValue isNone = new Elementwise(e.l).emit(Prim.NE, Params.NONE, List.of(number, number), DType.BOOL);
                number = e.l.select(isNone, LaneValue.of(FoldIdentity.neutral(op, v.dtype())), number);
            }
            return Recurrence.SAME.then(e, op, number, false);
        }

        private boolean known(Atom a) {
            return !(a instanceof Var v) || !unknown.contains(v.id());
        }
    }

    private LaneValue last(LaneValue all, int lane) {
        Tensor t = e.l.tensor(all);
        int at = all.lanes.indexOf(lane);
        int n = t.shape()[at];
        Tensor end = e.o.slice(t, at, n - 1, n);
        List<Integer> rest = LaneTensors.without(all.lanes, List.of(lane));
        return LaneValue.of(e.o.reshape(end, e.l.shape(rest)), rest);
    }

    private LaneValue before(LaneValue first, LaneValue after, int lane) {
        Tensor t = e.l.tensor(after);
        int at = after.lanes.indexOf(lane);
        Tensor others = e.o.slice(t, at, 0, t.shape()[at] - 1);
        int[] one = t.shape().clone();
        one[at] = 1;
        List<Integer> rest = LaneTensors.without(after.lanes, List.of(lane));
        Tensor head = e.o.reshape(e.l.full(first, rest), one);
        return LaneValue.of(e.o.concat(List.of(head, others), at), after.lanes);
    }
}
