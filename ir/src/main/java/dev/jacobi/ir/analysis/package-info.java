/**
 * What can be said about a function without running it: which values its integers can have, which extents its arrays have, and which accesses can touch the same
 * element. Nothing here changes a function.
 *
 * <p>The simplifier goes by {@link dev.jacobi.ir.analysis.Facts}, the definitions seen so far and what follows from them, with {@code Ranges} for cheap bounds of integers and
 * {@link dev.jacobi.ir.analysis.ShapeRoots} for arrays that have the extents of others. {@link dev.jacobi.ir.analysis.ExtentOrigin} says which operand an extent comes
 * from. {@link dev.jacobi.ir.analysis.FoldIdentity} says what folds start from.
 * {@link dev.jacobi.ir.analysis.BackwardSlice} has the equations that a value needs.
 *
 * <p>The thorough analysis is {@link dev.jacobi.ir.analysis.IntValues}, which a pass takes along on its walk over a function. Read {@link dev.jacobi.ir.analysis.Poly}
 * first, the normal form of index arithmetic, and {@link dev.jacobi.ir.analysis.Range}; then {@link dev.jacobi.ir.analysis.IntFacts}, which proves that a
 * polynomial is not negative; then {@code IntValues} and its parts: {@code IntRules} has what each primitive says of its result, {@code Conditions} what a bool implies,
 * {@code LoopFacts} what holds in and after loops, and {@code ArrayExtents} the extents of arrays. {@code Worklist} keeps these from looking again at what cannot have changed.
 *
 * <p>On top of these stand the questions about arrays. {@link dev.jacobi.ir.analysis.Dependence} says whether two trips of a loop can touch the same element, and
 * {@link dev.jacobi.ir.analysis.Versions} which versions of an array a loop's
 * body makes. {@link dev.jacobi.ir.analysis.AccessWalk} goes over a function and has the accesses of each loop. {@link dev.jacobi.ir.analysis.EarlyExit} finds the flags by which a loop with several exits ends; code generators ask it, too.
 */
package dev.jacobi.ir.analysis;
