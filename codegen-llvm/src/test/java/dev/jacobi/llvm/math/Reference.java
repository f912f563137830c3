package dev.jacobi.llvm.math;

import dev.jacobi.ir.Prim;

/** The transcendental primitives at finite ordinary arguments to about 100 bits. Special values are StrictMath's business. */
final class Reference {
    private Reference() {
    }

    static Dd.Scaled value(Prim p, double x, double y) {
        Dd a = Dd.of(x);
        return switch (p) {
            case EXP -> a.exp();
            case EXPM1 -> x > 700 ? a.exp() : a.expm1().plain();
            case LOG -> a.log().plain();
            case LOG1P -> a.log1p().plain();
            case LOG10 -> a.log().over(Dd.LN10).plain();
            case SIN -> a.sinCos()[0].plain();
            case COS -> a.sinCos()[1].plain();
            case TAN -> a.sinCos()[0].over(a.sinCos()[1]).plain();
            case ASIN -> Dd.angle(a, cosine(a)).plain();
            case ACOS -> Dd.angle(cosine(a), a).plain();
            case ATAN -> Math.abs(x) > 1e100 ? new Dd(Math.copySign(Dd.halfPi().hi(), x), Math.copySign(Dd.halfPi().lo(), x)).plain()
                : Math.abs(x) < 1e-100 ? a.plain() : Dd.angle(a, Dd.ONE).plain();
            case SINH -> Math.abs(x) < 0.5 ? half(a.expm1(), a.expm1().over(a.expm1().plus(1))) : hyperbolic(a, -1);
            case COSH -> hyperbolic(a, 1);
            case TANH -> Math.abs(x) > 50 ? new Dd(Math.copySign(1, x), 0).plain()
                : a.times(2).expm1().over(a.times(2).expm1().plus(2)).plain();
            case ASINH -> asinh(x);
            case ACOSH -> a.minus(Dd.ONE).plus(a.minus(Dd.ONE).times(a.plus(Dd.ONE)).sqrt()).log1p().plain();
            case ATANH -> a.times(2).over(Dd.ONE.minus(a)).log1p().times(0.5).plain();
            case CBRT -> cbrt(x);
            case POW -> pow(x, y);
            case ATAN2 -> atan2(x, y);
            case HYPOT -> hypot(x, y);
            default -> throw new IllegalArgumentException(p.text());
        };
    }

    private static Dd.Scaled pow(double x, double y) {
        Dd.Scaled r = Dd.of(Math.abs(x)).log().times(y).exp();
        return StrictMath.pow(x, y) < 0 || x < 0 && y % 2 != 0 ? new Dd.Scaled(r.m().negate(), r.e()) : r;
    }

    private static Dd cosine(Dd a) {
        return Dd.ONE.minus(a).times(Dd.ONE.plus(a)).sqrt();
    }

    private static Dd.Scaled half(Dd a, Dd b) {
        return a.plus(b).times(0.5).plain();
    }

    private static Dd.Scaled hyperbolic(Dd a, int sign) {
        Dd.Scaled big = (a.hi() < 0 ? a.negate() : a).exp();
        Dd m = big.e() > 400 ? big.m() : big.m().plus(Dd.ONE.over(big.m()).times(sign).scalb(-2 * big.e()));
        return new Dd.Scaled(sign < 0 && a.hi() < 0 ? m.negate() : m, big.e() - 1);
    }

    private static Dd.Scaled asinh(double x) {
        Dd a = Dd.of(Math.abs(x));
        Dd square = a.times(a);
        Dd y = a.plus(square.over(square.plus(1).sqrt().plus(1))).log1p();
        return (x < 0 ? y.negate() : y).plain();
    }

    private static Dd.Scaled cbrt(double x) {
        int e = x == 0 ? 0 : Math.floorDiv(Math.getExponent(x * 0x1p60) - 60, 3);
        Dd m = Dd.of(Math.scalb(Math.scalb(x, -2 * e), -e));
        Dd y = Dd.of(StrictMath.cbrt(m.hi()));
        y = x == 0 ? m : y.plus(m.minus(y.times(y).times(y)).over(y.times(y).times(3)));
        return new Dd.Scaled(y, e);
    }

    private static Dd.Scaled atan2(double y, double x) {
        double big = Math.max(Math.abs(x), Math.abs(y));
        int e = -Math.getExponent(big);
        double sy = Math.scalb(y, e);
        double sx = Math.scalb(x, e);
        if (Math.abs(sy) < 0x1p-500 && x > 0) {
            // The angle is the quotient.
            int ey = Math.getExponent(Math.max(Math.abs(y), Double.MIN_NORMAL));
            int up = Math.abs(y) < Double.MIN_NORMAL ? 200 : 0;
            return new Dd.Scaled(Dd.of(Math.scalb(Math.scalb(y, up), -ey)).over(Math.scalb(x, e)), ey - up + e);
        }
        return Dd.angle(Dd.of(sy), Dd.of(sx)).plain();
    }

    private static Dd.Scaled hypot(double x, double y) {
        int e = Math.getExponent(Math.max(Math.max(Math.abs(x), Math.abs(y)), Double.MIN_NORMAL));
        Dd a = Dd.of(Math.scalb(x, -e));
        Dd b = Dd.of(Math.scalb(y, -e));
        return new Dd.Scaled(a.times(a).plus(b.times(b)).sqrt(), e);
    }
}
