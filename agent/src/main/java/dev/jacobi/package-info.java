/**
 * What programs use of Jacobi. Three ways lead in:
 *
 * <ul>
 * <li>{@link dev.jacobi.Jit} on a static method, or the option {@code include} without any annotation, asks the agent for compiled code; nothing else here is needed then.
 * <li>{@link dev.jacobi.Jacobi} has the transformations: {@code grad}, {@code vmap}, {@code jit} and their kin take plain Java functions ({@link dev.jacobi.Fn1} to {@link dev.jacobi.Fn8}:
 *     lambdas or method references of static methods over numbers, arrays, records, lists and maps of these) and give functions that are called as these are, and may be transformed again.
 * <li>{@link dev.jacobi.Lowered} shows what has been made of a function, in each stage up to machine code.
 * </ul>
 *
 * <p>Read {@link dev.jacobi.Jacobi} first: it says what values are, when compilation happens and what calls throw. Then the records that results come in
 * ({@link dev.jacobi.ValueAndGrad}, {@link dev.jacobi.ValueAndTangent}, {@link dev.jacobi.Pullback}, {@link dev.jacobi.Linearized}, {@link dev.jacobi.WithAux}), {@link dev.jacobi.Axes} with
 * {@link dev.jacobi.Lax} for {@code vmap}, and {@link dev.jacobi.Options} for {@code jit}. What cannot be done is a {@link dev.jacobi.JacobiException} that says what stands in the way, where, and what to do.
 *
 * <pre>{@code
 * Fn1<double[], Double> norm = x -> { double s = 0; for (double v : x) s += v * v; return Math.sqrt(s); };
 * double[] g = Jacobi.grad(norm).apply(new double[] {3, 4});   // {0.6, 0.8}
 * }</pre>
 *
 * @serial exclude
 */
package dev.jacobi;
