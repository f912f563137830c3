/**
 * The core of the array interface: what arrays are, and the operations on them that append equations to a program or run at once.
 *
 * <p>Read {@link dev.jacobi.array.core.Operation} first: each operation is written once, as what it appends to a {@link dev.jacobi.array.core.Trace}. Where a program is being made (inside of
 * {@code jit}, {@code grad}, {@code vmap}) that is all that happens; elsewhere the operation alone becomes a program, which is compiled, kept for arrays of these types and ranks, and run.
 * {@link dev.jacobi.array.core.Shape} and {@link dev.jacobi.array.core.Extent} are shapes that need not be known before the call. Everything else ({@code dev.jacobi.Np} and its kin) is plain Java
 * over these operations.
 */
package dev.jacobi.array.core;
