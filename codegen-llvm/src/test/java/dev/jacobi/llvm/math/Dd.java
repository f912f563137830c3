package dev.jacobi.llvm.math;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Double-double arithmetic and elementary functions to about 100 bits, as a reference: Taylor series after halving arguments,
 * Newton steps from {@link StrictMath} for inverse functions, arguments of sin and cos reduced with a BigDecimal pi.
 */
record Dd(double hi, double lo) {
    static final Dd ONE = of(1);
    static final Dd LN2 = new Dd(0.6931471805599453, 2.3190468138462996e-17);
    static final Dd LN10 = new Dd(2.302585092994046, -2.1707562233822494e-16);
    private static final MathContext DIGITS = new MathContext(450);
    private static final BigDecimal PI = pi();

    static Dd of(double v) {
        return new Dd(v, 0);
    }

    private static Dd sum(double a, double b) {
        double s = a + b;
        double t = s - a;
        return new Dd(s, (a - (s - t)) + (b - t));
    }

    Dd plus(Dd o) {
        Dd s = sum(hi, o.hi);
        Dd t = sum(lo, o.lo);
        Dd u = sum(s.hi, s.lo + t.hi);
        return sum(u.hi, u.lo + t.lo);
    }

    Dd plus(double v) {
        return plus(of(v));
    }

    Dd minus(Dd o) {
        return plus(o.negate());
    }

    Dd negate() {
        return new Dd(-hi, -lo);
    }

    Dd times(Dd o) {
        double p = hi * o.hi;
        return sum(p, Math.fma(hi, o.hi, -p) + (hi * o.lo + lo * o.hi));
    }

    Dd times(double v) {
        return times(of(v));
    }

    Dd over(Dd o) {
        double q = hi / o.hi;
        Dd r = minus(o.times(q));
        double q2 = r.hi / o.hi;
        Dd r2 = r.minus(o.times(q2));
        return sum(q, q2).plus(r2.hi / o.hi);
    }

    Dd over(double v) {
        return over(of(v));
    }

    Dd sqrt() {
        if (hi == 0) {
            return this;
        }
        double s = Math.sqrt(hi);
        Dd r = minus(of(s).times(s));
        return sum(s, r.hi / (2 * s)).plus(minus(sum(s, r.hi / (2 * s)).times(sum(s, r.hi / (2 * s)))).over(2 * s));
    }

    Dd scalb(int e) {
        return new Dd(Math.scalb(hi, e), Math.scalb(lo, e));
    }

    /** e^x - 1 for |x| <= 1/2. */
    private Dd expm1Series() {
        Dd sum = this;
        Dd term = this;
        for (int n = 2; n < 40 && Math.abs(term.hi) > 1e-36 * Math.abs(sum.hi); n++) {
            term = term.times(this).over(n);
            sum = sum.plus(term);
        }
        return sum;
    }

    Dd expm1() {
        return Math.abs(hi) <= 0.5 ? expm1Series() : exp().value().plus(-1);
    }

    /** e^x as a pair and a power of two. */
    Scaled exp() {
        if (!(Math.abs(hi) < 1e6)) {
            return new Scaled(of(hi > 0 ? 1 : hi < 0 ? 1 : Double.NaN), hi > 0 ? 100_000 : -100_000);
        }
        int k = (int) Math.rint(hi / LN2.hi);
        Dd r = plus(LN2.times(-k));
        Dd e = r.times(0.125).expm1Series().plus(1);
        e = e.times(e);
        e = e.times(e);
        return new Scaled(e.times(e), k);
    }

    /** log of a positive number. */
    Dd log() {
        int e = Math.getExponent(hi);
        e += Math.scalb(hi, -e) > 1.4 ? 1 : 0;
        e = hi < Double.MIN_NORMAL ? Math.getExponent(hi * 0x1p100) - 100 : e;
        Dd m = hi < Double.MIN_NORMAL ? scalb(100).scalb(-e - 100) : scalb(-e);
        Dd l;
        if (Math.abs(m.hi - 1) < 0.1) {
            Dd f = m.plus(-1);
            l = f.log1pSeries();
        } else {
            Dd y = of(StrictMath.log(m.hi));
            Dd t = y.exp().value();
            l = y.plus(m.minus(t).times(2).over(m.plus(t)));
        }
        return LN2.times(e).plus(l);
    }

    /** log(1 + f) for small f: 2 atanh(f / (2 + f)). */
    private Dd log1pSeries() {
        Dd s = over(plus(2));
        Dd z = s.times(s);
        Dd term = s;
        Dd sum = s;
        for (int n = 3; n < 80 && Math.abs(term.hi) > 1e-36 * Math.abs(sum.hi); n += 2) {
            term = term.times(z);
            sum = sum.plus(term.over(n));
        }
        return sum.times(2);
    }

    Dd log1p() {
        return Math.abs(hi) < 0.1 ? log1pSeries() : plus(1).log();
    }

    private static BigDecimal pi() {
        return arctanInverse(5).multiply(BigDecimal.valueOf(16)).subtract(arctanInverse(239).multiply(BigDecimal.valueOf(4)));
    }

    private static BigDecimal arctanInverse(int n) {
        BigDecimal power = BigDecimal.ONE.divide(BigDecimal.valueOf(n), DIGITS);
        BigDecimal sum = power;
        BigDecimal square = BigDecimal.valueOf((long) n * n);
        for (int k = 3; power.compareTo(new BigDecimal("1e-450")) > 0; k += 2) {
            power = power.divide(square, DIGITS);
            BigDecimal t = power.divide(BigDecimal.valueOf(k), DIGITS);
            sum = k % 4 == 3 ? sum.subtract(t) : sum.add(t);
        }
        return sum;
    }

    private static Dd of(BigDecimal v) {
        double h = v.doubleValue();
        BigDecimal rest = v.subtract(new BigDecimal(h));
        return new Dd(h, rest.doubleValue());
    }

    static Dd halfPi() {
        return of(PI.divide(BigDecimal.valueOf(2), DIGITS));
    }

    /** {sin x, cos x}. */
    Dd[] sinCos() {
        Dd r = this;
        int q = 0;
        if (Math.abs(hi) > 0.8) {
            BigDecimal half = PI.divide(BigDecimal.valueOf(2), DIGITS);
            BigDecimal x = new BigDecimal(hi).add(new BigDecimal(lo));
            BigDecimal n = x.divide(half, DIGITS).setScale(0, RoundingMode.HALF_EVEN);
            q = n.toBigInteger().intValue() & 3;
            r = of(x.subtract(n.multiply(half)));
        }
        Dd z = r.times(r).negate();
        Dd s = r;
        Dd t = r;
        Dd c = ONE;
        Dd u = ONE;
        for (int n = 1; n < 16; n++) {
            u = u.times(z).over((2 * n - 1) * (2 * n));
            c = c.plus(u);
            t = t.times(z).over((2 * n) * (2 * n + 1));
            s = s.plus(t);
        }
        return switch (q) {
            case 0 -> new Dd[] {s, c};
            case 1 -> new Dd[] {c, s.negate()};
            case 2 -> new Dd[] {s.negate(), c.negate()};
            default -> new Dd[] {c.negate(), s};
        };
    }

    /** The angle of the point (x, y), |angle| <= pi; the coordinates neither huge nor tiny. */
    static Dd angle(Dd y, Dd x) {
        Dd a = of(StrictMath.atan2(y.hi, x.hi));
        Dd[] sc = a.sinCos();
        return a.plus(y.times(sc[1]).minus(x.times(sc[0])).over(x.times(sc[1]).plus(y.times(sc[0]))));
    }

    /** m 2^e, for results beyond the range of double. */
    record Scaled(Dd m, int e) {
        Dd value() {
            return m.scalb(e);
        }

        /** |got - this| in units of the last place of the double nearest to this. */
        double ulps(double got) {
            double want = Math.scalb(m.hi, e);
            if (Double.isNaN(m.hi) || Double.isNaN(got)) {
                return Double.isNaN(m.hi) && Double.isNaN(got) ? 0 : Double.POSITIVE_INFINITY;
            }
            if (Double.isInfinite(got) || Double.isInfinite(want)) {
                // Overflow may come early or late by one unit.
                double edge = Math.copySign(Double.MAX_VALUE, m.hi);
                return want == got ? 0 : Double.isInfinite(got) && want == edge || Double.isInfinite(want) && got == edge ? 0.75
                    : Double.POSITIVE_INFINITY;
            }
            int up = Math.abs(want) < 0x1p-900 ? 600 : Math.abs(want) > 0x1p900 ? -600 : 0;
            double g = Math.scalb(got, up);
            double mh = Math.scalb(m.hi, e + up);
            double ml = Math.scalb(m.lo, e + up);
            return Math.abs(g - mh - ml) / Math.scalb(Math.ulp(want), up);
        }
    }

    Scaled plain() {
        return new Scaled(this, 0);
    }
}
