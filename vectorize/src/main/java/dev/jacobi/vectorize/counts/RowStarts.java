package dev.jacobi.vectorize.counts;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.Poly;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A place that a loop inside moves on to the end of a row, from where a trip goes on to the next row's: {@code for (; at < end; at++) ..; at += i + 2; end += n}. Where the place is not behind the end, which a check asks
 * in each trip, the trip leaves it where the trip's number says, and so did the trip before. It is what the loop began with if that is what a trip before the first one would have left.
 */
final class RowStarts {
    private final Definitions defs;
    private final Set<Integer> inside;
    private final RegionView view;
    private final Var place;
    private final Map<Integer, Var> symbols = new HashMap<>();
    private final Poly next;
    private Eqn end;

    private RowStarts(RegionView view, RegionView.Slot s) {
        this.view = view;
        place = s.param();
        defs = Definitions.in(view.body().body());
        inside = Regions.defined(view.body());
        for (Eqn e : view.body().body()) {
            end = e.prim() == Prim.MAX && e.in().contains(place) ? e : end;
        }
        next = end == null ? null : of(s.yield());
    }

    /** Such a place among a loop's carries; null for other carries. */
    static RowStarts of(RegionView view, RegionView.Slot s) {
        if (s.param().dtype() != DType.I32 || view.trip().dtype() != DType.I32) {
            return null;
        }
        try {
            var found = new RowStarts(view, s);
            Poly first = s.init() instanceof Lit l ? Poly.of(l.asLong()) : Poly.var(((Var) s.init()).id());
            boolean same = found.next != null && !found.next.mentions(s.param().id()) && found.next.with(view.trip().id(), Poly.of(-1)).equals(first);
            return same ? found : null;
        } catch (ArithmeticException noPolynomial) {
            return null;
        }
    }

    /** Where the place is after so many trips. */
    Atom at(Builder b, Var trips) {
        symbols.put(trips.id(), trips);
        return Distances.value(b, next.with(view.trip().id(), Poly.var(trips.id()).plus(-1)), symbols);
    }

    /** The equation of the body that chooses between the place and the end of its row. */
    Eqn choice() {
        return end;
    }

    /** The end of the row. */
    Atom end() {
        return end.in().get(end.in().get(0).equals(place) ? 1 : 0);
    }

    Var place() {
        return place;
    }

    /** Whether an equation gives the trips of the loop that goes from the place to the end. */
    private boolean isTrips(Eqn e) {
        Eqn way = e != null && e.prim() == Prim.MAX && e.in().get(1).equals(Lit.i32(0)) ? defs.of(e.in().get(0), Prim.SUB) : null;
        return way != null && way.in().equals(List.of(end.result(), place));
    }

    private Poly of(Atom a) {
        Eqn e = defs.of(a);
        if (a instanceof Lit l) {
            return Poly.of(l.asLong());
        } else if (a.equals(place) || a.equals(view.trip()) || !inside.contains(((Var) a).id())) {
            symbols.put(((Var) a).id(), (Var) a);
            return Poly.var(((Var) a).id());
        } else if (e != null && e == end) {
            return of(end());
        } else if (isTrips(e)) {
            return of(e.in().get(0));
        } else if (e == null || e.prim() != Prim.ADD && e.prim() != Prim.SUB && e.prim() != Prim.MUL) {
            throw new ArithmeticException("not of the trip's number");
        }
        Poly x = of(e.in().get(0));
        Poly y = of(e.in().get(1));
        return e.prim() == Prim.ADD ? x.plus(y) : e.prim() == Prim.SUB ? x.minus(y) : x.times(y);
    }
}
