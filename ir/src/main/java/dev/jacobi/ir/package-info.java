/**
 * The types of the IR: a function is a list of equations over immutable values.
 *
 * <p>Read {@link dev.jacobi.ir.Prim} (what operations there are), {@link dev.jacobi.ir.Type} and {@link dev.jacobi.ir.Dim}, {@link dev.jacobi.ir.Eqn} with
 * {@link dev.jacobi.ir.Params} and {@link dev.jacobi.ir.Region}, and {@link dev.jacobi.ir.Func}. Then {@link dev.jacobi.ir.Builder}, which makes equations,
 * {@link dev.jacobi.ir.Regions}, by which all passes see the equations inside of an equation, {@link dev.jacobi.ir.RegionView}, which says what belongs together in a loop or a branch, and
 * {@link dev.jacobi.ir.Rewrite}, which copies equations.
 * {@link dev.jacobi.ir.TypeRules} has the types of results, {@link dev.jacobi.ir.Eval} the meaning of operations on scalars, {@link dev.jacobi.ir.Printer} the text.
 * Nothing here needs another package.
 */
package dev.jacobi.ir;
