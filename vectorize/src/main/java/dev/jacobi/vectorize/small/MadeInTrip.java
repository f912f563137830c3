package dev.jacobi.vectorize.small;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which arrays are made where they are used: in the same trip of the innermost loop that is not taken trip by trip. */
final class MadeInTrip {
    private final SmallGroups groups;
    private final Map<Integer, Eqn> definitions;
    private final Map<Integer, Eqn> loops = new HashMap<>();

    MadeInTrip(Func f, SmallGroups groups) {
        this.groups = groups;
        this.definitions = Regions.definitions(f.body());
        Regions.each(f.body(), e -> Regions.of(e).forEach(r -> r.params().forEach(p -> loops.put(p.id(), e))));
    }

    boolean has(Atom array) {
        Atom now = array;
        while (now instanceof Var v) {
            Eqn e = definitions.get(v.id());
            Eqn loop = e == null ? loops.get(v.id()) : null;
            if (e != null && e.prim() == Prim.UPDATE) {
                now = e.in().get(0);
            } else if (e != null && Regions.isLoop(e)) {
                now = RegionView.ofResult(e, v).init();
            } else if (loop != null && loop.prim() == Prim.FOR && groups.loops().contains(Regions.trip(loop).id())) {
                now = RegionView.of(loop).ofParam(v).init();
            } else if (e != null && e.prim() == Prim.COND) {
                List<Atom> ways = RegionView.ofResult(e, v).yields();
                return ways.stream().allMatch(this::has);
            } else {
                return e != null && SmallShapes.isMaker(e);
            }
        }
        return false;
    }
}
