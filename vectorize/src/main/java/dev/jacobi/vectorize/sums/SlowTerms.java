package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.Dependence;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import java.util.ArrayList;
import java.util.HashSet;
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
    private static final Params.Access IN = Params.Access.PROMISED;
    private static final int MOST_TERMS = 4;
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
        List<Var> terms = terms(adds, needs.eqns(), changing);
        return terms.isEmpty() || terms.size() > MOST_TERMS || !meets(loop, adds, accesses, values) ? null : write(loop, terms, b);
    }

    /** What is added, as far as it is slow and does not look at what passes through the trips; none where something else that is added does look at it. */
    private static List<Var> terms(List<Eqn> adds, List<Eqn> needs, Set<Integer> changing) {
        boolean alone = needs.stream().allMatch(e -> e.in().stream().noneMatch(a -> a instanceof Var v && changing.contains(v.id())) && e.prim() != Prim.UPDATE && e.prim() != Prim.ACC_ADD);
        var terms = new ArrayList<Var>();
        for (Eqn e : adds) {
            boolean slow = alone && e.written() instanceof Var && BackwardSlice.of(needs, List.of(e.written())).eqns().stream().anyMatch(SumPlan::heavy);
            if (slow && !terms.contains((Var) e.written())) {
                terms.add((Var) e.written());
            }
        }
        return terms;
    }

    /** Whether trips may add to the same element of some array: not to one that is the same in all trips, which is a sum in any order. */
    private static boolean meets(Eqn loop, List<Eqn> adds, Map<Eqn, ElementAccess> accesses, IntValues values) {
        Set<Integer> inside = values.shapes.inside(loop);
        var trips = new Dependence(loop, inside, values);
        return adds.stream().map(accesses::get).anyMatch(a -> a != null && a.index().stream().anyMatch(i -> i == null || i.mentions(inside::contains)) && !trips.independent(List.of(a)));
    }

    /** The loop by blocks of trips, so that the terms fit into an array of a size that is known. */
    private static List<Eqn> write(Eqn loop, List<Var> terms, Builder b) {
        Region body = Regions.of(loop).get(0);
        Var trip = Regions.trip(loop);
        Atom n = loop.in().get(0);
        List<Atom> init = loop.in().subList(1, loop.in().size());
        b.open();
        Var block = b.fresh(trip.type());
        List<Var> carried = init.stream().map(a -> b.fresh(a.type())).toList();
        // that of the last trip, which is -1 where there is none, so that no sum can be too large
        Var last = b.emit(Prim.SHR, b.emit(Prim.ADD, b.emit(Prim.MAX, n, Lit.zero(n.dtype())), Lit.of(n.dtype(), -1)), Lit.of(n.dtype(), Integer.numberOfTrailingZeros(BLOCK)));
        Var blocks = b.emit(Prim.ADD, last, Lit.of(n.dtype(), 1));
        b.open();
        Var start = b.emit(Prim.MUL, block, Lit.of(n.dtype(), BLOCK));
        Var trips = b.emit(Prim.MIN, b.emit(Prim.SUB, n, start), Lit.of(n.dtype(), BLOCK));
        List<Var> full = computed(loop, terms, start, trips, b);
        var at = b.fresh(trip.type());
        Region adding = Rewrite.inPlace(b, (e, w) -> {
            int k = e.out().size() == 1 ? terms.indexOf(e.result()) : -1;
            if (k >= 0) {
                b.append(new Eqn(Prim.INDEX, List.of(full.get(k), at), IN, e.out()));
            }
            return k >= 0;
        }).region(body);
        var params = new ArrayList<>(adding.params());
        params.set(0, at);
        var eqns = new ArrayList<Eqn>(List.of(new Eqn(Prim.ADD, List.of(start, at), Params.NONE, List.of(trip))));
        eqns.addAll(adding.body());
        List<Var> added = b.loop(Prim.FOR, Dim.UNKNOWN, new Region(params, eqns, adding.out()), trips, carried);
        var outer = new ArrayList<Var>(List.of(block));
        outer.addAll(carried);
        var in = new ArrayList<Atom>(List.of(blocks));
        in.addAll(init);
        b.append(new Eqn(Prim.FOR, in, new Params.Loop(Dim.UNKNOWN, b.close(outer, added)), loop.out()));
        return b.close();
    }

    /** Arrays of the terms of a block. */
    private static List<Var> computed(Eqn loop, List<Var> terms, Var start, Var trips, Builder b) {
        List<Var> empty = terms.stream().map(t -> b.full(Lit.unset(t.dtype()), List.of(Dim.of(BLOCK)), List.of(Lit.i32(BLOCK)))).toList();
        var copy = new Rewrite(b);
        Var at = b.fresh(start.type());
        var params = new ArrayList<Var>(List.of(at));
        empty.forEach(a -> params.add(b.fresh(a.type())));
        b.open();
        copy.replace(Regions.trip(loop), b.emit(Prim.ADD, start, at));
        copy.append(BackwardSlice.of(Regions.of(loop).get(0).body(), terms).eqns());
        var out = new ArrayList<Atom>();
        for (int k = 0; k < terms.size(); k++) {
            out.add(b.update(params.get(k + 1), IN, List.of(at), copy.atom(terms.get(k))));
        }
        return b.loop(Prim.MAP, Dim.UNKNOWN, b.close(params, out), trips, empty);
    }
}
