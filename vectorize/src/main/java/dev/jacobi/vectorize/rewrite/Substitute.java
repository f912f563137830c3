package dev.jacobi.vectorize.rewrite;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Var;
import java.util.List;
import java.util.Map;

/** Replaces variables by other atoms throughout a region, keeping all definitions as they are. */
public final class Substitute {
    private Substitute() {
    }

    /** The region with other atoms for the variables with these ids, inner regions included. */
    public static Region region(Region r, Map<Integer, ? extends Atom> by) {
        return new Region(r.params(), r.body().stream().map(e -> eqn(e, by)).toList(), atoms(r.out(), by));
    }

    /** The equation with other atoms for the variables with these ids, its regions included. */
    public static Eqn eqn(Eqn e, Map<Integer, ? extends Atom> by) {
        return new Eqn(e.prim(), atoms(e.in(), by), e.params().map(r -> region(r, by)), e.out());
    }

    /** The list with other atoms for the variables with these ids. */
    public static List<Atom> atoms(List<? extends Atom> as, Map<Integer, ? extends Atom> by) {
        return as.stream().map(a -> a instanceof Var v && by.containsKey(v.id()) ? (Atom) by.get(v.id()) : a).toList();
    }
}
