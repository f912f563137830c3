package dev.jacobi.vectorize.small;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.simplify.Simplify;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Loops of a few trips that add to the elements of a row, in a loop each trip of which adds to this row, are taken apart, as the three parts of a force:
 *
 * <pre>
 *  for j { if (j == i) continue; ..; for k below 3 { f[i][k] += s * (x[j][k] - x[i][k]) } }
 * </pre>
 *
 * Then the elements are numbers until the loop ends ({@code FixedSums}). Where they cannot be, all stays as it was.
 */
public final class RowSums implements Optimisation {
    /** Loops of more trips stay loops. */
    private static final long MOST_TRIPS = 4;
    private static final int MOST_EQUATIONS = 16;

    /** What makes indices that no longer change in a loop known in front of it. */
    private final UnaryOperator<Func> hoist;
    /** Whether a loop adds to a few elements that are the same in all trips. */
    private final Predicate<Eqn> sums;

    public RowSums(UnaryOperator<Func> hoist, Predicate<Eqn> sums) {
        this.hoist = hoist;
        this.sums = sums;
    }

    @Override
    public String name() {
        return "row-sums";
    }

    @Override
    public Func run(Func in) {
        Set<Eqn> found = Collections.newSetFromMap(new IdentityHashMap<>());
        Regions.each(in.body(), e -> {
            if (e.prim() == Prim.FOR && RegionView.of(e).slots().stream().anyMatch(s -> s.param() != null && s.param().isArray())) {
                collect(RegionView.of(e), found);
            }
        });
        if (found.isEmpty()) {
            return in;
        }
        Func apart = Rewrite.run(in, (e, r) -> found.contains(r.old()) && SmallLoops.apart(e, r));
        Func out = hoist.apply(new Simplify().run(apart));
        return count(out) > count(in) ? out : in;
    }

    private long count(Func f) {
        long[] n = {0};
        Regions.each(f.body(), e -> n[0] += e.prim() == Prim.FOR && sums.test(e) ? 1 : 0);
        return n[0];
    }

    /** Adds the short loops of a loop where one of them adds to a row: what the others read is read by that one, too. */
    private static void collect(RegionView loop, Set<Eqn> found) {
        var few = new ArrayList<Eqn>();
        Regions.each(loop.body().body(), e -> {
            if (isShort(e)) {
                few.add(e);
            }
        });
        Set<Integer> inside = few.isEmpty() ? Set.of() : Regions.defined(loop.body());
        if (few.stream().anyMatch(e -> addsToRow(RegionView.of(e), inside))) {
            found.addAll(few);
        }
    }

    private static boolean isShort(Eqn e) {
        List<Eqn> body = e.prim() == Prim.FOR && e.in().get(0) instanceof Lit n && n.asLong() > 1 && n.asLong() <= MOST_TRIPS ? Regions.of(e).get(0).body() : List.of();
        return !body.isEmpty() && body.size() <= MOST_EQUATIONS && !Regions.any(body) && body.stream().noneMatch(Regions::hasEffect);
    }

    /** Whether all that a short loop stores are elements whose place is of its own trip's number and of what the loop around does not change, of which {@code inside} is all that it does. */
    private static boolean addsToRow(RegionView row, Set<Integer> inside) {
        var varies = new HashSet<>(inside);
        varies.remove(row.trip().id());
        for (Eqn e : row.body().body()) {
            if (e.computesScalars() && Var.among(e.in()).stream().noneMatch(v -> varies.contains(v.id()))) {
                varies.remove(e.result().id());
            }
        }
        List<Eqn> stores = row.body().body().stream().filter(e -> e.prim() == Prim.UPDATE).toList();
        return !stores.isEmpty() && stores.stream().allMatch(e -> ElementAccess.isOne(e, Prim.UPDATE) && isFixed(e.indices(), varies));
    }

    private static boolean isFixed(List<Atom> indices, Set<Integer> varies) {
        return Var.among(indices).stream().noneMatch(v -> varies.contains(v.id()));
    }
}
