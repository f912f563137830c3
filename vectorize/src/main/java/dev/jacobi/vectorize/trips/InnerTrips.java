package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.simplify.Simplify;
import java.util.List;
import java.util.Set;

/**
 * A nest whose inner loop reads in front of it and stores behind it if it has a trip, {@code for i { for j { for k { c[i*m+j] += a[i*n+k] * b[k*m+j] } } }} once the sum is a scalar: whether it has one is asked in front of
 * the nest where its number of trips does not change in that. What each trip asks otherwise hides that the trips store to elements of their own: that these are there follows from a check for nests that have trips.
 */
public final class InnerTrips implements Optimisation {
    /** Each question doubles the nest. */
    private static final int MOST_EQUATIONS = 200;
    private static final int MOST_QUESTIONS = 2;

    @Override
    public String name() {
        return "inner-trips";
    }

    @Override
    public Func run(Func in) {
        Func at = in;
        for (int k = 0; k < MOST_QUESTIONS && Regions.any(at.body(), e -> e.prim() == Prim.COND); k++) {
            Func out = Rewrite.run(at, InnerTrips::asked);
            if (out == at) {
                break;
            }
            at = new Simplify().run(out);
        }
        return at;
    }

    private static boolean asked(Eqn e, Rewrite r) {
        boolean nest = (e.prim() == Prim.FOR || e.prim() == Prim.MAP) && Regions.size(List.of(e)) <= MOST_EQUATIONS;
        Atom trips = nest ? trips(e) : null;
        if (trips == null) {
            return false;
        }
        Var some = r.b.emit(Prim.GT, trips, Lit.zero(trips.dtype()));
        r.b.cond(some, () -> answered(e, r, trips, true), () -> answered(e, r, trips, false), e.out());
        return true;
    }

    /** The number of trips of a loop in the nest of which a branch in the nest asks whether there are any, and which the nest does not change; null where there is none. */
    private static Atom trips(Eqn nest) {
        Set<Integer> inside = Regions.defined(Regions.of(nest).get(0));
        Definitions defs = Definitions.in(List.of(nest));
        Atom[] found = new Atom[1];
        Regions.each(List.of(nest), e -> {
            Atom n = e.prim() == Prim.COND && Regions.any(List.of(e), x -> x.prim() == Prim.UPDATE) ? asks(defs, e.in().get(0)) : null;
            if (found[0] == null && n instanceof Var v && !inside.contains(v.id()) && Regions.any(List.of(nest), x -> x != nest && sums(x, v))) {
                found[0] = v;
            }
        });
        return found[0];
    }

    /** A loop of so many trips that hands on numbers alone. */
    private static boolean sums(Eqn e, Var trips) {
        return e.prim() == Prim.FOR && e.in().get(0).equals(trips) && e.out().stream().allMatch(v -> v.type().isScalar());
    }

    /** What is asked for being more than zero; null where something else is asked. */
    private static Atom asks(Definitions defs, Atom condition) {
        Eqn e = defs.of(condition, Prim.GT);
        return e != null && e.in().get(1).equals(Lit.zero(e.in().get(0).dtype())) ? e.in().get(0) : null;
    }

    /** Appends a copy of the nest in which a loop of so many trips has some, or none; its results. */
    private static List<Atom> answered(Eqn nest, Rewrite r, Atom trips, boolean some) {
        Definitions defs = Definitions.in(List.of(nest));
        return new Rewrite(r.b, (e, w) -> {
            if (e.prim() == Prim.COND && trips.equals(asks(defs, w.old().in().get(0)))) {
                Eqn was = w.old();
                Region taken = Regions.of(was).get(some ? 1 : 0);
                w.append(taken.body());
                w.replace(was.out(), w.atoms(taken.out()));
                return true;
            } else if (!some && e.prim() == Prim.FOR && e.in().get(0).equals(trips)) {
                w.replace(w.old().out(), RegionView.of(e).inits());
                return true;
            }
            return false;
        }).repeat(nest);
    }
}
