package dev.jacobi.vectorize;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Copies of equations whose new variables come from a builder that is at work. */
final class LaneCopy {
    private final Builder b;
    private final Map<Integer, Atom> map = new HashMap<>();

    LaneCopy(Builder b) {
        this.b = b;
    }

    /** From now on copies use these values for variables with these ids. */
    void replace(Map<Integer, Atom> values) {
        map.putAll(values);
    }

    Var rename(Var v) {
        Var w = b.fresh(v.type());
        map.put(v.id(), w);
        return w;
    }

    List<Atom> atoms(List<? extends Atom> as) {
        var out = new ArrayList<Atom>();
        as.forEach(a -> out.add(a instanceof Var v ? map.getOrDefault(v.id(), v) : a));
        return out;
    }

    List<Eqn> body(List<Eqn> body) {
        var out = new ArrayList<Eqn>();
        for (Eqn e : body) {
            List<Atom> in = atoms(e.in());
            Params p = Rewrite.mapRegions(e.params(), this::region);
            out.add(new Eqn(e.prim(), in, p, e.out().stream().map(this::rename).toList()));
        }
        return out;
    }

    Region region(Region r) {
        List<Var> params = r.params().stream().map(this::rename).toList();
        List<Eqn> body = body(r.body());
        return new Region(params, body, atoms(r.out()));
    }
}
