package dev.jacobi.autodiff.analysis;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.analysis.Dependence;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Proofs that two accesses never touch the same element, by all that is known of the function's integers: products of variables too, such as the i·n + j of a matrix in a flat array, and what checks and branches
 * say. They take long where they fail, so they come after {@link Overwriting}'s own look at the indices, and there are only so many of them.
 */
final class AccessProofs {
    private static final int MOST = 100;
    private final Func f;
    private final Map<Eqn, ElementAccess> accesses = new IdentityHashMap<>();
    private final Map<Eqn, Dependence> loops = new IdentityHashMap<>();
    private final Map<List<Integer>, Boolean> known = new HashMap<>();
    private IntValues values;

    AccessProofs(Func f) {
        this.f = f;
    }

    /** Whether no trip of the loop writes what the first access has touched in an earlier one. */
    boolean neverLater(Eqn first, Eqn write, Eqn loop) {
        return proven(first, write, loop, false);
    }

    /** Whether the write touches no element that the first access touches in the same trip of the loop. */
    boolean neverInTrip(Eqn first, Eqn write, Eqn loop) {
        return proven(first, write, loop, true);
    }

    private boolean proven(Eqn first, Eqn write, Eqn loop, boolean sameTrip) {
        if (values == null) {
            values = new IntValues(f);
            values.walk(f.body(), this::look);
        }
        ElementAccess x = accesses.get(first);
        ElementAccess y = accesses.get(write);
        if (x == null || y == null || known.size() >= MOST) {
            return false;
        }
        // one result each: an index and an update name their places by it
        List<Integer> question = List.of(first.result().id(), write.result().id(), Regions.trip(loop).id(), sameTrip ? 1 : 0);
        return known.computeIfAbsent(question, k -> {
            Dependence d = loops.computeIfAbsent(loop, l -> new Dependence(l, values.shapes.inside(l), values));
            if (!sameTrip) {
                return d.never(x, y);
            }
            Poly trip = Poly.var(Regions.trip(loop).id());
            Poly distance = trip.minus(d.inOtherTrip(trip));
            return d.never(x, y, List.of(distance, distance.negate()));
        });
    }

    private void look(Eqn e) {
        if (e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE) {
            accesses.put(e, ElementAccess.of(e, values));
        }
    }
}
