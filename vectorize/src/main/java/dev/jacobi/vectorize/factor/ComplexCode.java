package dev.jacobi.vectorize.factor;

import static dev.jacobi.vectorize.factor.MatrixCode.ZERO;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Writes scalar code on complex matrices, each of which is two arrays: the real and the imaginary parts. */
final class ComplexCode {
    final MatrixCode c;

    /** A number, or a matrix. */
    record Pair(Atom re, Atom im) {
        static Pair of(List<? extends Atom> two) {
            return new Pair(two.get(0), two.get(1));
        }

        List<Atom> parts() {
            return List.of(re, im);
        }
    }

    ComplexCode(MatrixCode c) {
        this.c = c;
    }

    Pair at(Pair a, Atom... at) {
        return new Pair(c.at(a.re, at), c.at(a.im, at));
    }

    Pair put(Pair a, Pair v, Atom... at) {
        return new Pair(c.put(a.re, v.re, at), c.put(a.im, v.im, at));
    }

    Pair sub(Pair x, Pair y) {
        return new Pair(c.sub(x.re, y.re), c.sub(x.im, y.im));
    }

    Pair mul(Pair x, Pair y) {
        return new Pair(c.sub(c.mul(x.re, y.re), c.mul(x.im, y.im)), c.add(c.mul(x.re, y.im), c.mul(x.im, y.re)));
    }

    Pair scaled(Pair x, Atom by) {
        return new Pair(c.mul(x.re, by), c.mul(x.im, by));
    }

    Pair conjugate(Pair x) {
        return new Pair(x.re, c.op(Prim.NEG, x.im));
    }

    /** The square of the absolute value. */
    Atom square(Pair x) {
        return c.add(c.mul(x.re, x.re), c.mul(x.im, x.im));
    }

    Atom size(Pair x) {
        return c.op(Prim.SQRT, square(x));
    }

    /** A number divided by its absolute value; 1 for zero. */
    Pair phase(Pair x) {
        Atom size = size(x);
        Atom none = c.op(Prim.EQ, size, Lit.f64(0));
        Atom safe = c.select(none, Lit.f64(1), size);
        return new Pair(c.select(none, Lit.f64(1), c.div(x.re, safe)), c.div(x.im, safe));
    }

    Pair select(Atom p, Pair whenTrue, Pair whenFalse) {
        return new Pair(c.select(p, whenTrue.re, whenFalse.re), c.select(p, whenTrue.im, whenFalse.im));
    }

    Pair each(Atom from, Atom to, Pair carry, BiFunction<Atom, Pair, Pair> body) {
        return Pair.of(c.loop(from, to, carry.parts(), (i, x) -> body.apply(i, Pair.of(x)).parts()));
    }

    Pair sum(Atom from, Atom to, Pair first, Function<Atom, Pair> term) {
        return each(from, to, first, (i, s) -> {
            Pair t = term.apply(i);
            return new Pair(c.add(s.re, t.re), c.add(s.im, t.im));
        });
    }

    Pair fill(Pair into, Atom rows, Atom columns, BiFunction<Atom, Atom, Pair> element) {
        return each(ZERO, rows, into, (i, x) -> each(ZERO, columns, x, (j, y) -> put(y, element.apply(i, j), i, j)));
    }

    /** Column j times a number. */
    Pair turnColumn(Pair a, Atom rows, Atom j, Pair by) {
        return each(ZERO, rows, a, (i, x) -> put(x, mul(at(x, i, j), by), i, j));
    }

    /** Row i times a number. */
    Pair turnRow(Pair a, Atom columns, Atom i, Pair by) {
        return each(ZERO, columns, a, (j, x) -> put(x, mul(at(x, i, j), by), i, j));
    }

    Pair rotateColumns(Pair a, Atom rows, Atom p, Atom q, List<Atom> r) {
        return new Pair(c.rotateColumns(a.re, rows, p, q, r.get(0), r.get(1)), c.rotateColumns(a.im, rows, p, q, r.get(0), r.get(1)));
    }

    Pair rotateRows(Pair a, Atom columns, Atom p, Atom q, List<Atom> r) {
        return new Pair(c.rotateRows(a.re, columns, p, q, r.get(0), r.get(1)), c.rotateRows(a.im, columns, p, q, r.get(0), r.get(1)));
    }

    /** Sorts values and the columns of matrices as {@link MatrixCode#sorted} does: {values, matrices' parts}. */
    List<Var> sorted(Prim before, Atom n, Atom values, List<Pair> matrices, List<Atom> rows) {
        var parts = new ArrayList<Atom>();
        var each = new ArrayList<Atom>();
        for (int k = 0; k < matrices.size(); k++) {
            parts.addAll(matrices.get(k).parts());
            each.addAll(List.of(rows.get(k), rows.get(k)));
        }
        return c.sorted(before, n, values, parts, each);
    }
}
