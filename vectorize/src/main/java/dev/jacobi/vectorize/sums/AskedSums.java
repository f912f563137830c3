package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.vectorize.forms.BranchSums;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Nests that add to neighbours where there are any, as gradients of stencils with edges do. What is asked is a trip's number, so that each addition has a range of trips, and all of them are gathered
 * ({@link SumGather}): only elements near the edges ask.
 *
 * <pre>
 *  for i { for j { x[i, j] += f(i, j);  if (i > 0) x[i - 1, j] += g(i, j);  if (j + 1 < m) x[i, j + 1] += h(i, j) } }
 *  becomes     map i { map j { x[i, j] += f(i, j) + g(i + 1, j) + h(i, j - 1) } }     away from the edges
 * </pre>
 */
final class AskedSums {
    private static final int MOST_EQUATIONS = 300;
    private final IntValues values;
    private final Map<Integer, Var> variables;
    private final Builder fresh;
    private final Map<Integer, Integer> uses;
    private final boolean parts;
    /** Null where nests are gathered. */
    private final Set<Integer> stay;
    /** Arrays of zeros that are used once. */
    private final Map<Atom, Eqn> zeros = new HashMap<>();

    private AskedSums(Func f, boolean parts, Set<Integer> stay) {
        values = new IntValues(f);
        variables = Poly.variables(f);
        fresh = values.shapes.ids;
        uses = Regions.uses(f.body(), f.out());
        this.parts = parts;
        this.stay = stay;
    }

    /** The function with such nests gathered; itself where it has none. Where they {@code stay} they are as they were, and their results' ids are put there. */
    static Func run(Func f, boolean parts, Set<Integer> stay) {
        if (!Regions.any(f.body(), BranchSums::asks)) {
            return f;
        }
        return new Func(f.in(), new AskedSums(f, parts, stay).block(f.body()), f.out());
    }

    private List<Eqn> block(List<Eqn> body) {
        var out = new ArrayList<Eqn>();
        for (Eqn e : body) {
            if (e.prim() == Prim.FULL && e.in().get(0).equals(Lit.zero(e.result().dtype())) && uses.getOrDefault(e.result().id(), 0) == 1) {
                zeros.put(e.result(), e);
            }
            List<Eqn> gathered = e.prim() == Prim.FOR ? gathered(e) : null;
            out.addAll(gathered == null ? List.of(values.regions(e, this::block)) : gathered);
            values.define(e);
        }
        return out;
    }

    private List<Eqn> gathered(Eqn loop) {
        if (Regions.hasEffect(loop) || !Regions.any(List.of(loop), BranchSums::asks) || Regions.size(List.of(loop)) > MOST_EQUATIONS) {
            return null;
        }
        UnaskedSums flat = UnaskedSums.of(loop, fresh);
        SumNest nest = flat == null ? null : SumNest.of(flat.loop());
        if (nest == null) {
            return null;
        }
        // to which array something is added under a question: one
        List<Integer> carries = nest.sums.stream().filter(s -> !flat.asked().get(s.add()).isEmpty()).map(SumNest.Sum::carry).distinct().toList();
        List<SumNest.Sum> sums = carries.size() == 1 ? nest.sums.stream().filter(s -> s.carry() == carries.get(0)).toList() : List.of();
        if (sums.size() < 2) {
            return null;
        }
        int carry = carries.get(0);
        List<Eqn> path = sums.get(0).path();
        if (path.size() < 2 || !sums.stream().allMatch(s -> s.path().equals(path))) {
            return null;
        }
        Map<Eqn, ElementAccess> accesses = new IdentityHashMap<>();
        Map<Eqn, Poly> differences = new IdentityHashMap<>();
        Map<Eqn, Poly> counts = new IdentityHashMap<>();
        counts.put(path.get(0), values.exact(path.get(0).in().get(0)));
        values.region(flat.loop(), 0, () -> values.walk(Regions.of(flat.loop()).get(0).body(), e -> look(e, path, accesses, differences, counts)));
        var ranges = new TripRanges(path, differences, counts);
        Set<Integer> inside = Regions.defined(Regions.of(flat.loop()).get(0));
        var plans = new ArrayList<SumPlan>();
        for (SumNest.Sum s : sums) {
            SumPlan p = SumPlan.of(nest, s, accesses, values, inside);
            if (p == null || !ranges.add(p, flat.asked().get(s.add()))) {
                return null;
            }
            plans.add(p);
        }
        SumGather gather = nest.isApart(accesses, values) ? SumGather.of(plans, nest, accesses, variables, fresh, parts, ranges) : null;
        if (gather != null && stay != null) {
            Regions.each(List.of(loop), e -> e.out().forEach(v -> stay.add(v.id())));
            return List.of(loop);
        }
        return gather == null ? null : written(loop, flat.loop(), sums, gather);
    }

    /** The gathered sums and, behind them, a loop for what the trips do with other arrays and numbers. */
    private List<Eqn> written(Eqn loop, Eqn flat, List<SumNest.Sum> sums, SumGather gather) {
        int carry = sums.get(0).carry();
        Atom start = loop.in().get(1 + carry);
        var out = new ArrayList<>(gather.write(start, zeros.get(start), loop.out().get(carry), array -> {
            var in = new ArrayList<>(loop.in());
            in.set(1 + carry, array);
            return new Rewrite(fresh).repeat(loop.with(in)).get(carry);
        }));
        if (loop.out().size() > 1) {
            Region r = Rewrite.inPlace(fresh, (e, w) -> {
                boolean gone = sums.stream().anyMatch(s -> s.add() == w.old());
                if (gone) {
                    w.replace(e.result(), e.in().get(0));
                }
                return gone;
            }).region(Regions.of(flat).get(0));
            var results = new ArrayList<>(loop.out());
            results.set(carry, fresh.fresh(loop.out().get(carry).type()));
            out.add(new Eqn(loop.prim(), loop.in(), new Params.Loop(Dim.UNKNOWN, r), results));
        }
        return out;
    }

    private void look(Eqn e, List<Eqn> path, Map<Eqn, ElementAccess> accesses, Map<Eqn, Poly> differences, Map<Eqn, Poly> counts) {
        EdgeTrips.look(e, values, accesses, differences);
        if (path.contains(e)) {
            counts.put(e, values.exact(e.in().get(0)));
        }
    }
}
