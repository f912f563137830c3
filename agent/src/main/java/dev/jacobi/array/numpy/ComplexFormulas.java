package dev.jacobi.array.numpy;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Prim;
import java.util.List;

/** Arithmetic of complex numbers at one place: operands are real and imaginary parts one after another, as results are. */
final class ComplexFormulas {
    private ComplexFormulas() {
    }

    static List<Atom> product(Terms t, Atom a, Atom b, Atom c, Atom d) {
        return List.of(t.sub(t.mul(a, c), t.mul(b, d)), t.add(t.mul(a, d), t.mul(b, c)));
    }

    /**
     * (a + bi) / (c + di). The divisor is scaled by its larger part so that squares neither overflow nor vanish; where that is 0 parts are divided by the signed zero, and what is finite is 0 where
     * it is infinite.
     */
    static List<Atom> quotient(Terms t, Atom a, Atom b, Atom c, Atom d) {
        Atom larger = t.constant(t.of(Prim.MAX, t.abs(c), t.abs(d)));
        Atom zero = t.is(Prim.EQ, larger, 0);
        Atom infinite = t.is(Prim.EQ, larger, Double.POSITIVE_INFINITY);
        Atom one = t.number(1, c);
        Atom scale = t.select(t.of(Prim.OR, zero, infinite), one, larger);
        Atom x = t.select(infinite, unit(t, c), t.div(c, scale));
        Atom y = t.select(infinite, unit(t, d), t.div(d, scale));
        Atom norm = t.select(zero, one, t.add(t.mul(x, x), t.mul(y, y)));
        Atom last = t.select(infinite, t.number(Double.POSITIVE_INFINITY, c), scale);
        Atom re = t.div(t.div(t.add(t.mul(a, x), t.mul(b, y)), norm), last);
        Atom im = t.div(t.div(t.sub(t.mul(b, x), t.mul(a, y)), norm), last);
        return List.of(t.select(zero, t.div(a, c), re), t.select(zero, t.div(b, c), im));
    }

    /** 1 for infinity and 0 for what is finite, with the sign of it. */
    private static Atom unit(Terms t, Atom c) {
        Atom infinite = t.is(Prim.EQ, t.abs(c), Double.POSITIVE_INFINITY);
        return t.of(Prim.COPYSIGN, t.select(infinite, t.number(1, c), t.number(0, c)), c);
    }

    /** (a + bi) to the power c + di, the principal value; 1 for the exponent 0. Of 0 there are the powers with positive real exponents only, as in NumPy. */
    static List<Atom> power(Terms t, Atom a, Atom b, Atom c, Atom d) {
        Atom r = t.of(Prim.HYPOT, a, b);
        Atom angle = t.of(Prim.ATAN2, b, a);
        Atom zero = t.is(Prim.EQ, r, 0);
        Atom log = t.of(Prim.LOG, t.select(zero, t.number(1, r), r));
        Atom size = t.mul(t.of(Prim.POW, r, c), t.of(Prim.EXP, t.neg(t.mul(d, angle))));
        Atom turn = t.add(t.mul(c, angle), t.mul(d, log));
        Atom re = t.mul(size, t.of(Prim.COS, turn));
        Atom im = t.mul(size, t.of(Prim.SIN, turn));
        Atom none = t.and(t.is(Prim.EQ, c, 0), t.is(Prim.EQ, d, 0));
        Atom o = t.number(0, a);
        Atom vanishes = t.and(t.and(zero, t.is(Prim.GT, c, 0)), t.is(Prim.EQ, d, 0));
        Atom nan = t.number(Double.NaN, a);
        return List.of(t.select(none, t.number(1, a), t.select(vanishes, o, t.select(zero, nan, re))), t.select(t.of(Prim.OR, none, vanishes), o, t.select(zero, nan, im)));
    }
}
