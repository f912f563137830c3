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
import dev.jacobi.vectorize.trips.ForwardTrips;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Loops whose trips take an element of an array of cotangents, set it to zero, and add to others, as the gradients of sweeps in place do ({@code x[i] = f(x[i], x[i + 1])}): where
 * no trip takes what an earlier one has added to, all elements are taken in front of the loop, which then does nothing but add.
 *
 * <pre>
 *  for t { i = n - 1 - t;  y = x[i];  x[i] = 0;  x[i] += f(y);  x[i + 1] += g(y) }
 *  for t { i = n - 1 - t;  y[t] = x[i];  x[i] = 0 }     for t { i = n - 1 - t;  x[i] += f(y[t]);  x[i + 1] += g(y[t]) }
 * </pre>
 *
 * What is added may be added in loops of the trip, such as those along a row of a matrix, and in branches.
 */
final class TakenFirst {
    private static final Params.Access IN = Params.Access.PROMISED;
    private final Eqn loop;
    private final Region body;
    private final RegionView.Slot slot;
    private final Map<Eqn, ElementAccess> accesses;
    private final Set<Integer> versions = new HashSet<>();
    private final List<Eqn> taken = new ArrayList<>();
    private final List<Eqn> added = new ArrayList<>();

    private TakenFirst(Eqn loop, RegionView.Slot slot, Map<Eqn, ElementAccess> accesses) {
        this.loop = loop;
        this.body = Regions.of(loop).get(0);
        this.slot = slot;
        this.accesses = accesses;
    }

    /** The two loops in place of one; null where no array of it is such. */
    static List<Eqn> of(Eqn loop, Map<Eqn, ElementAccess> accesses, IntValues values, Builder b) {
        if (Regions.hasEffect(loop)) {
            return null;
        }
        RegionView view = RegionView.of(loop);
        Set<Integer> waiting = waiting(view);
        Dependence trips = null;
        for (RegionView.Slot s : view.slots()) {
            var t = s.param().type().isScalar() ? null : new TakenFirst(loop, s, accesses);
            if (t != null && t.collects() && t.added.stream().noneMatch(e -> e.written() instanceof Var v && waiting.contains(v.id()))) {
                trips = trips == null ? new Dependence(loop, values.shapes.inside(loop), values) : trips;
                if (t.isApart(trips)) {
                    return t.write(t.number(values), b);
                }
            }
        }
        return null;
    }

    /** What a trip computes from a number of the trip before which that computes from its own: sums of such numbers stay one after the other, and rows of them may go side by side if nothing stands in front of them. */
    private static Set<Integer> waiting(RegionView view) {
        var waiting = new HashSet<Integer>();
        for (RegionView.Slot s : view.slots()) {
            if (s.param().type().isScalar() && s.param().dtype().isFloat()) {
                var from = new HashSet<Integer>(Set.of(s.param().id()));
                for (Eqn e : view.body().body()) {
                    boolean goesOn = e.prim() != Prim.ACC_ADD && Regions.captures(List.of(e)).stream().anyMatch(v -> from.contains(v.id()));
                    e.out().stream().filter(v -> goesOn && v.type().isScalar()).forEach(v -> from.add(v.id()));
                }
                if (s.yield() instanceof Var v && !v.equals(s.param()) && from.contains(v.id())) {
                    waiting.addAll(from);
                }
            }
        }
        return waiting;
    }

    /** Whether the trip takes elements first, and adds to some afterwards. */
    private boolean collects() {
        Atom now = slot.param();
        versions.add(slot.param().id());
        for (Eqn e : body.body()) {
            if (!uses(e) || e.prim() == Prim.DIM) {
                continue;
            }
            if (e.prim() == Prim.FOR || e.prim() == Prim.MAP || e.prim() == Prim.COND) {
                now = e.prim() == Prim.COND ? afterBranches(e, now) : afterSums(e, now);
                if (now == null) {
                    return false;
                }
                continue;
            }
            boolean one = e.in().get(0).equals(now) && e.in().stream().skip(1).noneMatch(this::isVersion);
            boolean read = ElementAccess.isOne(e, Prim.INDEX);
            boolean cleared = ElementAccess.isOne(e, Prim.UPDATE) && e.written() instanceof Lit l && l.equals(Lit.zero(l.dtype()));
            if (!one || !(added.isEmpty() && (read || cleared)) && !ElementAccess.isOne(e, Prim.ACC_ADD)) {
                return false;
            }
            (read || cleared ? taken : added).add(e);
            if (!read) {
                now = e.result();
                versions.add(e.result().id());
            }
        }
        return slot.yield().equals(now) && body.out().stream().filter(this::isVersion).count() == 1 && !added.isEmpty()
            && taken.stream().anyMatch(e -> e.prim() == Prim.INDEX) && taken.stream().anyMatch(e -> e.prim() == Prim.UPDATE);
    }

    private boolean uses(Eqn e) {
        return e.in().stream().anyMatch(this::isVersion) || Regions.captures(e).stream().anyMatch(this::isVersion);
    }

    /** The array as a loop of the trip leaves it, which does nothing with it but add; null where it does. */
    private Var afterSums(Eqn inner, Atom now) {
        RegionView view = RegionView.of(inner);
        List<RegionView.Slot> own = view.slots().stream().filter(s -> isVersion(s.init())).toList();
        if (own.size() != 1 || !own.get(0).init().equals(now) || inner.in().stream().filter(this::isVersion).count() != 1) {
            return null;
        }
        versions.add(own.get(0).param().id());
        Atom end = afterSums(view.body().body(), own.get(0).param());
        if (end == null || !end.equals(own.get(0).yield()) || view.body().out().stream().filter(this::isVersion).count() != 1) {
            return null;
        }
        versions.add(own.get(0).result().id());
        return own.get(0).result();
    }

    /** The array as branches leave it, of which each adds to it or does not. */
    private Var afterBranches(Eqn choice, Atom now) {
        Var left = null;
        for (Region r : Regions.of(choice)) {
            Atom end = afterSums(r.body(), now);
            Var result = end == null || r.out().stream().filter(this::isVersion).count() != 1 || !r.out().contains(end) ? null : choice.out().get(r.out().indexOf(end));
            if (result == null || left != null && !left.equals(result)) {
                return null;
            }
            left = result;
        }
        versions.add(left.id());
        return left;
    }

    private Atom afterSums(List<Eqn> body, Atom now) {
        Atom end = now;
        for (Eqn e : body) {
            if (!uses(e) || e.prim() == Prim.DIM) {
                continue;
            }
            boolean adds = ElementAccess.isOne(e, Prim.ACC_ADD) && e.in().get(0).equals(end) && e.in().stream().skip(1).noneMatch(this::isVersion);
            end = adds ? e.result() : e.prim() == Prim.COND ? afterBranches(e, end) : e.prim() == Prim.FOR || e.prim() == Prim.MAP ? afterSums(e, end) : null;
            if (end == null) {
                return null;
            }
            if (adds) {
                added.add(e);
                versions.add(e.result().id());
            }
        }
        return end;
    }

    private boolean isVersion(Atom a) {
        return a instanceof Var v && versions.contains(v.id());
    }

    /** Whether trips depend on each other, but none takes what an earlier one has added to, and the places are known in front of the loop. */
    private boolean isApart(Dependence trips) {
        var all = new ArrayList<ElementAccess>();
        taken.forEach(e -> all.add(accesses.get(e)));
        added.forEach(e -> all.add(accesses.get(e)));
        if (all.contains(null) || all.stream().anyMatch(a -> a.index().contains(null)) || trips.independent(all)) {
            return false;
        }
        BackwardSlice places = places();
        Set<Integer> inside = Regions.defined(body);
        return places.eqns().stream().allMatch(e -> e.prim().isElementwise() && e.result().type().isScalar()) && places.isOfOnly(Regions.trip(loop), inside)
            && added.stream().allMatch(a -> taken.stream().allMatch(t -> trips.never(accesses.get(a), accesses.get(t))));
    }

    private BackwardSlice places() {
        return BackwardSlice.of(body.body(), taken.stream().flatMap(e -> e.indices().stream()).toList());
    }

    /** What the trip counts its element by: its own number, or that of the element where trips go from the last one to the first, so that both loops can go the other way. */
    private Var number(IntValues values) {
        Var trip = Regions.trip(loop);
        List<Eqn> places = places().eqns();
        List<Eqn> before = body.body().subList(0, body.body().indexOf(taken.get(0)));
        return ForwardTrips.of(loop, values) == loop ? trip : before.stream().filter(e -> places.contains(e) && e.prim() == Prim.SUB && e.in().get(1).equals(trip)).map(Eqn::result).findFirst().orElse(trip);
    }

    private List<Eqn> write(Var number, Builder b) {
        b.open();
        Atom n = loop.in().get(0);
        Atom size = n instanceof Lit ? n : b.emit(Prim.MAX, n, Lit.zero(n.dtype()));
        List<Eqn> reads = taken.stream().filter(e -> e.prim() == Prim.INDEX).toList();
        var init = new ArrayList<Atom>(List.of(slot.init()));
        reads.forEach(e -> init.add(b.full(Lit.unset(e.result().dtype()), List.of(Dim.UNKNOWN), List.of(size))));
        List<Var> first = first(number, b, reads, init);
        var read = new IdentityHashMap<Eqn, Atom>();
        reads.forEach(e -> read.put(e, first.get(1 + reads.indexOf(e))));
        Set<Eqn> cleared = Collections.newSetFromMap(new IdentityHashMap<>());
        taken.stream().filter(e -> !reads.contains(e)).forEach(cleared::add);
        Region then = Rewrite.inPlace(b, (e, w) -> {
            if (cleared.contains(w.old())) {
                w.replace(e.result(), e.in().get(0));
            } else if (read.containsKey(w.old())) {
                b.append(new Eqn(Prim.INDEX, List.of(read.get(w.old()), number), IN, e.out()));
            }
            return cleared.contains(w.old()) || read.containsKey(w.old());
        }).region(body);
        var in = new ArrayList<>(loop.in());
        in.set(RegionView.of(loop).operand(slot), first.get(0)); // the array itself may be what several slots start from
        b.append(new Eqn(loop.prim(), in, new Params.Loop(Dim.UNKNOWN, then), loop.out()));
        return b.close();
    }

    /** The loop that takes: its results are the array and what was taken of it. */
    private List<Var> first(Var number, Builder b, List<Eqn> reads, List<Atom> init) {
        var copy = new Rewrite(b);
        var params = new ArrayList<Var>(List.of(copy.rename(Regions.trip(loop))));
        init.forEach(a -> params.add(b.fresh(a.type())));
        b.open();
        places().eqns().forEach(copy::append);
        var out = new ArrayList<Atom>(params.subList(1, params.size()));
        for (Eqn e : taken) {
            List<Atom> at = copy.atoms(e.indices());
            if (e.prim() == Prim.INDEX) {
                int k = 1 + reads.indexOf(e);
                out.set(k, b.update(out.get(k), IN, List.of(copy.atom(number)), b.index(out.get(0), IN, at)));
            } else {
                out.set(0, b.update(out.get(0), IN, at, e.written()));
            }
        }
        return b.loop(Prim.FOR, Dim.UNKNOWN, b.close(params, out), loop.in().get(0), init);
    }
}
