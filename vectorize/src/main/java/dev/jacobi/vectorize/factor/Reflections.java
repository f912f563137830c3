package dev.jacobi.vectorize.factor;

import static dev.jacobi.vectorize.factor.MatrixCode.ZERO;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import java.util.List;

/**
 * Householder's reflections {@code 1 - tau v v'}, where v is one at k and zero in front of it. The rest of v stands below the diagonal of the matrix that they triangulate, the diagonal
 * elements get the sign that avoids cancellation, and where nothing stands below the diagonal tau is zero: as LAPACK does.
 */
final class Reflections {
    private final MatrixCode c;
    private final Atom rows;
    private final Atom columns;
    private final Atom steps;

    Reflections(MatrixCode c, Atom rows, Atom columns, Atom steps) {
        this.c = c;
        this.rows = rows;
        this.columns = columns;
        this.steps = steps;
    }

    /** The matrix {@code w} and the factors {@code tau}, written. */
    List<Var> run(Atom w, Atom tau) {
        return c.loop(ZERO, steps, List.of(w, tau), (k, x) -> {
            Atom below = c.sum(c.next(k), rows, i -> c.mul(c.at(x.get(0), i, k), c.at(x.get(0), i, k)));
            Atom none = c.op(Prim.EQ, below, Lit.f64(0));
            Atom alpha = c.at(x.get(0), k, k);
            Atom length = c.op(Prim.SQRT, c.add(c.mul(alpha, alpha), below));
            Atom beta = c.select(none, alpha, c.op(Prim.NEG, c.op(Prim.COPYSIGN, length, alpha)));
            Atom scale = c.select(none, Lit.f64(0), c.div(Lit.f64(1), c.sub(alpha, beta)));
            Atom t = c.select(none, Lit.f64(0), c.div(c.sub(beta, alpha), beta));
            Atom scaled = c.each(c.next(k), rows, x.get(0), (i, y) -> c.put(y, c.mul(c.at(y, i, k), scale), i, k));
            Atom reflected = reflected(scaled, scaled, k, t, c.next(k), columns);
            return List.of(c.put(reflected, beta, k, k), c.put(x.get(1), t, k));
        });
    }

    /** Columns of {@code x} reflected by the vector that stands in column k of {@code v}, which may be the same matrix: its columns from k on stay. */
    private Atom reflected(Atom x, Atom v, Atom k, Atom tau, Atom from, Atom to) {
        boolean same = x == v;
        return c.each(from, to, x, (j, y) -> {
            Atom vectors = same ? y : v;
            Atom dot = c.each(c.next(k), rows, c.at(y, k, j), (i, s) -> c.add(s, c.mul(c.at(vectors, i, k), c.at(y, i, j))));
            Atom by = c.mul(tau, dot);
            Atom first = c.put(y, c.sub(c.at(y, k, j), by), k, j);
            return c.each(c.next(k), rows, first, (i, z) -> c.put(z, c.sub(c.at(z, i, j), c.mul(by, c.at(same ? z : v, i, k))), i, j));
        });
    }

    /** So many columns of the orthogonal factor, into {@code q}: the reflections of the identity, the last one first. */
    Atom orthogonal(Atom w, Atom tau, Atom q, Atom count) {
        return c.each(ZERO, steps, c.identity(q, rows, count), (s, x) -> {
            Atom k = c.sub(c.sub(steps, Lit.i32(1)), s);
            return reflected(x, w, k, c.at(tau, k), k, count);
        });
    }
}
