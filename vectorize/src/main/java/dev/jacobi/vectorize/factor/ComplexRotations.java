package dev.jacobi.vectorize.factor;

import static dev.jacobi.vectorize.factor.MatrixCode.ZERO;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.vectorize.factor.ComplexCode.Pair;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Jacobi's rotations of complex matrices: one of two columns is multiplied by a number of absolute value 1 that makes their product real, and both are rotated as real ones
 * are.
 */
final class ComplexRotations {
    private static final int SWEEPS = 40;
    private final ComplexCode z;
    private final MatrixCode c;
    private final Lit nothing;

    ComplexRotations(ComplexCode z, double nothing) {
        this.z = z;
        this.c = z.c;
        this.nothing = Lit.f64(nothing);
    }

    /** Sweeps over pairs of {@code n} columns; {@code pair} gives whether it has rotated, and the parts of both matrices. */
    private List<Var> sweeps(Atom n, Pair a, Pair v, BiFunction<List<Atom>, List<? extends Atom>, List<? extends Atom>> pair) {
        List<Var> done = c.loopWhile(List.of(ZERO, Lit.bool(true), a.re(), a.im(), v.re(), v.im()),
            x -> c.op(Prim.AND, x.get(1), c.op(Prim.LT, x.get(0), Lit.i32(SWEEPS))),
            x -> {
                List<Var> r = c.loop(ZERO, n, List.of(Lit.bool(false), x.get(2), x.get(3), x.get(4), x.get(5)),
                    (p, y) -> c.loop(c.next(p), n, y, (q, s) -> pair.apply(List.of(p, q), s)));
                return List.of(c.next(x.get(0)), r.get(0), r.get(1), r.get(2), r.get(3), r.get(4));
            });
        return done.subList(2, 6);
    }

    private static List<Atom> rotated(Pair a, Pair v) {
        return List.of(Lit.bool(true), a.re(), a.im(), v.re(), v.im());
    }

    /** A self-adjoint matrix becomes diagonal, and {@code v}, which is the identity, its eigenvectors. */
    List<Var> diagonal(Atom n, Pair s, Pair v) {
        return sweeps(n, s, v, (pq, x) -> {
            Atom p = pq.get(0);
            Atom q = pq.get(1);
            Pair a = Pair.of(x.subList(1, 3));
            Pair off = z.at(a, p, q);
            Atom size = z.size(off);
            Atom pp = c.at(a.re(), p, p);
            Atom qq = c.at(a.re(), q, q);
            Atom limit = c.mul(nothing, c.add(c.op(Prim.ABS, pp), c.op(Prim.ABS, qq)));
            return c.when(c.op(Prim.GT, size, limit), x, () -> {
                Pair phase = z.phase(off);
                List<Atom> r = c.rotation(c.div(c.sub(qq, pp), c.mul(Lit.f64(2), size)));
                Pair turned = z.turnRow(z.turnColumn(a, n, q, z.conjugate(phase)), n, q, phase);
                Pair rotated = z.rotateRows(z.rotateColumns(turned, n, p, q, r), n, p, q, r);
                Pair zero = new Pair(Lit.f64(0), Lit.f64(0));
                Pair cleared = z.put(z.put(rotated, zero, p, q), zero, q, p);
                return rotated(cleared, z.rotateColumns(z.turnColumn(Pair.of(x.subList(3, 5)), n, q, z.conjugate(phase)), n, p, q, r));
            });
        });
    }

    /** The columns of a matrix become orthogonal, and {@code v}, which is the identity, what they were multiplied with. */
    List<Var> orthogonal(Atom rows, Atom columns, Pair w, Pair v) {
        return sweeps(columns, w, v, (pq, x) -> {
            Atom p = pq.get(0);
            Atom q = pq.get(1);
            Pair a = Pair.of(x.subList(1, 3));
            List<Var> products = c.loop(ZERO, rows, List.of(Lit.f64(0), Lit.f64(0), Lit.f64(0), Lit.f64(0)), (i, s) -> {
                Pair y = z.at(a, i, p);
                Pair w2 = z.at(a, i, q);
                Pair both = z.mul(z.conjugate(y), w2);
                return List.of(c.add(s.get(0), z.square(y)), c.add(s.get(1), z.square(w2)), c.add(s.get(2), both.re()), c.add(s.get(3), both.im()));
            });
            Pair off = Pair.of(products.subList(2, 4));
            Atom size = z.size(off);
            Atom limit = c.mul(nothing, c.mul(c.op(Prim.SQRT, products.get(0)), c.op(Prim.SQRT, products.get(1))));
            return c.when(c.op(Prim.GT, size, limit), x, () -> {
                Pair back = z.conjugate(z.phase(off));
                List<Atom> r = c.rotation(c.div(c.sub(products.get(1), products.get(0)), c.mul(Lit.f64(2), size)));
                Pair now = z.rotateColumns(z.turnColumn(a, rows, q, back), rows, p, q, r);
                return rotated(now, z.rotateColumns(z.turnColumn(Pair.of(x.subList(3, 5)), columns, q, back), columns, p, q, r));
            });
        });
    }
}
