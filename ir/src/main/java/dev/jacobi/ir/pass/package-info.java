/**
 * Passes and the order in which they run.
 *
 * <p>A {@link dev.jacobi.ir.pass.Pass} makes a program of a program; most look at one function at a time ({@link dev.jacobi.ir.pass.FunctionPass}), and most of these only make
 * programs faster ({@link dev.jacobi.ir.pass.Optimisation}). A {@link dev.jacobi.ir.pass.PassPipeline} lists passes in order and is not built where a pass would be given what it
 * cannot take ({@link dev.jacobi.ir.pass.Property}). {@link dev.jacobi.ir.pass.PassManager} is the one place where passes are run: it verifies after each, and tells an observer,
 * which may write the program down or note the time.
 */
package dev.jacobi.ir.pass;
