/**
 * Loops as bytecode has them become counted loops, maps, reductions and histograms.
 *
 * <p>The entry point is {@link dev.jacobi.vectorize.raise.Raise}, which is the list of the passes in their order ({@link dev.jacobi.vectorize.raise.CommonPipeline} has what
 * stands around them); the module's README shows what each makes of one example. Read
 * on in that order: {@link dev.jacobi.vectorize.raise.Hoist}, {@link dev.jacobi.vectorize.raise.CommonBranches}, {@link dev.jacobi.vectorize.counts.WhileToFor} with {@code TripCount},
 * {@link dev.jacobi.vectorize.trips.ExitSplit}, {@link dev.jacobi.vectorize.trips.SearchAhead}, {@link dev.jacobi.vectorize.counts.Counters}, {@link dev.jacobi.vectorize.trips.FirstTrip},
 * {@link dev.jacobi.vectorize.checks.Checks}, {@link dev.jacobi.vectorize.checks.CheckLoops}, {@link dev.jacobi.vectorize.small.SmallArrays},
 * {@link dev.jacobi.vectorize.raise.ForwardReads}, {@link dev.jacobi.vectorize.trips.Reroll}, {@link dev.jacobi.vectorize.raise.LoopLoadElimination},
 * {@link dev.jacobi.vectorize.raise.StoreSinking}, {@link dev.jacobi.vectorize.trips.LastWhere}, {@link dev.jacobi.vectorize.raise.Parallelise} with {@code ScalarReductions},
 * {@code Histogram}, {@code LoopSplit}, {@code TriangleBlocks} and {@code Interchange}, {@link dev.jacobi.vectorize.raise.ArgExtreme},
 * {@link dev.jacobi.vectorize.raise.ScalarPromotion} and {@link dev.jacobi.vectorize.raise.ConditionalTerms}. The sums of gradients, which are raised in a way of their own, are in
 * {@link dev.jacobi.vectorize.sums}.
 */
package dev.jacobi.vectorize.raise;
