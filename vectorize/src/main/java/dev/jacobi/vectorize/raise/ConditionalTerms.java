package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A sequential loop that adds a term only where a condition holds adds -0.0, which changes nothing, where it does not: the choice is then made beside the sum, and not between one addition and the next.
 */
public final class ConditionalTerms implements Optimisation {
    @Override
    public String name() {
        return "conditional-terms";
    }

    @Override
    public Func run(Func in) {
        return Rewrite.ofLoops(in, (e, r) -> e.prim() == Prim.FOR && beside(e, r));
    }

    private static boolean beside(Eqn e, Rewrite r) {
        RegionView view = RegionView.of(e);
        List<Eqn> body = view.body().body();
        Map<Integer, Integer> uses = Regions.uses(body, view.body().out());
        var defs = new HashMap<Atom, Eqn>();
        body.forEach(x -> x.out().forEach(v -> defs.put(v, x)));
        var out = new ArrayList<>(body);
        for (RegionView.Slot s : view.slots()) {
            Eqn choice = defs.get(s.yield());
            if (choice == null || choice.prim() != Prim.SELECT || !s.param().type().isScalar() || !s.param().dtype().isFloat()) {
                continue;
            }
            int at = choice.in().get(1).equals(s.param()) ? 2 : choice.in().get(2).equals(s.param()) ? 1 : 0;
            Eqn sum = at == 0 ? null : defs.get(choice.in().get(at));
            if (sum == null || sum.prim() != Prim.ADD && sum.prim() != Prim.MUL || uses.get(sum.result().id()) != 1) {
                continue;
            }
            int other = sum.in().get(0).equals(s.param()) ? 1 : sum.in().get(1).equals(s.param()) ? 0 : -1;
            if (other < 0 || sum.in().get(other).equals(s.param())) {
                continue;
            }
            var in = new ArrayList<>(choice.in());
            in.set(at, sum.in().get(other));
            in.set(3 - at, FoldIdentity.neutral(sum.prim(), s.param().dtype()));
            Var term = r.b.fresh(s.param().type());
            out.remove(sum);
            int place = out.indexOf(choice);
            out.set(place, new Eqn(sum.prim(), List.of(s.param(), term), Params.NONE, choice.out()));
            out.add(place, new Eqn(Prim.SELECT, in, choice.params(), List.of(term)));
        }
        if (out.equals(body)) {
            return false;
        }
        r.append(RegionView.loop(Prim.FOR, view.extent(), view.head(), view.trip(), view.slots(), out));
        return true;
    }
}
