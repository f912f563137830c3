package dev.jacobi.vectorize.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.List;
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
            int k = e.out().indexOf(v);
            Var root = null;
            for (Region r : Regions.of(e)) {
                if (!(r.out().get(k) instanceof Var y)) {
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
            Var param = carried(e, e.out().indexOf(v));
            if (param != null && yielded(e, e.out().indexOf(v)) instanceof Var y && of(y, depth + 1).equals(param)) {
                return init(e, e.out().indexOf(v)) instanceof Var i ? of(i, depth + 1) : v;
            }
        }
        return v;
    }

    /** The body's parameter that result k of a loop was, or null when it is not a carry or destination. */
    static Var carried(Eqn loop, int k) {
        List<Region> rs = Regions.of(loop);
        Region body = rs.get(rs.size() - 1);
        int skip = loop.prim() == Prim.WHILE ? 0 : 1;
        int at = k + skip - terms(loop);
        return k >= terms(loop) && at < body.params().size() ? body.params().get(at) : null;
    }

    /** How many results of a loop come before those that are parameters of its body. */
    static int terms(Eqn loop) {
        return loop.prim() == Prim.REDUCE ? loop.in().size() - Regions.of(loop).get(0).params().size() : 0;
    }

    /** What result {@code k} of a loop is before the first trip. */
    public static Atom init(Eqn loop, int k) {
        return loop.in().get(loop.prim() == Prim.WHILE ? k : k + 1);
    }

    static Atom yielded(Eqn loop, int k) {
        List<Region> rs = Regions.of(loop);
        return rs.get(rs.size() - 1).out().get(k);
    }
}
