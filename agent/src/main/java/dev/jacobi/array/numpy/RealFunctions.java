package dev.jacobi.array.numpy;

import static dev.jacobi.array.numpy.Typed.abs;
import static dev.jacobi.array.numpy.Typed.add;
import static dev.jacobi.array.numpy.Typed.div;
import static dev.jacobi.array.numpy.Typed.eq;
import static dev.jacobi.array.numpy.Typed.gt;
import static dev.jacobi.array.numpy.Typed.lt;
import static dev.jacobi.array.numpy.Typed.max;
import static dev.jacobi.array.numpy.Typed.min;
import static dev.jacobi.array.numpy.Typed.mul;
import static dev.jacobi.array.numpy.Typed.number;
import static dev.jacobi.array.numpy.Typed.precisely;
import static dev.jacobi.array.numpy.Typed.square;
import static dev.jacobi.array.numpy.Typed.sub;
import static dev.jacobi.array.numpy.Typed.where;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.ir.Prim;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Functions of reals that the compiler has not, as formulas of those that it has; and how functions of numbers are applied to arrays of any type. */
public final class RealFunctions {
    private static final double LN2 = Math.log(2);
    /** Below this 1 - x^2/6 + x^4/120 is sin(x)/x to the last bit of a float, and its derivatives are right at 0. */
    private static final double SMALL = 1e-2;

    private static final double BESSEL_LIMIT = 8;
    private static final int BESSEL_TERMS = 28;
    /** Coefficients of the Chebyshev series in u = 16/x - 1 of e^-x sqrt(x) I0(x), for x from 8 on: integrals by the trapezoid rule over 60 points with 40 digits. */
    private static final double[] BESSEL = {0.80449041101410883161, 0.0033691164782556940899, 0.000068897583469168239843, 2.891370520834756483e-6, 2.0489185894690637418e-7,
        2.2666689904981780646e-8, 3.3962320257083863452e-9, 4.9406023882249695891e-10, 1.1889147107846438342e-11, -3.1499165279632413645e-11, -1.3215811840447713119e-11,
        -1.7941785315068061178e-12, 7.1801244513836662337e-13, 3.8527783827421427011e-13, 1.5400862175214098269e-14, -4.1505693472872220866e-14, -9.5548466988283076487e-15,
        3.8116806693526224207e-15, 1.7725601330565263836e-15, -3.4254856196772191346e-16, -2.8276239805165834849e-16, 3.4612228676974610931e-17, 4.465621420296759999e-17};

    private RealFunctions() {
    }

    /** A function of reals, and of complex numbers unless {@code complex} is null; integers and bool become reals first. */
    public static NDArray of(String name, NDArray x, UnaryOperator<NDArray> real, UnaryOperator<NDArray> complex) {
        refuse(name, complex == null, x);
        return Fused.of(name, List.of(x), in -> {
            NDArray y = Promotion.inexact(in.get(0)).get(0);
            return y.dtype().isComplex() ? complex.apply(y) : real.apply(y);
        });
    }

    /** One of the compiler's functions of reals, and of complex numbers as it is given unless that is null. */
    public static NDArray of(String name, NDArray x, Prim real, UnaryOperator<NDArray> complex) {
        return of(name, x, y -> Elementwise.unary(real, y), complex);
    }

    /** A function of two reals, and of complex numbers unless {@code complex} is null; integers and bool become reals first. */
    public static NDArray of(String name, NDArray x, NDArray y, BinaryOperator<NDArray> real, BinaryOperator<NDArray> complex) {
        refuse(name, complex == null, x, y);
        return Fused.of(name, List.of(x, y), in -> {
            List<NDArray> z = Promotion.inexact(in.get(0), in.get(1));
            return (z.get(0).dtype().isComplex() ? complex : real).apply(z.get(0), z.get(1));
        });
    }

    /** Throws for complex arrays where {@code no} says that there is no such function of them. */
    public static void refuse(String name, boolean no, NDArray... in) {
        for (NDArray x : in) {
            if (no && x.dtype().isComplex()) {
                throw new JacobiException(name + ": there is no such function of complex numbers, but an array has elements of " + x.dtype() + "; give its real or imaginary part, or its absolute value.");
            }
        }
    }

    /** Throws for arrays of bool. */
    public static void refuseBool(String name, NDArray... in) {
        for (NDArray x : in) {
            if (x.dtype() == DType.BOOL) {
                throw new JacobiException(name + ": there is no such function of bool; convert the array with astype(), or use a logical function.");
            }
        }
    }

    /** Throws for arrays that are neither of integers nor of bool. */
    public static void onlyBits(String name, NDArray... in) {
        for (NDArray x : in) {
            if (x.dtype().isInexact()) {
                throw new JacobiException(name + ": works on integers and bool, but an array has elements of " + x.dtype() + "; convert it with astype().");
            }
        }
    }

    /** x to the y: 1 to any power is 1, also where the power is infinite or NaN, and so is -1 to an infinite one; Java has NaN there. */
    public static NDArray power(NDArray x, NDArray y) {
        return Fused.of("realPower", List.of(x, y), in -> {
            NDArray a = in.get(0);
            NDArray b = in.get(1);
            NDArray endless = Typed.not(lt(abs(b), Double.POSITIVE_INFINITY));
            NDArray one = Typed.or(eq(a, 1), Typed.and(eq(a, -1), eq(b, b)));
            return where(Typed.and(endless, one), 1, Elementwise.apply(Prim.POW, a, b));
        });
    }

    /** 2 to the x. */
    public static NDArray exp2(NDArray x) {
        return Elementwise.apply(Prim.POW, number(x, 2), x);
    }

    /** The logarithm to the base 2. */
    public static NDArray log2(NDArray x) {
        return precisely(x, y -> div(log(y), LN2));
    }

    static NDArray log(NDArray x) {
        return Elementwise.unary(Prim.LOG, x);
    }

    static NDArray log1p(NDArray x) {
        return Elementwise.unary(Prim.LOG1P, x);
    }

    static NDArray exp(NDArray x) {
        return Elementwise.unary(Prim.EXP, x);
    }

    /** log(exp x + exp y): the smaller one is taken relative to the larger one, whose difference is 0 also where both are the same infinity. */
    public static NDArray logAddExp(NDArray x, NDArray y) {
        return pairwise(x, y, (a, b) -> {
            NDArray first = lt(b, a);
            NDArray most = where(first, a, b);
            return add(most, log1p(exp(below(most, where(first, b, a)))));
        });
    }

    /** log2(2^x + 2^y). */
    public static NDArray logAddExp2(NDArray x, NDArray y) {
        return pairwise(x, y, (a, b) -> {
            NDArray first = lt(b, a);
            NDArray most = where(first, a, b);
            return add(most, div(log1p(exp2(below(most, where(first, b, a)))), LN2));
        });
    }

    /** The difference, which is 0 of equal infinities. Where finite numbers are equal it has its derivatives. */
    private static NDArray below(NDArray most, NDArray least) {
        NDArray difference = sub(least, most);
        return where(eq(most, least), where(eq(difference, difference), difference, 0), difference);
    }

    private static NDArray pairwise(NDArray x, NDArray y, BinaryOperator<NDArray> f) {
        if (x.dtype() == DType.F16 || x.dtype() == DType.BF16) {
            return Casts.to(f.apply(Casts.to(x, DType.F32), Casts.to(y, DType.F32)), x.dtype());
        }
        return f.apply(x, y);
    }

    /** sin(pi x) / (pi x), 1 at 0. */
    public static NDArray sinc(NDArray x) {
        return precisely(x, y -> {
            NDArray z = mul(y, Math.PI);
            NDArray small = lt(abs(z), SMALL);
            NDArray safe = where(small, 1, z);
            NDArray s = square(where(small, z, 0));
            NDArray series = add(mul(s, add(mul(s, 1.0 / 120), -1.0 / 6)), 1);
            return where(small, series, div(Elementwise.unary(Prim.SIN, safe), safe));
        });
    }

    /** The modified Bessel function of order 0: its power series below 8, all terms of which are positive, and above e^x / sqrt(x) times a polynomial. */
    public static NDArray i0(NDArray x) {
        return precisely(x, y -> {
            NDArray size = abs(y);
            NDArray large = gt(size, BESSEL_LIMIT);
            NDArray q = square(div(where(large, 0, y), 2));
            NDArray series = number(y, 1);
            for (int k = BESSEL_TERMS; k > 0; k--) {
                series = add(mul(mul(q, series), 1.0 / ((double) k * k)), 1);
            }
            NDArray far = where(large, size, BESSEL_LIMIT);
            NDArray half = exp(div(far, 2));
            NDArray scaled = div(chebyshev(add(div(2 * BESSEL_LIMIT, far), -1)), Elementwise.unary(Prim.SQRT, far));
            return where(large, where(eq(size, Double.POSITIVE_INFINITY), size, mul(mul(scaled, half), half)), series);
        });
    }

    /** The sum of Chebyshev polynomials, by Clenshaw's recurrence. */
    private static NDArray chebyshev(NDArray u) {
        NDArray twice = mul(u, 2);
        NDArray last = number(u, 0);
        NDArray b = number(u, 0);
        for (int k = BESSEL.length - 1; k > 0; k--) {
            NDArray next = add(sub(mul(twice, b), last), BESSEL[k]);
            last = b;
            b = next;
        }
        return add(sub(mul(u, b), last), BESSEL[0] / 2);
    }

    /** x in degrees as radians. */
    public static NDArray radians(NDArray x) {
        return mul(x, Math.PI / 180);
    }

    /** x in radians as degrees. */
    public static NDArray degrees(NDArray x) {
        return mul(x, 180 / Math.PI);
    }

    /** 0 below 0, 1 above, y at 0, NaN for NaN. */
    public static NDArray heaviside(NDArray x, NDArray y) {
        return where(lt(x, 0), 0, where(gt(x, 0), 1, where(eq(x, 0), y, x)));
    }

    /** Rounded to the nearest number with this many digits after the point, to the even one of two. */
    public static NDArray round(NDArray x, int decimals) {
        if (decimals == 0) {
            return Elementwise.unary(Prim.RINT, x);
        }
        double factor = Math.pow(10, decimals);
        return x.dtype() == DType.F16 ? precisely(x, y -> round(y, factor)) : round(x, factor);
    }

    private static NDArray round(NDArray x, double factor) {
        return div(Elementwise.unary(Prim.RINT, mul(x, factor)), factor);
    }

    /** Towards zero. */
    public static NDArray trunc(NDArray x) {
        return where(lt(x, 0), Elementwise.unary(Prim.CEIL, x), Elementwise.unary(Prim.FLOOR, x));
    }
}
