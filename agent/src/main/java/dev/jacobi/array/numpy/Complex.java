package dev.jacobi.array.numpy;

import static dev.jacobi.array.numpy.Typed.lt;
import static dev.jacobi.array.numpy.Typed.number;
import static dev.jacobi.array.numpy.Typed.where;

import dev.jacobi.NDArray;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Parts;
import dev.jacobi.ir.Prim;

/** A complex array in formulas: its parts, which have one shape. */
record Complex(NDArray re, NDArray im) {
    static Complex of(NDArray z) {
        return new Complex(Parts.real(z), Parts.imaginary(z));
    }

    NDArray array() {
        return Parts.complex(re, im);
    }

    Complex plus(Complex o) {
        return new Complex(Typed.add(re, o.re), Typed.add(im, o.im));
    }

    Complex plus(double real) {
        return new Complex(Typed.add(re, real), im);
    }

    Complex minus(Complex o) {
        return new Complex(Typed.sub(re, o.re), Typed.sub(im, o.im));
    }

    Complex times(Complex o) {
        return new Complex(Typed.sub(Typed.mul(re, o.re), Typed.mul(im, o.im)), Typed.add(Typed.mul(re, o.im), Typed.mul(im, o.re)));
    }

    Complex times(double factor) {
        return new Complex(Typed.mul(re, factor), Typed.mul(im, factor));
    }

    Complex conjugate() {
        return new Complex(re, Typed.neg(im));
    }

    /** i times it. */
    Complex turned() {
        return new Complex(Typed.neg(im), re);
    }

    /** -i times it. */
    Complex turnedBack() {
        return new Complex(im, Typed.neg(re));
    }

    Complex over(Complex o) {
        return of(Arithmetic.divide(array(), o.array()));
    }

    NDArray size() {
        return Elementwise.apply(Prim.HYPOT, re, im);
    }

    NDArray angle() {
        return Elementwise.apply(Prim.ATAN2, im, re);
    }

    Complex orWhere(NDArray condition, double real, double imaginary) {
        return new Complex(where(condition, real, re), where(condition, imaginary, im));
    }

    /** A real number in an array of this shape. */
    Complex constant(double v) {
        NDArray never = lt(re, re);
        return new Complex(where(never, 1, number(re, v)), where(never, 1, number(re, 0)));
    }
}
