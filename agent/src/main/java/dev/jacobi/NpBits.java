package dev.jacobi;

import dev.jacobi.array.numpy.Arithmetic;
import dev.jacobi.array.numpy.IntegerFunctions;
import dev.jacobi.array.numpy.PackedBits;
import dev.jacobi.ir.Prim;

/** Functions of {@link Np} that work on the bits of integers, and on bool by logic. */
abstract class NpBits extends NpMath {
    /**
     * Bits that are 1 in both.
     *
     * @param x integers
     * @param y integers
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one, or numbers have no bits
     */
    public static NDArray bitwiseAnd(NDArray x, NDArray y) {
        return Arithmetic.bitwise(Prim.AND, x, y);
    }

    /**
     * Bits that are 1 in both, for one integer that takes the type of the array.
     *
     * @param x integers
     * @param y an integer
     * @return an array of the same shape
     */
    public static NDArray bitwiseAnd(NDArray x, long y) {
        return bitwiseAnd(x, NDArray.scalar(y));
    }

    /**
     * Bits that are 1 in one or both.
     *
     * @param x integers
     * @param y integers
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one, or numbers have no bits
     */
    public static NDArray bitwiseOr(NDArray x, NDArray y) {
        return Arithmetic.bitwise(Prim.OR, x, y);
    }

    /**
     * Bits that are 1 in one or both, for one integer that takes the type of the array.
     *
     * @param x integers
     * @param y an integer
     * @return an array of the same shape
     */
    public static NDArray bitwiseOr(NDArray x, long y) {
        return bitwiseOr(x, NDArray.scalar(y));
    }

    /**
     * Bits that are 1 in one of both.
     *
     * @param x integers
     * @param y integers
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one, or numbers have no bits
     */
    public static NDArray bitwiseXor(NDArray x, NDArray y) {
        return Arithmetic.bitwise(Prim.XOR, x, y);
    }

    /**
     * Bits that are 1 in one of both, for one integer that takes the type of the array.
     *
     * @param x integers
     * @param y an integer
     * @return an array of the same shape
     */
    public static NDArray bitwiseXor(NDArray x, long y) {
        return bitwiseXor(x, NDArray.scalar(y));
    }

    /**
     * All bits inverted.
     *
     * @param x integers
     * @return an array of the same shape
     * @throws JacobiException if numbers have no bits
     */
    public static NDArray bitwiseNot(NDArray x) {
        return Arithmetic.invert(x);
    }

    /**
     * The same as {@link #bitwiseNot}.
     *
     * @param x integers
     * @return an array of the same shape
     * @throws JacobiException if numbers have no bits
     */
    public static NDArray bitwiseInvert(NDArray x) {
        return Arithmetic.invert(x);
    }

    /**
     * The same as {@link #bitwiseNot}.
     *
     * @param x integers
     * @return an array of the same shape
     * @throws JacobiException if numbers have no bits
     */
    public static NDArray invert(NDArray x) {
        return Arithmetic.invert(x);
    }

    /**
     * Bits moved up; 0 if the count is negative or not below the width.
     *
     * @param x integers
     * @param y by how many places
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one, or numbers have no bits
     */
    public static NDArray leftShift(NDArray x, NDArray y) {
        return Arithmetic.leftShift(x, y);
    }

    /**
     * Bits moved up; 0 if the count is negative or not below the width.
     *
     * @param x integers
     * @param y by how many places
     * @return an array of the same shape
     */
    public static NDArray leftShift(NDArray x, long y) {
        return leftShift(x, NDArray.scalar(y));
    }

    /**
     * The same as {@link #leftShift(NDArray, NDArray)}.
     *
     * @param x integers
     * @param y by how many places
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one, or numbers have no bits
     */
    public static NDArray bitwiseLeftShift(NDArray x, NDArray y) {
        return Arithmetic.leftShift(x, y);
    }

    /**
     * Bits moved down, signed integers with their sign.
     *
     * @param x integers
     * @param y by how many places
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one, or numbers have no bits
     */
    public static NDArray rightShift(NDArray x, NDArray y) {
        return Arithmetic.rightShift(x, y);
    }

    /**
     * Bits moved down, signed integers with their sign, for one integer that takes the type of the array.
     *
     * @param x integers
     * @param y by how many places
     * @return an array of the same shape
     */
    public static NDArray rightShift(NDArray x, long y) {
        return rightShift(x, NDArray.scalar(y));
    }

    /**
     * The same as {@link #rightShift(NDArray, NDArray)}.
     *
     * @param x integers
     * @param y by how many places
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one, or numbers have no bits
     */
    public static NDArray bitwiseRightShift(NDArray x, NDArray y) {
        return Arithmetic.rightShift(x, y);
    }

    /**
     * How many bits of the absolute values are 1.
     *
     * @param x integers
     * @return an array of u8 of the same shape
     * @throws JacobiException if numbers have no bits
     */
    public static NDArray bitwiseCount(NDArray x) {
        return IntegerFunctions.bitCount(x);
    }

    /**
     * Eight elements each as the bits of a byte, the first one as the highest; the last byte is filled with zeros.
     *
     * @param a integers or bool, of which those that are not 0 are 1
     * @return an array of u8 with one axis
     * @throws JacobiException if numbers have no bits
     */
    public static NDArray packbits(NDArray a) {
        return PackedBits.pack(a, null, false);
    }

    /**
     * Eight elements along an axis each as the bits of a byte; the last byte is filled with zeros.
     *
     * @param a integers or bool, of which those that are not 0 are 1
     * @param axis the axis, or null for all elements row by row
     * @param bitorder "big" if the first element is the highest bit, "little" if it is the lowest
     * @return an array of u8
     * @throws JacobiException if numbers have no bits, or there is no such axis or order
     */
    public static NDArray packbits(NDArray a, Integer axis, String bitorder) {
        return PackedBits.pack(a, axis, PackedBits.isLittle("packbits", bitorder));
    }

    /**
     * The bits of bytes, row by row, the highest one of a byte first.
     *
     * @param a an array of u8
     * @return an array of u8 with one axis, of zeros and ones
     * @throws JacobiException if the array is not of u8
     */
    public static NDArray unpackbits(NDArray a) {
        return PackedBits.unpack(a, null, -1, false);
    }

    /**
     * The bits of bytes along an axis.
     *
     * @param a an array of u8
     * @param axis the axis, or null for all elements row by row
     * @param count how many bits along the axis there are in the result, or null for all; zeros follow where there are not as many
     * @param bitorder "big" if the highest bit comes first, "little" if the lowest does
     * @return an array of u8, of zeros and ones
     * @throws JacobiException if the array is not of u8, or there is no such axis or order
     */
    public static NDArray unpackbits(NDArray a, Integer axis, Integer count, String bitorder) {
        return PackedBits.unpack(a, axis, count == null ? -1 : count, PackedBits.isLittle("unpackbits", bitorder));
    }
}
