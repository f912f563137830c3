package dev.jacobi.ir.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;

/** Cheap bounds of integer scalars: looks a few definitions deep, no fixpoints. The thorough analysis belongs to raising. */
public final class Ranges {
    private Ranges() {
    }

    /** The interval of an integer or bool scalar, looking at most {@code depth} definitions deep. */
    static Range of(Facts facts, Atom a, int depth) {
        if (a instanceof Lit l) {
            return l.dtype().isFloat() ? Range.ALL : Range.of(l.asLong());
        }
        Range type = Range.of(a.dtype());
        Range learned = facts.learnedRange((Var) a);
        Range r = learned == null ? type : meet(type, learned);
        Eqn e = facts.definition(a);
        if (e == null || depth == 0 || a.dtype().isFloat() || !a.type().isScalar() || e.out().size() != 1) {
            return r;
        }
        Range own = fromDefinition(facts, e, depth - 1, type);
        return own == null ? r : meet(r, own);
    }

    /** Both hold; when they contradict each other the point is never reached and either will do. */
    private static Range meet(Range a, Range b) {
        Range both = a.meet(b);
        return both.lo() <= both.hi() ? both : a;
    }

    private static Range fromDefinition(Facts facts, Eqn e, int depth, Range type) {
        Prim p = e.prim();
        if (p == Prim.DIM) {
            return Range.DIM;
        } else if (p == Prim.POPCNT || p == Prim.CLZ || p == Prim.CTZ) {
            return new Range(0, e.in().get(0).dtype().bits());
        } else if (p == Prim.SIGN) {
            return new Range(-1, 1);
        }
        if (e.in().isEmpty() || e.in().get(0).dtype().isFloat() || !e.in().get(0).type().isScalar()) {
            return null;
        }
        Range a = of(facts, e.in().get(0), depth);
        if (p == Prim.CONVERT) {
            return a.within(type) ? a : null;
        }
        if (p == Prim.SELECT) {
            return of(facts, e.in().get(1), depth).join(of(facts, e.in().get(2), depth));
        }
        if (e.in().size() != 2) {
            return null;
        }
        Range b = of(facts, e.in().get(1), depth);
        boolean constant = b.lo() == b.hi();
        int count = (int) b.lo() & e.in().get(0).dtype().bits() - 1;
        if (p == Prim.ADD) {
            return fits(sum(a.lo(), b.lo()), sum(a.hi(), b.hi()), type);
        } else if (p == Prim.SUB) {
            return b.boundedBelow() ? fits(sum(a.lo(), -b.hi()), sum(a.hi(), -b.lo()), type) : null;
        } else if (p == Prim.MUL) {
            return a.bounded() && b.bounded() ? products(a, b, type) : null;
        } else if (p == Prim.DIV && constant && b.lo() > 0) {
            return new Range(a.lo() / b.lo(), a.hi() / b.lo());
        } else if (p == Prim.AND && (a.lo() >= 0 || b.lo() >= 0)) {
            return new Range(0, a.lo() < 0 ? b.hi() : b.lo() < 0 ? a.hi() : Math.min(a.hi(), b.hi()));
        } else if (p == Prim.AND || p == Prim.OR || p == Prim.XOR) {
            return bits(a, b);
        } else if (p == Prim.MIN || p == Prim.MAX) {
            return p == Prim.MIN ? a.min(b) : a.max(b);
        } else if (p == Prim.REM && constant && b.lo() > 0) {
            return new Range(a.lo() >= 0 ? 0 : 1 - b.lo(), a.hi() <= 0 ? 0 : b.lo() - 1);
        } else if ((p == Prim.SHR || p == Prim.USHR && a.lo() >= 0) && constant) {
            return new Range(a.lo() >> count, a.hi() >> count);
        } else if (p == Prim.USHR && constant && count > 0) {
            return new Range(0, (type.hi() - type.lo()) >>> count);
        }
        return null;
    }

    /** The products of two ranges, where none of them wraps around. */
    private static Range products(Range a, Range b, Range type) {
        long[] all = {a.lo(), a.lo(), a.hi(), a.hi()};
        long[] by = {b.lo(), b.hi(), b.lo(), b.hi()};
        Range r = null;
        for (int k = 0; k < all.length; k++) {
            long high = Math.multiplyHigh(all[k], by[k]);
            long p = all[k] * by[k];
            if (high != p >> 63) {
                return null;
            }
            r = r == null ? new Range(p, p) : r.join(new Range(p, p));
        }
        return fits(r.lo(), r.hi(), type);
    }

    /** Bitwise operators stay within the bits that both operands need. */
    private static Range bits(Range a, Range b) {
        long used = bits(a.lo()) | bits(a.hi()) | bits(b.lo()) | bits(b.hi());
        long mask = used == 0 ? 0 : -1L >>> Long.numberOfLeadingZeros(used);
        return new Range(a.lo() < 0 || b.lo() < 0 ? ~mask : 0, mask);
    }

    private static long bits(long x) {
        return x ^ x >> 63;
    }

    private static Long sum(long a, long b) {
        long s = a + b;
        return ((a ^ s) & (b ^ s)) < 0 ? null : s;
    }

    private static Range fits(Long lo, Long hi, Range type) {
        return lo == null || hi == null || lo < type.lo() || hi > type.hi() ? null : new Range(lo, hi);
    }
}
