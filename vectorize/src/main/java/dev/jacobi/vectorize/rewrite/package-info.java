/**
 * What the passes of this module use to write other equations. It knows nothing of loops' meaning.
 *
 * <p>Begin with {@link dev.jacobi.vectorize.rewrite.Rewriter}, which copies a function while a pass replaces the equations that it cares about.
 * {@link dev.jacobi.vectorize.rewrite.Substitute} puts other values for variables and keeps all definitions; {@link dev.jacobi.vectorize.rewrite.Rewrite} copies equations so
 * that they can stand beside the original. {@link dev.jacobi.vectorize.rewrite.Prune} is the pass that removes what nothing needs, and runs after most others.
 */
package dev.jacobi.vectorize.rewrite;
