package dev.jacobi.vectorize.factor;

import static dev.jacobi.vectorize.factor.MatrixCode.ZERO;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import java.util.List;
import java.util.function.BiFunction;

/** Jacobi's rotations, one for each pair of columns in turn, in sweeps until none is needed any more. */
final class Rotations {
    private static final int SWEEPS = 40;
    private final MatrixCode c;
    /** How small a product of two columns is beside their lengths that is as good as none. */
    private final Lit nothing;

    Rotations(MatrixCode c, double nothing) {
        this.c = c;
        this.nothing = Lit.f64(nothing);
    }

    /** Sweeps over pairs of {@code n} columns; {@code pair} gives whether it has rotated, and both matrices. */
    private List<Var> sweeps(Atom n, Atom a, Atom v, BiFunction<List<Atom>, List<? extends Atom>, List<? extends Atom>> pair) {
        List<Var> done = c.loopWhile(List.of(ZERO, Lit.bool(true), a, v),
            x -> c.op(Prim.AND, x.get(1), c.op(Prim.LT, x.get(0), Lit.i32(SWEEPS))),
            x -> {
                List<Var> r = c.loop(ZERO, n, List.of(Lit.bool(false), x.get(2), x.get(3)),
                    (p, y) -> c.loop(c.next(p), n, y, (q, z) -> pair.apply(List.of(p, q), z)));
                return List.of(c.next(x.get(0)), r.get(0), r.get(1), r.get(2));
            });
        return done.subList(2, 4);
    }

    /** A symmetric matrix becomes diagonal, and {@code v}, which is the identity, its eigenvectors. */
    List<Var> diagonal(Atom n, Atom s, Atom v) {
        return sweeps(n, s, v, (pq, x) -> {
            Atom p = pq.get(0);
            Atom q = pq.get(1);
            Atom a = x.get(1);
            Atom off = c.at(a, p, q);
            Atom pp = c.at(a, p, p);
            Atom qq = c.at(a, q, q);
            Atom limit = c.mul(nothing, c.add(c.op(Prim.ABS, pp), c.op(Prim.ABS, qq)));
            return c.when(c.op(Prim.GT, c.op(Prim.ABS, off), limit), x, () -> {
                List<Atom> r = c.rotation(c.div(c.sub(qq, pp), c.mul(Lit.f64(2), off)));
                Atom turned = c.rotateRows(c.rotateColumns(a, n, p, q, r.get(0), r.get(1)), n, p, q, r.get(0), r.get(1));
                Atom cleared = c.put(c.put(turned, Lit.f64(0), p, q), Lit.f64(0), q, p);
                return List.of(Lit.bool(true), cleared, c.rotateColumns(x.get(2), n, p, q, r.get(0), r.get(1)));
            });
        });
    }

    /** The columns of a matrix become orthogonal (Hestenes, 1958), and {@code v}, which is the identity, what they were multiplied with. */
    List<Var> orthogonal(Atom rows, Atom columns, Atom w, Atom v) {
        return sweeps(columns, w, v, (pq, x) -> {
            Atom p = pq.get(0);
            Atom q = pq.get(1);
            Atom a = x.get(1);
            List<Var> products = c.loop(ZERO, rows, List.of(Lit.f64(0), Lit.f64(0), Lit.f64(0)), (i, s) -> {
                Atom y = c.at(a, i, p);
                Atom z = c.at(a, i, q);
                return List.of(c.add(s.get(0), c.mul(y, y)), c.add(s.get(1), c.mul(z, z)), c.add(s.get(2), c.mul(y, z)));
            });
            Atom off = products.get(2);
            Atom limit = c.mul(nothing, c.mul(c.op(Prim.SQRT, products.get(0)), c.op(Prim.SQRT, products.get(1))));
            return c.when(c.op(Prim.GT, c.op(Prim.ABS, off), limit), x, () -> {
                List<Atom> r = c.rotation(c.div(c.sub(products.get(1), products.get(0)), c.mul(Lit.f64(2), off)));
                return List.of(Lit.bool(true), c.rotateColumns(a, rows, p, q, r.get(0), r.get(1)), c.rotateColumns(x.get(2), columns, p, q, r.get(0), r.get(1)));
            });
        });
    }
}
