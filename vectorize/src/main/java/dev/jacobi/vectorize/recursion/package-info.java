/**
 * Recursion becomes a loop over a stack, for targets without calls.
 *
 * <p>The entry point is {@link dev.jacobi.vectorize.recursion.Recursion}. Read on with {@code Blocks}, which cuts functions at their calls; {@code Live}, which finds what each block
 * needs of earlier ones; {@code Places}, which says where each such value is while other calls run, with {@code Extents} for the sizes of arrays; and last {@code Machine},
 * which writes the loop. {@code Erase} takes the names of extents out of types that several calls share.
 */
package dev.jacobi.vectorize.recursion;
