package dev.jacobi.vectorize.order;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.Dependence;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A {@link SkewedNest} whose trips know of the rows above no more than what the trip right above, and the one to its left, have written: then all of a diagonal can be computed from two buffers.
 *
 * @param nest the nest
 * @param written what it writes, an array each
 * @param scalars the inner loop's slots of what a row hands on from trip to trip
 * @param trip what a trip does but for looking at the row above and writing
 * @param kept by what a row's trips use of what is in front of the inner loop: what that takes of numbers alone; null where it is read from arrays
 */
record LaneNest(SkewedNest nest, List<Written> written, List<Slot> scalars, List<Eqn> trip, Map<Var, BackwardSlice> kept) {
    /** A row's number that is used in its trips takes as many operations at most; others are kept. */
    private static final int FEW = 4;

    /**
     * One array.
     *
     * @param outer the outer loop's slot of it, or of the row that is read of two that change places
     * @param inner the inner loop's slot
     * @param update the write
     * @param above the reads of what the row above has written at the same place
     * @param left the reads of what that row has written at the place before
     * @param places the equations of the inner loop by which places are computed
     * @param around those in front of it
     */
    record Written(Slot outer, Slot inner, Eqn update, List<Eqn> above, List<Eqn> left, List<Eqn> places, List<Eqn> around) {
        DType dtype() {
            return update.written().dtype();
        }
    }

    /** The nest as one of that kind; null when it is none. {@code accesses} are those in it. */
    static LaneNest of(SkewedNest nest, List<ElementAccess> accesses, IntValues values, Func f) {
        RegionView inner = nest.inner();
        // the other one of two rows that change places is not written
        boolean isLeft = nest.pair() != null && Regions.uses(f.body(), f.out()).containsKey(nest.pair().current().result().id());
        boolean fits = !isLeft && nest.skew() == 1 && nest.after().isEmpty() && nest.sums().stream().allMatch(e -> e == null)
            && nest.outer().head().dtype() == DType.I32 && inner.head().dtype() == DType.I32;
        if (!fits) {
            return null;
        }
        var finder = new Finder(nest, new RowsAbove(nest, accesses, values), f);
        var written = new ArrayList<Written>();
        var scalars = new ArrayList<Slot>();
        for (int k = 0; k < inner.slots().size(); k++) {
            Slot s = inner.slots().get(k);
            if (!s.param().type().isScalar()) {
                Written w = finder.written(s, nest.threaded().get(k));
                if (w == null) {
                    return null;
                }
                written.add(w);
            } else if (nest.threaded().get(k) == null) {
                scalars.add(s);
            }
        }
        List<Eqn> trip = written.isEmpty() ? List.of() : trip(inner, written);
        Map<Var, BackwardSlice> kept = kept(nest, written, trip);
        return kept == null || trip.isEmpty() || !suits(nest, trip, accesses) ? null : new LaneNest(nest, written, scalars, trip, kept);
    }

    private static List<Eqn> trip(RegionView inner, List<Written> written) {
        List<Eqn> rest = inner.body().body().stream().filter(e -> written.stream().noneMatch(w -> w.above().contains(e) || w.left().contains(e) || w.update().equals(e))).toList();
        var needed = new ArrayList<Atom>(inner.body().out());
        written.forEach(w -> needed.add(w.update().written()));
        return BackwardSlice.of(rest, needed).eqns();
    }

    /** What each row keeps in a buffer of what is in front of its trips. */
    List<Var> remembered() {
        return kept.entrySet().stream().filter(e -> e.getValue() == null).map(Map.Entry::getKey).toList();
    }

    /** What the trips use of what is in front of them, the number of the row aside; null if arrays are among it. */
    private static Map<Var, BackwardSlice> kept(SkewedNest nest, List<Written> written, List<Eqn> trip) {
        Set<Integer> before = Regions.definitions(nest.before()).keySet();
        Set<Integer> inside = Regions.defined(nest.outer().body());
        var kept = new LinkedHashMap<Var, BackwardSlice>();
        var used = new HashSet<>(Regions.captures(trip));
        written.forEach(w -> used.addAll(Var.among(List.of(w.update().written()))));
        used.addAll(Var.among(nest.inner().body().out()));
        for (Var v : used) {
            if (before.contains(v.id())) {
                BackwardSlice slice = BackwardSlice.of(nest.before(), List.of(v));
                boolean numbers = slice.eqns().size() <= FEW && slice.isOfOnly(nest.outer().trip(), inside) && isArithmetic(slice.eqns());
                if (!v.type().isScalar()) {
                    return null;
                }
                kept.put(v, numbers ? slice : null);
            }
        }
        return kept;
    }

    private static boolean isArithmetic(List<Eqn> eqns) {
        return !Regions.any(eqns, e -> e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE);
    }

    /** Whether lanes can do what a trip does: read other arrays along or not at all, and divide no integers. */
    private static boolean suits(SkewedNest nest, List<Eqn> trip, List<ElementAccess> accesses) {
        int i = nest.outer().trip().id();
        int j = nest.inner().trip().id();
        return accesses.stream().allMatch(a -> !trip.contains(a.eqn()) || isAlong(a, i, j))
            && !Regions.any(trip, e -> (e.prim() == Prim.DIV || e.prim() == Prim.REM) && !e.result().dtype().isFloat() || !Regions.of(e).isEmpty());
    }

    /** Whether the rows of a diagonal read an element after the other, or all the same one. */
    private static boolean isAlong(ElementAccess a, int i, int j) {
        try {
            int last = a.index().size() - 1;
            for (int k = 0; k <= last; k++) {
                Poly at = a.index().get(k);
                Poly step = at.with(i, Poly.var(i).plus(1)).with(j, Poly.var(j).plus(-1)).minus(at);
                if (!step.isConst() || Math.abs(step.constant()) > (k == last ? 1 : 0)) {
                    return false;
                }
            }
            return last >= 0;
        } catch (ArithmeticException tooLarge) {
            return false;
        }
    }

    /** What becomes of one array. */
    private record Finder(SkewedNest nest, RowsAbove above, Func f) {
        /** The slot's array, if the trips read of it no more than they may; else null. */
        Written written(Slot s, Slot threaded) {
            RowPair pair = threaded == null ? nest.pair() : null;
            List<Eqn> body = nest.inner().body().body();
            ElementAccess w = above.write(s);
            if (w == null || threaded == null && pair == null) {
                return null;
            }
            Eqn update = w.eqn();
            Var source = above.source(s);
            Set<Var> names = Set.of(s.param(), update.result());
            var same = new ArrayList<Eqn>();
            var left = new ArrayList<Eqn>();
            for (Eqn e : body) {
                boolean reads = e != update && e.in().stream().anyMatch(a -> names.contains(a) || a.equals(source));
                boolean fits = reads && e.in().get(0).equals(source) && (above.isAbove(e, w, 0) && same.add(e) || (pair != null || above.isTable(w)) && above.isAbove(e, w, 1) && left.add(e));
                if (reads && !fits || Regions.of(e).stream().anyMatch(r -> Regions.captures(r).stream().anyMatch(v -> names.contains(v) || v.equals(source)))) {
                    return null;
                }
            }
            Set<Integer> inside = Regions.defined(nest.outer().body());
            BackwardSlice places = BackwardSlice.of(body, update.indices());
            BackwardSlice around = BackwardSlice.of(nest.before(), places.from());
            boolean numbers = isArithmetic(places.eqns()) && isArithmetic(around.eqns())
                && around.from().stream().allMatch(v -> v.equals(nest.outer().trip()) || v.equals(nest.inner().trip()) || !inside.contains(v.id()));
            boolean rows = above.isTable(w) && (pair != null || !isLastRowOnly(threaded.result(), w));
            return !numbers || rows || !isApart(w, left) || !above.isOnce(w) ? null
                : new Written(pair == null ? threaded : pair.previous(), s, update, same, left, places.eqns(), around.eqns());
        }

        /**
         * Whether what is in front of the inner loop, and the first trip's look to the left, are at none of the places that the trips write in any row, so that they may come first for many rows; nor may it write what the first
         * row reads of the one above.
         */
        private boolean isApart(ElementAccess w, List<Eqn> left) {
            Dependence dependence = above.dependence();
            int i = nest.outer().trip().id();
            int j = nest.inner().trip().id();
            try {
                var up = new ElementAccess(w.eqn(), w.array(), w.index().stream().map(p -> p.with(i, Poly.var(i).plus(-1))).toList(), w.facts());
                return above.around(w).stream().allMatch(a -> dependence.never(a, w, List.of()) && (!a.writes() || dependence.never(a, up, List.of())))
                    && above.accesses().stream().filter(a -> left.contains(a.eqn())).allMatch(a ->
                        dependence.never(new ElementAccess(a.eqn(), a.array(), a.index().stream().map(p -> p.with(j, Poly.ZERO)).toList(), a.facts()), w, List.of()));
            } catch (ArithmeticException tooLarge) {
                return false;
            }
        }

        /** Whether nothing is looked at behind the nest that a row before the last one has written. */
        private boolean isLastRowOnly(Var result, ElementAccess w) {
            Dependence dependence = above.dependence();
            try {
                Poly sooner = above.values().exact(nest.outer().head()).minus(Poly.var(nest.outer().trip().id())).plus(-2);
                // what is known of numbers where something is written is so behind the nest, too, if that has happened at all
                return !f.out().contains(result) && RowsAbove.allUses(f.body(), result, e -> e.prim() == Prim.DIM || ElementAccess.isOne(e, Prim.INDEX)
                    && dependence.never(w, new ElementAccess(e, result, e.indices().stream().map(above.values()::exact).toList(), w.facts()), List.of(sooner)));
            } catch (ArithmeticException tooLarge) {
                return false;
            }
        }
    }
}
