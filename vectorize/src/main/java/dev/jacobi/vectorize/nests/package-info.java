/**
 * Which statements share a loop, decided by what {@link dev.jacobi.ir.analysis.Dependence} proves of them; entry point {@link dev.jacobi.vectorize.nests.Distribute}, one of the passes of
 * {@link dev.jacobi.vectorize.raise.Raise}.
 */
package dev.jacobi.vectorize.nests;
