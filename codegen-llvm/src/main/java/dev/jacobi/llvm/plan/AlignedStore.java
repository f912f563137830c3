package dev.jacobi.llvm.plan;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The store whose elements decide where the vectors of a parallel loop begin: a vector that lies across two cache lines is stored, and read, in two turns, and Java's arrays begin at any multiple of eight
 * bytes. {@code array} is written at {@code at}, which the equations {@code before} compute of the trip's number and of what is around the loop; elements of later trips have smaller numbers when {@code down}.
 */
public record AlignedStore(Var trip, Var array, List<Atom> at, List<Eqn> before, boolean down) {
    private static final int MOST_EQUATIONS = 8;

    /** The first such store of a loop's body, which has no loops in it; null when there is none. */
    public static AlignedStore of(Region body, Variance variance) {
        for (Eqn e : body.body()) {
            if (e.prim() == Prim.UPDATE && e.in().get(0) instanceof Var v && e.written().type().isScalar()) {
                AlignedStore s = of(body, e, root(body, v), variance);
                if (s != null) {
                    return s;
                }
            }
        }
        return null;
    }

    private static AlignedStore of(Region body, Eqn update, Var array, Variance variance) {
        List<Atom> at = update.in().subList(1, update.in().size() - 1);
        if (at.isEmpty() || at.size() != array.type().rank() || at.subList(0, at.size() - 1).stream().anyMatch(a -> variance.stride(a) != 0)) {
            return null;
        }
        long stride = variance.stride(at.get(at.size() - 1));
        var before = new ArrayList<Eqn>();
        var known = new HashSet<Var>();
        boolean simple = (stride == 1 || stride == -1) && body.params().contains(array) && at.stream().allMatch(a -> needed(body, a, before, known));
        return simple ? new AlignedStore(body.params().get(0), array, at, before, stride < 0) : null;
    }

    /** Collects what computes a number; false when that is more than a little arithmetic. */
    private static boolean needed(Region body, Atom a, List<Eqn> to, HashSet<Var> known) {
        Eqn e = a instanceof Var v && known.add(v) ? Regions.definition(body.body(), v) : null;
        if (e == null) {
            return true;
        }
        if (!e.computesScalars() || to.size() >= MOST_EQUATIONS || !e.in().stream().allMatch(x -> needed(body, x, to, known))) {
            return false;
        }
        to.add(e);
        return true;
    }

    /** The array as it is before the body's updates of it. */
    private static Var root(Region body, Var v) {
        Eqn e = Regions.definition(body.body(), v);
        return e != null && e.prim() == Prim.UPDATE && e.in().get(0) instanceof Var w ? root(body, w) : v;
    }
}
