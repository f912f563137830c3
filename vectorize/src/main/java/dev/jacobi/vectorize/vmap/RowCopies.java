package dev.jacobi.vectorize.vmap;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Parts of batched arrays going into a lane and out of it, element by element: so the emitter can run several lanes at once, which
 * it cannot when whole rows are moved.
 */
final class RowCopies {
    private RowCopies() {
    }

    /** {@code dest} with {@code row} at the first indices {@code at}; the extents fit. */
    static Atom write(Builder b, Atom dest, List<Atom> at, Atom row) {
        return elements(b, dest, row, List.of(), (d, j) -> {
            var to = new ArrayList<>(at);
            to.addAll(j);
            return b.update(d, Params.Access.PROMISED, to, j.isEmpty() ? row : b.index(row, Params.Access.PROMISED, j));
        }, b.fresh(dest.type()));
    }

    /** Defines {@code row} as a new array with the elements of {@code a[lane]}. */
    static void copy(Builder b, Var a, Atom lane, Var row) {
        List<Atom> extents = IntStream.range(0, row.type().rank()).mapToObj(d -> b.extent(a, d + 1)).toList();
        copy(b, b.index(a, Params.Access.PROMISED, List.of(lane)), extents, row);
    }

    /** Defines {@code row} as a new array with the elements of {@code source}. */
    static void copy(Builder b, Var source, Var row) {
        copy(b, source, b.extents(source), row);
    }

    private static void copy(Builder b, Var source, List<Atom> extents, Var row) {
        Var fresh = b.full(Lit.zero(row.dtype()), row.type().dims(), extents);
        elements(b, fresh, source, List.of(), (d, j) -> b.update(d, Params.Access.PROMISED, j, b.index(source, Params.Access.PROMISED, j)), row);
    }

    private interface Element {
        Var store(Atom dest, List<Atom> at);
    }

    /** A nest of maps over the elements of {@code shape}, each of which changes its own element of {@code dest}; the outermost defines {@code result}. */
    private static Atom elements(Builder b, Atom dest, Atom shape, List<Atom> at, Element each, Var result) {
        if (at.size() == shape.type().rank()) {
            return each.store(dest, at);
        }
        Dim d = shape.type().dims().get(at.size());
        Atom n = b.extent(shape, at.size());
        Var i = b.fresh(Type.I32);
        Var inner = b.fresh(dest.type());
        b.open();
        var next = new ArrayList<>(at);
        next.add(i);
        Atom stored = elements(b, inner, shape, next, each, b.fresh(dest.type()));
        b.append(new Eqn(Prim.MAP, List.of(n, dest), new Params.Loop(d, b.close(List.of(i, inner), List.of(stored))), List.of(result)));
        return result;
    }

    /** Ids of variables that an equation makes a new version of, or that a loop carries: what codegen would have to copy. */
    static Set<Integer> written(List<Eqn> body) {
        var ids = new HashSet<Integer>();
        Regions.each(body, e -> {
            boolean first = e.prim() == Prim.UPDATE || e.prim() == Prim.ACC_ADD;
            List<Atom> changed = first ? e.in().subList(0, 1) : e.prim() == Prim.COND || Regions.of(e).isEmpty() ? List.of() : e.in();
            Var.among(changed).stream().filter(v -> !v.type().isScalar()).forEach(v -> ids.add(v.id()));
        });
        return ids;
    }
}
