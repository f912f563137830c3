package dev.jacobi.vectorize.nests;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loop around another, which do nothing but change one element of an array in each trip, whose place along one axis moves with each of their trips' numbers, by as much or not.
 *
 * @param term what a trip of the inner loop computes, with what a trip of the outer one does in front of it, which is cheap
 * @param where those of these equations that the place needs
 * @param place the index
 * @param outwards how far the place moves with the outer trip's number
 * @param inwards the same of the inner one
 * @param exact whether that is so of the place itself, and not only of what is left of it after overflows
 */
record ScatteredNest(RegionView outer, RegionView inner, List<Eqn> term, List<Eqn> where, Var place, Poly outwards, Poly inwards, boolean exact) {
    /** The nest of an outer loop, with the accesses in it; null where it is none. */
    static ScatteredNest of(Eqn loop, List<ElementAccess> inside, IntValues values) {
        RegionView outer = RegionView.of(loop);
        List<Eqn> body = outer.body().body();
        Eqn last = body.isEmpty() ? null : body.get(body.size() - 1);
        if (last == null || last.prim() != Prim.FOR || !hasOneArray(outer) || !hasOneArray(RegionView.of(last))) {
            return null;
        }
        RegionView inner = RegionView.of(last);
        Set<Integer> changed = Regions.defined(outer.body());
        var term = new ArrayList<>(body.subList(0, body.size() - 1));
        boolean simple = term.stream().allMatch(e -> isSimple(e) && !e.prim().cost().isSlow());
        term.addAll(inner.body().body());
        simple &= term.stream().noneMatch(e -> e.in().contains(outer.slots().get(0).param()));
        Eqn write = Regions.definition(inner.body().body(), inner.slots().get(0).yield());
        boolean handsOn = inner.slots().get(0).init().equals(outer.slots().get(0).param()) && outer.slots().get(0).yield().equals(inner.slots().get(0).result());
        // few trips around many, such as those over a kernel's taps, are what lanes want
        boolean many = !(outer.head() instanceof Lit l && l.asLong() <= GatheredTerms.MOST_TERMS);
        boolean fixed = many && !(inner.head() instanceof Var v && changed.contains(v.id())) && inner.head().dtype() == DType.I32 && outer.head().dtype() == DType.I32;
        if (!simple || !handsOn || !fixed || write == null || !ElementAccess.isOne(write, Prim.UPDATE) || !isOwn(inner, write)) {
            return null;
        }
        List<Var> places = Var.among(write.indices()).stream().filter(v -> changed.contains(v.id())).toList();
        ElementAccess access = inside.stream().filter(a -> a.eqn().result().equals(write.result())).findFirst().orElse(null);
        if (places.size() != 1 || access == null) {
            return null;
        }
        Poly index = access.index().get(write.indices().indexOf(places.get(0)));
        boolean exact = index != null && index.mentions(outer.trip().id()) && index.mentions(inner.trip().id());
        Poly at = exact ? index : values.ring(places.get(0));
        List<Eqn> where = BackwardSlice.of(term, places).eqns();
        Poly outwards = at.linear(outer.trip().id());
        Poly inwards = at.linear(inner.trip().id());
        if (outwards == null || inwards == null || inwards.equals(Poly.ZERO) || outwards.mentions(changed::contains) || inwards.mentions(changed::contains) || !where.stream().allMatch(e -> e.prim().isElementwise())) {
            return null;
        }
        Poly rest = at.minus(Poly.var(outer.trip().id()).times(outwards)).minus(Poly.var(inner.trip().id()).times(inwards));
        return rest.mentions(changed::contains) ? null : new ScatteredNest(outer, inner, List.copyOf(term), where, places.get(0), outwards, inwards, exact);
    }

    /** The change of an element. */
    Eqn write() {
        return Regions.definition(inner.body().body(), inner.slots().get(0).yield());
    }

    /** Whether the place is the sum of the trips' numbers, or their difference, times a step that is positive, as far as is known. */
    boolean isSum() {
        return (outwards.isConst() ? outwards.constant() >= 1 : outwards.asVar() >= 0) && (inwards.equals(outwards) || falls());
    }

    /** Whether it moves by several elements with the outer trip's number and by one with the inner one. */
    boolean isStep() {
        return (outwards.isConst() ? outwards.constant() > 1 && outwards.constant() <= GatheredTerms.MOST_TERMS : outwards.asVar() >= 0) && inwards.equals(Poly.of(1));
    }

    /** Whether the place falls where the inner trip's number grows. */
    boolean falls() {
        return inwards.equals(outwards.negate());
    }

    static boolean hasOneArray(RegionView loop) {
        return loop.slots().size() == 1 && loop.slots().get(0).param().isArray();
    }

    /** Whether an equation computes a number and does nothing else. */
    static boolean isSimple(Eqn e) {
        return Regions.of(e).isEmpty() && !Regions.isEffect(e) && e.out().stream().allMatch(v -> v.type().isScalar());
    }

    /** Whether a trip uses the array only to change this one element of it. */
    private static boolean isOwn(RegionView inner, Eqn write) {
        Var array = inner.slots().get(0).param();
        Map<Integer, Integer> uses = Regions.uses(inner.body().body(), inner.body().out());
        long reads = inner.body().body().stream().filter(e -> ElementAccess.isOne(e, Prim.INDEX) && e.in().get(0).equals(array) && e.indices().equals(write.indices())).count();
        return inner.body().body().stream().allMatch(e -> e == write || isSimple(e)) && write.in().get(0).equals(array) && uses.get(array.id()) == reads + 1 && uses.get(write.result().id()) == 1;
    }

    /** 1 or -1 where a place moves by as much with a trip's number; 0 where it does not. */
    static int step(Poly place, Var trip) {
        Poly by = place.linear(trip.id());
        return by == null || !by.isConst() || Math.abs(by.constant()) != 1 ? 0 : (int) by.constant();
    }
}
