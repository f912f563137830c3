package dev.jacobi.ir;

/**
 * Functions that StrictMath lacks, in double, for the reference interpreter. The inverse hyperbolic ones are logarithms of what does not cancel, within two
 * units of the last place. erf, its inverse, log-gamma and digamma are good to about 1e-15: series and continued fractions summed until they stop changing
 * (Abramowitz and Stegun 6.1, 6.3 and 7.1), slow and obvious.
 */
final class SpecialFunctions {
    private static final double LN_2 = 0.69314718055994530942;
    private static final double LN_SQRT_2PI = 0.91893853320467274178;
    private static final double ONE_MINUS_EULER = 0.42278433509846713939;
    /** zeta(k) - 1 for k = 2, 3, ... */
    private static final double[] ZETA = {
        0.64493406684822643647, 0.2020569031595942854, 0.082323233711138191516, 0.036927755143369926331, 0.017343061984449139715,
        0.0083492773819228268398, 0.0040773561979443393787, 0.0020083928260822144179, 0.00099457512781808533715,
        0.0004941886041194645587, 0.00024608655330804829864, 0.00012271334757848914675, 0.000061248135058704829259,
        0.000030588236307020493552, 0.000015282259408651871733, 7.6371976378997622736e-6, 3.8172932649998398565e-6,
        1.9082127165539389257e-6, 9.5396203387279611315e-7, 4.7693298678780646312e-7, 2.3845050272773299e-7,
        1.1921992596531107307e-7, 5.9608189051259479612e-8, 2.9803503514652280186e-8, 1.4901554828365041235e-8};
    /** B(2k) / (2k (2k-1)), the coefficients of Stirling's series. */
    private static final double[] STIRLING = {1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156};

    private SpecialFunctions() {
    }

    static double asinh(double x) {
        double a = Math.abs(x);
        double y = a > 0x1p30 ? StrictMath.log(a) + LN_2 : StrictMath.log1p(a + a * a / (1 + Math.sqrt(1 + a * a)));
        return Math.copySign(y, x);
    }

    static double acosh(double x) {
        double t = x - 1;
        return x < 1 ? Double.NaN : x > 0x1p30 ? StrictMath.log(x) + LN_2 : StrictMath.log1p(t + Math.sqrt(t * (x + 1)));
    }

    static double atanh(double x) {
        double a = Math.abs(x);
        return Math.copySign(0.5 * StrictMath.log1p(2 * a / (1 - a)), x);
    }

    static double erf(double x) {
        double a = Math.abs(x);
        if (a < 2) {
            return Math.abs(x) < 1e-300 ? x * 1.1283791670955126 : erfSeries(x);
        }
        return x != x ? x : Math.copySign(1 - erfc(a), x);
    }

    private static double erfSeries(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 1.1283791670955126 * StrictMath.exp(-x * x) * sum;
    }

    /** 1 - erf(x) for x >= 1 by the continued fraction, from the inside out. */
    private static double erfc(double x) {
        double f = x;
        for (int k = 600; k >= 1; k--) {
            f = x + k / 2.0 / f;
        }
        return x > 30 ? 0 : 0.56418958354775629 * StrictMath.exp(-x * x) / f;
    }

    static double erfInv(double y) {
        double a = Math.abs(y);
        if (!(a < 1)) {
            return a == 1 ? Math.copySign(Double.POSITIVE_INFINITY, y) : Double.NaN;
        }
        if (a < 1e-9) {
            return y * 0.88622692545275801;
        }
        // Winitzki's closed form, then Newton-Halley steps on erf or, in the tail where 1 - erf keeps the digits, on erfc.
        double l = StrictMath.log1p(-a * a);
        double t = 4.330746750799873 + l / 2;
        double x = Math.sqrt(Math.sqrt(t * t - l / 0.147) - t);
        for (int i = 0; i < 4; i++) {
            double residue = x < 1 ? erf(x) - a : (1 - a) - erfc(x);
            double step = residue * 0.88622692545275801 * StrictMath.exp(x * x);
            x -= step / (1 + x * step);
        }
        return Math.copySign(x, y);
    }

    /** log|gamma(x)|. */
    static double lgamma(double x) {
        if (x != x || Double.isInfinite(x)) {
            return x * x;
        }
        if (x <= 0) {
            double s = sinPi(x);
            return s == 0 ? Double.POSITIVE_INFINITY : Math.abs(x) < 1e-17 ? -StrictMath.log(Math.abs(x))
                : StrictMath.log(Math.PI / Math.abs(s)) - lgamma(1 - x);
        }
        if (x < 0.5) {
            return lgamma(1 + x) - StrictMath.log(x);
        }
        if (x < 1.5) {
            return nearTwo(x - 1) - StrictMath.log1p(x - 1);
        }
        if (x < 10) {
            double product = 1;
            double y = x;
            while (y >= 2.5) {
                y -= 1;
                product *= y;
            }
            return nearTwo(y - 2) + StrictMath.log(product);
        }
        double sum = 0;
        for (int k = STIRLING.length - 1; k >= 0; k--) {
            sum = sum / (x * x) + STIRLING[k];
        }
        return (x - 0.5) * (StrictMath.log(x) - 1) - 0.5 + LN_SQRT_2PI + sum / x;
    }

    /** log gamma(2 + z), |z| <= 1/2 (Abramowitz and Stegun 6.1.33). */
    private static double nearTwo(double z) {
        double sum = 0;
        for (int k = ZETA.length - 1; k >= 0; k--) {
            sum = (((k & 1) == 0 ? ZETA[k] : -ZETA[k]) / (k + 2) + sum) * z;
        }
        return z * (ONE_MINUS_EULER + sum);
    }

    static double digamma(double x) {
        if (x != x || x == Double.POSITIVE_INFINITY) {
            return x;
        }
        if (x <= 0) {
            double s = sinPi(x);
            return s == 0 ? Double.NaN : digamma(1 - x) - Math.PI * sinPi(x + 0.5) / s;
        }
        double below = 0;
        double y = x;
        while (y < 16) {
            below += 1 / y;
            y += 1;
        }
        double sum = 0;
        for (int k = STIRLING.length - 1; k >= 0; k--) {
            sum = (sum + STIRLING[k] * (2 * k + 1)) / (y * y);
        }
        return StrictMath.log(y) - 0.5 / y - sum - below;
    }

    /** sin(pi x), exact at the integers. */
    private static double sinPi(double x) {
        double r = Math.IEEEremainder(x, 2);
        return r == Math.rint(r) ? 0 : StrictMath.sin(Math.PI * (Math.abs(r) > 0.5 ? Math.copySign(1, r) - r : r));
    }
}
