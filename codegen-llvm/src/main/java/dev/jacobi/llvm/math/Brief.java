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
import java.util.function.BiFunction;

/**
 * Functions of floats in few operations, each result within 0.51 units of the last place of a float; {@link Singles} has the most used ones. They are computed in f64, where every float is
 * normal, a multiple of ln 2 or pi/2 is one or two fmas away, nothing over- or underflows before the last rounding, and polynomials (minimax, own) end at 2^-33. Only huge
 * angles stand in a {@code cond}; other special cases are selects.
 */
final class Brief {
    private static final double LN2 = 0.6931471805599453;
    private static final double LOG10E = 0.4342944819032518;
    private static final double TWO_BY_PI = 0.6366197723675814;
    private static final double ROUND = ExpLog.ROUND;
    private static final long SQRT_HALF = 0x3fe6a09e667f3bcdL;
    private static final long ONE = 0x3ff0000000000000L;
    /** Up to here a multiple of pi/2 is an exact product but for its rounding, which the fma leaves out. */
    private static final double HUGE = 0x1p28;
    /** Beyond it, and beyond its opposite, e^x is infinite or 0 as a float. */
    private static final double BOUND = 160;

    private final Builder b = new Builder();
    private final Calc c = new Calc(b, DType.F64);
    /** For what is done to the argument and to the result. */
    private final Calc s = new Calc(b, DType.F32);

    private Brief() {
    }

    /** Of an angle the sine and the cosine of what is left of it modulo pi/2, and the quadrant (i32): what functions of the same angle share. */
    static Func angle() {
        var f = new Brief();
        Var x = f.b.fresh(Type.scalar(DType.F32));
        Angle a = f.angle(x);
        return f.b.build(List.of(x), List.of(a.sin, a.cos, a.quadrant));
    }

    /** The same of an angle that is not huge; {@link #anyAngle} sees to those. */
    static Func usualAngle() {
        var f = new Brief();
        Var x = f.b.fresh(Type.scalar(DType.F32));
        Angle a = f.parts(f.near(f.wide(x)));
        return f.b.build(List.of(x), List.of(a.sin, a.cos, a.quadrant));
    }

    /** Of an angle and what the function of it is unless it is huge: the function, for huge ones that of doubles, which is left as a primitive. */
    static Func anyAngle(Prim p) {
        var f = new Brief();
        Var x = f.b.fresh(Type.scalar(DType.F32));
        Var usual = f.b.fresh(Type.scalar(DType.F32));
        Atom w = f.wide(x);
        return f.b.build(List.of(x, usual), List.of(f.s.unless(f.isHuge(x), usual, () -> f.narrow(f.b.emit(p, w)))));
    }

    /** The function of an angle from what {@link #angle} gives, or null when it is none. */
    static Func ofAngle(Prim p) {
        if (p != Prim.SIN && p != Prim.COS && p != Prim.TAN) {
            return null;
        }
        var f = new Brief();
        Var sin = f.b.fresh(Type.scalar(DType.F64));
        Var cos = f.b.fresh(Type.scalar(DType.F64));
        Var quadrant = f.b.fresh(Type.I32);
        var a = new Angle(sin, cos, quadrant);
        return f.b.build(List.of(sin, cos, quadrant), List.of(p == Prim.SIN ? f.sin(a) : p == Prim.COS ? f.cos(a) : f.tan(a)));
    }

    /** The function of one float that this formula gives. */
    static Func unary(BiFunction<Brief, Atom, Atom> formula) {
        var f = new Brief();
        Var x = f.b.fresh(Type.scalar(DType.F32));
        return f.b.build(List.of(x), List.of(formula.apply(f, x)));
    }

    /** The function of two floats that this formula gives. */
    static Func binary(MathLibrary.TriFunction<Brief> formula) {
        var f = new Brief();
        Var x = f.b.fresh(Type.scalar(DType.F32));
        Var y = f.b.fresh(Type.scalar(DType.F32));
        return f.b.build(List.of(x, y), List.of(formula.apply(f, x, y)));
    }

    private Atom wide(Atom x) {
        return b.convert(x, DType.F64);
    }

    private Atom narrow(Atom x) {
        return b.convert(x, DType.F32);
    }

    private Atom bounded(Atom x, double low, double high) {
        return b.emit(Prim.MIN, b.emit(Prim.MAX, x, s.k(low)), s.k(high));
    }

    // e^x = 2^k e^r.

    private Atom rounded(Atom x) {
        return c.fma(x, ExpLog.LOG2E, ROUND);
    }

    private Atom rest(Atom x, Atom rounded) {
        return c.fma(c.sub(rounded, ROUND), c.k(-LN2), x);
    }

    /** e^x for |x| <= 700; relative error 2^-34. Of NaN anything. */
    private Atom power(Atom x) {
        Atom t = rounded(x);
        Atom e = c.horner(rest(x, t), 0.9999999999616517, 1.0000000002432905, 0.5000000104598398, 0.16666665125215355, 0.04166622525012806, 0.008333561181121335,
            0.0013948195132543282, 0.0001977515841379654);
        return c.fromBits(c.add(c.bits(e), c.shl(c.bits(t), 52)));
    }

    /** e^x - 1 for |x| <= 700; relative error 2^-32. NaN of NaN. */
    private Atom powerLessOne(Atom x) {
        Atom t = rounded(x);
        Atom r = rest(x, t);
        Atom q = c.mul(r, c.horner(r, 1.0000000000312215, 0.5000000046680062, 0.166666662493751, 0.04166635432503816, 0.00833340292573019, 0.0013941015339760283,
            0.00019841251600102267));
        Atom scale = ExpLog.power(c, t);
        return c.fma(scale, q, c.sub(scale, 1));
    }

    Atom cosh(Atom x) {
        Atom e = power(wide(bounded(s.abs(x), 0, BOUND)));
        return s.select(s.isNaN(x), x, narrow(c.mul(c.add(e, inverse(e)), 0.5)));
    }

    /** (p + p / (1 + p)) / 2 with p = e^|x| - 1. */
    Atom sinh(Atom x) {
        Atom p = powerLessOne(wide(bounded(s.abs(x), 0, BOUND)));
        return s.copySign(narrow(c.mul(c.fma(p, inverse(c.add(p, 1)), p), 0.5)), x);
    }

    /** 1 / y to 2^-46 from the inverse as a float, by one step of Newton's; 0 beyond the floats. */
    private Atom inverse(Atom y) {
        Atom r = wide(s.div(1, narrow(y)));
        return c.fma(r, c.fma(c.neg(y), r, 1), r);
    }

    // log x = k ln 2 + log(1 + f).

    Atom log10(Atom x) {
        Atom u = c.add(c.bits(wide(x)), c.n(ONE - SQRT_HALF));
        Atom f = c.sub(ExpLog.mantissa(c, u), 1);
        Atom l = c.fma(ExpLog.exponent(c, u, 0), c.k(LN2), logOnePlus(f));
        return Singles.edges(s, x, 0, narrow(c.mul(l, LOG10E)));
    }

    /** For sqrt(1/2) - 1 <= f <= sqrt(2) - 1; relative error 2^-33. */
    private Atom logOnePlus(Atom f) {
        return c.mul(f, c.horner(f, 1.0000000000349223, -0.5000000033054341, 0.33333331514963754, -0.24999933480353348, 0.20000113355457266, -0.16670479020473883,
            0.14285503919680068, -0.1241058904007005, 0.11021143596148235, -0.10881180774122197, 0.10733907656712083, -0.059850508125316795));
    }

    /** The same; relative error 2^-38, of which a large exponent leaves enough. */
    private Atom fineLogOnePlus(Atom f) {
        return c.mul(f, c.horner(f, 0.999999999998344, -0.49999999991894367, 0.33333333460868575, -0.2500000228161453, 0.19999985273762688, -0.16666476744480788,
            0.1428625712952998, -0.12506922643663781, 0.11105373184969793, -0.09877251578613186, 0.09030015855851066, -0.09331795388122356, 0.09185042301363462,
            -0.04833954679754201));
    }

    /** e^(y log |x|), and Java's special cases as {@link Powers#pow} has them. */
    Atom pow(Atom x, Atom y) {
        Atom a = s.abs(x);
        Atom u = c.add(c.bits(wide(a)), c.n(ONE - SQRT_HALF));
        Atom l = c.fma(ExpLog.exponent(c, u, 0), c.k(LN2), fineLogOnePlus(c.sub(ExpLog.mantissa(c, u), 1)));
        Atom zero = s.eq(a, 0);
        Atom infinite = s.eq(a, Double.POSITIVE_INFINITY);
        l = c.select(zero, Double.NEGATIVE_INFINITY, c.select(infinite, Double.POSITIVE_INFINITY, l));
        Atom e = c.mul(wide(y), l);
        Atom r = narrow(power(c.select(c.gt(e, BOUND), BOUND, c.select(c.lt(e, -BOUND), -BOUND, e))));
        Atom integer = s.eq(s.rint(y), y);
        Atom half = s.mul(y, 0.5);
        Atom odd = s.and(integer, b.emit(Prim.NE, s.rint(half), half));
        Atom negative = b.emit(Prim.LT, s.bits(x), s.n(0));
        r = s.select(s.and(negative, odd), s.neg(r), r);
        Atom undefined = s.and(s.and(s.lt(x, 0), s.not(s.or(zero, infinite))), s.not(integer));
        r = s.select(s.or(s.or(undefined, c.isNaN(e)), s.or(s.isNaN(x), s.isNaN(y))), Double.NaN, r);
        return s.select(s.eq(y, 0), 1, r);
    }

    Atom hypot(Atom x, Atom y) {
        Atom w = wide(x);
        Atom v = wide(y);
        Atom r = narrow(c.sqrt(c.fma(w, w, c.mul(v, v))));
        Atom infinite = s.or(s.eq(s.abs(x), Double.POSITIVE_INFINITY), s.eq(s.abs(y), Double.POSITIVE_INFINITY));
        return s.select(infinite, Double.POSITIVE_INFINITY, r);
    }

    // x = k pi/2 + r; the quadrant k as an i32, of which the two lowest bits count.

    record Angle(Atom sin, Atom cos, Atom quadrant) {
    }

    /** What is left of an angle, and in its low bits the quadrant (i64). */
    private record Rest(Atom r, Atom quadrant) {
    }

    private Atom isHuge(Atom x) {
        return s.not(s.le(s.abs(x), HUGE));
    }

    private Rest near(Atom w) {
        Atom t = c.fma(w, TWO_BY_PI, ROUND);
        Atom k = c.sub(t, ROUND);
        return new Rest(c.fma(k, c.k(-Trig.PI_2_LO), c.fma(k, c.k(-Trig.PI_2_HI), w)), c.bits(t));
    }

    Angle angle(Atom x) {
        Atom w = wide(x);
        Rest near = near(w);
        var v = b.cond(isHuge(x), () -> {
            Trig.Reduced h = HugeAngle.reduce(c, c.abs(w));
            Atom negative = c.lt(w, 0);
            return List.of(c.select(negative, c.neg(h.r().hi()), h.r().hi()), c.select(negative, c.sub(c.n(0), h.quadrant()), h.quadrant()));
        }, () -> List.of(near.r, near.quadrant));
        return parts(new Rest(v.get(0), v.get(1)));
    }

    private Angle parts(Rest rest) {
        Atom r = rest.r;
        Atom z = c.mul(r, r);
        // the product comes last, so that the sine of -0 is -0; relative errors 2^-36 and 2^-33
        Atom sin = c.mul(r, c.horner(z, 1, -0.16666666644218317, 0.008333329328862486, -0.0001983926147352254, 2.7173487014803475e-06));
        Atom cos = c.horner(z, 1, -0.49999999753512075, 0.041666622693783094, -0.0013886683139815853, 2.4379871944304128e-05);
        return new Angle(sin, cos, b.emit(Prim.CONVERT, new Params.To(DType.I32), rest.quadrant));
    }

    private Atom odd(Atom quadrant) {
        return b.emit(Prim.NE, s.and(quadrant, s.n(1)), s.n(0));
    }

    /** Changes the sign where the bit of the value 2 is set. */
    private Atom flip(Atom y, Atom quadrant) {
        return s.fromBits(s.xor(s.bits(y), s.shl(s.and(quadrant, s.n(2)), 30)));
    }

    Atom sin(Angle a) {
        return flip(narrow(c.select(odd(a.quadrant), a.cos, a.sin)), a.quadrant);
    }

    Atom cos(Angle a) {
        return flip(narrow(c.select(odd(a.quadrant), a.sin, a.cos)), s.add(a.quadrant, s.n(1)));
    }

    Atom tan(Angle a) {
        Atom odd = odd(a.quadrant);
        Atom y = c.mul(c.select(odd, a.cos, a.sin), inverse(c.select(odd, a.sin, a.cos)));
        return flip(narrow(y), s.shl(a.quadrant, 1));
    }
}
