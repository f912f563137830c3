package dev.jacobi.vectorize.rewrite;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Copies of equations whose new variables come from a builder that is at work. */
public final class FreshCopy {
    private final Builder b;
    private final Function<Eqn, Eqn> instead;
    private final Map<Integer, Atom> map = new HashMap<>();

    /** Copies every equation as it is. */
    public FreshCopy(Builder b) {
        this(b, e -> null);
    }

    /** {@code instead} gives the equation that stands for a copy of another one, or null where this is copied as it is. */
    public FreshCopy(Builder b, Function<Eqn, Eqn> instead) {
        this.b = b;
        this.instead = instead;
    }

    /** From now on copies use these values for variables with these ids. */
    public void replace(Map<Integer, Atom> values) {
        map.putAll(values);
    }

    /** A new variable that copies use for {@code v} from now on. */
    public Var rename(Var v) {
        Var w = b.fresh(v.type());
        map.put(v.id(), w);
        return w;
    }

    /** What copies use for a value: itself when it is neither renamed nor replaced. */
    public Atom atom(Atom a) {
        return a instanceof Var v ? map.getOrDefault(v.id(), v) : a;
    }

    /** What copies use for these values. */
    public List<Atom> atoms(List<? extends Atom> as) {
        return as.stream().map(this::atom).toList();
    }

    /** A copy of one equation, regions included; its results have new variables. */
    public Eqn eqn(Eqn e) {
        Eqn other = instead.apply(e);
        if (other != null) {
            return other;
        }
        List<Atom> in = atoms(e.in());
        Params p = e.params().map(this::region);
        return new Eqn(e.prim(), in, p, e.out().stream().map(this::rename).toList());
    }

    /** Copies of equations that follow each other. */
    public List<Eqn> body(List<Eqn> body) {
        var out = new ArrayList<Eqn>();
        body.forEach(e -> out.add(eqn(e)));
        return out;
    }

    Region region(Region r) {
        List<Var> params = r.params().stream().map(this::rename).toList();
        List<Eqn> body = body(r.body());
        return new Region(params, body, atoms(r.out()));
    }
}
