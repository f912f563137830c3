package dev.jacobi;

import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.numpy.ComplexFunctions;
import dev.jacobi.array.numpy.ComplexInverses;
import dev.jacobi.array.numpy.RealFunctions;
import dev.jacobi.ir.Prim;

/** Functions of {@link Np}: of angles, which are in radians, hyperbolic ones, and their inverses. Integers become reals, and complex numbers are taken unless a function says otherwise. */
abstract class NpTrigonometry extends NpExponentials {
    /**
     * The sines.
     *
     * @param x angles
     * @return an array of the same shape
     */
    public static NDArray sin(NDArray x) {
        return RealFunctions.of("sin", x, Prim.SIN, ComplexFunctions::sin);
    }

    /**
     * The cosines.
     *
     * @param x angles
     * @return an array of the same shape
     */
    public static NDArray cos(NDArray x) {
        return RealFunctions.of("cos", x, Prim.COS, ComplexFunctions::cos);
    }

    /**
     * The tangents.
     *
     * @param x angles
     * @return an array of the same shape
     */
    public static NDArray tan(NDArray x) {
        return RealFunctions.of("tan", x, Prim.TAN, ComplexFunctions::tan);
    }

    /**
     * The hyperbolic sines.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray sinh(NDArray x) {
        return RealFunctions.of("sinh", x, Prim.SINH, ComplexFunctions::sinh);
    }

    /**
     * The hyperbolic cosines.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray cosh(NDArray x) {
        return RealFunctions.of("cosh", x, Prim.COSH, ComplexFunctions::cosh);
    }

    /**
     * The hyperbolic tangents.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray tanh(NDArray x) {
        return RealFunctions.of("tanh", x, Prim.TANH, ComplexFunctions::tanh);
    }

    /**
     * The angles from -pi/2 to pi/2 with these sines; NaN beyond 1, where complex numbers have some.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray arcsin(NDArray x) {
        return RealFunctions.of("arcsin", x, Prim.ASIN, ComplexInverses::asin);
    }

    /**
     * The same as {@link #arcsin}.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray asin(NDArray x) {
        return arcsin(x);
    }

    /**
     * The angles from 0 to pi with these cosines; NaN beyond 1, where complex numbers have some.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray arccos(NDArray x) {
        return RealFunctions.of("arccos", x, Prim.ACOS, ComplexInverses::acos);
    }

    /**
     * The same as {@link #arccos}.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray acos(NDArray x) {
        return arccos(x);
    }

    /**
     * The angles from -pi/2 to pi/2 with these tangents.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray arctan(NDArray x) {
        return RealFunctions.of("arctan", x, Prim.ATAN, ComplexInverses::atan);
    }

    /**
     * The same as {@link #arctan}.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray atan(NDArray x) {
        return arctan(x);
    }

    /**
     * The numbers with these hyperbolic sines.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray arcsinh(NDArray x) {
        return RealFunctions.of("arcsinh", x, Prim.ASINH, ComplexInverses::asinh);
    }

    /**
     * The same as {@link #arcsinh}.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray asinh(NDArray x) {
        return arcsinh(x);
    }

    /**
     * The numbers that are not negative and have these hyperbolic cosines; NaN below 1, where complex numbers have some.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray arccosh(NDArray x) {
        return RealFunctions.of("arccosh", x, Prim.ACOSH, ComplexInverses::acosh);
    }

    /**
     * The same as {@link #arccosh}.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray acosh(NDArray x) {
        return arccosh(x);
    }

    /**
     * The numbers with these hyperbolic tangents; NaN beyond 1, where complex numbers have some.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray arctanh(NDArray x) {
        return RealFunctions.of("arctanh", x, Prim.ATANH, ComplexInverses::atanh);
    }

    /**
     * The same as {@link #arctanh}.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray atanh(NDArray x) {
        return arctanh(x);
    }

    /**
     * The angles from -pi to pi of points, seen from the origin.
     *
     * @param y second coordinates
     * @param x first coordinates
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one, or numbers are complex
     */
    public static NDArray arctan2(NDArray y, NDArray x) {
        return RealFunctions.of("arctan2", y, x, (a, b) -> Elementwise.apply(Prim.ATAN2, a, b), null);
    }

    /**
     * The same as {@link #arctan2}.
     *
     * @param y second coordinates
     * @param x first coordinates
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one, or numbers are complex
     */
    public static NDArray atan2(NDArray y, NDArray x) {
        return arctan2(y, x);
    }

    /**
     * The lengths of vectors with these components, without overflow.
     *
     * @param x numbers
     * @param y numbers
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one, or numbers are complex
     */
    public static NDArray hypot(NDArray x, NDArray y) {
        return RealFunctions.of("hypot", x, y, (a, b) -> Elementwise.apply(Prim.HYPOT, a, b), null);
    }

    /**
     * Angles in degrees as radians.
     *
     * @param x angles
     * @return an array of the same shape
     * @throws JacobiException if the numbers are complex
     */
    public static NDArray deg2rad(NDArray x) {
        return RealFunctions.of("deg2rad", x, RealFunctions::radians, null);
    }

    /**
     * Angles in degrees as radians.
     *
     * @param x angles
     * @return an array of the same shape
     * @throws JacobiException if the numbers are complex
     */
    public static NDArray radians(NDArray x) {
        return RealFunctions.of("radians", x, RealFunctions::radians, null);
    }

    /**
     * Angles in radians as degrees.
     *
     * @param x angles
     * @return an array of the same shape
     * @throws JacobiException if the numbers are complex
     */
    public static NDArray rad2deg(NDArray x) {
        return RealFunctions.of("rad2deg", x, RealFunctions::degrees, null);
    }

    /**
     * Angles in radians as degrees.
     *
     * @param x angles
     * @return an array of the same shape
     * @throws JacobiException if the numbers are complex
     */
    public static NDArray degrees(NDArray x) {
        return RealFunctions.of("degrees", x, RealFunctions::degrees, null);
    }
}
