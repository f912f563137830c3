/**
 * What programs use of Jacobi. {@link dev.jacobi.Jacobi} has the transformations: {@code grad}, {@code vmap}, {@code jit} and their kin take plain Java functions ({@link dev.jacobi.Fn1} to
 * {@link dev.jacobi.Fn8}: lambdas or method references of static methods over numbers, arrays, records, lists and maps of these) and give functions that are called as these are, and
 * may be transformed again. {@link dev.jacobi.Jit} asks the agent for a method by name. {@link dev.jacobi.Lax} has functions that Java lacks. What cannot be done is a
 * {@link dev.jacobi.JacobiException} that says what stands in the way, where, and what to do.
 *
 * <pre>{@code
 * Fn1<double[], Double> norm = x -> { double s = 0; for (double v : x) s += v * v; return Math.sqrt(s); };
 * double[] g = Jacobi.grad(norm).apply(new double[] {3, 4});   // {0.6, 0.8}
 * }</pre>
 */
package dev.jacobi;
