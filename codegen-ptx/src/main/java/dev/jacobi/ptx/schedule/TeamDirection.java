package dev.jacobi.ptx.schedule;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ptx.lower.OrderedSplit;
import java.util.HashSet;
import java.util.Set;

/** Whether the loops inside of a map's iterations go along rows, through elements that lie one behind the other, or along columns. */
final class TeamDirection {
    private final Func f;
    private final Set<Var> indices;

    /** {@code indices}: the outer loop's. */
    TeamDirection(Func f, Set<Var> indices) {
        this.f = f;
        this.indices = indices;
    }

    /** How many more kinds of elements are addressed by the inner index last than by the outer one; negative for columns, 0 when nothing says so. */
    int votes() {
        int[] votes = {0};
        for (Eqn e : f.body()) {
            if (e.prim() == Prim.REDUCE || e.prim() == Prim.MAP || e.prim() == Prim.FOR) {
                votes(e, votes);
            }
        }
        return votes[0];
    }

    private void votes(Eqn loop, int[] votes) {
        Region r = Regions.of(loop).get(0);
        var inner = new HashSet<Var>(Set.of(Regions.trip(loop)));
        var outer = new HashSet<Var>(indices);
        var items = new HashSet<Var>(indices);
        for (Eqn e : f.body()) {
            note(e, inner, outer, items);
        }
        Regions.each(r.body(), e -> {
            note(e, inner, outer, items);
            int at = e.prim() == Prim.INDEX ? e.in().size() - 1 : e.prim() == Prim.UPDATE ? e.in().size() - 2 : 0;
            // what all items of a loop in order read alike, their threads read at once
            boolean alike = loop.prim() == Prim.FOR && e.in().stream().noneMatch(items::contains);
            if (at > 0 && !alike && e.in().get(at) instanceof Var v && inner.contains(v) != outer.contains(v)) {
                votes[0] += inner.contains(v) ? 1 : -1;
            }
        });
    }

    /** Integers that grow by one with an index, and what depends on the item. */
    private static void note(Eqn e, Set<Var> inner, Set<Var> outer, Set<Var> items) {
        if (e.prim() == Prim.ADD || e.prim() == Prim.SUB || e.prim() == Prim.CONVERT) {
            if (e.in().stream().anyMatch(inner::contains)) {
                inner.add(e.result());
            }
            if (e.in().stream().anyMatch(outer::contains)) {
                outer.add(e.result());
            }
        }
        if (OrderedSplit.uses(e).stream().anyMatch(items::contains)) {
            items.addAll(e.out());
        }
    }
}
