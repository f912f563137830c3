package dev.jacobi.vectorize.order;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.Dependence;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntFacts;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.analysis.Versions;
import dev.jacobi.vectorize.raise.LoopLoadElimination;
import dev.jacobi.vectorize.raise.ScalarReductions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Two sequential loops, {@code for i { before; for j { a[i, j] = f(a[i - 1, j], a[i, j - 1]) }; after }}, whose trips of equal {@code skew * i + j} depend on each other in no way, and on those of smaller
 * sums only. What is before the inner loop counts as of the time of its first trip, what is after it as of that of its last one.
 *
 * @param outer the outer loop
 * @param inner the inner one, with as many trips in each trip of the outer one
 * @param before the equations in front of the inner loop
 * @param after those behind it
 * @param threaded by the inner loop's slots: the outer loop's slot whose value it goes on with, an array or what all trips fold into in any order; null for what each outer trip starts anew
 * @param folds by the outer loop's slots: the operator that all trips fold by in any order; null for arrays and sums
 * @param sums by the outer loop's slots: the inner loop's addition to what all trips add to one after the other; null for others
 * @param skew the least such factor, 1 or more
 * @param pair two rows that change places; null if there are none
 */
record SkewedNest(RegionView outer, RegionView inner, List<Eqn> before, List<Eqn> after, List<Slot> threaded, List<Prim> folds, List<Eqn> sums, int skew, RowPair pair) {
    private static final int MOST_EQUATIONS = 80;
    private static final int MOST_AROUND = 40;
    private static final int MOST_ACCESSES = 60;
    private static final int MOST_SKEW = 3;

    /** Whether a function has a sequential loop right inside of another one. */
    static boolean mayBeIn(Func f) {
        return Regions.any(f.body(), e -> e.prim() == Prim.FOR && RegionView.of(e).body().body().stream().anyMatch(x -> x.prim() == Prim.FOR));
    }

    /** The function with branches that are better both computed in nests, so that chains of values are seen that lead through them. */
    static Func prepared(Func in) {
        Func both = BothBranches.inNests(ChosenStores.inNests(in));
        return both == in ? in : new LoopLoadElimination().run(both);
    }

    /** The nest, if that is what the loop is; else null. {@code accesses} are those in it; float sums may be reordered with {@code fast}. */
    static SkewedNest of(Eqn eqn, List<ElementAccess> accesses, IntValues values, boolean fast) {
        RegionView outer = RegionView.of(eqn);
        List<Eqn> body = outer.body().body();
        Eqn loop = body.stream().filter(e -> e.prim() == Prim.FOR).findFirst().orElse(null);
        if (loop == null || loop.in().get(0) instanceof Var n && Regions.defined(outer.body()).contains(n.id()) || accesses.size() > MOST_ACCESSES) {
            return null;
        }
        RegionView inner = RegionView.of(loop);
        int at = body.indexOf(loop);
        List<Eqn> before = body.subList(0, at);
        List<Eqn> after = body.subList(at + 1, body.size());
        if (!isPlain(before, MOST_AROUND) || !isPlain(after, MOST_AROUND) || !isPlain(inner.body().body(), MOST_EQUATIONS)) {
            return null;
        }
        var versions = new HashMap<Slot, Set<Integer>>();
        Definitions defs = Definitions.in(List.of(eqn));
        List<Prim> folds = new ArrayList<>();
        outer.slots().forEach(s -> folds.add(s.param().type().isScalar() ? fold(outer, inner, s, defs) : null));
        RowPair pair = RowPair.of(outer, inner, before, after);
        List<Eqn> sums = new ArrayList<>();
        outer.slots().forEach(s -> sums.add(pair != null || folds.get(sums.size()) != null ? null : OrderedSums.of(outer, inner, s)));
        List<Slot> threaded = threaded(outer, inner, folds, sums, versions, pair);
        var nest = threaded == null ? null : new SkewedNest(outer, inner, before, after, threaded, folds, sums, 0, pair);
        if (nest == null || !nest.isLinear(versions) || !nest.isChain(accesses, fast)) {
            return null;
        }
        int skew = pair == null ? 1 : pair.skew(nest, accesses, values, MOST_SKEW);
        while (skew <= MOST_SKEW && !nest.isLegal(skew, accesses, versions, values)) {
            skew++;
        }
        return skew > MOST_SKEW ? null : new SkewedNest(outer, inner, before, after, threaded, folds, sums, skew, pair);
    }

    /** The inner loop's slot that goes on with what the outer one holds, and which that hands on; null for none. */
    static Slot goesOn(RegionView inner, Slot held) {
        return inner.slots().stream().filter(s -> held.param().equals(s.init()) && s.result().equals(held.yield())).findFirst().orElse(null);
    }

    /** Whether of a loop's values each of these is used so often in its trips. */
    static boolean isUsed(RegionView loop, int times, Var... values) {
        Map<Integer, Integer> uses = Regions.uses(loop.body().body(), loop.body().out());
        return Arrays.stream(values).allMatch(v -> uses.getOrDefault(v.id(), 0) == times);
    }

    private static Prim fold(RegionView outer, RegionView inner, Slot s, Definitions defs) {
        Prim op = ScalarReductions.of(outer.body(), s, defs, false);
        return op == null ? ChosenExtreme.of(outer, inner, s) : op;
    }

    /** Whether equations are few, branches at most, and no more than arithmetic and accesses. */
    private static boolean isPlain(List<Eqn> body, int most) {
        return Regions.size(body) <= most && !Regions.any(body, e -> e.prim() != Prim.COND && !Regions.of(e).isEmpty() || Regions.mayLeave(e)
            || e.prim() != Prim.INDEX && e.prim() != Prim.UPDATE && e.prim() != Prim.COND && e.prim() != Prim.DIM
                && e.out().stream().anyMatch(v -> !v.type().isScalar()));
    }

    /** The outer loop's slots by those of the inner one; null when a slot of the outer one has no, or more than one, counterpart, or holds a scalar that is no fold and no sum. */
    private static List<Slot> threaded(RegionView outer, RegionView inner, List<Prim> folds, List<Eqn> sums, Map<Slot, Set<Integer>> versions, RowPair pair) {
        var threaded = new ArrayList<Slot>();
        inner.slots().forEach(s -> threaded.add(null));
        for (Slot o : outer.slots()) {
            if (pair != null && (o.equals(pair.previous()) || o.equals(pair.current()))) {
                continue;
            }
            Slot own = null;
            if (o.param().type().isScalar()) {
                int at = outer.slots().indexOf(o);
                own = folds.get(at) == null && sums.get(at) == null ? null : goesOn(inner, o);
            } else {
                Set<Integer> ids = Versions.of(outer, o);
                if (ids == null) {
                    return null;
                }
                versions.put(o, ids);
                own = inner.slots().stream().filter(s -> s.init() instanceof Var v && ids.contains(v.id())).findFirst().orElse(null);
            }
            if (own == null) {
                return null;
            }
            threaded.set(inner.slots().indexOf(own), o);
        }
        for (int k = 0; k < threaded.size(); k++) {
            Slot s = inner.slots().get(k);
            if (threaded.get(k) == null && !s.param().type().isScalar() && (pair == null || !s.equals(pair.written()))) {
                return null;
            }
        }
        return threaded;
    }

    /** Whether all look at the latest version of an array only: then another trip's writes may come in between. */
    private boolean isLinear(Map<Slot, Set<Integer>> versions) {
        var all = new HashSet<Integer>();
        versions.values().forEach(all::addAll);
        Set<Integer> inside = Regions.defined(inner.body());
        var used = new HashSet<Var>(Regions.captures(inner.body()));
        used.addAll(Regions.captures(after));
        Set<Integer> later = Regions.definitions(after).keySet();
        Set<Var> results = Set.copyOf(inner.eqn().out());
        return used.stream().noneMatch(v -> all.contains(v.id()) && !results.contains(v) && !inside.contains(v.id()) && !later.contains(v.id()));
    }

    /** Whether an inner trip waits for the one before: for a scalar that is computed from it, or an element that it has written. */
    private boolean isChain(List<ElementAccess> accesses, boolean fast) {
        for (int k = 0; k < threaded.size(); k++) {
            Slot s = inner.slots().get(k);
            if (threaded.get(k) == null && new Chain(s, Definitions.in(inner.body().body())).isLong(fast)) {
                return true;
            }
        }
        int trip = inner.trip().id();
        Set<Integer> own = Regions.defined(inner.body());
        for (ElementAccess w : accesses) {
            for (ElementAccess r : w.writes() && own.contains(w.eqn().result().id()) ? accesses : List.<ElementAccess>of()) {
                if (!r.writes() && own.contains(r.eqn().result().id()) && isNext(r, w, trip)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isNext(ElementAccess read, ElementAccess write, int trip) {
        try {
            for (int k = 0; k < Math.min(read.index().size(), write.index().size()); k++) {
                if (!read.index().get(k).equals(write.index().get(k).with(trip, Poly.var(trip).plus(-1)))) {
                    return false;
                }
            }
            return read.array().type().equals(write.array().type());
        } catch (ArithmeticException tooLarge) {
            return false;
        }
    }

    /** The operations by which a trip's scalar comes from that of the trip before. */
    private static final class Chain {
        private final Slot slot;
        private final Definitions defs;
        private final Map<Atom, Boolean> seen = new HashMap<>();
        private final Set<Prim> ops = new HashSet<>();

        Chain(Slot slot, Definitions defs) {
            this.slot = slot;
            this.defs = defs;
        }

        /** Whether there are any, and lanes cannot do several trips at once by them, as they can with running sums, extremes, and the last value that there was. */
        boolean isLong(boolean fast) {
            if (!follow(slot.yield())) {
                return false;
            }
            Prim op = ops.size() == 1 ? ops.iterator().next() : null;
            boolean anyOrder = op == Prim.MIN || op == Prim.MAX || op != null && op.isFold() && (fast || !slot.param().dtype().isFloat());
            return !anyOrder && !Set.of(Prim.SELECT, Prim.COND).containsAll(ops);
        }

        private boolean follow(Atom a) {
            if (a.equals(slot.param())) {
                return true;
            }
            Eqn e = defs.of(a);
            if (e == null || seen.containsKey(a)) {
                return e != null && seen.get(a);
            }
            boolean from = false;
            boolean away = false;
            for (int k = 0; k < e.in().size(); k++) {
                boolean here = follow(e.in().get(k));
                from |= here;
                away |= here && k > 0;
            }
            for (Region r : Regions.of(e)) {
                from |= follow(r.out().get(e.out().indexOf(a)));
            }
            seen.put(a, from);
            if (from) {
                ops.add(e.prim() == Prim.SUB && !away ? Prim.ADD : e.prim()); // a difference from the scalar is no sum of terms
            }
            return from;
        }
    }

    /** When an access happens, as the number of an inner trip. */
    private enum Time { BEFORE, INSIDE, AFTER }

    private boolean isLegal(int factor, List<ElementAccess> accesses, Map<Slot, Set<Integer>> versions, IntValues values) {
        Set<Integer> first = Regions.definitions(before).keySet();
        Set<Integer> last = Regions.definitions(after).keySet();
        // rows go together only where the inner loop has trips: then what is known in these of the outer loop's values is true of what is around them, too
        IntFacts.Entry known = accesses.stream().filter(a -> inner.body().body().contains(a.eqn())).map(ElementAccess::facts).findFirst().orElse(null);
        var times = new HashMap<ElementAccess, Time>();
        var all = new ArrayList<ElementAccess>();
        for (ElementAccess a : accesses) {
            int id = a.eqn().result().id();
            Time time = first.contains(id) ? Time.BEFORE : last.contains(id) ? Time.AFTER : Time.INSIDE;
            all.add(time == Time.INSIDE || known == null ? a : a.with(known, values));
            times.put(all.get(all.size() - 1), time);
        }
        var dependence = new Dependence(outer.eqn(), values.shapes.inside(outer.eqn()), values);
        for (Set<Integer> ids : versions.values()) {
            List<ElementAccess> own = all.stream().filter(a -> ids.contains(a.array().id())).toList();
            for (ElementAccess x : own) {
                for (ElementAccess y : own) {
                    if ((x.writes() || y.writes()) && !isBefore(x, times.get(x), y, times.get(y), factor, dependence, values)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** Whether what an update writes is still there when the next inner trip begins, whatever trips of other rows come in between. */
    boolean standsUntilRead(Eqn update, List<ElementAccess> accesses, IntValues values) {
        var dependence = new Dependence(outer.eqn(), values.shapes.inside(outer.eqn()), values);
        int trip = inner.trip().id();
        Set<Integer> own = Regions.defined(inner.body());
        ElementAccess w = accesses.stream().filter(a -> a.eqn().equals(update)).findFirst().orElse(null);
        if (w == null) {
            return false;
        }
        var index = new Eqn(Prim.INDEX, update.in().subList(0, update.in().size() - 1), update.params(), update.out());
        ElementAccess read;
        try {
            read = new ElementAccess(index, w.array(), w.index().stream().map(p -> p.with(trip, Poly.var(trip).plus(-1))).toList(), w.facts());
        } catch (ArithmeticException tooLarge) {
            return false;
        }
        return accesses.stream().filter(a -> a.writes() && own.contains(a.eqn().result().id()) && a.index().size() == read.index().size()).allMatch(a ->
            isBefore(read, Time.INSIDE, a, Time.INSIDE, skew, dependence, values) && isBefore(a, Time.INSIDE, read, Time.INSIDE, skew, dependence, values));
    }

    /** Whether the second access, in a later outer trip, is to another element than the first one unless its time is later. */
    private boolean isBefore(ElementAccess x, Time timeOfX, ElementAccess y, Time timeOfY, int factor, Dependence dependence, IntValues values) {
        if (timeOfX == Time.BEFORE || timeOfY == Time.AFTER) {
            return true;
        }
        try {
            Poly i = Poly.var(outer.trip().id());
            Poly later = dependence.inOtherTrip(i);
            Poly last = values.exact(inner.head()).plus(-1);
            Poly j = timeOfX == Time.INSIDE ? Poly.var(inner.trip().id()) : last;
            Poly other = timeOfY == Time.INSIDE ? dependence.inOtherTrip(Poly.var(inner.trip().id())) : Poly.ZERO;
            Poly notLater = i.minus(later).times(Poly.of(factor)).plus(j).minus(other);
            return dependence.never(x, y, List.of(later.minus(i).plus(-1), notLater));
        } catch (ArithmeticException tooLarge) {
            return false;
        }
    }
}
