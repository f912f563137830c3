package dev.jacobi.vectorize.order;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import java.util.List;
import java.util.Map;

/**
 * The largest or least value of a nest as programs choose it: {@code if (d > most) most = d;}, where d has no sign, as errors have none. In any order of trips the same one is found: what is not a number is passed over
 * wherever it stands, and zeros are all alike.
 */
final class ChosenExtreme {
    private static final int DEEPEST = 4;

    private ChosenExtreme() {
    }

    /** The operator by which trips choose what an outer loop's slot holds, and the inner loop hands on; null if they do something else with it. */
    static Prim of(RegionView outer, RegionView inner, Slot held) {
        Slot s = inner.slots().stream().filter(x -> held.param().equals(x.init()) && x.result().equals(held.yield())).findFirst().orElse(null);
        if (s == null || !held.param().dtype().isFloat() || !(held.init() instanceof Lit start) || Double.compare(start.asDouble(), -0.0) == 0) {
            return null;
        }
        Definitions defs = Definitions.in(inner.body().body());
        Eqn choice = defs.of(s.yield(), Prim.SELECT);
        Eqn asked = choice == null ? null : defs.of(choice.in().get(0));
        if (asked == null || asked.prim().group() != Prim.Group.COMPARE || !choice.in().get(2).equals(s.param())) {
            return null;
        }
        Atom value = choice.in().get(1);
        boolean first = asked.in().equals(List.of(value, s.param()));
        if (!first && !asked.in().equals(List.of(s.param(), value)) || !isUnsigned(value, defs, 0)) {
            return null;
        }
        boolean greater = asked.prim() == Prim.GT || asked.prim() == Prim.GE;
        boolean less = asked.prim() == Prim.LT || asked.prim() == Prim.LE;
        return !greater && !less || !isAlone(outer, held, s) || !isAlone(inner, s, asked, choice) ? null : greater == first ? Prim.MAX : Prim.MIN;
    }

    private static boolean isAlone(RegionView outer, Slot held, Slot s) {
        Map<Integer, Integer> uses = Regions.uses(outer.body().body(), outer.body().out());
        return uses.getOrDefault(held.param().id(), 0) == 1 && uses.getOrDefault(s.result().id(), 0) == 1;
    }

    private static boolean isAlone(RegionView inner, Slot s, Eqn asked, Eqn choice) {
        Map<Integer, Integer> uses = Regions.uses(inner.body().body(), inner.body().out());
        return uses.getOrDefault(s.param().id(), 0) == 2 && uses.getOrDefault(asked.result().id(), 0) == 1 && uses.getOrDefault(choice.result().id(), 0) == 1;
    }

    /** Whether a number is neither below zero nor zero with a sign. */
    private static boolean isUnsigned(Atom a, Definitions defs, int depth) {
        Eqn e = a instanceof Var && depth < DEEPEST ? defs.of(a) : null;
        if (e == null || e.out().size() != 1) {
            return false;
        }
        boolean square = e.prim() == Prim.MUL && e.in().get(0).equals(e.in().get(1));
        boolean sum = e.prim() == Prim.ADD || e.prim() == Prim.SQRT || e.prim() == Prim.MUL;
        return e.prim() == Prim.ABS || square || sum && e.in().stream().allMatch(x -> isUnsigned(x, defs, depth + 1));
    }
}
