package dev.jacobi.vectorize.order;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Dependence;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the trips of a {@link SkewedNest} read of the row above, by the places of what they write.
 *
 * @param nest the nest
 * @param accesses those in it
 */
record RowsAbove(SkewedNest nest, List<ElementAccess> accesses, IntValues values) {
    /** The only write of an inner slot's array, in all trips, at a place that their numbers say; null if it is written in any other way. */
    ElementAccess write(Slot s) {
        Eqn update = nest.inner().body().body().stream().filter(e -> e.prim() == Prim.UPDATE && e.in().get(0).equals(s.param()) && e.result().equals(s.yield())).findFirst().orElse(null);
        ElementAccess write = update == null || !ElementAccess.isOne(update, Prim.UPDATE) ? null : access(update);
        Set<Integer> varies = values.shapes.inside(nest.outer().eqn());
        boolean says = write != null && write.index().stream().noneMatch(p -> p.mentions(v -> v != nest.outer().trip().id() && v != nest.inner().trip().id() && varies.contains(v)));
        return says ? write : null;
    }

    /** What stands around the inner loop and looks at what may be the array of a write. */
    List<ElementAccess> around(ElementAccess write) {
        Set<Integer> inside = Regions.defined(nest.inner().body());
        Set<Integer> all = Regions.defined(nest.outer().body());
        return accesses.stream().filter(a -> !inside.contains(a.eqn().result().id()) && a.array().dtype() == write.array().dtype() && a.array().type().rank() == write.array().type().rank()
            && (all.contains(a.array().id()) || nest.outer().params().contains(a.array()))).toList();
    }

    private ElementAccess access(Eqn e) {
        return accesses.stream().filter(a -> a.eqn().equals(e)).findFirst().orElse(null);
    }

    /** What holds the row above: of two rows that change places the one that is read. */
    Var source(Slot s) {
        return isOfPair(s) ? nest.pair().previous().param() : s.param();
    }

    private boolean isOfPair(Slot s) {
        return nest.pair() != null && s.equals(nest.pair().written());
    }

    /** Whether an equation reads what the row above has written so many trips before the one of the same number. */
    boolean isAbove(Eqn e, ElementAccess write, int before) {
        ElementAccess r = ElementAccess.isOne(e, Prim.INDEX) ? access(e) : null;
        int i = nest.outer().trip().id();
        int j = nest.inner().trip().id();
        try {
            return r != null && r.index().equals(write.index().stream().map(p -> p.with(i, Poly.var(i).plus(-1)).with(j, Poly.var(j).plus(-before))).toList());
        } catch (ArithmeticException tooLarge) {
            return false;
        }
    }

    /** Whether each row has elements of its own. */
    boolean isTable(ElementAccess write) {
        return write.index().stream().anyMatch(p -> p.mentions(nest.outer().trip().id()));
    }

    /** Whether no trip of a row, or of a table, writes a place that another one writes. */
    boolean isOnce(ElementAccess write) {
        int j = nest.inner().trip().id();
        Poly i = Poly.var(nest.outer().trip().id());
        var dependence = dependence();
        try {
            boolean moves = write.index().stream().map(p -> p.with(j, Poly.var(j).plus(1)).minus(p)).anyMatch(step -> step.isConst() && step.constant() != 0);
            return moves && (!isTable(write) || dependence.never(write, write, List.of(dependence.inOtherTrip(i).minus(i).plus(-1))));
        } catch (ArithmeticException tooLarge) {
            return false;
        }
    }

    /** Whether nothing around the inner loop writes what the trips write in any row. */
    private boolean areApart(ElementAccess write) {
        Dependence dependence = dependence();
        return around(write).stream().allMatch(a -> !a.writes() || dependence.never(a, write, List.of()));
    }

    Dependence dependence() {
        return new Dependence(nest.outer().eqn(), values.shapes.inside(nest.outer().eqn()), values);
    }

    /** The reads of what the row above has written in its last trip, when that is one trip ahead, by the number of the inner loop's slot that has it. */
    Map<Eqn, Integer> handedOn() {
        var reads = new HashMap<Eqn, Integer>();
        RegionView inner = nest.inner();
        for (Slot s : nest.skew() == 1 ? inner.slots() : List.<Slot>of()) {
            ElementAccess w = s.param().type().isScalar() ? null : write(s);
            int at = w == null ? -1 : inner.body().out().indexOf(w.eqn().written());
            if (at >= 0 && isOnce(w) && areApart(w)) {
                inner.body().body().stream().filter(e -> e.prim() == Prim.INDEX && e.in().get(0).equals(source(s)) && isAbove(e, w, 0)).forEach(e -> reads.put(e, at));
            }
        }
        return reads;
    }

    /** Whether all that uses an array in these equations, or in regions of theirs, passes a test, and no region hands it on. */
    static boolean allUses(List<Eqn> body, Var array, Predicate<Eqn> test) {
        return body.stream().allMatch(e -> (!e.in().contains(array) || test.test(e)) && Regions.of(e).stream().allMatch(r -> !r.out().contains(array) && allUses(r.body(), array, test)));
    }
}
