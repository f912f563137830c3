package dev.jacobi.llvm.math;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Prim;
import dev.jacobi.llvm.math.Calc.Pair;
import java.util.List;

/**
 * asin, acos, atan and atan2 in f64: one minimax polynomial after a reduction of the argument (asin: half angle beyond 1/2;
 * atan: tan(pi/4 + u) = (1 + tan u) / (1 - tan u), with the quotient as a pair), added to a multiple of pi/4 held as a pair.
 */
final class InverseTrig {
    private static final double PI_2_HI = Trig.PI_2_HI;
    private static final double PI_2_LO = Trig.PI_2_LO;
    private static final double TAN_PI_8 = 0.41421356237309503;

    private InverseTrig() {
    }

    /** (asin s - s) / s^3 in z = s^2 up to 1/4, relative error of the arc 2^-59.9. */
    private static Atom asinTail(Calc c, Atom z) {
        return c.poly(z, 0.1666666666666676, 0.07499999999970798, 0.044642857174613436, 0.030381942707721557, 0.022372214989088198,
            0.017351611992355475, 0.013980820758917701, 0.011398910749506743, 0.010780260156275387, 0.003706382894853397,
            0.021707507165420633, -0.020999145223378663, 0.032628674661678785);
    }

    /** (atan t - t) / t^3 in z = t^2 up to tan(pi/8)^2, relative error of the arc 2^-59.4. */
    private static Atom atanTail(Calc c, Atom z) {
        return c.poly(z, -0.3333333333333319, 0.19999999999952406, -0.14285714280077738, 0.11111110777531436, -0.09090897587627676,
            0.07692057194451066, -0.06663069748286012, 0.05847639746568184, -0.050381795358901464, 0.038035940632672315,
            -0.01787581852715686);
    }

    /** s and its missing low part for an argument beyond 1/2: the sine of half the complementary angle. */
    private static Pair root(Calc c, Atom z) {
        Atom s = c.sqrt(z);
        // s = 0 must not make a NaN of the quotient.
        return new Pair(s, c.mul(c.fma(c.neg(s), s, z), c.div(0.5, c.add(s, 1e-300))));
    }

    static Atom asin(Calc c, Atom x) {
        Atom a = c.abs(x);
        Atom big = c.gt(a, 0.5);
        Atom z = c.select(big, c.fma(a, -0.5, 0.5), c.mul(a, a));
        Pair root = root(c, z);
        Atom s = c.select(big, root.hi(), a);
        Atom tail = c.mul(c.mul(s, z), asinTail(c, z));
        Pair h = c.fastSum(c.k(PI_2_HI), c.mul(s, -2));
        Atom far = c.add(h.hi(), c.add(h.lo(), c.fma(c.add(tail, root.lo()), -2, PI_2_LO)));
        return c.copySign(c.select(big, far, c.add(a, tail)), x);
    }

    static Atom acos(Calc c, Atom x) {
        Atom a = c.abs(x);
        Atom big = c.gt(a, 0.5);
        Atom z = c.select(big, c.fma(a, -0.5, 0.5), c.mul(a, a));
        Pair root = root(c, z);
        // acos = base + m + m z tail(z): base 0 or pi and m = +-2 s beyond 1/2, base pi/2 and m = -x within.
        Atom twice = c.copySign(c.k(2), x);
        Atom m = c.select(big, c.mul(root.hi(), twice), c.neg(x));
        Atom n = c.select(big, c.sub(1, c.mul(twice, 0.5)), c.k(1));
        Atom low = c.select(big, c.mul(root.lo(), twice), c.k(0));
        Pair h = c.fastSum(c.mul(n, PI_2_HI), m);
        Atom tail = c.fma(c.mul(m, z), asinTail(c, z), low);
        return c.add(h.hi(), c.add(h.lo(), c.fma(n, c.k(PI_2_LO), tail)));
    }

    static Atom atan(Calc c, Atom x) {
        Atom a0 = c.abs(x);
        Atom a = c.select(c.gt(a0, 1e18), 1e18, a0);
        Atom far = c.gt(a, 1 / TAN_PI_8);
        Atom mid = c.and(c.gt(a, TAN_PI_8), c.not(far));
        Atom less = c.sub(a, 1);
        Atom more = c.add(a, 1);
        Pair num = new Pair(c.select(far, c.k(-1), c.select(mid, less, a)), c.select(mid, c.sub(a, c.add(less, 1)), c.k(0)));
        Pair den = new Pair(c.select(far, a, c.select(mid, more, c.k(1))), c.select(mid, c.sub(a, c.sub(more, 1)), c.k(0)));
        Atom n = c.select(far, c.k(2), c.select(mid, 1, 0));
        return c.copySign(arc(c, num, den, n, null), x);
    }

    /** n pi/4 +- atan(num / den); {@code signs} has the sign bit of the second term, null means plus. */
    private static Atom arc(Calc c, Pair num, Pair den, Atom n, Atom signs) {
        Atom r = c.div(1, den.hi());
        Atom q = c.mul(num.hi(), r);
        Atom rest = c.fma(c.neg(q), den.lo(), c.add(c.fma(c.neg(q), den.hi(), num.hi()), num.lo()));
        Atom z = c.mul(q, q);
        Atom tail = c.fma(c.mul(q, z), atanTail(c, z), c.mul(rest, r));
        if (signs != null) {
            q = c.fromBits(c.xor(c.bits(q), signs));
            tail = c.fromBits(c.xor(c.bits(tail), signs));
        }
        Atom base = c.mul(n, PI_2_HI / 2);
        Pair h = c.fastSum(base, q);
        Atom baseLow = c.fma(n, c.k(PI_2_LO / 2), c.fma(n, c.k(PI_2_HI / 2), c.neg(base)));
        return c.add(h.hi(), c.add(h.lo(), c.add(baseLow, tail)));
    }

    static Atom atan2(Calc c, Atom y, Atom x) {
        Atom a = c.abs(y);
        Atom b = c.abs(x);
        Atom swap = c.lt(b, a);
        Atom big0 = c.select(swap, a, b);
        Atom small0 = c.select(swap, b, a);
        Atom usual = c.and(c.lt(big0, 0x1p1000), c.and(c.gt(big0, 0x1p-900), c.ge(small0, 0)));
        var scaled = c.b.cond(c.not(usual), () -> {
            Atom factor = c.select(c.gt(big0, 1), 0x1p-100, 0x1p200);
            Atom infinite = c.eq(big0, Double.POSITIVE_INFINITY);
            Atom big = c.select(infinite, 1, c.mul(big0, factor));
            Atom small = c.select(infinite, c.select(c.eq(small0, big0), 1, 0), c.mul(small0, factor));
            big = c.select(c.eq(big0, 0), 1, big);
            Atom nan = c.or(c.isNaN(x), c.isNaN(y));
            return List.of(c.select(nan, Double.NaN, big), small);
        }, () -> List.of(big0, small0));
        Atom big = scaled.get(0);
        Atom small = scaled.get(1);
        Atom mid = c.lt(c.mul(big, TAN_PI_8), small);
        Pair less = c.fastSum(c.neg(big), small);
        Pair more = c.fastSum(big, small);
        Pair zero = new Pair(small, c.k(0));
        Pair num = c.select(mid, less, zero);
        Pair den = c.select(mid, more, new Pair(big, c.k(0)));
        // Octants: theta, pi/2 - theta, pi/2 + theta, pi - theta for theta = mid pi/4 + atan.
        Atom negative = c.b.emit(Prim.LT, c.bits(x), c.n(0));
        Atom minus = c.xor(swap, negative);
        Atom axis = c.select(swap, c.k(2), c.select(negative, 4, 0));
        Atom n = c.add(axis, c.select(mid, c.select(minus, -1, 1), c.k(0)));
        Atom signs = c.select(minus, c.n(Long.MIN_VALUE), c.n(0));
        return c.copySign(arc(c, num, den, n, signs), y);
    }
}
