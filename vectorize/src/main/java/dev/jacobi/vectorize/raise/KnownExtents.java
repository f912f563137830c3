package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which integers are known before a program runs, as they are made of arrays' extents and constants alone, in front of all loops. */
final class KnownExtents {
    private final Map<Integer, Eqn> top;
    private final Set<Integer> known = new HashSet<>();

    KnownExtents(Func f) {
        top = Regions.definitions(f.body().stream().filter(e -> Regions.of(e).isEmpty()).toList());
    }

    /** Whether the value is such an integer. */
    boolean isKnown(Atom a) {
        if (!(a instanceof Var v)) {
            return true;
        }
        Eqn e = top.get(v.id());
        boolean is = known.contains(v.id()) || e != null && (e.prim() == Prim.DIM || e.prim().isElementwise() && !e.in().isEmpty() && e.in().stream().allMatch(this::isKnown));
        if (is) {
            known.add(v.id());
        }
        return is;
    }
}
