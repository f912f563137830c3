package dev.jacobi.vectorize.order;

import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Role;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Dependence;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Versions;
import dev.jacobi.vectorize.nests.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A sequential loop along rows around a map over the rows, {@code for j { map i { a[i, j] = f(a[i, j - 1]) } }}, whose rows never meet: each row may have all its trips before the next one.
 *
 * @param loop the loop
 * @param map the map in it
 */
record RowNest(RegionView loop, RegionView map) {
    private static final int MOST_AROUND = 12;

    /** The nest, if that is what the loop is and it gains by another order; else null. {@code accesses} are those in it. */
    static RowNest of(Eqn eqn, List<ElementAccess> accesses, IntValues values) {
        RegionView loop = RegionView.of(eqn);
        List<Eqn> body = loop.body().body();
        RegionView map = body.isEmpty() || body.get(body.size() - 1).prim() != Prim.MAP ? null : RegionView.of(body.get(body.size() - 1));
        if (map == null || body.size() > MOST_AROUND || !body.subList(0, body.size() - 1).stream().allMatch(e -> e.computesScalars() && !e.prim().cost().isSlow())
            || map.head() instanceof Var n && Regions.defined(loop.body()).contains(n.id()) || !handsOn(loop, map) || Regions.any(map.body().body(), e -> !Regions.of(e).isEmpty() || Regions.isEffect(e)
            || e.prim() == Prim.CHECK || e.prim() == Prim.CALL)) {
            return null;
        }
        long rows = accesses.stream().mapToLong(a -> Steps.of(a.index(), map.trip().id())).sum();
        long along = accesses.stream().mapToLong(a -> Steps.of(a.index(), loop.trip().id())).sum();
        return along > 0 && 2 * along <= rows && isLegal(loop, map, accesses, values) ? new RowNest(loop, map) : null;
    }

    /** Whether the map takes and yields all that the loop does. */
    private static boolean handsOn(RegionView loop, RegionView map) {
        return map.slots().stream().allMatch(s -> s.role() == Role.DEST) && map.slots().stream().map(Slot::init).toList().equals(loop.params()) && loop.body().out().equals(map.eqn().out());
    }

    /** Whether different trips of the map never meet, whatever the trips of the loop. */
    private static boolean isLegal(RegionView loop, RegionView map, List<ElementAccess> accesses, IntValues values) {
        Set<Integer> inside = values.shapes.inside(loop.eqn());
        return loop.slots().stream().allMatch(s -> {
            Set<Integer> versions = Versions.of(loop, s);
            return versions != null && new Dependence(map.eqn(), inside, values).independent(accesses.stream().filter(a -> versions.contains(a.array().id())).toList());
        });
    }

    /** The map around the loop. */
    Eqn exchanged(Builder b) {
        List<Eqn> around = loop.body().body();
        var body = new ArrayList<>(around.subList(0, around.size() - 1));
        body.addAll(map.body().body());
        var carries = new ArrayList<Slot>();
        var dests = new ArrayList<Slot>();
        for (int k = 0; k < loop.slots().size(); k++) {
            Slot o = loop.slots().get(k);
            Slot i = map.slots().get(k);
            carries.add(Slot.of(Role.CARRY, o.param(), i.param(), i.yield(), i.result()));
            dests.add(Slot.of(Role.DEST, o.init(), o.param(), i.result(), o.result()));
        }
        Eqn inner = RegionView.loop(Prim.FOR, loop.extent(), loop.head(), loop.trip(), carries, body);
        return RegionView.loop(Prim.MAP, map.extent(), map.head(), map.trip(), dests, List.of(inner));
    }
}
