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
import dev.jacobi.vectorize.tables.TripTables;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

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
        return filled(b, whole, List.of(extents.get(1), extents.get(0)), new ArrayList<>(), (to, at) -> {
            List<Atom> place = List.of(at.get(1), at.get(0));
            return b.update(to, Params.Access.PROMISED, place, b.index(matrix, Params.Access.PROMISED, place));
        });
    }

    private static boolean changesColumns(Eqn loop) {
        return Regions.isLoop(loop) && Regions.any(List.of(loop), x -> x.prim() == Prim.UPDATE && x.indices().size() == 2 && x.indices().get(0) instanceof Var && x.indices().get(1) instanceof Lit);
    }

    /** A new array with an element of a matrix in each place. */
    static Var filled(Builder b, Atom matrix, List<Atom> extents, UnaryOperator<List<Atom>> place) {
        Var whole = b.full(Lit.unset(matrix.dtype()), Collections.nCopies(extents.size(), Dim.UNKNOWN), extents);
        return filled(b, whole, extents, new ArrayList<>(), (to, at) -> b.update(to, Params.Access.PROMISED, at, b.index(matrix, Params.Access.PROMISED, place.apply(at))));
    }

    /** Maps over these extents, one in another, in which an element is written. */
    private static Var filled(Builder b, Var to, List<Atom> extents, List<Atom> at, BiFunction<Var, List<Atom>, Var> write) {
        if (at.size() == extents.size()) {
            return write.apply(to, at);
        }
        Var trip = b.fresh(extents.get(at.size()).type());
        Var param = b.fresh(to.type());
        b.open();
        var next = new ArrayList<>(at);
        next.add(trip);
        Var inner = filled(b, param, extents, next, write);
        return b.loop(Prim.MAP, Dim.UNKNOWN, b.close(List.of(trip, param), List.of(inner)), extents.get(at.size()), List.of(to)).get(0);
    }
}
