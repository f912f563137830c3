package dev.jacobi.spark;

import java.io.Serializable;

/**
 * The sum of a loss over the elements of an RDD, and its gradient.
 *
 * <pre>{@code
 * Gradient<double[]> g = JacobiSpark.rowGradient(rows, Model::loss, w);
 * double[] slope = g.mean().grad();   // of the mean loss
 * }</pre>
 *
 * @param value the sum of the losses
 * @param grad the gradient of the sum by the parameters, of their structure
 * @param count how many elements there were
 * @param <P> type of the parameters
 */
public record Gradient<P>(double value, P grad, long count) implements Serializable {
    /**
     * The same of the mean over the elements.
     *
     * @return the mean loss and its gradient; with the same count
     */
    @SuppressWarnings("unchecked")
    public Gradient<P> mean() {
        return new Gradient<>(value / count, (P) LeafSums.scaled(grad, 1.0 / count), count);
    }

    /** The sum of both; arrays of this one are written. */
    @SuppressWarnings("unchecked")
    Gradient<P> plus(Gradient<?> more) {
        return new Gradient<>(value + more.value, (P) LeafSums.add(grad, more.grad), count + more.count);
    }
}
