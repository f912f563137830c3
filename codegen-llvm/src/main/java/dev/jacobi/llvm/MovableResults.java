package dev.jacobi.llvm;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.vectorize.tables.NestedMaps;
import dev.jacobi.vectorize.tables.TripTables;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Matrices that a function makes and returns, and of which loops in loops change columns of known numbers, as the gradient by points of what pairs of them come to, are copied into what is returned: then their axes are free to be
 * laid out as lanes want them ({@link LaneLayout}), which is worth more than the copy.
 */
final class MovableResults {
    private MovableResults() {
    }

    /** The function with such copies; itself where there is none. */
    static Func copied(Func f) {
        Map<Var, Eqn> results = new HashMap<>();
        Map<Atom, Eqn> made = new HashMap<>();
        for (Eqn e : f.body()) {
            if (e.prim() == Prim.FULL && e.result().type().rank() == 2) {
                made.put(e.result(), e);
            } else if (TripTables.isCounted(e) && Regions.any(RegionView.of(e).body().body(), MovableResults::changesColumns)) {
                RegionView.of(e).slots().stream().filter(s -> made.containsKey(s.init())).forEach(s -> results.put(s.result(), made.get(s.init())));
            }
        }
        results.keySet().retainAll(f.out());
        if (results.isEmpty()) {
            return f;
        }
        var b = new Builder(Regions.firstFreeId(f));
        Rewrite r = Rewrite.inPlace(b, (e, to) -> false);
        r.append(f.body());
        Map<Var, Atom> copies = new HashMap<>();
        results.forEach((v, full) -> copies.put(v, copy(b, r.atom(v), r.atoms(full.in().subList(1, 3)), v.type().dims())));
        return b.build(f.in(), f.out().stream().map(a -> a instanceof Var v && copies.containsKey(v) ? copies.get(v) : r.atom(a)).toList());
    }

    /** A copy that is made column by column, so that the matrix may have these as rows. */
    private static Var copy(Builder b, Atom matrix, List<Atom> extents, List<Dim> dims) {
        Var whole = b.full(Lit.unset(matrix.dtype()), dims, extents);
        return NestedMaps.over(b, whole, List.of(extents.get(1), extents.get(0)), (to, at) -> {
            List<Atom> place = List.of(at.get(1), at.get(0));
            return b.update(to, Params.Access.PROMISED, place, b.index(matrix, Params.Access.PROMISED, place));
        });
    }

    private static boolean changesColumns(Eqn loop) {
        return Regions.isLoop(loop) && Regions.any(List.of(loop), x -> x.prim() == Prim.UPDATE && x.indices().size() == 2 && x.indices().get(0) instanceof Var && x.indices().get(1) instanceof Lit);
    }
}
