/**
 * Loops that compute what a library has: Cholesky's factor and the solution of a triangular system, in whatever order they go through the elements.
 *
 * <p>The entry point is the pass {@link dev.jacobi.vectorize.library.LibraryLoops}. {@code UniformLoop} says which loops come into question: those that do the same for matrices of any order.
 * {@code LoopTrial} runs such a loop for small orders and compares it with the forms that {@code LibraryForm} lists; {@code LibraryCode} writes the one that it is.
 */
package dev.jacobi.vectorize.library;
