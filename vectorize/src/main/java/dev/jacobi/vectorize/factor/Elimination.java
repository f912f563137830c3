package dev.jacobi.vectorize.factor;

import static dev.jacobi.vectorize.factor.MatrixCode.ZERO;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import java.util.List;

/** Gaussian elimination with partial pivoting. */
final class Elimination {
    private final MatrixCode c;
    private final Atom rows;
    private final Atom columns;

    Elimination(MatrixCode c, Atom rows, Atom columns) {
        this.c = c;
        this.rows = rows;
        this.columns = columns;
    }

    /** {@code w}, which holds the matrix, becomes its factors; {@code pivots} and {@code order} are written. */
    List<Var> run(Atom steps, Atom w, Atom pivots, Atom order) {
        Atom inOrder = c.each(ZERO, rows, order, (i, o) -> c.put(o, i, i));
        return c.loop(ZERO, steps, List.of(w, pivots, inOrder), (k, x) -> {
            Atom pivot = pivot(x.get(0), k);
            Atom exchanged = c.each(ZERO, columns, x.get(0), (j, y) -> {
                Atom above = c.at(y, k, j);
                Atom below = c.at(y, pivot, j);
                return c.put(c.put(y, below, k, j), above, pivot, j);
            });
            Atom from = c.at(x.get(2), k);
            Atom to = c.at(x.get(2), pivot);
            return List.of(eliminated(exchanged, k), c.put(x.get(1), pivot, k), c.put(c.put(x.get(2), to, k), from, pivot));
        });
    }

    /** The first row from k on whose element in column k has the largest absolute value. */
    private Atom pivot(Atom w, Atom k) {
        return c.loop(c.next(k), rows, List.of(k, c.op(Prim.ABS, c.at(w, k, k))), (i, best) -> {
            Atom size = c.op(Prim.ABS, c.at(w, i, k));
            Atom larger = c.op(Prim.GT, size, best.get(1));
            return List.of(c.select(larger, i, best.get(0)), c.select(larger, size, best.get(1)));
        }).get(0);
    }

    /** Where the pivot is zero, so is everything below it. */
    private Atom eliminated(Atom w, Atom k) {
        Atom diagonal = c.at(w, k, k);
        return c.each(c.next(k), rows, w, (i, x) -> {
            Atom factor = c.select(c.op(Prim.EQ, diagonal, Lit.f64(0)), Lit.f64(0), c.div(c.at(x, i, k), diagonal));
            return c.each(c.next(k), columns, c.put(x, factor, i, k), (j, y) -> c.put(y, c.sub(c.at(y, i, j), c.mul(factor, c.at(y, k, j))), i, j));
        });
    }
}
