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
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * A loop of gradients' sums through which a number goes from trip to trip, such as the cotangent of a factor that grows with each trip: what does not look at this number has a loop of its own in
 * front, whose sums are in any order, and the loop behind it does nothing but what has to wait for the trip before.
 *
 * <pre>
 *  for i { t = f(i);  x[i] += g(t);  w += s * h(i);  s = s * u + t }
 *  for i { y[i] = f(i);  x[i] += g(y[i]) }          for i { w += s * h(i);  s = s * u + y[i] }
 * </pre>
 */
final class RecurrenceApart {
    private static final Params.Access IN = Params.Access.PROMISED;
    private static final int FEW_TRIPS = 16;
    /** Operations on floats that are worth a loop of their own, values that may be kept for the second loop, and operations that find a value again. */
    private static final int WORTH = 6;
    private static final int MOST_KEPT = 3;
    private static final int MOST_AGAIN = 8;
    private final Eqn loop;
    private final Region body;
    private final RegionView view;
    /** Slots whose numbers go from trip to trip, with the sums of what they say. */
    private final Set<RegionView.Slot> late = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Integer> lateValues = new HashSet<>();
    private final Set<Eqn> lateEqns = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Var> kept = new ArrayList<>();
    private final List<Var> again = new ArrayList<>();

    /** Whether floats are found again, too, and nothing is kept. */
    private final boolean within;

    private RecurrenceApart(Eqn loop, boolean within) {
        this.loop = loop;
        this.within = within;
        view = RegionView.of(loop);
        body = view.body();
    }

    /** The two loops; null where they are not worth it or nothing can be told apart. */
    static List<Eqn> of(Eqn loop, Builder b) {
        if (loop.prim() != Prim.FOR || Regions.hasEffect(loop) || loop.in().get(0) instanceof Lit l && l.asLong() < FEW_TRIPS) {
            return null;
        }
        var parts = new RecurrenceApart(loop, false);
        return parts.recurs() && parts.canWait() && parts.hands() && parts.isWorthIt() ? parts.write(b) : null;
    }

    /** A loop around loops of which some come apart, as the sums of what lies in front of the recurrence are part of a nest of sums then, and the recurrence is each trip's own; null where none does. */
    static Eqn within(Eqn outer, Builder b) {
        Region r = Regions.of(outer).get(0);
        boolean apart = false;
        b.open();
        for (Eqn e : r.body()) {
            var parts = e.prim() == Prim.FOR && !Regions.hasEffect(e) ? new RecurrenceApart(e, true) : null;
            boolean now = parts != null && parts.addsInFront();
            b.append(now ? parts.write(b) : List.of(e));
            apart |= now;
        }
        Region body = b.close(r.params(), r.out());
        return apart ? new Eqn(outer.prim(), outer.in(), Regions.with(outer.params(), List.of(body)), outer.out()) : null;
    }

    /** Whether there is a recurrence that can be parted from additions to arrays in front of it. */
    private boolean addsInFront() {
        if (!recurs()) {
            return false;
        }
        join();
        return canWait() && hands() && Regions.any(early(), x -> x.prim() == Prim.ACC_ADD);
    }

    /** Finds the numbers that go from trip to trip, and all that depends on them; false where there are none. */
    private boolean recurs() {
        for (RegionView.Slot s : view.slots()) {
            if (s.param().type().isScalar() && sum(s) == null) {
                late.add(s);
            }
        }
        if (late.stream().noneMatch(s -> s.param().dtype().isFloat())) {
            return false;
        }
        for (boolean more = true; more;) {
            more = false;
            late.forEach(s -> lateValues.add(s.param().id()));
            for (Eqn e : body.body()) {
                if (!lateEqns.contains(e) && Regions.captures(List.of(e)).stream().anyMatch(v -> lateValues.contains(v.id()))) {
                    lateEqns.add(e);
                    e.out().forEach(v -> lateValues.add(v.id()));
                    more = true;
                }
            }
            for (RegionView.Slot s : view.slots()) {
                List<Eqn> adds = s.param().type().isScalar() ? sum(s) : null;
                more |= adds != null && adds.stream().anyMatch(lateEqns::contains) && late.add(s);
            }
        }
        return true;
    }

    /** Lets numbers of which only the recurrence makes use, such as the inverse of what it is divided by, be computed beside it, not in front. */
    private void join() {
        Set<Integer> elsewhere = new HashSet<>();
        view.slots().stream().filter(s -> !late.contains(s)).forEach(s -> note(s.yield(), elsewhere));
        for (int k = body.body().size() - 1; k >= 0; k--) {
            Eqn e = body.body().get(k);
            boolean number = e.prim().isElementwise() && e.result().type().isScalar();
            if (!lateEqns.contains(e) && number && !elsewhere.contains(e.result().id())) {
                lateEqns.add(e);
                lateValues.add(e.result().id());
            } else if (!lateEqns.contains(e)) {
                Regions.captures(List.of(e)).forEach(v -> elsewhere.add(v.id()));
            }
        }
    }

    private static void note(Atom a, Set<Integer> ids) {
        if (a instanceof Var v) {
            ids.add(v.id());
        }
    }

    /** The additions of which a number's trips consist; null where something else is done with it. */
    private List<Eqn> sum(RegionView.Slot s) {
        var adds = new ArrayList<Eqn>();
        Atom now = s.param();
        for (Eqn e : body.body()) {
            if (Regions.captures(List.of(e)).contains(now)) {
                if (e.prim() != Prim.ACC_ADD || !e.in().get(0).equals(now) || e.in().lastIndexOf(now) > 0) {
                    return null;
                }
                adds.add(e);
                now = e.result();
            }
        }
        return !adds.isEmpty() && s.yield().equals(now) && body.out().stream().filter(now::equals).count() == 1 ? adds : null;
    }

    /** Whether what depends on the numbers is arithmetic with numbers, which changes no array. */
    private boolean canWait() {
        Set<Integer> inside = Regions.defined(body);
        return lateEqns.stream().allMatch(e -> Regions.of(e).isEmpty() && e.out().stream().allMatch(v -> v.type().isScalar()) && readsOutside(e, inside))
            && view.slots().stream().filter(s -> !late.contains(s)).noneMatch(s -> s.yield() instanceof Var v && lateValues.contains(v.id()));
    }

    private static boolean readsOutside(Eqn e, Set<Integer> inside) {
        return e.in().stream().noneMatch(a -> a.isArray() && a instanceof Var v && inside.contains(v.id()));
    }

    /** Finds what the second loop needs of the first: kept by the trip, or, where that is easy, found again. False where it is too much. */
    private boolean hands() {
        Set<Integer> inside = Regions.defined(body);
        var needs = new ArrayList<Atom>();
        lateEqns.forEach(e -> needs.addAll(e.in()));
        late.forEach(s -> needs.add(s.yield()));
        for (Atom a : needs) {
            if (!(a instanceof Var v) || !inside.contains(v.id()) || lateValues.contains(v.id()) || v.equals(view.trip()) || kept.contains(v) || again.contains(v)) {
                continue;
            }
            BackwardSlice slice = BackwardSlice.of(body.body(), List.of(v));
            boolean easy = slice.isOfOnly(view.trip(), inside) && slice.eqns().size() <= MOST_AGAIN && slice.eqns().stream().allMatch(e -> isEasy(e, inside));
            (easy ? again : kept).add(v);
        }
        return kept.size() <= (within ? 0 : MOST_KEPT) && kept.stream().allMatch(v -> v.type().isScalar());
    }

    private boolean isEasy(Eqn e, Set<Integer> inside) {
        return e.prim() == Prim.INDEX ? e.result().type().isScalar() && readsOutside(e, inside)
            : e.prim().isElementwise() && e.result().type().isScalar() && (within || !e.result().dtype().isFloat()) && !SumPlan.heavy(e);
    }

    private List<Eqn> early() {
        return body.body().stream().filter(e -> !lateEqns.contains(e)).toList();
    }

    private boolean isWorthIt() {
        List<Eqn> early = early();
        long first = early.stream().mapToInt(RecurrenceApart::work).sum();
        return first >= WORTH && first >= lateEqns.stream().mapToInt(RecurrenceApart::work).sum() && Regions.any(early, e -> e.prim() == Prim.ACC_ADD);
    }

    private static int work(Eqn e) {
        boolean number = e.out().size() == 1 && e.result().type().isScalar() && e.result().dtype().isFloat() && e.prim() != Prim.INDEX;
        return !Regions.of(e).isEmpty() || number && SumPlan.heavy(e) ? WORTH : number ? 1 : 0;
    }

    private List<Eqn> write(Builder b) {
        b.open();
        List<Var> arrays = first(b);
        var copy = new Rewrite(b);
        List<RegionView.Slot> slots = view.slots().stream().filter(late::contains).toList();
        var params = new ArrayList<Var>(List.of(copy.rename(view.trip())));
        slots.forEach(s -> params.add(copy.rename(s.param())));
        b.open();
        for (int k = 0; k < kept.size(); k++) {
            copy.replace(kept.get(k), b.index(arrays.get(k), IN, List.of(params.get(0))));
        }
        Set<Eqn> found = Collections.newSetFromMap(new IdentityHashMap<>());
        found.addAll(BackwardSlice.of(body.body(), again).eqns());
        body.body().stream().filter(e -> found.contains(e) || lateEqns.contains(e)).forEach(copy::append);
        Region behind = b.close(params, copy.atoms(slots.stream().map(RegionView.Slot::yield).toList()));
        b.append(counted(slots.stream().map(RegionView.Slot::init).toList(), behind, slots.stream().map(RegionView.Slot::result).toList()));
        return b.close();
    }

    private Eqn counted(List<Atom> init, Region trips, List<Var> results) {
        var in = new ArrayList<Atom>(List.of(loop.in().get(0)));
        in.addAll(init);
        return new Eqn(Prim.FOR, in, new Params.Loop(Dim.UNKNOWN, trips), results);
    }

    /** The loop in front; its arrays of what is kept. */
    private List<Var> first(Builder b) {
        Atom n = loop.in().get(0);
        Atom size = n instanceof Lit || kept.isEmpty() ? n : b.emit(Prim.MAX, n, Lit.zero(n.dtype()));
        var init = new ArrayList<Atom>();
        var params = new ArrayList<Var>(List.of(view.trip()));
        var yields = new ArrayList<Atom>();
        var results = new ArrayList<Var>();
        for (RegionView.Slot s : view.slots()) {
            if (!late.contains(s)) {
                init.add(s.init());
                params.add(s.param());
                yields.add(s.yield());
                results.add(s.result());
            }
        }
        var arrays = new ArrayList<Var>();
        b.open();
        b.append(body.body().stream().filter(e -> !lateEqns.contains(e)).toList());
        var empty = new ArrayList<Eqn>();
        for (Var v : kept) {
            Builder front = new Builder(b);
            Var none = front.full(Lit.unset(v.dtype()), List.of(Dim.UNKNOWN), List.of(size));
            empty.addAll(front.eqns());
            init.add(none);
            params.add(b.fresh(none.type()));
            yields.add(b.update(params.get(params.size() - 1), IN, List.of(view.trip()), v));
            arrays.add(b.fresh(none.type()));
        }
        results.addAll(arrays);
        Region region = b.close(params, yields);
        b.append(empty);
        b.append(counted(init, region, results));
        return arrays;
    }
}
