package dev.jacobi.vectorize.factor;

import static dev.jacobi.vectorize.factor.MatrixCode.ZERO;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.vectorize.factor.ComplexCode.Pair;
import java.util.List;

/**
 * Householder's reflections {@code 1 - tau v v'} of complex matrices, stored as {@link Reflections} stores them. The diagonal that they leave is real; its sign is the
 * opposite of that of the real
 * part that stood there. The matrix is multiplied by the adjoint of each, as LAPACK does.
 */
final class ComplexReflections {
    private static final Pair ONE = new Pair(Lit.f64(1), Lit.f64(0));
    private final ComplexCode z;
    private final MatrixCode c;
    private final Atom rows;
    private final Atom columns;
    private final Atom steps;

    ComplexReflections(ComplexCode z, Atom rows, Atom columns, Atom steps) {
        this.z = z;
        this.c = z.c;
        this.rows = rows;
        this.columns = columns;
        this.steps = steps;
    }

    /** The parts of the matrix {@code w} and of the factors {@code tau}, written. */
    List<Var> run(Pair w, Pair tau) {
        return c.loop(ZERO, steps, List.of(w.re(), w.im(), tau.re(), tau.im()), (k, x) -> {
            Pair a = Pair.of(x);
            Atom below = c.sum(c.next(k), rows, i -> z.square(z.at(a, i, k)));
            Pair alpha = z.at(a, k, k);
            Atom none = c.op(Prim.AND, c.op(Prim.EQ, below, Lit.f64(0)), c.op(Prim.EQ, alpha.im(), Lit.f64(0)));
            Atom length = c.op(Prim.SQRT, c.add(z.square(alpha), below));
            Atom beta = c.select(none, alpha.re(), c.op(Prim.NEG, c.op(Prim.COPYSIGN, length, alpha.re())));
            Pair apart = z.select(none, ONE, new Pair(c.sub(alpha.re(), beta), alpha.im()));
            Pair over = z.scaled(z.conjugate(apart), c.div(Lit.f64(1), z.square(apart)));
            Atom safe = c.select(none, Lit.f64(1), beta);
            Pair t = new Pair(c.select(none, Lit.f64(0), c.div(c.sub(beta, alpha.re()), safe)), c.select(none, Lit.f64(0), c.div(c.op(Prim.NEG, alpha.im()), safe)));
            Pair scaled = z.each(c.next(k), rows, a, (i, y) -> z.put(y, z.mul(z.at(y, i, k), over), i, k));
            Pair reflected = reflected(scaled, null, k, z.conjugate(t), c.next(k), columns);
            Pair done = z.put(reflected, new Pair(beta, Lit.f64(0)), k, k);
            Pair factors = z.put(Pair.of(x.subList(2, 4)), t, k);
            return List.of(done.re(), done.im(), factors.re(), factors.im());
        });
    }

    /** Columns of {@code x} reflected by the vector in column k of {@code vectors}, or of {@code x} itself where that is null: its columns from k on stay. */
    private Pair reflected(Pair x, Pair vectors, Atom k, Pair tau, Atom from, Atom to) {
        return z.each(from, to, x, (j, y) -> {
            Pair dot = z.sum(c.next(k), rows, z.at(y, k, j), i -> z.mul(z.conjugate(z.at(vectors == null ? y : vectors, i, k)), z.at(y, i, j)));
            Pair by = z.mul(tau, dot);
            Pair first = z.put(y, z.sub(z.at(y, k, j), by), k, j);
            return z.each(c.next(k), rows, first, (i, r) -> z.put(r, z.sub(z.at(r, i, j), z.mul(by, z.at(vectors == null ? r : vectors, i, k))), i, j));
        });
    }

    /** So many columns of the unitary factor, into {@code q}: the reflections of the identity, the last one first. */
    Pair unitary(Pair w, Pair tau, Pair q, Atom count) {
        Pair identity = z.fill(q, rows, count, (i, j) -> new Pair(c.select(c.op(Prim.EQ, i, j), Lit.f64(1), Lit.f64(0)), Lit.f64(0)));
        return z.each(ZERO, steps, identity, (s, x) -> {
            Atom k = c.sub(c.sub(steps, Lit.i32(1)), s);
            return reflected(x, w, k, z.at(tau, k), k, count);
        });
    }
}
