package dev.jacobi.vectorize.contract;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A map over rows whose trips first do something to a row, in an inner map, and then add products to it, in another one, becomes two maps: so the first is in front of the sums.
 *
 * <pre>
 * map i { map j { c[i, j] *= s };  map j { c[i, j] += sum over k of a[i, k] * b[k, j] } }   becomes   map i { map j { c[i, j] *= s } };  map i { map j { c[i, j] += ... } }
 * </pre>
 *
 * No trip of a map sees what another one writes, so each finds the same in both forms.
 */
final class MapParts {
    private MapParts() {
    }

    /** Appends the two maps; false, and nothing appended, when the equation is not of this form. */
    static boolean part(Eqn map, Builder b) {
        if (map.prim() != Prim.MAP) {
            return false;
        }
        Region r = Regions.of(map).get(0);
        if (map.in().size() != 2 || map.out().size() != 1 || !map.result().isArray() || Regions.hasEffect(map)) {
            return false;
        }
        Eqn last = Regions.definition(r.body(), r.out().get(0));
        Eqn first = isInner(last, r) ? Regions.definition(r.body(), last.in().get(1)) : null;
        if (first == null || !isInner(first, r) || !first.in().get(1).equals(r.params().get(1)) || !addsToElements(last)) {
            return false;
        }
        int at = r.body().indexOf(first) + 1;
        List<Eqn> before = r.body().subList(0, at);
        List<Eqn> behind = r.body().subList(at, r.body().size());
        Set<Integer> made = new HashSet<>(Set.of(r.params().get(1).id()));
        before.stream().filter(e -> e != first).forEach(e -> e.out().forEach(v -> made.add(v.id())));
        Map<Integer, Integer> uses = Regions.uses(behind, r.out());
        if (made.stream().anyMatch(uses::containsKey)) {
            return false;
        }
        Var middle = b.fresh(map.result().type());
        var upper = new Eqn(map.prim(), map.in(), map.params().map(x -> new Region(r.params(), before, List.<Atom>copyOf(first.out()))), List.of(middle));
        Var trip = b.fresh(r.params().get(0).type());
        Var rows = b.fresh(r.params().get(1).type());
        var copy = new Rewrite(b).replace(r.params().get(0), trip).replace(first.result(), rows);
        b.open();
        copy.append(behind);
        Region lower = b.close(List.of(trip, rows), copy.atoms(r.out()));
        b.append(upper);
        b.append(new Eqn(map.prim(), List.of(map.in().get(0), middle), new Params.Loop(((Params.Loop) map.params()).extent(), lower), map.out()));
        return true;
    }

    /** Whether the map's trips each have a sum that starts from an element of what the map is given. */
    private static boolean addsToElements(Eqn map) {
        Region r = Regions.of(map).get(0);
        return r.body().stream().anyMatch(e -> {
            Eqn start = e.prim() == Prim.FOR && e.in().size() == 2 ? Regions.definition(r.body(), e.in().get(1)) : null;
            return start != null && start.prim() == Prim.INDEX && start.in().get(0).equals(r.params().get(1));
        });
    }

    /** Whether it is a map in the region of another one that gets and leaves one array. */
    private static boolean isInner(Eqn e, Region around) {
        return e != null && e.prim() == Prim.MAP && e.in().size() == 2 && e.out().size() == 1 && RegionView.of(e).carried().size() == 1 && e.result().type().equals(around.params().get(1).type());
    }
}
