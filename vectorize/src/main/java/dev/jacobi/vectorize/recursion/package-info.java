/**
 * Recursion becomes a loop over a stack, for targets without calls.
 *
 * <p>The entry point is {@link dev.jacobi.vectorize.recursion.RecursionToLoop}. Read on with {@code CallBlocks}, which cuts functions at their calls; {@code BlockLiveness}, which finds what each block
 * needs of earlier ones; {@code ValuePlaces}, which says where each such value is while other calls run, with {@code CallExtents} for the sizes of arrays; and last {@code StateLoop},
 * which writes the loop. {@code ErasedTypes} takes the names of extents out of types that several calls share.
 */
package dev.jacobi.vectorize.recursion;
