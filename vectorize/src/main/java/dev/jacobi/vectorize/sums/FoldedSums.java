package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A loop in a nest of sums that folds some of its terms, which are then added to a sum, and adds others to elements itself, as one that adds all, so that the nest is nothing but loops and sums:
 *
 * <pre>
 *  for i { s, x = reduce[add] j (0, x) { yield t, x[j] += u };  sum += s }        for i { for j { sum += t;  x[j] += u } }
 * </pre>
 */
final class FoldedSums {
    private FoldedSums() {
    }

    /** The loop with such loops in it; null where there are none. */
    static Eqn of(Eqn loop, Builder b) {
        boolean[] found = {false};
        Eqn now = inside(loop, b, found);
        return found[0] ? now : null;
    }

    private static Eqn inside(Eqn loop, Builder b, boolean[] found) {
        return loop.prim() != Prim.FOR ? loop : Regions.map(loop, r -> region(r, b, found));
    }

    private static Region region(Region r, Builder b, boolean[] found) {
        var body = new ArrayList<Eqn>();
        var gone = new ArrayList<Eqn>();
        Map<Integer, Integer> uses = Regions.uses(r.body(), r.out());
        for (Eqn e : r.body()) {
            List<Added> added = e.prim() == Prim.REDUCE && RegionView.of(e).slots().stream().anyMatch(s -> s.role() == RegionView.Role.DEST) ? added(e, r, uses) : null;
            if (added != null) {
                found[0] = true;
                added.forEach(a -> gone.addAll(a.eqns));
                body.add(loop(e, added, b));
            } else if (!gone.contains(e)) {
                body.add(inside(e, b, found));
            }
        }
        return new Region(r.params(), body, r.out());
    }

    /** Where a fold goes: an addition to {@code sum}, with the equations on the way to it. */
    private record Added(Atom sum, Eqn add, List<Eqn> eqns) {
    }

    /** Where all folds of a loop go; null where one goes elsewhere. */
    private static List<Added> added(Eqn e, Region around, Map<Integer, Integer> uses) {
        var out = new ArrayList<Added>();
        for (Slot s : RegionView.of(e).slots(RegionView.Role.FOLD)) {
            Added to = s.op() == Prim.ADD && s.init().equals(Lit.zero(s.result().dtype())) && s.result().type().isScalar() && s.result().dtype().isFloat() ? added(s.result(), around.body(), uses) : null;
            Eqn made = to == null ? null : Regions.definition(around.body(), to.sum);
            if (to == null || made != null && around.body().indexOf(made) >= around.body().indexOf(e) || uses.getOrDefault(((Var) to.sum).id(), 0) != 1 || out.stream().anyMatch(a -> a.sum.equals(to.sum))) {
                return null;
            }
            out.add(to);
        }
        return out.isEmpty() ? null : out;
    }

    private static Added added(Var fold, List<Eqn> body, Map<Integer, Integer> uses) {
        var eqns = new ArrayList<Eqn>();
        Var now = fold;
        for (Eqn e : body) {
            if (e.in().contains(now) && uses.getOrDefault(now.id(), 0) == 1) {
                eqns.add(e);
                if (e.prim() == Prim.ACC_ADD && e.written().equals(now) && e.result().type().isScalar() && e.in().get(0) instanceof Var sum) {
                    return new Added(sum, e, eqns);
                } else if (e.prim() != Prim.ADD || !e.in().contains(Lit.zero(now.dtype()))) {
                    return null;
                }
                now = e.result();
            }
        }
        return null;
    }

    private static Eqn loop(Eqn e, List<Added> added, Builder b) {
        RegionView view = RegionView.of(e);
        var slots = new ArrayList<Slot>();
        var body = new ArrayList<>(view.body().body());
        for (int k = 0; k < added.size(); k++) {
            Slot s = view.slots().get(k);
            Eqn add = added.get(k).add;
            Var sum = b.fresh(add.result().type());
            Var next = b.fresh(add.result().type());
            body.add(new Eqn(Prim.ACC_ADD, List.of(sum, s.yield()), add.params(), List.of(next)));
            slots.add(Slot.of(RegionView.Role.CARRY, added.get(k).sum, sum, next, add.result()));
        }
        view.slots(RegionView.Role.DEST).forEach(s -> slots.add(s.as(RegionView.Role.CARRY)));
        return RegionView.loop(Prim.FOR, Dim.UNKNOWN, view.head(), view.trip(), slots, body);
    }
}
