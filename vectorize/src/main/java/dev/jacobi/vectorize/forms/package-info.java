/**
 * Loops that add for gradients, in other forms: as loops that do nothing but add, which {@link dev.jacobi.vectorize.sums.Accumulate} takes apart. Each class writes one form, and none knows whether that is worth it.
 */
package dev.jacobi.vectorize.forms;
