package dev.jacobi;

import dev.jacobi.array.lax.Calc;
import dev.jacobi.array.lax.Scalars;
import dev.jacobi.array.nn.Activations;

/** Functions of {@link Nn} that work element by element. */
abstract class NnActivations {
    /**
     * Each element, or 0 if that is greater. The derivative at 0 is 0.
     *
     * @param x an array
     * @return an array of the same shape
     */
    public static NDArray relu(NDArray x) {
        return Activations.relu(x);
    }

    /**
     * Each element, not below 0 nor above 6. The derivative is 0 at both.
     *
     * @param x an array
     * @return an array of the same shape
     */
    public static NDArray relu6(NDArray x) {
        return Activations.relu6(x);
    }

    /**
     * Each element, those below 0 times a slope.
     *
     * @param x an array
     * @return an array of the same shape
     */
    public static NDArray leakyRelu(NDArray x) {
        return leakyRelu(x, NDArray.scalar(0.01));
    }

    /**
     * Each element, those below 0 times a slope.
     *
     * @param x an array
     * @param negativeSlope the slope
     * @return an array of the same shape
     */
    public static NDArray leakyRelu(NDArray x, double negativeSlope) {
        return leakyRelu(x, NDArray.scalar(negativeSlope));
    }

    /**
     * Each element, those below 0 times a slope.
     *
     * @param x an array
     * @param negativeSlope the slope
     * @return an array of the same shape
     */
    public static NDArray leakyRelu(NDArray x, NDArray negativeSlope) {
        return Activations.leakyRelu(x, negativeSlope);
    }

    /**
     * Each element, or alpha (exp(x) - 1) below 0.
     *
     * @param x an array
     * @return an array of the same shape
     */
    public static NDArray elu(NDArray x) {
        return elu(x, NDArray.scalar(1.0));
    }

    /**
     * Each element, or alpha (exp(x) - 1) below 0.
     *
     * @param x an array
     * @param alpha the factor
     * @return an array of the same shape
     */
    public static NDArray elu(NDArray x, double alpha) {
        return elu(x, NDArray.scalar(alpha));
    }

    /**
     * Each element, or alpha (exp(x) - 1) below 0.
     *
     * @param x an array
     * @param alpha the factor
     * @return an array of the same shape
     */
    public static NDArray elu(NDArray x, NDArray alpha) {
        return Activations.elu(x, alpha);
    }

    /**
     * Scaled {@link #elu} with the factors that keep mean and variance.
     *
     * @param x an array
     * @return an array of the same shape
     */
    public static NDArray selu(NDArray x) {
        return Activations.selu(x);
    }

    /**
     * Each element, or alpha (exp(x / alpha) - 1) below 0.
     *
     * @param x an array
     * @return an array of the same shape
     */
    public static NDArray celu(NDArray x) {
        return celu(x, NDArray.scalar(1.0));
    }

    /**
     * Each element, or alpha (exp(x / alpha) - 1) below 0.
     *
     * @param x an array
     * @param alpha the factor
     * @return an array of the same shape
     */
    public static NDArray celu(NDArray x, double alpha) {
        return celu(x, NDArray.scalar(alpha));
    }

    /**
     * Each element, or alpha (exp(x / alpha) - 1) below 0.
     *
     * @param x an array
     * @param alpha the factor
     * @return an array of the same shape
     */
    public static NDArray celu(NDArray x, NDArray alpha) {
        return Activations.celu(x, alpha);
    }

    /**
     * x times the distribution function of the normal distribution, approximated by a hyperbolic tangent.
     *
     * @param x an array
     * @return an array of the same shape
     */
    public static NDArray gelu(NDArray x) {
        return Activations.gelu(x, true);
    }

    /**
     * x times the distribution function of the normal distribution.
     *
     * @param x an array
     * @param approximate whether that is approximated by a hyperbolic tangent
     * @return an array of the same shape
     */
    public static NDArray gelu(NDArray x, boolean approximate) {
        return Activations.gelu(x, approximate);
    }

    /**
     * x times its logistic function.
     *
     * @param x an array
     * @return an array of the same shape
     */
    public static NDArray silu(NDArray x) {
        return Activations.silu(x);
    }

    /**
     * The same as {@link #silu}.
     *
     * @param x an array
     * @return an array of the same shape
     */
    public static NDArray swish(NDArray x) {
        return Activations.silu(x);
    }

    /**
     * The logistic function 1 / (1 + exp(-x)).
     *
     * @param x an array
     * @return an array of the same shape
     */
    public static NDArray sigmoid(NDArray x) {
        return Scalars.logistic(x);
    }

    /**
     * The logarithm of {@link #sigmoid}.
     *
     * @param x an array
     * @return an array of the same shape
     */
    public static NDArray logSigmoid(NDArray x) {
        return Activations.logSigmoid(x);
    }

    /**
     * log(1 + exp(x)), without overflow.
     *
     * @param x an array
     * @return an array of the same shape
     */
    public static NDArray softplus(NDArray x) {
        return Scalars.softplus(x);
    }

    /**
     * x / (1 + |x|).
     *
     * @param x an array
     * @return an array of the same shape
     */
    public static NDArray softSign(NDArray x) {
        return Activations.softSign(x);
    }

    /**
     * Each element, not below -1 nor above 1.
     *
     * @param x an array
     * @return an array of the same shape
     */
    public static NDArray hardTanh(NDArray x) {
        return Activations.hardTanh(x);
    }

    /**
     * relu6(x + 3) / 6.
     *
     * @param x an array
     * @return an array of the same shape
     */
    public static NDArray hardSigmoid(NDArray x) {
        return Activations.hardSigmoid(x);
    }

    /**
     * x times {@link #hardSigmoid}.
     *
     * @param x an array
     * @return an array of the same shape
     */
    public static NDArray hardSilu(NDArray x) {
        return Activations.hardSilu(x);
    }

    /**
     * The same as {@link #hardSilu}.
     *
     * @param x an array
     * @return an array of the same shape
     */
    public static NDArray hardSwish(NDArray x) {
        return Activations.hardSilu(x);
    }

    /**
     * x tanh(softplus(x)).
     *
     * @param x an array
     * @return an array of the same shape
     */
    public static NDArray mish(NDArray x) {
        return Activations.mish(x);
    }

    /**
     * 0 below -1, x above 1, and (x + 1) (x + 1) / 4 between.
     *
     * @param x an array
     * @return an array of the same shape
     */
    public static NDArray sparsePlus(NDArray x) {
        return Activations.sparsePlus(x);
    }

    /**
     * The derivative of {@link #sparsePlus}.
     *
     * @param x an array
     * @return an array of the same shape
     */
    public static NDArray sparseSigmoid(NDArray x) {
        return Activations.sparseSigmoid(x);
    }

    /**
     * The hyperbolic tangent.
     *
     * @param x an array
     * @return an array of the same shape
     */
    public static NDArray tanh(NDArray x) {
        return Calc.tanh(x);
    }

    /**
     * log(1 - exp(-x)) of positive elements.
     *
     * @param x an array
     * @return an array of the same shape
     */
    public static NDArray log1mexp(NDArray x) {
        return Activations.log1mexp(x);
    }

    /**
     * The array itself.
     *
     * @param x an array
     * @return an array of the same shape
     */
    public static NDArray identity(NDArray x) {
        return x;
    }

    /**
     * (x + sqrt(x x + b)) / 2.
     *
     * @param x an array
     * @return an array of the same shape
     */
    public static NDArray squareplus(NDArray x) {
        return squareplus(x, NDArray.scalar(4.0));
    }

    /**
     * (x + sqrt(x x + b)) / 2.
     *
     * @param x an array
     * @param b how smooth it is at 0
     * @return an array of the same shape
     */
    public static NDArray squareplus(NDArray x, double b) {
        return squareplus(x, NDArray.scalar(b));
    }

    /**
     * (x + sqrt(x x + b)) / 2.
     *
     * @param x an array
     * @param b how smooth it is at 0
     * @return an array of the same shape
     */
    public static NDArray squareplus(NDArray x, NDArray b) {
        return Activations.squareplus(x, b);
    }

    /**
     * The first half along the last axis times the logistic function of the second.
     *
     * @param x an array
     * @return an array with half as many elements along it
     * @throws JacobiException if the length is odd
     */
    public static NDArray glu(NDArray x) {
        return Activations.glu(x, -1);
    }

    /**
     * The first half along an axis times the logistic function of the second.
     *
     * @param x an array
     * @param axis the axis; negative ones count from the end
     * @return an array with half as many elements along it
     * @throws JacobiException if the length is odd
     */
    public static NDArray glu(NDArray x, int axis) {
        return Activations.glu(x, axis);
    }
}
