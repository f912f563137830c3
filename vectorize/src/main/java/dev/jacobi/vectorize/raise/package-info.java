/**
 * Loops as bytecode has them become counted loops, maps, reductions and histograms.
 *
 * <p>The entry point is {@link dev.jacobi.vectorize.raise.Raise}, which is the list of the passes in their order; the module's README shows what each makes of one example. Read
 * on in that order: {@link dev.jacobi.vectorize.raise.Hoist}, {@link dev.jacobi.vectorize.raise.Counted} with {@code TripCount}, {@link dev.jacobi.vectorize.raise.Checks} with
 * {@code Bounds}, {@link dev.jacobi.vectorize.raise.CarryElements}, {@link dev.jacobi.vectorize.raise.Parallelise} with {@code Folds}, {@code Histogram}, {@code Split} and
 * {@code Interchange}, {@link dev.jacobi.vectorize.raise.Extremes} and {@link dev.jacobi.vectorize.raise.Promote}. The sums of gradients, which are raised in a way of their own,
 * are in {@link dev.jacobi.vectorize.sums}.
 */
package dev.jacobi.vectorize.raise;
