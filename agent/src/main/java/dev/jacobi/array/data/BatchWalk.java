package dev.jacobi.array.data;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** Goes over the rows of a source, batch by batch and epoch by epoch. */
public final class BatchWalk<S, T> implements Iterator<BatchWalk.Batch<T>> {
    /** A batch, and where the one behind it is. */
    public record Batch<T>(T value, int nextEpoch, int nextPosition) {
    }

    /** What does not change on the way. A null seed keeps the order of the rows. */
    public record Plan<S, T>(RowSource<S> source, int size, boolean dropLast, Long seed, int epochs, Function<S, T> then) {
        /** How many batches an epoch has. */
        public int perEpoch() {
            int rows = source.rows();
            return dropLast ? rows / size : (int) (((long) rows + size - 1) / size);
        }
    }

    private final Plan<S, T> plan;
    private int epoch;
    private int position;
    private int[] order;

    /** Begins with a batch of an epoch. */
    public BatchWalk(Plan<S, T> plan, int epoch, int position) {
        this.plan = plan;
        this.epoch = epoch;
        this.position = position;
    }

    @Override
    public boolean hasNext() {
        return epoch < plan.epochs() && plan.perEpoch() > 0;
    }

    @Override
    public Batch<T> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("There are no more batches.");
        }
        int rows = plan.source().rows();
        order = order == null ? plan.seed() == null ? inOrder(rows) : Permutation.of(plan.seed(), epoch, rows) : order;
        int from = position * plan.size();
        T batch = plan.then().apply(plan.source().gather(order, from, (int) Math.min(rows, (long) from + plan.size())));
        position++;
        if (position == plan.perEpoch()) {
            position = 0;
            epoch++;
            order = plan.seed() == null ? order : null;
        }
        return new Batch<>(batch, epoch, position);
    }

    private static int[] inOrder(int n) {
        int[] out = new int[n];
        for (int i = 0; i < n; i++) {
            out[i] = i;
        }
        return out;
    }
}
