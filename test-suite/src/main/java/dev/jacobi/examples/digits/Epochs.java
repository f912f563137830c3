package dev.jacobi.examples.digits;

import dev.jacobi.NDArray;
import dev.jacobi.Prng;
import dev.jacobi.Slice;

/** Which rows of some data are in which batch: all once in each epoch, in an order that depends on a key, so that a twin has the same batches. What remains behind the last full batch is left out. */
public final class Epochs {
    private final NDArray key;
    private final int count;
    private final int size;
    private NDArray order;

    /**
     * Batches of rows.
     *
     * @param key of random numbers
     * @param count how many rows there are
     * @param size how many a batch has
     */
    public Epochs(NDArray key, int count, int size) {
        this.key = key;
        this.count = count;
        this.size = size;
    }

    /** How many batches an epoch has. */
    public int length() {
        return count / size;
    }

    /** The numbers of the rows of the batch of a step, where steps are asked for from 0 on, in order. */
    public NDArray rows(int step) {
        int place = step % length();
        if (place == 0) {
            order = Prng.permutation(Prng.foldIn(key, step / length()), count);
        }
        return order.get(Slice.of(place * size, (place + 1) * size));
    }
}
