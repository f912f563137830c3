package dev.jacobi;

import dev.jacobi.array.numpy.Choices;
import dev.jacobi.array.numpy.Relations;
import dev.jacobi.ir.Prim;

/** Functions of {@link Np} that compare numbers, and work on truth. */
abstract class NpComparisons extends NpBits {
    /**
     * Whether numbers are equal.
     *
     * @param x numbers
     * @param y numbers
     * @return an array of bool of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray equal(NDArray x, NDArray y) {
        return Relations.compare(Prim.EQ, x, y);
    }

    /**
     * Whether numbers are equal, for one number that takes the type of the array.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     */
    public static NDArray equal(NDArray x, double y) {
        return equal(x, NDArray.scalar(y));
    }

    /**
     * Whether numbers are equal, for one integer that takes the type of the array.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     */
    public static NDArray equal(NDArray x, long y) {
        return equal(x, NDArray.scalar(y));
    }

    /**
     * Whether numbers are not equal.
     *
     * @param x numbers
     * @param y numbers
     * @return an array of bool of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray notEqual(NDArray x, NDArray y) {
        return Relations.compare(Prim.NE, x, y);
    }

    /**
     * Whether numbers are not equal, for one number that takes the type of the array.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     */
    public static NDArray notEqual(NDArray x, double y) {
        return notEqual(x, NDArray.scalar(y));
    }

    /**
     * Whether numbers are not equal, for one integer that takes the type of the array.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     */
    public static NDArray notEqual(NDArray x, long y) {
        return notEqual(x, NDArray.scalar(y));
    }

    /**
     * Whether numbers are less than others; complex ones have the order of their real parts, equal ones that of the imaginary parts.
     *
     * @param x numbers
     * @param y numbers
     * @return an array of bool of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray less(NDArray x, NDArray y) {
        return Relations.compare(Prim.LT, x, y);
    }

    /**
     * Whether numbers are less than others; complex ones have the order of their real parts, equal ones that of the imaginary parts.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     */
    public static NDArray less(NDArray x, double y) {
        return less(x, NDArray.scalar(y));
    }

    /**
     * Whether numbers are less than others; complex ones have the order of their real parts, equal ones that of the imaginary parts.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     */
    public static NDArray less(NDArray x, long y) {
        return less(x, NDArray.scalar(y));
    }

    /**
     * Whether numbers are less than others or equal.
     *
     * @param x numbers
     * @param y numbers
     * @return an array of bool of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray lessEqual(NDArray x, NDArray y) {
        return Relations.compare(Prim.LE, x, y);
    }

    /**
     * Whether numbers are less than others or equal, for one number that takes the type of the array.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     */
    public static NDArray lessEqual(NDArray x, double y) {
        return lessEqual(x, NDArray.scalar(y));
    }

    /**
     * Whether numbers are less than others or equal, for one integer that takes the type of the array.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     */
    public static NDArray lessEqual(NDArray x, long y) {
        return lessEqual(x, NDArray.scalar(y));
    }

    /**
     * Whether numbers are greater than others.
     *
     * @param x numbers
     * @param y numbers
     * @return an array of bool of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray greater(NDArray x, NDArray y) {
        return Relations.compare(Prim.GT, x, y);
    }

    /**
     * Whether numbers are greater than others, for one number that takes the type of the array.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     */
    public static NDArray greater(NDArray x, double y) {
        return greater(x, NDArray.scalar(y));
    }

    /**
     * Whether numbers are greater than others, for one integer that takes the type of the array.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     */
    public static NDArray greater(NDArray x, long y) {
        return greater(x, NDArray.scalar(y));
    }

    /**
     * Whether numbers are greater than others or equal.
     *
     * @param x numbers
     * @param y numbers
     * @return an array of bool of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray greaterEqual(NDArray x, NDArray y) {
        return Relations.compare(Prim.GE, x, y);
    }

    /**
     * Whether numbers are greater than others or equal, for one number that takes the type of the array.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     */
    public static NDArray greaterEqual(NDArray x, double y) {
        return greaterEqual(x, NDArray.scalar(y));
    }

    /**
     * Whether numbers are greater than others or equal, for one integer that takes the type of the array.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     */
    public static NDArray greaterEqual(NDArray x, long y) {
        return greaterEqual(x, NDArray.scalar(y));
    }

    /**
     * Whether both are true: bool that holds, or numbers that are not 0.
     *
     * @param x bool or numbers
     * @param y bool or numbers
     * @return an array of bool of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray logicalAnd(NDArray x, NDArray y) {
        return Choices.logical("logicalAnd", Prim.AND, x, y);
    }

    /**
     * Whether one or both are true.
     *
     * @param x bool or numbers
     * @param y bool or numbers
     * @return an array of bool of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray logicalOr(NDArray x, NDArray y) {
        return Choices.logical("logicalOr", Prim.OR, x, y);
    }

    /**
     * Whether one of both is true.
     *
     * @param x bool or numbers
     * @param y bool or numbers
     * @return an array of bool of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray logicalXor(NDArray x, NDArray y) {
        return Choices.logical("logicalXor", Prim.XOR, x, y);
    }

    /**
     * Whether elements are false: bool that does not hold, or 0.
     *
     * @param x bool or numbers
     * @return an array of bool of the same shape
     */
    public static NDArray logicalNot(NDArray x) {
        return Choices.not(x);
    }
}
