package dev.jacobi;

import dev.jacobi.array.numpy.Arithmetic;

/** The operators of {@link NDArray}, element by element: operands get their common type by JAX's rules of promotion, and shapes are broadcast. */
abstract class ArrayOperators {
    abstract NDArray self();

    /**
     * The sum, element by element; shapes are broadcast. Of bool whether one of both holds.
     *
     * @param other what is added
     * @return the sums
     * @throws JacobiException if the shapes do not fit
     */
    public NDArray plus(NDArray other) {
        return Arithmetic.add(self(), other);
    }

    /**
     * The sum with a number, which takes the type of this array.
     *
     * @param number what is added
     * @return the sums
     */
    public NDArray plus(double number) {
        return plus(NDArray.scalar(number));
    }

    /**
     * The sum with an integer, which takes the type of this array.
     *
     * @param number what is added
     * @return the sums
     */
    public NDArray plus(long number) {
        return plus(NDArray.scalar(number));
    }

    /**
     * The difference, element by element; shapes are broadcast.
     *
     * @param other what is taken away
     * @return the differences
     * @throws JacobiException if the shapes do not fit, or both are bool
     */
    public NDArray minus(NDArray other) {
        return Arithmetic.subtract(self(), other);
    }

    /**
     * The difference from a number, which takes the type of this array.
     *
     * @param number what is taken away
     * @return the differences
     */
    public NDArray minus(double number) {
        return minus(NDArray.scalar(number));
    }

    /**
     * The difference from an integer, which takes the type of this array.
     *
     * @param number what is taken away
     * @return the differences
     */
    public NDArray minus(long number) {
        return minus(NDArray.scalar(number));
    }

    /**
     * The product, element by element; shapes are broadcast. Of bool whether both hold.
     *
     * @param other what is multiplied by
     * @return the products
     * @throws JacobiException if the shapes do not fit
     */
    public NDArray times(NDArray other) {
        return Arithmetic.multiply(self(), other);
    }

    /**
     * The product with a number, which takes the type of this array.
     *
     * @param number what is multiplied by
     * @return the products
     */
    public NDArray times(double number) {
        return times(NDArray.scalar(number));
    }

    /**
     * The product with an integer, which takes the type of this array.
     *
     * @param number what is multiplied by
     * @return the products
     */
    public NDArray times(long number) {
        return times(NDArray.scalar(number));
    }

    /**
     * The quotient as a real or complex number, also of integers; shapes are broadcast.
     *
     * @param other the divisor
     * @return the quotients
     * @throws JacobiException if the shapes do not fit
     */
    public NDArray dividedBy(NDArray other) {
        return Arithmetic.divide(self(), other);
    }

    /**
     * The quotient by a number, which takes the type of this array.
     *
     * @param number the divisor
     * @return the quotients
     */
    public NDArray dividedBy(double number) {
        return dividedBy(NDArray.scalar(number));
    }

    /**
     * The quotient by an integer, which takes the type of this array.
     *
     * @param number the divisor
     * @return the quotients
     */
    public NDArray dividedBy(long number) {
        return dividedBy(NDArray.scalar(number));
    }

    /**
     * The quotient rounded down, of the type of the operands; shapes are broadcast.
     *
     * @param other the divisor
     * @return the quotients
     * @throws JacobiException if the shapes do not fit, or elements are complex
     */
    public NDArray floorDivide(NDArray other) {
        return Arithmetic.floorDivide(self(), other);
    }

    /**
     * The quotient by a number, rounded down.
     *
     * @param number the divisor
     * @return the quotients
     */
    public NDArray floorDivide(double number) {
        return floorDivide(NDArray.scalar(number));
    }

    /**
     * The quotient by an integer, rounded down.
     *
     * @param number the divisor
     * @return the quotients
     */
    public NDArray floorDivide(long number) {
        return floorDivide(NDArray.scalar(number));
    }

    /**
     * What {@link #floorDivide} leaves: the remainder with the sign of the divisor, as Python has it. Of integers 0 where the divisor is 0.
     *
     * @param other the divisor
     * @return the remainders
     * @throws JacobiException if the shapes do not fit, or elements are complex
     */
    public NDArray mod(NDArray other) {
        return Arithmetic.remainder(self(), other);
    }

    /**
     * The remainder of the division by a number, with the sign of the divisor.
     *
     * @param number the divisor
     * @return the remainders
     */
    public NDArray mod(double number) {
        return mod(NDArray.scalar(number));
    }

    /**
     * The remainder of the division by an integer, with the sign of the divisor.
     *
     * @param number the divisor
     * @return the remainders
     */
    public NDArray mod(long number) {
        return mod(NDArray.scalar(number));
    }

    /**
     * The power, element by element; shapes are broadcast. Integers wrap.
     *
     * @param exponent the exponent
     * @return the powers
     * @throws JacobiException if the shapes do not fit
     */
    public NDArray pow(NDArray exponent) {
        return Arithmetic.power(self(), exponent);
    }

    /**
     * The power with a number as the exponent; a small integer one that is known takes products.
     *
     * @param number the exponent
     * @return the powers
     */
    public NDArray pow(double number) {
        return pow(NDArray.scalar(number));
    }

    /**
     * The power with an integer as the exponent; a small integer one that is known takes products.
     *
     * @param number the exponent
     * @return the powers
     */
    public NDArray pow(long number) {
        return pow(NDArray.scalar(number));
    }

    /**
     * The negated elements; those without a sign wrap.
     *
     * @return an array of this shape and type
     * @throws JacobiException if elements are bool
     */
    public NDArray neg() {
        return Arithmetic.negative(self());
    }

    /**
     * The absolute values, real numbers also of complex ones.
     *
     * @return an array of this shape
     */
    public NDArray abs() {
        return Arithmetic.absolute(self());
    }
}
