package dev.jacobi.llvm.choice;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Choices of the next place in a ring: {@code if (++p == n) p = 0;}, {@code p = (p + 1) % n}. A select has each trip wait for the sum, the comparison and the choice, one after the other, of the trip before. That the
 * end comes once in a round is easily foreseen, and with a branch a trip waits for nothing but the sum.
 */
public final class RingSteps {
    private final Set<Var> found = new HashSet<>();
    private Definitions defs;
    private Set<Integer> inside = Set.of();
    private Map<Integer, Integer> used = Map.of();

    private RingSteps() {
    }

    /** The selects that choose so. */
    public static Set<Var> of(Func f) {
        var all = new RingSteps();
        all.used = Regions.uses(f.body(), f.out());
        all.walk(f.body(), false);
        return Set.copyOf(all.found);
    }

    private void walk(List<Eqn> body, boolean nested) {
        for (Eqn e : body) {
            if (e.prim() == Prim.WHILE || e.prim() == Prim.FOR) {
                loop(RegionView.of(e), nested);
            }
            Regions.of(e).forEach(r -> walk(r.body(), nested || e.prim() != Prim.COND));
        }
    }

    private void loop(RegionView loop, boolean nested) {
        defs = Definitions.in(loop.body().body());
        inside = Regions.defined(loop.body());
        for (RegionView.Slot s : loop.carried()) {
            if (nested && !used.containsKey(s.result().id())) {
                // about one round in each of many short loops, each from another place: the end is not foreseen
                continue;
            }
            Eqn next = s.param().type().isScalar() && s.param().dtype().isInt() ? defs.of(s.yield()) : null;
            if (next != null && next.prim() == Prim.SELECT) {
                choice(next, s.param(), next.in().get(1), next.in().get(2));
            } else if (next != null && next.prim() == Prim.SUB && defs.of(next.in().get(1), Prim.SELECT) != null && isStep(next.in().get(0), s.param())) {
                // a remainder that is a comparison and a subtraction
                Eqn taken = defs.of(next.in().get(1));
                choice(taken, s.param(), next.in().get(0), taken.in().get(1));
            }
        }
    }

    private void choice(Eqn select, Var place, Atom one, Atom other) {
        Eqn when = defs.of(select.in().get(0));
        boolean steps = isStep(one, place) && isFixed(other) || isStep(other, place) && isFixed(one);
        if (steps && when != null && when.prim().group() == Prim.Group.COMPARE) {
            List<Atom> in = when.in();
            if (isNear(in.get(0), place) && isFixed(in.get(1)) || isNear(in.get(1), place) && isFixed(in.get(0))) {
                found.add(select.result());
            }
        }
    }

    private boolean isStep(Atom a, Var place) {
        Definitions.Offset o = Definitions.Offset.of(defs.of(a));
        return o != null && o.base().equals(place);
    }

    private boolean isNear(Atom a, Var place) {
        return a.equals(place) || isStep(a, place);
    }

    private boolean isFixed(Atom a) {
        return !(a instanceof Var v && inside.contains(v.id()));
    }
}
