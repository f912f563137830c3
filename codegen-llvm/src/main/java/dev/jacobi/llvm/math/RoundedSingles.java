package dev.jacobi.llvm.math;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.List;

/**
 * Functions of doubles of a float, rounded to float: the bits of {@code (float) Math.sin(x)} in fewer operations. A formula in f64 with a relative error below 2^-39 says
 * how the result rounds, unless it lies that close to the middle between two floats, as one in 8,000 does: then, and where the formula does not hold (large angles, results
 * that are no normal floats), the function of doubles itself is computed, in a {@code cond}. The polynomials are minimax (own, by {@code minimax.py} among this module's tests).
 */
final class RoundedSingles {
    /** More than both the formula and the function of doubles are wrong by, in units of a double's last place. */
    private static final int TOLERANCE = 1 << 15;
    /** The bits of a double that a normal float has not, and the highest of them. */
    private static final int REST = (1 << 29) - 1;
    private static final int MIDDLE = 1 << 28;
    private static final double ROUND = ExpLog.ROUND;
    private static final double LN2 = 0.6931471805599453;
    private static final double TWO_BY_PI = 0.6366197723675814;
    private static final long SQRT_HALF = 0x3fe6a09e667f3bcdL;
    private static final long ONE = 0x3ff0000000000000L;
    /** Up to here a multiple of pi/2 in two parts is near enough. */
    private static final double LARGE = 0x1p28;

    private final Builder b = new Builder();
    private final Calc c = new Calc(b, DType.F64);
    private final Calc s = new Calc(b, DType.F32);
    private final Prim p;
    private final Var x = b.fresh(Type.scalar(DType.F32));
    private final Atom w = b.convert(x, DType.F64);

    private RoundedSingles(Prim p) {
        this.p = p;
    }

    static boolean has(Prim p) {
        return p == Prim.SIN || p == Prim.COS || p == Prim.EXP || p == Prim.LOG || p == Prim.TANH;
    }

    /** The function of a float, one of those that {@link #has} names; in the {@code cond} it has the primitive for doubles. */
    static Func of(Prim p) {
        var f = new RoundedSingles(p);
        Atom y = p == Prim.EXP ? f.exp() : p == Prim.LOG ? f.log() : p == Prim.TANH ? f.tanh() : f.angle();
        return f.b.build(List.of(f.x), List.of(y));
    }

    private Atom narrow(Atom y) {
        return b.convert(y, DType.F32);
    }

    /** {@code single}, which is {@code y} as a float but for its sign, or the function of doubles where that may round otherwise or the formula does not hold. */
    private Atom rounded(Atom y, Atom single, Atom beyond) {
        Atom low = b.emit(Prim.CONVERT, new Params.To(DType.I32), c.bits(y));
        Atom off = s.and(s.add(low, s.n(TOLERANCE - MIDDLE)), s.n(REST));
        Atom rare = s.or(s.lt(off, s.n(2 * TOLERANCE)), beyond);
        return b.cond(rare, () -> List.of(narrow(b.emit(p, w))), () -> List.of(single)).get(0);
    }


    // x = k pi/2 + r.

    private Atom angle() {
        Atom t = c.fma(w, TWO_BY_PI, ROUND);
        Atom k = c.sub(t, ROUND);
        Atom r = c.fma(k, c.k(-Trig.PI_2_LO), c.fma(k, c.k(-Trig.PI_2_HI), w));
        Atom quadrant = b.emit(Prim.CONVERT, new Params.To(DType.I32), c.bits(t));
        Atom z = c.mul(r, r);
        // relative errors 2^-47 and 2^-43; the product comes last, so that the sine of -0 is -0
        Atom sin = c.mul(r, c.horner(z, 1, -0.16666666666630353, 0.008333333325076228, -0.0001984126372773322, 2.7555339433864064e-06, -2.4760436879220753e-08));
        Atom cos = c.horner(z, 1, -0.49999999999489136, 0.04166666655337935, -0.0013888880656857338, 2.4798960198223624e-05, -2.7174751661249595e-07);
        Atom odd = b.emit(Prim.NE, s.and(quadrant, s.n(1)), s.n(0));
        Atom y = p == Prim.SIN ? c.select(odd, cos, sin) : c.select(odd, sin, cos);
        Atom half = p == Prim.SIN ? quadrant : s.add(quadrant, s.n(1));
        Atom single = s.fromBits(s.xor(s.bits(narrow(y)), s.shl(s.and(half, s.n(2)), 30)));
        return rounded(y, single, s.not(s.le(s.abs(x), LARGE)));
    }

    // e^x = 2^k e^r.

    /** The bounds are where the result is 0 and infinite as a float for long; between the two others it is subnormal. NaN stays. */
    private Atom exp() {
        Atom v = b.convert(s.select(s.lt(x, -110), -110, s.select(s.gt(x, 100), 100, x)), DType.F64);
        Atom t = c.fma(v, ExpLog.LOG2E, ROUND);
        Atom r = c.fma(c.sub(t, ROUND), c.k(-LN2), v);
        // relative error 2^-40
        Atom e = c.horner(r, 0.9999999999997622, 0.9999999999806082, 0.5000000000618545, 0.16666666885582496, 0.041666664219451685, 0.008333267004562071, 0.0013889178633374598,
            0.00019915437353003746, 2.4727257776276218e-05);
        Atom y = c.fromBits(c.add(c.bits(e), c.shl(c.bits(t), 52)));
        Atom subnormal = s.and(s.lt(x, -87.3), s.gt(x, -104.1));
        return rounded(y, narrow(y), s.or(subnormal, s.isNaN(x)));
    }

    /** (1 + q - 1) / (1 + q + 1) with q = e^(2 |x|) - 1, whose quotient comes from the inverse as a float by one step of Newton's. */
    private Atom tanh() {
        Atom a = s.abs(x);
        Atom v = b.convert(s.mul(s.select(s.gt(a, 10), 10, a), 2), DType.F64);
        Atom t = c.fma(v, ExpLog.LOG2E, ROUND);
        Atom r = c.fma(c.sub(t, ROUND), c.k(-LN2), v);
        // relative error 2^-43
        Atom q = c.mul(r, c.horner(r, 0.9999999999999895, 0.49999999999800293, 0.16666666666936514, 0.04166666688940166, 0.008333333233903782, 0.001388882193853699,
            0.00019841368220654043, 2.4876040102704954e-05, 2.755883478507905e-06));
        Atom scale = ExpLog.power(c, t);
        Atom less = c.fma(scale, q, c.sub(scale, 1));
        Atom more = c.add(less, 2);
        Atom near = b.convert(s.div(1, narrow(more)), DType.F64);
        Atom inverse = c.fma(near, c.fma(c.neg(more), near, 1), near);
        Atom y = c.mul(less, inverse);
        return rounded(y, s.copySign(narrow(y), x), s.isNaN(x));
    }

    /** k ln 2 + log(1 + f) for the normal double that every positive float is. */
    private Atom log() {
        Atom u = c.add(c.bits(w), c.n(ONE - SQRT_HALF));
        Atom f = c.sub(ExpLog.mantissa(c, u), 1);
        // relative error 2^-41
        Atom l = c.mul(f, c.horner(f, 1.000000000000272, -0.49999999998646366, 0.3333333330714089, -0.2500000039375412, 0.20000004335530736, -0.1666663572857319,
            0.14285435146734737, -0.12500937492795808, 0.11119832888700035, -0.09990068051722643, 0.08951558877150974, -0.08291760168520834,
            0.0874229236766386, -0.0856209112496021, 0.04379649972696533));
        Atom y = c.fma(ExpLog.exponent(c, u, 0), c.k(LN2), l);
        return rounded(y, narrow(y), s.not(s.and(s.gt(x, 0), s.lt(x, Double.POSITIVE_INFINITY))));
    }
}
