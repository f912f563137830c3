package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Dependence;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Versions;
import java.util.ArrayList;
import java.util.HashSet;
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
        inside = new HashSet<>(Regions.defined(Regions.of(old).get(0)));
        values.shapes.extentsOf(inside);
    }

    /** The nest with the for inside the maps; null when that is not proven legal or brings nothing. */
    Eqn apply(Eqn now) {
        Region body = Regions.of(now).get(0);
        int at = mapOf(body, now);
        if (at < 0) {
            return null;
        }
        int k = body.params().get(0).id();
        Region old = Regions.of(loop).get(0);
        for (int c = 1; c < old.params().size(); c++) {
            Set<Integer> ids = Versions.of(old, old.params().get(c), c - 1);
            if (ids == null) {
                return null;
            }
            List<ElementAccess> own = accesses.stream().filter(a -> ids.contains(a.array().id())).toList();
            if (own.stream().anyMatch(a -> a.index().stream().anyMatch(p -> p.mentions(k)))) {
                return null;
            }
            arrays.add(own);
        }
        return independent(body.body().get(at)) ? exchange(now, at) : null;
    }

    /** True when different trips of the map never meet, whatever the trips of the for. */
    private boolean independent(Eqn map) {
        int j = Regions.trip(map).id();
        return arrays.stream().allMatch(own -> new Dependence(inside, j, values.shapes.end(), values.facts).independent(own));
    }

    /** The position of the map when it takes and yields all that the loop carries and everything else is scalar and pure; -1 otherwise. */
    private static int mapOf(Region body, Eqn now) {
        int at = -1;
        for (int i = 0; i < body.body().size(); i++) {
            Eqn e = body.body().get(i);
            if (e.prim() == Prim.MAP && at < 0) {
                at = i;
            } else if (!Regions.of(e).isEmpty() || Regions.hasEffect(e) || e.out().stream().anyMatch(v -> !v.type().isScalar())) {
                return -1;
            }
        }
        if (at < 0) {
            return -1;
        }
        Eqn map = body.body().get(at);
        List<Var> carries = body.params().subList(1, body.params().size());
        if (!map.in().subList(1, map.in().size()).equals(carries) || !body.out().equals(map.out()) || map.in().get(0) instanceof Var n
            && Regions.defined(body).contains(n.id())) {
            return -1;
        }
        // The arrays themselves must not be looked at outside the map.
        Map<Integer, Integer> uses = Regions.uses(body.body(), List.of());
        return carries.stream().allMatch(v -> uses.getOrDefault(v.id(), 0) == 1) ? at : -1;
    }

    private Eqn exchange(Eqn now, int at) {
        Region outer = Regions.of(now).get(0);
        Eqn map = outer.body().get(at);
        Region inner = Regions.of(map).get(0);
        // map(m, init) { j, d.. -> r.. = for(n, d..) { k, c.. -> scalars; inner } }: the inner body's parameters become the for's carry.
        var forBody = new ArrayList<>(outer.body().subList(0, at));
        forBody.addAll(inner.body());
        var forParams = new ArrayList<>(outer.params().subList(0, 1));
        forParams.addAll(inner.params().subList(1, inner.params().size()));
        List<Var> dests = outer.params().subList(1, outer.params().size());
        var forIn = new ArrayList<Atom>(now.in().subList(0, 1));
        forIn.addAll(dests);
        Eqn loopInside = new Eqn(Prim.FOR, forIn, new Params.Loop(dev.jacobi.ir.Dim.UNKNOWN, new Region(forParams, forBody, inner.out())), map.out());
        Eqn deeper = deeper(loopInside, inner.params().get(0).id());
        var mapParams = new ArrayList<>(inner.params().subList(0, 1));
        mapParams.addAll(dests);
        var mapIn = new ArrayList<Atom>(map.in().subList(0, 1));
        mapIn.addAll(now.in().subList(1, now.in().size()));
        return new Eqn(Prim.MAP, mapIn, new Params.Loop(dev.jacobi.ir.Dim.UNKNOWN, new Region(mapParams, List.of(deeper), List.<Atom>copyOf(map.out()))), now.out());
    }

    /** Moves the for on into the next map; what belongs to the trip of the map around it is fixed there. */
    private Eqn deeper(Eqn loopInside, int outerTrip) {
        inside.remove(outerTrip);
        Region body = Regions.of(loopInside).get(0);
        int at = mapOf(body, loopInside);
        if (at < 0) {
            return loopInside;
        }
        return independent(body.body().get(at)) ? exchange(loopInside, at) : loopInside;
    }
}
