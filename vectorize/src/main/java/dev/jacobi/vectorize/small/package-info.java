/**
 * Arrays of a few elements, as programs have for states, quaternions and small matrices, become their elements. {@link dev.jacobi.vectorize.small.SmallArrays} is the pass,
 * {@code SmallGroups} finds which arrays it is about, {@code SmallLoops} takes loops over them trip by trip.
 */
package dev.jacobi.vectorize.small;
