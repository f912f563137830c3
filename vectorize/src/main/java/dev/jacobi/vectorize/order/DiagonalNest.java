package dev.jacobi.vectorize.order;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A nest of which every trip can be computed from the arrays alone: what a trip hands to the next one as a number is what it has written, and stands where nothing has overwritten it yet.
 *
 * @param nest the nest
 * @param around what a trip needs of the outer loop's body, which reads none of the arrays that the nest writes
 * @param written by the inner loop's slots: where a number stands; null for arrays
 */
record DiagonalNest(SkewedNest nest, List<Eqn> around, List<Written> written) {

    /**
     * An update of each trip.
     *
     * @param array the outer loop's version of the array
     * @param places the equations of the inner loop that its indices are computed by
     */
    record Written(Eqn update, Var array, List<Eqn> places) {
    }

    /** The nest as one of that kind; null when it is none. {@code accesses} are those in it. */
    static DiagonalNest of(SkewedNest nest, List<ElementAccess> accesses, IntValues values) {
        RegionView inner = nest.inner();
        if (nest.pair() != null || !nest.after().isEmpty() || nest.folds().stream().anyMatch(p -> p != null) || nest.sums().stream().anyMatch(e -> e != null) || !nest.outer().head().dtype().equals(inner.head().dtype())) {
            return null;
        }
        var written = new ArrayList<Written>();
        for (int k = 0; k < inner.slots().size(); k++) {
            boolean number = nest.threaded().get(k) == null;
            Written w = number ? written(nest, inner.slots().get(k), values) : null;
            if (number && (w == null || !nest.standsUntilRead(w.update(), accesses, values)) || !number && !inner.slots().get(k).init().equals(nest.threaded().get(k).param())) {
                return null;
            }
            written.add(w);
        }
        List<Var> needed = List.copyOf(Regions.captures(inner.body()));
        BackwardSlice around = BackwardSlice.of(nest.before(), needed);
        Set<Var> arrays = new HashSet<>(nest.outer().params());
        boolean reads = Regions.any(around.eqns(), e -> e.in().stream().anyMatch(arrays::contains) && e.prim() != Prim.DIM);
        return reads || Regions.any(nest.before(), e -> e.prim() == Prim.UPDATE) ? null : new DiagonalNest(nest, around.eqns(), written);
    }

    /** The update whose value a slot hands on, if what the slot starts from is the element that such an update would have written one trip earlier. */
    private static Written written(SkewedNest nest, Slot slot, IntValues values) {
        List<Eqn> body = nest.inner().body().body();
        for (int k = 0; k < nest.inner().slots().size(); k++) {
            Slot s = nest.inner().slots().get(k);
            Eqn update = nest.threaded().get(k) == null ? null : Regions.definition(body, s.yield());
            if (update != null && ElementAccess.isOne(update, Prim.UPDATE) && update.in().get(0).equals(s.param()) && update.written().equals(slot.yield()) && isFirst(nest, slot.init(), s, update, values)) {
                List<Eqn> places = BackwardSlice.of(body, update.indices()).eqns();
                return places.stream().allMatch(Eqn::computesScalars) ? new Written(update, nest.threaded().get(k).param(), places) : null;
            }
        }
        return null;
    }

    private static boolean isFirst(SkewedNest nest, Atom init, Slot array, Eqn update, IntValues values) {
        Eqn guard = Regions.definition(nest.before(), init);
        List<Region> ways = guard == null || guard.prim() != Prim.COND ? List.of() : Regions.of(guard);
        if (ways.size() != 2) {
            return false;
        }
        Eqn read = Regions.definition(ways.get(1).body(), ways.get(1).out().get(guard.out().indexOf(init)));
        if (read == null || !ElementAccess.isOne(read, Prim.INDEX) || !read.in().get(0).equals(array.init()) || !isSome(values.definition(guard.in().get(0)), nest.inner().head())) {
            return false;
        }
        int trip = nest.inner().trip().id();
        try {
            for (int k = 0; k < read.indices().size(); k++) {
                Poly d = values.ring(read.indices().get(k)).minus(values.ring(update.indices().get(k)).with(trip, Poly.of(-1)));
                DType t = read.indices().get(k).dtype();
                for (int term = 0; term < d.size(); term++) {
                    if (Lit.of(t, d.coef(term)).asLong() != 0) {
                        return false;
                    }
                }
            }
            return true;
        } catch (ArithmeticException tooLarge) {
            return false;
        }
    }

    /** Whether a condition is that there are so many trips, one at least. */
    private static boolean isSome(Eqn e, Atom n) {
        return e != null && (e.prim() == Prim.GT || e.prim() == Prim.GE) && e.in().get(0).equals(n) && e.in().get(1).equals(Lit.of(n.dtype(), e.prim() == Prim.GT ? 0 : 1));
    }
}
