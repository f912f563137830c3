package dev.jacobi;

import dev.jacobi.array.scipy.Logarithms;

/** Special functions, as {@code jax.scipy.special} has them: element by element, of arrays of any shape, which are broadcast. Integers become reals of the default type; types of 16 bits are computed in 32. */
public final class Special extends SpecialGamma {
    private Special() {
    }

    /**
     * The logarithm of the odds, log(x / (1 - x)).
     *
     * @param x probabilities
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray logit(NDArray x) {
        return Logarithms.logit(x);
    }

    /**
     * The logistic function, 1 / (1 + exp(-x)).
     *
     * @param x numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray expit(NDArray x) {
        return Logarithms.expit(x);
    }

    /**
     * x log(y), which is 0 where x is 0 and y is a number.
     *
     * @param x numbers
     * @param y numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray xlogy(NDArray x, NDArray y) {
        return Logarithms.xlogy(x, y);
    }

    /**
     * x log(y), which is 0 where x is 0 and y is a number, for one number as second operand.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray xlogy(NDArray x, double y) {
        return xlogy(x, NDArray.scalar(y));
    }

    /**
     * x log(1 + y), which is 0 where x is 0 and y is a number.
     *
     * @param x numbers
     * @param y numbers
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray xlog1py(NDArray x, NDArray y) {
        return Logarithms.xlog1py(x, y);
    }

    /**
     * x log(1 + y), which is 0 where x is 0 and y is a number, for one number as second operand.
     *
     * @param x numbers
     * @param y a number
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray xlog1py(NDArray x, double y) {
        return xlog1py(x, NDArray.scalar(y));
    }

    /**
     * The entropy -x log(x), which is 0 at 0 and the negative infinity below.
     *
     * @param x probabilities
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray entr(NDArray x) {
        return Logarithms.entr(x);
    }

    /**
     * The relative entropy x log(x / y), which is 0 where x is 0 and infinite where it has no meaning.
     *
     * @param x probabilities
     * @param y probabilities
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray relEntr(NDArray x, NDArray y) {
        return Logarithms.relEntr(x, y);
    }

    /**
     * The relative entropy x log(x / y), which is 0 where x is 0 and infinite where it has no meaning, for one number as second operand.
     *
     * @param x probabilities
     * @param y probabilities
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray relEntr(NDArray x, double y) {
        return relEntr(x, NDArray.scalar(y));
    }

    /**
     * The terms x log(x / y) - x + y of the Kullback-Leibler divergence.
     *
     * @param x probabilities
     * @param y probabilities
     * @return an array of the common shape of the operands
     * @throws JacobiException if an operand is complex, or the shapes do not fit
     */
    public static NDArray klDiv(NDArray x, NDArray y) {
        return Logarithms.klDiv(x, y);
    }

    /**
     * The terms x log(x / y) - x + y of the Kullback-Leibler divergence, for one number as second operand.
     *
     * @param x probabilities
     * @param y probabilities
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray klDiv(NDArray x, double y) {
        return klDiv(x, NDArray.scalar(y));
    }

    /**
     * The logarithm of the sum of exponentials of all elements, without overflow.
     *
     * @param a numbers
     * @return an array without axes
     * @throws JacobiException if an operand is complex
     */
    public static NDArray logsumexp(NDArray a) {
        return Logarithms.logsumexp(a, null, null, false);
    }

    /**
     * The logarithm of the sum of exponentials along an axis, without overflow.
     *
     * @param a numbers
     * @param axis the axis, from the end if negative
     * @return an array without the axes
     * @throws JacobiException if the numbers are complex or there is no such axis
     */
    public static NDArray logsumexp(NDArray a, int axis) {
        return Logarithms.logsumexp(a, new int[] {axis}, null, false);
    }

    /**
     * The logarithm of the sum of exponentials along an axis, without overflow.
     *
     * @param a numbers
     * @param axis the axis, from the end if negative
     * @param keepDims whether the axes are kept with the length 1
     * @return an array without the axes
     * @throws JacobiException if the numbers are complex or there is no such axis
     */
    public static NDArray logsumexp(NDArray a, int axis, boolean keepDims) {
        return Logarithms.logsumexp(a, new int[] {axis}, null, keepDims);
    }

    /**
     * The logarithm of the sum of exponentials along axes, without overflow.
     *
     * @param a numbers
     * @param axes the axes; null for all
     * @param keepDims whether the axes are kept with the length 1
     * @return an array without the axes
     * @throws JacobiException if the numbers are complex or there is no such axis
     */
    public static NDArray logsumexp(NDArray a, int[] axes, boolean keepDims) {
        return Logarithms.logsumexp(a, axes, null, keepDims);
    }

    /**
     * The logarithm of the sum of exponentials times factors along axes, without overflow.
     *
     * @param a numbers
     * @param axes the axes; null for all
     * @param b the factors, of a shape that is broadcast to that of the numbers
     * @param keepDims whether the axes are kept with the length 1
     * @return an array without the axes
     * @throws JacobiException if the numbers are complex or there is no such axis
     */
    public static NDArray logsumexp(NDArray a, int[] axes, NDArray b, boolean keepDims) {
        return Logarithms.logsumexp(a, axes, b, keepDims);
    }

    /**
     * Exponentials divided by their sum over all elements.
     *
     * @param x numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray softmax(NDArray x) {
        return Logarithms.softmax(x, null);
    }

    /**
     * Exponentials divided by their sum along an axis.
     *
     * @param x numbers
     * @param axis the axis, from the end if negative
     * @return an array of the same shape
     * @throws JacobiException if the numbers are complex or there is no such axis
     */
    public static NDArray softmax(NDArray x, int axis) {
        return Logarithms.softmax(x, new int[] {axis});
    }

    /**
     * Exponentials divided by their sum along axes.
     *
     * @param x numbers
     * @param axes the axes; null for all
     * @return an array of the same shape
     * @throws JacobiException if the numbers are complex or there is no such axis
     */
    public static NDArray softmax(NDArray x, int[] axes) {
        return Logarithms.softmax(x, axes);
    }

    /**
     * The logarithms of exponentials divided by their sum over all elements.
     *
     * @param x numbers
     * @return an array of the same shape
     * @throws JacobiException if an operand is complex
     */
    public static NDArray logSoftmax(NDArray x) {
        return Logarithms.logSoftmax(x, null);
    }

    /**
     * The logarithms of exponentials divided by their sum along an axis.
     *
     * @param x numbers
     * @param axis the axis, from the end if negative
     * @return an array of the same shape
     * @throws JacobiException if the numbers are complex or there is no such axis
     */
    public static NDArray logSoftmax(NDArray x, int axis) {
        return Logarithms.logSoftmax(x, new int[] {axis});
    }

    /**
     * The logarithms of exponentials divided by their sum along axes.
     *
     * @param x numbers
     * @param axes the axes; null for all
     * @return an array of the same shape
     * @throws JacobiException if the numbers are complex or there is no such axis
     */
    public static NDArray logSoftmax(NDArray x, int[] axes) {
        return Logarithms.logSoftmax(x, axes);
    }
}
