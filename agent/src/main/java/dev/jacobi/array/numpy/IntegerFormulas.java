package dev.jacobi.array.numpy;

import dev.jacobi.DType;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Prim;

/**
 * Operations on integers at one place that depend on the sign, or whose operands need not be valid. The compiler has unsigned numbers of 16 bits alone; those of 8 and 32 bits are computed with twice
 * as many, and those of 64 with formulas of Java's {@code Long.divideUnsigned}. As in XLA a quotient by 0 has all bits set, and the remainder is the dividend.
 */
final class IntegerFormulas {
    private IntegerFormulas() {
    }

    private static boolean isOpen(DType d) {
        return d.isUnsigned() && d != DType.U16;
    }

    /** The quotient rounded towards zero. */
    static Atom quotient(Terms t, DType d, Atom a, Atom b) {
        return t.select(t.is(Prim.EQ, b, 0), t.bits(d == DType.U16 ? 0xFFFF : -1, b), unsigned(t, Prim.DIV, d, a, b));
    }

    /** The remainder, which has the sign of the dividend. */
    static Atom remainder(Terms t, DType d, Atom a, Atom b) {
        return t.select(t.is(Prim.EQ, b, 0), a, unsigned(t, Prim.REM, d, a, b));
    }

    /** The quotient rounded down. */
    static Atom floorQuotient(Terms t, DType d, Atom a, Atom b) {
        Atom q = quotient(t, d, a, b);
        if (d.isUnsigned()) {
            return q;
        }
        Atom signs = t.of(Prim.NE, t.of(Prim.SIGN, a), t.of(Prim.SIGN, b));
        return t.select(t.and(signs, t.is(Prim.NE, remainder(t, d, a, b), 0)), t.sub(q, t.number(1, q)), q);
    }

    /** The remainder with the divisor's sign; 0 of a division by 0. */
    static Atom floorRemainder(Terms t, DType d, Atom a, Atom b) {
        Atom safe = t.select(t.is(Prim.EQ, b, 0), t.number(1, b), b);
        Atom r = unsigned(t, Prim.REM, d, a, safe);
        return d.isUnsigned() ? r : signed(t, r, safe);
    }

    /** A remainder as one with the divisor's sign, of integers or reals. */
    static Atom signed(Terms t, Atom r, Atom b) {
        Atom signs = t.of(Prim.NE, t.is(Prim.LT, r, 0), t.is(Prim.LT, b, 0));
        return t.select(t.and(signs, t.is(Prim.NE, r, 0)), t.add(r, b), r);
    }

    /** The smaller or the greater one, a quotient or a remainder, where the operands may be unsigned. */
    static Atom unsigned(Terms t, Prim p, DType d, Atom a, Atom b) {
        if (!isOpen(d)) {
            return t.of(p, a, b);
        }
        if (d != DType.U64) {
            DType wide = d == DType.U8 ? DType.I32 : DType.I64;
            return t.convert(t.of(p, t.convert(a, d, wide), t.convert(b, d, wide)), wide, d);
        }
        return p == Prim.MIN || p == Prim.MAX ? flip(t, t.of(p, flip(t, a), flip(t, b))) : divided(t, p, a, b);
    }

    private static Atom flip(Terms t, Atom a) {
        return t.of(Prim.XOR, a, t.bits(Long.MIN_VALUE, a));
    }

    private static Atom divided(Terms t, Prim p, Atom a, Atom b) {
        // half of the dividend has a sign, and twice its quotient is the quotient or one less
        Atom one = t.number(1, a);
        Atom near = t.of(Prim.SHL, t.div(t.of(Prim.USHR, a, one), b), one);
        Atom rest = t.sub(a, t.mul(near, b));
        Atom more = t.of(Prim.GE, flip(t, rest), flip(t, b));
        Atom large = t.is(Prim.LT, b, 0);
        Atom above = t.of(Prim.GE, flip(t, a), flip(t, b));
        return p == Prim.DIV ? t.select(large, t.select(above, one, t.number(0, a)), t.select(more, t.add(near, one), near))
            : t.select(large, t.select(above, t.sub(a, b), a), t.select(more, t.sub(rest, b), rest));
    }

    /** Shifts by a number of bits; all bits are gone if it is not less than the width, or negative. To the right the sign fills up, which unsigned numbers do not have. */
    static Atom shift(Terms t, Prim p, DType d, Atom a, Atom count) {
        boolean left = p == Prim.SHL;
        Atom beyond = t.of(Prim.OR, t.is(Prim.LT, count, 0), t.is(Prim.GE, count, d.bits()));
        if (left || d.isUnsigned()) {
            Atom shifted = left ? t.of(Prim.SHL, a, count) : t.of(Prim.USHR, a, count);
            return t.select(beyond, t.number(0, a), shifted);
        }
        return t.of(Prim.SHR, a, t.select(beyond, t.number(d.bits() - 1, count), count));
    }
}
