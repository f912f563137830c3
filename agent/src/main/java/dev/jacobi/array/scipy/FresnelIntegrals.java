package dev.jacobi.array.scipy;

import dev.jacobi.NDArray;
import java.util.List;

/**
 * The integrals of sin(pi t^2 / 2) and cos(pi t^2 / 2) from 0 on. Up to 1.5 they are the integrated power series; above, f sin - g cos and f cos + g sin of that angle, less than 1/2 away from which they
 * stay, where f times pi x and g times pi^2 x^3 are Chebyshev polynomials of 1 / x^2, interpolated with 30 digits.
 */
public final class FresnelIntegrals {
    private static final double LIMIT = 1.5;
    private static final int TERMS = 17;
    /** f(x) pi x as a function of 2 (1.5 / x)^2 - 1. */
    private static final double[] F = {
        0.9831267713219624, -0.0213572601426842, -0.003796655834530365, 0.000661245247254573, -4.096097376177452e-05, -9.79118821325082e-06, 4.188823851217672e-06,
        -8.420318176345658e-07, 6.09722739277472e-08, 3.0089670172514017e-08, -1.668579350552518e-08, 4.963129270226184e-09, -8.818784589655915e-10,
        -2.5665206485651744e-11, 9.971245959968709e-11, -5.0232914031688927e-11, 1.6642583352702373e-11, -3.640472927901346e-12, 1.1452944195711182e-13,
        3.9099841012171583e-13, -2.562009822108186e-13, 1.0851841929367244e-13, -3.3941263612081384e-14, 6.577469061870879e-15, 6.672532438292801e-16,
        -1.4686029952813678e-15, 9.150249714291205e-16, -4.080081719148038e-16, 1.4057927002398864e-16, -3.2954259797778306e-17, 5.90139034558871e-18,
        -4.443989128430565e-18};
    /** g(x) pi^2 x^3 as a function of the same. */
    private static final double[] G = {
        0.9288072494674205, -0.08728178356639937, -0.011820035634755689, 0.0038570173016232705, -0.0004849726128263187, -2.820315505109063e-05, 3.3422852931274e-05,
        -1.0085443505306372e-05, 1.6304496502959052e-06, 8.239660059146442e-08, -1.722770560813235e-07, 7.389889285995544e-08, -1.9969875799038197e-08,
        2.718715837242882e-09, 7.194400031639303e-10, -7.154668183080191e-10, 3.2583343274056675e-10, -1.0323621127786964e-10, 2.0171810730181085e-11,
        1.4672802032619872e-12, -3.7898194852605695e-12, 2.2651655943400284e-12, -9.416520999660352e-13, 2.897186547911302e-13, -5.078329357451721e-14,
        -1.1517155755575606e-14, 1.6715323463048184e-14, -1.0156566913315927e-14, 4.552022692728345e-15, -1.582602892157059e-15, 3.6710951963741024e-16,
        1.271921498323932e-17, -7.909705989291584e-17, 5.938506512356808e-17, -3.147465668075613e-17, 1.3340885727813538e-17};

    private FresnelIntegrals() {
    }

    /** Both, that of the sine first. */
    public static List<NDArray> both(NDArray x) {
        return List.of(Formula.unary("fresnelSine", y -> integral(y, true), x), Formula.unary("fresnelCosine", y -> integral(y, false), x));
    }

    private static NDArray integral(NDArray x, boolean sine) {
        NDArray y = SpecialReals.constant(x);
        NDArray size = SpecialReals.abs(y);
        NDArray near = size.lt(LIMIT);
        NDArray angle = angle(size);
        NDArray far = far(SpecialReals.where(near, LIMIT, size), angle, sine);
        NDArray value = SpecialReals.where(near, series(SpecialReals.where(near, size, 0), sine), SpecialReals.where(size.eq(Double.POSITIVE_INFINITY), 0.5, far));
        NDArray out = SpecialReals.where(y.lt(0.0), value.neg(), value);
        return Formula.withPartial(sine ? "fresnelSine" : "fresnelCosine", out, in -> derivative(in.get(0), sine), x);
    }

    private static NDArray derivative(NDArray x, boolean sine) {
        return sine ? SpecialReals.sin(angle(x)) : SpecialReals.cos(angle(x));
    }

    /** pi x^2 / 2 without whole turns, of which there are x^2 / 4 = n^2 + 2 n r + r^2 where n is the whole part of x / 2, and r what is left: the square of a large number has no digits for the rest. */
    private static NDArray angle(NDArray x) {
        NDArray half = x.times(0.5);
        NDArray n = SpecialReals.floor(half);
        NDArray r = half.minus(n);
        NDArray product = n.times(r).times(2.0);
        NDArray part = product.minus(SpecialReals.floor(product)).plus(r.times(r));
        NDArray safe = SpecialReals.where(SpecialReals.isFinite(part), part, 0);
        return safe.minus(SpecialReals.floor(safe)).times(2 * Math.PI);
    }

    /** The sum of (-1)^k (pi / 2)^(2 k) x^(4 k + 1) / ((2 k)! (4 k + 1)), or the same with 2 k + 1 and 4 k + 3 in place of 2 k and 4 k + 1. */
    private static NDArray series(NDArray x, boolean sine) {
        int odd = sine ? 1 : 0;
        var factors = new double[TERMS];
        double power = sine ? Math.PI / 2 : 1;
        for (int k = 0; k < TERMS; k++) {
            factors[TERMS - 1 - k] = power / (4 * k + 1 + 2 * odd);
            int m = 2 * k + odd;
            power *= -Math.PI * Math.PI / 4 / ((m + 1) * (m + 2));
        }
        NDArray square = x.times(x);
        NDArray sum = SpecialReals.polynomial(square.times(square), factors).times(x);
        return sine ? sum.times(square) : sum;
    }

    private static NDArray far(NDArray x, NDArray angle, boolean sine) {
        NDArray inverse = SpecialReals.number(LIMIT, x).dividedBy(x);
        NDArray place = inverse.times(inverse).times(2.0).minus(1.0);
        NDArray f = SpecialReals.chebyshev(place, F).dividedBy(x.times(Math.PI));
        NDArray g = SpecialReals.chebyshev(place, G).times(inverse).times(inverse).times(inverse).times(1 / (Math.PI * Math.PI * LIMIT * LIMIT * LIMIT));
        NDArray sin = SpecialReals.sin(angle);
        NDArray cos = SpecialReals.cos(angle);
        NDArray change = sine ? f.times(cos).plus(g.times(sin)).neg() : f.times(sin).minus(g.times(cos));
        return change.plus(0.5);
    }
}
