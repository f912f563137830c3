/**
 * Sums of gradients. Reverse mode adds to elements of arrays ({@code acc_add}) in an order that nobody depends on, so the loops around such an addition may be put in whatever
 * order makes them parallel.
 *
 * <p>The entry point is the pass {@link dev.jacobi.vectorize.sums.Accumulate}. It takes a nest of loops apart by {@code SumNest}, finds the order of the loops for each addition by
 * {@code SumPlan}, has what would be computed many times computed once before by {@code SumStage}, and writes the new nest by {@code SumCode}; that is also the order to read
 * them in.
 */
package dev.jacobi.vectorize.sums;
