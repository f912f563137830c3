package dev.jacobi.vectorize.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Var;
import java.util.Map;

/**
 * The array of which a value is a later version: followed back through updates, loops that carry it and branches that
 * both yield versions of it. A parameter of a loop is the end of the way, unless asked from outside that loop.
 */
public record ArrayOrigins(Map<Integer, Eqn> defs) {
    /** The oldest version of {@code v} that is found; {@code v} itself when nothing says of what it is a version. */
    public Var of(Var v) {
        return of(v, 0);
    }

    private Var of(Var v, int depth) {
        Eqn e = defs.get(v.id());
        if (e == null || depth > 500) {
            return v;
        }
        Prim p = e.prim();
        if (p == Prim.UPDATE || p == Prim.UPDATE_SLICE) {
            return of((Var) e.in().get(0), depth + 1);
        } else if (p == Prim.HIST) {
            return of((Var) e.in().get(1), depth + 1);
        } else if (p == Prim.COND) {
            Var root = null;
            for (Atom a : RegionView.ofResult(e, v).yields()) {
                if (!(a instanceof Var y)) {
                    return v;
                }
                Var other = of(y, depth + 1);
                if (root != null && !root.equals(other)) {
                    return v;
                }
                root = other;
            }
            return root;
        } else if (p == Prim.FOR || p == Prim.WHILE || p == Prim.MAP || p == Prim.REDUCE) {
            RegionView.Slot s = RegionView.ofResult(e, v);
            if (s.param() != null && s.yield() instanceof Var y && of(y, depth + 1).equals(s.param())) {
                return s.init() instanceof Var i ? of(i, depth + 1) : v;
            }
        }
        return v;
    }
}
