package dev.jacobi.vectorize.order;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import java.util.List;

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
        Slot s = SkewedNest.goesOn(inner, held);
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
        boolean alone = SkewedNest.isUsed(outer, 1, held.param(), s.result()) && SkewedNest.isUsed(inner, 2, s.param()) && SkewedNest.isUsed(inner, 1, asked.result(), choice.result());
        return !greater && !less || !alone ? null : greater == first ? Prim.MAX : Prim.MIN;
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
