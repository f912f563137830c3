package dev.jacobi;

import dev.jacobi.array.numpy.Arithmetic;
import dev.jacobi.array.numpy.Relations;
import dev.jacobi.ir.Prim;

/** The comparisons of {@link NDArray}, and the operators on bits, element by element. */
abstract class ArrayLogic extends ArrayOperators {
    /**
     * Whether each element is less; shapes are broadcast.
     *
     * @param other what is compared with
     * @return an array of bool
     * @throws JacobiException if the shapes do not fit
     */
    public NDArray lt(NDArray other) {
        return Relations.compare(Prim.LT, self(), other);
    }

    /**
     * Whether each element is less, compared with a number.
     *
     * @param number what is compared with
     * @return an array of bool
     */
    public NDArray lt(double number) {
        return lt(NDArray.scalar(number));
    }

    /**
     * Whether each element is less, compared with an integer.
     *
     * @param number what is compared with
     * @return an array of bool
     */
    public NDArray lt(long number) {
        return lt(NDArray.scalar(number));
    }

    /**
     * Whether each element is less or equal; shapes are broadcast.
     *
     * @param other what is compared with
     * @return an array of bool
     * @throws JacobiException if the shapes do not fit
     */
    public NDArray le(NDArray other) {
        return Relations.compare(Prim.LE, self(), other);
    }

    /**
     * Whether each element is less or equal, compared with a number.
     *
     * @param number what is compared with
     * @return an array of bool
     */
    public NDArray le(double number) {
        return le(NDArray.scalar(number));
    }

    /**
     * Whether each element is less or equal, compared with an integer.
     *
     * @param number what is compared with
     * @return an array of bool
     */
    public NDArray le(long number) {
        return le(NDArray.scalar(number));
    }

    /**
     * Whether each element is greater; shapes are broadcast.
     *
     * @param other what is compared with
     * @return an array of bool
     * @throws JacobiException if the shapes do not fit
     */
    public NDArray gt(NDArray other) {
        return Relations.compare(Prim.GT, self(), other);
    }

    /**
     * Whether each element is greater, compared with a number.
     *
     * @param number what is compared with
     * @return an array of bool
     */
    public NDArray gt(double number) {
        return gt(NDArray.scalar(number));
    }

    /**
     * Whether each element is greater, compared with an integer.
     *
     * @param number what is compared with
     * @return an array of bool
     */
    public NDArray gt(long number) {
        return gt(NDArray.scalar(number));
    }

    /**
     * Whether each element is greater or equal; shapes are broadcast.
     *
     * @param other what is compared with
     * @return an array of bool
     * @throws JacobiException if the shapes do not fit
     */
    public NDArray ge(NDArray other) {
        return Relations.compare(Prim.GE, self(), other);
    }

    /**
     * Whether each element is greater or equal, compared with a number.
     *
     * @param number what is compared with
     * @return an array of bool
     */
    public NDArray ge(double number) {
        return ge(NDArray.scalar(number));
    }

    /**
     * Whether each element is greater or equal, compared with an integer.
     *
     * @param number what is compared with
     * @return an array of bool
     */
    public NDArray ge(long number) {
        return ge(NDArray.scalar(number));
    }

    /**
     * Whether each element is equal; shapes are broadcast. NaN is equal to nothing.
     *
     * @param other what is compared with
     * @return an array of bool
     * @throws JacobiException if the shapes do not fit
     */
    public NDArray eq(NDArray other) {
        return Relations.compare(Prim.EQ, self(), other);
    }

    /**
     * Whether each element is equal, compared with a number.
     *
     * @param number what is compared with
     * @return an array of bool
     */
    public NDArray eq(double number) {
        return eq(NDArray.scalar(number));
    }

    /**
     * Whether each element is equal, compared with an integer.
     *
     * @param number what is compared with
     * @return an array of bool
     */
    public NDArray eq(long number) {
        return eq(NDArray.scalar(number));
    }

    /**
     * Whether each element is different; shapes are broadcast. NaN is different from everything.
     *
     * @param other what is compared with
     * @return an array of bool
     * @throws JacobiException if the shapes do not fit
     */
    public NDArray ne(NDArray other) {
        return Relations.compare(Prim.NE, self(), other);
    }

    /**
     * Whether each element is different, compared with a number.
     *
     * @param number what is compared with
     * @return an array of bool
     */
    public NDArray ne(double number) {
        return ne(NDArray.scalar(number));
    }

    /**
     * Whether each element is different, compared with an integer.
     *
     * @param number what is compared with
     * @return an array of bool
     */
    public NDArray ne(long number) {
        return ne(NDArray.scalar(number));
    }

    /**
     * Bit by bit, or of bool by logic: and. Shapes are broadcast.
     *
     * @param other the second operand
     * @return an array of the common type
     * @throws JacobiException if the shapes do not fit, or elements are real or complex
     */
    public NDArray and(NDArray other) {
        return Arithmetic.bitwise(Prim.AND, self(), other);
    }

    /**
     * Bit by bit with an integer: and.
     *
     * @param number the second operand
     * @return an array of the common type
     */
    public NDArray and(long number) {
        return and(NDArray.scalar(number));
    }

    /**
     * Bit by bit, or of bool by logic: or. Shapes are broadcast.
     *
     * @param other the second operand
     * @return an array of the common type
     * @throws JacobiException if the shapes do not fit, or elements are real or complex
     */
    public NDArray or(NDArray other) {
        return Arithmetic.bitwise(Prim.OR, self(), other);
    }

    /**
     * Bit by bit with an integer: or.
     *
     * @param number the second operand
     * @return an array of the common type
     */
    public NDArray or(long number) {
        return or(NDArray.scalar(number));
    }

    /**
     * Bit by bit, or of bool by logic: exclusive or. Shapes are broadcast.
     *
     * @param other the second operand
     * @return an array of the common type
     * @throws JacobiException if the shapes do not fit, or elements are real or complex
     */
    public NDArray xor(NDArray other) {
        return Arithmetic.bitwise(Prim.XOR, self(), other);
    }

    /**
     * Bit by bit with an integer: exclusive or.
     *
     * @param number the second operand
     * @return an array of the common type
     */
    public NDArray xor(long number) {
        return xor(NDArray.scalar(number));
    }

    /**
     * All bits inverted; of bool whether each does not hold.
     *
     * @return an array of this shape and type
     * @throws JacobiException if elements are real or complex
     */
    public NDArray not() {
        return Arithmetic.invert(self());
    }

    /**
     * Bits moved to higher places; 0 if the count is not less than their number.
     *
     * @param count by how many
     * @return an array of the common type
     * @throws JacobiException if the shapes do not fit, or elements are real or complex
     */
    public NDArray shiftLeft(NDArray count) {
        return Arithmetic.leftShift(self(), count);
    }

    /**
     * Bits moved to higher places by an integer.
     *
     * @param number by how many
     * @return an array of the common type
     */
    public NDArray shiftLeft(long number) {
        return shiftLeft(NDArray.scalar(number));
    }

    /**
     * Bits moved to lower places: numbers with a sign keep it.
     *
     * @param count by how many
     * @return an array of the common type
     * @throws JacobiException if the shapes do not fit, or elements are real or complex
     */
    public NDArray shiftRight(NDArray count) {
        return Arithmetic.rightShift(self(), count);
    }

    /**
     * Bits moved to lower places by an integer.
     *
     * @param number by how many
     * @return an array of the common type
     */
    public NDArray shiftRight(long number) {
        return shiftRight(NDArray.scalar(number));
    }
}
