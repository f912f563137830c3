package dev.jacobi.vectorize.nests;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Role;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ElementAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A number that a loop takes from an element, folds and stores there again folds in that element:
 *
 * <pre>
 *  s = c[i, j];  for k { s = f(s, k) };  c[i, j] = s       becomes       for k { c[i, j] = f(c[i, j], k) }
 * </pre>
 *
 * Nothing else looks at the array in between, so each trip finds what the one before has left. So all statements of a nest stand in its innermost loop, and its loops can change places; numbers are made of such elements again later on.
 */
final class SumsInPlace {
    private SumsInPlace() {
    }

    /** The function with such loops in the innermost places of its nests. */
    static Func run(Func f) {
        return Rewrite.ofLoops(f, (e, r) -> {
            Region body = e.prim() == Prim.FOR ? Regions.of(r.old()).get(0) : null;
            Eqn folded = body == null ? null : inPlace(body, r);
            if (folded == null) {
                return false;
            }
            var eqns = new ArrayList<>(body.body().subList(0, body.body().size() - 2));
            eqns.removeIf(x -> x.prim() == Prim.INDEX && x.result().equals(loop(body).in().get(1)));
            eqns.add(folded);
            r.b.append(r.copy(new Eqn(e.prim(), e.in(), new Params.Loop(((Params.Loop) e.params()).extent(), new Region(body.params(), eqns, body.out())), e.out())));
            return true;
        });
    }

    private static Eqn loop(Region body) {
        return body.body().get(body.body().size() - 2);
    }

    /** The loop in place of what a body ends with; null where it does not end so. */
    private static Eqn inPlace(Region body, Rewrite r) {
        int n = body.body().size();
        Eqn store = n < 3 ? null : body.body().get(n - 1);
        Eqn loop = n < 3 ? null : loop(body);
        boolean folds = store != null && ElementAccess.isOne(store, Prim.UPDATE) && loop.prim() == Prim.FOR && loop.out().size() == 1 && loop.result().type().isScalar() && store.written().equals(loop.result())
            && body.out().equals(List.of(store.result())) && body.params().size() == 2 && store.in().get(0).equals(body.params().get(1));
        Eqn start = folds ? Regions.definition(body.body(), loop.in().get(1)) : null;
        if (start == null || !ElementAccess.isOne(start, Prim.INDEX) || !start.in().get(0).equals(store.in().get(0)) || !start.indices().equals(store.indices())) {
            return null;
        }
        Map<Integer, Integer> uses = Regions.uses(body.body(), body.out());
        Var array = body.params().get(1);
        if (uses.getOrDefault(array.id(), 0) != 2 || uses.getOrDefault(start.result().id(), 0) != 1 || uses.getOrDefault(loop.result().id(), 0) != 1) {
            return null;
        }
        RegionView view = RegionView.of(loop);
        Slot sum = view.slots().get(0);
        Var carried = r.b.fresh(array.type());
        Var next = r.b.fresh(array.type());
        var read = new ArrayList<Atom>(List.of(carried));
        read.addAll(start.indices());
        var written = new ArrayList<>(read);
        written.add(sum.yield());
        var eqns = new ArrayList<Eqn>(List.of(new Eqn(Prim.INDEX, read, start.params(), List.of(sum.param()))));
        eqns.addAll(view.body().body());
        eqns.add(new Eqn(Prim.UPDATE, written, store.params(), List.of(next)));
        return RegionView.loop(Prim.FOR, view.extent(), view.head(), view.trip(), List.of(Slot.of(Role.CARRY, array, carried, next, store.result())), eqns);
    }
}
