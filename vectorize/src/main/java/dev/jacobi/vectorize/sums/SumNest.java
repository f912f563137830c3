package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Dependence;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.vectorize.trips.ForwardTrips;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A nest of counted loops that does nothing but add to elements of arrays ({@code acc_add}), and the sums in it. Arrays that the trips also
 * write in other ways may pass through the nest; {@link #rest} has them.
 */
final class SumNest {
    /** One addition: the loops around it, outermost first, and which carry of the nest it goes to. */
    record Sum(List<Eqn> path, Eqn add, int carry) {
        List<Atom> at() {
            return add.indices();
        }

        Atom term() {
            return add.written();
        }
    }

    final Eqn loop;
    final List<Sum> sums = new ArrayList<>();
    /** Carries that are not only added to. */
    final Set<Integer> rest = new HashSet<>();
    /** Versions of the carried arrays, by id, as they stand before the first trip has changed them. */
    final Map<Integer, Integer> untouched = new HashMap<>();
    private final Map<Integer, Integer> versions = new HashMap<>();
    private boolean understood;
    private int wrong;
    /** Whether loops over a few coordinates were written out in it. */
    final boolean ofCoordinates;

    private SumNest(Eqn loop, boolean ofCoordinates) {
        this.loop = loop;
        this.ofCoordinates = ofCoordinates;
    }

    /** The nest that the loop is; null when it is none. */
    static SumNest of(Eqn loop) {
        return of(loop, false);
    }

    /** The same, where loops over a few coordinates may have been written out ({@link ShortSums}). */
    static SumNest of(Eqn loop, boolean ofCoordinates) {
        RegionView view = RegionView.of(loop);
        Region body = view.body();
        boolean counted = loop.prim() == Prim.FOR || loop.prim() == Prim.MAP && loop.out().size() == loop.in().size() - 1;
        if (!counted || Regions.hasEffect(loop)) {
            return null;
        }
        var nest = new SumNest(loop, ofCoordinates);
        for (int tries = 0; tries <= body.params().size(); tries++) {
            nest.sums.clear();
            nest.untouched.clear();
            nest.versions.clear();
            nest.understood = true;
            nest.wrong = -1;
            for (int k = 0; k < view.params().size(); k++) {
                nest.versions.put(view.params().get(k).id(), k);
                nest.untouched.put(view.params().get(k).id(), k);
            }
            nest.body(body, List.of(loop));
            for (int k = 0; k < body.out().size(); k++) {
                nest.understood &= nest.wrong >= 0 || nest.version(body.out().get(k)) == k;
            }
            if (nest.wrong < 0 || !nest.rest.add(nest.wrong)) {
                break;
            }
        }
        for (int k = 0; k < body.out().size(); k++) {
            int carry = k;
            if (nest.sums.stream().noneMatch(s -> s.carry == carry)) {
                nest.rest.add(k);
            }
        }
        return nest.understood && nest.wrong < 0 && !nest.sums.isEmpty() ? nest : null;
    }

    private int version(Atom a) {
        return a instanceof Var v ? versions.getOrDefault(v.id(), -1) : -1;
    }

    private void body(Region r, List<Eqn> path) {
        for (Eqn e : r.body()) {
            if (understood && wrong < 0) {
                eqn(e, path);
            }
        }
    }

    private void eqn(Eqn e, List<Eqn> path) {
        List<Region> rs = Regions.of(e);
        if (e.prim() == Prim.ACC_ADD && version(e.in().get(0)) >= 0 && !rest.contains(version(e.in().get(0)))
            && e.in().stream().skip(1).allMatch(a -> version(a) < 0)) {
            int k = version(e.in().get(0));
            if (!e.params().equals(Params.Access.PROMISED) || !e.written().type().isScalar()) {
                wrong = k;
                return;
            }
            sums.add(new Sum(path, e, k));
            versions.put(e.result().id(), k);
        } else if ((e.prim() == Prim.FOR || e.prim() == Prim.MAP) && e.in().stream().anyMatch(a -> version(a) >= 0)) {
            inner(e, path);
        } else if (rs.isEmpty()) {
            plain(e);
        } else {
            // a branch or loop may read what passes through, but not change it
            Regions.each(List.of(e), x -> {
                for (int k = 0; k < x.in().size(); k++) {
                    int c = version(x.in().get(k));
                    if (c >= 0 && (!rest.contains(c) || k > 0 || x.prim() != Prim.INDEX && x.prim() != Prim.DIM)) {
                        reject(c);
                    }
                }
                Regions.of(x).forEach(q -> q.out().forEach(a -> reject(version(a))));
            });
        }
    }

    private void reject(int carry) {
        if (carry >= 0) {
            understood &= !rest.contains(carry);
            wrong = Math.max(wrong, rest.contains(carry) ? -1 : carry);
        }
    }

    private void plain(Eqn e) {
        for (int k = 0; k < e.in().size(); k++) {
            int c = version(e.in().get(k));
            if (c < 0) {
                continue;
            }
            boolean access = k == 0 && (e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE || e.prim() == Prim.ACC_ADD || e.prim() == Prim.DIM);
            if (!rest.contains(c) || !access) {
                reject(c);
            } else if (e.prim() == Prim.UPDATE || e.prim() == Prim.ACC_ADD) {
                versions.put(e.result().id(), c);
            }
        }
    }

    private void inner(Eqn e, List<Eqn> path) {
        RegionView view = RegionView.of(e);
        if (view.slots().stream().anyMatch(s -> s.init() == null || version(s.init()) < 0)) {
            understood = false;
            return;
        }
        for (RegionView.Slot s : view.slots()) {
            int c = version(s.init());
            versions.put(s.param().id(), c);
            if (untouched.containsKey(((Var) s.init()).id())) {
                untouched.put(s.param().id(), c);
            }
        }
        var all = new ArrayList<>(path);
        all.add(e);
        body(view.body(), all);
        for (RegionView.Slot s : view.slots()) {
            understood &= version(s.yield()) == version(s.init());
            versions.put(s.result().id(), version(s.init()));
        }
    }

    /** The loops that an array passes through, with its accesses in each, for {@link dev.jacobi.ir.analysis.Dependence}. */
    List<Eqn> loops() {
        var out = new ArrayList<Eqn>();
        Regions.each(List.of(loop), e -> {
            if (e == loop || (e.prim() == Prim.FOR || e.prim() == Prim.MAP) && e.in().stream().skip(1).anyMatch(a -> rest.contains(version(a)))) {
                out.add(e);
            }
        });
        return out;
    }

    boolean isVersion(Var array, int carry) {
        return version(array) == carry;
    }

    /** Whether no trip touches what another one writes of the arrays that pass through. */
    boolean isApart(Map<Eqn, ElementAccess> accesses, IntValues values) {
        for (Eqn l : rest.isEmpty() ? List.<Eqn>of() : loops()) {
            var d = new Dependence(l, values.shapes.inside(l), values);
            for (int c : rest) {
                var own = new ArrayList<ElementAccess>();
                Regions.each(Regions.of(l).get(0).body(), e -> {
                    ElementAccess a = accesses.get(e);
                    if (a != null && isVersion(a.array(), c)) {
                        own.add(a);
                    }
                });
                if (!d.independent(own)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Whether sums keep the nest's loops, in their order, and what is no sum is written in the same trips, as a cotangent is that has been handed on: one loop reads once what both need. Where a
     * number goes from trip to trip, sums have loops without it.
     */
    boolean staysWithRest(List<SumPlan> group) {
        List<Eqn> path = group.get(0).sum.path();
        List<Eqn> inner = Regions.of(path.get(path.size() - 1)).get(0).body();
        var elsewhere = new ArrayList<Eqn>();
        Regions.each(List.of(loop), e -> {
            boolean write = e.prim() == Prim.UPDATE || e.prim() == Prim.ACC_ADD && sums.stream().noneMatch(s -> s.add() == e);
            if (write && !inner.contains(e)) {
                elsewhere.add(e);
            }
        });
        boolean recurs = rest.stream().anyMatch(k -> loop.out().get(k).type().isScalar());
        return !recurs && elsewhere.isEmpty() && group.stream().allMatch(p -> p.sum.path().equals(path) && p.reduced.isEmpty() && p.outer.equals(path) && path.stream().allMatch(p::isFixed));
    }

    /** The loop with all additions left out but those of {@code behind}, which go on with the arrays as they are {@code now}. */
    Eqn rest(List<SumPlan> behind, List<Atom> now, Builder fresh) {
        Set<Eqn> stay = Collections.newSetFromMap(new IdentityHashMap<>());
        behind.forEach(p -> stay.add(p.sum.add()));
        Set<Eqn> gone = Collections.newSetFromMap(new IdentityHashMap<>());
        sums.stream().map(SumNest.Sum::add).filter(e -> !stay.contains(e)).forEach(gone::add);
        Region r = Rewrite.inPlace(fresh, (e, w) -> {
            if (gone.contains(w.old())) {
                w.replace(e.result(), e.in().get(0));
            } else if (stay.contains(w.old())) {
                SumCode.plain(e, fresh).forEach(fresh::append);
            }
            return gone.contains(w.old()) || stay.contains(w.old());
        }).region(Regions.of(loop).get(0));
        var in = new ArrayList<>(loop.in());
        var results = new ArrayList<Var>();
        for (int k = 0; k < loop.out().size(); k++) {
            int carry = k;
            boolean added = behind.stream().anyMatch(p -> p.sum.carry() == carry);
            if (added) {
                in.set(1 + k, now.get(k));
            }
            results.add(added || rest.contains(k) ? loop.out().get(k) : fresh.fresh(loop.out().get(k).type()));
        }
        return new Eqn(loop.prim(), in, new Params.Loop(Dim.UNKNOWN, r), results);
    }

    /** The nest, whose trips may go in any order, with those from the first to the last that went from the last to the first. */
    Eqn forward(IntValues values) {
        return forward(loop, values);
    }

    private Eqn forward(Eqn l, IntValues values) {
        Eqn inside = Regions.map(l, r -> new Region(r.params(), r.body().stream().map(e -> sums.stream().anyMatch(s -> s.path().contains(e)) ? forward(e, values) : e).toList(), r.out()));
        boolean same = Regions.of(inside).get(0).body().equals(Regions.of(l).get(0).body());
        return ForwardTrips.of(same ? l : inside, values);
    }
}
