package dev.jacobi.vectorize.order;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.AccessWalk;
import dev.jacobi.ir.analysis.ElementAccess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A store in a branch of an inner loop, to an array that the function has made, becomes a store of what is chosen, which is the element as it was where the program stores nothing:
 *
 * <pre>{@code b = cond(c) false { yield a } true { u = update a k w; yield u }   =>   s = index a k; v = cond(c) false { yield s } true { yield w }; b = update a k v}</pre>
 *
 * The element has to exist whether or not it is stored. Other arrays are stored only where the program does so: another thread may be at work on them.
 */
final class ChosenStores extends AccessWalk {
    /** What arrays are other versions of. */
    private final Map<Var, Atom> origins = new HashMap<>();
    private final Set<Var> made = new HashSet<>();
    private final Set<Eqn> inner = new HashSet<>();
    private final Builder b;

    private ChosenStores(Func f) {
        super(f);
        b = values.shapes.ids;
        Regions.each(f.body(), this::note);
    }

    /** The function with such stores in loops right inside of others; itself where there are none. */
    static Func inNests(Func f) {
        return Regions.any(f.body(), e -> e.prim() == Prim.COND && e.out().stream().anyMatch(v -> !v.type().isScalar())) ? new ChosenStores(f).run() : f;
    }

    private void note(Eqn e) {
        if (e.prim() == Prim.FULL) {
            made.add(e.result());
        } else if (e.prim() == Prim.UPDATE) {
            origins.put(e.result(), e.in().get(0));
        } else if (e.prim() == Prim.FOR || e.prim() == Prim.MAP) {
            RegionView.of(e).slots().stream().filter(s -> s.init() != null).forEach(s -> {
                origins.put(s.result(), s.init());
                if (e.prim() == Prim.FOR) {
                    // trips of a map store elsewhere, and none may store what another one does
                    origins.put(s.param(), s.init());
                }
            });
        }
        if (e.prim() == Prim.FOR) {
            Regions.each(RegionView.of(e).body().body(), x -> {
                if (x.prim() == Prim.FOR) {
                    Regions.each(RegionView.of(x).body().body(), inner::add);
                }
            });
        }
    }

    private boolean isMade(Atom array) {
        Atom at = array;
        for (int k = 0; k < origins.size() && origins.containsKey(at); k++) {
            at = origins.get(at);
        }
        return made.contains(at);
    }

    @Override
    protected List<Eqn> visit(Eqn old, Eqn now, List<ElementAccess> inside) {
        if (now.prim() != Prim.COND || !inner.contains(old) || now.in().get(0).dtype() != DType.BOOL) {
            return List.of(now);
        }
        Eqn e = now;
        var front = new ArrayList<Eqn>();
        var behind = new ArrayList<Eqn>();
        for (int k = 0; k < now.out().size(); k++) {
            Eqn store = store(e, k);
            if (store != null) {
                b.open();
                Var was = b.index(store.in().get(0), Params.Access.PROMISED, store.indices());
                front.addAll(b.close());
                Var chosen = b.fresh(was.type());
                behind.add(new Eqn(Prim.UPDATE, with(store.in(), chosen), store.params(), List.of(e.out().get(k))));
                e = chosen(e, k, was, chosen);
            }
        }
        if (front.isEmpty()) {
            return List.of(now);
        }
        front.add(e);
        front.addAll(behind);
        return front;
    }

    private static List<Atom> with(List<Atom> in, Atom last) {
        var out = new ArrayList<Atom>(in.subList(0, in.size() - 1));
        out.add(last);
        return out;
    }

    /** A store of a branch whose result the k-th one is, where the other branch stores to the same place or not at all; else null. */
    private Eqn store(Eqn cond, int k) {
        if (cond.out().get(k).type().isScalar()) {
            return null;
        }
        List<Region> sides = Regions.of(cond);
        Eqn one = Regions.definition(sides.get(0).body(), sides.get(0).out().get(k));
        Eqn other = Regions.definition(sides.get(1).body(), sides.get(1).out().get(k));
        Eqn store = one != null ? one : other;
        if (store == null || sides.size() != 2 || !isStore(store, cond) || one != null && other != null && !(isStore(other, cond) && other.indices().equals(one.indices()) && other.in().get(0).equals(one.in().get(0)))) {
            return null;
        }
        boolean left = one != null && other != null || (one == null ? sides.get(0) : sides.get(1)).out().get(k).equals(store.in().get(0));
        return left && isMade(store.in().get(0)) && values.shapes.isInside(store.in().get(0), store.indices().stream().map(values::exact).toList(), values.facts) ? store : null;
    }

    /** Whether an equation of a branch is a store to a place that is known in front of it, whose result is what the branch yields and nothing else. */
    private static boolean isStore(Eqn e, Eqn cond) {
        Set<Integer> own = new HashSet<>();
        Regions.of(cond).forEach(r -> own.addAll(Regions.defined(r)));
        boolean outside = ElementAccess.isOne(e, Prim.UPDATE) && Var.among(e.in().subList(0, e.in().size() - 1)).stream().noneMatch(v -> own.contains(v.id()));
        return outside && Regions.of(cond).stream().allMatch(r -> Regions.uses(r.body(), r.out()).getOrDefault(e.result().id(), 0) <= 1);
    }

    private static Eqn chosen(Eqn cond, int k, Var was, Var result) {
        var sides = new ArrayList<Region>();
        for (Region r : Regions.of(cond)) {
            Eqn store = Regions.definition(r.body(), r.out().get(k));
            var out = new ArrayList<>(r.out());
            out.set(k, store == null ? was : store.written());
            sides.add(new Region(r.params(), r.body().stream().filter(e -> e != store).toList(), out));
        }
        var results = new ArrayList<>(cond.out());
        results.set(k, result);
        return new Eqn(Prim.COND, cond.in(), new Params.Branches(sides), results);
    }
}
