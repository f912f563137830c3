package dev.jacobi.array.numpy;

import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Trace;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;

/** Writes formulas of what is computed at one place: operands are values of a program, all of one shape. */
final class Terms {
    private final Trace t;

    Terms(Trace t) {
        this.t = t;
    }

    Atom of(Prim p, Atom... in) {
        return t.emit(p, in);
    }

    Atom add(Atom a, Atom b) {
        return of(Prim.ADD, a, b);
    }

    Atom sub(Atom a, Atom b) {
        return of(Prim.SUB, a, b);
    }

    Atom mul(Atom a, Atom b) {
        return of(Prim.MUL, a, b);
    }

    Atom div(Atom a, Atom b) {
        return of(Prim.DIV, a, b);
    }

    Atom neg(Atom a) {
        return of(Prim.NEG, a);
    }

    Atom abs(Atom a) {
        return of(Prim.ABS, a);
    }

    Atom and(Atom a, Atom b) {
        return of(Prim.AND, a, b);
    }

    Atom select(Atom condition, Atom a, Atom b) {
        return of(Prim.SELECT, condition, a, b);
    }

    /** Compares with a number. */
    Atom is(Prim comparison, Atom a, double v) {
        return of(comparison, a, number(v, a));
    }

    /** A number as a value of the type and the shape of another. */
    Atom number(double v, Atom like) {
        Lit l = like.dtype().isFloat() ? Lit.real(like.dtype(), v) : Lit.of(like.dtype(), (long) v);
        return Casts.like(t, l, like);
    }

    /** The same of an integer, all bits of which count. */
    Atom bits(long v, Atom like) {
        return Casts.like(t, Lit.of(like.dtype(), v), like);
    }

    Atom convert(Atom a, DType to) {
        return a.dtype() == to ? a : t.emit(Prim.CONVERT, new Params.To(to), a);
    }

    /** As the array interface's type, which may be unsigned, of another. */
    Atom convert(Atom a, dev.jacobi.DType from, dev.jacobi.DType to) {
        return Casts.atom(t, a, from, to);
    }

    /** The value, which derivatives take for a constant. */
    Atom constant(Atom a) {
        return of(Prim.STOP_GRADIENT, a);
    }
}
