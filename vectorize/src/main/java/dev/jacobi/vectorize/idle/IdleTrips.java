package dev.jacobi.vectorize.idle;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.ElementAccess;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The gradient of a table of dynamic programming, each element of which is the least (or greatest) of its neighbours and something more: only the elements on the path to the result have a cotangent. Where a trip has
 * one of zero, everything that it would add is zero, too, and is left out; the processor guesses that from the trip before, so that nothing waits for it.
 *
 * <pre>
 *  for j { x = c + a[j];  a[j] = 0;             b[j] += select(p[j], x, 0);  g[j] += h(j) * x;          c = select(q[j], x, 0) }
 *  for j { x = c + a[j];  a[j] = 0;  if (x != 0) { b[j] += select(p[j], x, 0);  g[j] += h(j) * x;  c = select(q[j], x, 0) } else c = 0 }
 * </pre>
 *
 * It is done in loops of which a number and an element that is added to are chosen so, as trips without a cotangent are rare in all others. Behind this, {@code x} has no derivative where it is zero.
 */
public final class IdleTrips {
    private static final int FEWEST_EQUATIONS = 6;
    private final Eqn loop;
    private final RegionView view;
    private final List<Eqn> body;
    private final Definitions defs;
    /** By variables: how often the body uses them. */
    private final Map<Integer, Integer> uses;
    /** Numbers that a trip hands on to the next one, which makes something else of them than a sum. */
    private final List<Slot> chains = new ArrayList<>();
    /** The cotangents that all sums of a trip are made of. */
    private final Set<Var> roots = new LinkedHashSet<>();
    private final Set<Var> zeros = new HashSet<>();
    /** What is left out where the cotangents are zero, and all that depends on it. */
    private final Set<Eqn> inside = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Var> dependent = new HashSet<>();

    private IdleTrips(Eqn loop) {
        this.loop = loop;
        view = RegionView.of(loop);
        body = view.body().body();
        defs = Definitions.in(body);
        uses = Regions.uses(body, view.body().out());
    }

    /** Whether that is what a loop is. */
    public static boolean isSuch(Eqn loop) {
        return loop.prim() == Prim.FOR && new IdleTrips(loop).finds();
    }

    /** The loop that leaves out what comes to nothing; null where it is no such loop. */
    public static Eqn of(Eqn loop, Builder b) {
        var trips = loop.prim() == Prim.FOR ? new IdleTrips(loop) : null;
        return trips != null && trips.finds() ? trips.write(b) : null;
    }

    private boolean finds() {
        return body.stream().allMatch(IdleTrips::isPlain) && hasRoots() && leavesOut() && view.slots().stream().allMatch(this::standsStill) && isChoice();
    }

    private static boolean isPlain(Eqn e) {
        return Regions.of(e).isEmpty() && !Regions.hasEffect(e) && (e.computesScalars() || ElementAccess.isOne(e, Prim.INDEX) || ElementAccess.isOne(e, Prim.UPDATE) || isSum(e));
    }

    private static boolean isSum(Eqn e) {
        return e.prim() == Prim.ACC_ADD && (e.result().type().isScalar() || ElementAccess.isOne(e, Prim.ACC_ADD));
    }

    /** Finds what the numbers that go from trip to trip are first added to: all else that a trip makes of them comes of that. */
    private boolean hasRoots() {
        for (Slot s : view.slots()) {
            if (s.param().type().isScalar() && s.param().dtype().isFloat() && uses.containsKey(s.param().id()) && !s.yield().equals(s.param()) && defs.of(s.yield(), Prim.ACC_ADD) == null) {
                chains.add(s);
                roots.add(root(s.param()));
            }
        }
        List<Eqn> needed = BackwardSlice.of(body, roots).eqns();
        return !roots.isEmpty() && needed.stream().allMatch(e -> e.computesScalars() || e.prim() == Prim.INDEX);
    }

    private Var root(Var v) {
        Eqn user = uses.getOrDefault(v.id(), 0) == 1 ? body.stream().filter(e -> e.in().contains(v)).findFirst().orElse(null) : null;
        return user != null && user.prim() == Prim.ADD ? root(user.result()) : v;
    }

    /** Finds what depends on the cotangents, of which nothing but sums may change an array. */
    private boolean leavesOut() {
        Set<Eqn> needed = Collections.newSetFromMap(new IdentityHashMap<>());
        needed.addAll(BackwardSlice.of(body, roots).eqns());
        zeros.addAll(roots);
        dependent.addAll(roots);
        for (Eqn e : body) {
            if (isZero(e)) {
                zeros.add(e.result());
            }
            if (!needed.contains(e) && e.in().stream().anyMatch(dependent::contains)) {
                if (e.prim() == Prim.UPDATE || isSum(e) && !isZero(e.written())) {
                    return false;
                }
                inside.add(e);
                dependent.add(e.result());
            } else if (isSum(e)) {
                return false;
            }
        }
        return inside.size() >= FEWEST_EQUATIONS;
    }

    private boolean isZero(Eqn e) {
        List<Atom> in = e.in();
        if (e.prim() == Prim.SELECT) {
            return isZero(in.get(1)) && isZero(in.get(2));
        }
        boolean first = e.prim() == Prim.NEG || e.prim() == Prim.DIV;
        boolean both = e.prim() == Prim.ADD || e.prim() == Prim.SUB;
        return first && isZero(in.get(0)) || both && in.stream().allMatch(this::isZero) || e.prim() == Prim.MUL && in.stream().anyMatch(a -> a instanceof Var && isZero(a));
    }

    private boolean isZero(Atom a) {
        return a instanceof Var v ? zeros.contains(v) : a.dtype().isFloat() && ((Lit) a).asDouble() == 0;
    }

    /** Whether a trip without a cotangent hands on what it was given, or zero. */
    private boolean standsStill(Slot s) {
        Eqn made = defs.of(s.yield());
        return made == null || !inside.contains(made) || (chains.contains(s) ? isZero(s.yield()) : isSum(made));
    }

    /** What a trip hands on that has added nothing. */
    private Atom still(Slot s) {
        Atom now = s.yield();
        while (inside.contains(defs.of(now)) && isSum(defs.of(now))) {
            now = defs.of(now).in().get(0);
        }
        return chains.contains(s) ? Lit.zero(s.param().dtype()) : now;
    }

    /** Whether a number that is handed on, and what is added to an element, are some of the cotangents or nothing. */
    private boolean isChoice() {
        return chains.stream().anyMatch(s -> isChosen(s.yield())) && inside.stream().anyMatch(e -> isSum(e) && e.result().isArray() && isChosen(e.written()));
    }

    private boolean isChosen(Atom a) {
        Eqn e = defs.of(a);
        return e != null && (e.prim() == Prim.SELECT ? e.in().subList(1, 3).stream().anyMatch(x -> x instanceof Lit && isZero(x)) : e.prim() == Prim.NEG && isChosen(e.in().get(0)));
    }

    private Eqn write(Builder b) {
        sink();
        List<Slot> changed = view.slots().stream().filter(s -> inside.contains(defs.of(s.yield()))).toList();
        if (changed.stream().anyMatch(s -> inside.contains(defs.of(still(s))))) {
            return loop;
        }
        b.open();
        body.stream().filter(e -> !inside.contains(e)).forEach(b::append);
        Atom busy = null;
        for (Var r : roots) {
            Var one = b.emit(Prim.NE, r, Lit.zero(r.dtype()));
            busy = busy == null ? one : b.emit(Prim.OR, busy, one);
        }
        List<Var> now = b.cond(busy, () -> {
            body.stream().filter(inside::contains).forEach(b::append);
            return changed.stream().map(Slot::yield).toList();
        }, () -> changed.stream().map(this::still).toList());
        List<Atom> out = view.slots().stream().map(s -> changed.contains(s) ? now.get(changed.indexOf(s)) : s.yield()).toList();
        Region trips = b.close(view.body().params(), out);
        return new Eqn(Prim.FOR, loop.in(), Regions.with(loop.params(), List.of(trips)), loop.out());
    }

    /** What only such sums need is computed with them. Arrays of which elements are set are read before. */
    private void sink() {
        var users = new HashMap<Integer, List<Eqn>>();
        body.forEach(e -> e.in().forEach(a -> {
            if (a instanceof Var v) {
                users.computeIfAbsent(v.id(), k -> new ArrayList<>()).add(e);
            }
        }));
        var set = new HashSet<Atom>();
        body.stream().filter(e -> e.prim() == Prim.UPDATE).forEach(e -> Collections.addAll(set, e.in().get(0), e.result()));
        for (int k = body.size() - 1; k >= 0; k--) {
            Eqn e = body.get(k);
            boolean moves = e.computesScalars() || e.prim() == Prim.INDEX && !set.contains(e.in().get(0));
            if (moves && e.out().stream().noneMatch(v -> roots.contains(v) || view.body().out().contains(v)) && inside.containsAll(users.getOrDefault(e.result().id(), List.of()))) {
                inside.add(e);
            }
        }
    }
}
