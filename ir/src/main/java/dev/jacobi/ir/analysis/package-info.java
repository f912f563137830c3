/**
 * What is known without running anything.
 *
 * <p>{@link dev.jacobi.ir.analysis.Facts} are the definitions seen so far and what follows from them, {@link dev.jacobi.ir.analysis.Ranges} bounds of integers,
 * {@link dev.jacobi.ir.analysis.ShapeRoots} says which arrays have the extents of which others, {@link dev.jacobi.ir.analysis.FoldIdentity} what folds
 * start from.
 */
package dev.jacobi.ir.analysis;
