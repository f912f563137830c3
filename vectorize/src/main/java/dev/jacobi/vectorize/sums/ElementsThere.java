package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ElementAccess;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whether the elements that a nest adds to under a question are there in all trips, asked in front of the nest: an index is the number of a trip, or what no trip changes. */
final class ElementsThere {
    /** An index, or the count of the trips that it is the number of, with the array in front of the nest and the axis. */
    private record Place(Atom index, boolean count, Atom array, int axis) {
    }

    private final SumNest nest;
    private final Builder b;
    private final Set<Integer> inside;
    private final Set<Place> places = new LinkedHashSet<>();
    private boolean possible = true;

    ElementsThere(SumNest nest, Builder b) {
        this.nest = nest;
        this.b = b;
        inside = Regions.defined(Regions.of(nest.loop).get(0));
    }

    /** Asks for the elements of an addition of the nest, too. */
    void ask(ElementAccess access) {
        SumNest.Sum sum = nest.sums.stream().filter(s -> s.add() == access.eqn()).findFirst().orElse(null);
        possible &= sum != null;
        for (int k = 0; sum != null && k < access.eqn().indices().size(); k++) {
            Atom index = access.eqn().indices().get(k);
            Eqn loop = sum.path().stream().filter(e -> Regions.trip(e).equals(index)).findFirst().orElse(null);
            Atom bound = loop == null ? index : loop.in().get(0);
            possible &= !isInside(bound);
            places.add(new Place(bound, loop != null, nest.loop.in().get(1 + sum.carry()), k));
        }
    }

    private boolean isInside(Atom a) {
        return a instanceof Var v && inside.contains(v.id());
    }

    /** The answer, by equations of the builder; null where it cannot be given. */
    Atom answer() {
        Atom all = possible ? Lit.of(DType.BOOL, 1) : null;
        for (Place p : possible ? places : Set.<Place>of()) {
            Atom extent = b.extent(p.array, p.axis);
            if (!extent.dtype().equals(p.index.dtype())) {
                return null;
            }
            List<Var> now = p.count ? List.of(b.emit(Prim.LE, p.index, extent)) : List.of(b.emit(Prim.GE, p.index, Lit.zero(p.index.dtype())), b.emit(Prim.LT, p.index, extent));
            for (Var v : now) {
                all = all instanceof Lit ? v : b.emit(Prim.AND, all, v);
            }
        }
        return all;
    }
}
