package dev.jacobi.vectorize.ahead;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * A histogram whose trips look for their place by loops, as for the class that each number belongs to: the places are found for some trips at a time, which go by lanes, and then counted.
 *
 * <pre>
 *  hist i { at = reduce j { .. x[i], c[j] .. };  at, 1 }      becomes      for each block of i { map i { t[i] = reduce j { .. } };  hist i { t[i], 1 } }
 * </pre>
 */
public final class HistogramsBehind implements Optimisation {
    @Override
    public String name() {
        return "histograms-behind";
    }

    @Override
    public Func run(Func in) {
        Set<Eqn> found = Collections.newSetFromMap(new IdentityHashMap<>());
        find(in.body(), found);
        return found.isEmpty() ? in : Rewrite.run(in, (e, r) -> {
            boolean is = found.contains(r.old());
            if (is) {
                write(e, r.b).forEach(r.b::append);
            }
            return is;
        });
    }

    /** Those that are in no loop whose trips go together. */
    private static void find(List<Eqn> body, Set<Eqn> to) {
        for (Eqn e : body) {
            if (e.prim() == Prim.HIST && !Regions.doesMoreThanCheck(e) && !(e.in().get(0) instanceof Lit) && Regions.of(e).get(0).out().stream().allMatch(a -> a.type().isScalar())
                && Regions.any(Regions.of(e).get(0).body(), x -> Regions.isLoop(x) && x.prim() != Prim.MAP)) {
                to.add(e);
            } else if (e.prim() == Prim.FOR || e.prim() == Prim.WHILE || e.prim() == Prim.COND) {
                Regions.of(e).forEach(r -> find(r.body(), to));
            }
        }
    }

    private static List<Eqn> write(Eqn hist, Builder b) {
        Region trip = Regions.of(hist).get(0);
        List<Atom> bins = hist.in().subList(1, hist.in().size());
        List<Var> terms = Var.among(trip.out()).stream().distinct().filter(v -> Regions.definition(trip.body(), v) != null && !TermsAhead.isLight(trip.body(), v, Set.of())).toList();
        var ahead = new TripBlocks(RegionView.of(hist), BackwardSlice.of(trip.body(), terms, Regions::hasEffect).eqns(), List.of(), terms, TermsAhead.BLOCK);
        return TripBlocks.write(hist.in().get(0), hist.out(), bins, hist.out(), TermsAhead.BLOCK, b, (start, trips, carried) -> {
            List<Var> made = ahead.made(start, trips, List.of(), b);
            var in = new ArrayList<Atom>(List.of(trips));
            in.addAll(carried);
            return b.emitAll(Prim.HIST, ((Params.Fold) hist.params()).map(r -> counted(trip, terms, made, start, b)), in);
        });
    }

    /** A trip that has its terms. */
    private static Region counted(Region trip, List<Var> terms, List<Var> made, Var start, Builder b) {
        Var at = b.fresh(start.type());
        var copy = new Rewrite(b);
        b.open();
        copy.replace(trip.params().get(0), b.emit(Prim.ADD, start, at));
        for (int k = 0; k < terms.size(); k++) {
            copy.replace(terms.get(k), b.index(made.get(k), Params.Access.PROMISED, List.of(at)));
        }
        List<Var> rest = Var.among(trip.out()).stream().filter(v -> !terms.contains(v) && Regions.definition(trip.body(), v) != null).toList();
        copy.append(BackwardSlice.of(trip.body(), rest).eqns());
        return b.close(List.of(at), copy.atoms(trip.out()));
    }
}
