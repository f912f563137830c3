package dev.jacobi.llvm.math;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Extremes of reals that are compared with others, and used for nothing else, none of which is NaN, as those of searches for the place of an extreme: which of two zeros they are nobody sees, and one instruction of the processor
 * joins two of them, in place of some ten that look for NaN and for signs of zeros.
 */
public final class ComparedExtremes {
    private ComparedExtremes() {
    }

    /** The results of such reductions. */
    public static Set<Var> in(Func f) {
        var found = new HashSet<Var>();
        Regions.each(f.body(), e -> {
            if (isExtreme(e)) {
                found.add(e.result());
            }
        });
        if (found.isEmpty()) {
            return found;
        }
        // how often each is used, less the comparisons
        Map<Integer, Integer> others = new HashMap<>(Regions.uses(f.body(), f.out()));
        Regions.each(f.body(), e -> {
            if (e.prim().group() == Prim.Group.COMPARE) {
                e.in().forEach(a -> others.computeIfPresent(a instanceof Var v ? v.id() : -1, (k, n) -> n - 1));
            }
        });
        found.removeIf(v -> others.getOrDefault(v.id(), 0) > 0);
        return found;
    }

    private static boolean isExtreme(Eqn e) {
        if (e.prim() != Prim.REDUCE || e.out().size() != 1 || !e.result().dtype().isFloat() || !e.result().type().isScalar()) {
            return false;
        }
        Params.Fold p = (Params.Fold) e.params();
        Prim op = p.ops().get(0);
        return (op == Prim.MIN || op == Prim.MAX) && isNumber(e.in().get(1)) && isNumber(p.body(), p.body().out().get(0));
    }

    private static boolean isNumber(Atom a) {
        return a instanceof Lit l && !Double.isNaN(l.asDouble());
    }

    /** Whether it is another number where it would be NaN. */
    private static boolean isNumber(Region r, Atom term) {
        Eqn choice = Regions.definition(r.body(), term);
        Eqn unlike = choice == null || choice.prim() != Prim.SELECT || !isNumber(choice.in().get(1)) ? null : Regions.definition(r.body(), choice.in().get(0));
        return unlike != null && unlike.prim() == Prim.NE && unlike.in().get(0).equals(unlike.in().get(1)) && unlike.in().get(0).equals(choice.in().get(2));
    }
}
