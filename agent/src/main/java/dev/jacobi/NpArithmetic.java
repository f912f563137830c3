package dev.jacobi;

import dev.jacobi.array.numpy.Arithmetic;
import dev.jacobi.array.numpy.Numbers;
import java.util.List;

/** Functions of {@link Np}: arithmetic. Integers wrap; operands get the type that both have together. */
abstract class NpArithmetic {
    /**
     * The sums; of bool whether one holds.
     *
     * @param x numbers
     * @param y numbers
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray add(NDArray x, NDArray y) {
        return Arithmetic.add(x, y);
    }

    /**
     * The sums; of bool whether one holds.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     */
    public static NDArray add(NDArray x, double y) {
        return add(x, NDArray.scalar(y));
    }

    /**
     * The sums; of bool whether one holds.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     */
    public static NDArray add(NDArray x, long y) {
        return add(x, NDArray.scalar(y));
    }

    /**
     * The sums; of bool whether one holds.
     *
     * @param x a number
     * @param y numbers
     * @return an array of the same shape
     */
    public static NDArray add(double x, NDArray y) {
        return add(NDArray.scalar(x), y);
    }

    /**
     * The sums; of bool whether one holds.
     *
     * @param x a number
     * @param y numbers
     * @return an array of the same shape
     */
    public static NDArray add(long x, NDArray y) {
        return add(NDArray.scalar(x), y);
    }

    /**
     * The differences.
     *
     * @param x numbers
     * @param y numbers
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one, or both are of bool
     */
    public static NDArray subtract(NDArray x, NDArray y) {
        return Arithmetic.subtract(x, y);
    }

    /**
     * The differences, for one number that takes the type of the array.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     */
    public static NDArray subtract(NDArray x, double y) {
        return subtract(x, NDArray.scalar(y));
    }

    /**
     * The differences, for one integer that takes the type of the array.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     */
    public static NDArray subtract(NDArray x, long y) {
        return subtract(x, NDArray.scalar(y));
    }

    /**
     * The differences, for one number that takes the type of the array.
     *
     * @param x a number
     * @param y numbers
     * @return an array of the same shape
     */
    public static NDArray subtract(double x, NDArray y) {
        return subtract(NDArray.scalar(x), y);
    }

    /**
     * The differences, for one integer that takes the type of the array.
     *
     * @param x a number
     * @param y numbers
     * @return an array of the same shape
     */
    public static NDArray subtract(long x, NDArray y) {
        return subtract(NDArray.scalar(x), y);
    }

    /**
     * The products; of bool whether both hold.
     *
     * @param x numbers
     * @param y numbers
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray multiply(NDArray x, NDArray y) {
        return Arithmetic.multiply(x, y);
    }

    /**
     * The products; of bool whether both hold.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     */
    public static NDArray multiply(NDArray x, double y) {
        return multiply(x, NDArray.scalar(y));
    }

    /**
     * The products; of bool whether both hold.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     */
    public static NDArray multiply(NDArray x, long y) {
        return multiply(x, NDArray.scalar(y));
    }

    /**
     * The products; of bool whether both hold.
     *
     * @param x a number
     * @param y numbers
     * @return an array of the same shape
     */
    public static NDArray multiply(double x, NDArray y) {
        return multiply(NDArray.scalar(x), y);
    }

    /**
     * The products; of bool whether both hold.
     *
     * @param x a number
     * @param y numbers
     * @return an array of the same shape
     */
    public static NDArray multiply(long x, NDArray y) {
        return multiply(NDArray.scalar(x), y);
    }

    /**
     * The quotients as reals or complex numbers.
     *
     * @param x numbers
     * @param y divisors
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray divide(NDArray x, NDArray y) {
        return Arithmetic.divide(x, y);
    }

    /**
     * The quotients as reals or complex numbers, for one number that takes the type of the array.
     *
     * @param x numbers
     * @param y divisors
     * @return an array of the same shape
     */
    public static NDArray divide(NDArray x, double y) {
        return divide(x, NDArray.scalar(y));
    }

    /**
     * The quotients as reals or complex numbers, for one integer that takes the type of the array.
     *
     * @param x numbers
     * @param y divisors
     * @return an array of the same shape
     */
    public static NDArray divide(NDArray x, long y) {
        return divide(x, NDArray.scalar(y));
    }

    /**
     * The quotients as reals or complex numbers, for one number that takes the type of the array.
     *
     * @param x a number
     * @param y divisors
     * @return an array of the same shape
     */
    public static NDArray divide(double x, NDArray y) {
        return divide(NDArray.scalar(x), y);
    }

    /**
     * The quotients as reals or complex numbers, for one integer that takes the type of the array.
     *
     * @param x a number
     * @param y divisors
     * @return an array of the same shape
     */
    public static NDArray divide(long x, NDArray y) {
        return divide(NDArray.scalar(x), y);
    }

    /**
     * The same as {@link #divide(NDArray, NDArray)}.
     *
     * @param x numbers
     * @param y divisors
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray trueDivide(NDArray x, NDArray y) {
        return Arithmetic.divide(x, y);
    }

    /**
     * The quotients rounded down.
     *
     * @param x numbers
     * @param y divisors
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one, or numbers are complex
     */
    public static NDArray floorDivide(NDArray x, NDArray y) {
        return Arithmetic.floorDivide(x, y);
    }

    /**
     * The quotients rounded down, for one number that takes the type of the array.
     *
     * @param x numbers
     * @param y divisors
     * @return an array of the same shape
     */
    public static NDArray floorDivide(NDArray x, double y) {
        return floorDivide(x, NDArray.scalar(y));
    }

    /**
     * The quotients rounded down, for one integer that takes the type of the array.
     *
     * @param x numbers
     * @param y divisors
     * @return an array of the same shape
     */
    public static NDArray floorDivide(NDArray x, long y) {
        return floorDivide(x, NDArray.scalar(y));
    }

    /**
     * What the quotients rounded down leave, with the sign of the divisor; 0 where an integer is divided by 0.
     *
     * @param x numbers
     * @param y divisors
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one, or numbers are complex
     */
    public static NDArray remainder(NDArray x, NDArray y) {
        return Arithmetic.remainder(x, y);
    }

    /**
     * What the quotients rounded down leave, with the sign of the divisor; 0 where an integer is divided by 0.
     *
     * @param x numbers
     * @param y divisors
     * @return an array of the same shape
     */
    public static NDArray remainder(NDArray x, double y) {
        return remainder(x, NDArray.scalar(y));
    }

    /**
     * What the quotients rounded down leave, with the sign of the divisor; 0 where an integer is divided by 0.
     *
     * @param x numbers
     * @param y divisors
     * @return an array of the same shape
     */
    public static NDArray remainder(NDArray x, long y) {
        return remainder(x, NDArray.scalar(y));
    }

    /**
     * The same as {@link #remainder(NDArray, NDArray)}.
     *
     * @param x numbers
     * @param y divisors
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one, or numbers are complex
     */
    public static NDArray mod(NDArray x, NDArray y) {
        return Arithmetic.remainder(x, y);
    }

    /**
     * What the quotients rounded towards zero leave, with the sign of the dividend; 0 where an integer is divided by 0.
     *
     * @param x numbers
     * @param y divisors
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one, or numbers are complex
     */
    public static NDArray fmod(NDArray x, NDArray y) {
        return Numbers.fmod(x, y);
    }

    /**
     * What the quotients rounded towards zero leave, with the sign of the dividend; 0 where an integer is divided by 0.
     *
     * @param x numbers
     * @param y divisors
     * @return an array of the same shape
     */
    public static NDArray fmod(NDArray x, double y) {
        return fmod(x, NDArray.scalar(y));
    }

    /**
     * What the quotients rounded towards zero leave, with the sign of the dividend; 0 where an integer is divided by 0.
     *
     * @param x numbers
     * @param y divisors
     * @return an array of the same shape
     */
    public static NDArray fmod(NDArray x, long y) {
        return fmod(x, NDArray.scalar(y));
    }

    /**
     * The quotients rounded down and what they leave.
     *
     * @param x numbers
     * @param y divisors
     * @return {@link #floorDivide} and {@link #remainder}
     * @throws JacobiException if the shapes cannot be broadcast to one, or numbers are complex
     */
    public static List<NDArray> divmod(NDArray x, NDArray y) {
        return List.of(Arithmetic.floorDivide(x, y), Arithmetic.remainder(x, y));
    }
}
