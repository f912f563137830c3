package dev.jacobi.llvm.math;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Prim;
import dev.jacobi.llvm.math.Calc.Pair;
import java.util.List;

/**
 * sin, cos and tan in f64. |x| = k pi/2 + r with r as a pair, by subtracting k times pi/2 in three parts (Cody and Waite, exact
 * with fma) up to 2^30 and by {@link HugeAngle} beyond; then minimax polynomials on |r| <= pi/4, both of them, because lanes differ.
 */
final class Trig {
    static final double PI_2_HI = 1.5707963267948966;
    static final double PI_2_LO = 6.123233995736766e-17;
    private static final double PI_2_LOWEST = -1.4973849048591698e-33;
    private static final double TWO_BY_PI = 0.6366197723675814;
    private static final double ROUND = ExpLog.ROUND;

    /** r and the quadrant, in the low two bits of an integer. */
    record Reduced(Pair r, Atom quadrant) {
    }

    /** Both functions of r as sums of a leading term and a rest. */
    private record SinCos(Pair sin, Pair cos) {
    }

    private Trig() {
    }

    private static Reduced reduce(Calc c, Atom a) {
        Atom t = c.fma(a, TWO_BY_PI, ROUND);
        Atom k = c.sub(t, ROUND);
        Atom r0 = c.fma(k, -PI_2_HI, a);
        // Where the angle is next to a multiple of pi/2, r0 and the second part cancel: their difference needs its exact error.
        Pair p = c.product(k, c.k(-PI_2_LO));
        Pair s = c.sum(r0, p.hi());
        Atom r = s.hi();
        Atom lo = c.fma(k, -PI_2_LOWEST, c.add(s.lo(), p.lo()));
        var v = c.b.cond(c.not(c.le(a, 0x1p30)), () -> {
            Reduced h = HugeAngle.reduce(c, a);
            return List.of(h.r().hi(), h.r().lo(), h.quadrant());
        }, () -> List.of(r, lo, c.bits(t)));
        return new Reduced(new Pair(v.get(0), v.get(1)), v.get(2));
    }

    private static SinCos kernel(Calc c, Pair r) {
        Atom z = c.mul(r.hi(), r.hi());
        Atom w = c.fma(z, -0.5, 1);
        Atom error = c.fma(z, c.k(-0.5), c.sub(1, w));
        // (sin r - r) / r^3, relative error of the sine 2^-57.9; (cos r - 1 + r^2/2) / r^4, of the cosine 2^-63.9.
        Atom s = c.poly(z, -0.1666666666666663, 0.008333333333322012, -0.0001984126982950059, 2.7557313589292665e-06, -2.505074255482973e-08,
            1.5895918256224404e-10);
        Atom p = c.poly(z, 0.041666666666666595, -0.0013888888888872906, 2.4801587288753912e-05, -2.755731415002293e-07,
            2.08756967376566e-09, -1.1358318089274369e-11);
        Pair sin = new Pair(r.hi(), c.fma(c.mul(r.hi(), z), s, c.mul(r.lo(), w)));
        Pair cos = new Pair(w, c.fma(c.mul(z, z), p, c.fma(c.neg(r.hi()), r.lo(), error)));
        return new SinCos(sin, cos);
    }

    private static Atom odd(Calc c, Atom quadrant) {
        return c.b.emit(Prim.NE, c.and(quadrant, c.n(1)), c.n(0));
    }

    private static Atom flip(Calc c, Atom y, Atom signBits) {
        return c.fromBits(c.xor(c.bits(y), c.and(signBits, c.n(Long.MIN_VALUE))));
    }

    static Atom sin(Calc c, Atom x) {
        Reduced d = reduce(c, c.abs(x));
        SinCos f = kernel(c, d.r());
        Atom y = c.select(odd(c, d.quadrant()), c.value(f.cos()), c.value(f.sin()));
        return flip(c, y, c.xor(c.bits(x), c.shl(d.quadrant(), 62)));
    }

    static Atom cos(Calc c, Atom x) {
        Reduced d = reduce(c, c.abs(x));
        SinCos f = kernel(c, d.r());
        Atom y = c.select(odd(c, d.quadrant()), c.value(f.sin()), c.value(f.cos()));
        return flip(c, y, c.shl(c.add(d.quadrant(), c.n(1)), 62));
    }

    static Atom tan(Calc c, Atom x) {
        Reduced d = reduce(c, c.abs(x));
        SinCos f = kernel(c, d.r());
        Pair sin = c.fastSum(f.sin().hi(), f.sin().lo());
        Pair cos = c.fastSum(f.cos().hi(), f.cos().lo());
        Atom odd = odd(c, d.quadrant());
        Atom y = c.value(c.div(c.select(odd, cos, sin), c.select(odd, sin, cos)));
        return flip(c, y, c.xor(c.bits(x), c.shl(d.quadrant(), 63)));
    }
}
