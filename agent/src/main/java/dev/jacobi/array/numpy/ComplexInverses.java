package dev.jacobi.array.numpy;

import static dev.jacobi.array.numpy.Typed.abs;
import static dev.jacobi.array.numpy.Typed.add;
import static dev.jacobi.array.numpy.Typed.copySign;
import static dev.jacobi.array.numpy.Typed.div;
import static dev.jacobi.array.numpy.Typed.gt;
import static dev.jacobi.array.numpy.Typed.max;
import static dev.jacobi.array.numpy.Typed.mul;
import static dev.jacobi.array.numpy.Typed.neg;
import static dev.jacobi.array.numpy.Typed.square;
import static dev.jacobi.array.numpy.Typed.sub;
import static dev.jacobi.array.numpy.Typed.where;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.ir.Prim;

/**
 * Inverses of trigonometric functions of complex numbers, with branch cuts and signs of zero as W. Kahan has them in "Branch cuts for complex elementary functions" (1987). Where an argument is so large
 * that products of roots overflow, the logarithm of twice it is the result.
 */
public final class ComplexInverses {
    private static final double LN2 = Math.log(2);

    private ComplexInverses() {
    }

    private static NDArray real(Prim p, NDArray x) {
        return Elementwise.unary(p, x);
    }

    private static NDArray atan2(NDArray y, NDArray x) {
        return Elementwise.apply(Prim.ATAN2, y, x);
    }

    private static NDArray isLarge(Complex c) {
        return gt(max(abs(c.re()), abs(c.im())), c.re().dtype() == DType.F64 ? 0x1p500 : 0x1p60);
    }

    private static Complex unless(NDArray large, Complex c) {
        return new Complex(where(large, 0, c.re()), where(large, 0, c.im()));
    }

    /** log |2 z| of a large number. */
    private static NDArray logOfTwice(Complex c) {
        return add(abs(Complex.of(ComplexFunctions.log(c.array())).re()), LN2);
    }

    private static Complex oneMinus(Complex z) {
        return new Complex(sub(1, z.re()), neg(z.im()));
    }

    public static NDArray asin(NDArray a) {
        Complex z = Complex.of(a);
        NDArray large = isLarge(z);
        Complex c = unless(large, z);
        Complex minus = ComplexFunctions.root(oneMinus(c));
        Complex plus = ComplexFunctions.root(c.plus(1));
        NDArray re = atan2(c.re(), minus.times(plus).re());
        NDArray im = real(Prim.ASINH, minus.conjugate().times(plus).im());
        NDArray farRe = atan2(z.re(), abs(z.im()));
        NDArray farIm = copySign(logOfTwice(z), z.im());
        return new Complex(where(large, farRe, re), where(large, farIm, im)).array();
    }

    public static NDArray acos(NDArray a) {
        Complex z = Complex.of(a);
        NDArray large = isLarge(z);
        Complex c = unless(large, z);
        Complex minus = ComplexFunctions.root(oneMinus(c));
        Complex plus = ComplexFunctions.root(c.plus(1));
        NDArray re = mul(atan2(minus.re(), plus.re()), 2);
        NDArray im = real(Prim.ASINH, plus.conjugate().times(minus).im());
        NDArray farRe = atan2(abs(z.im()), z.re());
        NDArray farIm = copySign(logOfTwice(z), neg(z.im()));
        return new Complex(where(large, farRe, re), where(large, farIm, im)).array();
    }

    /** -i asin(i z). */
    public static NDArray asinh(NDArray z) {
        return Complex.of(asin(Complex.of(z).turned().array())).turnedBack().array();
    }

    /** The value whose real part is not negative. */
    public static NDArray acosh(NDArray a) {
        Complex z = Complex.of(a);
        NDArray large = isLarge(z);
        Complex c = unless(large, z);
        Complex minus = ComplexFunctions.root(c.plus(-1));
        Complex plus = ComplexFunctions.root(c.plus(1));
        NDArray re = real(Prim.ASINH, minus.conjugate().times(plus).re());
        NDArray im = mul(atan2(minus.im(), plus.re()), 2);
        return new Complex(where(large, logOfTwice(z), re), where(large, z.angle(), im)).array();
    }

    /** log1p(4x / ((1-x)^2 + y^2)) / 4 and half the angle of (1-x)(1+x) - y^2 + 2iy. */
    public static NDArray atanh(NDArray a) {
        Complex z = Complex.of(a);
        NDArray large = isLarge(z);
        Complex c = unless(large, z);
        NDArray x = abs(c.re());
        NDArray below = add(square(sub(1, x)), square(c.im()));
        NDArray re = mul(real(Prim.LOG1P, div(mul(x, 4), below)), 0.25);
        NDArray im = mul(atan2(mul(c.im(), 2), sub(mul(sub(1, x), add(x, 1)), square(c.im()))), 0.5);
        Complex one = z.constant(1).over(z);
        NDArray farIm = copySign(add(mul(x, 0), Math.PI / 2), z.im());
        return new Complex(copySign(where(large, abs(one.re()), re), z.re()), where(large, farIm, im)).array();
    }

    public static NDArray atan(NDArray z) {
        return Complex.of(atanh(Complex.of(z).turned().array())).turnedBack().array();
    }
}
