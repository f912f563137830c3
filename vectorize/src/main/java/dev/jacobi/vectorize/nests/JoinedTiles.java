package dev.jacobi.vectorize.nests;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.analysis.AccessWalk;
import dev.jacobi.ir.analysis.Dependence;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Versions;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Loops that a program has split into tiles by hand, so that what they read stays in a cache, are joined where they add up, as then a back end makes blocks that suit its processor:
 *
 * <pre>
 *  for ii { for kk { for jj { for i in ii's tile { for k in kk's { for j in jj's { c[i, j] += a[i, k] * b[k, j] } } } } } }     becomes     for i { for k { for j { c[i, j] += a[i, k] * b[k, j] } } }
 * </pre>
 *
 * Both nests do the same for the same numbers i, j and k. That is exact if trips that touch the same element, one of them writing, keep their order. This is so where no two trips with different numbers of all loops but one touch the same element: of
 * trips that differ in the last one's number alone those with a smaller number come first in both nests.
 */
public final class JoinedTiles implements Optimisation {
    @Override
    public String name() {
        return "joined-tiles";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.FOR && depth(e) > 2)) {
            return in;
        }
        Func f = SumsInPlace.run(in);
        Map<Eqn, TileNest> nests = new IdentityHashMap<>();
        var values = new IntValues(f);
        find(f.body(), values, nests);
        nests.values().removeIf(nest -> !isLegal(nest, f, values));
        if (nests.isEmpty()) {
            return in;
        }
        var b = new Builder(values.shapes.ids);
        Rewrite r = Rewrite.inPlace(b, (e, rewrite) -> {
            TileNest nest = nests.get(rewrite.old());
            if (nest != null) {
                Map<RegionView, Atom> counts = nest.counts(b);
                b.cond(haveTrips(counts, b), () -> nest.append(b, nest.points(), counts), () -> RegionView.of(e).inits(), e.out());
            }
            return nest != null;
        });
        r.append(f.body());
        return b.build(f.in(), r.atoms(f.out()));
    }

    private static int depth(Eqn e) {
        int most = 0;
        for (Eqn x : Regions.of(e).get(0).body()) {
            most = x.prim() == Prim.FOR ? Math.max(most, depth(x)) : most;
        }
        return most + 1;
    }

    /** Walks over equations and notes the outermost loops that are such nests. */
    private static void find(List<Eqn> body, IntValues values, Map<Eqn, TileNest> nests) {
        for (Eqn e : body) {
            Map<Eqn, TileNest> inner = new IdentityHashMap<>();
            values.regions(e, block -> {
                find(block, values, inner);
                return block;
            });
            TileNest nest = e.prim() == Prim.FOR && depth(e) > 2 ? TileNest.of(e, values) : null;
            if (nest != null) {
                nests.put(e, nest);
            } else {
                nests.putAll(inner);
            }
            values.define(e);
        }
    }

    /** Appends whether all loops have trips: else the nest does nothing, and what it would read between its loops need not be there. */
    private static Atom haveTrips(Map<RegionView, Atom> counts, Builder b) {
        Atom all = null;
        for (Atom n : counts.values()) {
            Atom some = b.emit(Prim.GT, n, Lit.zero(n.dtype()));
            all = all == null ? some : b.emit(Prim.AND, all, some);
        }
        return all;
    }

    /** Whether of all loops but one different trips touch elements of their own, whatever the trips of the others are: each is made the outermost one for that. */
    private static boolean isLegal(TileNest nest, Func f, IntValues values) {
        int dependent = 0;
        for (RegionView loop : nest.points()) {
            var order = new ArrayList<>(nest.points());
            order.remove(loop);
            order.add(0, loop);
            dependent += isParallel(nest, order, f, values) ? 0 : 1;
        }
        return dependent == 1 && nest.points().size() > 2;
    }

    private static boolean isParallel(TileNest nest, List<RegionView> order, Func f, IntValues values) {
        var b = new Builder(values.shapes.ids);
        List<Eqn> outermost = new ArrayList<>();
        Rewrite r = Rewrite.inPlace(b, (e, rewrite) -> {
            boolean here = nest.is(rewrite.old());
            if (here) {
                Map<RegionView, Atom> counts = nest.counts(b);
                b.cond(haveTrips(counts, b), () -> {
                    List<Atom> out = nest.append(b, order, counts);
                    outermost.add(b.eqns().get(b.eqns().size() - 1));
                    return out;
                }, () -> RegionView.of(e).inits(), e.out());
            }
            return here;
        });
        r.append(f.body());
        var trial = new Trial(b.build(f.in(), r.atoms(f.out())), outermost.get(0));
        trial.run();
        return trial.parallel;
    }

    /** A walk that asks whether the trips of one loop touch elements of their own. */
    private static final class Trial extends AccessWalk {
        private final Eqn loop;
        private boolean parallel;

        Trial(Func f, Eqn loop) {
            super(f);
            this.loop = loop;
        }

        @Override
        protected List<Eqn> visit(Eqn old, Eqn now, List<ElementAccess> inside) {
            if (old == loop) {
                RegionView view = RegionView.of(old);
                var dependence = new Dependence(old, values.shapes.inside(old), values);
                parallel = true;
                for (RegionView.Slot s : view.slots()) {
                    Set<Integer> versions = Versions.of(view, s);
                    parallel &= versions != null && dependence.independent(inside.stream().filter(a -> versions.contains(a.array().id())).toList());
                }
            }
            return List.of(now);
        }
    }
}
