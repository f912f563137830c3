package dev.jacobi.pjrt.hlo.prepare;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import java.util.List;
import java.util.Map;

/**
 * Searches for a first trip, which go through blocks of trips until one has it ({@code ExitSplit}), go through all trips at once: the loop over blocks would cost more than what it saves where the
 * trips are lanes.
 */
public final class WholeSearches implements FunctionPass {
    @Override
    public String name() {
        return "whole-searches";
    }

    @Override
    public Func run(Func in) {
        Map<Integer, Integer> uses = Regions.uses(in.body(), in.out());
        return Rewrite.ofLoops(in, (e, r) -> {
            Search s = e.prim() == Prim.WHILE ? search(e, uses) : null;
            if (s == null) {
                return false;
            }
            Eqn all = Rewrite.substitute(s.reduce, Map.of(s.from.id(), Lit.zero(s.from.dtype()))).with(List.of(s.limit, s.limit));
            Eqn once = r.copy(all);
            r.b.append(once);
            r.replace(s.result, once.result());
            return true;
        });
    }

    /** Trips are numbered from {@code from} on in each block; {@code result} is the first that has it, or the limit. */
    private record Search(Eqn reduce, Var from, Atom limit, Var result) {
    }

    private static Search search(Eqn e, Map<Integer, Integer> uses) {
        RegionView view = RegionView.of(e);
        if (view.slots().size() != 2) {
            return null;
        }
        RegionView.Slot number = view.slots().get(0);
        RegionView.Slot found = view.slots().get(1);
        Var at = number.param();
        Eqn reduce = Regions.definition(view.body().body(), found.yield());
        Eqn step = Regions.definition(view.body().body(), number.yield());
        Eqn count = reduce == null || reduce.prim() != Prim.REDUCE ? null : Regions.definition(view.body().body(), reduce.in().get(0));
        Eqn left = count == null || count.prim() != Prim.MIN ? null : Regions.definition(view.body().body(), count.in().get(0));
        boolean blocks = left != null && left.prim() == Prim.SUB && left.in().equals(List.of(found.init(), at)) && step != null && step.prim() == Prim.ADD
            && step.in().contains(at) && step.in().stream().anyMatch(count.in().get(1)::equals) && count.in().get(1) instanceof Lit;
        if (!blocks || view.body().body().size() != 4 || !number.init().equals(Lit.zero(at.dtype())) || uses.getOrDefault(number.result().id(), 0) > 0) {
            return null;
        }
        RegionView trips = RegionView.of(reduce);
        RegionView.Slot least = trips.slots().get(0);
        boolean first = trips.slots().size() == 1 && least.op() == Prim.MIN && least.init().equals(found.init());
        Eqn small = Regions.definition(trips.body().body(), least.yield());
        boolean number0 = small != null && small.prim() == Prim.SELECT && small.in().get(2).equals(found.init());
        return first && number0 ? new Search(reduce, at, found.init(), found.result()) : null;
    }
}
