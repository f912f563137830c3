package dev.jacobi.llvm.math;

import dev.jacobi.ir.Atom;
import dev.jacobi.llvm.math.Calc.Pair;

/** erf, its inverse, log-gamma and digamma in f64 to a few units, by minimax polynomials and Stirling's series. */
final class Special {
    private static final double LN_SQRT_2PI = 0.9189385332046728;
    private static final double PI = Math.PI;

    private Special() {
    }

    /** x + x S(x^2) up to 1, beyond 1 - erfc with log erfc as a polynomial. */
    static Atom erf(Calc c, Atom x) {
        Atom a = c.abs(x);
        Atom z = c.mul(x, x);
        Atom near = c.fma(x, c.poly(z, 0.1283791670955126, -0.3761263890318375, 0.11283791670954758, -0.026866170645053766, 0.00522397762458953, -0.0008548326967478517,
            0.00012055330617505954, -1.4925583248540033e-05, 1.6460805746597358e-06, -1.6348231116834136e-07, 1.4645681178863908e-08,
            -1.131808767942898e-09, 5.864182822884481e-11), x);
        Atom t = c.select(c.gt(a, 6), 6, a);
        Atom l = c.poly(t, -1.0236236679590433e-06, -1.1283690651264742, -0.6366661375793548, -0.10264126170785268, 0.0188716008997166,
            0.0005762747666299844, -0.0020914274250889583, 0.0009146217335450333, -0.0002276577361438767, 2.669001175912783e-05,
            4.05507969548181e-06, -2.7888236953211597e-06, 7.105001124357204e-07, -1.1147184648827935e-07, 1.1222166302751449e-08,
            -6.709853984586645e-10, 1.823668304903633e-11);
        Atom far = c.sub(1, ExpLog.exp(c, l));
        return c.select(c.le(a, 1), near, c.copySign(c.select(c.isNaN(x), x, far), x));
    }

    /** x times a function of w = -log(1 - x^2) (Giles, "Approximating the erfinv function", 2010); 0.999 and beyond is rare. */
    static Atom erfInv(Calc c, Atom x) {
        Atom w = c.neg(ExpLog.log(c, c.mul(c.sub(1, x), c.add(x, 1))));
        Atom near = c.poly(c.sub(w, 3.125), 1.6536545626831027, 0.24015818242558826, -0.006033670871427774, -0.0007407025341539813, 0.0001867342080243484,
            -1.3882523395708527e-05, -1.3654691845940982e-06, 4.2347881896009626e-07, -2.907038263442678e-08, -4.1126618869928255e-09,
            1.0512183265596152e-09, -5.4142432250968855e-11, -1.2976935475435395e-11, 2.6303670820122715e-12, -8.117471661172386e-14,
            -3.99921822773026e-14, 6.595301476605223e-15, -4.256677326672782e-17, -1.3008744014555268e-16, 1.5736604857756594e-17,
            1.1466035123915973e-18, -3.565313078365478e-19, -1.051866737302062e-21, 3.3563795722784227e-21);
        Atom f = c.unless(c.not(c.lt(w, 6.25)), near, () -> {
            Atom s = c.sqrt(w);
            Atom mid = c.poly(c.sub(s, 3.25), 3.0838856104922203, 1.0052589676941581, 0.005370914553615416, -0.003751208507449747, 0.0024914420949351257,
            -0.0016882755593820196, 0.0009532894006048893, -0.0003550374786620137, 2.403092451617321e-05, 6.828458033960246e-05,
            -4.7317299571364413e-05, 1.2476294269014804e-05, 2.9207162507296635e-06, -4.015908311949854e-06, 1.507407064418526e-06,
            2.0456736922887813e-08, -2.7947617643651765e-07, 8.9770637617898e-08, 3.865615773119914e-09);
            Atom far = c.poly(c.sub(s, 5), 4.849906401408584, 1.0103004648645466, -0.00013871931835171848, -0.00021503011988283088, 7.599527734672273e-05,
            -1.9681769941985416e-05, 4.526060130047137e-06, -9.930340915969077e-07, 2.290142602920101e-07, -6.754066639863108e-08,
            2.9128348171813638e-08, -1.5284180367222764e-08, 7.638261468846534e-09, -3.440224519002305e-09, 1.494139750828299e-09,
            -4.55198331171575e-10, -2.3819672583200576e-11, 4.698522664013235e-11);
            Atom y = c.select(c.lt(s, 4), mid, far);
            return c.select(c.eq(w, Double.POSITIVE_INFINITY), w, y);
        });
        return c.mul(x, f);
    }

    /** log gamma(2 + z) / z for |z| <= 1/2. */
    private static Atom nearTwo(Calc c, Atom z) {
        return c.poly(z, 0.42278433509846713, 0.3224670334241133, -0.06735230105319569, 0.020580808427765274, -0.00738555102893256, 0.0028905103318770144,
            -0.001192753901066801, 0.0005096694943009513, -0.00022315497680760072, 9.945795403141537e-05, -4.4923729592813346e-05,
            2.0503476675599054e-05, -9.456295647056936e-06, 4.393780548449249e-06, -1.9742522548947845e-06, 8.993758473682301e-07,
            -5.81226826155625e-07, 2.9813815266607125e-07);
    }

    static Atom lgamma(Calc c, Atom x) {
        Atom fast = positiveLgamma(c, x);
        return c.unless(c.not(c.ge(x, 0.5)), fast, () -> {
            // Below 1/2 by the next argument up, below 0 by reflection.
            Atom a = c.abs(x);
            Atom up = c.sub(positiveLgamma(c, c.add(x, 1)), ExpLog.log(c, a));
            Atom reflected = c.sub(ExpLog.log(c, c.div(PI, c.abs(sinPi(c, a)))), positiveLgamma(c, c.add(a, 1)));
            reflected = c.select(c.eq(c.rint(x), x), Double.POSITIVE_INFINITY, reflected);
            Atom y = c.select(c.gt(x, 0), up, reflected);
            // Tiny arguments of either sign: -log|x|.
            y = c.select(c.lt(a, 1e-17), c.neg(ExpLog.log(c, a)), y);
            return c.select(c.isNaN(x), x, y);
        });
    }

    /** For x >= 1/2: from the interval around 2 by multiplying up, or by Stirling's series from 8 on. */
    private static Atom positiveLgamma(Calc c, Atom x) {
        Atom low = c.lt(x, 1.5);
        Atom y = c.select(low, c.add(x, 1), x);
        Atom product = c.k(1);
        for (int step = 0; step < 6; step++) {
            Atom more = c.ge(y, 2.5);
            y = c.select(more, c.sub(y, 1), y);
            product = c.select(more, c.mul(product, y), product);
        }
        Atom z = c.select(low, c.sub(x, 1), c.sub(y, 2));
        Atom large = c.ge(x, 8);
        Atom log = ExpLog.log(c, c.select(large, x, c.select(low, x, product)));
        Atom small = c.fma(z, nearTwo(c, z), c.select(low, c.neg(log), log));
        Atom r = c.div(1, x);
        Atom tail = c.poly(c.mul(r, r), 0.0833333333333333, -0.00277777777761, 0.0007936506668624145, -0.0005952029368773997, 0.0008373083776194599,
            -0.0016532372492024914);
        Atom stirling = c.fma(c.sub(x, 0.5), c.sub(log, 1), c.fma(tail, r, c.k(LN_SQRT_2PI - 0.5)));
        return c.select(large, c.select(c.eq(x, Double.POSITIVE_INFINITY), x, stirling), small);
    }

    /** sin(pi a) for a >= 0, zero at the integers. */
    private static Atom sinPi(Calc c, Atom a) {
        Atom r = c.sub(a, c.mul(c.rint(c.mul(a, 0.5)), 2));
        Atom fold = c.select(c.gt(c.abs(r), 0.5), c.sub(c.copySign(c.k(1), r), r), r);
        return Trig.sin(c, c.mul(fold, PI));
    }

    static Atom digamma(Calc c, Atom x) {
        return c.unless(c.not(c.gt(x, 0)), positiveDigamma(c, x), () -> {
            Atom a = c.neg(x);
            Atom cotangent = c.div(sinPi(c, c.add(a, 0.5)), sinPi(c, a));
            Atom y = c.add(positiveDigamma(c, c.sub(1, x)), c.mul(cotangent, PI));
            return c.select(c.eq(c.rint(x), x), Double.NaN, y);
        });
    }

    /** The asymptotic series from 8 on, reached by adding ones: the reciprocals are gathered in one quotient. */
    private static Atom positiveDigamma(Calc c, Atom x) {
        Atom less = c.lt(x, 8);
        // The first reciprocal is the greatest and stands alone.
        Atom first = c.select(less, c.div(1, x), c.k(0));
        Atom y = c.select(less, c.add(x, 1), x);
        Atom num = c.k(0);
        Atom den = c.k(1);
        for (int step = 0; step < 7; step++) {
            Atom more = c.lt(y, 8);
            num = c.select(more, c.fma(num, y, den), num);
            den = c.select(more, c.mul(den, y), den);
            y = c.select(more, c.add(y, 1), y);
        }
        Atom r = c.div(1, y);
        Atom z = c.mul(r, r);
        Atom tail = c.poly(z, -0.08333333333333333, 0.008333333333280445, -0.003968253913295257, 0.00416664518767302, -0.007571734462889052,
            0.020700531088245516, -0.06367564464597399);
        Pair s = c.sum(ExpLog.log(c, y), c.neg(first));
        Atom sum = c.add(s.hi(), c.add(s.lo(), c.sub(c.fma(z, tail, c.mul(r, -0.5)), c.div(num, den))));
        // Next to 0 the reciprocal overflows; infinity is its own digamma.
        return c.select(c.eq(x, Double.POSITIVE_INFINITY), x, c.select(c.lt(x, 1e-300), c.div(-1, x), sum));
    }
}
