/**
 * Factors of matrices as loops over their elements, for targets that have no library for them: right, of the library's accuracy, and slow for large matrices.
 * {@link dev.jacobi.vectorize.factor.FactorLoops} is the entry point, {@code MatrixCode} writes the loops' code, and the other classes have a method each.
 */
package dev.jacobi.vectorize.factor;
