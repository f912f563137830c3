package dev.jacobi.llvm.plan;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import java.util.HashMap;
import java.util.List;

/**
 * The store whose elements decide where the vectors of a parallel loop begin: a vector that lies across two cache lines is stored, and read, in two turns, and Java's arrays begin at any multiple of eight
 * bytes. {@code array} is written at {@code at}, which the equations {@code before} compute of the trip's number and of what is around the loop; elements of later trips have smaller numbers when {@code down}.
 * The loop reads the array as it was before the store, too, when {@code readBack}: it adds to its elements.
 */
public record AlignedStore(Var trip, Var array, List<Atom> at, List<Eqn> before, boolean down, boolean readBack) {
    /** What computes the indices is a little arithmetic. */
    private static final int MOST_EQUATIONS = 8;

    /** The first such store of a loop's body, which has no loops in it, to an array that the loop reads back, if there is one, as beside the tapes of a gradient; null when there is none at all. */
    public static AlignedStore of(Region body, Variance variance) {
        // what each state of an array was before the body's updates of it
        var roots = new HashMap<Var, Var>();
        AlignedStore first = null;
        for (Eqn e : body.body()) {
            if (e.prim() == Prim.UPDATE && e.in().get(0) instanceof Var v) {
                Var root = roots.getOrDefault(v, v);
                AlignedStore s = e.written().type().isScalar() && body.params().contains(root) ? of(body, e, root, variance) : null;
                if (s != null && s.readBack()) {
                    return s;
                }
                first = first == null ? s : first;
                roots.put(e.result(), root);
            }
        }
        return first;
    }

    private static AlignedStore of(Region body, Eqn update, Var array, Variance variance) {
        List<Atom> at = update.indices();
        if (at.isEmpty() || at.size() != array.type().rank() || at.subList(0, at.size() - 1).stream().anyMatch(a -> variance.stride(a) != 0)) {
            return null;
        }
        long stride = variance.stride(at.get(at.size() - 1));
        List<Eqn> before = BackwardSlice.of(body.body(), at).eqns();
        boolean little = before.size() <= MOST_EQUATIONS && before.stream().allMatch(Eqn::computesScalars);
        boolean reads = body.body().stream().anyMatch(e -> e.prim() == Prim.INDEX && e.in().get(0).equals(array));
        return little && (stride == 1 || stride == -1) ? new AlignedStore(body.params().get(0), array, at, before, stride < 0, reads) : null;
    }
}
