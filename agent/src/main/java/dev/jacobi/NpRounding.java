package dev.jacobi;

import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.numpy.FloatBits;
import dev.jacobi.array.numpy.Numbers;
import dev.jacobi.array.numpy.RealFunctions;
import dev.jacobi.ir.Prim;
import java.util.List;

/** Functions of {@link Np} that round numbers, take them apart and put them together. */
abstract class NpRounding extends NpTrigonometry {
    /**
     * The greatest whole numbers that are not above; integers stay as they are.
     *
     * @param x numbers
     * @return an array of the same shape
     * @throws JacobiException if the numbers are complex
     */
    public static NDArray floor(NDArray x) {
        return Numbers.whole("floor", x, y -> Elementwise.unary(Prim.FLOOR, y));
    }

    /**
     * The least whole numbers that are not below; integers stay as they are.
     *
     * @param x numbers
     * @return an array of the same shape
     * @throws JacobiException if the numbers are complex
     */
    public static NDArray ceil(NDArray x) {
        return Numbers.whole("ceil", x, y -> Elementwise.unary(Prim.CEIL, y));
    }

    /**
     * Numbers without what is behind the point; integers stay as they are.
     *
     * @param x numbers
     * @return an array of the same shape
     * @throws JacobiException if the numbers are complex
     */
    public static NDArray trunc(NDArray x) {
        return Numbers.whole("trunc", x, RealFunctions::trunc);
    }

    /**
     * The same as {@link #trunc}.
     *
     * @param x numbers
     * @return an array of the same shape
     * @throws JacobiException if the numbers are complex
     */
    public static NDArray fix(NDArray x) {
        return trunc(x);
    }

    /**
     * The nearest whole numbers, of two the even one; integers become reals, and of complex numbers both parts are rounded.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray rint(NDArray x) {
        return Numbers.rint(x);
    }

    /**
     * The nearest whole numbers, of two the even one; integers stay as they are, and of complex numbers both parts are rounded.
     *
     * @param a numbers
     * @return an array of the same shape
     * @throws JacobiException if the array has elements of bool
     */
    public static NDArray round(NDArray a) {
        return round(a, 0);
    }

    /**
     * Numbers rounded to some digits after the point, of two that are equally near to the even one; integers stay as they are, and of complex numbers both parts are rounded.
     *
     * @param a numbers
     * @param decimals how many digits; negative ones count from the point to the left, which integers do not take
     * @return an array of the same shape
     * @throws JacobiException if the array has elements of bool, or integers are to be rounded to tens
     */
    public static NDArray round(NDArray a, int decimals) {
        return Numbers.round(a, decimals);
    }

    /**
     * The same as {@link #round(NDArray)}.
     *
     * @param a numbers
     * @return an array of the same shape
     * @throws JacobiException if the array has elements of bool
     */
    public static NDArray around(NDArray a) {
        return round(a, 0);
    }

    /**
     * The same as {@link #round(NDArray, int)}.
     *
     * @param a numbers
     * @param decimals how many digits
     * @return an array of the same shape
     * @throws JacobiException if the array has elements of bool, or integers are to be rounded to tens
     */
    public static NDArray around(NDArray a, int decimals) {
        return round(a, decimals);
    }

    /**
     * Mantissas, of a size from 1/2 to 1, and exponents of 2 whose product is the number.
     *
     * @param x numbers
     * @return the mantissas, and the exponents as i32
     * @throws JacobiException if the numbers are complex
     */
    public static List<NDArray> frexp(NDArray x) {
        return FloatBits.frexp(x);
    }

    /**
     * Numbers times powers of 2.
     *
     * @param x1 numbers
     * @param x2 exponents, which are integers
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one, the numbers are complex or the exponents no integers
     */
    public static NDArray ldexp(NDArray x1, NDArray x2) {
        return FloatBits.ldexp(x1, x2);
    }

    /**
     * Numbers times powers of 2, for one integer that takes the type of the array.
     *
     * @param x1 numbers
     * @param x2 exponents, which are integers
     * @return an array of the same shape
     */
    public static NDArray ldexp(NDArray x1, long x2) {
        return ldexp(x1, NDArray.scalar(x2));
    }

    /**
     * What is behind the point and in front of it, both with the sign of the number.
     *
     * @param x numbers
     * @return the fractions, and the whole numbers
     * @throws JacobiException if the numbers are complex
     */
    public static List<NDArray> modf(NDArray x) {
        return FloatBits.modf(x);
    }

    /**
     * Whether numbers are negative, -0.0 among them.
     *
     * @param x numbers
     * @return an array of bool of the same shape
     * @throws JacobiException if the numbers are complex
     */
    public static NDArray signbit(NDArray x) {
        return FloatBits.signBit(x);
    }

    /**
     * The sizes of numbers with the signs of others.
     *
     * @param x1 numbers
     * @param x2 numbers whose signs count
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one, or numbers are complex
     */
    public static NDArray copysign(NDArray x1, NDArray x2) {
        return RealFunctions.of("copysign", x1, x2, (a, b) -> Elementwise.apply(Prim.COPYSIGN, a, b), null);
    }

    /**
     * The sizes of numbers with the signs of others, for one number that takes the type of the array.
     *
     * @param x1 numbers
     * @param x2 numbers whose signs count
     * @return an array of the same shape
     */
    public static NDArray copysign(NDArray x1, double x2) {
        return copysign(x1, NDArray.scalar(x2));
    }

    /**
     * The next numbers of their type towards others.
     *
     * @param x numbers
     * @param y where to
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one, or numbers are complex
     */
    public static NDArray nextafter(NDArray x, NDArray y) {
        return RealFunctions.of("nextafter", x, y, (a, b) -> Elementwise.apply(Prim.NEXTAFTER, a, b), null);
    }

    /**
     * The next numbers of their type towards others, for one number that takes the type of the array.
     *
     * @param x numbers
     * @param y where to
     * @return an array of the same shape
     */
    public static NDArray nextafter(NDArray x, double y) {
        return nextafter(x, NDArray.scalar(y));
    }

    /**
     * How far the next number of the type is, away from 0; it has the sign of the number.
     *
     * @param x numbers
     * @return an array of the same shape
     * @throws JacobiException if the numbers are complex
     */
    public static NDArray spacing(NDArray x) {
        return Numbers.spacing(x);
    }

    /**
     * 0 below 0, 1 above, and a given value at 0.
     *
     * @param x1 numbers
     * @param x2 values at 0
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one, or numbers are complex
     */
    public static NDArray heaviside(NDArray x1, NDArray x2) {
        return RealFunctions.of("heaviside", x1, x2, RealFunctions::heaviside, null);
    }

    /**
     * 0 below 0, 1 above, and a given value at 0, for one number that takes the type of the array.
     *
     * @param x1 numbers
     * @param x2 values at 0
     * @return an array of the same shape
     */
    public static NDArray heaviside(NDArray x1, double x2) {
        return heaviside(x1, NDArray.scalar(x2));
    }
}
