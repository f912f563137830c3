package dev.jacobi.vectorize.ahead;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.AccessWalk;
import dev.jacobi.ir.analysis.Dependence;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.Versions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds of each loop the arrays that it carries of which no trip touches an element that another one writes, and what it reads of arrays that it carries where no other trip writes. */
final class OwnElements extends AccessWalk {
    private final Map<Eqn, List<RegionView.Slot>> arrays = new IdentityHashMap<>();
    private final Map<Eqn, Set<Var>> reads = new IdentityHashMap<>();

    /** Whether reads are asked for, too. */
    private final boolean withReads;

    private OwnElements(Func f, boolean withReads) {
        super(f);
        this.withReads = withReads;
    }

    /** Those of all loops of a function, to be asked for {@link #arrays}. */
    static OwnElements of(Func f) {
        return found(f, false);
    }

    /** The same, to be asked for {@link #reads}, too. */
    static OwnElements withReads(Func f) {
        return found(f, true);
    }

    private static OwnElements found(Func f, boolean withReads) {
        var walk = new OwnElements(f, withReads);
        walk.run();
        return walk;
    }

    /** The arrays of one loop. */
    List<RegionView.Slot> arrays(Eqn loop) {
        return arrays.getOrDefault(loop, List.of());
    }

    /** The results of a loop's reads that find what was there in front of the loop: of arrays as they are when the trip begins, and of elements that no trip but this one writes. */
    Set<Var> reads(Eqn loop) {
        return reads.getOrDefault(loop, Set.of());
    }

    @Override
    protected List<Eqn> visit(Eqn old, Eqn now, List<ElementAccess> inside) {
        if (old.prim() == Prim.FOR && old.out().stream().anyMatch(Var::isArray)) {
            RegionView loop = RegionView.of(old);
            var trips = new Dependence(old, values.shapes.inside(old), values);
            arrays.put(old, loop.slots().stream().filter(s -> s.param().isArray() && isOwn(Versions.of(loop, s), trips, inside)).toList());
            loop.slots().stream().filter(s -> withReads && s.param().isArray()).forEach(s -> untouched(s, Versions.of(loop, s), trips, inside, reads.computeIfAbsent(old, k -> new HashSet<>())));
        }
        return List.of(now);
    }

    private static void untouched(RegionView.Slot array, Set<Integer> versions, Dependence trips, List<ElementAccess> inside, Set<Var> to) {
        if (versions == null) {
            return;
        }
        List<ElementAccess> writes = inside.stream().filter(a -> a.writes() && versions.contains(a.array().id())).toList();
        for (ElementAccess a : inside) {
            if (!a.writes() && a.array().equals(array.param())) {
                var both = new ArrayList<>(writes);
                both.add(a);
                if (trips.independent(both)) {
                    to.add(a.eqn().result());
                }
            }
        }
    }

    private static boolean isOwn(Set<Integer> versions, Dependence trips, List<ElementAccess> inside) {
        return versions != null && trips.independent(inside.stream().filter(a -> versions.contains(a.array().id())).toList());
    }
}
