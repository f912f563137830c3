package dev.jacobi.ir.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The equations that define variables, by the variables' ids. */
public record Definitions(Map<Integer, Eqn> byId) {
    /** Those of a block and of all regions inside. */
    public static Definitions in(List<Eqn> body) {
        return new Definitions(Regions.definitions(body));
    }

    /** The equation that defines a value; null for literals and parameters. */
    public Eqn of(Atom a) {
        return a instanceof Var v ? byId.get(v.id()) : null;
    }

    /** The values of which a select or a branch gives one; null for other equations. */
    public static List<Atom> ways(Eqn e, Atom result) {
        return e.prim() == Prim.SELECT ? e.in().subList(1, 3) : e.prim() == Prim.COND ? RegionView.ofResult(e, result).yields() : null;
    }

    /** The n of {@code r = x % n; (r ^ n) < 0 && r != 0 ? r + n : r}, which has the sign of n; null for other choices. {@code defs} gives what computes a number. */
    public static Atom floored(Eqn e, Function<Atom, Eqn> defs) {
        Atom r = e.in().get(2);
        Eqn rem = defs.apply(r);
        Eqn sum = defs.apply(e.in().get(1));
        Eqn both = defs.apply(e.in().get(0));
        if (rem == null || rem.prim() != Prim.REM || sum == null || sum.prim() != Prim.ADD || both == null || both.prim() != Prim.AND) {
            return null;
        }
        Atom n = rem.in().get(1);
        Lit zero = Lit.zero(r.dtype());
        boolean[] has = new boolean[2];
        for (Atom a : both.in()) {
            Eqn asks = defs.apply(a);
            Eqn signs = asks == null || asks.prim() != Prim.LT || !asks.in().get(1).equals(zero) ? null : defs.apply(asks.in().get(0));
            has[0] |= signs != null && signs.prim() == Prim.XOR && signs.in().containsAll(List.of(r, n));
            has[1] |= asks != null && asks.prim() == Prim.NE && asks.in().equals(List.of(r, zero));
        }
        return has[0] && has[1] && sum.in().containsAll(List.of(r, n)) ? n : null;
    }

    /** The defining equation if it is of this primitive, else null. */
    public Eqn of(Atom a, Prim p) {
        Eqn e = of(a);
        return e != null && e.prim() == p ? e : null;
    }

    /** An integer that is another one plus a constant, which wraps around as their type does. */
    public record Offset(Atom base, long by) {
        /** What an equation computes, if it adds a literal or takes one away; else null, as for no equation. */
        public static Offset of(Eqn e) {
            if (e == null || e.prim() != Prim.ADD && e.prim() != Prim.SUB || !e.result().dtype().isInt()) {
                return null;
            }
            Atom a = e.in().get(0);
            Atom b = e.in().get(1);
            return b instanceof Lit l ? new Offset(a, e.prim() == Prim.ADD ? l.asLong() : Lit.of(l.dtype(), -l.asLong()).asLong())
                : a instanceof Lit l && e.prim() == Prim.ADD ? new Offset(b, l.asLong()) : null;
        }
    }
}
