package dev.jacobi.examples.transformer;

import dev.jacobi.NDArray;
import dev.jacobi.Nn;
import dev.jacobi.Np;
import dev.jacobi.Prng;
import java.util.ArrayList;
import java.util.List;

/**
 * A transformer that predicts the next character at each place.
 *
 * @param tokens a vector for each character
 * @param places a vector for each place
 * @param blocks what vectors go through, one after another
 * @param norm the scale of what comes out
 * @param out from vectors to characters
 */
record Model(NDArray tokens, NDArray places, List<Block> blocks, NDArray norm, NDArray out) {
    static final int HEADS = 4;

    /** Attention, then a network of two layers; each sees scaled vectors, and adds to what it was given. */
    record Block(NDArray norm1, NDArray query, NDArray key, NDArray value, NDArray mix, NDArray norm2, NDArray up, NDArray down) {
        static Block init(NDArray key, int size) {
            NDArray keys = Prng.split(key, 6);
            double scale = Math.sqrt(1.0 / size);
            return new Block(Np.ones(size),
                Prng.normal(keys.get(0), size, size).times(scale), Prng.normal(keys.get(1), size, size).times(scale),
                Prng.normal(keys.get(2), size, size).times(scale), Prng.normal(keys.get(3), size, size).times(scale),
                Np.ones(size), Prng.normal(keys.get(4), size, 4 * size).times(scale), Prng.normal(keys.get(5), 4 * size, size).times(scale / 2));
        }

        /** From vectors at all places to new ones; {@code x} is batch, places, elements. */
        NDArray apply(NDArray x) {
            NDArray h = Nn.rmsNorm(x, norm1);
            NDArray attended = Nn.dotProductAttention(heads(Np.matmul(h, query)), heads(Np.matmul(h, key)), heads(Np.matmul(h, value)), true);
            x = x.plus(Np.matmul(attended.reshape(x.shape(0), x.shape(1), x.shape(2)), mix));
            return x.plus(Np.matmul(Nn.gelu(Np.matmul(Nn.rmsNorm(x, norm2), up)), down));
        }

        private static NDArray heads(NDArray x) {
            return x.reshape(x.shape(0), x.shape(1), HEADS, -1);
        }
    }

    static Model init(NDArray key, int alphabet, int length, int size, int depth) {
        NDArray keys = Prng.split(key, depth + 3);
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            blocks.add(Block.init(keys.get(i), size));
        }
        return new Model(Prng.normal(keys.get(depth), alphabet, size).times(0.1), Prng.normal(keys.get(depth + 1), length, size).times(0.1), blocks, Np.ones(size),
            Prng.normal(keys.get(depth + 2), size, alphabet).times(Math.sqrt(1.0 / size)));
    }

    /** For each place how much the model is for each character there after; {@code text} is batch, places. */
    NDArray logits(NDArray text) {
        NDArray x = Nn.embedding(tokens, text).plus(places);
        for (Block b : blocks) {
            x = b.apply(x);
        }
        return Np.matmul(Nn.rmsNorm(x, norm), out);
    }
}
