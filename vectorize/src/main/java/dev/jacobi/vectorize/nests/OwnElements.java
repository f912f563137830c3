package dev.jacobi.vectorize.nests;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.AccessWalk;
import dev.jacobi.ir.analysis.Dependence;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.Versions;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds of each loop the arrays that it carries of which no trip touches an element that another one writes. */
final class OwnElements extends AccessWalk {
    private final Map<Eqn, List<RegionView.Slot>> arrays = new IdentityHashMap<>();

    private OwnElements(Func f) {
        super(f);
    }

    /** These arrays by the loops of a function, each of which has an entry if it carries arrays. */
    static Map<Eqn, List<RegionView.Slot>> of(Func f) {
        var walk = new OwnElements(f);
        walk.run();
        return walk.arrays;
    }

    @Override
    protected List<Eqn> visit(Eqn old, Eqn now, List<ElementAccess> inside) {
        if (old.prim() == Prim.FOR && old.out().stream().anyMatch(Var::isArray)) {
            RegionView loop = RegionView.of(old);
            var trips = new Dependence(old, values.shapes.inside(old), values);
            arrays.put(old, loop.slots().stream().filter(s -> s.param().isArray() && isOwn(Versions.of(loop, s), trips, inside)).toList());
        }
        return List.of(now);
    }

    private static boolean isOwn(Set<Integer> versions, Dependence trips, List<ElementAccess> inside) {
        return versions != null && trips.independent(inside.stream().filter(a -> versions.contains(a.array().id())).toList());
    }
}
