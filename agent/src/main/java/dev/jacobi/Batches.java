package dev.jacobi;

import dev.jacobi.array.data.BatchWalk;
import dev.jacobi.array.data.NpyRows;
import dev.jacobi.array.data.Prefetcher;
import dev.jacobi.array.data.RowSource;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * Data in batches of rows, in a random order that depends on a seed alone, prepared by a thread in the background. Each method that changes a setting gives a new object.
 *
 * <pre>{@code
 * record Data(NDArray x, NDArray y) { }
 * try (var batches = Batches.of(new Data(x, y), 32).shuffled(7).epochs(10).iterator()) {
 *     while (batches.hasNext()) {
 *         Data batch = batches.next();
 *     }
 * }
 * }</pre>
 *
 * <p>A loop {@code for (Data d : batches)} that goes to the end needs no close; one that is left early keeps a waiting thread until the process ends, so there take the iterator, as above.
 *
 * @param <T> what a batch is
 */
public final class Batches<T> implements Iterable<T> {
    private static final int AHEAD = 2;
    private final BatchWalk.Plan<Object, T> plan;
    private final int ahead;
    private final State start;

    /**
     * Where a run over the data is, to go on from there.
     *
     * @param epoch how often all rows have been gone through
     * @param position how many batches of this epoch have been given
     */
    public record State(int epoch, int position) {
    }

    private Batches(BatchWalk.Plan<Object, T> plan, int ahead, State start) {
        this.plan = plan;
        this.ahead = ahead;
        this.start = start;
    }

    /**
     * The rows of arrays in memory.
     *
     * @param data a tree of NDArrays and Java arrays with equally many rows, which are along the first axis
     * @param size how many rows a batch has; the last one of an epoch may have fewer
     * @param <T> the tree's class
     * @return batches that are trees of this class with arrays of the same kinds
     * @throws JacobiException if the arrays have different numbers of rows, or batches have none
     */
    public static <T> Batches<T> of(T data, int size) {
        return of(RowSource.of(data), size);
    }

    /**
     * The rows of arrays in .npy files, which are mapped into memory as they are needed.
     *
     * @param files files in C order whose arrays have equally many rows
     * @param size how many rows a batch has; the last one of an epoch may have fewer
     * @return batches with an array for each file
     * @throws JacobiException if a file cannot be read, the arrays have different numbers of rows, or batches have none
     */
    public static Batches<List<NDArray>> ofFiles(List<Path> files, int size) {
        return of(NpyRows.of(files), size);
    }

    @SuppressWarnings("unchecked")
    private static <T> Batches<T> of(RowSource<T> source, int size) {
        if (size < 1) {
            throw new JacobiException("Batches: a batch is to have " + size + " rows; give at least 1.");
        }
        return new Batches<>(new BatchWalk.Plan<>((RowSource<Object>) source, size, false, null, 1, v -> (T) v), AHEAD, new State(0, 0));
    }

    private Batches<T> with(boolean dropLast, Long seed, int epochs) {
        return new Batches<>(new BatchWalk.Plan<>(plan.source(), plan.size(), dropLast, seed, epochs, plan.then()), ahead, start);
    }

    /** How many batches of how many rows there are, in which order. */
    @Override
    public String toString() {
        return "Batches[rows=" + plan.source().rows() + ", size=" + plan.size() + ", perEpoch=" + plan.perEpoch() + ", epochs=" + plan.epochs()
            + (plan.seed() == null ? "" : ", shuffled by " + plan.seed()) + ", from " + start + "]";
    }

    /**
     * Puts the rows in a random order, which is another one in each epoch and the same in each run.
     *
     * @param seed what the order depends on
     * @return batches of shuffled rows
     */
    public Batches<T> shuffled(long seed) {
        return with(plan.dropLast(), seed, plan.epochs());
    }

    /**
     * Leaves out a last batch with fewer rows.
     *
     * @return batches of one size
     */
    public Batches<T> dropLast() {
        return with(true, plan.seed(), plan.epochs());
    }

    /**
     * Goes through the rows several times.
     *
     * @param epochs how often; {@code Integer.MAX_VALUE} for as long as is asked
     * @return batches of all epochs
     */
    public Batches<T> epochs(int epochs) {
        return with(plan.dropLast(), plan.seed(), epochs);
    }

    /**
     * Prepares more or fewer batches than two before they are asked for.
     *
     * @param batches how many wait at most, at least 1
     * @return the same batches
     * @throws JacobiException if there are fewer than 1
     */
    public Batches<T> ahead(int batches) {
        if (batches < 1) {
            throw new JacobiException("Batches.ahead: " + batches + " batches are to be prepared; give at least 1.");
        }
        return new Batches<>(plan, batches, start);
    }

    /**
     * Changes each batch, in the thread that prepares them.
     *
     * @param f what is done; what it throws reaches who asks for the batch
     * @param <U> what it gives
     * @return the changed batches
     */
    public <U> Batches<U> map(Function<T, U> f) {
        return new Batches<>(new BatchWalk.Plan<>(plan.source(), plan.size(), plan.dropLast(), plan.seed(), plan.epochs(), plan.then().andThen(f)), ahead, start);
    }

    /**
     * Begins where another run was.
     *
     * @param state what {@link Run#state} gave
     * @return the batches behind it
     * @throws JacobiException if there is no such place
     */
    public Batches<T> resumeAt(State state) {
        if (state.epoch() < 0 || state.position() < 0 || state.position() > 0 && state.position() >= plan.perEpoch()) {
            throw new JacobiException("Batches.resumeAt: there is no place " + state + " where an epoch has " + plan.perEpoch() + " batches.");
        }
        return new Batches<>(plan, ahead, state);
    }

    /**
     * How many batches an epoch has.
     *
     * @return the number
     */
    public int perEpoch() {
        return plan.perEpoch();
    }

    /**
     * Starts a thread that prepares batches.
     *
     * @return the batches in order
     */
    @Override
    public Run<T> iterator() {
        return new Run<>(new Prefetcher<>(new BatchWalk<>(plan, start.epoch(), start.position()), ahead), start);
    }

    /**
     * One run over the batches, for one thread.
     *
     * @param <T> what a batch is
     */
    public static final class Run<T> implements Iterator<T>, AutoCloseable {
        private final Prefetcher<BatchWalk.Batch<T>> batches;
        private State state;

        private Run(Prefetcher<BatchWalk.Batch<T>> batches, State state) {
            this.batches = batches;
            this.state = state;
        }

        /**
         * Waits until the next batch is there, or it is known that there is none.
         *
         * @return whether there is one; false after {@link #close}
         * @throws RuntimeException what was thrown while it was prepared
         */
        @Override
        public boolean hasNext() {
            return batches.hasNext();
        }

        /**
         * The next batch.
         *
         * @return it
         * @throws NoSuchElementException if there are no more
         */
        @Override
        public T next() {
            BatchWalk.Batch<T> b = batches.next();
            state = new State(b.nextEpoch(), b.nextPosition());
            return b.value();
        }

        /**
         * Where the run is: behind the last batch that was given.
         *
         * @return what {@link Batches#resumeAt} takes
         */
        public State state() {
            return state;
        }

        boolean isAlive() {
            return batches.isAlive();
        }

        /** Where the run is. */
        @Override
        public String toString() {
            return "Run[" + state + "]";
        }

        /** Ends the thread. */
        @Override
        public void close() {
            batches.close();
        }
    }
}
