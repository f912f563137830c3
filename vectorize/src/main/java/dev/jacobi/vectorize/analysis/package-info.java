/**
 * What can be said about a function without running it: which values its integers can have, which extents its arrays have, and which accesses can touch the same
 * element. Nothing here changes a function.
 *
 * <p>The entry point is {@link dev.jacobi.vectorize.analysis.IntValues}, which a pass takes along on its walk over a function. Read {@link dev.jacobi.vectorize.analysis.Poly}
 * first, the normal form of index arithmetic, and {@link dev.jacobi.vectorize.analysis.Range}; then {@link dev.jacobi.vectorize.analysis.IntFacts}, which proves that a
 * polynomial is not negative; then {@code IntValues} and its parts: {@code IntRules} has what each primitive says of its result, {@code Conditions} what a bool implies,
 * {@code LoopFacts} what holds in and after loops, and {@code ArrayExtents} the extents of arrays. {@code Worklist} keeps these from looking again at what cannot have changed.
 *
 * <p>On top of these stand the questions about arrays. {@link dev.jacobi.vectorize.analysis.Dependence} says whether two trips of a loop can touch the same element,
 * {@link dev.jacobi.vectorize.analysis.ArrayOrigins} of which array a value is a later version, and {@link dev.jacobi.vectorize.analysis.Versions} which versions of an array a loop's
 * body makes. {@link dev.jacobi.vectorize.analysis.EarlyExit} finds the flags by which a loop with several exits ends; code generators ask it, too.
 */
package dev.jacobi.vectorize.analysis;
