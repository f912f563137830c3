package dev.jacobi;

import dev.jacobi.array.lax.Scalars;
import dev.jacobi.array.nn.Losses;

/** Functions of {@link Nn} that say how wrong predictions are; each gives a number for each example, or for each element. */
abstract class NnLosses extends NnNormalization {
    /**
     * Less the sum of probabilities times logarithms of predicted ones, along the last axis.
     *
     * @param logits logarithms of probabilities, but for a constant
     * @param labels the right probabilities
     * @return an array without the last axis
     */
    public static NDArray softmaxCrossEntropy(NDArray logits, NDArray labels) {
        return labels.times(logSoftmax(logits)).sum(-1).neg();
    }

    /**
     * Less the logarithm of the predicted probability of the right class.
     *
     * @param logits logarithms of probabilities, but for a constant
     * @param labels the numbers of the right classes
     * @return an array of the shape of the labels
     */
    public static NDArray softmaxCrossEntropyWithIntegerLabels(NDArray logits, NDArray labels) {
        return Losses.integerLabels(logits, labels);
    }

    /**
     * Less the logarithm of the predicted probability of what is right, for each element.
     *
     * @param logits x where the probability is sigmoid(x)
     * @param labels the probabilities, 0 or 1 or between
     * @return an array of the same shape
     */
    public static NDArray sigmoidBinaryCrossEntropy(NDArray logits, NDArray labels) {
        return Losses.binary(logits, labels);
    }

    /**
     * The squares of differences.
     *
     * @param predictions what is predicted
     * @param targets what is right
     * @return an array of the same shape
     */
    public static NDArray squaredError(NDArray predictions, NDArray targets) {
        NDArray d = predictions.minus(targets);
        return d.times(d);
    }

    /**
     * The mean of the squares of differences.
     *
     * @param predictions what is predicted
     * @param targets what is right
     * @return a number
     */
    public static NDArray mse(NDArray predictions, NDArray targets) {
        return squaredError(predictions, targets).mean();
    }

    /**
     * Half of the squares of differences.
     *
     * @param predictions what is predicted
     * @param targets what is right
     * @return an array of the same shape
     */
    public static NDArray l2Loss(NDArray predictions, NDArray targets) {
        return squaredError(predictions, targets).times(0.5);
    }

    /**
     * Half of the squares.
     *
     * @param predictions what is predicted
     * @return an array of the same shape
     */
    public static NDArray l2Loss(NDArray predictions) {
        return predictions.times(predictions).times(0.5);
    }

    /**
     * Half of the square of each difference, from 1 on linear.
     *
     * @param predictions what is predicted
     * @param targets what is right
     * @return an array of the same shape
     */
    public static NDArray huberLoss(NDArray predictions, NDArray targets) {
        return huberLoss(predictions, targets, NDArray.scalar(1.0));
    }

    /**
     * Half of the square of each difference, from a size on linear.
     *
     * @param predictions what is predicted
     * @param targets what is right
     * @param delta the size
     * @return an array of the same shape
     */
    public static NDArray huberLoss(NDArray predictions, NDArray targets, NDArray delta) {
        return Losses.huber(predictions, targets, delta);
    }

    /**
     * 1 less the product, where that is positive.
     *
     * @param predictions what is predicted
     * @param targets -1 or 1
     * @return an array of the same shape
     */
    public static NDArray hingeLoss(NDArray predictions, NDArray targets) {
        return relu(NDArray.scalar(1.0).minus(predictions.times(targets)));
    }

    /**
     * The divergence of Kullback and Leibler of distributions along the last axis.
     *
     * @param logPredictions logarithms of predicted probabilities
     * @param targets the right probabilities
     * @return an array without the last axis
     */
    public static NDArray klDivergence(NDArray logPredictions, NDArray targets) {
        return Losses.divergence(logPredictions, targets);
    }

    /**
     * The cosine of the angle between vectors along the last axis.
     *
     * @param predictions what is predicted
     * @param targets what is right
     * @return an array without the last axis
     */
    public static NDArray cosineSimilarity(NDArray predictions, NDArray targets) {
        return normalize(predictions, -1).times(normalize(targets, -1)).sum(-1);
    }

    /**
     * 1 less the cosine of the angle between vectors along the last axis.
     *
     * @param predictions what is predicted
     * @param targets what is right
     * @return an array without the last axis
     */
    public static NDArray cosineDistance(NDArray predictions, NDArray targets) {
        return NDArray.scalar(1.0).minus(cosineSimilarity(predictions, targets));
    }

    /**
     * The logarithms of hyperbolic cosines of differences.
     *
     * @param predictions what is predicted
     * @param targets what is right
     * @return an array of the same shape
     */
    public static NDArray logCosh(NDArray predictions, NDArray targets) {
        NDArray d = predictions.minus(targets);
        return Scalars.logaddexp(d, d.neg()).minus(Math.log(2));
    }
}
