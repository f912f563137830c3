/**
 * What is known of values without running anything: {@link dev.jacobi.ir.analysis.Facts} are the definitions seen so far and what follows from them, {@link dev.jacobi.ir.analysis.Ranges}
 * bounds of integers, {@link dev.jacobi.ir.analysis.ShapeRoots} says which arrays have the extents of which others, and {@link dev.jacobi.ir.analysis.Effort} how long an operation takes.
 */
package dev.jacobi.ir.analysis;
