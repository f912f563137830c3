package dev.jacobi;

import dev.jacobi.array.numpy.Arithmetic;
import dev.jacobi.array.numpy.Numbers;
import dev.jacobi.array.numpy.RealFunctions;
import dev.jacobi.ir.Prim;

/** Functions of {@link Np}: powers, and signs of numbers. */
abstract class NpPowers extends NpArithmetic {
    /**
     * Numbers to a power; a known integer exponent takes products, and integers wrap.
     *
     * @param x numbers
     * @param y exponents
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray power(NDArray x, NDArray y) {
        return Arithmetic.power(x, y);
    }

    /**
     * Numbers to a power; a known integer exponent takes products, and integers wrap.
     *
     * @param x numbers
     * @param y exponents
     * @return an array of the same shape
     */
    public static NDArray power(NDArray x, double y) {
        return power(x, NDArray.scalar(y));
    }

    /**
     * Numbers to a power; a known integer exponent takes products, and integers wrap.
     *
     * @param x numbers
     * @param y exponents
     * @return an array of the same shape
     */
    public static NDArray power(NDArray x, long y) {
        return power(x, NDArray.scalar(y));
    }

    /**
     * Numbers to a power; a known integer exponent takes products, and integers wrap.
     *
     * @param x a number
     * @param y exponents
     * @return an array of the same shape
     */
    public static NDArray power(double x, NDArray y) {
        return power(NDArray.scalar(x), y);
    }

    /**
     * Numbers to a power; a known integer exponent takes products, and integers wrap.
     *
     * @param x a number
     * @param y exponents
     * @return an array of the same shape
     */
    public static NDArray power(long x, NDArray y) {
        return power(NDArray.scalar(x), y);
    }

    /**
     * The same as {@link #power(NDArray, NDArray)}.
     *
     * @param x numbers
     * @param y exponents
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray pow(NDArray x, NDArray y) {
        return Arithmetic.power(x, y);
    }

    /**
     * Numbers to a power as reals or complex numbers.
     *
     * @param x numbers
     * @param y exponents
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray floatPower(NDArray x, NDArray y) {
        return RealFunctions.of("floatPower", x, y, RealFunctions::power, Arithmetic::power);
    }

    /**
     * The numbers with the other sign.
     *
     * @param x numbers
     * @return an array of the same shape
     * @throws JacobiException if the array is of bool
     */
    public static NDArray negative(NDArray x) {
        return Arithmetic.negative(x);
    }

    /**
     * The numbers as they are.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray positive(NDArray x) {
        return x;
    }

    /**
     * The absolute values; of complex numbers they are reals.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray absolute(NDArray x) {
        return Arithmetic.absolute(x);
    }

    /**
     * The same as {@link #absolute}.
     *
     * @param x numbers
     * @return an array of the same shape
     */
    public static NDArray abs(NDArray x) {
        return Arithmetic.absolute(x);
    }

    /**
     * The absolute values as reals.
     *
     * @param x numbers
     * @return an array of the same shape
     * @throws JacobiException if the numbers are complex
     */
    public static NDArray fabs(NDArray x) {
        return RealFunctions.of("fabs", x, Prim.ABS, null);
    }

    /**
     * -1, 0 or 1 with the sign of the number; of complex numbers the number divided by its absolute value.
     *
     * @param x numbers
     * @return an array of the same shape
     * @throws JacobiException if the array is of bool
     */
    public static NDArray sign(NDArray x) {
        return Numbers.sign(x);
    }
}
