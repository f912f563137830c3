package dev.jacobi;

import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.lax.Calc;
import dev.jacobi.array.lax.Scalars;
import dev.jacobi.array.nn.Activations;
import dev.jacobi.array.nn.Normal;
import java.util.List;
import java.util.stream.IntStream;

/** Functions of {@link Nn} that put elements in relation to others along axes. */
abstract class NnNormalization extends NnActivations {
    /**
     * The exponential of each element divided by their sum along the last axis.
     *
     * @param x an array
     * @return positive numbers whose sum is 1
     */
    public static NDArray softmax(NDArray x) {
        return softmax(x, new int[] {-1}, null);
    }

    /**
     * The exponential of each element divided by their sum along an axis.
     *
     * @param x an array
     * @param axis the axis; negative ones count from the end
     * @return positive numbers whose sum is 1
     */
    public static NDArray softmax(NDArray x, int axis) {
        return softmax(x, new int[] {axis}, null);
    }

    /**
     * The exponential of each element divided by their sum over axes.
     *
     * @param x an array
     * @param axes the axes, or null for all
     * @return positive numbers whose sum is 1
     */
    public static NDArray softmax(NDArray x, int[] axes) {
        return softmax(x, axes, null);
    }

    /**
     * The exponential of each element divided by their sum along an axis, of some elements.
     *
     * @param x an array
     * @param axis the axis; negative ones count from the end
     * @param where which elements count, a bool array, or null for all
     * @return positive numbers whose sum is 1
     */
    public static NDArray softmax(NDArray x, int axis, NDArray where) {
        return softmax(x, new int[] {axis}, where);
    }

    /**
     * The exponential of each element divided by their sum over axes, of some elements.
     *
     * @param x an array
     * @param axes the axes, or null for all
     * @param where which elements count, a bool array, or null for all
     * @return positive numbers whose sum is 1
     */
    public static NDArray softmax(NDArray x, int[] axes, NDArray where) {
        return Normal.softmax(x, axes, where);
    }

    /**
     * The logarithm of {@link #softmax} along the last axis.
     *
     * @param x an array
     * @return logarithms
     */
    public static NDArray logSoftmax(NDArray x) {
        return logSoftmax(x, new int[] {-1}, null);
    }

    /**
     * The logarithm of {@link #softmax} along an axis.
     *
     * @param x an array
     * @param axis the axis; negative ones count from the end
     * @return logarithms
     */
    public static NDArray logSoftmax(NDArray x, int axis) {
        return logSoftmax(x, new int[] {axis}, null);
    }

    /**
     * The logarithm of {@link #softmax} over axes.
     *
     * @param x an array
     * @param axes the axes, or null for all
     * @return logarithms
     */
    public static NDArray logSoftmax(NDArray x, int[] axes) {
        return logSoftmax(x, axes, null);
    }

    /**
     * The logarithm of {@link #softmax} along an axis, of some elements.
     *
     * @param x an array
     * @param axis the axis; negative ones count from the end
     * @param where which elements count, a bool array, or null for all
     * @return logarithms
     */
    public static NDArray logSoftmax(NDArray x, int axis, NDArray where) {
        return logSoftmax(x, new int[] {axis}, where);
    }

    /**
     * The logarithm of {@link #softmax} over axes, of some elements.
     *
     * @param x an array
     * @param axes the axes, or null for all
     * @param where which elements count, a bool array, or null for all
     * @return logarithms
     */
    public static NDArray logSoftmax(NDArray x, int[] axes, NDArray where) {
        return Normal.logSoftmax(x, axes, where);
    }

    /**
     * The logarithm of the sum of exponentials of all elements.
     *
     * @param x an array
     * @return a number
     */
    public static NDArray logsumexp(NDArray x) {
        return logsumexp(x, null, null, false, null);
    }

    /**
     * The logarithm of the sum of exponentials along an axis.
     *
     * @param x an array
     * @param axis the axis; negative ones count from the end
     * @return an array without the axis
     */
    public static NDArray logsumexp(NDArray x, int axis) {
        return logsumexp(x, new int[] {axis}, null, false, null);
    }

    /**
     * The logarithm of the sum of exponentials along an axis.
     *
     * @param x an array
     * @param axis the axis; negative ones count from the end
     * @param keepDims whether the axis stays, with one element
     * @return an array without the axis
     */
    public static NDArray logsumexp(NDArray x, int axis, boolean keepDims) {
        return logsumexp(x, new int[] {axis}, null, keepDims, null);
    }

    /**
     * The logarithm of the sum of exponentials, each times a factor, along an axis.
     *
     * @param x an array
     * @param axis the axis; negative ones count from the end
     * @param b factors of the exponentials, or null
     * @return an array without the axis
     */
    public static NDArray logsumexp(NDArray x, int axis, NDArray b) {
        return logsumexp(x, new int[] {axis}, b, false, null);
    }

    /**
     * The logarithm of the sum of exponentials over axes.
     *
     * @param x an array
     * @param axes the axes, or null for all
     * @return an array without the axes
     */
    public static NDArray logsumexp(NDArray x, int[] axes) {
        return logsumexp(x, axes, null, false, null);
    }

    /**
     * The logarithm of the sum of exponentials, each times a factor, over axes.
     *
     * @param x an array
     * @param axes the axes, or null for all
     * @param b factors of the exponentials, or null
     * @param keepDims whether the axis stays, with one element
     * @param where which elements count, a bool array, or null for all
     * @return an array without the axes
     */
    public static NDArray logsumexp(NDArray x, int[] axes, NDArray b, boolean keepDims, NDArray where) {
        return Normal.logsumexp(x, axes, b, keepDims, where);
    }

    /**
     * The logarithm of the mean of exponentials of all elements.
     *
     * @param x an array
     * @return a number
     */
    public static NDArray logmeanexp(NDArray x) {
        return logmeanexp(x, null, null, false);
    }

    /**
     * The logarithm of the mean of exponentials along an axis.
     *
     * @param x an array
     * @param axis the axis; negative ones count from the end
     * @return an array without the axis
     */
    public static NDArray logmeanexp(NDArray x, int axis) {
        return logmeanexp(x, new int[] {axis}, null, false);
    }

    /**
     * The logarithm of the mean of exponentials over axes.
     *
     * @param x an array
     * @param axes the axes, or null for all
     * @param where which elements count, a bool array, or null for all
     * @param keepDims whether the axis stays, with one element
     * @return an array without the axes
     */
    public static NDArray logmeanexp(NDArray x, int[] axes, NDArray where, boolean keepDims) {
        return Normal.logmeanexp(x, axes, where, keepDims);
    }

    /**
     * Each element less the mean, by the standard deviation along the last axis.
     *
     * @param x an array
     * @return an array of the same shape
     */
    public static NDArray standardize(NDArray x) {
        return standardize(x, new int[] {-1}, null, null, NDArray.scalar(1e-5), null);
    }

    /**
     * Each element less the mean, by the standard deviation along an axis.
     *
     * @param x an array
     * @param axis the axis; negative ones count from the end
     * @return an array of the same shape
     */
    public static NDArray standardize(NDArray x, int axis) {
        return standardize(x, new int[] {axis}, null, null, NDArray.scalar(1e-5), null);
    }

    /**
     * Each element less the mean, by the standard deviation along an axis.
     *
     * @param x an array
     * @param axis the axis; negative ones count from the end
     * @param mean the mean, or null for that of the elements
     * @param variance the variance, or null for that of the elements
     * @param epsilon what is added to the variance
     * @return an array of the same shape
     */
    public static NDArray standardize(NDArray x, int axis, NDArray mean, NDArray variance, double epsilon) {
        return standardize(x, new int[] {axis}, mean, variance, NDArray.scalar(epsilon), null);
    }

    /**
     * Each element less the mean, by the standard deviation over axes.
     *
     * @param x an array
     * @param axes the axes, or null for all
     * @param mean the mean, or null for that of the elements
     * @param variance the variance, or null for that of the elements
     * @param epsilon what is added to the variance
     * @param where which elements count, a bool array, or null for all
     * @return an array of the same shape
     */
    public static NDArray standardize(NDArray x, int[] axes, NDArray mean, NDArray variance, NDArray epsilon, NDArray where) {
        return Normal.standardize(x, axes, mean, variance, epsilon, where);
    }

    /**
     * For each integer a row of zeros with a one at that place; all zeros for those outside.
     *
     * @param x an array
     * @param numClasses how many numbers there are
     * @return reals with one axis more, the last
     */
    public static NDArray oneHot(NDArray x, int numClasses) {
        return oneHot(x, numClasses, JavaArrays.standard(DType.F64), -1);
    }

    /**
     * For each integer zeros with a one at that place, along a new axis.
     *
     * @param x an array
     * @param numClasses how many numbers there are
     * @param axis where the new axis is in the result
     * @return reals with one axis more
     */
    public static NDArray oneHot(NDArray x, int numClasses, int axis) {
        return oneHot(x, numClasses, JavaArrays.standard(DType.F64), axis);
    }

    /**
     * For each integer a row of zeros with a one at that place.
     *
     * @param x an array
     * @param numClasses how many numbers there are
     * @param dtype the type of elements
     * @return numbers of that type with one axis more, the last
     */
    public static NDArray oneHot(NDArray x, int numClasses, DType dtype) {
        return oneHot(x, numClasses, dtype, -1);
    }

    /**
     * For each integer zeros with a one at that place, along a new axis.
     *
     * @param x an array
     * @param numClasses how many numbers there are
     * @param dtype the type of elements
     * @param axis where the new axis is in the result
     * @return numbers of that type with one axis more
     * @throws JacobiException if the number of classes is negative
     */
    public static NDArray oneHot(NDArray x, int numClasses, DType dtype, int axis) {
        return Activations.oneHot(x, numClasses, dtype, axis);
    }

    /**
     * Each element divided by the length of its vector along an axis, which is at least 1e-12.
     *
     * @param x an array
     * @param axis the axis; negative ones count from the end
     * @return vectors of length 1
     */
    public static NDArray normalize(NDArray x, int axis) {
        return Calc.fused("normalize", List.of(x), in -> {
            NDArray y = in.get(0);
            NDArray square = Calc.max(y.times(y).sum(axis, true), Calc.like(1e-24, y));
            return y.times(Scalars.rsqrt(square));
        }, axis);
    }

    /**
     * Elements along the last axis less their mean, by their standard deviation, scaled and shifted.
     *
     * @param x an array
     * @param scale factors, or null
     * @param bias summands, or null
     * @return an array of the same shape
     */
    public static NDArray layerNorm(NDArray x, NDArray scale, NDArray bias) {
        return layerNorm(x, scale, bias, NDArray.scalar(1e-5), -1);
    }

    /**
     * Elements over axes less their mean, by their standard deviation, scaled and shifted.
     *
     * @param x an array
     * @param scale factors, or null
     * @param bias summands, or null
     * @param epsilon what is added to the variance
     * @param axes the axes
     * @return an array of the same shape
     */
    public static NDArray layerNorm(NDArray x, NDArray scale, NDArray bias, NDArray epsilon, int... axes) {
        return Normal.layer("layerNorm", x, axes, scale, bias, epsilon, true);
    }

    /**
     * Elements along the last axis divided by the root of the mean of their squares, and scaled.
     *
     * @param x an array
     * @param scale factors, or null
     * @return an array of the same shape
     */
    public static NDArray rmsNorm(NDArray x, NDArray scale) {
        return rmsNorm(x, scale, NDArray.scalar(1e-6), -1);
    }

    /**
     * Elements over axes divided by the root of the mean of their squares, and scaled.
     *
     * @param x an array
     * @param scale factors, or null
     * @param epsilon what is added to the variance
     * @param axes the axes
     * @return an array of the same shape
     */
    public static NDArray rmsNorm(NDArray x, NDArray scale, NDArray epsilon, int... axes) {
        return Normal.layer("rmsNorm", x, axes, scale, null, epsilon, false);
    }

    /**
     * Elements of each image and group of channels, which are the last axis, less their mean, by their standard deviation, scaled and shifted.
     *
     * @param x an array
     * @param groups how many groups
     * @param scale factors, or null
     * @param bias summands, or null
     * @return an array of the same shape
     * @throws JacobiException if channels cannot be divided into so many groups
     */
    public static NDArray groupNorm(NDArray x, int groups, NDArray scale, NDArray bias) {
        return Normal.group(x, groups, scale, bias, NDArray.scalar(1e-5));
    }

    /**
     * Elements of each image and channel less their mean, by their standard deviation, scaled and shifted; the first axis is that of images,
        the last that of channels.
     *
     * @param x an array
     * @param scale factors, or null
     * @param bias summands, or null
     * @return an array of the same shape
     */
    public static NDArray instanceNorm(NDArray x, NDArray scale, NDArray bias) {
        int[] axes = IntStream.range(1, x.rank() - 1).toArray();
        return Normal.layer("instanceNorm", x, axes, scale, bias, NDArray.scalar(1e-5), true);
    }

    /**
     * Elements less given means, by given deviations, scaled and shifted: what {@link Nn#batchNormTrain} has learnt, applied.
     *
     * @param x an array
     * @param scale factors, or null
     * @param bias summands, or null
     * @param mean the means of channels
     * @param variance the variances of channels
     * @return an array of the same shape
     */
    public static NDArray batchNorm(NDArray x, NDArray scale, NDArray bias, NDArray mean, NDArray variance) {
        return x.minus(mean).times(Scalars.rsqrt(variance.plus(1e-5))).times(scale).plus(bias);
    }
}
