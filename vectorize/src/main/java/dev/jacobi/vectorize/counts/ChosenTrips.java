package dev.jacobi.vectorize.counts;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.pass.Property;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A place that a loop inside has chosen among the numbers of its trips is there if all of them are, as the nearest centre of each point whose members are counted:
 *
 * <pre>
 * for i { int at = 0;  for j &lt; m { if (..) at = j; }  check at &lt; n;  count[at]++; }      =>      for i { ..  check 0 &lt; n, and m &lt;= n;  count[at]++; }
 * </pre>
 *
 * What is checked so depends on no element, and moves in front of all loops. Where it does not hold, though each place might, the function runs with the check that it had.
 */
public final class ChosenTrips implements Optimisation {
    private static final int MOST_WAYS = 8;

    @Override
    public String name() {
        return "chosen-trips";
    }

    @Override
    public Set<Property> keeps() {
        return Set.of(Property.DIFFERENTIABLE);
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.FOR)) {
            return in;
        }
        // in front of all loops a check costs nothing
        Set<Eqn> outside = Collections.newSetFromMap(new IdentityHashMap<>());
        Regions.eachOutsideLoops(in.body(), outside::add);
        Definitions defs = Definitions.in(in.body());
        return Rewrite.ofLoops(in, (e, r) -> {
            boolean asks = e.prim() == Prim.CHECK && ((Params.Check) e.params()).code() == Params.Code.INDEX && !outside.contains(r.old());
            Place p = asks ? Place.of(r.old(), defs) : null;
            if (p != null) {
                r.b.checkEarly(p.isThere(r), Params.Code.INDEX, ((Params.Check) e.params()).where());
            }
            return p != null;
        });
    }

    /**
     * A place that is checked.
     *
     * @param extent how many places there are
     * @param loop what has chosen it
     * @param others what it may be beside the sums
     * @param sums what the loop's trips may have added to their numbers, null for nothing
     */
    private record Place(Atom extent, RegionView loop, Set<Atom> others, List<Atom> sums) {
        static Place of(Eqn check, Definitions defs) {
            // behind a check of the same place it is known not to be negative
            Eqn both = defs.of(check.in().get(0), Prim.AND);
            Eqn least = both == null ? null : defs.of(both.in().get(0), Prim.GE);
            Eqn most = defs.of(both == null ? check.in().get(0) : both.in().get(1), Prim.LT);
            boolean asks = most != null && most.in().get(0) instanceof Var && (both == null || least != null && least.in().equals(List.of(most.in().get(0), Lit.i32(0))));
            Eqn loop = asks ? defs.of(most.in().get(0), Prim.FOR) : null;
            RegionView.Slot slot = loop == null ? null : RegionView.ofResult(loop, most.in().get(0));
            if (slot == null || !slot.param().type().isScalar() || loop.in().get(0).dtype() != DType.I32) {
                return null;
            }
            RegionView view = RegionView.of(loop);
            var p = new Place(most.in().get(1), view, new LinkedHashSet<>(Set.of(slot.init())), new ArrayList<>());
            boolean chosen = p.add(slot.yield(), slot.param(), Regions.defined(view.body()), defs, new int[1]) && !p.sums.isEmpty();
            return chosen && p.others.stream().noneMatch(a -> a instanceof Lit l && l.asLong() < 0) ? p : null;
        }

        /** Adds what a value may be besides what the loop carries; false where that is not known in front of the loop. */
        private boolean add(Atom a, Var carried, Set<Integer> inside, Definitions defs, int[] ways) {
            if (a.equals(carried)) {
                return true;
            }
            if (a.equals(loop.trip())) {
                return sums.add(Lit.i32(0));
            }
            if (!(a instanceof Var v && inside.contains(v.id()))) {
                others.add(a);
                return true;
            }
            Eqn e = defs.of(a);
            List<Atom> from = e == null ? null : Definitions.ways(e, a);
            if (from != null) {
                return ++ways[0] <= MOST_WAYS && from.stream().allMatch(w -> add(w, carried, inside, defs, ways));
            }
            boolean sum = e != null && e.prim() == Prim.ADD && e.in().contains(loop.trip());
            Atom with = sum ? e.in().get(1 - e.in().indexOf(loop.trip())) : null;
            return with != null && !(with instanceof Var w && inside.contains(w.id())) && sums.add(with);
        }

        /** Whether all that it may be is there. */
        Atom isThere(Rewrite r) {
            Builder b = r.b;
            Atom n = b.convert(r.atom(extent), DType.I64);
            Atom trips = r.atom(loop.head());
            Atom all = Lit.bool(true);
            for (Atom a : others) {
                Atom at = r.atom(a);
                Atom there = b.emit(Prim.LT, b.convert(at, DType.I64), n);
                there = a instanceof Lit ? there : b.emit(Prim.AND, b.emit(Prim.GE, at, Lit.i32(0)), there);
                all = all.equals(Lit.bool(true)) ? there : b.emit(Prim.AND, all, there);
            }
            for (Atom a : sums) {
                Atom from = r.atom(a);
                Atom end = b.emit(Prim.ADD, b.convert(from, DType.I64), b.convert(trips, DType.I64));
                Atom there = b.emit(Prim.AND, b.emit(Prim.GE, from, Lit.i32(0)), b.emit(Prim.LE, end, n));
                all = b.emit(Prim.AND, all, b.emit(Prim.OR, b.emit(Prim.LE, trips, Lit.i32(0)), there));
            }
            return all;
        }
    }
}
