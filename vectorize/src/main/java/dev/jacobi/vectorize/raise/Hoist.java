package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Moves scalar arithmetic on values that a loop does not change in front of the loop, where range analysis sees one symbol in place
 * of one per trip. Every such primitive is total, so it may run though the loop makes no trip. Element reads stay, as
 * only a check in the loop may make them valid.
 */
public final class Hoist implements Optimisation {
    @Override
    public String name() {
        return "hoist";
    }

    @Override
    public Func run(Func in) {
        List<Eqn> body = block(in.body());
        return body == in.body() ? in : new Func(in.in(), body, in.out());
    }

    /** The same list when nothing moves. */
    private static List<Eqn> block(List<Eqn> body) {
        var out = new ArrayList<Eqn>(body.size());
        boolean same = true;
        for (Eqn e : body) {
            Eqn now = Regions.of(e).isEmpty() ? e : control(e, out);
            out.add(now);
            same &= now == e;
        }
        return same ? body : out;
    }

    /** The equation without what is fixed in its regions, which is appended to {@code before}. */
    private static Eqn control(Eqn e, List<Eqn> before) {
        var now = new ArrayList<Region>();
        boolean same = true;
        for (Region r : Regions.of(e)) {
            List<Eqn> inner = block(r.body());
            // A while evaluates its condition at least once, so what is fixed in it may fail or read before the loop.
            List<Eqn> kept = e.prim() == Prim.COND ? inner : kept(r.params(), inner, e.prim() == Prim.WHILE && now.isEmpty(), before);
            now.add(kept == r.body() ? r : new Region(r.params(), kept, r.out()));
            same &= kept == r.body();
        }
        return same ? e : e.withRegions(now);
    }

    private static List<Eqn> kept(List<Var> params, List<Eqn> body, boolean certain, List<Eqn> before) {
        var inside = new BitSet();
        params.forEach(v -> inside.set(v.id()));
        Regions.definitions(body, inside::set);
        var kept = new ArrayList<Eqn>(body.size());
        for (Eqn x : body) {
            if ((isScalarArithmetic(x) || certain && (x.prim() == Prim.CHECK || x.prim() == Prim.INDEX)) && isFixed(x, inside)) {
                before.add(x);
                x.out().forEach(v -> inside.clear(v.id()));
            } else {
                kept.add(x);
            }
        }
        return kept.size() == body.size() ? body : kept;
    }

    private static boolean isFixed(Eqn e, BitSet inside) {
        for (int i = 0, n = e.in().size(); i < n; i++) {
            if (e.in().get(i) instanceof Var v && inside.get(v.id())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isScalarArithmetic(Eqn e) {
        return e.prim() == Prim.DIM || e.prim().isElementwise() && !Atom.anyArray(e.in()) && !Atom.anyArray(e.out());
    }
}
