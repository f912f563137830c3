package dev.jacobi.array.numpy;

import static dev.jacobi.array.numpy.Typed.abs;
import static dev.jacobi.array.numpy.Typed.add;
import static dev.jacobi.array.numpy.Typed.and;
import static dev.jacobi.array.numpy.Typed.copySign;
import static dev.jacobi.array.numpy.Typed.div;
import static dev.jacobi.array.numpy.Typed.eq;
import static dev.jacobi.array.numpy.Typed.gt;
import static dev.jacobi.array.numpy.Typed.isInfinite;
import static dev.jacobi.array.numpy.Typed.isNan;
import static dev.jacobi.array.numpy.Typed.lt;
import static dev.jacobi.array.numpy.Typed.max;
import static dev.jacobi.array.numpy.Typed.min;
import static dev.jacobi.array.numpy.Typed.mul;
import static dev.jacobi.array.numpy.Typed.not;
import static dev.jacobi.array.numpy.Typed.number;
import static dev.jacobi.array.numpy.Typed.or;
import static dev.jacobi.array.numpy.Typed.square;
import static dev.jacobi.array.numpy.Typed.sub;
import static dev.jacobi.array.numpy.Typed.where;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.ir.Prim;

/** Functions of complex numbers, as formulas on their parts that lose no digits by cancelling and do not overflow where the result does not; special values are those of C's Annex G. */
public final class ComplexFunctions {
    private static final double LN2 = Math.log(2);
    private static final double LN10 = Math.log(10);

    private ComplexFunctions() {
    }

    private static NDArray real(Prim p, NDArray x) {
        return Elementwise.unary(p, x);
    }

    /** e^x (cos y + i sin y). Half the exponent is used twice, so that it overflows only with the result. */
    public static NDArray exp(NDArray z) {
        Complex c = Complex.of(z);
        NDArray half = real(Prim.EXP, mul(c.re(), 0.5));
        NDArray tiny = eq(c.re(), Double.NEGATIVE_INFINITY);
        NDArray y = where(and(tiny, not(lt(abs(c.im()), Double.POSITIVE_INFINITY))), 0, c.im());
        NDArray endless = and(eq(c.re(), Double.POSITIVE_INFINITY), not(lt(abs(c.im()), Double.POSITIVE_INFINITY)));
        NDArray re = where(endless, c.re(), mul(mul(real(Prim.COS, y), half), half));
        NDArray im = where(eq(c.im(), 0), c.im(), mul(mul(real(Prim.SIN, y), half), half));
        return new Complex(re, im).array();
    }

    /** 2^z. */
    public static NDArray exp2(NDArray z) {
        return exp(Complex.of(z).times(LN2).array());
    }

    /** e^z - 1. */
    public static NDArray expm1(NDArray z) {
        Complex c = Complex.of(z);
        NDArray s = real(Prim.SIN, mul(c.im(), 0.5));
        NDArray re = sub(mul(real(Prim.EXPM1, c.re()), real(Prim.COS, c.im())), mul(square(s), 2));
        NDArray im = where(eq(c.im(), 0), c.im(), mul(real(Prim.EXP, c.re()), real(Prim.SIN, c.im())));
        return new Complex(re, im).array();
    }

    /** log |z| + i angle. */
    public static NDArray log(NDArray z) {
        Complex c = Complex.of(z);
        return new Complex(logSize(c.re(), c.im()), c.angle()).array();
    }

    /** log(1 + z), right also where z is small. */
    public static NDArray log1p(NDArray z) {
        Complex c = Complex.of(z);
        NDArray one = add(c.re(), 1);
        NDArray near = lt(add(abs(c.re()), abs(c.im())), 0.5);
        NDArray x = where(near, c.re(), 0);
        NDArray y = where(near, c.im(), 0);
        NDArray close = mul(real(Prim.LOG1P, add(mul(x, add(x, 2)), square(y))), 0.5);
        return new Complex(where(near, close, logSize(one, c.im())), Elementwise.apply(Prim.ATAN2, c.im(), one)).array();
    }

    /** Near the circle around 0 of radius 1 it is made of how far the square of the size is from 1. */
    private static NDArray logSize(NDArray x, NDArray y) {
        NDArray most = max(abs(x), abs(y));
        NDArray least = min(abs(x), abs(y));
        NDArray near = and(gt(most, 0.5), lt(most, 1.5));
        NDArray m = where(near, most, 1);
        NDArray l = where(near, least, 0);
        NDArray close = mul(real(Prim.LOG1P, add(mul(add(m, -1), add(m, 1)), square(l))), 0.5);
        NDArray endless = or(isInfinite(x), isInfinite(y));
        NDArray usable = and(not(endless), gt(most, 0));
        NDArray ratio = div(where(usable, least, 0), where(usable, most, 1));
        NDArray far = add(real(Prim.LOG, most), mul(real(Prim.LOG1P, square(ratio)), 0.5));
        return where(near, close, where(endless, Double.POSITIVE_INFINITY, where(isNan(add(x, y)), Double.NaN, far)));
    }

    /** The logarithm to the base 2. */
    public static NDArray log2(NDArray z) {
        return Complex.of(log(z)).times(1 / LN2).array();
    }

    /** The logarithm to the base 10. */
    public static NDArray log10(NDArray z) {
        return Complex.of(log(z)).times(1 / LN10).array();
    }

    /** The root with a real part that is not negative. Parts are scaled so that the size is in the middle of the range. */
    public static NDArray sqrt(NDArray z) {
        return root(Complex.of(z)).array();
    }

    static Complex root(Complex c) {
        boolean wide = c.re().dtype() == DType.F64;
        double up = wide ? 0x1p200 : 0x1p60;
        NDArray most = max(abs(c.re()), abs(c.im()));
        NDArray zero = eq(most, 0);
        NDArray special = or(zero, or(isInfinite(c.re()), isInfinite(c.im())));
        NDArray isBig = gt(most, wide ? 0x1p1000 : 0x1p120);
        NDArray isSmall = lt(most, wide ? 0x1p-960 : 0x1p-80);
        NDArray scale = where(isBig, number(most, 0.0625), where(isSmall, number(most, up), 1));
        NDArray back = where(isBig, number(most, 4), where(isSmall, number(most, 1 / Math.sqrt(up)), 1));
        NDArray x = where(special, 1, mul(c.re(), scale));
        NDArray y = where(special, 0, mul(c.im(), scale));
        NDArray t = real(Prim.SQRT, mul(add(abs(x), Elementwise.apply(Prim.HYPOT, x, y)), 0.5));
        NDArray other = div(y, mul(t, 2));
        NDArray right = not(lt(x, 0));
        NDArray re = mul(where(right, t, abs(other)), back);
        NDArray im = mul(where(right, other, copySign(t, y)), back);
        return limits(c, zero, re, im);
    }

    /** The root of zeros and infinities, else these parts. */
    private static Complex limits(Complex c, NDArray zero, NDArray re, NDArray im) {
        NDArray up = isInfinite(c.im());
        NDArray right = eq(c.re(), Double.POSITIVE_INFINITY);
        NDArray left = eq(c.re(), Double.NEGATIVE_INFINITY);
        NDArray nothing = where(up, 0, where(or(left, right), mul(c.im(), 0), 0));
        NDArray outRe = where(or(up, right), Double.POSITIVE_INFINITY, where(left, abs(nothing), where(zero, 0, re)));
        NDArray outIm = where(or(up, zero), c.im(), where(right, nothing, where(left, copySign(where(left, c.re(), 1), c.im()), im)));
        return new Complex(outRe, outIm);
    }

    /** z z. */
    public static NDArray squared(NDArray z) {
        Complex c = Complex.of(z);
        return c.times(c).array();
    }

    /** 1 / z. */
    public static NDArray reciprocal(NDArray z) {
        Complex c = Complex.of(z);
        return c.constant(1).over(c).array();
    }

    public static NDArray sin(NDArray z) {
        Complex c = Complex.of(z);
        return new Complex(mul(real(Prim.SIN, c.re()), real(Prim.COSH, c.im())), mul(real(Prim.COS, c.re()), real(Prim.SINH, c.im()))).array();
    }

    public static NDArray cos(NDArray z) {
        Complex c = Complex.of(z);
        return new Complex(mul(real(Prim.COS, c.re()), real(Prim.COSH, c.im())), Typed.neg(mul(real(Prim.SIN, c.re()), real(Prim.SINH, c.im())))).array();
    }

    public static NDArray sinh(NDArray z) {
        return Complex.of(sin(Complex.of(z).turned().array())).turnedBack().array();
    }

    public static NDArray cosh(NDArray z) {
        return cos(Complex.of(z).turned().array());
    }

    public static NDArray tan(NDArray z) {
        return Complex.of(tanh(Complex.of(z).turned().array())).turnedBack().array();
    }

    /** By Kahan (1987): with t = tan y and s = sinh x; where x is large the real part is 1 and the imaginary one nearly 0. */
    public static NDArray tanh(NDArray z) {
        Complex c = Complex.of(z);
        double limit = c.re().dtype() == DType.F64 ? 20 : 9;
        NDArray large = gt(abs(c.re()), limit);
        NDArray x = where(large, 0, c.re());
        NDArray t = real(Prim.TAN, c.im());
        NDArray b = add(square(t), 1);
        NDArray s = real(Prim.SINH, x);
        NDArray rho = real(Prim.SQRT, add(square(s), 1));
        NDArray below = add(mul(b, square(s)), 1);
        NDArray fade = mul(mul(mul(real(Prim.SIN, c.im()), real(Prim.COS, c.im())), 4), real(Prim.EXP, mul(abs(c.re()), -2)));
        NDArray endless = and(isInfinite(c.re()), not(lt(abs(c.im()), Double.POSITIVE_INFINITY)));
        NDArray re = where(large, copySign(add(mul(x, 0), 1), c.re()), div(mul(mul(b, rho), s), below));
        NDArray im = where(eq(c.im(), 0), c.im(), where(endless, 0, where(large, fade, div(t, below))));
        return new Complex(re, im).array();
    }

    /** z / |z|, 0 at 0. */
    public static NDArray sign(NDArray z) {
        Complex c = Complex.of(z);
        NDArray size = c.size();
        NDArray zero = eq(size, 0);
        NDArray safe = where(zero, 1, size);
        return new Complex(where(zero, 0, div(c.re(), safe)), where(zero, 0, div(c.im(), safe))).array();
    }

    /** sin(pi z) / (pi z), 1 at 0. */
    public static NDArray sinc(NDArray z) {
        Complex c = Complex.of(z).times(Math.PI);
        NDArray zero = and(eq(c.re(), 0), eq(c.im(), 0));
        Complex safe = c.orWhere(zero, 1, 0);
        return Complex.of(sin(safe.array())).over(safe).orWhere(zero, 1, 0).array();
    }

    /** log(exp z + exp w), with an imaginary part from -pi to pi. */
    public static NDArray logAddExp(NDArray z, NDArray w) {
        return wrapped(z, w, 1);
    }

    /** log2(2^z + 2^w), with an imaginary part between the multiples of pi / ln 2. */
    public static NDArray logAddExp2(NDArray z, NDArray w) {
        return wrapped(z, w, LN2);
    }

    private static NDArray wrapped(NDArray z, NDArray w, double ln) {
        NDArray most = Arithmetic.maximum(z, w);
        Complex top = Complex.of(most);
        Complex gap = Complex.of(z).plus(Complex.of(w)).minus(top.times(2)).times(ln);
        Complex sum = top.plus(Complex.of(log1p(exp(gap.array()))).times(1 / ln));
        double half = Math.PI / ln;
        return new Complex(sum.re(), add(Arithmetic.remainder(add(sum.im(), half), number(sum.im(), 2 * half)), -half)).array();
    }
}
