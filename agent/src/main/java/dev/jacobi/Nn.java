package dev.jacobi;

import dev.jacobi.array.lax.Calc;
import dev.jacobi.array.lax.Scalars;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Functions of neural networks on arrays, with JAX's conventions: activations, normalisations, losses, layers, first weights, and cells of recurrent networks.
 *
 * <pre>{@code
 * NDArray hidden = Nn.relu(Nn.linear(x, w1, b1));
 * NDArray loss = Nn.softmaxCrossEntropyWithIntegerLabels(Nn.linear(hidden, w2, b2), labels).mean();
 * }</pre>
 */
public final class Nn extends NnInitializers {
    private Nn() {
    }

    /**
     * The running means and variances of channels, which {@link #batchNormTrain} learns.
     *
     * @param mean the means
     * @param variance the variances
     */
    public record BatchStatistics(NDArray mean, NDArray variance) {
    }

    /**
     * What a normalisation of a batch gives.
     *
     * @param y the normalised array
     * @param statistics the next running statistics
     */
    public record BatchNormed(NDArray y, BatchStatistics statistics) {
    }

    /**
     * Weights of a cell of a recurrent network; of several gates one after another along the last axis.
     *
     * @param input the matrix that inputs are multiplied by
     * @param hidden the matrix that states are multiplied by
     * @param bias the summand
     */
    public record CellWeights(NDArray input, NDArray hidden, NDArray bias) {
    }

    /**
     * The state of a cell of long short-term memory.
     *
     * @param h what it puts out
     * @param c its memory
     */
    public record LstmState(NDArray h, NDArray c) {
    }

    /**
     * Weights of attention with several heads.
     *
     * @param query the matrix of queries
     * @param key the matrix of keys
     * @param value the matrix of values
     * @param out the matrix that results are multiplied by
     */
    public record AttentionWeights(NDArray query, NDArray key, NDArray value, NDArray out) {
    }

    /**
     * Elements of each channel, the last axis, less their mean, by their standard deviation, scaled and shifted; running statistics move towards those of this batch.
     *
     * @param x a batch
     * @param scale factors of channels
     * @param bias summands of channels
     * @param statistics the running statistics
     * @param momentum how much of them stays
     * @return the normalised batch, and the next statistics
     */
    public static BatchNormed batchNormTrain(NDArray x, NDArray scale, NDArray bias, BatchStatistics statistics, double momentum) {
        int[] axes = IntStream.range(0, x.rank() - 1).toArray();
        NDArray mean = x.mean(axes);
        NDArray variance = x.var(axes);
        NDArray y = batchNorm(x, scale, bias, mean, variance);
        NDArray nextMean = statistics.mean().times(momentum).plus(mean.times(1 - momentum));
        return new BatchNormed(y, new BatchStatistics(nextMean, statistics.variance().times(momentum).plus(variance.times(1 - momentum))));
    }

    /**
     * First weights of a cell.
     *
     * @param key a key of random numbers
     * @param inputs how many numbers come in
     * @param size how many numbers its state has
     * @param gates how many gates it has: 1 for {@link #rnnStep}, 4 for {@link #lstmStep}, 3 for {@link #gruStep}
     * @param dtype the type of elements
     * @return the weights
     */
    public static CellWeights cellInit(NDArray key, int inputs, int size, int gates, DType dtype) {
        NDArray keys = Prng.split(key);
        NDArray input = lecunNormal(keys.get(0), new int[] {inputs, gates * size}, dtype);
        NDArray hidden = lecunNormal(keys.get(1), new int[] {size, gates * size}, dtype);
        return new CellWeights(input, hidden, zeros(key, new int[] {gates * size}, dtype));
    }

    /**
     * The next state of a simple cell: tanh(x w + h u + b).
     *
     * @param w the weights
     * @param h the state
     * @param x the input
     * @return the next state
     */
    public static NDArray rnnStep(CellWeights w, NDArray h, NDArray x) {
        return Calc.tanh(x.matmul(w.input()).plus(h.matmul(w.hidden())).plus(w.bias()));
    }

    /**
     * The next state of a cell of long short-term memory; its gates are those of the input, of forgetting, of the new memory and of the output.
     *
     * @param w the weights
     * @param s the state
     * @param x the input
     * @return the next state
     */
    public static LstmState lstmStep(CellWeights w, LstmState s, NDArray x) {
        NDArray z = x.matmul(w.input()).plus(s.h().matmul(w.hidden())).plus(w.bias());
        List<NDArray> gates = Np.split(z, 4, -1);
        NDArray kept = Scalars.logistic(gates.get(1)).times(s.c());
        NDArray c = kept.plus(Scalars.logistic(gates.get(0)).times(Calc.tanh(gates.get(2))));
        return new LstmState(Scalars.logistic(gates.get(3)).times(Calc.tanh(c)), c);
    }

    /**
     * The next state of a gated recurrent cell; its gates are those of resetting, of updating and of the new state.
     *
     * @param w the weights
     * @param h the state
     * @param x the input
     * @return the next state
     */
    public static NDArray gruStep(CellWeights w, NDArray h, NDArray x) {
        List<NDArray> in = Np.split(x.matmul(w.input()).plus(w.bias()), 3, -1);
        List<NDArray> old = Np.split(h.matmul(w.hidden()), 3, -1);
        NDArray reset = Scalars.logistic(in.get(0).plus(old.get(0)));
        NDArray update = Scalars.logistic(in.get(1).plus(old.get(1)));
        NDArray fresh = Calc.tanh(in.get(2).plus(reset.times(old.get(2))));
        return fresh.plus(update.times(h.minus(fresh)));
    }

    /**
     * First weights of attention with several heads.
     *
     * @param key a key of random numbers
     * @param size how long vectors are
     * @param dtype the type of elements
     * @return the weights
     */
    public static AttentionWeights attentionInit(NDArray key, int size, DType dtype) {
        NDArray keys = Prng.split(key, 4);
        int[] shape = {size, size};
        return new AttentionWeights(glorotUniform(keys.get(0), shape, dtype), glorotUniform(keys.get(1), shape, dtype), glorotUniform(keys.get(2), shape, dtype), glorotUniform(keys.get(3), shape, dtype));
    }

    /**
     * Attention with several heads: queries, keys and values are products with matrices, and so is what comes out.
     *
     * @param w the weights
     * @param query where it looks from: batch, places, elements
     * @param key what it looks at: batch, places, elements
     * @param heads how many heads there are
     * @param mask bool, batch, heads, places, places: which pairs count; or null
     * @param isCausal whether places behind do not count
     * @return an array of the shape of the query
     */
    public static NDArray multiHeadAttention(AttentionWeights w, NDArray query, NDArray key, int heads, NDArray mask, boolean isCausal) {
        NDArray q = dev.jacobi.array.nn.Attention.heads(query.matmul(w.query()), heads);
        NDArray k = dev.jacobi.array.nn.Attention.heads(key.matmul(w.key()), heads);
        NDArray v = dev.jacobi.array.nn.Attention.heads(key.matmul(w.value()), heads);
        NDArray y = dotProductAttention(q, k, v, null, mask, null, isCausal);
        return dev.jacobi.array.nn.Attention.joined(y).matmul(w.out());
    }
}
