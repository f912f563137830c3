package dev.jacobi.vectorize.tables;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Var;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One of the loops that a value is inside of. A loop in blocks, {@code for b { base = 2048 b; for min(n - base, 2048) { t -> j = base + t; .. } }}, counts as the loop over all n places j.
 *
 * @param loop the loop
 * @param at the number of its trip, or the place that this is in a loop in blocks
 * @param extent how many there are of these
 */
public record TripLevel(RegionView loop, Var at, Atom extent) {
    /**
     * A loop whose number of trips is known in front of the outermost one, or one in blocks of which that is so; null for others. {@code inside} says what is not known there, {@code trips} what is the number of
     * a trip of a loop between the two, {@code defined} what computes something.
     */
    static TripLevel of(Eqn e, Predicate<Atom> inside, Predicate<Atom> trips, Map<Integer, Eqn> defined) {
        RegionView view = RegionView.of(e);
        if (!inside.test(view.head())) {
            return new TripLevel(view, view.trip(), view.head());
        }
        Eqn least = defining(view.head(), Prim.MIN, defined);
        Eqn left = least == null || !(least.in().get(1) instanceof Lit) ? null : defining(least.in().get(0), Prim.SUB, defined);
        if (left == null || inside.test(left.in().get(0))) {
            return null;
        }
        Eqn base = defining(left.in().get(1), Prim.MUL, defined);
        boolean steps = base != null && base.in().get(1).equals(least.in().get(1)) && trips.test(base.in().get(0));
        return steps ? view.body().body().stream().filter(x -> x.prim() == Prim.ADD && x.in().containsAll(List.of(base.result(), view.trip()))).findFirst().map(x -> new TripLevel(view, x.result(), left.in().get(0))).orElse(null) : null;
    }

    private static Eqn defining(Atom a, Prim prim, Map<Integer, Eqn> defined) {
        Eqn e = a instanceof Var v ? defined.get(v.id()) : null;
        return e != null && e.prim() == prim ? e : null;
    }
}
