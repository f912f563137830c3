package dev.jacobi.llvm.math;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Prim;
import dev.jacobi.llvm.math.Calc.Pair;

/** pow, cbrt and hypot in f64. */
final class Powers {
    private static final int MOST_FACTORS = 16;

    private Powers() {
    }

    /** As HotSpot has it in the interpreter and in all compiled code: squares, roots and first powers are those of the operations of these names. */
    static Atom pow(Calc c, Atom x, Atom y) {
        Atom root = c.and(c.eq(y, 0.5), c.gt(x, Double.NEGATIVE_INFINITY));
        Atom square = c.eq(y, 2);
        Atom one = c.eq(y, 1);
        return c.unless(c.or(c.or(square, one), root), general(c, x, y),
            () -> c.select(square, c.mul(x, x), c.select(one, x, c.sqrt(c.add(x, 0.0)))));
    }

    /** Whether {@link #integer} has powers with this exponent. */
    static boolean isFewFactors(double y) {
        return y == Math.rint(y) && Math.abs(y) <= MOST_FACTORS && Math.abs(y) > 2 || y == -1 || y == -2;
    }

    /**
     * A power with a small integer exponent n: products of pairs, which are off by some n 2^-104 before the last rounding. What overflows is the product of the numbers alone, as the pair's second one is NaN then; so is
     * what is 0, which has a sign. The reciprocal, whose pair must neither over- nor underflow, is for numbers that are not very large or small.
     */
    static Atom integer(Calc c, Atom x, int n) {
        if (n == -1) {
            return c.div(1, x);
        }
        Pair p = power(c, x, Math.abs(n));
        if (n > 0) {
            Atom r = c.add(p.hi(), p.lo());
            return c.select(c.gt(c.abs(r), 0), r, p.hi());
        }
        Atom q = c.div(1, p.hi());
        Atom rest = c.sub(c.fma(c.neg(p.hi()), q, 1), c.mul(p.lo(), q));
        Atom a = c.abs(x);
        Atom usual = c.and(c.gt(a, Math.pow(2, 960.0 / n)), c.lt(a, Math.pow(2, -960.0 / n)));
        return c.unless(c.not(usual), c.fma(q, rest, q), () -> anyPow(c, x, c.k(n)));
    }

    private static Pair power(Calc c, Atom x, int n) {
        if (n == 2) {
            return c.product(x, x);
        }
        Pair h = power(c, x, n % 2 == 0 ? n / 2 : n - 1);
        Pair p = c.product(h.hi(), n % 2 == 0 ? h.hi() : x);
        return new Pair(p.hi(), c.fma(h.lo(), n % 2 == 0 ? c.mul(h.hi(), 2) : x, p.lo()));
    }

    /** e^(y log x) with the logarithm as a pair of 66 bits. */
    private static Atom general(Calc c, Atom x, Atom y) {
        Pair p = exponent(c, x, y, 0);
        ExpLog.Power e = ExpLog.expPair(c, p.hi(), p.lo());
        Atom fast = c.fromBits(c.add(c.bits(ExpLog.onePlus(c, e.t())), c.shl(c.bits(e.rounded()), 52)));
        Atom usual = c.and(c.and(c.ge(x, Double.MIN_NORMAL), c.lt(x, Double.POSITIVE_INFINITY)), c.lt(c.abs(p.hi()), 708));
        return c.unless(c.not(usual), fast, () -> anyPow(c, x, y));
    }

    /** y log(x 2^-shift). */
    private static Pair exponent(Calc c, Atom x, Atom y, int shift) {
        Pair l = ExpLog.logPair(c, x, shift);
        Pair p = c.product(y, l.hi());
        return new Pair(p.hi(), c.fma(y, l.lo(), p.lo()));
    }

    /** All of Java's special cases: signs, zeros, infinities, subnormals, over- and underflow. */
    private static Atom anyPow(Calc c, Atom x, Atom y) {
        Atom a = c.abs(x);
        Atom small = c.lt(a, Double.MIN_NORMAL);
        Pair normal = exponent(c, a, y, 0);
        Pair tiny = exponent(c, c.mul(a, 0x1p54), y, 54);
        Pair p = c.select(small, tiny, normal);
        Atom logSign = c.select(c.eq(a, 0), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        Atom unbounded = c.or(c.eq(a, 0), c.eq(a, Double.POSITIVE_INFINITY));
        // With an infinite operand the product is infinite or NaN by itself.
        Atom hi = c.select(unbounded, c.mul(y, logSign), p.hi());
        Atom wide = c.not(c.le(c.abs(hi), 800));
        Atom clamped = c.select(c.gt(hi, 800), 800, c.select(c.lt(hi, -800), -800, hi));
        ExpLog.Power e = ExpLog.expPair(c, clamped, c.select(wide, 0, p.lo()));
        Atom r = ExpLog.scale(c, ExpLog.onePlus(c, e.t()), e.k());
        Atom integer = c.eq(c.rint(y), y);
        Atom half = c.mul(y, 0.5);
        Atom odd = c.and(integer, c.b.emit(Prim.NE, c.rint(half), half));
        Atom negative = c.b.emit(Prim.LT, c.bits(x), c.n(0));
        r = c.select(c.and(negative, odd), c.neg(r), r);
        Atom undefined = c.and(c.and(c.lt(x, 0), c.not(unbounded)), c.not(integer));
        r = c.select(c.or(undefined, c.or(c.isNaN(x), c.isNaN(y))), Double.NaN, r);
        return c.select(c.eq(y, 0), 1, r);
    }

    /** Borges, "An improved algorithm for hypot(a, b)" (2019): the sum of squares rounded once. */
    static Atom hypot(Calc c, Atom x, Atom y) {
        Atom ax = c.abs(x);
        Atom ay = c.abs(y);
        Atom swap = c.lt(ax, ay);
        Atom a = c.select(swap, ay, ax);
        Atom b = c.select(swap, ax, ay);
        Atom usual = c.and(c.and(c.lt(a, 0x1p500), c.gt(a, 0x1p-450)), c.ge(b, 0));
        return c.unless(c.not(usual), norm(c, a, b), () -> {
            Atom large = c.gt(a, 1);
            Atom down = c.select(large, 0x1p-600, 0x1p600);
            Atom r = c.mul(norm(c, c.mul(a, down), c.mul(b, down)), c.select(large, 0x1p600, 0x1p-600));
            Atom infinite = c.or(c.eq(ax, Double.POSITIVE_INFINITY), c.eq(ay, Double.POSITIVE_INFINITY));
            Atom nan = c.or(c.isNaN(x), c.isNaN(y));
            return c.select(infinite, Double.POSITIVE_INFINITY, c.select(nan, Double.NaN, r));
        });
    }

    private static Atom norm(Calc c, Atom a, Atom b) {
        Pair p = c.product(a, a);
        Pair q = c.product(b, b);
        Pair s = c.fastSum(p.hi(), q.hi());
        return c.sqrt(c.add(s.hi(), c.add(s.lo(), c.add(p.lo(), q.lo()))));
    }

    static Atom cbrt(Calc c, Atom x) {
        Atom a = c.abs(x);
        Atom usual = c.and(c.ge(a, Double.MIN_NORMAL), c.lt(a, Double.POSITIVE_INFINITY));
        return c.unless(c.not(usual), c.copySign(normalCbrt(c, a), x), () -> {
            Atom r = c.copySign(c.mul(normalCbrt(c, c.mul(a, 0x1p54)), 0x1p-18), x);
            return c.select(c.and(c.gt(a, 0), c.lt(a, Double.POSITIVE_INFINITY)), r, x);
        });
    }

    /** a = 8^q v with v in [1, 8): z = v^(-1/3) by a polynomial and Newton's series, v z^2 as the root, one exact correction. */
    private static Atom normalCbrt(Calc c, Atom a) {
        Atom bits = c.bits(a);
        Atom k = c.sub(c.fromBits(c.or(c.ushr(bits, 52), c.n(0x4330000000000000L))), 0x1p52 + 1023);
        Atom m = c.fromBits(c.or(c.and(bits, c.n(0xfffffffffffffL)), c.n(0x3ff0000000000000L)));
        Atom t = c.add(c.fma(k, 0.3333333333333333, -0.3333333333333333), ExpLog.ROUND);
        Atom j = c.fma(c.sub(t, ExpLog.ROUND), c.k(-3), k);
        Atom one = c.eq(j, 1);
        Atom two = c.eq(j, 2);
        Atom v = c.mul(m, c.select(two, c.k(4), c.select(one, 2, 1)));
        Atom z = c.poly(m, 1.7810577391347975, -1.5660288521230765, 1.2437856761322426, -0.5978728278080513, 0.15607154148348684,
            -0.017019025546007076);
        z = c.mul(z, c.select(two, c.k(0.6299605249474366), c.select(one, 0.7937005259840998, 1)));
        Atom h = c.fma(c.neg(c.mul(v, z)), c.mul(z, z), 1);
        z = c.fma(c.mul(z, h), c.fma(h, 2.0 / 9, 1.0 / 3), z);
        Atom z2 = c.mul(z, z);
        Atom y = c.mul(v, z2);
        Pair y2 = c.product(y, y);
        Atom rest = c.fma(y2.lo(), y, c.fma(y2.hi(), y, c.neg(v)));
        y = c.fma(rest, c.mul(z2, -1.0 / 3), y);
        return c.mul(y, ExpLog.power(c, t));
    }
}
