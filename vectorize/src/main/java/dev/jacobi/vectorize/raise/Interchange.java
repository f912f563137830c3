package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Dependence;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Versions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Exchanges a sequential loop with the map that is all it does: for k { map j { c[j] += .. } } becomes map j { for k { .. } }, so
 * that the element which all trips of k change can stay in a register ({@link ScalarPromotion}). Each element sees the same
 * operations in the same order. Scalar equations between the two loops are repeated for each j.
 */
final class Interchange {
    private final IntValues values;
    private final Set<Integer> inside;
    private final Eqn loop;
    private final List<ElementAccess> accesses;
    private final List<List<ElementAccess>> arrays = new ArrayList<>();

    /** {@code old} is the for before anything in it was raised, {@code accesses} those in it. */
    Interchange(IntValues values, Eqn old, List<ElementAccess> accesses) {
        this.values = values;
        this.loop = old;
        this.accesses = accesses;
        inside = values.shapes.inside(old);
    }

    /** The nest with the for inside the maps; null when that is not proven legal or brings nothing. */
    Eqn apply(Eqn now) {
        RegionView view = RegionView.of(now);
        Eqn map = mapOf(view);
        if (map == null) {
            return null;
        }
        RegionView old = RegionView.of(loop);
        // an element whose place follows from the number of the for's trip, directly or not, is another one in each trip
        Set<Integer> moving = Regions.following(List.of(old.trip()), old.body().body(), e -> true);
        for (RegionView.Slot s : old.slots()) {
            Set<Integer> ids = Versions.of(old, s);
            if (ids == null) {
                return null;
            }
            List<ElementAccess> own = accesses.stream().filter(a -> ids.contains(a.array().id())).toList();
            if (own.stream().anyMatch(a -> a.index().stream().anyMatch(p -> p.mentions(moving::contains)))) {
                return null;
            }
            arrays.add(own);
        }
        return independent(map) ? exchange(view, map) : null;
    }

    /** True when different trips of the map never meet, whatever the trips of the for. */
    private boolean independent(Eqn map) {
        return arrays.stream().allMatch(own -> new Dependence(map, inside, values).independent(own));
    }

    /** The map in a loop's body when it takes and yields all that the loop carries and everything else is scalar and pure; else null. */
    private static Eqn mapOf(RegionView loop) {
        Eqn map = null;
        for (Eqn e : loop.body().body()) {
            if (e.prim() == Prim.MAP && map == null) {
                map = e;
            } else if (!Regions.of(e).isEmpty() || Regions.hasEffect(e) || e.out().stream().anyMatch(v -> !v.type().isScalar())) {
                return null;
            }
        }
        List<Var> carries = loop.slots().stream().map(RegionView.Slot::param).toList();
        if (map == null || !RegionView.of(map).slots().stream().map(RegionView.Slot::init).toList().equals(carries) || !loop.body().out().equals(map.out())
            || map.in().get(0) instanceof Var n && Regions.defined(loop.body()).contains(n.id())) {
            return null;
        }
        // The arrays themselves must not be looked at outside the map.
        Map<Integer, Integer> uses = Regions.uses(loop.body().body(), List.of());
        return carries.stream().allMatch(v -> uses.getOrDefault(v.id(), 0) == 1) ? map : null;
    }

    private Eqn exchange(RegionView outer, Eqn at) {
        RegionView map = RegionView.of(at);
        // map(m, init) { j, d.. -> r.. = for(n, d..) { k, c.. -> scalars; inner } }: the inner body's parameters become the for's carry.
        List<Eqn> scalars = outer.body().body();
        var body = new ArrayList<>(scalars.subList(0, scalars.indexOf(at)));
        body.addAll(map.body().body());
        var carries = new ArrayList<RegionView.Slot>();
        var dests = new ArrayList<RegionView.Slot>();
        for (int k = 0; k < outer.slots().size(); k++) {
            RegionView.Slot o = outer.slots().get(k);
            RegionView.Slot i = map.slots().get(k);
            carries.add(RegionView.Slot.of(RegionView.Role.CARRY, o.param(), i.param(), i.yield(), i.result()));
            dests.add(RegionView.Slot.of(RegionView.Role.DEST, o.init(), o.param(), i.result(), o.result()));
        }
        Eqn inside = deeper(RegionView.loop(Prim.FOR, Dim.UNKNOWN, outer.head(), outer.trip(), carries, body), map.trip().id());
        return RegionView.loop(Prim.MAP, Dim.UNKNOWN, map.head(), map.trip(), dests, List.of(inside));
    }

    /** Moves the for on into the next map; what belongs to the trip of the map around it is fixed there. */
    private Eqn deeper(Eqn loop, int outerTrip) {
        inside.remove(outerTrip);
        RegionView view = RegionView.of(loop);
        Eqn map = mapOf(view);
        return map != null && independent(map) ? exchange(view, map) : loop;
    }
}
