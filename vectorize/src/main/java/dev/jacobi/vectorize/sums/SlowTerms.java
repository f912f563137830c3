package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.Dependence;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.vectorize.ahead.TripBlocks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loop that has to add in order, as its trips may add to the same element, though what it adds is slow to compute and follows from the trip's number alone: some terms at a time are computed by a loop
 * in front, whose trips are independent, and the loop does nothing but add.
 *
 * <pre>
 *  for k { x[next[k]] += a[k] * cos(y[k]) }        for each block of k { map k { t[k] = a[k] * cos(y[k]) }   for k { x[next[k]] += t[k] } }
 * </pre>
 */
final class SlowTerms {
    /** So many terms may go through arrays in any case, and more where each of them takes so many operations on average. */
    private static final int FEW_TERMS = 4;
    private static final int MOST_TERMS = 16;
    private static final int WORK = 8;
    /** So many trips have their terms in an array at a time. */
    private static final int BLOCK = 64;
    private static final int FEW_TRIPS = 16;

    private SlowTerms() {
    }

    /** The two loops; null where the terms are not such ones. */
    static List<Eqn> of(Eqn loop, Map<Eqn, ElementAccess> accesses, IntValues values, Builder b) {
        Region body = Regions.of(loop).get(0);
        List<Eqn> adds = body.body().stream().filter(e -> ElementAccess.isOne(e, Prim.ACC_ADD) && e.in().get(0).isArray()).toList();
        Atom n = loop.in().get(0);
        if (loop.prim() != Prim.FOR || adds.isEmpty() || Regions.hasEffect(loop) || Regions.any(body.body()) || n instanceof Lit l && l.asLong() < FEW_TRIPS) {
            return null;
        }
        BackwardSlice needs = BackwardSlice.of(body.body(), adds.stream().map(Eqn::written).toList());
        Set<Integer> changing = new HashSet<>();
        RegionView.of(loop).slots().forEach(s -> changing.add(s.param().id()));
        List<Var> terms = terms(body.body(), adds, needs.eqns(), changing);
        long work = needs.eqns().stream().filter(e -> e.result().dtype().isFloat() && e.prim() != Prim.INDEX).count();
        boolean few = terms.size() <= FEW_TERMS || terms.size() <= MOST_TERMS && work >= (long) WORK * terms.size();
        return terms.isEmpty() || !few || !meets(loop, adds, accesses, values) ? null : blocks(RegionView.of(loop), terms).write(b);
    }

    /**
     * What is added, and what else is done with what passes through the trips, as to numbers that are summed up beside, as far as it is slow and does not look at that; none where something else that is
     * added to elements does look at it.
     */
    private static List<Var> terms(List<Eqn> body, List<Eqn> adds, List<Eqn> needs, Set<Integer> changing) {
        if (!needs.stream().allMatch(e -> e.in().stream().noneMatch(a -> a instanceof Var v && changing.contains(v.id())) && e.prim() != Prim.UPDATE && e.prim() != Prim.ACC_ADD)) {
            return List.of();
        }
        var passing = new HashSet<>(changing);
        var ahead = new ArrayList<Eqn>();
        var used = new HashSet<Integer>();
        for (Eqn e : body) {
            if (e.prim() == Prim.UPDATE || e.prim() == Prim.ACC_ADD || e.in().stream().anyMatch(a -> a instanceof Var v && passing.contains(v.id()))) {
                e.out().forEach(v -> passing.add(v.id()));
                Regions.uses(e, used::add);
            } else {
                ahead.add(e);
            }
        }
        Map<Var, Eqn> made = new LinkedHashMap<>();
        adds.stream().map(Eqn::written).forEach(a -> ahead.stream().filter(e -> e.out().contains(a)).forEach(e -> made.put(e.result(), e)));
        boolean slowAdds = made.keySet().stream().anyMatch(v -> isSlow(v, ahead));
        ahead.stream().filter(e -> e.out().size() == 1 && used.contains(e.result().id()) && e.result().dtype().isFloat()).forEach(e -> made.put(e.result(), e));
        return slowAdds ? made.keySet().stream().filter(v -> v.type().isScalar() && isSlow(v, ahead)).toList() : List.of();
    }

    private static boolean isSlow(Var v, List<Eqn> ahead) {
        return BackwardSlice.of(ahead, List.of(v)).eqns().stream().anyMatch(SumPlan::heavy);
    }

    /** Whether trips may add to the same element of some array: not to one that is the same in all trips, which is a sum in any order. */
    private static boolean meets(Eqn loop, List<Eqn> adds, Map<Eqn, ElementAccess> accesses, IntValues values) {
        Set<Integer> inside = values.shapes.inside(loop);
        var trips = new Dependence(loop, inside, values);
        return adds.stream().map(accesses::get).anyMatch(a -> a != null && a.index().stream().anyMatch(i -> i == null || i.mentions(inside::contains)) && !trips.independent(List.of(a)));
    }

    private static TripBlocks blocks(RegionView loop, List<Var> terms) {
        List<Eqn> body = loop.body().body();
        return new TripBlocks(loop, BackwardSlice.of(body, terms).eqns(), body.stream().filter(e -> terms.stream().noneMatch(e.out()::contains)).toList(), terms, BLOCK);
    }
}
