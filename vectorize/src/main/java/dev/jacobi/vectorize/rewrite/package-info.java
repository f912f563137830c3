/**
 * What the passes of this module use to write other equations. It knows nothing of loops' meaning.
 *
 * <p>Begin with {@link dev.jacobi.vectorize.rewrite.Rewriter}, which copies a function while a pass replaces the equations that it cares about.
 * Copies that stand beside the original, and other values for variables, are a matter of {@link dev.jacobi.ir.Rewrite}.
 * {@link dev.jacobi.vectorize.rewrite.Prune} is the pass that removes what nothing needs, and runs after most others.
 */
package dev.jacobi.vectorize.rewrite;
