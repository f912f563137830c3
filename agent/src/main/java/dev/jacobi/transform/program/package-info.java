/**
 * From the program of a function to that of its transformation: {@code Transforms} for derivatives, {@code VmapTransform} for {@code vmap}, {@code Jacobians},
 * and {@code CustomRules} for functions with rules of their own. What is transformed is a {@link dev.jacobi.lift.request.Program}: IR, and the structures of
 * its arguments and result. Start reading at {@link dev.jacobi.spi.Transformation}, which names the transformations.
 */
package dev.jacobi.transform.program;
