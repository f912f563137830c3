/**
 * What {@code x.at(...)} means: {@link dev.jacobi.array.index.IndexPlan} reads positions, slices, index arrays and masks by NumPy's rules and says which part of an array they are;
 * {@link dev.jacobi.array.index.IndexedPart} reads that part, replaces it, or combines it with something.
 */
package dev.jacobi.array.index;
