package dev.jacobi;

import dev.jacobi.array.numpy.Arithmetic;
import dev.jacobi.array.numpy.IntegerFunctions;
import dev.jacobi.array.numpy.Numbers;
import dev.jacobi.array.numpy.RealFunctions;
import dev.jacobi.ir.Prim;

/** Functions of {@link Np} that choose the larger or smaller of two numbers, and divisors of integers. */
abstract class NpExtremes extends NpRounding {
    /**
     * The larger ones of pairs; NaN if either is NaN.
     *
     * @param x numbers
     * @param y numbers
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray maximum(NDArray x, NDArray y) {
        return Arithmetic.maximum(x, y);
    }

    /**
     * The larger ones of pairs; NaN if either is NaN.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     */
    public static NDArray maximum(NDArray x, double y) {
        return maximum(x, NDArray.scalar(y));
    }

    /**
     * The larger ones of pairs; NaN if either is NaN.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     */
    public static NDArray maximum(NDArray x, long y) {
        return maximum(x, NDArray.scalar(y));
    }

    /**
     * The smaller ones of pairs; NaN if either is NaN.
     *
     * @param x numbers
     * @param y numbers
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray minimum(NDArray x, NDArray y) {
        return Arithmetic.minimum(x, y);
    }

    /**
     * The smaller ones of pairs; NaN if either is NaN.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     */
    public static NDArray minimum(NDArray x, double y) {
        return minimum(x, NDArray.scalar(y));
    }

    /**
     * The smaller ones of pairs; NaN if either is NaN.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     */
    public static NDArray minimum(NDArray x, long y) {
        return minimum(x, NDArray.scalar(y));
    }

    /**
     * The larger ones of pairs; a NaN counts only if both are NaN.
     *
     * @param x numbers
     * @param y numbers
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray fmax(NDArray x, NDArray y) {
        return Numbers.fextreme("fmax", Prim.GT, x, y);
    }

    /**
     * The larger ones of pairs; a NaN counts only if both are NaN.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     */
    public static NDArray fmax(NDArray x, double y) {
        return fmax(x, NDArray.scalar(y));
    }

    /**
     * The larger ones of pairs; a NaN counts only if both are NaN.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     */
    public static NDArray fmax(NDArray x, long y) {
        return fmax(x, NDArray.scalar(y));
    }

    /**
     * The smaller ones of pairs; a NaN counts only if both are NaN.
     *
     * @param x numbers
     * @param y numbers
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray fmin(NDArray x, NDArray y) {
        return Numbers.fextreme("fmin", Prim.LT, x, y);
    }

    /**
     * The smaller ones of pairs; a NaN counts only if both are NaN.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     */
    public static NDArray fmin(NDArray x, double y) {
        return fmin(x, NDArray.scalar(y));
    }

    /**
     * The smaller ones of pairs; a NaN counts only if both are NaN.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     */
    public static NDArray fmin(NDArray x, long y) {
        return fmin(x, NDArray.scalar(y));
    }

    /**
     * Numbers that are not below one limit and not above another: what is beyond takes the value of the limit.
     *
     * @param a numbers
     * @param min the least values, or null for none
     * @param max the greatest values, or null for none
     * @return an array of the shape that all have together
     * @throws JacobiException if the shapes cannot be broadcast to one, or numbers are complex
     */
    public static NDArray clip(NDArray a, NDArray min, NDArray max) {
        RealFunctions.refuse("clip", true, a);
        NDArray low = min == null ? a : maximum(min, a);
        return max == null ? low : minimum(max, low);
    }

    /**
     * Numbers that are not below one limit and not above another: what is beyond takes the value of the limit.
     *
     * @param a numbers
     * @param min the least value
     * @param max the greatest value
     * @return an array of the same shape
     * @throws JacobiException if numbers are complex
     */
    public static NDArray clip(NDArray a, double min, double max) {
        return clip(a, NDArray.scalar(min), NDArray.scalar(max));
    }

    /**
     * Numbers that are not below one limit and not above another: what is beyond takes the value of the limit.
     *
     * @param a numbers
     * @param min the least value
     * @param max the greatest value
     * @return an array of the same shape
     * @throws JacobiException if numbers are complex
     */
    public static NDArray clip(NDArray a, long min, long max) {
        return clip(a, NDArray.scalar(min), NDArray.scalar(max));
    }

    /**
     * Numbers that are not below one limit and not above another: what is beyond takes the value of the limit.
     *
     * @param a numbers
     * @param min the least values, or null for none
     * @param max the greatest value
     * @return an array of the same shape
     * @throws JacobiException if numbers are complex
     */
    public static NDArray clip(NDArray a, NDArray min, double max) {
        return clip(a, min, NDArray.scalar(max));
    }

    /**
     * Numbers that are not below one limit and not above another: what is beyond takes the value of the limit.
     *
     * @param a numbers
     * @param min the least value
     * @param max the greatest values, or null for none
     * @return an array of the same shape
     * @throws JacobiException if numbers are complex
     */
    public static NDArray clip(NDArray a, double min, NDArray max) {
        return clip(a, NDArray.scalar(min), max);
    }

    /**
     * The greatest common divisors, which are not negative; 0 of two zeros.
     *
     * @param x1 integers
     * @param x2 integers
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one, or an array has no integers
     */
    public static NDArray gcd(NDArray x1, NDArray x2) {
        return IntegerFunctions.gcd(x1, x2);
    }

    /**
     * The greatest common divisors, which are not negative; 0 of two zeros.
     *
     * @param x1 integers
     * @param x2 an integer
     * @return an array of the same shape
     */
    public static NDArray gcd(NDArray x1, long x2) {
        return gcd(x1, NDArray.scalar(x2));
    }

    /**
     * The least common multiples, which are not negative; 0 if either is 0.
     *
     * @param x1 integers
     * @param x2 integers
     * @return an array of the shape that both have together
     * @throws JacobiException if the shapes cannot be broadcast to one, or an array has no integers
     */
    public static NDArray lcm(NDArray x1, NDArray x2) {
        return Numbers.lcm(x1, x2);
    }

    /**
     * The least common multiples, which are not negative; 0 if either is 0.
     *
     * @param x1 integers
     * @param x2 an integer
     * @return an array of the same shape
     */
    public static NDArray lcm(NDArray x1, long x2) {
        return lcm(x1, NDArray.scalar(x2));
    }

    /**
     * Numbers that are not below one limit and not above another: what is beyond takes the value of the limit. Integers stay integers.
     *
     * @param a numbers
     * @param min the least values, or null for none
     * @param max the greatest value
     * @return an array of the same shape
     * @throws JacobiException if numbers are complex
     */
    public static NDArray clip(NDArray a, NDArray min, long max) {
        return clip(a, min, NDArray.scalar(max));
    }

    /**
     * Numbers that are not below one limit and not above another: what is beyond takes the value of the limit. Integers stay integers.
     *
     * @param a numbers
     * @param min the least value
     * @param max the greatest values, or null for none
     * @return an array of the same shape
     * @throws JacobiException if numbers are complex
     */
    public static NDArray clip(NDArray a, long min, NDArray max) {
        return clip(a, NDArray.scalar(min), max);
    }
}
