/**
 * Loops whose trips wait for each other do less while they wait: what follows from a trip's number alone is computed in front of them, for many trips at a time ({@link dev.jacobi.vectorize.ahead.TermsAhead},
 * {@link dev.jacobi.vectorize.ahead.HistogramsBehind}), and what nothing waits for behind them ({@link dev.jacobi.vectorize.ahead.ResultsBehind}).
 */
package dev.jacobi.vectorize.ahead;
