package dev.jacobi.pjrt.hlo.control;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.pjrt.hlo.lanes.AffineIntegers;
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
import java.util.stream.IntStream;

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
        if (n.lit == null || n.lit.asLong() < LEAST) {
            return null;
        }
        var slots = view.slots();
        Region region = view.body();
        var combined = new HashSet<Var>();
        for (RegionView.Slot s : slots) {
            if (s.param().isArray()) {
                List<Eqn> body = Accumulations.of(region, s.param(), s.yield(), e.fast());
                if (body != null) {
                    region = new Region(region.params(), body, region.out());
                    combined.add(s.param());
                }
            } else if (!s.param().dtype().isInt() && !s.param().dtype().isFloat()) {
                return null;
            }
        }
        var trips = new Attempt(view, region, combined, init);
        return trips.hopeless() ? null : axis.together(n, false, trips::inLanes);
    }

    /** One loop. */
    private final class Attempt {
        private final RegionView view;
        private final Region region;
        private final List<LaneValue> init;
        /** Versions of arrays that are read and written, by which array that is. */
        private final Map<Integer, Var> versions = new HashMap<>();
        private final Map<Var, List<Place>> places = new HashMap<>();
        private final Map<Integer, Eqn> defs = new HashMap<>();
        private final Set<Integer> unknown = new HashSet<>();

        Attempt(RegionView view, Region region, Set<Var> combined, List<LaneValue> init) {
            this.view = view;
            this.region = region;
            this.init = init;
            for (RegionView.Slot s : view.slots()) {
                if (s.param().isArray() && !combined.contains(s.param())) {
                    versions.put(s.param().id(), s.param());
                }
            }
            for (Eqn q : region.body()) {
                q.out().forEach(v -> defs.put(v.id(), q));
                if (q.prim() == Prim.UPDATE && ((Params.Access) q.params()).op() == null && q.in().get(0) instanceof Var v && versions.containsKey(v.id())) {
                    versions.put(q.result().id(), versions.get(v.id()));
                }
            }
        }

        /** Whether arrays are used in ways that are not looked into. */
        boolean hopeless() {
            for (Eqn q : region.body()) {
                boolean reads = IntStream.range(0, q.in().size()).anyMatch(k -> version(q.in().get(k)) && (k > 0 || q.prim() != Prim.INDEX && q.prim() != Prim.UPDATE
                    && q.prim() != Prim.DIM));
                if (reads || Regions.captures(q).stream().anyMatch(this::version) || q.prim() == Prim.FOR && !small(q) || q.prim() == Prim.WHILE) {
                    return true;
                }
            }
            return view.slots().stream().anyMatch(s -> versions.containsKey(s.param().id())
                && !(s.yield() instanceof Var v && s.param().equals(versions.get(v.id()))));
        }

        /** An inner loop of arrays only goes with the trips of the outer one. */
        private boolean small(Eqn q) {
            return q.out().stream().allMatch(Var::isArray) || q.out().stream().noneMatch(Var::isArray);
        }

        private boolean version(Atom a) {
            return a instanceof Var v && versions.containsKey(v.id());
        }

        List<LaneValue> inLanes(LaneAxis.Trips trips) {
            e.set(view.trip(), trips.number());
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
                    if (r != null) {
                        LaneValue before = init.get(view.slots().indexOf(s));
                        LaneValue after = r.after(e, before, trips.lane());
                        results.put(s, last(after, trips.lane()));
                        e.set(s.param(), before(before, after, trips.lane()));
                        solved.add(s);
                    }
                }
                if (solved.isEmpty()) {
                    throw new NotBatched("what trips hand on is no recurrence that has a closed form");
                }
                pending.removeAll(solved);
                left = write(left, pending);
            }
            apart(trips.lane());
            return view.slots().stream().map(s -> results.containsKey(s) ? results.get(s) : LaneAxis.joined(e.get(s.yield()), trips.lane())).toList();
        }

        /** Writes what does not depend on numbers that are still looked for, and returns the rest. */
        private List<Eqn> write(List<Eqn> body, List<RegionView.Slot> pending) {
            unknown.clear();
            pending.forEach(s -> unknown.add(s.param().id()));
            var left = new ArrayList<Eqn>();
            for (Eqn q : body) {
                boolean waits = q.in().stream().anyMatch(a -> a instanceof Var v && unknown.contains(v.id()))
                    || Regions.captures(q).stream().anyMatch(v -> unknown.contains(v.id()));
                if (waits) {
                    left.add(q);
                    q.out().forEach(v -> unknown.add(v.id()));
                } else {
                    noted(q);
                    e.body(List.of(q));
                }
            }
            return left;
        }

        private void noted(Eqn q) {
            if ((q.prim() == Prim.INDEX || q.prim() == Prim.UPDATE) && version(q.in().get(0))) {
                boolean writes = q.prim() == Prim.UPDATE;
                List<Atom> at = q.in().subList(1, q.in().size() - (writes ? 1 : 0));
                places.computeIfAbsent(versions.get(((Var) q.in().get(0)).id()), v -> new ArrayList<>())
                    .add(new Place(writes, at.stream().map(a -> AffineIntegers.of(e.l.index(e.get(a)))).toList()));
            }
        }

        /** No trip reads or writes what another one writes. */
        private void apart(int lane) {
            for (List<Place> all : places.values()) {
                for (Place w : all) {
                    if (w.writes() && !all.stream().allMatch(x -> w.apart(x, lane))) {
                        throw new NotBatched("trips may meet in an element");
                    }
                }
            }
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
                Recurrence yes = of(q.in().get(1), param);
                Recurrence no = of(q.in().get(2), param);
                return known(q.in().get(0)) && yes != null && no != null ? Recurrence.select(e, e.get(q.in().get(0)), yes, no, a.dtype()) : null;
            } else if (q.prim().group() != Prim.Group.BINARY) {
                return null;
            }
            boolean left = known(q.in().get(0));
            boolean right = known(q.in().get(1));
            Recurrence of = left == right ? null : of(q.in().get(left ? 1 : 0), param);
            return of == null ? null : of.then(e, q.prim(), e.get(q.in().get(left ? 0 : 1)), left);
        }

        private boolean known(Atom a) {
            return !(a instanceof Var v) || !unknown.contains(v.id());
        }
    }

    /** Where an array is read or written: an affine number per axis, null where it is none. */
    private record Place(boolean writes, List<LaneValue.Affine> at) {
        /** Whether no two trips meet here and there. */
        boolean apart(Place other, int lane) {
            for (int k = 0; k < at.size(); k++) {
                LaneValue.Affine a = at.get(k);
                LaneValue.Affine b = other.at.get(k);
                if (a == null || b == null || !a.rest().equals(b.rest()) || !a.coefficients().equals(b.coefficients())) {
                    continue;
                }
                boolean along = a.coefficients().containsKey(lane);
                if (along ? a.base() == b.base() : a.base() != b.base()) {
                    return true;
                }
            }
            return false;
        }
    }

    private LaneValue last(LaneValue all, int lane) {
        Tensor t = e.l.tensor(all);
        int at = all.lanes.indexOf(lane);
        int n = t.shape()[at];
        int[] from = new int[t.rank()];
        from[at] = n - 1;
        Tensor end = e.o.slice(t, from, t.shape(), ones(t.rank()));
        List<Integer> rest = LaneTensors.without(all.lanes, List.of(lane));
        return LaneValue.of(e.o.reshape(end, e.l.shape(rest)), rest);
    }

    private LaneValue before(LaneValue first, LaneValue after, int lane) {
        Tensor t = e.l.tensor(after);
        int at = after.lanes.indexOf(lane);
        int[] to = t.shape().clone();
        to[at]--;
        Tensor others = e.o.slice(t, new int[t.rank()], to, ones(t.rank()));
        int[] one = t.shape().clone();
        one[at] = 1;
        List<Integer> rest = LaneTensors.without(after.lanes, List.of(lane));
        Tensor head = e.o.reshape(e.l.full(first, rest), one);
        return LaneValue.of(e.o.concat(List.of(head, others), at), after.lanes);
    }

    private static int[] ones(int n) {
        return IntStream.generate(() -> 1).limit(n).toArray();
    }
}
