/**
 * Which statements share a loop, decided by what {@link dev.jacobi.ir.analysis.Dependence} proves of them; entry point {@link dev.jacobi.vectorize.nests.Distribute}, one of the passes of
 * {@link dev.jacobi.vectorize.raise.Raise}. Beside it stands what other passes there do to the statements of one loop, such as {@link dev.jacobi.vectorize.nests.CertainStores}.
 */
package dev.jacobi.vectorize.nests;
