package dev.jacobi.vectorize.small;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.AccessWalk;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Elements that a loop reads in its branches, the same ones in each trip and of arrays that it does not change, are read in front of the loop, {@code x[i][0]} in {@code for j { if (j == i) continue; d = x[j][0] - x[i][0]; .. }}:
 * where trips of a loop around it are lanes, each reads a row of its own, which costs as much as the rest of a trip. That they exist is known without the condition.
 */
public final class FixedReads implements Optimisation {
    private static final int MOST = 12;

    @Override
    public String name() {
        return "fixed-reads";
    }

    @Override
    public Func run(Func in) {
        return Regions.any(in.body(), e -> e.prim() == Prim.FOR && Regions.any(RegionView.of(e).body().body(), x -> x.prim() == Prim.COND && Regions.any(List.of(x), y -> y.prim() == Prim.INDEX))) ? new Walk(in).run() : in;
    }

    private static final class Walk extends AccessWalk {
        Walk(Func f) {
            super(f);
        }

        @Override
        protected List<Eqn> visit(Eqn old, Eqn now, List<ElementAccess> inside) {
            if (now.prim() != Prim.FOR) {
                return List.of(now);
            }
            Set<Integer> changes = Regions.defined(Regions.of(now).get(0));
            var known = new HashMap<List<Object>, Eqn>();
            Map<Integer, Var> same = new HashMap<>();
            for (Eqn e : RegionView.of(now).body().body()) {
                if (e.prim() == Prim.COND) {
                    Regions.each(List.of(e), x -> collect(x, changes, known, same));
                }
            }
            if (known.isEmpty() || known.size() > MOST) {
                return List.of(now);
            }
            var out = new ArrayList<Eqn>(known.values());
            var use = Rewrite.inPlace(values.shapes.ids, (e, r) -> e.out().size() == 1 && same.containsKey(e.result().id())).replace(same);
            out.add(now.withRegions(List.of(use.region(Regions.of(now).get(0)))));
            return out;
        }

        private void collect(Eqn e, Set<Integer> changes, Map<List<Object>, Eqn> known, Map<Integer, Var> same) {
            boolean fixed = ElementAccess.isOne(e, Prim.INDEX) && e.params().equals(Params.Access.PROMISED) && Var.among(e.in()).stream().noneMatch(v -> changes.contains(v.id()));
            if (fixed && values.shapes.isInside(e.in().get(0), e.indices().stream().map(values::exact).toList(), values.facts)) {
                Eqn first = known.computeIfAbsent(List.copyOf(e.in()), k -> new Eqn(e.prim(), e.in(), e.params(), List.of(values.shapes.ids.fresh(e.result().type()))));
                same.put(e.result().id(), first.result());
            }
        }
    }
}
